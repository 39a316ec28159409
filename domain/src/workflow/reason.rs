//! Why a decision goes against the applicant: a reason from a list, beside the officer's own words. The list is the
//! service's; where its file has none, a general one that fits every service and every law.

use serde::{Deserialize, Serialize};

use super::is_adverse;
use crate::language::Text;
use crate::service::workflow::{Outcome, Workflow};

/// A reason that fits every service. Its words are the portal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneralReason {
    /// A document is missing.
    DocumentMissing,
    /// A document cannot be read, is cut off or out of date.
    DocumentUnfit,
    /// An answer is missing or not clear.
    AnswerUnclear,
    /// What was answered is not what the records say.
    RecordsDiffer,
    /// The conditions of the service are not met.
    ConditionsNotMet,
    /// The right to it is not proved.
    RightNotProved,
    /// The same was asked for before.
    AskedBefore,
    /// Another body objects, or has not agreed.
    AnotherBodyObjects,
    /// None of these; the text says it.
    Other,
}

impl GeneralReason {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::DocumentMissing,
        Self::DocumentUnfit,
        Self::AnswerUnclear,
        Self::RecordsDiffer,
        Self::ConditionsNotMet,
        Self::RightNotProved,
        Self::AskedBefore,
        Self::AnotherBodyObjects,
        Self::Other,
    ];

    /// The name in forms and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::DocumentMissing => "document_missing",
            Self::DocumentUnfit => "document_unfit",
            Self::AnswerUnclear => "answer_unclear",
            Self::RecordsDiffer => "records_differ",
            Self::ConditionsNotMet => "conditions_not_met",
            Self::RightNotProved => "right_not_proved",
            Self::AskedBefore => "asked_before",
            Self::AnotherBodyObjects => "another_body_objects",
            Self::Other => "other",
        }
    }

    /// Whether it is a reason for this: what can be mended is sent back, what cannot is refused.
    const fn fits(self, outcome: Outcome) -> bool {
        match self {
            Self::DocumentMissing | Self::DocumentUnfit | Self::RecordsDiffer | Self::Other => true,
            Self::AnswerUnclear => matches!(outcome, Outcome::ReturnForCorrection),
            Self::ConditionsNotMet | Self::RightNotProved => !matches!(outcome, Outcome::ReturnForCorrection),
            Self::AskedBefore | Self::AnotherBodyObjects => matches!(outcome, Outcome::Reject),
        }
    }
}

/// A reason that can be or was chosen. It is kept as it was, so that a later file does not change what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenReason {
    /// One of the general list.
    General(GeneralReason),
    /// One of the service's own.
    Own(Text),
}

/// The reasons for an outcome: key, reason. Empty where none is asked for.
pub fn reasons(workflow: &Workflow, outcome: Outcome) -> Vec<(String, ChosenReason)> {
    if !is_adverse(outcome) {
        return Vec::new();
    }
    match workflow.reasons.get(&outcome) {
        Some(own) if !own.is_empty() => own
            .iter()
            .map(|reason| (reason.key.clone(), ChosenReason::Own(reason.label.clone())))
            .collect(),
        _ => GeneralReason::ALL
            .into_iter()
            .filter(|reason| reason.fits(outcome))
            .map(|reason| (reason.key().to_owned(), ChosenReason::General(reason)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workflow(reasons: &str) -> Workflow {
        serde_json::from_str(&format!(r#"{{"start": "a", "steps": [], "reasons": {reasons}}}"#)).expect("a workflow")
    }

    #[test]
    fn only_what_goes_against_the_applicant_needs_a_reason() {
        let general = workflow("{}");
        assert!(reasons(&general, Outcome::Approve).is_empty());
        for outcome in [Outcome::Reject, Outcome::ReturnForCorrection, Outcome::RefuseExemption] {
            let offered = reasons(&general, outcome);
            assert!(offered.len() > 3, "{outcome:?}");
            let other = ("other".to_owned(), ChosenReason::General(GeneralReason::Other));
            assert_eq!(
                offered.last(),
                Some(&other),
                "{outcome:?}: the last is for what no list foresees"
            );
        }
    }

    #[test]
    fn a_services_own_reasons_take_the_place_of_the_general_ones() {
        let own = workflow(r#"{"reject": [{"key": "held", "label": {"ar": "حجز قضائي", "en": "Held by a court"}}]}"#);
        let offered = reasons(&own, Outcome::Reject);
        assert_eq!(offered.len(), 1);
        assert_eq!(offered[0].0, "held");
        assert!(matches!(&offered[0].1, ChosenReason::Own(text) if text.en == "Held by a court"));
        assert!(reasons(&own, Outcome::ReturnForCorrection).len() > 3);
    }

    #[test]
    fn reasons_are_kept_by_name() {
        let kept = serde_json::to_value(ChosenReason::General(GeneralReason::Other)).expect("JSON");
        assert_eq!(kept, serde_json::json!({"general": "other"}));
        for reason in GeneralReason::ALL {
            assert_eq!(serde_json::to_value(reason).expect("JSON"), reason.key());
        }
    }
}
