//! Every address of the portal. Links are built here and nowhere else.

mod case;
mod figures;

use std::fmt::Write as _;

use domain::language::Language;
use domain::view::queue::QueueQuery;

pub use case::{
    staff_case, staff_case_at, staff_case_viewing, staff_decide, staff_document, staff_file, staff_notes,
    staff_opinion_answer, staff_opinion_withdraw, staff_opinions, staff_opinions_of, staff_questions, staff_release,
    staff_take,
};
pub use figures::{dashboard, dashboard_file, feedback_on, figures, figures_file, reports, reports_file};

/// The home page.
pub fn home(language: Language) -> String {
    format!("/{language}")
}

/// The catalogue.
pub fn services(language: Language) -> String {
    format!("/{language}/services")
}

/// The catalogue, searched and narrowed; what is empty is left out.
pub fn services_found(language: Language, query: &str, ministry: &str) -> String {
    with_query(services(language), &[("q", query), ("ministry", ministry)])
}

/// One service.
pub fn service(language: Language, id: &str) -> String {
    format!("/{language}/services/{}", escape(id))
}

/// Where a draft is started (POST).
pub fn apply(language: Language, id: &str) -> String {
    format!("{}/apply", service(language, id))
}

/// My applications.
pub fn applications(language: Language) -> String {
    format!("/{language}/applications")
}

/// One application.
pub fn application(language: Language, reference: &str) -> String {
    format!("/{language}/applications/{}", escape(reference))
}

/// News for the page of an application.
pub fn application_live(language: Language, reference: &str) -> String {
    format!("{}/live", application(language, reference))
}

/// A page of questions.
pub fn form(language: Language, reference: &str, page: &str) -> String {
    format!("{}/form/{}", application(language, reference), escape(page))
}

/// A page of questions, visited from the last page, to which it goes back.
pub fn form_from_check(language: Language, reference: &str, page: &str) -> String {
    with_query(form(language, reference, page), &[("from", "check")])
}

/// The last page of a form.
pub fn check(language: Language, reference: &str) -> String {
    format!("{}/form/check", application(language, reference))
}

/// Paying.
pub fn pay(language: Language, reference: &str) -> String {
    format!("{}/pay", application(language, reference))
}

/// Choosing a time to come.
pub fn appointment(language: Language, reference: &str) -> String {
    format!("{}/appointment", application(language, reference))
}

/// A request for the reader's consent.
pub fn consent(language: Language, reference: &str) -> String {
    format!("{}/consents/{reference}", home(language))
}

/// The receipt.
pub fn receipt(language: Language, reference: &str) -> String {
    format!("{}/receipt", application(language, reference))
}

/// One receipt among several.
pub fn receipt_numbered(language: Language, reference: &str, number: &str) -> String {
    with_query(receipt(language, reference), &[("number", number)])
}

/// An issued document.
pub fn document(language: Language, reference: &str, number: &str) -> String {
    format!("{}/documents/{}", application(language, reference), escape(number))
}

/// That document as PDF.
pub fn document_pdf(language: Language, reference: &str, number: &str) -> String {
    format!("{}/pdf", document(language, reference, number))
}

/// A file the applicant gave.
pub fn file(language: Language, reference: &str, id: &str) -> String {
    format!("{}/files/{}", application(language, reference), escape(id))
}

/// Where a file that comes piece by piece is announced (POST).
pub fn uploads(language: Language, reference: &str) -> String {
    format!("{}/uploads", application(language, reference))
}

/// A file that comes piece by piece.
pub fn upload(language: Language, reference: &str, id: &str) -> String {
    format!("{}/{}", uploads(language, reference), escape(id))
}

/// Where an application is withdrawn (POST).
pub fn withdraw(language: Language, reference: &str) -> String {
    format!("{}/withdraw", application(language, reference))
}

