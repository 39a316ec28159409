//! Issued documents: made, read, checked by anyone.

mod content;
pub mod issue;
pub mod revoke;
mod sealed;
mod square;
pub mod verify;

use domain::application::EventKind;
use domain::language::{Language, Text};
use domain::person::Actor;
use domain::view::application::IssuedRow;
use domain::view::certificate::{CertificateView, RevokedView};
use store::applications::ApplicationRow;
use store::documents::{DocumentRow, DocumentStatus};

use crate::applications::draft::{from_json, own};
use crate::clock::local;
use crate::events::Entry;
use crate::{OperationError, Portal};

pub use square::Square;
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
    let document = of_application(portal, &application, number).await?;
    let (view, _) = shown(portal, language, &application, document).await?;
    Ok(view)
}

/// A document of the actor's as it is printed: what stands on it, and its square code. That it was taken is written down.
///
/// # Errors
/// Not found, not the actor's, or revoked: a paper of it would say what is not true any more.
pub async fn printed(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    number: &str,
) -> Result<(CertificateView, Square), OperationError> {
    let application = own(portal, actor, reference).await?;
    let document = of_application(portal, &application, number).await?;
    if document.status == DocumentStatus::Revoked {
        return Err(OperationError::Conflict);
    }
    record_reading(portal, actor, &application, number).await?;
    shown(portal, language, &application, document).await
}

/// Writes down that somebody read the document.
async fn record_reading(
    portal: &Portal,
    actor: &Actor,
    application: &ApplicationRow,
    number: &str,
) -> Result<(), OperationError> {
    let entry = Entry::by(actor, EventKind::DocumentRead).with(serde_json::json!({ "document": number }));
    entry.write_alone(portal, application.id).await
}

/// The document of an application with this number.
async fn of_application(
    portal: &Portal,
    application: &ApplicationRow,
    number: &str,
) -> Result<DocumentRow, OperationError> {
    let documents = store::documents::for_application(&portal.store, application.id).await?;
    let found = documents.into_iter().find(|document| document.number == number);
    found.ok_or(OperationError::NotFound)
}

async fn shown(
    portal: &Portal,
    language: Language,
    application: &ApplicationRow,
    document: DocumentRow,
) -> Result<(CertificateView, Square), OperationError> {
    let service = portal.service_of(application).await?;
    let code = grouped(&document.code);
    let verify_url = format!("{}/{language}/verify/{code}", portal.settings.base_url);
    let seal = sealed::digits(portal, &document)?;
    let square = Square::of(&sealed::address(portal, &document, seal.as_deref()))?;
    let revoked = revoked(portal, &document).await?;
    let view = CertificateView {
        reference: application.reference.to_string(),
        title: document.title,
        ministry: service.definition.ministry.clone(),
        number: document.number,
        qr: square.path(),
        seal,
        code,
        verify_url,
        issued: local(document.issued_at),
        valid_until: document.valid_until,
        revoked,
        kind: document.kind,
        bilingual: document.language == Language::En,
        lines: from_json(document.fields)?,
    };
    Ok((view, square))
}

/// Whether and why it was revoked.
async fn revoked(portal: &Portal, document: &DocumentRow) -> Result<Option<RevokedView>, OperationError> {
    if document.status == DocumentStatus::Valid {
        return Ok(None);
    }
    let replacing = store::documents::replacing(&portal.store, document.id).await?;
    Ok(Some(RevokedView {
        on: document.revoked_at.map(|at| local(at).date()),
        reason: document.revoked_reason.clone(),
        replaced_by: replacing.map(|document| document.number),
    }))
}

/// Documents as they stand in lists.
pub(crate) fn issued(documents: Vec<DocumentRow>, language: Language) -> Vec<IssuedRow> {
    let rows = documents.into_iter().map(|document| IssuedRow {
        title: document.title.get(language).to_owned(),
        issued: local(document.issued_at).date(),
        revoked: document.status == DocumentStatus::Revoked,
        number: document.number,
    });
    rows.collect()
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
