//! An attempt: one try to pay one invoice at one provider.

use serde::{Deserialize, Serialize};

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Written down; nothing sent.
    Created,
    /// A worker holds the command; the call may be under way.
    Dispatching,
    /// The provider's page waits for the payer.
    AwaitingPayer,
    /// The provider has the payer's order and works on it.
    Processing,
    /// Nobody knows yet: a timeout, a crash, a strange answer.
    Unknown,
    /// Evidence contradicts what was asked: amount, currency, mode. People look.
    NeedsReview,
    /// Paid, with evidence.
    Succeeded,
    /// Definitely not paid.
    Failed,
    /// The payer gave up and the provider confirms.
    Cancelled,
    /// The time ran out and the provider says it is not paid.
    Expired,
}

/// What moves an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptEvent {
    /// A worker took the command.
    Dispatched,
    /// The provider gave the address of its page.
    PageReady,
    /// A timeout, a reset, a crash in the middle.
    Lost,
    /// A definite refusal before anything was made.
    Refused,
    /// The provider works on it.
    Pending,
    /// Verified evidence; amount, currency and mode are ours.
    Confirmed,
    /// The provider says: closed, unpaid.
    Declined,
    /// The provider says: the payer left.
    Abandoned,
    /// The deadline passed and the provider says: unpaid.
    Lapsed,
    /// Evidence that does not fit.
    Mismatched,
}

impl AttemptState {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Dispatching,
        Self::AwaitingPayer,
        Self::Processing,
        Self::Unknown,
        Self::NeedsReview,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Dispatching => "dispatching",
            Self::AwaitingPayer => "awaiting_payer",
            Self::Processing => "processing",
            Self::Unknown => "unknown",
            Self::NeedsReview => "needs_review",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// A live attempt forbids a second one: money may still come from it.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Created
                | Self::Dispatching
                | Self::AwaitingPayer
                | Self::Processing
                | Self::Unknown
                | Self::NeedsReview
        )
    }

    /// The one table. `None`: no such edge, the evidence changes nothing.
    pub const fn after(self, event: AttemptEvent) -> Option<Self> {
        use AttemptEvent as E;
        match (self, event) {
            (Self::Created, E::Dispatched) => Some(Self::Dispatching),
            (Self::Dispatching | Self::Unknown, E::PageReady) => Some(Self::AwaitingPayer),
            (Self::Dispatching, E::Lost) => Some(Self::Unknown),
            (Self::Dispatching, E::Refused) => Some(Self::Failed),
            (Self::AwaitingPayer | Self::Unknown, E::Pending) => Some(Self::Processing),
            (Self::AwaitingPayer | Self::Processing | Self::Unknown, E::Declined) => Some(Self::Failed),
            (Self::AwaitingPayer | Self::Processing | Self::Unknown, E::Abandoned) => Some(Self::Cancelled),
            (Self::AwaitingPayer, E::Lapsed) => Some(Self::Expired),
            // Money that really came is never refused, however late. A dispatching attempt can learn of it too:
            // the notification may overtake the answer to our own call.
            (
                Self::Dispatching
                | Self::AwaitingPayer
                | Self::Processing
                | Self::Unknown
                | Self::Failed
                | Self::Cancelled
                | Self::Expired
                | Self::NeedsReview,
                E::Confirmed,
            ) => Some(Self::Succeeded),
            (
                Self::Dispatching
                | Self::AwaitingPayer
                | Self::Processing
                | Self::Unknown
                | Self::Failed
                | Self::Cancelled
                | Self::Expired,
                E::Mismatched,
            ) => Some(Self::NeedsReview),
            _ => None,
        }
    }

    /// What the payer is told.
    pub const fn public(self) -> PublicAttempt {
        match self {
            Self::Created | Self::Dispatching => PublicAttempt::Preparing,
            Self::AwaitingPayer => PublicAttempt::Open,
            Self::Processing | Self::Unknown | Self::NeedsReview => PublicAttempt::Checking,
            Self::Succeeded => PublicAttempt::Paid,
            Self::Failed | Self::Cancelled | Self::Expired => PublicAttempt::NotPaid,
        }
    }
}

/// The few states a payer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicAttempt {
    /// The provider's page is being made.
    Preparing,
    /// The provider's page waits.
    Open,
    /// Nobody knows yet: do not pay again.
    Checking,
    /// Paid.
    Paid,
    /// Not paid; another try is possible.
    NotPaid,
}
