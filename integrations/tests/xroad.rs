//! The X-Road adapter against a Security Server that listens, answers as the protocol says, or misbehaves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use domain::value::Value;
use integrations::registry::xroad::{HashCheck, XRoad, XRoadConfig, XRoadConfigError};
use integrations::registry::{Question, Registry, RegistryError, Reply};
use sha2::{Digest, Sha512};
use tokio::net::TcpListener;

const CLIENT: &str = "PS/GOV/MTDE/HUKUMATI";
const SERVICE: &str = "PS/GOV/MOT/VEHICLES/vehicle";
const REQUEST_ID: &str = "f92591a3-6bf0-49b1-987b-0dd78c034cc3";

/// One call as it arrived.
#[derive(Clone)]
struct Call {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The hash as a Security Server works it out, from what arrived and nothing else.
    fn hash(&self) -> String {
        const SKIPPED: [&str; 4] = ["host", "user-agent", "content-length", "transfer-encoding"];
        let mut head = format!("POST\r\n{}\r\n", self.path);
        for (name, value) in self
            .headers
            .iter()
            .filter(|(name, _)| !SKIPPED.contains(&name.as_str()))
        {
            let words = name.as_str().split('-').map(|word| {
                let (first, rest) = word.split_at(1);
                format!("{}{rest}", first.to_uppercase())
            });
            let name = words.collect::<Vec<_>>().join("-");
            head.push_str(&format!("{name}:{}\r\n", value.to_str().expect("text")));
        }
        head.push_str(&format!("x-road-request-id:{REQUEST_ID}\r\n"));
        let both = [Sha512::digest(head), Sha512::digest(&self.body)].concat();
        STANDARD.encode(Sha512::digest(both))
    }

    /// A good answer with this body.
    fn answer(&self, body: impl Into<String>) -> Response {
        let headers = [
            ("x-road-id", self.header("x-road-id").to_owned()),
            ("x-road-client", self.header("x-road-client").to_owned()),
            ("x-road-service", SERVICE.to_owned()),
            ("x-road-request-id", REQUEST_ID.to_owned()),
            ("x-road-request-hash", self.hash()),
        ];
        (headers, body.into()).into_response()
    }
}

/// The answer with one header of it changed.
fn with(mut response: Response, name: &'static str, value: &'static str) -> Response {
    response.headers_mut().insert(name, value.parse().expect("a value"));
    response
}

