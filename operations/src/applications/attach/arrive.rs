//! A file that comes piece by piece: announced, sent from where it broke off, and made a file with its last byte.
//! (decision 32)

use domain::application::Status;
use domain::id::UploadId;
use domain::person::Actor;
use domain::upload::Scan;
use domain::view::outcome::FormProblem;
use store::applications::ApplicationRow;
use store::arrivals::ArrivalRow;
use tokio::sync::Semaphore;

use super::limits::{MAX_APPLICATION_BYTES, MAX_APPLICATION_MB, Place};
use super::settle::{self, Coming, pieces};
use super::{Draft, away, own};
use crate::applications::draft::{from_json, to_fill_in, to_json};
use crate::applications::fill::file_problem;
use crate::{OperationError, Portal, write};

/// How many files are put together at once: each is in memory while it is.
static PLACES: Semaphore = Semaphore::const_new(3);

/// Most files on their way to one application; the oldest gives way.
const MOST_ARRIVING: usize = 20;
/// Most pieces of one file.
const MOST_PIECES: usize = 4000;
/// Longest fingerprint kept, in characters.
const MAX_FINGERPRINT: usize = 200;

/// A file that is about to be sent.
#[derive(Debug)]
pub struct Announced {
    /// The field it is given for.
    pub field: String,
    /// Its name on the sender's device.
    pub name: String,
    /// Tells the same file again after the page was closed; may be empty.
    pub fingerprint: String,
    /// Bytes it has.
    pub size: u64,
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The file.
    pub id: UploadId,
    /// Bytes it has.
    pub size: u64,
    /// Bytes that are there.
    pub received: u64,
    /// It is a file: what the virus scanner says.
    pub done: Option<Scan>,
}

impl Arrived {
    fn of(row: &ArrivalRow) -> Self {
        Self {
            id: row.id,
            size: u64::try_from(row.size).unwrap_or_default(),
            received: u64::try_from(row.received).unwrap_or_default(),
            done: None,
        }
    }
}

/// Announces a file; one that broke off earlier goes on.
///
/// # Errors
/// Not the actor's, past filling in, or a file that is not taken.
pub async fn begin(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    file: Announced,
) -> Result<Arrived, OperationError> {
    let opening = to_fill_in(portal, actor, reference).await?;
    let draft = Draft::open(portal, actor, &opening).await?;
    let place = Place::anywhere(&draft, &file.field).ok_or(OperationError::NotFound)?;
    let refuse = |problem| Err(OperationError::Problems(vec![file_problem(&file.field, problem)]));
    if let Some(problem) = place.refuses(file.size) {
        return refuse(problem);
    }
    let fingerprint: String = file.fingerprint.chars().take(MAX_FINGERPRINT).collect();
    let size = usize::try_from(file.size).unwrap_or(usize::MAX);
    let coming = Coming::new(&draft, &place, &file.name, &fingerprint, size);
    let arriving = store::arrivals::list(&portal.store, draft.application.id).await?;
    let now = portal.clock.now();
    let broken_off = arriving.iter().find(|row| {
        let same = row.field == coming.row.field && row.fingerprint == fingerprint && row.size == coming.row.size;
        same && !fingerprint.is_empty() && settle::is_alive(row, now)
    });
    if let Some(row) = broken_off {
        return Ok(Arrived::of(row));
    }
    let on_the_way: u64 = arriving.iter().map(|row| Arrived::of(row).received).sum();
    if file.size.saturating_add(on_the_way) > MAX_APPLICATION_BYTES {
        return refuse(FormProblem::FilesTooLarge {
            max_mb: MAX_APPLICATION_MB,
        });
    }
    let too_many = (arriving.len() + 1).saturating_sub(MOST_ARRIVING);
    for row in &arriving[..too_many] {
        settle::take_back(portal, row).await?;
    }
    settle::announce(portal, &coming).await?;
    Ok(Arrived::of(&coming.row))
}

/// How far a file is.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn state(portal: &Portal, actor: &Actor, reference: &str, upload: &str) -> Result<Arrived, OperationError> {
    let application = own(portal, actor, reference).await?;
    match found(portal, &application, upload).await? {
        Found::Arriving(row) => Ok(Arrived::of(&row)),
        Found::There(arrived) => Ok(arrived),
    }
}

