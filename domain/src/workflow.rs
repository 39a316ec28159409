//! Walking the steps of a service after submission.
//!
//! A position is the key of a [`Desk`]: a step (`review`), or one branch of a parallel step
//! (`authorities/civil_defence`). So it can be stored, drawn and explained. [`arrive`] goes on by itself through steps
//! that need nobody (a condition that does not hold, a payment of nothing, a system check) and stops where somebody
//! must act, or at an end. [`act`] says where an action at a desk leads, and [`join`] where a parallel step leads once
//! its branches have answered.

mod desk;
mod reason;

use serde::{Deserialize, Serialize};

use crate::application::Transition;
use crate::facts::Facts;
use crate::service::workflow::{Action, FeeStage, Outcome, Step, StepKind, Workflow};

pub use desk::{BranchAnswer, Desk, JOIN, Joined, NEGATIVE_REPLY, POSITIVE_REPLY, desk, desks, desks_of, join, title};
pub use reason::{ChosenReason, GeneralReason, reasons};

/// The three ends, as the catalogue writes them.
pub const END_ISSUED: &str = "end_issued";
/// Refused.
pub const END_REJECTED: &str = "end_rejected";
/// A time ran out.
pub const END_EXPIRED: &str = "end_expired";
/// Back to the applicant.
pub const TO_APPLICANT: &str = "$applicant";

/// How a workflow ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The document is issued.
    Issued,
    /// Refused.
    Rejected,
    /// A time ran out.
    Expired,
}

/// Where a walk stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Somebody with a role must act, at the desk of this key.
    Task(String),
    /// Several bodies must act at once: the parallel step, and the keys of its desks.
    Desks(String, Vec<String>),
    /// The applicant must choose a time and come.
    Appointment(String),
    /// Another person must agree.
    Consent(String),
    /// The applicant must pay this stage.
    Payment(String, FeeStage),
    /// An end.
    End(End),
}

impl Stop {
    /// The move of the application's status that belongs to the stop.
    pub fn transition(&self, workflow: &Workflow) -> Transition {
        match self {
            Self::Task(key) => match workflow.step(key).map(|step| step.kind) {
                Some(StepKind::Issue) => Transition::Approve,
                Some(StepKind::Inspection) => Transition::Inspect,
                Some(StepKind::ExternalWait) => Transition::AskExternal,
                _ => Transition::Review,
            },
            Self::Desks(..) => Transition::Review,
            Self::Appointment(_) => Transition::AskAppointment,
            Self::Consent(_) => Transition::AskConsent,
            Self::Payment(..) => Transition::AskPayment,
            Self::End(End::Issued) => Transition::Issue,
            Self::End(End::Rejected) => Transition::Reject,
            Self::End(End::Expired) => Transition::Expire,
        }
    }
}

/// A walk: the steps it went through by itself, and where it stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Keys of the steps passed without anybody acting, in order.
    pub passed: Vec<String>,
    /// Where it stopped.
    pub stop: Stop,
}

/// A workflow that cannot be walked. The catalogue check finds these before a file goes live.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowError {
    /// No step or end of this name.
    #[error("no step named {0}")]
    NoSuchStep(String),
    /// The step has no action of this name.
    #[error("step {step} has no action {action}")]
    NoSuchAction {
        /// The step.
        step: String,
        /// What was tried.
        action: String,
    },
    /// The steps go round without anybody acting.
    #[error("the steps go round in a circle at {0}")]
    Circle(String),
}

/// Goes to `target` and on, until somebody must act. `due` says whether anything is to be paid at a stage.
///
/// # Errors
/// When the file's steps do not lead anywhere.
pub fn arrive(
    workflow: &Workflow,
    target: &str,
    facts: &dyn Facts,
    due: &dyn Fn(FeeStage) -> bool,
) -> Result<Walk, WorkflowError> {
    let mut passed = Vec::new();
    let mut at = target.to_owned();
    loop {
        if passed.len() > workflow.steps.len() {
            return Err(WorkflowError::Circle(at));
        }
        if let Some(end) = end_of(&at) {
            return Ok(Walk {
                passed,
                stop: Stop::End(end),
            });
        }
        let step = workflow
            .step(&at)
            .ok_or_else(|| WorkflowError::NoSuchStep(at.clone()))?;
        match onward(step, facts, due)? {
            Onward::Stop(stop) => return Ok(Walk { passed, stop }),
            Onward::To(next) => {
                passed.push(at);
                at = next;
            }
        }
    }
}

