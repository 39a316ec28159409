//! A service as the catalogue describes it: one JSON file, read into these types.
//!
//! The engine knows no service by name. Every type refuses a key it does not know, so that nothing in a file is
//! ignored silently. The conventions are `catalogue/reference.json`.

pub mod difference;
pub mod document;
pub mod fee;
pub mod field;
pub mod output;
#[cfg(feature = "schema")]
pub mod schema;
pub mod workflow;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::language::Text;
pub use document::{Delivery, DeliveryMethod, Document, Requirement};
pub use fee::{Fee, FeeItem};
pub use field::{Field, FieldKind, Page, Validation};
pub use output::Output;
pub use workflow::{Action, Step, StepKind, Workflow};

/// Where a rule, a fee or a limit was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Stated by the body itself.
    PublishedOfficial,
    /// Stated by a third party.
    PublishedSecondary,
    /// Plausible, not confirmed: shown as indicative.
    Assumed,
}

impl Basis {
    /// The name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PublishedOfficial => "published_official",
            Self::PublishedSecondary => "published_secondary",
            Self::Assumed => "assumed",
        }
    }
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDefinition {
    /// Where an editor finds the schema of the file; nothing else looks at it.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The name in addresses, `birth-certificate-extract`.
    pub id: String,
    /// The wave of the roll-out it belongs to.
    pub wave: u32,
    /// Key of the ministry that owns it.
    pub ministry_id: String,
    /// Name of that ministry.
    pub ministry: Text,
    /// What it is called.
    pub title: Text,
    /// What it gives, in one or two sentences.
    pub summary: Text,
    /// Whom it is for.
    pub audience: Audience,
    /// Who may apply during the pilot, and after.
    pub availability: Availability,
    /// For whom an application may be made.
    pub subject: Subject,
    /// Who may apply at all.
    pub eligibility: Eligibility,
    /// Sources read when the draft is opened.
    #[serde(default)]
    pub prefill: Vec<String>,
    /// What it costs.
    pub fee: Fee,
    /// How long it takes.
    pub processing_time: ProcessingTime,
    /// Usual duration shown beside the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_time_usual: Option<UsualTime>,
    /// The papers it asks for.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// The questions.
    pub form: Form,
    /// Who does what after submission.
    pub workflow: Workflow,
    /// What is issued.
    pub output: Output,
    /// How it reaches the citizen.
    #[serde(default)]
    pub delivery: Vec<Delivery>,
    /// Appeal after a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// The parts of the language the file exercises; for the catalogue's own tests.
    #[serde(default)]
    pub exercises: Vec<String>,
    /// Where the facts of the file come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// Whom a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// People.
    Citizen,
    /// Companies.
    Business,
    /// Both.
    Both,
}

/// Who may apply while the portal opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Availability {
    /// The group of the pilot.
    pub pilot_group: String,
    /// The group after it.
    pub then: String,
}

/// For whom an application may be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// `self`, `minor_dependant`, `adult_relative`, `represented_person`, `business`, `household`, `estate`.
    pub kinds: Vec<String>,
}

/// Who may apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Youngest applicant, in whole years.
    pub min_age: u32,
    /// `palestinian_id_holder`, `diaspora`, `foreign_resident`.
    pub residency: Vec<String>,
    /// `citizen`, `resident`, `business`.
    pub account_types: Vec<String>,
    /// Further rules over answers and registries.
    #[serde(default)]
    pub rules: Vec<EligibilityRule>,
}

/// One rule that must hold, and what is said when it does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityRule {
    /// Its name.
    pub key: String,
    /// Must hold.
    pub when: Condition,
    /// Said when it does not.
    pub message: Text,
}

/// The legal limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProcessingTime {
    /// Longest officer path, in working days.
    pub working_days: u32,
    /// The urgent path, in working days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent_working_days: Option<u32>,
    /// What starts the clock.
    pub starts_on: ClockStart,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Usual duration: a number of working days, or words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum UsualTime {
    /// Working days.
    Days(u32),
    /// Words.
    Words(Text),
}

/// What starts the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockStart {
    /// The payment is confirmed.
    PaymentConfirmed,
    /// The application is sent.
    Submission,
    /// The appointment is attended.
    AppointmentAttended,
}

/// The questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// In order.
    pub pages: Vec<Page>,
    /// Rules over several answers; when one holds, submission stops with its message.
    #[serde(default)]
    pub cross_field_rules: Vec<CrossFieldRule>,
}

/// If the condition holds, the message is shown and submission is stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CrossFieldRule {
    /// The condition that must not hold.
    pub when: Condition,
    /// What is said.
    pub message: Text,
}

/// Appeal after a refusal, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Whether one is possible.
    pub allowed: bool,
    /// In working days from the refusal.
    pub within_working_days: u32,
    /// Role that decides it.
    pub decided_by_role: String,
    /// Its name.
    pub label: Text,
}

/// Where the facts of a file come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Facts with sources.
    #[serde(default)]
    pub verified: Vec<VerifiedFact>,
    /// What was assumed.
    #[serde(default)]
    pub assumed: Vec<String>,
}

/// One fact and its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifiedFact {
    /// What was found.
    pub fact: String,
    /// Source numbers.
    pub sources: Vec<String>,
}

impl ServiceDefinition {
    /// The page with this key.
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.form.pages.iter().find(|page| page.key == key)
    }

    /// Every field of every page, in order; the fields inside repeating groups are not listed.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.form.pages.iter().flat_map(|page| page.fields.iter())
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The document with this key.
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.key == key)
    }

    /// Whether any fee or limit of the file still waits for the ministry's word.
    pub fn is_indicative(&self) -> bool {
        self.fee.items.iter().any(|item| item.basis == Basis::Assumed)
    }
}
