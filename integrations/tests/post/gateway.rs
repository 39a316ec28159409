//! Short messages over HTTP.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use integrations::secret::Secret;
use integrations::sending::NotSent;
use integrations::sms::gateway::{Gateway, GatewayConfig, GatewayConfigError, USUAL_BODY, USUAL_HEADER};
use integrations::sms::{ShortMessage, Texter};

/// What was posted: kind, header, body.
type Seen = Arc<Mutex<Vec<(String, String, String)>>>;

/// A gateway that answers so.
async fn gateway(status: u16, answer: &'static str) -> (String, Seen) {
    let seen = Seen::default();
    let take = move |State(seen): State<Seen>, headers: HeaderMap, body: Bytes| async move {
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let key = format!("{}{}", header("authorization"), header("x-key"));
        let body = String::from_utf8(body.to_vec()).expect("text");
        seen.lock().expect("seen").push((header("content-type"), key, body));
        (StatusCode::from_u16(status).expect("a status"), answer)
    };
    let app = Router::new().route("/send", post(take)).with_state(Arc::clone(&seen));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/send", listener.local_addr().expect("its address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, seen)
}

fn config(url: &str, body: &str, header: &str) -> GatewayConfig {
    GatewayConfig {
        url: Secret::new(url),
        token: Secret::new("hunter2"),
        header: header.to_owned(),
        body: Secret::new(body),
    }
}

fn message() -> ShortMessage {
    ShortMessage {
        id: "move-1.2.sms".to_owned(),
        to: "+970599123456".to_owned(),
        text: "حكومتي: الطلب 1 & «2»".to_owned(),
    }
}

#[tokio::test]
async fn a_message_goes_as_json_with_the_token() {
    let (url, seen) = gateway(202, "{\"messageId\":\"a-7\"}").await;
    let gateway = Gateway::new(&config(&url, USUAL_BODY, USUAL_HEADER)).expect("settings");
    assert_eq!(gateway.send(&message()).await, Ok(Some("a-7".to_owned())));
    let seen = seen.lock().expect("seen");
    let (kind, key, body) = &seen[0];
    assert_eq!((kind.as_str(), key.as_str()), ("application/json", "Bearer hunter2"));
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({ "to": "+970599123456", "text": "حكومتي: الطلب 1 & «2»", "id": "move-1.2.sms" })
    );
}

#[tokio::test]
async fn a_message_goes_as_a_form_with_the_fields_of_the_gateway() {
    let (url, seen) = gateway(200, "OK").await;
    let config = config(&url, "msisdn={to}&msg={text}&sender=Hukumati&pass=swordfish", "X-Key");
    let printed = format!("{config:?}");
    assert!(
        !printed.contains("hunter2") && !printed.contains("swordfish"),
        "{printed}"
    );
    let gateway = Gateway::new(&config).expect("settings");
    assert_eq!(gateway.send(&message()).await, Ok(None));
    let seen = seen.lock().expect("seen");
    let (kind, key, body) = &seen[0];
    assert_eq!(
        (kind.as_str(), key.as_str()),
        ("application/x-www-form-urlencoded", "hunter2")
    );
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let expected = [
        ("msisdn", "+970599123456"),
        ("msg", "حكومتي: الطلب 1 & «2»"),
        ("sender", "Hukumati"),
        ("pass", "swordfish"),
    ];
    assert_eq!(
        fields,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn answers_mean_what_they_say() {
    for (status, expected) in [
        (400, "Refused"),
        (422, "Refused"),
        (401, "Away"),
        (402, "Away"),
        (429, "Away"),
        (500, "Later"),
        (502, "Away"),
        (503, "Away"),
        (504, "Away"),
        (302, "Later"),
    ] {
        let (url, _) = gateway(status, "no: +970599123456").await;
        let gateway = Gateway::new(&config(&url, USUAL_BODY, USUAL_HEADER)).expect("settings");
        let refused = gateway.send(&message()).await.expect_err("not taken");
        let shown = format!("{refused:?}");
        assert!(
            shown.starts_with(expected) && !shown.contains("599"),
            "{status}: {shown}"
        );
    }
    let port = crate::server::free_port().await;
    let nobody = config(&format!("http://127.0.0.1:{port}/"), USUAL_BODY, USUAL_HEADER);
    let away = Gateway::new(&nobody).expect("settings").send(&message()).await;
    assert!(matches!(away, Err(NotSent::Away(_))), "{away:?}");
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let refused = |url: &str, body: &str, header: &str| Gateway::new(&config(url, body, header)).err();
    use GatewayConfigError as E;
    assert_eq!(
        refused("http://gateway.example/", USUAL_BODY, USUAL_HEADER),
        Some(E::Insecure)
    );
    assert_eq!(refused("gateway", USUAL_BODY, USUAL_HEADER), Some(E::BadAddress));
    assert_eq!(
        refused("https://g.example", "{\"to\":\"{to}\"}", USUAL_HEADER),
        Some(E::BadBody)
    );
    assert_eq!(refused("https://g.example", USUAL_BODY, "X Key"), Some(E::BadHeader));
    assert_eq!(refused("https://g.example", USUAL_BODY, "X-Key"), None);
}
