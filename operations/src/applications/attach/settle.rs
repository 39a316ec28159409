//! From what was announced to a file, or to nothing.
//!
//! The order makes it safe to be killed anywhere: first the row that announces the file, then its bytes, then one
//! transaction that makes it a file and takes the announcement away. What was announced and is not a file a day later
//! is cleared away with all its bytes.

use chrono::{DateTime, Duration, Utc};
use domain::id::UploadId;
use domain::service::Document;
use domain::upload::Scan;
use domain::view::outcome::FormProblem;
use integrations::antivirus::Verdict;
use integrations::content::{self, Fault, Kind};
use sha2::{Digest, Sha256};
use store::arrivals::ArrivalRow;
use store::uploads::UploadRow;

use super::limits::{Limits, Place, size};
use super::{away, delete_bytes, file_name};
use crate::applications::draft::Draft;
use crate::catalogue::hex;
use crate::{OperationError, Portal, write};

/// How long a file may be on its way.
pub(super) const LIFE: Duration = Duration::hours(24);
/// Nobody works on it any more.
const ABANDONED: Duration = Duration::hours(25);
/// Most of one round of clearing away.
const BATCH: i64 = 50;

/// A file that is announced, and what its field takes.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    pub(super) row: ArrivalRow,
    pub(super) types: Vec<String>,
    pub(super) limits: Option<Limits>,
}

impl Coming {
    /// A new one.
    pub(super) fn new(draft: &Draft<'_>, place: &Place<'_>, name: &str, fingerprint: &str, bytes: usize) -> Self {
        let now = draft.portal.clock.now();
        let id = UploadId(draft.portal.random.key(now));
        let row = ArrivalRow {
            id,
            application_id: draft.application.id,
            field: place.field.key.clone(),
            name: file_name(name),
            fingerprint: fingerprint.to_owned(),
            size: i64::try_from(bytes).unwrap_or(i64::MAX),
            received: 0,
            parts: serde_json::json!([]),
            storage_key: format!("uploads/{id}"),
            created_at: now,
        };
        Self::of(row, place.document)
    }

    /// One that was announced before.
    pub(super) fn of(row: ArrivalRow, document: Option<&Document>) -> Self {
        Self {
            row,
            types: document
                .map(|document| document.accepted_types.clone())
                .unwrap_or_default(),
            limits: document.map(Limits::of),
        }
    }
}

/// Where the pieces of a file lie.
pub(super) fn pieces(storage_key: &str) -> String {
    format!("{storage_key}-parts")
}

