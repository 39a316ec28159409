//! Checking a document by its code: open to anyone, showing only what its service lets be shown.

use domain::language::Language;
use domain::view::certificate::{DocumentLine, VerificationResult, VerificationView};
use store::documents::DocumentStatus;

use super::issue::typed_code;
use crate::applications::draft::from_json;
use crate::clock::local;
use crate::{OperationError, Portal};

/// What a code stands for.
///
/// # Errors
/// When the store is away.
pub async fn verify(portal: &Portal, language: Language, code: &str) -> Result<VerificationView, OperationError> {
    let asked: String = code.chars().take(64).collect();
    let result = if asked.trim().is_empty() {
        VerificationResult::Ask
    } else {
        look_up(portal, language, &asked).await?
    };
    Ok(VerificationView { code: asked, result })
}

async fn look_up(portal: &Portal, language: Language, code: &str) -> Result<VerificationResult, OperationError> {
    let Some(document) = store::documents::by_code(&portal.store, &typed_code(code)).await? else {
        return Ok(VerificationResult::Unknown);
    };
    let service = portal.catalogue.find_ever(&document.service_id);
    // Its file says that it is not checked here, so nobody learns of it by its code.
    if service.is_some_and(|service| !service.definition.output.verifiable) {
        return Ok(VerificationResult::Unknown);
    }
    let title = document.title.get(language).to_owned();
    if document.status == DocumentStatus::Revoked {
        let replacing = store::documents::replacing(&portal.store, document.id).await?;
        return Ok(VerificationResult::Revoked {
            title,
            on: document.revoked_at.map(|at| local(at).date()),
            replaced: replacing.is_some(),
        });
    }
    if let Some(on) = document.valid_until.filter(|until| *until < portal.clock.today()) {
        return Ok(VerificationResult::Expired { title, on });
    }
    let issuer = service
        .map(|service| service.definition.ministry.get(language).to_owned())
        .unwrap_or_default();
    let lines: Vec<DocumentLine> = from_json(document.public_fields)?;
    let lines = lines
        .iter()
        .map(|line| (line.label.get(language).to_owned(), line.value.get(language).to_owned()));
    Ok(VerificationResult::Valid {
        title,
        issuer,
        lines: lines.collect(),
    })
}
