//! Files people gave: to their owners, and to the officers of the case. What somebody else made is never run here.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use operations::OperationError;
use operations::applications::attach::{self, StoredFile};
use operations::casework;

use crate::asked::Asked;
use crate::refusal::Refusal;

/// Nothing in it may load or run.
const SANDBOX: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
/// The same for what the browser shows with its own reader, which a sandbox would keep from starting.
/// It stands in a frame of the case's page, and of no other site's.
const READER: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'self'");

/// A file of one's own application, to be saved.
pub async fn own(Path((_, reference, id)): Path<(String, String, String)>, asked: Asked) -> Response {
    let file = attach::own_file(asked.portal(), asked.actor(), &reference, &id).await;
    answer(file, false)
}

/// A file of a case: pictures and documents are shown, so that an officer reads without saving.
pub async fn of_case(Path((_, reference, id)): Path<(String, String, String)>, asked: Asked) -> Response {
    answer(
        casework::attachment(asked.portal(), asked.actor(), &reference, &id).await,
        true,
    )
}

fn answer(file: Result<StoredFile, OperationError>, show: bool) -> Response {
    let file = match file {
        Ok(file) => file,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let (kind, policy) = match file.content_type.as_str() {
        "image/png" => ("image/png", SANDBOX),
        "image/jpeg" => ("image/jpeg", SANDBOX),
        "application/pdf" if show => ("application/pdf", READER),
        "application/pdf" => ("application/pdf", SANDBOX),
        _ => ("application/octet-stream", SANDBOX),
    };
    let show = show && kind != "application/octet-stream";
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition(show, &file.name)),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, file.bytes).into_response()
}

/// The name as RFC 6266 writes it: every byte that is not a plain letter or digit is encoded.
pub(super) fn disposition(show: bool, name: &str) -> HeaderValue {
    let mut text = format!("{}; filename*=UTF-8''", if show { "inline" } else { "attachment" });
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_place() {
        let header = disposition(false, "وكالة\"\r\nx: y.pdf");
        assert_eq!(
            header,
            "attachment; filename*=UTF-8''%D9%88%D9%83%D8%A7%D9%84%D8%A9%22%0D%0Ax%3A%20y.pdf"
        );
        assert_eq!(disposition(true, "a.png"), "inline; filename*=UTF-8''a.png");
    }
}