/// Keeps a piece. With the last byte it becomes a file; an empty piece at the end tries that again.
///
/// # Errors
/// Not found, not the actor's, past filling in; [`OperationError::Conflict`] when the piece does not begin where the
/// last one ended; a file that is not taken, of which nothing stays.
pub async fn append(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    upload: &str,
    offset: u64,
    bytes: Vec<u8>,
) -> Result<Arrived, OperationError> {
    let application = own(portal, actor, reference).await?;
    let mut row = match found(portal, &application, upload).await? {
        Found::Arriving(row) => row,
        Found::There(arrived) if arrived.size == offset && bytes.is_empty() => return Ok(arrived),
        Found::There(_) => return Err(OperationError::Conflict),
    };
    if !matches!(application.status, Status::Draft | Status::Returned) {
        return Err(OperationError::Conflict);
    }
    let before = Arrived::of(&row);
    let after = before.received.saturating_add(bytes.len() as u64);
    if before.received != offset || after > before.size {
        return Err(OperationError::Conflict);
    }
    if !bytes.is_empty() {
        row = keep_piece(portal, row, bytes).await?;
    }
    if after < before.size {
        return Ok(Arrived::of(&row));
    }
    let opening = to_fill_in(portal, actor, reference).await?;
    let draft = Draft::open(portal, actor, &opening).await?;
    let place = Place::anywhere(&draft, &row.field).ok_or(OperationError::Conflict)?;
    let coming = Coming::of(row, place.document);
    let _place = PLACES.acquire().await;
    let Some(whole) = whole(portal, &coming.row).await? else {
        settle::take_back(portal, &coming.row).await?;
        return Err(OperationError::Problems(vec![file_problem(
            &coming.row.field,
            FormProblem::FileBroken,
        )]));
    };
    match settle::settle(portal, &coming, whole).await? {
        Ok(scan) => Ok(Arrived {
            received: after,
            done: Some(scan),
            ..before
        }),
        Err(problem) => Err(OperationError::Problems(vec![file_problem(&coming.row.field, problem)])),
    }
}

/// Forgets a file that is on its way.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn cancel(portal: &Portal, actor: &Actor, reference: &str, upload: &str) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    match found(portal, &application, upload).await? {
        Found::Arriving(row) => {
            let portal = portal.clone();
            write(async move { settle::take_back(&portal, &row).await }).await
        }
        Found::There(_) => Err(OperationError::Conflict),
    }
}

enum Found {
    Arriving(ArrivalRow),
    There(Arrived),
}

async fn found(portal: &Portal, application: &ApplicationRow, upload: &str) -> Result<Found, OperationError> {
    let id: UploadId = upload.parse().map_err(|_| OperationError::NotFound)?;
    if let Some(row) = store::arrivals::by_id(&portal.store, id).await? {
        let good = row.application_id == application.id && settle::is_alive(&row, portal.clock.now());
        return if good {
            Ok(Found::Arriving(row))
        } else {
            Err(OperationError::NotFound)
        };
    }
    let row = store::uploads::by_id(&portal.store, id).await?;
    let row = row.filter(|row| row.application_id == application.id && row.removed_at.is_none());
    let row = row.ok_or(OperationError::NotFound)?;
    // What was sent may have been longer than what is kept of it; it is all here.
    let size = super::limits::size(&row);
    Ok(Found::There(Arrived {
        id,
        size,
        received: size,
        done: Some(row.scan),
    }))
}

/// The bytes first, then that they are there.
async fn keep_piece(portal: &Portal, mut row: ArrivalRow, bytes: Vec<u8>) -> Result<ArrivalRow, OperationError> {
    let mut keys: Vec<String> = from_json(row.parts.clone())?;
    if keys.len() >= MOST_PIECES {
        return Err(OperationError::Conflict);
    }
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Two pieces sent for the same place do not overwrite each other; one of them counts.
    let key = format!(
        "{}/{}-{:016x}",
        pieces(&row.storage_key),
        row.received,
        portal.random.number()
    );
    let (from, to) = (row.received, row.received + length);
    keys.push(key.clone());
    row.parts = to_json(&keys)?;
    row.received = to;
    let (portal, id, parts) = (portal.clone(), row.id, row.parts.clone());
    write(async move {
        portal.files.put(&key, bytes).await.map_err(away)?;
        let mut tx = portal.store.begin().await?;
        store::arrivals::advance(&mut tx, id, from, to, &parts).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    Ok(row)
}

/// All pieces together; none when they are not what was announced.
async fn whole(portal: &Portal, row: &ArrivalRow) -> Result<Option<Vec<u8>>, OperationError> {
    let keys: Vec<String> = from_json(row.parts.clone())?;
    let size = usize::try_from(row.size).unwrap_or_default();
    let mut bytes = Vec::with_capacity(size);
    for key in keys {
        match portal.files.get(&key).await.map_err(away)? {
            Some(piece) => bytes.extend_from_slice(&piece),
            None => return Ok(None),
        }
    }
    Ok((bytes.len() == size).then_some(bytes))
}
