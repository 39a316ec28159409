//! Cards through Lahza: `initialize`, `verify`, and notifications signed with `x-lahza-signature`.
//!
//! The simulator speaks the same protocol, so it is this adapter, under the key `simulated`, that
//! the demo and the tests exercise: real money later goes through the same code.

use std::time::Duration;

use async_trait::async_trait;
use domain::money::Currency;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use url::Url;

use super::lahza_messages::{self as messages, Envelope, InitializeRequest};
use super::{
    Notification, NotificationError, PaymentProvider, PaymentRequest, ProviderError, ProviderState, ProviderView,
    Session, signature,
};
use crate::address::is_this_machine;
use crate::secret::Secret;

/// The header that carries the signature of a notification.
pub const SIGNATURE_HEADER: &str = "x-lahza-signature";

/// Longest answer and longest notification that are read.
const BODY_LIMIT: usize = 64 * 1024;
/// An unused connection is closed sooner than the usual far end would close it under our feet.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// Where and as whom to call.
#[derive(Clone, Debug)]
pub struct LahzaConfig {
    /// The provider's name in settings and tables: `lahza`, or `simulated` for the simulator.
    pub key: &'static str,
    /// `https://api.lahza.io`, or the simulator on this machine.
    pub base_url: String,
    /// The secret key; it also signs their notifications. Empty: calls and notifications are refused.
    pub secret: Secret,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the whole call.
    pub total_timeout: Duration,
}

