//! The Lahza adapter against a far end that misbehaves, and its reading of notification headers.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use domain::language::Language;
use domain::money::{Currency, Money};
use integrations::payment::lahza::{Lahza, LahzaConfig, LahzaConfigError, SIGNATURE_HEADER};
use integrations::payment::{
    NotificationError, PaymentProvider, PaymentRequest, ProviderError, ProviderState, signature,
};
use integrations::secret::Secret;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

const SECRET: &str = "sk_test_vector_not_a_real_key";
const INITIALIZE: &str = "/transaction/initialize";
const VERIFY: &str = "/transaction/verify/{reference}";

fn adapter(base: &str) -> Lahza {
    let mut config = LahzaConfig::new("lahza", base, Secret::new(SECRET));
    config.total_timeout = Duration::from_secs(10);
    Lahza::new(config).expect("good settings")
}

/// An adapter to a far end that answers so.
async fn against(router: Router) -> Lahza {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    adapter(&format!("http://{address}/"))
}

fn request() -> PaymentRequest {
    PaymentRequest {
        reference: "ATT-1".to_owned(),
        amount: Money::new(2500, Currency::Ils),
        email: "payer@example.org".to_owned(),
        return_url: "http://127.0.0.1/return".to_owned(),
        language: Language::En,
    }
}

fn unknown(reason: &str) -> ProviderError {
    ProviderError::Unknown {
        reason: reason.to_owned(),
    }
}

fn envelope(status: bool, data: &Value) -> String {
    json!({ "status": status, "message": "words", "data": data }).to_string()
}

fn transaction(status: &str) -> Value {
    json!({ "id": "7", "status": status, "reference": "ATT-1", "amount": 2500, "currency": "ILS", "domain": "live" })
}

#[tokio::test]
async fn strange_answers_to_a_question_are_no_news() {
    let good = envelope(true, &transaction("success"));
    let mut other = transaction("success");
    other["reference"] = json!("ATT-2");
    let cases: Vec<(StatusCode, String, &str)> = vec![
        (StatusCode::NOT_FOUND, "<h1>404</h1>".to_owned(), "unparsable"),
        (StatusCode::NOT_FOUND, good.clone(), "unparsable"),
        (StatusCode::OK, "{".to_owned(), "unparsable"),
        (StatusCode::OK, envelope(false, &transaction("success")), "unparsable"),
        (StatusCode::OK, envelope(true, &Value::Null), "unparsable"),
        (StatusCode::OK, envelope(true, &other), "other_reference"),
        (StatusCode::OK, " ".repeat(65 * 1024), "too_large"),
        (StatusCode::INTERNAL_SERVER_ERROR, good.clone(), "status_500"),
        (StatusCode::UNAUTHORIZED, good.clone(), "status_401"),
        (StatusCode::TOO_MANY_REQUESTS, good.clone(), "status_429"),
        (StatusCode::FOUND, good, "status_302"),
    ];
    for (status, body, reason) in cases {
        let answer = move || {
            let body = body.clone();
            async move { (status, [(header::LOCATION, "/elsewhere")], body) }
        };
        let provider = against(Router::new().route(VERIFY, get(answer))).await;
        assert_eq!(provider.query("ATT-1").await, Err(unknown(reason)), "{status} {reason}");
    }
}

#[tokio::test]
async fn their_states_and_mode_are_told_as_they_are() {
    let states = [
        ("success", ProviderState::Succeeded),
        ("failed", ProviderState::Failed),
        ("abandoned", ProviderState::Pending),
        ("reversed", ProviderState::Pending),
        ("something new", ProviderState::Pending),
    ];
    for (theirs, ours) in states {
        let body = envelope(true, &transaction(theirs));
        let provider = against(Router::new().route(VERIFY, get(move || async move { body }))).await;
        let view = provider.query("ATT-1").await.unwrap();
        assert_eq!((view.state, view.live), (ours, true), "{theirs}");
        assert_eq!(view.waits_for_payer, theirs == "abandoned");
        assert_eq!(view.provider_id.as_deref(), Some("7"));
    }
}

#[tokio::test]
async fn a_complaint_is_definite_only_when_the_reference_was_never_seen() {
    let complaint = async || (StatusCode::BAD_REQUEST, envelope(false, &Value::Null));
    let never = async || (StatusCode::NOT_FOUND, envelope(false, &Value::Null));
    let provider = against(
        Router::new()
            .route(INITIALIZE, post(complaint))
            .route(VERIFY, get(never)),
    )
    .await;
    let refused = provider.create(&request()).await;
    assert_eq!(refused, Err(ProviderError::Refused { code: "400".to_owned() }));

    let broken = async || StatusCode::BAD_GATEWAY;
    let provider = against(
        Router::new()
            .route(INITIALIZE, post(complaint))
            .route(VERIFY, get(broken)),
    )
    .await;
    assert_eq!(provider.create(&request()).await, Err(unknown("status_502")));

    // A far end that tells the page of an open transaction lets us go on with it.
    let mut open = transaction("abandoned");
    open["authorization_url"] = json!("http://127.0.0.1/checkout/x");
    let open = envelope(true, &open);
    let known = Router::new()
        .route(INITIALIZE, post(complaint))
        .route(VERIFY, get(async move || open));
    let session = against(known).await.create(&request()).await.unwrap();
    assert_eq!(session.redirect_url, "http://127.0.0.1/checkout/x");
}

