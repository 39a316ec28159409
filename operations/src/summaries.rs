//! Numbers per day (decision 40): added to in the transaction that changes them, and made anew from what they count.
//!
//! What a thing adds is worked out in one place, whether it happens now or is read back. Rows of a day are added to in
//! the order of [`Measure`] within a transaction as far as its steps allow, so that two seldom wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::application::Status;
use domain::id::PersonId;
use store::Transaction;
use store::receipts::ReceiptRow;
use store::summaries::{Decision, Ending, Measure, Rating, Revenue, SummaryRow};
use uuid::Uuid;

use crate::advance::Case;
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Rows that are read at once when the numbers are made anew.
const AT_ONCE: i64 = 2_000;

fn one(measure: Measure, at: DateTime<Utc>, entity: &str, service: &str, part: impl ToString) -> SummaryRow {
    SummaryRow {
        measure,
        day: local(at).date(),
        entity: entity.to_owned(),
        service_id: service.to_owned(),
        part: part.to_string(),
        count: 1,
        amount_minor: 0,
    }
}

fn of_sending(application: &Ending) -> Option<SummaryRow> {
    let of = |at| {
        one(
            Measure::Received,
            at,
            &application.ministry_id,
            &application.service_id,
            "",
        )
    };
    application.sent_at.map(of)
}

/// How it ended, and how long an answer took: whole days from the day it was sent first. Not working days, since a
/// holiday that is announced later would change what was.
fn of_ending(application: &Ending) -> Vec<SummaryRow> {
    let (Some(sent), Some(ended)) = (application.sent_at, application.ended_at) else {
        return Vec::new();
    };
    let of = |measure, part: String| one(measure, ended, &application.ministry_id, &application.service_id, part);
    let days = (local(ended).date() - local(sent).date()).num_days();
    let answered = matches!(application.status, Status::Issued | Status::Rejected);
    let took = answered.then(|| of(Measure::Took, days.to_string()));
    let ended = of(Measure::Ended, application.status.key().to_owned());
    std::iter::once(ended).chain(took).collect()
}

fn of_decision(decision: &Decision) -> Vec<SummaryRow> {
    let of = |measure| {
        one(
            measure,
            decision.closed_at,
            &decision.entity,
            &decision.service_id,
            decision.decided_by,
        )
    };
    let late = decision
        .due_on
        .is_some_and(|due| due < local(decision.closed_at).date());
    let late = late.then(|| of(Measure::Late));
    std::iter::once(of(Measure::Decided)).chain(late).collect()
}

fn of_receipt(receipt: &Revenue) -> SummaryRow {
    SummaryRow {
        amount_minor: receipt.amount_minor,
        ..one(
            Measure::Paid,
            receipt.issued_at,
            &receipt.agency,
            &receipt.service_id,
            receipt.currency.code(),
        )
    }
}

fn of_rating(portal: &Portal, rating: &Rating) -> SummaryRow {
    let service = rating
        .service_id
        .as_deref()
        .and_then(|id| portal.catalogue.find_ever(id));
    let (entity, id) = service.map_or(("", ""), |service| {
        (service.definition.ministry_id.as_str(), service.definition.id.as_str())
    });
    one(Measure::Rated, rating.at, entity, id, rating.rating)
}

async fn add(tx: &mut Transaction, rows: impl IntoIterator<Item = SummaryRow>) -> Result<(), OperationError> {
    for row in rows {
        store::summaries::add(tx, &row).await?;
    }
    Ok(())
}

/// An application moved from this status to the one it has now.
pub(crate) async fn moved(tx: &mut Transaction, case: &Case<'_>, before: Status) -> Result<(), OperationError> {
    let application = &case.application;
    let mut moved = Ending {
        id: application.id,
        ministry_id: application.ministry_id.clone(),
        service_id: application.service_id.clone(),
        status: application.status,
        sent_at: None,
        ended_at: None,
    };
    if before == Status::Draft && application.status == Status::Submitted {
        moved.sent_at = Some(case.now);
        return add(tx, of_sending(&moved)).await;
    }
    if !application.status.is_final() {
        return Ok(());
    }
    moved.sent_at = store::summaries::first_sent(&mut *tx, application.id).await?;
    moved.ended_at = Some(case.now);
    add(tx, of_ending(&moved)).await
}

