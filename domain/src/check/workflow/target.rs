//! The ways out of a step, and which of them may lead where.

use crate::service::workflow::{Action, Outcome, Step, StepKind, Workflow};
use crate::workflow::{END_EXPIRED, END_ISSUED, END_REJECTED, TO_APPLICANT};

/// A branch of a parallel step is finished.
const JOIN: &str = "$join";

/// One way out of a step.
pub(super) struct Way<'a> {
    /// Its key in the step: `actions[1].to`.
    pub(super) path: String,
    /// The step or end it names.
    pub(super) target: &'a str,
    kind: WayKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WayKind {
    /// An officer's action.
    Action(StepKind, Outcome),
    /// An officer's action in a branch of a parallel step.
    BranchAction(Outcome),
    /// Where work goes on after the applicant.
    Resume,
    /// The step is done.
    Done,
    /// The step is passed over.
    Else,
    /// The system found something.
    Check,
    /// The bodies asked at once have all agreed.
    Joined,
    /// One of them, another body or another person said no.
    Refused,
    /// A time ran out.
    Expired,
}

/// All ways out of a step.
pub(super) fn ways(step: &Step) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for (at, action) in step.actions.iter().enumerate() {
        add_action(
            &mut ways,
            &format!("actions[{at}]"),
            action,
            WayKind::Action(step.kind, action.outcome),
        );
    }
    for (at, branch) in step.branches.iter().enumerate() {
        for (nth, action) in branch.actions.iter().enumerate() {
            let path = format!("branches[{at}].actions[{nth}]");
            add_action(&mut ways, &path, action, WayKind::BranchAction(action.outcome));
        }
        add(
            &mut ways,
            &format!("branches[{at}].to"),
            branch.to.as_deref(),
            WayKind::Check,
        );
    }
    let join = step.join.as_ref();
    for (path, target, kind) in [
        ("to", step.to.as_deref(), WayKind::Done),
        ("else_to", step.else_to.as_deref(), WayKind::Else),
        ("default_to", step.default_to.as_deref(), WayKind::Check),
        (
            "join.when_all_approved_to",
            join.map(|join| join.when_all_approved_to.as_str()),
            WayKind::Joined,
        ),
        (
            "join.when_any_rejected_to",
            join.map(|join| join.when_any_rejected_to.as_str()),
            WayKind::Refused,
        ),
        ("on_expiry", step.on_expiry.as_deref(), WayKind::Expired),
        ("on_negative_reply", step.on_negative_reply.as_deref(), WayKind::Refused),
        ("on_refusal", step.on_refusal.as_deref(), WayKind::Refused),
    ] {
        add(&mut ways, path, target, kind);
    }
    ways
}

fn add_action<'a>(ways: &mut Vec<Way<'a>>, path: &str, action: &'a Action, kind: WayKind) {
    add(ways, &format!("{path}.to"), Some(&action.to), kind);
    add(
        ways,
        &format!("{path}.resume_at"),
        action.resume_at.as_deref(),
        WayKind::Resume,
    );
}

fn add<'a>(ways: &mut Vec<Way<'a>>, path: &str, target: Option<&'a str>, kind: WayKind) {
    if let Some(target) = target {
        ways.push(Way {
            path: path.to_owned(),
            target,
            kind,
        });
    }
}

impl Way<'_> {
    /// Whether it ends the workflow.
    pub(super) fn ends(&self) -> bool {
        matches!(self.target, END_ISSUED | END_REJECTED | END_EXPIRED)
    }

    /// Whether it may be gone without anybody acting.
    pub(super) fn is_automatic(&self, step: &Step) -> bool {
        match self.kind {
            WayKind::Else | WayKind::Check => true,
            WayKind::Done => step.kind == StepKind::Payment && step.skip_when_total_is_zero,
            // A body is passed over when its condition does not hold, and then all may be.
            WayKind::Joined => step.branches.iter().all(|branch| branch.when.is_some()),
            _ => false,
        }
    }

    /// Whether it leads to something there, of a kind this way may lead to.
    pub(super) fn leads_well(&self, workflow: &Workflow) -> Result<(), String> {
        use WayKind::{Action, BranchAction, Check, Else, Expired, Refused};
        let allowed = match self.target {
            END_ISSUED => matches!(self.kind, Action(StepKind::Issue, Outcome::IssueCertificate)),
            END_REJECTED => match self.kind {
                Action(_, outcome) => !matches!(outcome, Outcome::Approve | Outcome::IssueCertificate),
                kind => matches!(kind, Else | Check | Refused | Expired),
            },
            END_EXPIRED => self.kind == Expired,
            TO_APPLICANT => matches!(
                self.kind,
                Action(_, Outcome::ReturnForCorrection) | BranchAction(Outcome::ReturnForCorrection)
            ),
            JOIN => matches!(self.kind, BranchAction(_)),
            step if workflow.step(step).is_none() => {
                return Err(format!("no step is named {step}"));
            }
            _ => !matches!(self.kind, BranchAction(_)),
        };
        if allowed {
            Ok(())
        } else if let BranchAction(_) = self.kind {
            Err(format!(
                "a branch leads to {JOIN}, or to {TO_APPLICANT} for correction, not to {}",
                self.target
            ))
        } else {
            Err(format!("{} may not be reached this way", self.target))
        }
    }
}
