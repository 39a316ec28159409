//! Registries behind a secure exchange layer: X-Road 7 (and UXP, which follows it), message protocol for REST, `r1`.
//!
//! The portal speaks to the Security Server of its own house. `POST /r1/{service}` with the question as the body, so
//! that nobody's number stands in an address and in the logs of what lies between; asking changes nothing there, so a
//! question may be sent again. Who asks is in the headers: the portal (`X-Road-Client`), the person
//! (`X-Road-UserId`) and the application (`X-Road-Issue`).
//!
//! The reply is `{"facts": {…}, "choices": {…}}` with full dotted names, all of the data set that was asked. It is
//! taken only when it names the same message, client and service, and when its request hash is that of the question.
//! Everything else — too slow, too large, another shape, an error of the exchange or of the register — is
//! [`Away`](RegistryError::Away). The reason is logged, the person and the content never.

mod message;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::{Client, Response, StatusCode, redirect};
use url::Url;

use self::message::Message;
use super::{Question, Registry, RegistryError, Reply};
use crate::address::is_this_machine;

/// Longest reply that is read.
const BODY_LIMIT: usize = 256 * 1024;
/// How often a question is sent at most.
const TRIES: u32 = 3;
/// Shortest wait before it is sent again; chance adds up to as much, so that not everybody comes back at once.
const PAUSE: Duration = Duration::from_millis(100);
/// An unused connection is closed sooner than the usual far end would close it under our feet.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// How the request hash of replies is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashCheck {
    /// It must be that of the question as it was sent.
    Verify,
    /// It must be there. For an exchange that lays messages out another way, or a proxy before it that adds headers;
    /// its Security Server has compared it, as the protocol asks.
    Trust,
}

/// Where and as whom to ask.
#[derive(Clone, Debug)]
pub struct XRoadConfig {
    /// The address of the Security Server: https, or http on this machine.
    pub base_url: String,
    /// `INSTANCE/CLASS/MEMBER/SUBSYSTEM`, or without the subsystem.
    pub client: String,
    /// How the request hash is looked at.
    pub hash: HashCheck,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for one try.
    pub try_timeout: Duration,
    /// Longest wait for all tries of one question.
    pub total_timeout: Duration,
    /// How long a service that failed is left alone, and counts as away.
    pub rest: Duration,
}

impl XRoadConfig {
    /// With the usual time limits: 1 s to connect, 2 s a try, 5 s in all, 20 s of rest.
    pub fn new(base_url: impl Into<String>, client: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            client: client.into(),
            hash: HashCheck::Verify,
            connect_timeout: Duration::from_secs(1),
            try_timeout: Duration::from_secs(2),
            total_timeout: Duration::from_secs(5),
            rest: Duration::from_secs(20),
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum XRoadConfigError {
    /// Not an address.
    #[error("the address of the Security Server is not an address")]
    BadAddress,
    /// People's data travels over https, or not off this machine.
    #[error("the address of the Security Server must be https, or http on this machine")]
    Insecure,
    /// Not an identifier.
    #[error("the client is not INSTANCE/CLASS/MEMBER/SUBSYSTEM, in Latin letters, digits, - and _")]
    BadClient,
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
}

/// The adapter.
#[derive(Debug)]
pub struct XRoad {
    base: Url,
    caller: String,
    hash: HashCheck,
    total_timeout: Duration,
    rest: Duration,
    client: Client,
    /// Services that failed, and until when they are left alone.
    resting: Mutex<HashMap<String, Instant>>,
}

/// Why there is no reply, and whether it is worth another try.
struct Failure {
    reason: String,
    again: bool,
}

impl Failure {
    fn last(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            again: false,
        }
    }

    fn passing(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            again: true,
        }
    }

    fn lost(error: &reqwest::Error) -> Self {
        Self::passing(if error.is_connect() {
            "unreachable"
        } else if error.is_timeout() {
            "timeout"
        } else {
            "interrupted"
        })
    }
}

