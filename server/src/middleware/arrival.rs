//! The first thing that happens to a request: it gets a number, a language and a nonce, and it is noted where it comes
//! from. Everything later reads it here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use app::context::RequestId;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::language::Language;
use http::header::{ACCEPT, SET_COOKIE};
use http::{HeaderName, HeaderValue};
use leptos::nonce::Nonce;
use operations::clock::Random;

use super::language;
use crate::cookies::Cookie;
use crate::gateway::Gateway;
use crate::route::Method;
use crate::router;

/// The header with the number of the request.
const NUMBER: HeaderName = HeaderName::from_static("x-request-id");

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// What is known of a request from its head alone.
#[derive(Debug)]
pub struct Arrival {
    /// Its number, as in the log; a person can quote it.
    pub number: RequestId,
    /// The reader's language.
    pub language: Language,
    /// Goes into the content policy and the page's one script.
    pub nonce: Nonce,
    /// A program asks, not a person.
    pub json: bool,
    /// Address of the client.
    pub source: IpAddr,
    /// The page to open again: this one, or the page of the form that was posted.
    pub again: String,
}

/// What [`Arrival`] is called in a request's extensions.
pub type Arrived = Arc<Arrival>;

/// Notes it, and sets what every answer carries.
pub async fn greeted(State(gateway): State<Gateway>, mut request: Request, next: Next) -> Response {
    let arrival = Arc::new(Arrival {
        number: number(gateway.random()),
        language: language::of(request.uri().path(), request.headers(), gateway.config.https()),
        nonce: Nonce::new(),
        json: wants_json(&request),
        source: source(&gateway, &request),
        again: again(&request),
    });
    let chosen = language::chosen(&request, gateway.config.https());
    request.extensions_mut().insert(Arc::clone(&arrival));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(number) = HeaderValue::from_str(&arrival.number.0) {
        headers.insert(NUMBER, number);
    }
    if let Some(language) = chosen
        && let Some(cookie) = Cookie::Language.set(language.code(), gateway.config.https())
    {
        headers.append(SET_COOKIE, cookie);
    }
    response
}

/// Ten characters that are not mistaken for one another when read out, in two groups.
fn number(random: &Random) -> RequestId {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text: String = random
        .bytes::<10>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    text.insert(5, '-');
    RequestId(text)
}

/// The browser's program asks for JSON and nothing else; a browser never does.
fn wants_json(request: &Request) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let program = accept.is_some_and(|accept| accept.starts_with("application/json"));
    program || request.uri().path().starts_with("/api/")
}

/// The client, seen through the proxies the operator trusts: the last address that none of them has.
fn source(gateway: &Gateway, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
    if !gateway.config.trusts(peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for");
    let mut hops = forwarded.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| {
        line.split(',')
            .map(|hop| hop.trim().parse::<IpAddr>())
            .collect::<Vec<_>>()
    });
    // What a hop that is no address says is not believed, nor what stands before it.
    let mut client = peer;
    while let Some(hop) = hops.next_back() {
        let Ok(hop) = hop else { break };
        client = hop.to_canonical();
        if !gateway.config.trusts(client) {
            break;
        }
    }
    client
}

/// A page is opened again as it is; after a form, the page at its address or the one above it.
fn again(request: &Request) -> String {
    let uri = request.uri();
    if request.method().is_safe() {
        return uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    }
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let own = matched.is_some_and(|path| router::find(Method::Get, path).is_some());
    let above = || uri.path().rsplit_once('/').map_or("/", |(above, _)| above);
    let page = if own { uri.path() } else { above() };
    if page.is_empty() {
        "/".to_owned()
    } else {
        page.to_owned()
    }
}
