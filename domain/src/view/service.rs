//! The catalogue as people read it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::service::{Audience, ClockStart, DeliveryMethod};

/// What a card says about the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "price", rename_all = "snake_case")]
pub enum PriceTag {
    /// Nothing.
    Free,
    /// Always this.
    Exactly {
        /// The amount.
        amount: Money,
    },
    /// This or more.
    From {
        /// The least.
        amount: Money,
    },
    /// Nothing in some cases, this or more in the others.
    FreeOrFrom {
        /// The least of the others.
        amount: Money,
    },
    /// An officer says later.
    Assessed,
}

/// A service in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    /// The name in addresses.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The ministry's name.
    pub ministry: String,
    /// The ministry's key.
    pub ministry_id: String,
    /// The legal limit.
    pub working_days: u32,
    /// The price.
    pub price: PriceTag,
}

/// A ministry and how many of the services it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinistryCount {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// Services in the whole catalogue.
    pub count: u32,
}

/// The catalogue, or a search in it. The home page uses it too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueView {
    /// What was searched for, as typed.
    pub query: String,
    /// The ministry asked for.
    pub ministry: Option<String>,
    /// What was found, ordered by ministry, then title.
    pub cards: Vec<ServiceCard>,
    /// Services in the whole catalogue.
    pub total: u32,
    /// All ministries.
    pub ministries: Vec<MinistryCount>,
}

/// Whether the reader may start now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "opening", rename_all = "snake_case")]
pub enum Opening {
    /// Sign in first.
    SignIn,
    /// Start; the key makes a second press harmless.
    Open {
        /// Goes into the form as `start_key`.
        start_key: String,
        /// A draft of this service that is already there.
        draft: Option<String>,
        /// The newest application for it that was sent; its answers can be taken over.
        earlier: Option<String>,
    },
    /// The pilot is not open to this person yet.
    Pilot {
        /// When it opens to everyone, if known.
        opens: Option<NaiveDate>,
    },
    /// The service has no online application yet.
    NotOnline,
    /// Too young.
    TooYoung {
        /// In whole years.
        min_age: u32,
    },
    /// Not for accounts of the reader's kind.
    NotForYou,
}

/// One fee as the service page explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// Its name.
    pub label: String,
    /// How much.
    pub amount: FeeAmount,
    /// Due only in some cases.
    pub conditional: bool,
    /// Asked for after review.
    pub later: bool,
}

/// How much a fee is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum FeeAmount {
    /// A fixed amount.
    Fixed {
        /// The amount.
        amount: Money,
    },
    /// For each unit.
    PerUnit {
        /// For one.
        amount: Money,
    },
    /// One of several amounts, by the case.
    Between {
        /// The least.
        least: Money,
        /// The most.
        most: Money,
    },
    /// A share, in basis points (100 = 1 %).
    Share {
        /// Basis points.
        rate_bp: u32,
    },
    /// An officer says.
    Assessed,
}

/// Who pays less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionRow {
    /// Whom it is for.
    pub category: String,
    /// How much is let off, in percent.
    pub percent: u32,
    /// Off which fees.
    pub fees: Vec<String>,
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// What it is called.
    pub label: String,
    /// A sentence of help.
    pub hint: Option<String>,
    /// Only in some cases.
    pub conditional: bool,
    /// May be left out.
    pub optional: bool,
}

/// The page of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    /// The card's facts.
    pub card: ServiceCard,
    /// What it gives.
    pub summary: String,
    /// Whom it is for.
    pub audience: Audience,
    /// Youngest applicant.
    pub min_age: u32,
    /// `palestinian_id_holder`, `diaspora`, `foreign_resident`.
    pub residency: Vec<String>,
    /// Further conditions, in the words of the file.
    pub conditions: Vec<String>,
    /// The fees.
    pub fees: Vec<FeeRow>,
    /// Who pays less.
    pub exemptions: Vec<ExemptionRow>,
    /// Fees and limits still wait for the ministry's word.
    pub indicative: bool,
    /// The urgent limit.
    pub urgent_working_days: Option<u32>,
    /// What starts the clock.
    pub starts_on: ClockStart,
    /// The papers.
    pub papers: Vec<PaperRow>,
    /// Titles of the question pages.
    pub questions: Vec<String>,
    /// Titles of the steps after sending, those of the system left out.
    pub steps: Vec<String>,
    /// What is issued.
    pub output: String,
    /// How long that is valid, in words are made by the page: (number, `days` | `months` | `years`).
    pub valid_for: Option<(u32, String)>,
    /// Whether anyone can check it.
    pub verifiable: bool,
    /// How it is received.
    pub delivery: Vec<(DeliveryMethod, String)>,
    /// Whether the reader may start now.
    pub opening: Opening,
}
