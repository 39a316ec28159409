//! Addresses of figures, each with its file for other programs.

use domain::language::Language;

use super::with_query;

/// Figures for everybody; `from` and `to` are months as `2026-11`.
pub fn figures(language: Language) -> String {
    format!("/{language}/figures")
}

/// The same as a file.
pub fn figures_file(language: Language, from: &str, to: &str) -> String {
    with_query(format!("/{language}/figures.csv"), &[("from", from), ("to", to)])
}

/// What a supervisor sees of a body.
pub fn dashboard(language: Language) -> String {
    format!("/{language}/staff/dashboard")
}

/// The same as a file.
pub fn dashboard_file(language: Language, body: &str, from: &str, to: &str) -> String {
    let path = format!("/{language}/staff/dashboard.csv");
    with_query(path, &[("body", body), ("from", from), ("to", to)])
}

/// What a director sees of a body.
pub fn reports(language: Language) -> String {
    format!("/{language}/staff/reports")
}

/// The same as a file.
pub fn reports_file(language: Language, body: &str, from: &str, to: &str) -> String {
    let path = format!("/{language}/staff/reports.csv");
    with_query(path, &[("body", body), ("from", from), ("to", to)])
}

/// Remarks that began at a service.
pub fn feedback_on(language: Language, service: &str) -> String {
    with_query(super::feedback(language), &[("service", service)])
}
