//! How many may be inside at once. Staff and citizens have places of their own, so that neither starves the other;
//! beyond them a few wait a moment, and the rest is told at once that the portal is busy.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal::Refusal;
use crate::route::{PIECE_BYTES, Policy, Route, UPLOAD_BYTES};

const CITIZENS: usize = 256;
const STAFF: usize = 128;
/// A form with files is held in memory while it arrives, and may arrive slowly.
const UPLOADS: usize = 16;
/// A piece of a file is smaller, and comes from somebody who is ready to wait.
const PIECES: usize = 48;
/// Those who may wait, of either kind.
const WAITING: usize = 1024;
/// How long.
const MOMENT: Duration = Duration::from_secs(2);

/// The places.
pub struct Crowd {
    citizens: Arc<Semaphore>,
    staff: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    pieces: Arc<Semaphore>,
    waiting: Semaphore,
}

impl Default for Crowd {
    fn default() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self {
            citizens: places(CITIZENS),
            staff: places(STAFF),
            uploads: places(UPLOADS),
            pieces: places(PIECES),
            waiting: Semaphore::new(WAITING),
        }
    }
}

impl Crowd {
    /// A place, kept until it is dropped. Small files and probes need none.
    ///
    /// # Errors
    /// [`Refusal::Busy`].
    pub async fn place(&self, route: &Route) -> Result<Option<OwnedSemaphorePermit>, Refusal> {
        if !route.has_language() && !route.path.starts_with("/api/") {
            return Ok(None);
        }
        let places = match route.policy {
            _ if route.body == UPLOAD_BYTES => &self.uploads,
            _ if route.body == PIECE_BYTES => &self.pieces,
            Policy::Staff => &self.staff,
            _ => &self.citizens,
        };
        if let Ok(place) = Arc::clone(places).try_acquire_owned() {
            return Ok(Some(place));
        }
        let _wait = self.waiting.try_acquire().map_err(|_| Refusal::Busy)?;
        match tokio::time::timeout(MOMENT, Arc::clone(places).acquire_owned()).await {
            Ok(Ok(place)) => Ok(Some(place)),
            _ => Err(Refusal::Busy),
        }
    }
}
