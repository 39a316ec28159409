//! What each address does: one file per form, or per kind of file. Parse, one operation, say where to go.

pub mod apply;
pub mod appointment;
pub mod bulk;
pub mod calendar;
pub mod carry_over;
pub mod case_file;
pub mod casework;
pub mod check;
pub mod consent;
pub mod csp_report;
pub mod data_saver;
pub mod demo;
pub mod documents;
pub mod feedback;
pub mod figures;
pub mod files;
pub mod form;
pub mod health;
pub mod home;
pub mod live;
pub mod messages;
pub mod offline;
pub mod opinions;
pub mod pay;
pub mod payment_notification;
pub mod payment_return;
pub mod queue;
pub mod server_functions;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod static_files;
pub mod uploads;
pub mod withdraw;

use crate::middleware::language;

/// Where a form may lead on: a page of the portal, in one of its languages, and nowhere else.
fn own_page(address: &str) -> Option<&str> {
    let tame = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'"');
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ours = path.starts_with('/') && !path.contains("//") && language::of_path(path).is_some();
    (tame && ours && address.len() <= 1000).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_to_our_pages_only() {
        for ours in [
            "/ar",
            "/en/services?q=%D8%A7#a",
            "/ar/applications/2611-4837-0628/form/x",
        ] {
            assert_eq!(own_page(ours), Some(ours));
        }
        let elsewhere = [
            "",
            "ar",
            "//evil.example",
            "/",
            "/\\evil.example",
            "https://evil.example/ar",
            "/ar//x",
            "/api/session",
            "/ar\r\nSet-Cookie: x",
            "javascript:alert(1)",
            "//ar",
            "/ar/ا",
            "/fr",
        ];
        for address in elsewhere {
            assert_eq!(own_page(address), None, "{address}");
        }
    }
}