fn good(call: &Call) -> Response {
    call.answer(r#"{"facts":{"registry.vehicle.fuel":"petrol","registry.vehicle.engine_cc":1200}}"#)
}

/// An adapter to a server that answers so; and the calls that arrived.
async fn against(answer: impl Fn(u32, &Call) -> Response + Send + Sync + 'static) -> (XRoad, Arc<Mutex<Vec<Call>>>) {
    let (config, calls) = server(answer).await;
    (XRoad::new(config).expect("good settings"), calls)
}

async fn server(
    answer: impl Fn(u32, &Call) -> Response + Send + Sync + 'static,
) -> (XRoadConfig, Arc<Mutex<Vec<Call>>>) {
    let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
    let (seen, count) = (calls.clone(), AtomicU32::new(0));
    let answer = Arc::new(move |call: Call| {
        let response = answer(count.fetch_add(1, Ordering::SeqCst), &call);
        seen.lock().expect("calls").push(call);
        response
    });
    let handler = move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let path = uri.path().to_owned();
        let response = answer(Call { path, headers, body });
        async move { response }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
    (XRoadConfig::new(format!("http://{address}"), CLIENT), calls)
}

fn question() -> Question {
    Question {
        data_set: "registry.vehicle".to_owned(),
        service: SERVICE.to_owned(),
        applicant: "000021014".to_owned(),
        parameters: BTreeMap::from([("plate_number".to_owned(), "6012341".into())]),
        issue: "2611-4837-0628".to_owned(),
        today: NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day"),
    }
}

const AWAY: Result<Reply, RegistryError> = Err(RegistryError::Away);

#[tokio::test]
async fn a_question_goes_out_as_the_protocol_says_and_its_reply_is_taken() {
    let (registry, calls) = against(|_, call| good(call)).await;
    let reply = registry.ask(&question()).await.expect("a reply");
    assert_eq!(reply.facts["registry.vehicle.fuel"], "petrol".into());
    assert_eq!(reply.facts["registry.vehicle.engine_cc"], Value::Int(1200));
    let calls = calls.lock().expect("calls");
    let [call] = calls.as_slice() else {
        panic!("one call, not {}", calls.len())
    };
    assert_eq!(call.path, format!("/r1/{SERVICE}"), "nobody's number is in the address");
    assert_eq!(call.header("x-road-client"), CLIENT);
    assert_eq!(call.header("x-road-userid"), "PS000021014");
    assert_eq!(call.header("x-road-issue"), "2611-4837-0628");
    assert_eq!(call.header("x-road-id").len(), 36);
    assert_eq!(call.header("accept"), "application/json");
    let body: serde_json::Value = serde_json::from_slice(&call.body).expect("JSON");
    let asked = serde_json::json!({ "applicant": "000021014", "parameters": { "plate_number": "6012341" } });
    assert_eq!(body, asked);
}

#[tokio::test]
async fn a_reply_to_another_question_is_refused() {
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
    for (name, value) in [
        ("x-road-request-hash", zeros),
        ("x-road-request-hash", ""),
        ("x-road-id", "00000000-0000-4000-8000-000000000000"),
        ("x-road-client", "PS/GOV/MTDE/ANOTHER"),
        ("x-road-service", "PS/GOV/MOT/VEHICLES/another"),
    ] {
        let (registry, calls) = against(move |_, call| with(good(call), name, value)).await;
        assert_eq!(registry.ask(&question()).await, AWAY, "{name}");
        assert_eq!(calls.lock().expect("calls").len(), 1, "{name}: not asked again");
    }
    // Where the exchange is trusted with the comparison, the hash must still be there.
    for (hash, taken) in [(zeros, true), ("", false)] {
        let (mut config, _) = server(move |_, call| with(good(call), "x-road-request-hash", hash)).await;
        config.hash = HashCheck::Trust;
        let registry = XRoad::new(config).expect("good settings");
        assert_eq!(registry.ask(&question()).await.is_ok(), taken);
    }
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_does_not_is_not() {
    for status in [500, 502, 503] {
        let (registry, calls) = against(move |at, call| {
            if at == 0 {
                StatusCode::from_u16(status).expect("a status").into_response()
            } else {
                good(call)
            }
        })
        .await;
        assert!(registry.ask(&question()).await.is_ok(), "{status}");
        let calls = calls.lock().expect("calls");
        assert_eq!(calls.len(), 2);
        assert_ne!(
            calls[0].header("x-road-id"),
            calls[1].header("x-road-id"),
            "each message has its own"
        );
    }
    let down = |_: u32, _: &Call| StatusCode::BAD_GATEWAY.into_response();
    let (registry, calls) = against(down).await;
    assert_eq!(registry.ask(&question()).await, AWAY);
    assert_eq!(calls.lock().expect("calls").len(), 3, "three tries");
    // It is left alone for a while: people do not wait for it on every page.
    assert_eq!(registry.ask(&question()).await, AWAY);
    assert_eq!(calls.lock().expect("calls").len(), 3);
    let mut other = question();
    other.service = "PS/GOV/MOT/DRIVING/licence".to_owned();
    assert_eq!(registry.ask(&other).await, AWAY, "another service is asked");
    assert_eq!(calls.lock().expect("calls").len(), 6);
}

#[tokio::test]
async fn errors_of_the_exchange_are_away() {
    for (status, kind, tries) in [
        (500, "Server.ServerProxy.NetworkError", 3),
        (500, "Server.ServerProxy.AccessDenied", 1),
        (400, "Client.BadRequest", 1),
        (200, "Server.ServerProxy.ServiceFailed", 1),
    ] {
        let (registry, calls) = against(move |_, call| {
            let body = format!(r#"{{"type":"{kind}","message":"10.1.2.3 failed","detail":"9bc95b6e"}}"#);
            let mut response = with(call.answer(body), "x-road-error", kind);
            *response.status_mut() = StatusCode::from_u16(status).expect("a status");
            response
        })
        .await;
        assert_eq!(registry.ask(&question()).await, AWAY, "{kind}");
        assert_eq!(calls.lock().expect("calls").len(), tries, "{kind}");
    }
    let (registry, calls) = against(|_, call| {
        let mut response = good(call);
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    })
    .await;
    assert_eq!(registry.ask(&question()).await, AWAY, "not found is not nothing");
    assert_eq!(calls.lock().expect("calls").len(), 1);
}

#[tokio::test]
async fn strange_bodies_are_never_an_answer() {
    let bodies = [
        String::new(),
        "<h1>It works</h1>".to_owned(),
        r#"{"facts":[]}"#.to_owned(),
        r#"{"facts":{"registry.vehicle.engine_cc":1.5}}"#.to_owned(),
        r#"{"facts":{},"surprise":1}"#.to_owned(),
        r#"{"facts":{"registry.judicial.result":"clear"}}"#.to_owned(),
        format!(
            r#"{{"facts":{{"registry.vehicle.fuel":"{}"}}}}"#,
            "x".repeat(300 * 1024)
        ),
    ];
    for body in bodies {
        let shown: String = body.chars().take(60).collect();
        let (registry, _) = against(move |_, call| call.answer(body.clone())).await;
        assert_eq!(registry.ask(&question()).await, AWAY, "{shown}");
    }
    let (registry, _) = against(|_, call| with(good(call), "location", "/elsewhere")).await;
    assert!(registry.ask(&question()).await.is_ok());
    let (registry, calls) = against(|_, _| (StatusCode::FOUND, [("location", "/elsewhere")]).into_response()).await;
    assert_eq!(registry.ask(&question()).await, AWAY, "redirects are not followed");
    assert_eq!(calls.lock().expect("calls").len(), 1);
}

#[tokio::test]
async fn a_slow_far_end_is_away_within_the_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    // Takes connections and never says a word.
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((socket, _)) = listener.accept().await {
            open.push(socket);
        }
    });
    let mut config = XRoadConfig::new(format!("http://{address}"), CLIENT);
    config.try_timeout = Duration::from_millis(200);
    config.total_timeout = Duration::from_millis(500);
    let registry = XRoad::new(config).expect("good settings");
    let started = std::time::Instant::now();
    assert_eq!(registry.ask(&question()).await, AWAY);
    let took = started.elapsed();
    assert!(
        took >= Duration::from_millis(200) && took < Duration::from_secs(2),
        "{took:?}"
    );

    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = nobody.local_addr().expect("bound");
    drop(nobody);
    let registry = XRoad::new(XRoadConfig::new(format!("http://{address}"), CLIENT)).expect("good settings");
    assert_eq!(registry.ask(&question()).await, AWAY);
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let build = |base: &str, client: &str| XRoad::new(XRoadConfig::new(base, client)).map(|_| ());
    for insecure in ["http://exchange.example", "http://10.0.0.1", "ftp://127.0.0.1"] {
        assert!(
            matches!(build(insecure, CLIENT), Err(XRoadConfigError::Insecure)),
            "{insecure}"
        );
    }
    for bad in [
        "",
        "exchange",
        "https://user:word@exchange.example",
        "https://exchange.example/?x=1",
    ] {
        assert!(matches!(build(bad, CLIENT), Err(XRoadConfigError::BadAddress)), "{bad}");
    }
    for client in [
        "",
        "PS",
        "PS/GOV",
        "PS/GOV/A/B/C",
        "PS/GOV//B",
        "PS/GOV/A/B C",
        "PS/GOV/A/B\r\nX: y",
    ] {
        let refused = build("https://exchange.example", client);
        assert!(matches!(refused, Err(XRoadConfigError::BadClient)), "{client}");
    }
    for client in [CLIENT, "PS/GOV/MTDE"] {
        assert!(build("https://exchange.example", client).is_ok(), "{client}");
    }
    let mut question = question();
    let first = question.hash();
    question.issue = "another".to_owned();
    assert_eq!(first, question.hash(), "the application does not decide the reply");
    question.parameters.insert("plate_number".to_owned(), "6012342".into());
    assert_ne!(first, question.hash());
    assert!(!format!("{question:?}").contains("000021014"));
}