impl LahzaConfig {
    /// With the usual time limits: 2 s to connect, 5 s in all.
    pub fn new(key: &'static str, base_url: impl Into<String>, secret: Secret) -> Self {
        Self {
            key,
            base_url: base_url.into(),
            secret,
            connect_timeout: Duration::from_secs(2),
            total_timeout: Duration::from_secs(5),
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LahzaConfigError {
    /// Not an address.
    #[error("the base address of the payment provider is not an address")]
    BadAddress,
    /// Secrets travel over https, or not off this machine.
    #[error("the base address of the payment provider must be https, or http on this machine")]
    Insecure,
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
}

/// The adapter.
#[derive(Debug)]
pub struct Lahza {
    key: &'static str,
    base: Url,
    secret: Secret,
    client: Client,
}

impl Lahza {
    /// Checks the settings; calls nobody.
    ///
    /// # Errors
    /// When the address is none, or would send the secret in the clear.
    pub fn new(config: LahzaConfig) -> Result<Self, LahzaConfigError> {
        let mut base = Url::parse(&config.base_url).map_err(|_| LahzaConfigError::BadAddress)?;
        if base.cannot_be_a_base() || !base.username().is_empty() || base.query().is_some() {
            return Err(LahzaConfigError::BadAddress);
        }
        let here = is_this_machine(&base);
        if base.scheme() != "https" && !(base.scheme() == "http" && here) {
            return Err(LahzaConfigError::Insecure);
        }
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        let mut client = Client::builder()
            .user_agent("hukumati")
            .connect_timeout(config.connect_timeout)
            .timeout(config.total_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .redirect(redirect::Policy::none());
        if here {
            client = client.no_proxy();
        }
        let client = client.build().map_err(LahzaConfigError::Client)?;
        Ok(Self {
            key: config.key,
            base,
            secret: config.secret,
            client,
        })
    }

    fn address(&self, path: &str) -> Result<Url, ProviderError> {
        self.base.join(path).map_err(|_| unknown("bad_address"))
    }

    async fn call(&self, request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), ProviderError> {
        let request = request.bearer_auth(self.secret.expose());
        let response = request.send().await.map_err(|error| lost(&error))?;
        let status = response.status();
        Ok((status, read(response).await?))
    }

    /// The transaction, with the page's address if the answer happens to tell it.
    async fn look_up(&self, reference: &str) -> Result<(ProviderView, Option<String>), ProviderError> {
        if !messages::is_reference(reference) {
            return Err(unknown("bad_reference"));
        }
        let address = self.address(&format!("transaction/verify/{reference}"))?;
        let (status, body) = self.call(self.client.get(address)).await?;
        let envelope = serde_json::from_slice::<Envelope>(&body).ok();
        match (status, envelope) {
            (StatusCode::OK, Some(Envelope { status: true, data, .. })) => {
                let view = messages::view(&data).ok_or_else(|| unknown("unparsable"))?;
                if view.reference != reference {
                    return Err(unknown("other_reference"));
                }
                Ok((view, data["authorization_url"].as_str().map(str::to_owned)))
            }
            // Only their own words say "never seen"; a page of a proxy with the same status does not.
            (StatusCode::NOT_FOUND, Some(Envelope { status: false, .. })) => Ok((never_seen(reference), None)),
            (StatusCode::OK | StatusCode::NOT_FOUND, _) => Err(unknown("unparsable")),
            (status, _) => Err(unknown(&format!("status_{}", status.as_u16()))),
        }
    }

    /// `initialize` was answered with a complaint. Their wording is for people, so instead of reading
    /// it we ask whether the reference exists: only "never seen" makes the refusal definite.
    async fn after_complaint(&self, reference: &str, status: StatusCode) -> Result<Session, ProviderError> {
        let (view, page) = self.look_up(reference).await?;
        match page {
            _ if view.state == ProviderState::NotFound => Err(refused(status.as_str())),
            Some(page) if view.waits_for_payer => self.session(page, view.provider_id),
            _ => Err(unknown("duplicate")),
        }
    }

    /// A page to send a browser to: https, or beside a provider on this machine.
    fn session(&self, page: String, provider_id: Option<String>) -> Result<Session, ProviderError> {
        let address = Url::parse(&page).map_err(|_| unknown("unparsable"))?;
        if address.scheme() == "https" || (address.scheme() == "http" && self.base.scheme() == "http") {
            Ok(Session {
                redirect_url: page,
                provider_id,
            })
        } else {
            Err(unknown("unparsable"))
        }
    }

    fn opened(&self, reference: &str, body: &[u8]) -> Result<Session, ProviderError> {
        let envelope: Envelope = serde_json::from_slice(body).map_err(|_| unknown("unparsable"))?;
        let data = &envelope.data;
        match data["authorization_url"].as_str() {
            Some(_) if data["reference"] != reference => Err(unknown("other_reference")),
            Some(page) if envelope.status => self.session(page.to_owned(), None),
            _ => Err(unknown("unparsable")),
        }
    }
}

#[async_trait]
impl PaymentProvider for Lahza {
    fn key(&self) -> &'static str {
        self.key
    }

    fn is_live(&self) -> bool {
        self.secret.expose().starts_with("sk_live_")
    }

    fn currencies(&self) -> &[Currency] {
        &Currency::ALL
    }

    async fn create(&self, request: &PaymentRequest) -> Result<Session, ProviderError> {
        if self.secret.is_empty() {
            return Err(refused("not_configured"));
        }
        if !messages::is_reference(&request.reference) {
            return Err(refused("bad_reference"));
        }
        let message = InitializeRequest::new(request).ok_or(ProviderError::NotRepresentable)?;
        let address = self.address("transaction/initialize")?;
        let (status, body) = self.call(self.client.post(address).json(&message)).await?;
        match status {
            StatusCode::OK | StatusCode::CREATED => self.opened(&request.reference, &body),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
                complain(self.key, status, &body);
                Err(refused(status.as_str()))
            }
            StatusCode::REQUEST_TIMEOUT => Err(unknown("timeout")),
            status if status.is_client_error() => {
                complain(self.key, status, &body);
                self.after_complaint(&request.reference, status).await
            }
            status => Err(unknown(&format!("status_{}", status.as_u16()))),
        }
    }

    async fn query(&self, reference: &str) -> Result<ProviderView, ProviderError> {
        self.look_up(reference).await.map(|(view, _)| view)
    }

    fn verify_notification(&self, headers: &http::HeaderMap, body: &[u8]) -> Result<Notification, NotificationError> {
        if self.secret.is_empty() {
            return Err(NotificationError::NotConfigured);
        }
        if body.len() > BODY_LIMIT {
            return Err(NotificationError::Malformed);
        }
        let mut claimed = headers.get_all(SIGNATURE_HEADER).iter();
        let (Some(signature), None) = (claimed.next(), claimed.next()) else {
            return Err(NotificationError::BadSignature);
        };
        if !signature::verify(self.secret.expose(), body, signature.as_bytes()) {
            return Err(NotificationError::BadSignature);
        }
        messages::notification(body).ok_or(NotificationError::Malformed)
    }
}

fn unknown(reason: &str) -> ProviderError {
    ProviderError::Unknown {
        reason: reason.to_owned(),
    }
}

fn refused(code: &str) -> ProviderError {
    ProviderError::Refused { code: code.to_owned() }
}

fn lost(error: &reqwest::Error) -> ProviderError {
    unknown(if error.is_connect() {
        "unreachable"
    } else if error.is_timeout() {
        "timeout"
    } else {
        "interrupted"
    })
}

/// Their words, for the log only.
fn complain(key: &str, status: StatusCode, body: &[u8]) {
    let message = serde_json::from_slice::<Envelope>(body).map(|envelope| envelope.message);
    let message: String = message.unwrap_or_default().to_string().chars().take(200).collect();
    tracing::warn!(
        provider = key,
        status = status.as_u16(),
        message,
        "the provider refused a session"
    );
}

async fn read(mut response: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(unknown("too_large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn never_seen(reference: &str) -> ProviderView {
    ProviderView {
        state: ProviderState::NotFound,
        waits_for_payer: false,
        reference: reference.to_owned(),
        provider_id: None,
        amount: None,
        live: false,
        decline: None,
    }
}
