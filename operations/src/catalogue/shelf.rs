//! The catalogue of a running portal: what is in force now, what the folder holds since, and what was before.
//!
//! Every request takes the catalogue as it is at that moment and keeps it to its end, so no request ever sees two. A
//! folder that changed is read and checked as at start; only a good one takes the place of the other. Each file is kept
//! in the database before it is in force: whoever applied under it goes on under it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use store::applications::ApplicationRow;
use store::calendar_days::CalendarDayRow;
use store::service_definitions::{self, ServiceDefinitionRow};
use store::{Database, Queries};

use super::read::parse;
use super::{Catalogue, CatalogueError, Service};
use crate::{OperationError, Portal, write};

/// A handle; clones are the same shelf.
#[derive(Clone)]
pub struct Shelf(Arc<Parts>);

struct Parts {
    folder: PathBuf,
    now: RwLock<Arc<Catalogue>>,
    /// Versions that were asked for, by hash.
    earlier: RwLock<BTreeMap<String, Arc<Service>>>,
    seen: Mutex<Stamp>,
    /// Holidays by decision.
    days: RwLock<Arc<Vec<CalendarDayRow>>>,
}

/// The files of a folder as the disk describes them: whether to read again.
type Stamp = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// What a look at the folder came to, by service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// They were not there before.
    pub added: Vec<String>,
    /// Their file is another.
    pub changed: Vec<String>,
    /// They are not offered any more. What is under way goes on.
    pub gone: Vec<String>,
}

/// Why the catalogue stays as it is though the folder changed.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// Something in it is broken. Said once for each change.
    #[error(transparent)]
    Broken(#[from] CatalogueError),
    /// It could not be kept; the next look tries again.
    #[error(transparent)]
    NotKept(#[from] OperationError),
}

impl Shelf {
    /// Reads the catalogue of a folder.
    ///
    /// # Errors
    /// What is broken in it.
    pub fn load(folder: &Path) -> Result<Self, CatalogueError> {
        let seen = stamp(folder);
        Ok(Self(Arc::new(Parts {
            folder: folder.to_owned(),
            now: RwLock::new(Arc::new(Catalogue::load(folder)?)),
            earlier: RwLock::default(),
            seen: Mutex::new(seen),
            days: RwLock::default(),
        })))
    }

    /// The catalogue as it is now.
    pub fn now(&self) -> Arc<Catalogue> {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holidays by decision, as they were read last.
    pub(crate) fn days(&self) -> Arc<Vec<CalendarDayRow>> {
        self.0.days.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the holidays by decision again.
    pub(crate) async fn refresh_days(&self, store: &Database) -> Result<(), OperationError> {
        let days = Arc::new(store::calendar_days::list(store).await?);
        *self.0.days.write().unwrap_or_else(PoisonError::into_inner) = days;
        Ok(())
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Stamp> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The version with that hash, if it is in force or was asked for before.
    fn on_hand(&self, catalogue: &Catalogue, id: &str, hash: &str) -> Option<Arc<Service>> {
        if let Some(found) = catalogue.find_ever(id).filter(|service| service.hash == hash) {
            return Some(found.clone());
        }
        let earlier = self.0.earlier.read().unwrap_or_else(PoisonError::into_inner);
        earlier.get(hash).cloned()
    }
}

impl Portal {
    /// The portal as it is for one request: the catalogue in force now, to its end.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            catalogue: self.shelf.now(),
            ..self.clone()
        }
    }

    /// Keeps the files that were read at start, and finds what is not offered any more. To be done before serving.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn keep_catalogue(&mut self) -> Result<(), OperationError> {
        let read = Catalogue::clone(&self.shelf.now());
        put_in_force(self, read).await?;
        self.shelf.refresh_days(&self.store).await?;
        self.catalogue = self.shelf.now();
        Ok(())
    }

    /// The service as it was when the application was last sent, or begun.
    ///
    /// # Errors
    /// Those of the store; a fault if the version is nowhere.
    pub(crate) async fn service_of(&self, application: &ApplicationRow) -> Result<Arc<Service>, OperationError> {
        self.version(&self.store, &application.service_id, &application.definition_hash)
            .await
    }

    /// The service with the file of that hash. Inside a transaction it is looked for there: who waits for a second
    /// connection while holding one may wait for ever.
    pub(crate) async fn version(&self, on: impl Queries, id: &str, hash: &str) -> Result<Arc<Service>, OperationError> {
        if let Some(found) = self.shelf.on_hand(&self.catalogue, id, hash) {
            return Ok(found);
        }
        let Some(row) = service_definitions::by_hash(on, hash).await? else {
            // From before files were kept.
            tracing::warn!(
                service = id,
                hash,
                "the file is not there; the one in force takes its place"
            );
            return self.catalogue.find_ever(id).cloned().ok_or(OperationError::NotFound);
        };
        let service = service(row).map_err(|error| OperationError::Fault(error.to_string()))?;
        let mut earlier = self.shelf.0.earlier.write().unwrap_or_else(PoisonError::into_inner);
        earlier.insert(hash.to_owned(), service.clone());
        Ok(service)
    }
}

/// Looks whether the folder changed, and takes it if it is good.
///
/// # Errors
/// Why a changed folder is not taken.
pub async fn look(portal: &Portal) -> Result<Option<Change>, NotTaken> {
    let (shelf, folder) = (&portal.shelf, portal.shelf.0.folder.clone());
    shelf.refresh_days(&portal.store).await?;
    let found = blocking({
        let folder = folder.clone();
        move || stamp(&folder)
    })
    .await?;
    if *shelf.seen() == found {
        return Ok(None);
    }
    let next = match blocking(move || Catalogue::load(&folder)).await? {
        Ok(next) => next,
        Err(error) => {
            *shelf.seen() = found;
            return Err(error.into());
        }
    };
    let before = shelf.now();
    put_in_force(portal, next).await?;
    *shelf.seen() = found;
    Ok(Some(Change::between(&before, &shelf.now())))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, OperationError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| OperationError::Fault(error.to_string()))
}

