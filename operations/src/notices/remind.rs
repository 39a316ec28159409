//! Days that are near: a payment that is not made, a draft that will be thrown away, an appointment tomorrow.
//!
//! A reminder is known by what ends and when, so it is queued once, however often and by however many workers it is
//! looked for.

use chrono::{Days, NaiveDate};
use domain::application::Status;
use domain::appointment;
use domain::notice::NoticeKind;
use store::applications::ApplicationSummary;
use store::appointments::AppointmentRow;

use super::queue::{Notice, queue};
use super::render::Values;
use crate::applications::fill::plus_days;
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Most rows of one page.
const BATCH: i64 = 100;
/// Days before the last one.
const BEFORE: u64 = 3;

/// Queues what is due today. Says how many messages that made.
///
/// # Errors
/// When the store is away; whoever calls does it again.
pub async fn round(portal: &Portal) -> Result<u64, OperationError> {
    Ok(endings(portal).await? + appointments(portal).await?)
}

/// Applications that end by themselves soon. The list is of days that have passed, so it is asked for a later today;
/// drafts that were saved again live longer than the day they stand under.
async fn endings(portal: &Portal) -> Result<u64, OperationError> {
    let today = portal.clock.today();
    let soon = today + Days::new(BEFORE);
    let (mut after, mut queued) = (None, 0);
    loop {
        let page = store::applications::list_expired(&portal.store, soon + Days::new(1), after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(queued) };
        after = last.expires_on.map(|day| (day, last.id));
        for row in &page {
            if let Some((kind, until)) = ending(portal, row).filter(|(_, day)| (today..=soon).contains(day)) {
                queued += remind(portal, row, kind, until).await?;
            }
        }
    }
}

fn ending(portal: &Portal, row: &ApplicationSummary) -> Option<(NoticeKind, NaiveDate)> {
    match row.status {
        Status::AwaitingPayment => Some((NoticeKind::PaymentNear, row.expires_on?)),
        Status::Draft => {
            let kept_until = plus_days(local(row.updated_at).date(), portal.settings.draft_days);
            Some((NoticeKind::DraftEnding, kept_until))
        }
        _ => None,
    }
}

async fn remind(
    portal: &Portal,
    row: &ApplicationSummary,
    kind: NoticeKind,
    until: NaiveDate,
) -> Result<u64, OperationError> {
    let (portal, row) = (portal.clone(), row.clone());
    write(async move {
        let mut tx = portal.store.begin().await?;
        let Some(application) = store::applications::by_id(&mut tx, row.id).await? else {
            return Ok(0);
        };
        if application.status != row.status {
            return Ok(0);
        }
        let notice = Notice {
            occasion: &format!("{}:{}:{until}", kind.key(), row.id),
            person: application.applicant_id,
            kind,
            reference: &application.reference,
            service_id: &application.service_id,
            values: Values {
                until: Some(until),
                ..Values::default()
            },
        };
        let queued = queue(&mut tx, &portal, notice, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(queued)
    })
    .await
}

async fn appointments(portal: &Portal) -> Result<u64, OperationError> {
    let day = portal.clock.today() + Days::new(1);
    let (from, to) = (day.to_string(), (day + Days::new(1)).to_string());
    let (mut after, mut queued) = (None, 0);
    loop {
        let behind = after.as_ref().map(|(at, id): &(String, _)| (at.as_str(), *id));
        let page = store::appointments::coming(&portal.store, &from, &to, behind, BATCH).await?;
        let Some(last) = page.last() else { return Ok(queued) };
        after = Some((last.starts_at.clone(), last.id));
        for row in page {
            // Whoever chose it today knows.
            if local(row.booked_at).date() < portal.clock.today() {
                queued += expected(portal, row).await?;
            }
        }
    }
}

async fn expected(portal: &Portal, row: AppointmentRow) -> Result<u64, OperationError> {
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let Some(application) = store::applications::by_id(&mut tx, row.application_id).await? else {
            return Ok(0);
        };
        let service = portal
            .version(&mut tx, &application.service_id, &application.definition_hash)
            .await?;
        let step = service.definition.workflow.step(&row.step);
        let notice = Notice {
            occasion: &format!("{}:{}", NoticeKind::AppointmentNear.key(), row.id),
            person: application.applicant_id,
            kind: NoticeKind::AppointmentNear,
            reference: &application.reference,
            service_id: &application.service_id,
            values: Values {
                office: step.map(|step| crate::appointments::office_text(&portal, step, &row.office)),
                time: appointment::parse(&row.starts_at),
                ..Values::default()
            },
        };
        let queued = queue(&mut tx, &portal, notice, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(queued)
    })
    .await
}
