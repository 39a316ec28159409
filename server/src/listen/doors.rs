//! How many connections, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const IN_ALL: usize = 10_000;
/// Many telephones share one address, so this is generous; beyond it a connection is closed, nobody is banned.
const FROM_ONE: usize = 256;

/// The count.
#[derive(Clone, Default)]
pub(super) struct Doors(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    in_all: usize,
    from: HashMap<IpAddr, usize>,
}

impl Doors {
    /// A pass, counted until it is dropped. An address that many share, as a proxy's, is not counted by itself.
    pub(super) fn enter(&self, address: IpAddr, shared: bool) -> Option<Pass> {
        let mut counts = self.counts();
        let from_here = counts.from.get(&address).copied().unwrap_or_default();
        if counts.in_all >= IN_ALL || (from_here >= FROM_ONE && !shared) {
            return None;
        }
        counts.in_all += 1;
        *counts.from.entry(address).or_default() += 1;
        Some(Pass {
            doors: self.clone(),
            address,
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection.
pub(super) struct Pass {
    doors: Doors,
    address: IpAddr,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut counts = self.doors.counts();
        counts.in_all -= 1;
        if let Some(count) = counts.from.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.from.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share() {
        let doors = Doors::default();
        let here = IpAddr::from([127, 0, 0, 1]);
        let mut passes: Vec<Pass> = (0..FROM_ONE).filter_map(|_| doors.enter(here, false)).collect();
        assert_eq!(passes.len(), FROM_ONE);
        assert!(doors.enter(here, false).is_none());
        assert!(doors.enter(here, true).is_some());
        assert!(doors.enter(IpAddr::from([127, 0, 0, 2]), false).is_some());
        passes.pop();
        assert!(doors.enter(here, false).is_some());
        passes.clear();
        assert!(doors.counts().from.is_empty());
    }
}
