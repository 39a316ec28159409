//! What goes over the wire to and from Lahza, and how it is read.
//!
//! Reading is lenient about what we do not use and strict about what we do: a field of a new shape
//! must not stop payments, and an amount that is not exactly readable is no amount.

use domain::money::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::signature::sha256_hex;
use super::{Notification, PaymentRequest, ProviderState, ProviderView};

/// Longest words of theirs that are kept.
const DECLINE_CHARS: usize = 120;

/// The body of `POST /transaction/initialize`.
#[derive(Serialize)]
pub(super) struct InitializeRequest<'a> {
    amount: String,
    email: &'a str,
    currency: &'static str,
    reference: &'a str,
    callback_url: &'a str,
    /// JSON as text: that is how they take it.
    metadata: String,
}

impl<'a> InitializeRequest<'a> {
    /// The request in their units, or `None` when these cannot express the amount.
    pub(super) fn new(request: &'a PaymentRequest) -> Option<Self> {
        Some(Self {
            amount: to_their_units(request.amount)?.to_string(),
            email: &request.email,
            currency: request.amount.currency.code(),
            reference: &request.reference,
            callback_url: &request.return_url,
            metadata: serde_json::json!({ "language": request.language.code() }).to_string(),
        })
    }
}

/// Every answer has this shape. `status` is about the call; the payment's is inside `data`.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub(super) status: bool,
    /// For logs only.
    #[serde(default)]
    pub(super) message: Value,
    #[serde(default)]
    pub(super) data: Value,
}