/// Nothing is in force that is not kept: an application could name what nobody finds again.
async fn put_in_force(portal: &Portal, mut next: Catalogue) -> Result<(), OperationError> {
    let now = portal.clock.now();
    let files: Vec<ServiceDefinitionRow> = next
        .services
        .iter()
        .map(|service| ServiceDefinitionRow {
            hash: service.hash.clone(),
            service_id: service.definition.id.clone(),
            content: service.text.clone(),
            added_at: now,
        })
        .collect();
    let store = portal.store.clone();
    write(async move {
        let mut tx = store.begin().await?;
        for file in &files {
            service_definitions::keep(&mut tx, file).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await?;
    for row in service_definitions::latest(&portal.store).await? {
        if next.find(&row.service_id).is_some() {
            continue;
        }
        match service(row) {
            Ok(service) => next.retired.push(service),
            Err(error) => tracing::error!(%error, "a service that is not offered any more is not readable"),
        }
    }
    *portal.shelf.0.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    Ok(())
}

fn service(row: ServiceDefinitionRow) -> Result<Arc<Service>, CatalogueError> {
    let definition = parse(Path::new(&row.service_id), &row.content)?;
    Ok(Arc::new(Service::new(definition, row.content)))
}

impl Change {
    fn between(before: &Catalogue, after: &Catalogue) -> Self {
        let of = |of: &Catalogue, is: &dyn Fn(&Service) -> bool| {
            let found = of.services.iter().filter(|service| is(service));
            found.map(|service| service.definition.id.clone()).collect()
        };
        let other = |new: &Service| {
            let old = before.find(&new.definition.id);
            old.map(|old| old.hash != new.hash)
        };
        Self {
            added: of(after, &|new| other(new).is_none()),
            changed: of(after, &|new| other(new) == Some(true)),
            gone: of(before, &|old| after.find(&old.definition.id).is_none()),
        }
    }
}

fn stamp(folder: &Path) -> Stamp {
    let mut stamp = Stamp::new();
    let mut add = |path: PathBuf| {
        let described = std::fs::metadata(&path).ok();
        let length = described.as_ref().map_or(0, std::fs::Metadata::len);
        stamp.push((path, described.and_then(|described| described.modified().ok()), length));
    };
    add(folder.join("reference.json"));
    add(folder.join("registries.json"));
    for part in ["services", "lists"] {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        let files = paths
            .into_iter()
            .filter(|path| path.extension().is_some_and(|kind| kind == "json"));
        files.for_each(&mut add);
    }
    stamp
}
