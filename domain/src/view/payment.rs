//! Paying, as the payer sees it.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::form::FeeView;
use crate::money::Money;
use crate::payment::PublicAttempt;

/// The pay page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayView {
    /// Request number, as shown.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// The ministry.
    pub ministry: String,
    /// Bill number.
    pub bill: String,
    /// Line by line.
    pub fee: FeeView,
    /// What is due now.
    pub due: Money,
    /// Until when.
    pub expires: Option<NaiveDate>,
    /// Where the invoice stands.
    pub state: PayState,
    /// Makes a second press harmless; goes into the form as `form_key`.
    pub form_key: String,
}

/// Where the invoice stands for the payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PayState {
    /// To be paid.
    Due,
    /// An attempt is there.
    Attempt {
        /// Where it stands.
        attempt: PublicAttempt,
        /// The provider's page, while it waits.
        url: Option<String>,
        /// Why it did not go through, as the provider's code.
        decline: Option<String>,
    },
    /// Settled.
    Paid {
        /// Receipt number.
        receipt: String,
    },
    /// Nothing was due.
    Exempted,
    /// Too late, or taken back.
    Closed,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    /// Its number.
    pub number: String,
    /// When.
    pub issued: NaiveDateTime,
    /// Request number, as shown.
    pub reference: String,
    /// Who gets the money.
    pub agency: String,
    /// Who paid.
    pub payer: String,
    /// For what.
    pub service_title: String,
    /// Bill number.
    pub bill: String,
    /// Line by line.
    pub fee: FeeView,
    /// How much.
    pub total: Money,
    /// The provider's number of the transaction.
    pub transaction: Option<String>,
}