impl XRoad {
    /// Checks the settings; calls nobody.
    ///
    /// # Errors
    /// When the address or the client is none, or would send people's data in the clear.
    pub fn new(config: XRoadConfig) -> Result<Self, XRoadConfigError> {
        let mut base = Url::parse(&config.base_url).map_err(|_| XRoadConfigError::BadAddress)?;
        if base.cannot_be_a_base() || !base.username().is_empty() || base.query().is_some() {
            return Err(XRoadConfigError::BadAddress);
        }
        let here = is_this_machine(&base);
        if base.scheme() != "https" && !(base.scheme() == "http" && here) {
            return Err(XRoadConfigError::Insecure);
        }
        if !message::is_client(&config.client) {
            return Err(XRoadConfigError::BadClient);
        }
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        let mut client = Client::builder()
            .user_agent("hukumati")
            // The hash covers the headers as they are written, so they are written in the usual way.
            .http1_only()
            .http1_title_case_headers()
            .connect_timeout(config.connect_timeout)
            .timeout(config.try_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .redirect(redirect::Policy::none());
        if here {
            client = client.no_proxy();
        }
        Ok(Self {
            base,
            caller: config.client,
            hash: config.hash,
            total_timeout: config.total_timeout,
            rest: config.rest,
            client: client.build().map_err(XRoadConfigError::Client)?,
            resting: Mutex::default(),
        })
    }

    fn is_resting(&self, service: &str) -> bool {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.get(service).is_some_and(|until| Instant::now() < *until)
    }

    fn let_rest(&self, service: &str) {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        // The services are those of the catalogue, so this stays small.
        resting.insert(service.to_owned(), Instant::now() + self.rest);
    }

    async fn tries(&self, question: &Question) -> Result<Reply, Failure> {
        let mut tried = 1;
        loop {
            match self.once(question).await {
                Err(failure) if failure.again && tried < TRIES => {
                    let chance = rand::random_range(0..=PAUSE.as_millis());
                    let more = Duration::from_millis(u64::try_from(chance).unwrap_or_default());
                    tokio::time::sleep(PAUSE * tried + more).await;
                    tried += 1;
                }
                answer => return answer,
            }
        }
    }

    async fn once(&self, question: &Question) -> Result<Reply, Failure> {
        let message = Message::new(&self.caller, question).ok_or_else(|| Failure::last("bad_question"))?;
        let address = self
            .base
            .join(&message.path)
            .map_err(|_| Failure::last("bad_address"))?;
        let request = self.client.post(address.clone());
        let request = message
            .headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, value));
        let response = request
            .body(message.body.clone())
            .send()
            .await
            .map_err(|error| Failure::lost(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let body = read(response).await?;
        if let Some(kind) = told("x-road-error") {
            return Err(refused(status, kind, &body));
        }
        match status {
            StatusCode::OK => {}
            status if status.is_server_error() => return Err(Failure::passing(format!("status_{}", status.as_u16()))),
            status => return Err(Failure::last(format!("status_{}", status.as_u16()))),
        }
        let same = told("x-road-id") == Some(message.id.as_str())
            && told("x-road-client") == Some(self.caller.as_str())
            && told("x-road-service") == Some(question.service.as_str());
        if !same {
            return Err(Failure::last("other_message"));
        }
        let hash = told("x-road-request-hash").filter(|hash| !hash.is_empty());
        let ours = |hash: &str| {
            let id = told("x-road-request-id");
            self.hash == HashCheck::Trust || id.is_some_and(|id| message.hash(address.path(), id) == hash)
        };
        if !hash.is_some_and(ours) {
            return Err(Failure::last("request_hash"));
        }
        let reply: Reply = serde_json::from_slice(&body).map_err(|_| Failure::last("unparsable"))?;
        if reply.is_of(&question.data_set) {
            Ok(reply)
        } else {
            Err(Failure::last("other_data_set"))
        }
    }
}

#[async_trait]
impl Registry for XRoad {
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError> {
        if self.is_resting(&question.service) {
            return Err(RegistryError::Away);
        }
        let answer = tokio::time::timeout(self.total_timeout, self.tries(question)).await;
        let reason = match answer {
            Ok(Ok(reply)) => return Ok(reply),
            Ok(Err(failure)) => failure.reason,
            Err(_) => "timeout".to_owned(),
        };
        tracing::warn!(data_set = question.data_set, reason, "no reply from a registry");
        self.let_rest(&question.service);
        Err(RegistryError::Away)
    }
}

/// An error of the exchange itself. Its message may name machines and people, so only its kind and the number it can
/// be found by are kept.
fn refused(status: StatusCode, kind: &str, body: &[u8]) -> Failure {
    let error: message::ExchangeError = serde_json::from_slice(body).unwrap_or_default();
    let short = |text: &str| -> String {
        let plain = |letter: &char| letter.is_ascii_alphanumeric() || ".-_".contains(*letter);
        text.chars().filter(plain).take(80).collect()
    };
    let kind = if error.kind.is_empty() { kind } else { &error.kind };
    let reason = format!("exchange_{} {}", short(kind), short(&error.detail));
    if status.is_server_error() && !kind.contains("AccessDenied") {
        Failure::passing(reason)
    } else {
        Failure::last(reason)
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| Failure::lost(&error))? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Failure::last("too_large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
