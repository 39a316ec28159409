//! How often one client may knock at the doors: signing in and making accounts, where each try costs us time and a
//! guesser little.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::refusal::Refusal;
use crate::route::{Csrf, Method, Route};

/// Tries of one client in one [`WINDOW`]. A family or an office behind one address stays below it.
const MOST: u32 = 30;
const WINDOW: Duration = Duration::from_secs(60);
/// Clients that are counted; when there are more, counting begins anew.
const CLIENTS: usize = 50_000;

/// The count.
pub struct Pace(Mutex<Tries>);

struct Tries {
    since: Instant,
    by: HashMap<IpAddr, u32>,
}

impl Default for Pace {
    fn default() -> Self {
        Self(Mutex::new(Tries {
            since: Instant::now(),
            by: HashMap::new(),
        }))
    }
}

impl Pace {
    /// Counts a try.
    ///
    /// # Errors
    /// [`Refusal::TooMany`].
    pub fn keep(&self, route: &Route, client: IpAddr) -> Result<(), Refusal> {
        let door = route.method == Method::Post && route.csrf == Csrf::Visit && route.has_language();
        // This machine: a test, or a proxy nobody has named, which stands for everybody.
        if !door || client.is_loopback() {
            return Ok(());
        }
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.since.elapsed() >= WINDOW || tries.by.len() >= CLIENTS {
            *tries = Tries {
                since: Instant::now(),
                by: HashMap::new(),
            };
        }
        let count = tries.by.entry(one(client)).or_default();
        *count += 1;
        if *count <= MOST {
            return Ok(());
        }
        let left = WINDOW.saturating_sub(tries.since.elapsed()).as_secs() + 1;
        Err(Refusal::TooMany {
            seconds: u32::try_from(left).unwrap_or(60),
        })
    }
}

/// What counts as one client: an IPv6 network of a household is one.
fn one(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router;

    #[test]
    fn one_client_is_asked_to_wait_and_others_are_not() {
        let pace = Pace::default();
        let door = router::find(Method::Post, "/{lang}/sign-in").expect("a door");
        let page = router::find(Method::Get, "/{lang}/sign-in").expect("a page");
        let at = |address: &str| address.parse::<IpAddr>().expect("an address");
        for _ in 0..MOST {
            assert_eq!(pace.keep(door, at("2001:db8::1")), Ok(()));
        }
        let refused = pace.keep(door, at("2001:db8::ffff"));
        assert!(matches!(refused, Err(Refusal::TooMany { seconds: 1..=61 })));
        assert_eq!(pace.keep(door, at("2001:db8:0:1::1")), Ok(()));
        assert_eq!(pace.keep(page, at("2001:db8::1")), Ok(()));
        for _ in 0..=MOST {
            assert_eq!(pace.keep(door, at("127.0.0.1")), Ok(()));
        }
    }
}
