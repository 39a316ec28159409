//! A decision as it was posted, read against the service's file: the action, where it leads, why, and what was entered
//! with it. Everything that is wrong is said at once.

use std::collections::BTreeMap;

use domain::facts::CaseFacts;
use domain::service::ServiceDefinition;
use domain::service::workflow::{Action, Outcome};
use domain::view::outcome::{FormProblem, InputProblem};
use domain::workflow::{self, ChosenReason, Lead};

use super::assess;
use super::case::note_required;

/// Longest note to an applicant, in characters.
const MAX_NOTE: usize = 4_000;

/// A decision as it was posted.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// Key of the action.
    pub action: String,
    /// What the applicant reads.
    pub note: String,
    /// Key of the reason chosen for the action.
    pub reason: String,
    /// Fields marked for correction.
    pub fields: Vec<String>,
    /// Amounts that were assessed, as typed, by the name of the fact.
    pub amounts: BTreeMap<String, String>,
}

/// A decision that can be carried out.
pub(super) struct Ruling {
    pub(super) action: Action,
    pub(super) lead: Lead,
    pub(super) note: String,
    /// The reason of the list, with its key.
    pub(super) reason: Option<(String, ChosenReason)>,
    pub(super) fields: Vec<String>,
    /// Facts that were assessed.
    pub(super) assessed: CaseFacts,
}

/// Reads a decision at this desk.
pub(super) fn read(
    definition: &ServiceDefinition,
    desk: &str,
    decision: Decision,
) -> Result<Ruling, Vec<InputProblem>> {
    let (action, lead) = workflow::act(&definition.workflow, desk, &decision.action)
        .map_err(|_| vec![problem("action".to_owned(), FormProblem::ChooseAction)])?;
    let mut problems = Vec::new();
    let offered = workflow::reasons(&definition.workflow, action.outcome);
    let asked = !offered.is_empty();
    let reason = offered.into_iter().find(|(key, _)| *key == decision.reason);
    if asked && reason.is_none() {
        problems.push(problem(format!("reason.{}", action.key), FormProblem::ChooseReason));
    }
    let note: String = domain::fold::clean(&decision.note).chars().take(MAX_NOTE).collect();
    if note.is_empty() && note_required(action.outcome, action.note_to_applicant_required) {
        problems.push(problem("note".to_owned(), FormProblem::NoteRequired));
    }
    let assessed = match action.outcome {
        Outcome::AssessFee => assess::entered(definition, &decision.amounts),
        _ => Ok(CaseFacts::default()),
    };
    let known = |key: &String| definition.field(key).is_some();
    match assessed {
        Ok(assessed) if problems.is_empty() => Ok(Ruling {
            action,
            lead,
            note,
            reason,
            fields: decision.fields.into_iter().filter(known).collect(),
            assessed,
        }),
        Ok(_) => Err(problems),
        Err(others) => Err(problems.into_iter().chain(others).collect()),
    }
}

fn problem(input: String, problem: FormProblem) -> InputProblem {
    InputProblem { input, problem }
}
