use std::collections::BTreeMap;
use chrono::{NaiveDate, NaiveDateTime};
use domain::answer::Problem;
use domain::application::{EventKind, Status};
use domain::language::{Language, Text};
use domain::money::{Currency, Money};
use domain::payment::PublicAttempt;
use domain::view::application::*;
use domain::view::certificate::*;
use domain::view::form::*;
use domain::view::payment::*;
use leptos::prelude::*;

fn d(text: &str) -> NaiveDate { text.parse().unwrap() }
fn t(text: &str) -> NaiveDateTime { text.parse().unwrap() }
fn ils(minor: i64) -> Money { Money::new(minor, Currency::Ils) }

fn write(name: &str, language: Language, view: impl FnOnce() -> AnyView) {
    let body = crate::questions::tests::html(language, || view! { <crate::components::header::SkipLink/> {view()} }.into_any());
    let html = format!("<!DOCTYPE html><html lang={l} dir={dir}><head><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'><title>{name}</title><link rel=stylesheet href=site.css></head><body>{body}</body></html>", l = language.code(), dir = language.direction());
    std::fs::write(format!("/tmp/p2/{name}.{}.html", language.code()), html).unwrap();
}

fn fee() -> FeeView {
    FeeView { lines: vec![
        FeeLineView { label: "رسم النسخة الواحدة".into(), quantity: 2, unit: Some(ils(1000)), amount: ils(2000) },
        FeeLineView { label: "رسم الإنجاز العاجل".into(), quantity: 1, unit: Some(ils(1000)), amount: ils(1000) },
        FeeLineView { label: "إعفاء ذوي الشهداء".into(), quantity: 1, unit: None, amount: ils(-500) },
    ], totals: vec![ils(2500)], indicative: true }
}

fn sections() -> Vec<SectionView> {
    let row = |field: &str, label: &str, answer, changeable| AnswerRow { field: field.into(), label: label.into(), answer, changeable };
    vec![SectionView { page: "applicant".into(), title: "مقدِّم الطلب".into(), rows: vec![
        row("a", "الاسم الرباعي", AnswerText::Words { text: "سلمى عادل محمود الخطيب".into() }, false),
        row("b", "رقم الهوية", AnswerText::Code { text: "900000001".into() }, false),
        row("c", "رقم الهاتف المحمول", AnswerText::Code { text: "+970599123456".into() }, true),
        row("d", "البريد الإلكتروني", AnswerText::None, true),
    ] }, SectionView { page: "subject".into(), title: "صاحب القيد".into(), rows: vec![
        row("e", "تاريخ الميلاد", AnswerText::Date { date: d("1958-03-14") }, true),
        row("f", "العنوان", AnswerText::Lines { lines: vec!["نابلس".into(), "رفيديا".into(), "شارع الجامعة 12".into()] }, true),
        row("g", "الوكالة العدلية", AnswerText::Files { files: vec![("u1".into(), "wakala.pdf".into())] }, true),
        row("h", "رأس المال", AnswerText::Amount { amount: Money::new(12_345_000, Currency::Jod) }, true),
    ] }]
}

fn status(status: Status, next: NextAct) -> StatusView {
    let stage = |kind, state, on: Option<&str>, until: Option<&str>| Stage { kind, state, on: on.map(d), until: until.map(d) };
    let row = |kind, at: &str, who: Option<&str>, note: Option<&str>, amount| HistoryRow { kind, at: t(at), who: who.map(str::to_owned), step: None, note: note.map(str::to_owned), amount };
    StatusView {
        reference: "2611-4837-0628".into(), service_id: "birth-certificate-extract".into(), service_title: "إصدار مستخرج شهادة ميلاد".into(),
        ministry: "وزارة الداخلية".into(), status, since: t("2026-11-22T10:20:00"), next, next_page: Some("subject".into()),
        holder: Some("مدقِّق، مديرية الداخلية في نابلس".into()), until: Some(d("2026-12-06")), promised: Some(d("2026-12-01")),
        correction: (status == Status::Returned).then(|| CorrectionView { note: "اسم الأم لا يطابق القيد، وصورة الوكالة غير واضحة.".into(), fields: vec![("subject".into(), "m".into(), "اسم الأم".into()), ("subject".into(), "p".into(), "الوكالة العدلية".into())] }),
        reason: (status == Status::Rejected).then(|| "لا يوجد قيد بهذه البيانات.".into()),
        stages: vec![stage(StageKind::Submission, StageState::Done, Some("2026-11-16"), None), stage(StageKind::Payment, StageState::Done, Some("2026-11-16"), None), stage(StageKind::Review, StageState::Now, None, Some("2026-12-01")), stage(StageKind::Issue, StageState::Ahead, None, None), stage(StageKind::Delivery, StageState::Ahead, None, None)],
        history: vec![
            row(EventKind::Returned, "2026-11-22T10:20:00", Some("مدقِّق في مديرية الداخلية، نابلس"), Some("بندان يحتاجان إلى تصويب"), None),
            row(EventKind::ReviewStarted, "2026-11-17T08:45:00", Some("مديرية الداخلية، نابلس"), None, None),
            row(EventKind::Paid, "2026-11-16T14:05:00", None, None, Some(ils(4500))),
            row(EventKind::Submitted, "2026-11-16T13:58:00", Some("سلمى الخطيب"), None, None)],
        applicant: "سلمى الخطيب".into(), subject: Some("عادل محمود يوسف الخطيب".into()), fee: fee(), fee_settled: true, receipt: Some("R-1".into()),
        documents: if status == Status::Issued { vec![IssuedRow { number: "BC-2026-004837".into(), title: "مستخرج شهادة ميلاد".into(), issued: d("2026-11-23") }] } else { vec![] },
        sections: sections(), reads: vec![ReadRow { who: "مدقِّق، مديرية الداخلية".into(), at: t("2026-11-17T08:45:00"), kind: EventKind::CaseRead }], can_withdraw: true,
    }
}

