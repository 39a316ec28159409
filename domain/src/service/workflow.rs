//! The steps after submission, as the file writes them. How they are walked is [`crate::workflow`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::language::Text;
use crate::value::Value;

/// The steps of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// Key of the first step.
    pub start: String,
    /// All steps.
    pub steps: Vec<Step>,
    /// The reasons an officer chooses from, by outcome; where there are none, a general list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<Outcome, Vec<Reason>>,
}

impl Workflow {
    /// The step with this key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Somebody decides.
    Task,
    /// The applicant pays.
    Payment,
    /// Checks run by themselves.
    System,
    /// Several bodies at once.
    Parallel,
    /// The applicant comes.
    Appointment,
    /// An inspector goes.
    Inspection,
    /// Another body answers.
    ExternalWait,
    /// Another person agrees.
    ThirdPartyConsent,
    /// The document is issued.
    Issue,
}

/// The fee stage a payment step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeStage {
    /// Paid right after sending the application.
    Submission,
    /// Paid after review.
    AfterAssessment,
}

impl FeeStage {
    /// The name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::AfterAssessment => "after_assessment",
        }
    }
}

/// One step. Which keys a kind needs is checked when the file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub key: String,
    /// Its kind.
    pub kind: StepKind,
    /// What it is called.
    pub title: Text,
    /// Who acts: a role, `applicant`, `third_party` or `system`.
    pub role: String,
    /// The body the role belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Deadline, in working days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla_working_days: Option<u32>,
    /// `paused`: the legal clock stands still here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla_clock: Option<ClockMode>,
    /// What may be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Taken only while this holds; else straight to `else_to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Where to go when `when` does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub else_to: Option<String>,
    /// Where to go when done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// System: the facts looked up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// System: conditional ways; parallel: the bodies asked at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
    /// System: where to go when no branch holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_to: Option<String>,
    /// Parallel: how the branches join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<Join>,
    /// Payment: which stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_stage: Option<FeeStage>,
    /// Payment: nothing to pay means done.
    #[serde(default, skip_serializing_if = "is_false")]
    pub skip_when_total_is_zero: bool,
    /// Working days until it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_after_working_days: Option<u32>,
    /// Where to go when it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_expiry: Option<String>,
    /// Appointment: where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offices_from: Option<String>,
    /// Appointment: how long one slot is, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_minutes: Option<u32>,
    /// Appointment: how soon, in working days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookable_within_working_days: Option<u32>,
    /// Appointment: how often it may be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_reschedules: Option<u32>,
    /// Appointment: what for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// Inspection: what is looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<CheckItem>,
    /// Inspection: what must be recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// External: how long the other body usually takes, in working days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_working_days: Option<u32>,
    /// External: where a negative reply leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_negative_reply: Option<String>,
    /// Consent: the answer that names the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_from: Option<String>,
    /// Consent: where a refusal leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_refusal: Option<String>,
    /// A remark for those who read the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// The legal clock at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockMode {
    /// Stands still.
    Paused,
}

/// A reason for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its name.
    pub key: String,
    /// What officer and applicant read.
    pub label: Text,
}

/// What an action means, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Granted.
    Approve,
    /// A fee was entered.
    AssessFee,
    /// The exemption holds.
    ConfirmExemption,
    /// The document is issued.
    IssueCertificate,
    /// The applicant came.
    RecordAttendance,
    /// The applicant did not come.
    RecordNoShow,
    /// Passed to another body.
    Refer,
    /// The exemption does not hold.
    RefuseExemption,
    /// Refused.
    Reject,
    /// An inspector is sent.
    RequestInspection,
    /// Back to the applicant.
    ReturnForCorrection,
}

impl Outcome {
    /// The name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::AssessFee => "assess_fee",
            Self::ConfirmExemption => "confirm_exemption",
            Self::IssueCertificate => "issue_certificate",
            Self::RecordAttendance => "record_attendance",
            Self::RecordNoShow => "record_no_show",
            Self::Refer => "refer",
            Self::RefuseExemption => "refuse_exemption",
            Self::Reject => "reject",
            Self::RequestInspection => "request_inspection",
            Self::ReturnForCorrection => "return_for_correction",
        }
    }
}

/// One thing that may be done at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its name.
    pub key: String,
    /// What the officer reads.
    pub label: Text,
    /// What it means.
    pub outcome: Outcome,
    /// Next step, an end, `$applicant` or `$join`.
    pub to: String,
    /// Where work goes on after `$applicant`, if not here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_at: Option<String>,
    /// The applicant must be told why.
    #[serde(default, skip_serializing_if = "is_false")]
    pub note_to_applicant_required: bool,
    /// Facts set by the action, by full name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
}

/// A conditional way of a system step, or a body asked in a parallel step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Taken only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// System: where to go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Parallel: its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Parallel: what it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Parallel: who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Parallel: for which body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Parallel: deadline, in working days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla_working_days: Option<u32>,
    /// Parallel: what may be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// How parallel branches join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// When the step is over.
    pub rule: JoinRule,
    /// Next step when all said yes.
    pub when_all_approved_to: String,
    /// Next step when one said no.
    pub when_any_rejected_to: String,
}

/// When a parallel step is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JoinRule {
    /// When every branch is finished.
    AllComplete,
}

/// One thing an inspector looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckItem {
    /// Its name.
    pub key: String,
    /// What it is called.
    pub label: Text,
}
