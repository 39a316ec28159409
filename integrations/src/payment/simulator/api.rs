//! The merchant's side of the simulator: the Lahza protocol, and the truth for tests.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use domain::language::Language;
use domain::money::Currency;
use rand::Rng;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use url::Url;

use super::book::{Order, State as Standing, Transaction, What};
use super::{Simulator, timestamp};

type Answer = (StatusCode, Json<Value>);

fn complaint(status: StatusCode, message: &str) -> Answer {
    (status, Json(json!({ "status": false, "message": message })))
}

fn done(message: &str, data: &Value) -> Answer {
    (
        StatusCode::OK,
        Json(json!({ "status": true, "message": message, "data": data })),
    )
}

fn knows_secret(simulator: &Simulator, headers: &HeaderMap) -> bool {
    let expected = format!("Bearer {}", simulator.config.secret.expose());
    let given = headers
        .get(header::AUTHORIZATION)
        .map(|value| value.as_bytes())
        .unwrap_or_default();
    expected.as_bytes().ct_eq(given).into()
}

pub(super) async fn initialize(State(simulator): State<Arc<Simulator>>, headers: HeaderMap, body: Bytes) -> Answer {
    if !knows_secret(&simulator, &headers) {
        return complaint(StatusCode::UNAUTHORIZED, "Invalid key");
    }
    let (reference, order) = match read_order(&body) {
        Ok(order) => order,
        Err(message) => return complaint(StatusCode::BAD_REQUEST, message),
    };
    let (code, amount) = (order.access_code.clone(), order.amount);
    {
        let mut book = simulator.book();
        if book.get(&reference).is_some() {
            return complaint(StatusCode::BAD_REQUEST, "Duplicate Transaction Reference");
        }
        if book.is_full() || book.record(&reference, What::Opened(order)).is_err() {
            return complaint(StatusCode::SERVICE_UNAVAILABLE, "Try again later");
        }
    }
    // From here on the transaction exists, whatever the caller gets to hear.
    match amount % 100 {
        98 => return complaint(StatusCode::INTERNAL_SERVER_ERROR, "An error occurred"),
        99 => tokio::time::sleep(simulator.config.pace.hang).await,
        _ => {}
    }
    let page = format!("{}/checkout/{code}", simulator.config.public_url);
    let data = json!({ "authorization_url": page, "access_code": code, "reference": reference });
    done("Authorization URL created", &data)
}

/// Takes what the protocol documents and no more, so that the adapter is held to it.
fn read_order(body: &[u8]) -> Result<(String, Order), &'static str> {
    let body: Value = serde_json::from_slice(body).map_err(|_| "Body must be JSON")?;
    let reference = body["reference"].as_str().ok_or("Reference is required")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.=".contains(&byte);
    if !(1..=100).contains(&reference.len()) || !reference.bytes().all(plain) {
        return Err("Invalid reference");
    }
    let amount = body["amount"].as_str().ok_or("Amount must be a string")?;
    let digits = amount.bytes().all(|byte| byte.is_ascii_digit());
    let amount: i64 = amount.parse().map_err(|_| "Invalid amount")?;
    if !digits || amount == 0 {
        return Err("Invalid amount");
    }
    let currency = body["currency"].as_str().and_then(Currency::from_code);
    if !body["email"].as_str().is_some_and(|email| email.contains('@')) {
        return Err("Invalid email address");
    }
    let callback = body["callback_url"].as_str().and_then(|text| Url::parse(text).ok());
    let callback = callback
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or("Invalid callback_url")?;
    let metadata: Value = match &body["metadata"] {
        Value::Null => Value::Null,
        Value::String(text) => serde_json::from_str(text).map_err(|_| "Invalid metadata")?,
        _ => return Err("Metadata must be a string"),
    };
    let language = metadata["language"].as_str().and_then(|code| code.parse().ok());
    let order = Order {
        access_code: format!("{:032x}", rand::rng().random::<u128>()),
        amount,
        currency: currency.ok_or("Invalid currency")?,
        callback_url: callback.into(),
        language: language.unwrap_or(Language::Ar),
    };
    Ok((reference.to_owned(), order))
}

pub(super) async fn verify(
    State(simulator): State<Arc<Simulator>>,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Answer {
    if !knows_secret(&simulator, &headers) {
        return complaint(StatusCode::UNAUTHORIZED, "Invalid key");
    }
    match simulator.book().get(&reference) {
        Some(transaction) => done("Verification successful", &data(transaction)),
        None => complaint(StatusCode::NOT_FOUND, "Transaction reference not found"),
    }
}

/// A transaction as the protocol shows it, in answers and in notifications.
pub(super) fn data(transaction: &Transaction) -> Value {
    let (amount, paid_at) = match transaction.state {
        Standing::Paid { amount, at } => (amount, timestamp(at)),
        _ => (transaction.order.amount, None),
    };
    let words = match transaction.state {
        Standing::Paid { .. } => Some("Approved"),
        _ => transaction.last_refusal.as_deref(),
    };
    json!({
        "id": transaction.id,
        "domain": "test",
        "status": transaction.status(),
        "reference": transaction.reference,
        "amount": amount,
        "currency": transaction.order.currency.code(),
        "gateway_response": words,
        "channel": "card",
        "fees": 0,
        "created_at": timestamp(transaction.opened_at),
        "paid_at": paid_at,
    })
}

/// Every transaction. Nothing here opens a page or names a person.
pub(super) async fn truth(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let book = simulator.book();
    let transactions = book.all().map(|transaction| {
        let paid = match transaction.state {
            Standing::Paid { amount, .. } => amount,
            _ => 0,
        };
        json!({
            "id": transaction.id,
            "reference": transaction.reference,
            "status": transaction.status(),
            "currency": transaction.order.currency.code(),
            "asked": transaction.order.amount,
            "paid": paid,
            "refusals": transaction.refusals,
            "notifications": {
                "owed": transaction.notices_owed,
                "told": transaction.notices_told,
                "given_up": transaction.notices_given_up,
            },
        })
    });
    Json(Value::Array(transactions.collect()))
}
