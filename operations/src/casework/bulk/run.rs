//! Carrying out what was confirmed, case by case, once the time to call it back is over.

use domain::person::{Actor, Person};
use domain::view::outcome::FormProblem;
use domain::view::queue::LeftOut;
use store::bulk::{BulkKind, BulkRow, CaseRow, ItemState};

use super::judge::Judge;
use crate::casework::decide::{self, Decision, TaskForm};
use crate::casework::hand_over::hand_over;
use crate::{OperationError, Portal, write};

/// Most actions of one round.
const BATCH: i64 = 20;

/// Carries out the actions whose time has come. A case that did not work is left out and said so; one that could not
/// be tried, because the store was busy, is tried in the next round.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn round(portal: &Portal) -> Result<(), OperationError> {
    for row in store::bulk::due(&portal.store, portal.clock.now(), BATCH).await? {
        one(portal, &row).await?;
    }
    Ok(())
}

async fn one(portal: &Portal, row: &BulkRow) -> Result<(), OperationError> {
    // As the person is now: duties may have been taken away meanwhile.
    let person = store::people::actor(&portal.store, row.person_id).await?;
    let cases = store::bulk::cases(&portal.store, row.id).await?;
    for case in cases.iter().filter(|case| case.state == ItemState::Open) {
        let why = match &person {
            Some(person) => carry_out(portal, person, row, case).await?,
            None => Some(LeftOut::NotYourDesk),
        };
        if let Some(why) = why {
            leave_out(portal, row, case, why).await?;
        }
    }
    let (portal, id) = (portal.clone(), row.id);
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::bulk::finish(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Does it. Says why it was not done; an error when it should be tried again.
async fn carry_out(
    portal: &Portal,
    person: &Person,
    row: &BulkRow,
    case: &CaseRow,
) -> Result<Option<LeftOut>, OperationError> {
    let service = portal
        .version(&portal.store, &case.service_id, &case.definition_hash)
        .await?;
    let judge = Judge::new(portal, person, row).await?;
    if let Err(why) = judge.case(case, &service) {
        return Ok(Some(why));
    }
    let (actor, reference) = (Actor::Person(person.clone()), case.reference.to_string());
    let form = TaskForm {
        task: case.task_id,
        version: case.version,
    };
    let of = Some((row.id, case.number));
    let done = match row.kind {
        BulkKind::Take => decide::assign(portal, &actor, &reference, &form, true, of).await,
        BulkKind::Release => decide::assign(portal, &actor, &reference, &form, false, of).await,
        BulkKind::HandOver => {
            let reason = row.reason.as_deref().unwrap_or_default();
            hand_over(portal, &actor, case, row.to_id, reason, of).await
        }
        BulkKind::Decide => {
            let decision = Decision {
                action: row.action.clone().unwrap_or_default(),
                ..Decision::default()
            };
            decide::decide_as(portal, &actor, &reference, &form, decision, of).await
        }
    };
    match done {
        Ok(()) => Ok(None),
        Err(error @ OperationError::Unavailable(_)) => Err(error),
        Err(error) => Ok(Some(why(&error, &reference))),
    }
}

fn why(error: &OperationError, reference: &str) -> LeftOut {
    match error {
        OperationError::Conflict => LeftOut::Changed,
        OperationError::Problems(problems) => match problems.first().map(|found| &found.problem) {
            Some(FormProblem::TakenMeanwhile) => LeftOut::Changed,
            _ => LeftOut::NoSuchAction,
        },
        OperationError::Forbidden | OperationError::NotFound | OperationError::SignIn => LeftOut::NotYourDesk,
        error => {
            tracing::error!(%error, reference, "a case of an action on several was left out");
            LeftOut::Fault
        }
    }
}

async fn leave_out(portal: &Portal, row: &BulkRow, case: &CaseRow, why: LeftOut) -> Result<(), OperationError> {
    let (portal, id, number) = (portal.clone(), row.id, case.number);
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        store::bulk::finish_item(&mut tx, id, number, ItemState::LeftOut, Some(why.key())).await?;
        tx.commit().await?;
        Ok(())
    });
    match done.await {
        // Another worker did it.
        Err(OperationError::Conflict) => Ok(()),
        done => done,
    }
}
