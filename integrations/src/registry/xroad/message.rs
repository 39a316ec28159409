//! One message as it goes over the wire, and the hash that ties a reply to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha512};

use super::super::Question;

/// The country that numbers of people are put before, as the protocol recommends.
const COUNTRY: &str = "PS";

/// A question, ready to be sent.
pub(super) struct Message {
    pub(super) id: String,
    /// Below the base address.
    pub(super) path: String,
    /// In the order and the spelling in which they are written.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

#[derive(Serialize)]
struct Body<'a> {
    applicant: &'a str,
    parameters: &'a std::collections::BTreeMap<String, domain::value::Value>,
}

/// What the exchange says when it fails itself.
#[derive(Default, Deserialize)]
pub(super) struct ExchangeError {
    #[serde(default, rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) detail: String,
}

impl Message {
    /// Nothing for a service that is no identifier.
    pub(super) fn new(client: &str, question: &Question) -> Option<Self> {
        let parts: Vec<&str> = question.service.split('/').collect();
        if parts.len() != 5 || !parts.iter().all(|part| is_part(part)) {
            return None;
        }
        let body = Body {
            applicant: &question.applicant,
            parameters: &question.parameters,
        };
        let id = uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string();
        let issue: String = question.issue.chars().filter(char::is_ascii_graphic).collect();
        let user: String = question.applicant.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(Self {
            path: format!("r1/{}", question.service),
            headers: vec![
                ("Accept", "application/json".to_owned()),
                ("Content-Type", "application/json; charset=utf-8".to_owned()),
                ("X-Road-Client", client.to_owned()),
                ("X-Road-Id", id.clone()),
                ("X-Road-Userid", format!("{COUNTRY}{user}")),
                ("X-Road-Issue", issue),
            ],
            body: serde_json::to_vec(&body).ok()?,
            id,
        })
    }

    /// Base64 of SHA512(SHA512(headers) + SHA512(body)). The headers are the method, the path and each header on a
    /// line of its own, the exchange's own request number last.
    pub(super) fn hash(&self, path: &str, request_id: &str) -> String {
        let mut head = format!("POST\r\n{path}\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}:{value}\r\n"));
        }
        head.push_str(&format!("x-road-request-id:{request_id}\r\n"));
        let both = [Sha512::digest(head), Sha512::digest(&self.body)].concat();
        STANDARD.encode(Sha512::digest(both))
    }
}

/// `INSTANCE/CLASS/MEMBER`, with or without `/SUBSYSTEM`.
pub(super) fn is_client(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    (3..=4).contains(&parts.len()) && parts.iter().all(|part| is_part(part))
}

/// What needs no escaping anywhere.
fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