/// Writes the announcement.
pub(super) async fn announce(portal: &Portal, coming: &Coming) -> Result<(), OperationError> {
    let (portal, row) = (portal.clone(), coming.row.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::arrivals::insert(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Makes a file of what has arrived, or takes the announcement back and says why.
pub(super) async fn settle(
    portal: &Portal,
    coming: &Coming,
    bytes: Vec<u8>,
) -> Result<Result<Scan, FormProblem>, OperationError> {
    let (portal, coming) = (portal.clone(), coming.clone());
    write(async move {
        let (kind, bytes, scan) = match looked_at(&portal, &coming, bytes).await {
            Ok(good) => good,
            Err(problem) => {
                take_back(&portal, &coming.row).await?;
                return Ok(Err(problem));
            }
        };
        let row = UploadRow {
            id: coming.row.id,
            application_id: coming.row.application_id,
            field: coming.row.field.clone(),
            name: coming.row.name.clone(),
            content_type: kind.media_type().to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256: hex(&Sha256::digest(&bytes)),
            storage_key: coming.row.storage_key.clone(),
            created_at: portal.clock.now(),
            removed_at: None,
            scan,
        };
        portal.files.put(&row.storage_key, bytes).await.map_err(away)?;
        if let Some(problem) = written_down(&portal, &coming, &row).await? {
            take_back(&portal, &coming.row).await?;
            return Ok(Err(problem));
        }
        if coming.row.received > 0 {
            clear_pieces(&portal, &coming.row.storage_key).await;
        }
        Ok(Ok(scan))
    })
    .await
}

/// In one transaction, with the limits looked at under the application's lock.
async fn written_down(
    portal: &Portal,
    coming: &Coming,
    row: &UploadRow,
) -> Result<Option<FormProblem>, OperationError> {
    let mut tx = portal.store.begin().await?;
    store::arrivals::remove(&mut tx, row.id).await?;
    store::uploads::insert(&mut tx, row).await?;
    let files = store::uploads::list(&mut tx, row.application_id).await?;
    // The files of an item are those its answers name, and come with a form alone.
    let in_item = row.field.contains('.');
    let of_field = files.iter().filter(|file| file.field == row.field && !in_item).count();
    let problem = match coming.limits {
        Some(limits) => limits.refuse(of_field, files.iter().map(size).sum()),
        None => Some(FormProblem::FileType),
    };
    if problem.is_none() {
        tx.commit().await?;
    }
    Ok(problem)
}

/// Kind, content as it will be kept, and the scanner's word; or why the file is not taken.
async fn looked_at(portal: &Portal, coming: &Coming, bytes: Vec<u8>) -> Result<(Kind, Vec<u8>, Scan), FormProblem> {
    let kind = Kind::of(&bytes).filter(|kind| coming.types.iter().any(|taken| taken == kind.media_type()));
    let kind = kind.ok_or(FormProblem::FileType)?;
    // What was sent is scanned, not what we make of it.
    let scan = scanned(portal, &coming.row, &bytes).await?;
    let bytes = content::checked(kind, bytes).await.map_err(|fault| match fault {
        Fault::Broken => FormProblem::FileBroken,
        Fault::TooManyPixels => FormProblem::FilePixels,
        Fault::Locked => FormProblem::FileLocked,
        Fault::Active => FormProblem::FileActive,
    })?;
    if bytes.len() > integrations::files::FILE_LIMIT {
        return Err(FormProblem::FilePixels);
    }
    Ok((kind, bytes, scan))
}

async fn scanned(portal: &Portal, row: &ArrivalRow, bytes: &[u8]) -> Result<Scan, FormProblem> {
    let Some(antivirus) = &portal.antivirus else {
        return Ok(Scan::NotScanned);
    };
    match antivirus.scan(bytes).await {
        Ok(Verdict::Clean) => Ok(Scan::Clean),
        Ok(Verdict::Infected(found)) => {
            tracing::warn!(upload = %row.id, found, "a harmful file was refused");
            Err(FormProblem::FileHarmful)
        }
        Err(error) => {
            tracing::warn!(upload = %row.id, %error, "a file is held until the scanner speaks");
            Ok(Scan::Pending)
        }
    }
}

/// Nothing of it stays. If somebody else made a file of it meanwhile, that file does.
pub(super) async fn take_back(portal: &Portal, row: &ArrivalRow) -> Result<(), OperationError> {
    clear_pieces(portal, &row.storage_key).await;
    let mut tx = portal.store.begin().await?;
    match store::arrivals::remove(&mut tx, row.id).await {
        Ok(()) => tx.commit().await?,
        Err(store::StoreError::Stale) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    portal.files.delete(&row.storage_key).await.map_err(away)
}

async fn clear_pieces(portal: &Portal, storage_key: &str) {
    if let Err(error) = portal.files.delete_under(&pieces(storage_key)).await {
        tracing::warn!(%error, storage_key, "pieces of a file were not deleted");
    }
}

/// Clears away what was announced a day ago and never arrived.
pub(crate) async fn clear_abandoned(portal: &Portal) -> Result<(), OperationError> {
    let before = portal.clock.now() - ABANDONED;
    for row in store::arrivals::abandoned(&portal.store, before, BATCH).await? {
        // Bytes first: as long as the row is there, what is left is found again.
        delete_bytes(portal, &row.storage_key).await.map_err(away)?;
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            store::arrivals::remove(&mut tx, row.id).await?;
            tx.commit().await?;
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Whether it may still arrive.
pub(super) fn is_alive(row: &ArrivalRow, now: DateTime<Utc>) -> bool {
    row.created_at + LIFE > now
}