/// Whether a reference may be sent to them, and put into an address. (They also take `.` and `=`.)
pub(super) fn is_reference(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// How many of our minor units make one of theirs: the dinar has 1000 fils, they count 100 qirsh.
const fn ours_per_theirs(currency: Currency) -> i64 {
    match currency {
        Currency::Jod => 10,
        Currency::Ils | Currency::Usd => 1,
    }
}

/// No amount comes near this; past it a sum might not fit.
const LARGEST_MINOR: i64 = i64::MAX / 1000;

/// Our minor units in theirs: exactly, or not at all.
pub(super) fn to_their_units(amount: Money) -> Option<i64> {
    let ratio = ours_per_theirs(amount.currency);
    let exact = (1..=LARGEST_MINOR).contains(&amount.minor) && amount.minor % ratio == 0;
    exact.then_some(amount.minor / ratio)
}

/// Their units in ours. A whole number, or one written as plain digits.
pub(super) fn from_their_units(amount: &Value, currency: &Value) -> Option<Money> {
    let currency = Currency::from_code(currency.as_str()?)?;
    let theirs: i64 = match amount {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok()?,
        _ => return None,
    };
    in_our_units(theirs, currency)
}

/// The same for a number already read.
pub(super) fn in_our_units(theirs: i64, currency: Currency) -> Option<Money> {
    let minor = theirs.checked_mul(ours_per_theirs(currency))?;
    (1..=LARGEST_MINOR)
        .contains(&minor)
        .then_some(Money::new(minor, currency))
}

/// The word a transaction bears from the moment it is made until it is paid or refused.
const ABANDONED: &str = "abandoned";

/// Their state in ours.
///
/// `abandoned` is pending (and the view says that it waits for the payer), not cancelled: a payer who
/// is typing a card number looks the same as one who left, and may still pay. Whether the time is up
/// is for us to decide. `reversed` and words we do not know are pending too: people look at what stays so.
pub(super) fn state(status: &str) -> ProviderState {
    match status {
        "success" => ProviderState::Succeeded,
        "failed" => ProviderState::Failed,
        _ => ProviderState::Pending,
    }
}

/// The `data` of a verify answer or of a `charge.…` notification.
pub(super) fn view(data: &Value) -> Option<ProviderView> {
    let status = data["status"].as_str()?;
    let state = state(status);
    let words = data["gateway_response"].as_str().unwrap_or_default();
    let refused = state != ProviderState::Succeeded && !words.is_empty();
    Some(ProviderView {
        state,
        waits_for_payer: status == ABANDONED,
        reference: data["reference"].as_str()?.to_owned(),
        provider_id: scalar(&data["id"]),
        amount: from_their_units(&data["amount"], &data["currency"]),
        live: data["domain"] == "live",
        decline: refused.then(|| words.chars().take(DECLINE_CHARS).collect()),
    })
}

/// An identifier that may come as a number or as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// A notification whose signature has been checked. `None` when it is not `{event, data}`.
pub(super) fn notification(body: &[u8]) -> Option<Notification> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let kind = body["event"].as_str()?.to_owned();
    let data = &body["data"];
    if !data.is_object() {
        return None;
    }
    let reference = [
        &data["reference"],
        &data["transaction_reference"],
        &data["transaction"]["reference"],
    ]
    .into_iter()
    .find_map(scalar);
    // Refunds pass through several states under one name; a charge is announced once.
    let refund = kind.starts_with("refund.");
    let mut identity = format!(
        "{kind}|{}|{}",
        reference.as_deref().unwrap_or_default(),
        scalar(&data["id"]).unwrap_or_default()
    );
    if refund {
        identity = format!("{identity}|{}", data["status"].as_str().unwrap_or_default());
    }
    Some(Notification {
        dedup_key: sha256_hex(&identity),
        view: if kind.starts_with("charge.") { view(data) } else { None },
        reference,
        kind,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dinars_are_qirsh_there_and_fils_here() {
        let fils = |minor| Money::new(minor, Currency::Jod);
        assert_eq!(to_their_units(fils(1500)), Some(150));
        assert_eq!(to_their_units(fils(1505)), None, "never rounded");
        assert_eq!(to_their_units(Money::new(2500, Currency::Ils)), Some(2500));
        assert_eq!(from_their_units(&json!(1000), &json!("JOD")), Some(fils(10_000)));
        assert_eq!(from_their_units(&json!("150"), &json!("JOD")), Some(fils(1500)));
    }

    #[test]
    fn amounts_go_there_and_back() {
        for currency in Currency::ALL {
            for minor in [10, 1500, 2500, 990, 123_456_780, LARGEST_MINOR / 10 * 10] {
                let amount = Money::new(minor, currency);
                let theirs = to_their_units(amount).expect("a multiple of ten");
                assert_eq!(from_their_units(&json!(theirs), &json!(currency.code())), Some(amount));
            }
        }
    }

    #[test]
    fn strange_amounts_are_none() {
        for minor in [0, -1, i64::MIN, i64::MAX, LARGEST_MINOR + 1] {
            assert_eq!(to_their_units(Money::new(minor, Currency::Ils)), None, "{minor}");
        }
        for amount in [
            json!(0),
            json!(-2500),
            json!(25.5),
            json!(25.0),
            json!("1e3"),
            json!("١٢٫٥"),
            json!(""),
            json!("+5"),
            json!(" 5"),
            json!(u64::MAX),
            json!("99999999999999999999"),
            json!(null),
            json!([5]),
        ] {
            assert_eq!(from_their_units(&amount, &json!("ILS")), None, "{amount}");
        }
        assert_eq!(from_their_units(&json!(5), &json!("EUR")), None);
        assert_eq!(from_their_units(&json!(5), &json!("ils")), None);
    }

    #[test]
    fn only_success_is_paid_and_only_failed_is_failed() {
        assert_eq!(state("success"), ProviderState::Succeeded);
        assert_eq!(state("failed"), ProviderState::Failed);
        for other in ["abandoned", "pending", "reversed", "Success", "", "queued", "ongoing"] {
            assert_eq!(state(other), ProviderState::Pending, "{other}");
        }
    }

    #[test]
    fn v18_dedup_key_and_its_refund_form() {
        let body = |event: &str, status: &str| {
            json!({ "event": event, "data": { "id": 690_075_529, "reference": "ATT-01HZX", "status": status } })
                .to_string()
        };
        let read = |event: &str, status: &str| notification(body(event, status).as_bytes()).expect("well formed");
        let charge = read("charge.success", "success");
        assert_eq!(
            charge.dedup_key,
            "e1b2e714de2e1e58df6fb83fda911896c458927c4e05890e3ff469f46da8d761"
        );
        assert_eq!(charge.reference.as_deref(), Some("ATT-01HZX"));
        let refund = read("refund.processed", "processed");
        assert_eq!(
            refund.dedup_key,
            sha256_hex("refund.processed|ATT-01HZX|690075529|processed")
        );
        assert_eq!(refund.view, None);
    }

    #[test]
    fn strange_notifications_are_refused() {
        for body in [
            "",
            "{",
            "[]",
            "null",
            r#"{"event":5,"data":{}}"#,
            r#"{"event":"x","data":[]}"#,
        ] {
            assert_eq!(notification(body.as_bytes()), None, "{body}");
        }
        let unknown = notification(br#"{"event":"page.viewed","data":{}}"#).expect("an object");
        assert_eq!(
            (unknown.kind.as_str(), unknown.reference, unknown.view),
            ("page.viewed", None, None)
        );
    }

    #[test]
    fn references_stay_inside_one_path_segment() {
        assert!(is_reference("ATT-01HZX"));
        for wrong in ["", "a_b", "a/b", "..", "a?b", "a b", "é", &"a".repeat(101)] {
            assert!(!is_reference(wrong), "{wrong}");
        }
    }
}