/// A draft's page, at the question whether it is to be thrown away.
pub fn discard_asked(language: Language, reference: &str) -> String {
    with_query(application(language, reference), &[("discard", "1")]) + "#discard"
}

/// Where a draft is told that its applicant has read how the service changed (POST).
pub fn changes(language: Language, reference: &str) -> String {
    format!("{}/changes", application(language, reference))
}

/// What was written about an application, on its page.
pub fn conversation(language: Language, reference: &str) -> String {
    format!("{}#conversation", application(language, reference))
}

/// Where an officer is answered (POST).
pub fn answers(language: Language, reference: &str) -> String {
    format!("{}/answers", application(language, reference))
}

/// Where a draft is thrown away (POST).
pub fn discard(language: Language, reference: &str) -> String {
    format!("{}/discard", application(language, reference))
}

/// The check of documents.
pub fn verify(language: Language) -> String {
    format!("/{language}/verify")
}

/// The page that checks without a network.
pub fn verify_offline(language: Language) -> String {
    format!("/{language}/verify/offline")
}

/// The check of one document.
pub fn verify_code(language: Language, code: &str) -> String {
    format!("/{language}/verify/{}", escape(code))
}

/// Signing in; `next` is the address to go on to, or nothing.
pub fn sign_in(language: Language, next: &str) -> String {
    with_query(format!("/{language}/sign-in"), &[("next", next)])
}

/// Making an account.
pub fn sign_up(language: Language) -> String {
    format!("/{language}/sign-up")
}

/// Signing out (POST).
pub fn sign_out(language: Language) -> String {
    format!("/{language}/sign-out")
}

/// My account.
pub fn account(language: Language) -> String {
    format!("/{language}/account")
}

/// My messages; opening one is a form to the same address (POST).
pub fn messages(language: Language) -> String {
    format!("/{language}/messages")
}

/// My account, at how I want to be told.
pub fn account_wishes(language: Language) -> String {
    account(language) + "#wishes"
}

/// Where that is kept (POST).
pub fn wishes(language: Language) -> String {
    format!("/{language}/account/wishes")
}

/// A page of help.
pub fn help(language: Language, topic: &str) -> String {
    format!("/{language}/help/{}", escape(topic))
}

/// Feedback on the portal.
pub fn feedback(language: Language) -> String {
    format!("/{language}/feedback")
}

/// The data-saver switch (POST).
pub fn data_saver(language: Language) -> String {
    format!("/{language}/data-saver")
}

/// The door of the staff's side.
pub fn staff(language: Language) -> String {
    format!("/{language}/staff")
}

/// The work queue.
pub fn staff_queue(language: Language) -> String {
    format!("/{language}/staff/queue")
}

/// News for the work queue.
pub fn staff_queue_live(language: Language) -> String {
    format!("{}/live", staff_queue(language))
}

/// The work queue as it is asked for; what is empty is left out.
pub fn staff_queue_found(language: Language, query: &QueueQuery) -> String {
    with_query(staff_queue(language), &query.parts())
}

/// A view of the queue that somebody keeps: the part of its address behind the question mark.
pub fn staff_queue_query(query: &QueueQuery) -> String {
    with_query(String::new(), &query.parts())
        .trim_start_matches('?')
        .to_owned()
}

/// Where several cases are chosen (POST).
pub fn staff_queue_bulk(language: Language) -> String {
    format!("{}/bulk", staff_queue(language))
}

/// Where a view of the queue is kept (POST).
pub fn staff_views(language: Language) -> String {
    format!("{}/views", staff_queue(language))
}

/// Where a view of the queue is forgotten (POST).
pub fn staff_view_forget(language: Language, id: &str) -> String {
    format!("{}/{}/forget", staff_views(language), escape(id))
}

/// An action on several cases.
pub fn staff_bulk(language: Language, id: &str) -> String {
    format!("/{language}/staff/bulk/{}", escape(id))
}

