//! A gateway that takes short messages over HTTP. Each has fields of its own, so the body is a setting: JSON or a form,
//! with `{to}`, `{text}` and `{id}` in it.

use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderName, HeaderValue, StatusCode};
use reqwest::{Client, redirect};
use serde_json::Value as Json;
use url::{Url, form_urlencoded};

use super::{ShortMessage, Texter};
use crate::address::is_this_machine;
use crate::secret::Secret;
use crate::sending::{NotSent, without_addresses};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest wait for the answer; the lease of a message is longer.
const ANSWER: Duration = Duration::from_secs(20);
/// Longest answer that is read.
const BODY_LIMIT: usize = 64 * 1024;
/// The body, where none is set.
pub const USUAL_BODY: &str = r#"{"to":"{to}","text":"{text}","id":"{id}"}"#;
/// The header of the token, where none is set; it then stands after the word `Bearer`.
pub const USUAL_HEADER: &str = "Authorization";

/// Where short messages are handed over, and how.
#[derive(Clone, Debug)]
pub struct GatewayConfig {
    /// https, or http on this machine.
    pub url: Secret,
    /// Goes into the header; empty: none.
    pub token: Secret,
    /// The header of the token.
    pub header: String,
    /// JSON that is an object, or a form: `to={to}&text={text}`. Some gateways take name and password in it.
    pub body: Secret,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayConfigError {
    /// Not an address.
    #[error("it is not an address like https://gateway.example/send")]
    BadAddress,
    /// Numbers and texts travel over https, or not off this machine.
    #[error("it must be https, or http on this machine")]
    Insecure,
    /// Not a header.
    #[error("the header or the token cannot stand in a request")]
    BadHeader,
    /// Not a body.
    #[error("the body must be JSON in braces or a form, and have {{to}} and {{text}} as values")]
    BadBody,
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot be built")]
    Client,
}

enum Body {
    Json(Json),
    Form(Vec<(String, String)>),
}

/// The adapter.
pub struct Gateway {
    url: Url,
    token: Option<(HeaderName, HeaderValue)>,
    body: Body,
    client: Client,
}

impl Gateway {
    /// Checks the settings; calls nobody.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(config: &GatewayConfig) -> Result<Self, GatewayConfigError> {
        let url = Url::parse(config.url.expose()).map_err(|_| GatewayConfigError::BadAddress)?;
        let here = is_this_machine(&url);
        match url.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err(GatewayConfigError::Insecure),
            _ => return Err(GatewayConfigError::BadAddress),
        }
        let mut client = Client::builder()
            .user_agent("hukumati")
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(redirect::Policy::none());
        if here {
            client = client.no_proxy();
        }
        Ok(Self {
            url,
            token: token(config)?,
            body: body(config.body.expose())?,
            client: client.build().map_err(|_| GatewayConfigError::Client)?,
        })
    }
}

fn token(config: &GatewayConfig) -> Result<Option<(HeaderName, HeaderValue)>, GatewayConfigError> {
    if config.token.is_empty() {
        return Ok(None);
    }
    let name: HeaderName = config.header.parse().map_err(|_| GatewayConfigError::BadHeader)?;
    let token = config.token.expose();
    let value = if config.header.eq_ignore_ascii_case(USUAL_HEADER) && !token.contains(' ') {
        format!("Bearer {token}")
    } else {
        token.to_owned()
    };
    let mut value = HeaderValue::from_str(&value).map_err(|_| GatewayConfigError::BadHeader)?;
    value.set_sensitive(true);
    Ok(Some((name, value)))
}

fn body(text: &str) -> Result<Body, GatewayConfigError> {
    let whole = ["{to}", "{text}"].iter().all(|blank| text.contains(blank));
    if !whole {
        return Err(GatewayConfigError::BadBody);
    }
    let is_form = !text.trim_start().starts_with('{');
    if is_form {
        let fields = form_urlencoded::parse(text.as_bytes()).into_owned();
        return Ok(Body::Form(fields.collect()));
    }
    match serde_json::from_str(text) {
        Ok(json @ Json::Object(_)) => Ok(Body::Json(json)),
        _ => Err(GatewayConfigError::BadBody),
    }
}

/// The text with the message's values in place. What is filled in is not looked at again.
fn filled(template: &str, message: &ShortMessage) -> String {
    let mut text = String::with_capacity(template.len() + message.text.len());
    let mut rest = template;
    let blanks = [("{to}", &message.to), ("{text}", &message.text), ("{id}", &message.id)];
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        let found = blanks.iter().find(|(blank, _)| from.starts_with(blank));
        rest = match found {
            Some((blank, value)) => {
                text.push_str(value);
                &from[blank.len()..]
            }
            None => {
                text.push('{');
                &from[1..]
            }
        };
    }
    text.push_str(rest);
    text
}

