//! Issued documents: made, read, checked by anyone.

mod content;
pub mod issue;
pub mod revoke;
mod sealed;
mod square;
pub mod verify;

use domain::language::{Language, Text};
use domain::person::Actor;
use domain::view::application::IssuedRow;
use domain::view::certificate::{CertificateView, CheckView, RevokedView};
use store::applications::ApplicationRow;
use store::documents::{DocumentRow, DocumentStatus};

use crate::applications::draft::{from_json, own};
use crate::clock::local;
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
    reference: &str,
    number: &str,
) -> Result<CertificateView, OperationError> {
    let application = own(portal, actor, reference).await?;
    let document = of_application(portal, &application, number).await?;
    let (view, _) = shown(portal, &application, document).await?;
    Ok(view)
}

/// A document of the actor's as it is printed: what stands on it, and its square code. Whoever owns it takes it as
/// often as they like, and no line says so.
///
/// # Errors
/// Not found, not the actor's, or revoked: a paper of it would say what is not true any more.
pub async fn printed(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    number: &str,
) -> Result<(CertificateView, Option<Square>), OperationError> {
    let application = own(portal, actor, reference).await?;
    let document = of_application(portal, &application, number).await?;
    if document.status == DocumentStatus::Revoked {
        return Err(OperationError::Conflict);
    }
    shown(portal, &application, document).await
}

/// The document of an application with this number.
async fn of_application(
    portal: &Portal,
    application: &ApplicationRow,
    number: &str,
) -> Result<DocumentRow, OperationError> {
    let found = store::documents::by_number(&portal.store, number).await?;
    let found = found.filter(|document| document.application_id == application.id);
    found.ok_or(OperationError::NotFound)
}

async fn shown(
    portal: &Portal,
    application: &ApplicationRow,
    document: DocumentRow,
) -> Result<(CertificateView, Option<Square>), OperationError> {
    let service = portal.service_of(application).await?;
    let checked = match service.definition.output.verifiable {
        true => Some(check(portal, &document)?),
        false => None,
    };
    let (check, square) = checked.unzip();
    let revoked = revoked(portal, &document).await?;
    let view = CertificateView {
        reference: application.reference.to_string(),
        title: document.title,
        ministry: service.definition.ministry.clone(),
        number: document.number,
        check,
        issued: local(document.issued_at),
        valid_until: document.valid_until,
        revoked,
        kind: document.kind,
        bilingual: document.language == Language::En,
        lines: from_json(document.fields)?,
    };
    Ok((view, square))
}

/// How anyone checks it: by the code, by the square code, without a network.
fn check(portal: &Portal, document: &DocumentRow) -> Result<(CheckView, Square), OperationError> {
    // A seal says that the document was valid when it was made.
    let seal = match document.status {
        DocumentStatus::Valid => sealed::digits(portal, document)?,
        DocumentStatus::Revoked => None,
    };
    let square = Square::of(&sealed::address(portal, document, seal.as_deref()))?;
    let page = sealed::page(portal);
    let view = CheckView {
        code: grouped(&document.code),
        place: page
            .split_once("://")
            .map_or(page.as_str(), |(_, rest)| rest)
            .to_owned(),
        seal,
        qr: square.path(),
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
