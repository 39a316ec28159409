//! Streams that tell pages that something has changed: how many there may be, who looks, and when they end.

mod stream;
mod watching;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::PersonId;
use tokio::sync::watch;

use crate::refusal::Refusal;
use watching::Watching;

pub use stream::opened;

/// Streams of one person: a few windows. A page that nobody sees has none.
const MOST_OF_ONE: usize = 6;
/// Streams in this process; far fewer than connections, so that pages can still be asked for.
const MOST: usize = 4000;

/// The streams of this process.
pub struct Live {
    counts: Arc<Mutex<Counts>>,
    watching: Arc<Watching>,
    ending: watch::Sender<bool>,
}

#[derive(Default)]
struct Counts {
    in_all: usize,
    of: HashMap<PersonId, usize>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            counts: Arc::default(),
            watching: Arc::default(),
            ending: watch::channel(false).0,
        }
    }
}

impl Live {
    /// Ends all streams, and lets none begin.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        counts(&self.counts).in_all
    }

    /// A place for one stream, kept until it is dropped.
    fn place(&self, person: PersonId) -> Result<Place, Refusal> {
        let mut counted = counts(&self.counts);
        let own = counted.of.get(&person).copied().unwrap_or_default();
        if *self.ending.borrow() || counted.in_all >= MOST || own >= MOST_OF_ONE {
            return Err(Refusal::Busy);
        }
        counted.in_all += 1;
        counted.of.insert(person, own + 1);
        drop(counted);
        Ok(Place {
            counts: self.counts.clone(),
            person,
        })
    }
}

fn counts(counts: &Mutex<Counts>) -> MutexGuard<'_, Counts> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One stream.
struct Place {
    counts: Arc<Mutex<Counts>>,
    person: PersonId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = counts(&self.counts);
        counts.in_all -= 1;
        if let Some(own) = counts.of.get_mut(&self.person) {
            *own -= 1;
            if *own == 0 {
                counts.of.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_few_and_others_are_not_kept_out() {
        let live = Live::default();
        let (one, other) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        let mut places: Vec<Place> = (0..MOST_OF_ONE).filter_map(|_| live.place(one).ok()).collect();
        assert_eq!(places.len(), MOST_OF_ONE);
        assert!(matches!(live.place(one), Err(Refusal::Busy)));
        assert!(live.place(other).is_ok());
        places.pop();
        assert!(live.place(one).is_ok());
        drop(places);
        assert_eq!(live.open(), 0);
    }

    #[test]
    fn there_is_a_most_in_all_and_none_after_the_end() {
        let live = Live::default();
        let person = |number: usize| PersonId(uuid::Uuid::from_u128(number as u128));
        let places: Vec<Place> = (0..=MOST)
            .filter_map(|number| live.place(person(number)).ok())
            .collect();
        assert_eq!(places.len(), MOST);
        drop(places);
        live.end();
        assert!(matches!(live.place(person(1)), Err(Refusal::Busy)));
    }
}