#[test]
fn gallery() {
    let service: domain::service::ServiceDefinition = serde_json::from_str(&std::fs::read_to_string("../catalogue/services/birth-certificate-extract.json").unwrap()).unwrap();
    let page = service.page("subject").unwrap();
    let building: domain::service::ServiceDefinition = serde_json::from_str(&std::fs::read_to_string("../catalogue/services/building-permit.json").unwrap()).unwrap();
    let land = building.page("land").unwrap();
    for language in Language::ALL {
        for (name, service, page, problem) in [("q-subject", &service, page, Some(Problem::Required)), ("q-land", &building, land, None), ("q-applicant", &service, service.page("applicant").unwrap(), None), ("q-request", &service, service.page("request").unwrap(), None)] {
            let mut form = crate::questions::tests::form(service, page, problem.as_ref());
            form.service_title = service.title.get(language).to_owned();
            let mut v: BTreeMap<String, Vec<String>> = BTreeMap::new();
            v.insert("applicant_name".into(), vec!["سلمى عادل محمود الخطيب".into()]);
            v.insert("applicant_national_id".into(), vec!["900000001".into()]);
            v.insert("subject_relation".into(), vec!["agent".into()]);
            v.insert("agent_poa_file".into(), vec!["u|wakala.pdf".into()]);
            v.insert("subject_birth_date.day".into(), vec!["14".into()]);
            form.values = v;
            if name == "q-subject" { form.correction = status(Status::Returned, NextAct::Correct).correction; form.more = true; }
            write(name, language, || view! { <crate::pages::apply::question::QuestionForm form/> }.into_any());
        }
        let check = CheckView { reference: "2611-4837-0628".into(), service_id: "x".into(), service_title: "إصدار مستخرج شهادة ميلاد".into(), sections: sections(), declarations: service.page("declaration").map(|p| p.fields.clone()).unwrap_or_default(), fee: fee(), refused: None, blocked: vec![], incomplete: None, back: Some("request".into()), submit_key: "k".into(), resend: None };
        for (name, c) in [("check", check.clone()), ("check-incomplete", CheckView { incomplete: Some("subject".into()), ..check.clone() }), ("check-refused", CheckView { refused: Some("يجب أن يكون عمرك 18 سنة أو أكثر.".into()), ..check.clone() }), ("check-blocked", CheckView { blocked: vec!["تاريخ الميلاد بعد تاريخ الزواج.".into()], ..check.clone() }), ("check-resend", CheckView { resend: status(Status::Returned, NextAct::Correct).correction, ..check.clone() })] {
            write(name, language, || view! { <crate::pages::apply::check_answers::CheckAnswers check=c/> }.into_any());
        }
        let pay = PayView { reference: "2611-4837-0628".into(), service_title: "إصدار مستخرج شهادة ميلاد".into(), ministry: "وزارة الداخلية".into(), bill: "21004831720659".into(), fee: fee(), due: ils(2500), expires: Some(d("2026-12-14")), state: PayState::Due, form_key: "k".into() };
        let at = |attempt, url: Option<&str>, decline: Option<&str>| PayState::Attempt { attempt, url: url.map(str::to_owned), decline: decline.map(str::to_owned) };
        for (name, state) in [("pay-due", PayState::Due), ("pay-preparing", at(PublicAttempt::Preparing, None, None)), ("pay-open", at(PublicAttempt::Open, Some("https://pay.example.ps/x"), None)), ("pay-checking", at(PublicAttempt::Checking, None, None)), ("pay-notpaid", at(PublicAttempt::NotPaid, None, Some("Insufficient Funds"))), ("pay-paid", PayState::Paid { receipt: "R1".into() }), ("pay-closed", PayState::Closed), ("pay-exempted", PayState::Exempted)] {
            let pay = PayView { state, ..pay.clone() };
            write(name, language, || { let watch = crate::pages::pay::Watch::new(); view! { <crate::pages::pay::Pay pay watch/> }.into_any() });
        }
        for (name, s, next, sent) in [("app-returned", Status::Returned, NextAct::Correct, false), ("app-pay", Status::AwaitingPayment, NextAct::Pay, false), ("app-draft", Status::Draft, NextAct::Continue, false), ("app-review", Status::InReview, NextAct::Wait, false), ("app-issued", Status::Issued, NextAct::Open, false), ("app-rejected", Status::Rejected, NextAct::Nothing, false), ("app-sent", Status::InReview, NextAct::Wait, true)] {
            let status = status(s, next);
            write(name, language, || view! { <crate::pages::application::Application status sent/> }.into_any());
        }
        let row = |reference: &str, status, next| ApplicationRow { reference: reference.into(), service_title: "إصدار مستخرج شهادة ميلاد".into(), status, updated: t("2026-11-22T10:20:00"), next };
        let list = ApplicationsView { rows: vec![row("2611-4837-0628", Status::Returned, NextAct::Correct), row("2611-4837-0629", Status::Draft, NextAct::Continue), row("2611-4837-0630", Status::AwaitingPayment, NextAct::Pay), row("2611-4837-0631", Status::Issued, NextAct::Open), row("2611-4837-0632", Status::InReview, NextAct::Wait)], older: Some("x".into()) };
        use crate::pages::applications::{Applications, Lookup};
        write("list", language, || view! { <Applications list lookup=Lookup::Missing("2611".into())/> }.into_any());
        write("list-empty", language, || view! { <Applications list=ApplicationsView::default() lookup=Lookup::NotAsked/> }.into_any());
        let receipt = ReceiptView { number: "R-2026-000123".into(), issued: t("2026-11-16T14:05:00"), reference: "2611-4837-0628".into(), agency: "وزارة الداخلية".into(), payer: "سلمى الخطيب".into(), service_title: "إصدار مستخرج شهادة ميلاد".into(), bill: "21004831720659".into(), fee: FeeView { indicative: false, ..fee() }, total: ils(2500), transaction: Some("T123".into()) };
        write("receipt", language, || view! { <crate::pages::receipt::Receipt receipt=receipt.clone() roll=Signal::stored(false)/> }.into_any());
        write("receipt-roll", language, || view! { <crate::pages::receipt::Receipt receipt roll=Signal::stored(true)/> }.into_any());
        let text = |ar: &str, en: &str| Text { ar: ar.into(), en: en.into() };
        let line = |a: &str, b: &str, c: &str, e: &str| DocumentLine { label: text(a, b), value: text(c, e) };
        let cert = CertificateView { reference: "2611-4837-0628".into(), title: text("مستخرج شهادة ميلاد", "Birth certificate extract"), ministry: text("وزارة الداخلية", "Ministry of Interior"), number: "BC-2026-004837".into(), code: "7K4M-92QX-TD".into(), verify_url: "https://hukumati.example/ar/verify/7K4M-92QX-TD".into(), issued: t("2026-11-23T11:32:00"), valid_until: Some(d("2027-11-23")), revoked: false, bilingual: true,
            lines: vec![line("الاسم الرباعي", "Full name", "عادل محمود يوسف الخطيب", "Adel Mahmoud Yousef Al-Khatib"), line("رقم الهوية", "ID number", "400000006", "400000006"), line("تاريخ الميلاد", "Date of birth", "14/03/1958", "14/03/1958"), line("مكان الميلاد", "Place of birth", "نابلس", "Nablus")],
            qr: (33, "M2 2h7v7h-7zM10 2h5v1h-5zM24 2h7v7h-7zM2 24h7v7h-7zM16 16h5v5h-5z".into()) };
        write("cert", language, || view! { <crate::pages::certificate::Certificate certificate=cert.clone()/> }.into_any());
        write("cert-revoked", language, || view! { <crate::pages::certificate::Certificate certificate=CertificateView { revoked: true, bilingual: false, ..cert }/> }.into_any());
        for (name, result) in [("v-ask", VerificationResult::Ask), ("v-unknown", VerificationResult::Unknown), ("v-valid", VerificationResult::Valid { title: "مستخرج شهادة ميلاد".into(), issuer: "وزارة الداخلية".into(), lines: vec![("الاسم".into(), "ع. الخطيب".into()), ("رقم الوثيقة".into(), "BC-2026-004837".into())] }), ("v-expired", VerificationResult::Expired { title: "رخصة".into(), on: d("2026-01-01") }), ("v-revoked", VerificationResult::Revoked { title: "رخصة".into() })] {
            write(name, language, || view! { <crate::pages::verify::Verify found=VerificationView { code: "7K4M-92QX-TD".into(), result }/> }.into_any());
        }
    }
}
