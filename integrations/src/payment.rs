//! Payment providers: a page where the payer pays, a question we may ask, a notification we may get.
//!
//! The flow is always the same. [`create`](PaymentProvider::create) opens a session under *our*
//! reference and gives the address of the provider's page. The payer goes there and comes back. What
//! happened is learned by [`query`](PaymentProvider::query), or from a notification that
//! [`verify_notification`](PaymentProvider::verify_notification) has proved to be theirs. The address
//! the browser comes back to only helps to find the attempt; it proves nothing.

pub mod lahza;
mod lahza_messages;
pub mod signature;
pub mod simulator;

use std::fmt;

use async_trait::async_trait;
use domain::language::Language;
use domain::money::{Currency, Money};

/// What we ask a provider to collect.
#[derive(Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// Our reference of the attempt: ASCII letters, digits and hyphens. Never used twice.
    pub reference: String,
    /// What is owed.
    pub amount: Money,
    /// Where the provider may write to: the citizen's address, or one of our own for the attempt.
    pub email: String,
    /// Where the browser comes back to.
    pub return_url: String,
    /// The language of the payer.
    pub language: Language,
}

impl fmt::Debug for PaymentRequest {
    /// Without the address of the person and without the token in the return address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentRequest")
            .field("reference", &self.reference)
            .field("amount", &self.amount)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// A page that waits for the payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Where to send the browser.
    pub redirect_url: String,
    /// The provider's own name of the transaction, when it is known this early.
    pub provider_id: Option<String>,
}

/// A call that brought no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// Definite: nothing was made by this call. Only `create` says so.
    #[error("the provider refused: {code}")]
    Refused {
        /// `not_configured`, `bad_reference` (both found before sending) or the HTTP status.
        code: String,
    },
    /// Perhaps carried out, perhaps not: ask later.
    #[error("the provider's answer is not known: {reason}")]
    Unknown {
        /// `timeout`, `interrupted`, `status_…`, `unparsable`, `too_large`, `other_reference`,
        /// `duplicate` (the reference exists there and its page is not known to us),
        /// `unreachable` (this call never left, but an earlier one for the same reference may have).
        reason: String,
    },
    /// The provider's units cannot express the amount, or it does not take the currency.
    #[error("the provider cannot collect this amount")]
    NotRepresentable,
}

/// What the provider says about a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderState {
    /// It never saw the reference.
    NotFound,
    /// Not decided: its page waits for the payer, or it works on the payer's order; also every state of
    /// theirs that we do not know. [`ProviderView::waits_for_payer`] tells the first case.
    Pending,
    /// Paid.
    Succeeded,
    /// Refused. A payer who goes back to the page may still pay, so late success is possible.
    Failed,
    /// Closed without payment.
    Cancelled,
}

/// A transaction as the provider sees it. The caller compares reference, amount and mode with its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderView {
    /// Where it stands.
    pub state: ProviderState,
    /// With `Pending`: nothing is under way, the page waits for a payer who has not tried yet, was
    /// refused, or left. When our own time limit is over, such an attempt may be given up.
    pub waits_for_payer: bool,
    /// Our reference.
    pub reference: String,
    /// The provider's own name of the transaction.
    pub provider_id: Option<String>,
    /// The amount in our units; `None` when it could not be read exactly, which fits no amount.
    pub amount: Option<Money>,
    /// Whether the provider calls it real money. Silence means no.
    pub live: bool,
    /// The provider's words about the last refusal, for staff.
    pub decline: Option<String>,
}

/// A notification that has been proved to come from the provider. Only a verifier can make one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// The same for every delivery of the same news: lower-case hex, 64 characters.
    pub dedup_key: String,
    /// Our reference, if it names one.
    pub reference: Option<String>,
    /// The provider's name of the kind of news, `charge.success`.
    pub kind: String,
    /// What it says of the transaction; `None` for kinds we do not use.
    pub view: Option<ProviderView>,
}

/// Why a notification was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// No secret is configured: answer 503, so that the provider tries again.
    #[error("no secret is configured for notifications")]
    NotConfigured,
    /// The signature is missing, malformed or wrong: answer 401.
    #[error("the signature does not fit")]
    BadSignature,
    /// Signed, but not a message we can read: answer 400.
    #[error("the notification cannot be read")]
    Malformed,
}

/// A house that collects money for us.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Its name in settings, addresses and tables.
    fn key(&self) -> &'static str;

    /// The currencies it takes.
    fn currencies(&self) -> &[Currency];

    /// Whether it moves real money: evidence of the other mode fits nothing.
    fn is_live(&self) -> bool;

    /// Opens a page for the payer under our reference.
    ///
    /// # Errors
    /// See [`ProviderError`]: after `Unknown` the page may exist, so ask before trying again.
    async fn create(&self, request: &PaymentRequest) -> Result<Session, ProviderError>;

    /// Asks where a transaction stands.
    ///
    /// # Errors
    /// Only [`ProviderError::Unknown`]: no answer is no news.
    async fn query(&self, reference: &str) -> Result<ProviderView, ProviderError>;

    /// Checks a notification against its raw bytes and reads it.
    ///
    /// # Errors
    /// See [`NotificationError`].
    fn verify_notification(&self, headers: &http::HeaderMap, body: &[u8]) -> Result<Notification, NotificationError>;
}