fn filled_json(template: &Json, message: &ShortMessage) -> Json {
    match template {
        Json::String(text) => Json::String(filled(text, message)),
        Json::Array(items) => items.iter().map(|item| filled_json(item, message)).collect(),
        Json::Object(parts) => parts
            .iter()
            .map(|(name, part)| (name.clone(), filled_json(part, message)))
            .collect(),
        other => other.clone(),
    }
}

fn lost(error: &reqwest::Error) -> NotSent {
    if error.is_connect() {
        NotSent::Away("nobody answers".to_owned())
    } else if error.is_timeout() {
        // It may have been taken.
        NotSent::Later("no answer in time".to_owned())
    } else {
        NotSent::Later("interrupted".to_owned())
    }
}

#[async_trait]
impl Texter for Gateway {
    async fn send(&self, message: &ShortMessage) -> Result<Option<String>, NotSent> {
        let request = self.client.post(self.url.clone());
        let request = match &self.body {
            Body::Json(template) => request.json(&filled_json(template, message)),
            Body::Form(fields) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (name, value) in fields {
                    form.append_pair(name, &filled(value, message));
                }
                request
                    .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(form.finish())
            }
        };
        let request = match &self.token {
            Some((name, value)) => request.header(name, value.clone()),
            None => request,
        };
        let mut response = request.send().await.map_err(|error| lost(&error))?;
        let status = response.status();
        // An answer that breaks off after the status has said enough.
        let mut answer = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            if answer.len() + chunk.len() > BODY_LIMIT {
                break;
            }
            answer.extend_from_slice(&chunk);
        }
        told(status, &answer)
    }
}

/// What the gateway's answer means.
fn told(status: StatusCode, answer: &[u8]) -> Result<Option<String>, NotSent> {
    let why = || {
        let said: String = String::from_utf8_lossy(answer).chars().take(500).collect();
        without_addresses(&format!("{} {said}", status.as_u16()))
    };
    match status.as_u16() {
        200..300 => Ok(name(answer)),
        // Our key, our money, our place: nothing of ours is taken until people mend it.
        401..=404 | 407 => Err(NotSent::Away(why())),
        // Too much at once, or nobody behind the door: no fault of the message.
        429 | 502..=504 => Err(NotSent::Away(why())),
        408 | 425 => Err(NotSent::Later(why())),
        400..500 => Err(NotSent::Refused(why())),
        _ => Err(NotSent::Later(why())),
    }
}

/// What the gateway calls the message, where it is one of the usual words for that.
fn name(answer: &[u8]) -> Option<String> {
    let answer: Json = serde_json::from_slice(answer).ok()?;
    let found = ["id", "message_id", "messageId", "reference"]
        .iter()
        .find_map(|key| answer.get(key));
    let text = match found? {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text.chars().filter(|c| !c.is_control()).take(100).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> ShortMessage {
        ShortMessage {
            id: "7".to_owned(),
            to: "+970599123456".to_owned(),
            text: "«{to}» \"a\" & b".to_owned(),
        }
    }

    #[test]
    fn a_body_is_filled_whatever_stands_in_the_text() {
        let Ok(Body::Json(json)) = body(USUAL_BODY) else {
            panic!("JSON")
        };
        let filled = filled_json(&json, &message());
        assert_eq!(filled["text"], "«{to}» \"a\" & b");
        assert_eq!(filled["to"], "+970599123456");
        let Ok(Body::Form(fields)) = body("msisdn={to}&msg={text}&sender=Hukumati") else {
            panic!("a form")
        };
        assert_eq!(super::filled(&fields[1].1, &message()), "«{to}» \"a\" & b");
        assert_eq!(fields[2], ("sender".to_owned(), "Hukumati".to_owned()));
        for bad in ["", "{to}", "{\"to\":\"{to}\",\"text\":{text}}", "to={to}"] {
            assert!(body(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_answer_is_read_for_what_it_means() {
        let told =
            |status: u16, answer: &str| super::told(StatusCode::from_u16(status).expect("a status"), answer.as_bytes());
        assert_eq!(told(202, "{\"id\":4711}"), Ok(Some("4711".to_owned())));
        assert_eq!(told(200, "OK"), Ok(None));
        assert!(matches!(told(400, "bad number +970599123456"), Err(NotSent::Refused(why)) if !why.contains("599")));
        assert!(matches!(told(401, ""), Err(NotSent::Away(_))));
        assert!(matches!(told(302, ""), Err(NotSent::Later(_))));
        assert!(matches!(told(500, ""), Err(NotSent::Later(_))));
        for away in [429, 502, 503, 504] {
            assert!(matches!(told(away, ""), Err(NotSent::Away(_))), "{away}");
        }
    }
}
