//! What a service issues.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// The document issued at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: OutputKind,
    /// Its title.
    pub title: Text,
    /// How long it is valid; nothing means without end.
    #[serde(default)]
    pub valid_for: Option<Validity>,
    /// Whether anyone can check it.
    pub verifiable: bool,
    /// What a check shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
    /// One document for each item of this repeating group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_item: Option<String>,
    /// A temporary document issued on payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<Interim>,
}

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutputKind {
    /// An attestation of another document.
    Attestation,
    /// A card.
    Card,
    /// A certificate.
    Certificate,
    /// A contract.
    Contract,
    /// A letter with a decision.
    DecisionLetter,
    /// A licence.
    Licence,
    /// A permit.
    Permit,
    /// A passport.
    TravelDocument,
}

impl OutputKind {
    /// The name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Attestation => "attestation",
            Self::Card => "card",
            Self::Certificate => "certificate",
            Self::Contract => "contract",
            Self::DecisionLetter => "decision_letter",
            Self::Licence => "licence",
            Self::Permit => "permit",
            Self::TravelDocument => "travel_document",
        }
    }
}

/// A length of time: fixed, or taken from an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u32>,
    /// The answer that holds the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_answer: Option<String>,
    /// What that number counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<ValidityUnit>,
}

/// What a number taken from an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValidityUnit {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// What a public check shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// How the code is carried.
    pub code: String,
    /// The only fields shown.
    pub public_fields: Vec<String>,
}

/// A temporary document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interim {
    /// Its title.
    pub title: Text,
    /// How long it is valid.
    pub valid_for: Validity,
}
