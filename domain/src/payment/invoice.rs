//! An invoice: what is owed for one application at one stage.

use serde::{Deserialize, Serialize};

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// Lines and bill number are fixed; it may be paid.
    Issued,
    /// Settled, once.
    Paid,
    /// Nothing was due.
    Exempted,
    /// Taken back before payment.
    Cancelled,
    /// Its time ran out.
    Expired,
}

/// What moves an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceEvent {
    /// The settlement row was inserted.
    Settled,
    /// The application was withdrawn or the lines were wrong; no attempt is live.
    Cancelled,
    /// The deadline passed; no attempt is live.
    Lapsed,
}

impl InvoiceState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Issued, Self::Paid, Self::Exempted, Self::Cancelled, Self::Expired];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Paid => "paid",
            Self::Exempted => "exempted",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// The one table. `None`: no such edge. Late money may still settle an expired invoice.
    pub const fn after(self, event: InvoiceEvent) -> Option<Self> {
        match (self, event) {
            (Self::Issued | Self::Expired, InvoiceEvent::Settled) => Some(Self::Paid),
            (Self::Issued, InvoiceEvent::Cancelled) => Some(Self::Cancelled),
            (Self::Issued, InvoiceEvent::Lapsed) => Some(Self::Expired),
            _ => None,
        }
    }
}
