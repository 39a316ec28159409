//! Parallel steps: several bodies are asked at once, and the work goes on when all have answered.
//!
//! Two of them may answer in the same moment. Whoever decides there holds the application's row first
//! ([`store::applications::hold`]), so that the second sees the first one's answer and none is the last unseen.

use domain::service::workflow::{Outcome, StepKind};
use domain::workflow::{self, BranchAnswer, Joined, Stop};
use store::Transaction;
use store::tasks::TaskRow;

use super::Case;
use crate::OperationError;

impl Case<'_> {
    pub(super) async fn stop_at_desks(
        &mut self,
        tx: &mut Transaction,
        step: &str,
        desks: &[String],
        stop: &Stop,
    ) -> Result<(), OperationError> {
        for desk in desks {
            self.open_desk(tx, desk).await?;
        }
        self.change(tx, stop.transition(&self.definition.workflow), Some(step), None)
            .await
    }

    /// Goes on from a parallel step if all bodies have answered; asks those that a correction made necessary.
    pub(crate) async fn join(&mut self, tx: &mut Transaction, step: &str) -> Result<(), OperationError> {
        let tasks = store::tasks::all_for_application(&mut *tx, self.application.id).await?;
        let step = self.step(step)?;
        match workflow::join(step, &self.facts, &|desk| answer(&tasks, desk)) {
            Joined::To(target) => self.advance(tx, &target).await,
            Joined::Waits(desks) => {
                for desk in desks {
                    self.open_desk(tx, &desk).await?;
                }
                Ok(())
            }
        }
    }

    /// Goes on after a correction: at the desks that asked for it, or at a step.
    pub(crate) async fn go_on(&mut self, tx: &mut Transaction, resume: &str) -> Result<(), OperationError> {
        let targets: Vec<&str> = resume.split_whitespace().collect();
        let mut over = None;
        for target in targets {
            let branch = workflow::desk(&self.definition.workflow, target)
                .filter(|desk| desk.step.kind == StepKind::Parallel)
                .map(|desk| desk.step);
            let Some(step) = branch else {
                return self.advance(tx, target).await;
            };
            // The mended answers may have made this body's word unnecessary.
            if workflow::desks_of(step, &self.facts).iter().any(|desk| desk == target) {
                self.stop_at_desks(
                    tx,
                    &step.key,
                    &[target.to_owned()],
                    &Stop::Desks(step.key.clone(), Vec::new()),
                )
                .await?;
            } else {
                over = Some(step.key.clone());
            }
        }
        match over {
            Some(step) => self.join(tx, &step).await,
            None => Ok(()),
        }
    }
}

/// How a desk stands, by the last time it was asked.
fn answer(tasks: &[TaskRow], desk: &str) -> BranchAnswer {
    let Some(last) = tasks.iter().rev().find(|task| task.step == desk) else {
        return BranchAnswer::NotAsked;
    };
    let outcome = last.outcome.as_deref();
    if last.closed_at.is_none() || outcome == Some(Outcome::ReturnForCorrection.key()) {
        BranchAnswer::Open
    } else if outcome == Some(Outcome::Reject.key()) {
        BranchAnswer::Rejected
    } else if outcome.is_none() {
        // Closed by nobody's decision, when the whole step was left: it is asked anew.
        BranchAnswer::NotAsked
    } else {
        BranchAnswer::Approved
    }
}
