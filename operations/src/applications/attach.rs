//! Files: taken within limits, known by their content, kept before they are acknowledged.
//!
//! A file comes whole, with a form ([`add`]), or piece by piece ([`arrive`]). Both end in [`settle`]: what was announced
//! becomes a file, or nothing of it stays. The rows of `uploads` say which files a field has ([`given`]); the worker
//! asks the virus scanner about those it has not spoken on ([`scan`]).

pub mod arrive;
pub(crate) mod given;
mod limits;
pub mod scan;
mod settle;

use domain::answer::RawAnswers;
use domain::id::UploadId;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::service::field::{FieldKind, Page};
use domain::upload::Scan;
use domain::view::outcome::InputProblem;

use super::draft::{Draft, own};
use super::fill::file_problem;
use crate::{OperationError, Portal, write};
use limits::Place;
use settle::Coming;
pub(crate) use settle::clear_abandoned;

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

/// Adds new files to the answers; those that are not taken come back as problems.
pub(crate) async fn add(
    draft: &Draft<'_>,
    page: &Page,
    files: Vec<NewFile>,
    answers: &mut RawAnswers,
) -> Result<Vec<InputProblem>, OperationError> {
    let mut refused = Vec::new();
    for file in files {
        let Some(place) = Place::on(draft, page, &file.field, answers) else {
            continue;
        };
        let key = place.field.key.clone();
        let problem = match place.refuses(file.bytes.len() as u64) {
            Some(problem) => Some(problem),
            None => {
                let coming = Coming::new(draft, &place, &file.name, "", file.bytes.len());
                let (id, name) = (coming.row.id, coming.row.name.clone());
                settle::announce(draft.portal, &coming).await?;
                let settled = settle::settle(draft.portal, &coming, file.bytes).await?;
                if settled.is_ok() {
                    answers.entry(key.clone()).or_default().push(format!("{id}|{name}"));
                }
                settled.err()
            }
        };
        refused.extend(problem.map(|problem| file_problem(&key, problem)));
    }
    Ok(refused)
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
/// Not found, or not the actor's; [`OperationError::Held`] while the virus scanner has not spoken.
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
    match row.scan {
        Scan::Clean | Scan::NotScanned => {}
        Scan::Pending => return Err(OperationError::Held),
        Scan::Infected => return Err(OperationError::NotFound),
    }
    let bytes = portal.files.get(&row.storage_key).await.map_err(away)?;
    Ok(StoredFile {
        name: row.name,
        content_type: row.content_type,
        bytes: bytes.ok_or(OperationError::NotFound)?,
    })
}

/// The file store cannot be used now.
pub(crate) fn away(error: integrations::files::FileError) -> OperationError {
    OperationError::Unavailable(error.to_string())
}

/// Removes the bytes of a file, and of the pieces it came in.
pub(crate) async fn delete_bytes(portal: &Portal, storage_key: &str) -> Result<(), integrations::files::FileError> {
    portal.files.delete(storage_key).await?;
    portal.files.delete_under(&settle::pieces(storage_key)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_misleads() {
        assert_eq!(file_name("C:\\scans\\..\\wakala.pdf"), "wakala.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("وكالة\u{202E}fdp.exe|x"), "وكالةfdp.exex");
        assert_eq!(file_name(".."), "file");
    }
}
