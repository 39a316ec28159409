//! Addresses in settings.

use std::net::IpAddr;

use ipnet::IpNet;
use url::Url;

/// The portal's own address: scheme, host and port, nothing else.
pub(super) fn base(text: &str) -> Result<String, String> {
    let wrong = || format!("HUKUMATI_BASE_URL: “{text}” is no address like https://portal.example");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if plain && web && url.username().is_empty() && url.password().is_none() {
        Ok(url.origin().ascii_serialization())
    } else {
        Err(wrong())
    }
}

/// A network, or one address.
pub(super) fn network(text: &str) -> Option<IpNet> {
    let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(one)
}

/// An address of a database that may be printed.
pub(super) fn without_password(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.password().is_some() => {
            // It has a host, so it can have a password.
            _ = url.set_password(Some("***"));
            url.to_string()
        }
        _ => text.to_owned(),
    }
}
