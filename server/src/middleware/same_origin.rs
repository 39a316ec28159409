//! Whether a request that changes something comes from a page of the portal, by the browser's own word. The token in
//! the form is checked as well; either would do, and a fault in one is then not a hole.

use axum::extract::Request;
use http::HeaderMap;
use http::header::ORIGIN;
use url::Url;

use crate::config::{Config, Environment};
use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::route::{Csrf, Route};

/// Where the portal's own pages come from.
#[derive(Clone, Debug)]
pub struct Origins {
    own: String,
    /// While developing on this machine, its other names are as good: `localhost` for `127.0.0.1`.
    names: bool,
}

impl Origins {
    /// From the settings.
    pub fn of(config: &Config) -> Self {
        let own = config.base_url.clone();
        let names = config.environment == Environment::Development && is_this_machine(&own);
        Self { own, names }
    }

    fn has(&self, origin: &str) -> bool {
        let port = |address: &str| Url::parse(address).ok().and_then(|url| url.port_or_known_default());
        origin == self.own || self.names && is_this_machine(origin) && port(origin) == port(&self.own)
    }
}

fn is_this_machine(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Lets it through, if it may pass.
///
/// # Errors
/// [`Refusal::FormExpired`]: from elsewhere, or from nowhere.
pub fn checked(gateway: &Gateway, route: &Route, request: &Request) -> Result<(), Refusal> {
    if request.method().is_safe() || route.csrf == Csrf::None {
        return Ok(());
    }
    // What cannot be read is not what a browser sends.
    let word = |name: &str| word(request.headers(), name);
    let passes = match (word("sec-fetch-site"), word(ORIGIN.as_str())) {
        (Some("same-origin"), None) => true,
        (Some("same-origin") | None, Some(origin)) => gateway.origins.has(origin),
        _ => false,
    };
    if passes { Ok(()) } else { Err(Refusal::FormExpired) }
}

fn word<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(if values.next().is_some() {
        ""
    } else {
        first.to_str().unwrap_or_default()
    })
}
