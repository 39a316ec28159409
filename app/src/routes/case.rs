//! The addresses of a case on the staff's side, and of the forms on its page.

use domain::language::Language;

use super::{escape, with_query};

/// A case.
pub fn staff_case(language: Language, reference: &str) -> String {
    format!("/{language}/staff/cases/{}", escape(reference))
}

/// A part of a case.
pub fn staff_case_at(language: Language, reference: &str, part: &str) -> String {
    format!("{}#{part}", staff_case(language, reference))
}

/// A case with one of its files open.
pub fn staff_case_viewing(language: Language, reference: &str, id: &str) -> String {
    with_query(staff_case(language, reference), &[("document", id)]) + "#viewer"
}

/// Where an internal note is written (POST).
pub fn staff_notes(language: Language, reference: &str) -> String {
    format!("{}/notes", staff_case(language, reference))
}

/// Where the applicant is asked (POST).
pub fn staff_questions(language: Language, reference: &str) -> String {
    format!("{}/questions", staff_case(language, reference))
}

/// Where another body is asked for its opinion (POST).
pub fn staff_opinions_of(language: Language, reference: &str) -> String {
    format!("{}/opinions", staff_case(language, reference))
}

/// Where an opinion is given (POST).
pub fn staff_opinion_answer(language: Language, reference: &str, id: &str) -> String {
    format!("{}/{}/answer", staff_opinions_of(language, reference), escape(id))
}

/// Where a question to another body is taken back (POST).
pub fn staff_opinion_withdraw(language: Language, reference: &str, id: &str) -> String {
    format!("{}/{}/withdraw", staff_opinions_of(language, reference), escape(id))
}

/// The opinions that wait.
pub fn staff_opinions(language: Language) -> String {
    format!("/{language}/staff/opinions")
}

/// Where a task is taken (POST).
pub fn staff_take(language: Language, reference: &str) -> String {
    format!("{}/take", staff_case(language, reference))
}

/// Where a task is given back (POST).
pub fn staff_release(language: Language, reference: &str) -> String {
    format!("{}/release", staff_case(language, reference))
}

/// Where a case is decided (POST).
pub fn staff_decide(language: Language, reference: &str) -> String {
    format!("{}/decide", staff_case(language, reference))
}

/// A document of a case, and where it is revoked (POST).
pub fn staff_document(language: Language, reference: &str, number: &str) -> String {
    format!("{}/documents/{}", staff_case(language, reference), escape(number))
}

/// A file of a case.
pub fn staff_file(language: Language, reference: &str, id: &str) -> String {
    format!("{}/files/{}", staff_case(language, reference), escape(id))
}
