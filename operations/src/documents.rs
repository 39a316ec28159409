//! Issued documents: made, read, checked by anyone.

mod content;
pub mod issue;
pub mod verify;

use domain::language::{Language, Text};
use domain::person::Actor;
use domain::view::certificate::CertificateView;
use qrcode::{Color, EcLevel, QrCode};

use crate::applications::draft::{from_json, own};
use crate::clock::local;
use crate::{OperationError, Portal};

pub use verify::verify;

/// A document of one of the actor's applications.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn certificate(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    number: &str,
) -> Result<CertificateView, OperationError> {
    let application = own(portal, actor, reference).await?;
    let documents = store::documents::for_application(&portal.store, application.id).await?;
    let document = documents
        .into_iter()
        .find(|document| document.number == number)
        .ok_or(OperationError::NotFound)?;
    let service = portal.service_of(&application).await?;
    let code = grouped(&document.code);
    let verify_url = format!("{}/{language}/verify/{code}", portal.settings.base_url);
    Ok(CertificateView {
        reference: application.reference.to_string(),
        title: document.title,
        ministry: service.definition.ministry.clone(),
        number: document.number,
        qr: qr(&verify_url)?,
        code,
        verify_url,
        issued: local(document.issued_at),
        valid_until: document.valid_until,
        revoked: document.status == store::documents::DocumentStatus::Revoked,
        bilingual: document.language == Language::En,
        lines: from_json(document.fields)?,
    })
}

/// Side length in modules and an SVG path of the dark ones, with the quiet zone the standard asks for (ISO 18004).
fn qr(content: &str) -> Result<(u32, String), OperationError> {
    use std::fmt::Write;
    const QUIET: usize = 4;
    let code = QrCode::with_error_correction_level(content, EcLevel::M)
        .map_err(|error| OperationError::Fault(format!("QR code: {error}")))?;
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = modules[column..]
                .iter()
                .take_while(|module| **module == Color::Dark)
                .count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run.max(1);
        }
    }
    Ok((u32::try_from(width + 2 * QUIET).unwrap_or_default(), path))
}

/// A verification code as it is shown: groups of four.
pub(crate) fn grouped(code: &str) -> String {
    code.as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group))
        .collect::<Vec<_>>()
        .join("-")
}

/// What a field of a document is called.
pub(crate) fn label(ar: &str, en: &str) -> Text {
    Text {
        ar: ar.to_owned(),
        en: en.to_owned(),
    }
}
