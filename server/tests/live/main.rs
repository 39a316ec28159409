//! Streams for pages that update themselves, over the server's own router.

#[expect(dead_code, reason = "the tests of the surface use the rest of it")]
#[path = "../surface/town.rs"]
mod town;

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::application::EventKind;
use domain::id::EventId;
use domain::person::Actor;
use http_body_util::BodyExt;
use store::events::NewEvent;

use town::{Person, Town, run};

/// Longer than two looks and the pause between two tellings.
const SOON: Duration = Duration::from_secs(8);
/// Long enough for what would be told to have been told.
const QUIET: Duration = Duration::from_secs(3);

/// What comes over a stream next, breaths left out; none at its end.
async fn next(body: &mut Body) -> Option<String> {
    loop {
        let frame = body.frame().await?.expect("a frame");
        let bytes = frame.into_data().expect("data");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        if !text.starts_with(':') {
            return Some(text);
        }
    }
}

async fn hears(body: &mut Body) -> bool {
    let heard = tokio::time::timeout(SOON, next(body)).await.expect("soon");
    heard.is_some_and(|text| text.contains("event: change"))
}

async fn hears_nothing(body: &mut Body) -> bool {
    tokio::time::timeout(QUIET, next(body)).await.is_err()
}

async fn ends(body: &mut Body) -> bool {
    let end = async { while next(body).await.is_some() {} };
    tokio::time::timeout(SOON, end).await.is_ok()
}

impl Town {
    async fn stream(&self, path: &str, person: Person) -> (StatusCode, HeaderMap, Body) {
        let request = Request::builder()
            .uri(path)
            .header(header::ACCEPT_ENCODING, "gzip, br")
            .header(header::COOKIE, format!("s={}", self.session_token(person)))
            .body(Body::empty());
        self.raw(request.expect("a request")).await
    }

    /// A stream that has said its greeting.
    async fn open(&self, path: &str, person: Person) -> Body {
        let (status, headers, mut body) = self.stream(path, person).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream");
        assert!(
            !headers.contains_key(header::CONTENT_ENCODING),
            "a compressor would keep it"
        );
        let greeting = next(&mut body).await.expect("a greeting");
        assert!(greeting.contains("id: ") && greeting.contains("retry: "), "{greeting}");
        assert!(!greeting.contains("data"), "{greeting}");
        body
    }

    /// What another process does: a line of the history, in a transaction of its own.
    async fn something_happens(&self, reference: &str) {
        let reference = reference.parse().expect("a number");
        let found = store::applications::by_reference(&self.portal.store, &reference).await;
        let application = found.expect("the store").expect("an application").id;
        let at = self.portal.clock.now();
        let mut tx = self.portal.store.begin().await.expect("begun");
        let event = NewEvent {
            id: EventId(self.portal.random.key(at)),
            application_id: Some(application),
            at,
            actor: &Actor::System,
            kind: EventKind::Approved,
            step: None,
            note: None,
            data: serde_json::json!({}),
        };
        store::events::append(&mut tx, &event).await.expect("written");
        tx.commit().await.expect("kept");
    }

    fn now(&self) -> i64 {
        self.portal.clock.now().timestamp_millis()
    }

    /// The address of a page's stream; the page was made now.
    fn live(&self, reference: &str) -> String {
        format!("/ar/applications/{reference}/live?since={}", self.now())
    }
}

#[test]
fn a_change_reaches_its_own_page_and_no_other() {
    run(async {
        let town = Town::build().await;
        let (mine, another) = (town.draft().await, town.draft().await);
        // What happened in the second before a page was made may be told again.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut own = town.open(&town.live(&mine), Person::Owner).await;
        let mut beside = town.open(&town.live(&another), Person::Owner).await;
        let queue = format!("/ar/staff/queue/live?since={}", town.now());
        let mut staff = town.open(&queue, Person::Staff).await;
        // The first look may find the two drafts themselves.
        tokio::time::sleep(QUIET).await;
        for body in [&mut own, &mut beside] {
            _ = tokio::time::timeout(Duration::from_millis(100), next(body)).await;
        }
        tokio::time::sleep(QUIET).await;
        town.something_happens(&mine).await;
        assert!(hears(&mut own).await);
        assert!(hears_nothing(&mut beside).await, "another application");
        assert!(hears_nothing(&mut staff).await, "a desk that never had the case");
    });
}

#[test]
fn a_page_that_is_behind_is_told_at_once() {
    run(async {
        let town = Town::build().await;
        let reference = town.draft().await;
        let path = format!("/ar/applications/{reference}/live?since={}", town.now() - 60_000);
        assert!(hears(&mut town.open(&path, Person::Owner).await).await);
        let path = format!("/ar/applications/{reference}/live");
        assert!(
            hears(&mut town.open(&path, Person::Owner).await).await,
            "a page that does not say when it was made"
        );
        let (status, ..) = town.stream(&format!("{path}?since=x"), Person::Owner).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn a_stranger_is_told_that_there_is_no_such_thing() {
    run(async {
        let town = Town::build().await;
        let path = town.live(&town.draft().await);
        let nothing = town.live("2611-0000-000");
        let (status, _, body) = town.stream(&path, Person::Other).await;
        let (other, _, bytes) = town.stream(&nothing, Person::Other).await;
        assert_eq!((status, other), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let size = async |body: Body| body.collect().await.expect("a body").to_bytes().len();
        assert_eq!(size(body).await, size(bytes).await, "the same words");
        assert_eq!(town.stream(&path, Person::Staff).await.0, StatusCode::NOT_FOUND);
        let queue = "/ar/staff/queue/live";
        assert_eq!(town.stream(queue, Person::Owner).await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_person_has_a_few_streams_and_gets_their_places_back() {
    run(async {
        let town = Town::build().await;
        let path = town.live(&town.draft().await);
        let mut open = Vec::new();
        let refused = loop {
            let (status, headers, body) = town.stream(&path, Person::Owner).await;
            if status != StatusCode::OK {
                assert!(headers.contains_key(header::RETRY_AFTER));
                break status;
            }
            open.push(body);
        };
        assert_eq!((refused, open.len()), (StatusCode::SERVICE_UNAVAILABLE, 6));
        let queue = town.stream("/ar/staff/queue/live", Person::Staff).await;
        assert_eq!(queue.0, StatusCode::OK, "others have theirs");
        open.pop();
        assert_eq!(town.stream(&path, Person::Owner).await.0, StatusCode::OK);
    });
}

#[test]
fn a_stream_ends_with_the_process() {
    run(async {
        let town = Town::build().await;
        let path = town.live(&town.draft().await);
        let mut body = town.open(&path, Person::Owner).await;
        town.gateway.drain();
        assert!(ends(&mut body).await);
        assert_eq!(
            town.stream(&path, Person::Owner).await.0,
            StatusCode::SERVICE_UNAVAILABLE
        );
    });
}

#[test]
fn a_stream_ends_with_the_session_and_tells_nothing_more() {
    run(async {
        let town = Town::build().await;
        let reference = town.draft().await;
        let mut body = town.open(&town.live(&reference), Person::Owner).await;
        let token = town.session_token(Person::Owner);
        operations::accounts::sign_out(&town.portal, token)
            .await
            .expect("signed out");
        town.something_happens(&reference).await;
        let heard = tokio::time::timeout(SOON, next(&mut body)).await.expect("soon");
        assert_eq!(heard, None);
    });
}
