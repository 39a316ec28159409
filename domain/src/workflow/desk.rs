//! Desks: the places of a workflow where somebody with a role acts.
//!
//! A task, an inspection and an issue are desks as the file writes them. A parallel step has one desk per branch. While
//! another body is waited for, the desk is the one its reply goes to, since somebody must write down what was answered.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::language::Text;
use crate::service::workflow::{Action, Branch, Outcome, Step, StepKind, Workflow};

/// This parallel branch is finished.
pub const JOIN: &str = "$join";
/// The action that writes down that another body agreed.
pub const POSITIVE_REPLY: &str = "positive_reply";
/// The action that writes down that another body refused.
pub const NEGATIVE_REPLY: &str = "negative_reply";

/// Between the keys of a parallel step and its branch.
const BRANCH_MARK: char = '/';

/// A place where somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk<'a> {
    /// What the work is called.
    pub title: &'a Text,
    /// Who acts.
    pub role: &'a str,
    /// The body the role belongs to; none: the service's ministry.
    pub entity: Option<&'a str>,
    /// Deadline, in working days.
    pub sla_working_days: Option<u32>,
    /// What may be done.
    pub actions: Vec<Action>,
    /// The step, or the parallel step the branch belongs to.
    pub step: &'a Step,
}

/// The desk with this key: a step, or `step/branch`. Steps at which no officer acts have none.
pub fn desk<'a>(workflow: &'a Workflow, key: &str) -> Option<Desk<'a>> {
    if let Some((step, branch)) = key.split_once(BRANCH_MARK) {
        let step = workflow.step(step)?;
        let branch = step.branches.iter().find(|each| each.key.as_deref() == Some(branch))?;
        return of_branch(step, branch);
    }
    let step = workflow.step(key)?;
    match step.kind {
        StepKind::Task | StepKind::Issue | StepKind::Inspection => Some(Desk {
            title: &step.title,
            role: &step.role,
            entity: step.entity.as_deref(),
            sla_working_days: step.sla_working_days,
            actions: step.actions.clone(),
            step,
        }),
        StepKind::ExternalWait => {
            let (role, entity) = receiver(workflow, step)?;
            Some(Desk {
                title: &step.title,
                role,
                entity,
                sla_working_days: step.expected_working_days,
                actions: replies(step),
                step,
            })
        }
        StepKind::Payment
        | StepKind::System
        | StepKind::Parallel
        | StepKind::Appointment
        | StepKind::ThirdPartyConsent => None,
    }
}

fn of_branch<'a>(step: &'a Step, branch: &'a Branch) -> Option<Desk<'a>> {
    Some(Desk {
        title: branch.title.as_ref().unwrap_or(&step.title),
        role: branch.role.as_deref()?,
        entity: branch.entity.as_deref(),
        sla_working_days: branch.sla_working_days,
        actions: branch.actions.clone(),
        step,
    })
}

/// All desks of a workflow, whether a case needs them or not.
pub fn desks(workflow: &Workflow) -> Vec<Desk<'_>> {
    let mut all = Vec::new();
    for step in &workflow.steps {
        all.extend(desk(workflow, &step.key));
        all.extend(step.branches.iter().filter_map(|branch| of_branch(step, branch)));
    }
    all
}

/// The name of the work at a position, whoever acts there.
pub fn title<'a>(workflow: &'a Workflow, key: &str) -> Option<&'a Text> {
    desk(workflow, key)
        .map(|desk| desk.title)
        .or_else(|| workflow.step(key).map(|step| &step.title))
}

/// The office the case goes on to when the reply is there: it reads the letters.
fn receiver<'a>(workflow: &'a Workflow, wait: &Step) -> Option<(&'a str, Option<&'a str>)> {
    let mut at = wait.to.as_deref()?;
    // A walk visits each step once at most; a circle of steps without an officer has no receiver.
    for _ in 0..=workflow.steps.len() {
        let step = workflow.step(at)?;
        match step.kind {
            StepKind::Task | StepKind::Issue | StepKind::Inspection => {
                return Some((&step.role, step.entity.as_deref()));
            }
            StepKind::Payment
            | StepKind::System
            | StepKind::Parallel
            | StepKind::Appointment
            | StepKind::ExternalWait
            | StepKind::ThirdPartyConsent => at = step.to.as_deref().or(step.default_to.as_deref())?,
        }
    }
    None
}

fn replies(step: &Step) -> Vec<Action> {
    let positive = step.to.as_ref().map(|to| Action {
        key: POSITIVE_REPLY.to_owned(),
        label: Text {
            ar: "تسجيل ردّ بالموافقة من الجهة".to_owned(),
            en: "Record that the body agreed".to_owned(),
        },
        outcome: Outcome::Approve,
        to: to.clone(),
        resume_at: None,
        note_to_applicant_required: false,
        set: BTreeMap::new(),
    });
    let negative = step.on_negative_reply.as_ref().map(|to| Action {
        key: NEGATIVE_REPLY.to_owned(),
        label: Text {
            ar: "تسجيل ردّ بالرفض من الجهة".to_owned(),
            en: "Record that the body refused".to_owned(),
        },
        outcome: Outcome::Reject,
        to: to.clone(),
        resume_at: None,
        note_to_applicant_required: true,
        set: BTreeMap::new(),
    });
    positive.into_iter().chain(negative).collect()
}

/// The keys of the desks of a parallel step that this case needs.
pub fn desks_of(step: &Step, facts: &dyn Facts) -> Vec<String> {
    let needed = |branch: &&Branch| branch.when.as_ref().is_none_or(|when| when.holds(facts));
    step.branches
        .iter()
        .filter(needed)
        .filter_map(|branch| Some(format!("{}{BRANCH_MARK}{}", step.key, branch.key.as_deref()?)))
        .collect()
}

/// How one branch of a parallel step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchAnswer {
    /// Not asked yet.
    NotAsked,
    /// Somebody works on it, or the applicant corrects something for it.
    Open,
    /// Finished without objection.
    Approved,
    /// Finished with a refusal.
    Rejected,
}

/// What follows when a branch of a parallel step has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is not over: these desks must be asked too (a correction can make one necessary); others may still work.
    Waits(Vec<String>),
    /// It is over: on to a step or an end.
    To(String),
}

/// Whether a parallel step is over. `answer` says how each desk stands; desks the case does not need do not count.
pub fn join(step: &Step, facts: &dyn Facts, answer: &dyn Fn(&str) -> BranchAnswer) -> Joined {
    let desks = desks_of(step, facts);
    let answers: Vec<BranchAnswer> = desks.iter().map(|desk| answer(desk)).collect();
    let over = |answer: &BranchAnswer| matches!(answer, BranchAnswer::Approved | BranchAnswer::Rejected);
    match &step.join {
        Some(join) if answers.iter().all(over) => Joined::To(if answers.contains(&BranchAnswer::Rejected) {
            join.when_any_rejected_to.clone()
        } else {
            join.when_all_approved_to.clone()
        }),
        _ => {
            let asked = desks.into_iter().zip(answers);
            let missing = asked.filter(|(_, answer)| *answer == BranchAnswer::NotAsked);
            Joined::Waits(missing.map(|(desk, _)| desk).collect())
        }
    }
}