/// Where what is left to be chosen for it goes (POST).
pub fn staff_bulk_choose(language: Language, id: &str) -> String {
    format!("{}/choose", staff_bulk(language, id))
}

/// Where it is confirmed (POST).
pub fn staff_bulk_confirm(language: Language, id: &str) -> String {
    format!("{}/confirm", staff_bulk(language, id))
}

/// Where it is called back (POST).
pub fn staff_bulk_undo(language: Language, id: &str) -> String {
    format!("{}/undo", staff_bulk(language, id))
}

/// The next case behind this one.
pub fn staff_next(language: Language, reference: &str) -> String {
    with_query(format!("/{language}/staff/next"), &[("after", reference)])
}

/// What could not be sent; what to do about it is a form to the same address (POST).
pub fn staff_messages(language: Language) -> String {
    format!("/{language}/staff/admin/messages")
}

/// The demonstration's messages.
pub const DEMO_MESSAGES: &str = "/demo/messages";

/// The same address in another language: only the first part differs.
pub fn in_language(language: Language, path: &str, search: &str) -> String {
    let rest = path
        .trim_start_matches('/')
        .split_once('/')
        .map_or("", |(_, rest)| rest);
    let mut address = home(language);
    if !rest.is_empty() {
        address = address + "/" + rest;
    }
    if !search.is_empty() {
        address = address + "?" + search;
    }
    address
}

/// Whether the address is in this language.
pub fn is_in(language: Language, path: &str) -> bool {
    path.trim_start_matches('/').split('/').next() == Some(language.code())
}

/// Holidays by decision; a day is written down there too (POST).
pub fn calendar(language: Language) -> String {
    format!("/{language}/staff/admin/calendar")
}

/// Where a day is taken back (POST).
pub fn calendar_withdraw(language: Language, id: &str) -> String {
    format!("{}/{}/withdraw", calendar(language), escape(id))
}

/// Whether the address is on the staff's side, which has its own frame and style.
pub fn is_staff(path: &str) -> bool {
    path.trim_start_matches('/').split('/').nth(1) == Some("staff")
}

/// Adds the parts of a query that are not empty.
pub fn with_query(mut path: String, parts: &[(&str, &str)]) -> String {
    let mut sign = '?';
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        path.push(sign);
        path.push_str(name);
        path.push('=');
        path.push_str(&escape(value));
        sign = '&';
    }
    path
}

/// Percent-encodes what may not stand in a part of an address.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_encoded() {
        assert_eq!(
            services_found(Language::Ar, "شهادة & b", ""),
            "/ar/services?q=%D8%B4%D9%87%D8%A7%D8%AF%D8%A9%20%26%20b"
        );
        assert_eq!(services_found(Language::En, "", "moi"), "/en/services?ministry=moi");
        assert_eq!(services_found(Language::En, "a", "b"), "/en/services?q=a&ministry=b");
        assert_eq!(service(Language::En, "../x"), "/en/services/..%2Fx");
        assert_eq!(
            sign_in(Language::Ar, "/ar/account?a=b"),
            "/ar/sign-in?next=%2Far%2Faccount%3Fa%3Db"
        );
    }

    #[test]
    fn the_other_language_is_the_same_page() {
        assert_eq!(in_language(Language::En, "/ar", ""), "/en");
        assert_eq!(in_language(Language::En, "/ar/", ""), "/en");
        assert_eq!(in_language(Language::En, "/ar/services/x", "q=1"), "/en/services/x?q=1");
        assert_eq!(in_language(Language::Ar, "", ""), "/ar");
    }

    #[test]
    fn sides_are_told_apart() {
        assert!(is_staff("/ar/staff") && is_staff("/en/staff/queue"));
        assert!(!is_staff("/ar/staffing") && !is_staff("/staff") && !is_staff("/ar"));
        assert!(is_in(Language::Ar, "/ar/x") && is_in(Language::Ar, "/ar") && !is_in(Language::Ar, "/arx"));
    }
}
