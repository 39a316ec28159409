//! Files: taken within limits, known by their content, kept before they are acknowledged.

use domain::answer::RawAnswers;
use domain::id::UploadId;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::service::field::{Field, FieldKind, Page};
use domain::view::outcome::{FormProblem, InputProblem};
use sha2::{Digest, Sha256};

use super::draft::{Draft, own};
use super::fill::file_problem;
use crate::catalogue::hex;
use crate::{OperationError, Portal, write};

/// Most bytes all files of one application may have together.
pub const MAX_APPLICATION_BYTES: u64 = 40_000_000;
/// Longest file name kept, in characters.
const MAX_NAME: usize = 120;

/// A file as it arrived.
#[derive(Debug)]
pub struct NewFile {
    /// The field it was given for.
    pub field: String,
    /// Its name on the sender's device.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A file to be read.
#[derive(Debug)]
pub struct StoredFile {
    /// Its name.
    pub name: String,
    /// Media type, found from the content.
    pub content_type: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The media type of a content, by its first bytes; only kinds the portal takes.
pub fn content_type(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"%PDF-") {
        Some("application/pdf")
    } else if starts(b"\xFF\xD8\xFF") {
        Some("image/jpeg")
    } else if starts(b"\x89PNG\r\n\x1A\n") {
        Some("image/png")
    } else {
        None
    }
}

/// Adds new files to the answers; those that are not taken come back as problems.
pub(crate) async fn add(
    draft: &Draft<'_>,
    page: &Page,
    files: Vec<NewFile>,
    answers: &mut RawAnswers,
) -> Result<Vec<InputProblem>, OperationError> {
    let mut refused = Vec::new();
    for file in files {
        let field = page
            .fields
            .iter()
            .find(|field| field.key == file.field && field.kind == FieldKind::File);
        let Some(field) = field.filter(|field| draft.may_change(field)) else {
            continue;
        };
        match acceptable(draft, field, &file, answers).await? {
            Some(problem) => refused.push(file_problem(&field.key, problem)),
            None => {
                let entry = keep(draft, &file).await?;
                answers.entry(field.key.clone()).or_default().push(entry);
            }
        }
    }
    Ok(refused)
}

async fn acceptable(
    draft: &Draft<'_>,
    field: &Field,
    file: &NewFile,
    answers: &RawAnswers,
) -> Result<Option<FormProblem>, OperationError> {
    let document = field
        .document
        .as_deref()
        .and_then(|key| draft.service.definition.document(key));
    let Some(document) = document else {
        return Ok(Some(FormProblem::FileType));
    };
    if file.bytes.is_empty() {
        return Ok(Some(FormProblem::FileEmpty));
    }
    let size = file.bytes.len() as u64;
    if size > u64::from(document.max_size_mb) * 1_000_000 {
        return Ok(Some(FormProblem::FileTooLarge {
            max_mb: document.max_size_mb,
        }));
    }
    let known = content_type(&file.bytes).is_some_and(|kind| document.accepted_types.iter().any(|taken| taken == kind));
    if !known {
        return Ok(Some(FormProblem::FileType));
    }
    if answers.get(&field.key).map_or(0, Vec::len) >= document.max_files as usize {
        return Ok(Some(FormProblem::TooManyFiles {
            max: document.max_files,
        }));
    }
    let used = store::uploads::total_size(&draft.portal.store, draft.application.id).await?;
    let full = u64::try_from(used).unwrap_or_default().saturating_add(size) > MAX_APPLICATION_BYTES;
    Ok(full.then_some(FormProblem::FileTooLarge { max_mb: 40 }))
}

/// The file first, then its row: a row never points to nothing.
async fn keep(draft: &Draft<'_>, file: &NewFile) -> Result<String, OperationError> {
    let portal = draft.portal.clone();
    let now = portal.clock.now();
    let id = UploadId(portal.random.key(now));
    let storage_key = format!("uploads/{id}");
    let name = file_name(&file.name);
    let entry = format!("{id}|{name}");
    portal
        .files
        .put(&storage_key, file.bytes.clone())
        .await
        .map_err(|error| OperationError::Unavailable(error.to_string()))?;
    let row = store::uploads::UploadRow {
        id,
        application_id: draft.application.id,
        field: file.field.clone(),
        name,
        content_type: content_type(&file.bytes).unwrap_or_default().to_owned(),
        size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        sha256: hex(&Sha256::digest(&file.bytes)),
        storage_key,
        created_at: now,
        removed_at: None,
    };
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::uploads::insert(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    Ok(entry)
}

/// The last part of a name, without what could mislead: separators, controls, bidi marks and `|`.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = domain::fold::clean(last)
        .chars()
        .filter(|c| !c.is_control() && !"|\"<>".contains(*c))
        .take(MAX_NAME)
        .collect();
    if clean.trim_matches('.').is_empty() {
        "file".to_owned()
    } else {
        clean
    }
}

/// Takes a file off its field. Returns the field to go back to.
pub(crate) async fn remove(
    draft: &Draft<'_>,
    page: &Page,
    upload: &str,
    answers: &mut RawAnswers,
) -> Result<Option<String>, OperationError> {
    for field in page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::File && draft.may_change(field))
    {
        let Some(entries) = answers.get_mut(&field.key) else {
            continue;
        };
        let before = entries.len();
        entries.retain(|entry| entry.split('|').next() != Some(upload));
        if entries.len() < before {
            if let Ok(id) = upload.parse::<UploadId>() {
                let (portal, application) = (draft.portal.clone(), draft.application.id);
                write(async move {
                    let mut tx = portal.store.begin().await?;
                    store::uploads::remove(&mut tx, application, id, portal.clock.now()).await?;
                    tx.commit().await?;
                    Ok(())
                })
                .await?;
            }
            return Ok(Some(field.key.clone()));
        }
    }
    Ok(None)
}

/// A file of the actor's own application.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn own_file(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    upload: &str,
) -> Result<StoredFile, OperationError> {
    let application = own(portal, actor, reference).await?;
    may(
        actor,
        Act::OwnApplication {
            applicant: application.applicant_id,
        },
    )?;
    read(portal, application.id, upload).await
}

pub(crate) async fn read(
    portal: &Portal,
    application: domain::id::ApplicationId,
    upload: &str,
) -> Result<StoredFile, OperationError> {
    let id: UploadId = upload.parse().map_err(|_| OperationError::NotFound)?;
    let row = store::uploads::by_id(&portal.store, id)
        .await?
        .ok_or(OperationError::NotFound)?;
    if row.application_id != application || row.removed_at.is_some() {
        return Err(OperationError::NotFound);
    }
    let bytes = portal
        .files
        .get(&row.storage_key)
        .await
        .map_err(|error| OperationError::Unavailable(error.to_string()))?;
    Ok(StoredFile {
        name: row.name,
        content_type: row.content_type,
        bytes: bytes.ok_or(OperationError::NotFound)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_content() {
        assert_eq!(content_type(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(content_type(b"<svg onload=alert(1)>"), None);
        assert_eq!(content_type(b""), None);
    }

    #[test]
    fn names_lose_what_misleads() {
        assert_eq!(file_name("C:\\scans\\..\\wakala.pdf"), "wakala.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("وكالة\u{202E}fdp.exe|x"), "وكالةfdp.exex");
        assert_eq!(file_name(".."), "file");
    }
}