#[tokio::test]
async fn a_page_address_must_be_ours_to_send_a_browser_to() {
    let page = |address: &str, reference: &str| {
        let data = json!({ "authorization_url": address, "access_code": "x", "reference": reference });
        envelope(true, &data)
    };
    for (body, expected) in [
        (page("javascript:alert(1)", "ATT-1"), Err(unknown("unparsable"))),
        (page("/relative", "ATT-1"), Err(unknown("unparsable"))),
        (
            page("https://checkout.example.org/x", "ATT-2"),
            Err(unknown("other_reference")),
        ),
        (
            page("https://checkout.example.org/x", "ATT-1"),
            Ok("https://checkout.example.org/x"),
        ),
        (envelope(true, &Value::Null), Err(unknown("unparsable"))),
    ] {
        let provider = against(Router::new().route(INITIALIZE, post(async move || body))).await;
        let session = provider.create(&request()).await.map(|session| session.redirect_url);
        assert_eq!(session, expected.map(str::to_owned));
    }
    for (status, code) in [(StatusCode::FORBIDDEN, "403"), (StatusCode::TOO_MANY_REQUESTS, "429")] {
        let answer = async move || status.into_response();
        let provider = against(Router::new().route(INITIALIZE, post(answer))).await;
        let refused = provider.create(&request()).await;
        assert_eq!(refused, Err(ProviderError::Refused { code: code.to_owned() }));
    }
}

#[tokio::test]
async fn broken_connections_are_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let provider = adapter(&format!("http://{address}"));
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.read(&mut [0; 64]).await;
            // Closed in the middle of the call.
        }
    });
    assert_eq!(provider.create(&request()).await, Err(unknown("interrupted")));

    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = nobody.local_addr().expect("bound");
    drop(nobody);
    let provider = adapter(&format!("http://{address}"));
    assert_eq!(provider.create(&request()).await, Err(unknown("unreachable")));
}

fn signed(body: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        SIGNATURE_HEADER,
        signature::sign(SECRET, body).parse().expect("hexadecimal"),
    );
    headers
}

#[test]
fn only_one_exact_signature_opens_a_notification() {
    let provider = adapter("http://127.0.0.1:9");
    let body = json!({ "event": "charge.success", "data": transaction("success") }).to_string();
    let body = body.as_bytes();
    let good = signed(body);
    let notification = provider.verify_notification(&good, body).unwrap();
    assert_eq!(notification.view.unwrap().state, ProviderState::Succeeded);

    let text = good[SIGNATURE_HEADER].to_str().unwrap().to_owned();
    let with = |value: &str| {
        HeaderMap::from_iter([(SIGNATURE_HEADER.parse().unwrap(), HeaderValue::from_str(value).unwrap())])
    };
    assert!(provider.verify_notification(&with(&text.to_uppercase()), body).is_ok());
    let mut twice = good.clone();
    twice.append(SIGNATURE_HEADER, good[SIGNATURE_HEADER].clone());
    let wrong = [
        HeaderMap::new(),
        twice,
        with(""),
        with(&text[1..]),
        with(&format!("{text}0")),
        with(&format!("{text},{text}")),
        with(&"z".repeat(64)),
        with(&"0".repeat(64)),
        with(&"a".repeat(10_240)),
    ];
    for headers in wrong {
        let refused = provider.verify_notification(&headers, body);
        assert_eq!(refused, Err(NotificationError::BadSignature), "{headers:.80?}");
    }
    assert_eq!(
        provider.verify_notification(&good, &body[1..]),
        Err(NotificationError::BadSignature)
    );
}

#[test]
fn signed_nonsense_is_malformed_and_no_secret_is_said_so() {
    let provider = adapter("http://127.0.0.1:9");
    for body in [
        Vec::new(),
        b"null".to_vec(),
        b"{\"event\":1}".to_vec(),
        vec![b' '; 65 * 1024],
    ] {
        let refused = provider.verify_notification(&signed(&body), &body);
        assert_eq!(refused, Err(NotificationError::Malformed));
    }
    let config = LahzaConfig::new("lahza", "https://api.lahza.io", Secret::default());
    let provider = Lahza::new(config).unwrap();
    let body = b"{}";
    assert_eq!(
        provider.verify_notification(&signed(body), body),
        Err(NotificationError::NotConfigured)
    );
}

#[test]
fn settings_that_would_leak_the_secret_are_refused() {
    let build = |base: &str| Lahza::new(LahzaConfig::new("lahza", base, Secret::new("sk_live_hidden")));
    for insecure in ["http://api.lahza.io", "http://10.0.0.1", "ftp://127.0.0.1"] {
        assert!(matches!(build(insecure), Err(LahzaConfigError::Insecure)), "{insecure}");
    }
    for bad in [
        "",
        "api.lahza.io",
        "mailto:a@b.c",
        "https://user:pass@api.lahza.io",
        "https://a.b/?x=1",
    ] {
        assert!(matches!(build(bad), Err(LahzaConfigError::BadAddress)), "{bad}");
    }
    let provider = build("https://api.lahza.io").unwrap();
    assert!(provider.is_live());
    assert!(!format!("{provider:?}").contains("hidden"));
    assert!(!format!("{:?}", request()).contains("payer"));
}