/// An officer closed a task.
pub(crate) async fn decided(
    tx: &mut Transaction,
    case: &Case<'_>,
    task: domain::id::TaskId,
    officer: Option<PersonId>,
) -> Result<(), OperationError> {
    let Some(decided_by) = officer else { return Ok(()) };
    // Read again: a holiday that was announced meanwhile moves the last day.
    let task = store::tasks::by_id(&mut *tx, task)
        .await?
        .ok_or(OperationError::NotFound)?;
    let decision = Decision {
        id: task.id,
        entity: task.entity,
        service_id: case.application.service_id.clone(),
        decided_by,
        closed_at: case.now,
        due_on: task.due_on,
    };
    add(tx, of_decision(&decision)).await
}

/// A receipt was issued.
pub(crate) async fn paid(tx: &mut Transaction, service: &str, receipt: &ReceiptRow) -> Result<(), OperationError> {
    let paid = Revenue {
        id: receipt.id,
        agency: receipt.agency.clone(),
        service_id: service.to_owned(),
        amount_minor: receipt.amount_minor,
        currency: receipt.currency,
        issued_at: receipt.issued_at,
    };
    add(tx, [of_receipt(&paid)]).await
}

/// Stars were given.
pub(crate) async fn rated(tx: &mut Transaction, portal: &Portal, rating: &Rating) -> Result<(), OperationError> {
    add(tx, [of_rating(portal, rating)]).await
}

/// Sums while they are made.
#[derive(Default)]
struct Sums(BTreeMap<SummaryRow, (i64, i64)>);

impl Sums {
    fn add(&mut self, rows: impl IntoIterator<Item = SummaryRow>) {
        for row in rows {
            let sum = self.0.entry(key(&row)).or_default();
            sum.0 += row.count;
            sum.1 += row.amount_minor;
        }
    }

    fn rows(self) -> BTreeSet<SummaryRow> {
        let row = |(key, (count, amount_minor))| SummaryRow {
            count,
            amount_minor,
            ..key
        };
        self.0.into_iter().map(row).collect()
    }
}

/// What making the numbers anew came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many there are.
    pub rows: usize,
    /// How many were missing, too many or not the same before.
    pub mended: usize,
}

/// Makes all numbers anew. Nobody can add to them meanwhile, so whoever decides, pays or sends waits, or is told that the
/// portal is busy: it is done when little happens.
///
/// # Errors
/// The store is away, or busy.
pub async fn rebuild(portal: &Portal) -> Result<Rebuilt, OperationError> {
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::summaries::lock(&mut tx).await?;
        let before: BTreeSet<SummaryRow> = store::summaries::all(&mut tx).await?.into_iter().collect();
        let now = sums(&mut tx, &portal).await?.rows();
        store::summaries::clear(&mut tx).await?;
        for row in &now {
            store::summaries::add(&mut tx, row).await?;
        }
        tx.commit().await?;
        Ok(Rebuilt {
            rows: now.len(),
            mended: before
                .symmetric_difference(&now)
                .map(key)
                .collect::<BTreeSet<_>>()
                .len(),
        })
    })
    .await
}

/// The row without its numbers.
fn key(row: &SummaryRow) -> SummaryRow {
    SummaryRow {
        count: 0,
        amount_minor: 0,
        ..row.clone()
    }
}

async fn sums(tx: &mut Transaction, portal: &Portal) -> Result<Sums, OperationError> {
    let mut sums = Sums::default();
    let mut behind = Uuid::nil();
    loop {
        let rows = store::summaries::endings(&mut *tx, behind, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        behind = last.id.0;
        sums.add(rows.iter().filter_map(of_sending));
        sums.add(rows.iter().flat_map(of_ending));
    }
    behind = Uuid::nil();
    loop {
        let rows = store::summaries::decisions(&mut *tx, behind, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        behind = last.id.0;
        sums.add(rows.iter().flat_map(of_decision));
    }
    behind = Uuid::nil();
    loop {
        let rows = store::summaries::revenues(&mut *tx, behind, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        behind = last.id.0;
        sums.add(rows.iter().map(of_receipt));
    }
    behind = Uuid::nil();
    loop {
        let rows = store::summaries::ratings(&mut *tx, behind, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        behind = last.id;
        sums.add(rows.iter().map(|rating| of_rating(portal, rating)));
    }
    Ok(sums)
}