/// The end a target names, if it names one.
pub fn end_of(target: &str) -> Option<End> {
    match target {
        END_ISSUED => Some(End::Issued),
        END_REJECTED => Some(End::Rejected),
        END_EXPIRED => Some(End::Expired),
        _ => None,
    }
}

enum Onward {
    Stop(Stop),
    To(String),
}

fn onward(step: &Step, facts: &dyn Facts, due: &dyn Fn(FeeStage) -> bool) -> Result<Onward, WorkflowError> {
    let missing = |what: &Option<String>| {
        what.clone()
            .ok_or_else(|| WorkflowError::NoSuchStep(format!("after {}", step.key)))
    };
    if step.when.as_ref().is_some_and(|when| !when.holds(facts)) {
        return Ok(Onward::To(missing(&step.else_to)?));
    }
    match step.kind {
        StepKind::Task | StepKind::Issue | StepKind::Inspection | StepKind::ExternalWait => {
            Ok(Onward::Stop(Stop::Task(step.key.clone())))
        }
        StepKind::Appointment => Ok(Onward::Stop(Stop::Appointment(step.key.clone()))),
        StepKind::ThirdPartyConsent => Ok(Onward::Stop(Stop::Consent(step.key.clone()))),
        StepKind::Parallel => match desks_of(step, facts) {
            desks if !desks.is_empty() => Ok(Onward::Stop(Stop::Desks(step.key.clone(), desks))),
            // Nobody has to be asked in this case, so nobody objects.
            _ => Ok(Onward::To(missing(
                &step.join.as_ref().map(|join| join.when_all_approved_to.clone()),
            )?)),
        },
        StepKind::Payment => {
            let stage = step.fee_stage.unwrap_or(FeeStage::Submission);
            if step.skip_when_total_is_zero && !due(stage) {
                Ok(Onward::To(missing(&step.to)?))
            } else {
                Ok(Onward::Stop(Stop::Payment(step.key.clone(), stage)))
            }
        }
        StepKind::System => {
            let taken = step
                .branches
                .iter()
                .find(|branch| branch.when.as_ref().is_none_or(|when| when.holds(facts)));
            let next = taken.and_then(|branch| branch.to.clone());
            Ok(Onward::To(match next {
                Some(next) => next,
                None => missing(&step.default_to)?,
            }))
        }
    }
}

/// Where an action leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// On to a step or an end.
    To(String),
    /// This branch of a parallel step is finished; [`join`] says whether the step is.
    Join {
        /// The parallel step.
        step: String,
    },
    /// Back to the applicant; work goes on at this desk when it is sent again.
    Applicant {
        /// The desk, or step, that resumes.
        resume: String,
    },
}

/// The action of this name at this desk, and where it leads.
///
/// # Errors
/// When the desk or the action does not exist.
pub fn act(workflow: &Workflow, key: &str, action: &str) -> Result<(Action, Lead), WorkflowError> {
    let found = desk(workflow, key).ok_or_else(|| WorkflowError::NoSuchStep(key.to_owned()))?;
    let chosen = found
        .actions
        .iter()
        .find(|candidate| candidate.key == action)
        .cloned()
        .ok_or_else(|| WorkflowError::NoSuchAction {
            step: key.to_owned(),
            action: action.to_owned(),
        })?;
    let lead = match chosen.to.as_str() {
        TO_APPLICANT => Lead::Applicant {
            resume: chosen.resume_at.clone().unwrap_or_else(|| key.to_owned()),
        },
        JOIN => Lead::Join {
            step: found.step.key.clone(),
        },
        _ => Lead::To(chosen.to.clone()),
    };
    Ok((chosen, lead))
}

/// Whether an outcome ends badly for the applicant, who must then be told why.
pub const fn is_adverse(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Reject | Outcome::ReturnForCorrection | Outcome::RefuseExemption
    )
}
