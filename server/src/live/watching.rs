//! One look at the end of the history for all streams of this process, while there are any.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use operations::Portal;
use operations::live::{Change, Lookout};
use tokio::sync::broadcast::{self, Receiver, Sender};

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// Changes a stream may be behind; one that is further behind is told that anything may have changed.
const BEHIND: usize = 256;

/// Who looks.
pub(super) struct Watching {
    news: Sender<Arc<Change>>,
    /// Whether somebody looks. Held while the last listener may be going and the next one coming.
    looking: Mutex<bool>,
}

impl Default for Watching {
    fn default() -> Self {
        Self {
            news: broadcast::channel(BEHIND).0,
            looking: Mutex::new(false),
        }
    }
}

impl Watching {
    /// What happens from now on.
    pub(super) fn listen(self: &Arc<Self>, portal: &Portal) -> Receiver<Arc<Change>> {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.news.subscribe();
        if !*looking {
            *looking = true;
            tokio::spawn(Arc::clone(self).look(portal.clone()));
        }
        receiver
    }

    async fn look(self: Arc<Self>, portal: Portal) {
        let mut lookout = Lookout::begin(&portal);
        loop {
            let found = lookout.look(&portal).await;
            match found {
                Ok(changes) => changes.into_iter().for_each(|change| {
                    // Nobody listens: the task ends below.
                    _ = self.news.send(Arc::new(change));
                }),
                Err(error) => tracing::warn!(%error, "it could not be looked at what has changed"),
            }
            tokio::time::sleep(EVERY).await;
            if self.ended() {
                return;
            }
        }
    }

    /// Nobody listens any more.
    fn ended(&self) -> bool {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        *looking = self.news.receiver_count() > 0;
        !*looking
    }
}
