//! The only source of time, and the only source of chance. Both are parameters, so that a test can hold them still.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Asia::Hebron;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use uuid::Uuid;

/// Tells the time, to the microsecond: what PostgreSQL keeps, so that what is stored equals what was in memory.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(|| DateTime::<Utc>::from(SystemTime::now())))
    }

    /// A clock a test moves.
    pub fn of(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)().trunc_subsecs(6)
    }

    /// The date in Palestine.
    pub fn today(&self) -> NaiveDate {
        local(self.now()).date()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// Local time in Palestine.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Hebron).naive_local()
}

/// Tokens, keys and numbers that cannot be guessed.
#[derive(Clone)]
pub struct Random(Arc<Mutex<Source>>);

struct Source {
    rng: StdRng,
    /// Milliseconds and counter of the last key: keys made in one millisecond still sort as they were made.
    last: (u64, u16),
}

impl Random {
    fn of(rng: StdRng) -> Self {
        Self(Arc::new(Mutex::new(Source { rng, last: (0, 0) })))
    }

    fn source(&self) -> std::sync::MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Random {
    /// Seeded by the operating system.
    pub fn system() -> Self {
        Self::of(StdRng::from_os_rng())
    }

    /// The same sequence each time, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::of(StdRng::seed_from_u64(seed))
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.source().rng.fill_bytes(&mut bytes);
        bytes
    }

    /// A random number.
    pub fn number(&self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }

    /// A key that sorts by time, and within a millisecond by the order of making (UUIDv7, RFC 9562 method 1).
    pub fn key(&self, at: DateTime<Utc>) -> Uuid {
        let now = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        let mut source = self.source();
        let (millis, counter) = source.last;
        source.last = match counter {
            _ if now > millis => (now, 0),
            0x0FFF => (millis + 1, 0),
            counter => (millis, counter + 1),
        };
        let (millis, counter) = source.last;
        let mut bytes = [0; 10];
        source.rng.fill_bytes(&mut bytes);
        bytes[..2].copy_from_slice(&counter.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_one_moment_sort_as_they_were_made() {
        let (random, at) = (Random::seeded(1), DateTime::UNIX_EPOCH);
        let keys: Vec<Uuid> = (0..10_000).map(|_| random.key(at)).collect();
        assert!(keys.is_sorted());
    }
}
