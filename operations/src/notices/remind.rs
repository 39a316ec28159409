//! Days that are near: a payment that is not made, a draft that will be thrown away, an appointment the next day.
//!
//! A reminder is known by what ends and when, so it is queued once, however often and by however many workers it is
//! looked for. Nobody is woken by one: a day's reminders begin in the morning.

use chrono::{DateTime, Days, Duration, NaiveDate, Timelike, Utc};
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
/// From this hour on, in Palestine.
const MORNING: u32 = 9;
/// When something went wrong, all is looked for again after so long.
const AGAIN: Duration = Duration::minutes(15);

/// What a worker remembers between its rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reminded {
    /// The last day that was looked through whole.
    day: Option<NaiveDate>,
    /// Not before then.
    not_before: Option<DateTime<Utc>>,
}

/// What a look through the rows came to.
#[derive(Clone, Copy, Debug)]
struct Looked {
    /// Messages there are now more.
    queued: u64,
    /// Whether all was looked at, and nothing went wrong.
    whole: bool,
}

impl Looked {
    const fn begun() -> Self {
        Self { queued: 0, whole: true }
    }

    const fn broken_off(self) -> Self {
        Self { whole: false, ..self }
    }

    /// Counts one row. What is wrong with it keeps no other row waiting.
    fn count(&mut self, row: Result<u64, OperationError>, what: &dyn std::fmt::Display) {
        match row {
            Ok(queued) => self.queued += queued,
            Err(error) => {
                tracing::warn!(%error, %what, "somebody is reminded later");
                self.whole = false;
            }
        }
    }
}

/// Queues what is due today, once a day, from the morning on. Says how many messages that made. When `stop` says so, it
/// begins with no other row.
pub async fn round(portal: &Portal, reminded: &mut Reminded, stop: &(dyn Fn() -> bool + Sync)) -> u64 {
    let now = portal.clock.now();
    let here = local(now);
    let rests = reminded.not_before.is_some_and(|then| now < then);
    if rests || reminded.day == Some(here.date()) || here.hour() < MORNING {
        return 0;
    }
    let mut queued = 0;
    let mut whole = true;
    for looked in [endings(portal, stop).await, appointments(portal, stop).await] {
        match looked {
            Ok(looked) => {
                queued += looked.queued;
                whole &= looked.whole;
            }
            Err(error) => {
                tracing::warn!(%error, "reminders are queued later");
                whole = false;
            }
        }
    }
    if whole {
        reminded.day = Some(here.date());
    } else {
        reminded.not_before = Some(now + AGAIN);
    }
    queued
}
/// Applications that end by themselves soon. The list is of days that have passed, so it is asked for a later today;
/// drafts that were saved again live longer than the day they stand under.
async fn endings(portal: &Portal, stop: &(dyn Fn() -> bool + Sync)) -> Result<Looked, OperationError> {
    let today = portal.clock.today();
    let soon = today + Days::new(BEFORE);
    let (mut after, mut looked) = (None, Looked::begun());
    loop {
        let page = store::applications::list_expired(&portal.store, soon + Days::new(1), after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(looked) };
        after = last.expires_on.map(|day| (day, last.id));
        for row in &page {
            if stop() {
                return Ok(looked.broken_off());
            }
            let ending = ending(portal, row.status, row.expires_on, row.updated_at);
            if let Some((kind, until)) = ending.filter(|(_, day)| (today..=soon).contains(day)) {
                looked.count(remind(portal, row, kind, until).await, &row.reference);
            }
        }
    }
}

/// What ends when, if something ends by itself.
pub(super) fn ending(
    portal: &Portal,
    status: Status,
    expires_on: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
) -> Option<(NoticeKind, NaiveDate)> {
    match status {
        Status::AwaitingPayment => Some((NoticeKind::PaymentNear, expires_on?)),
        Status::Draft => {
            let kept_until = plus_days(local(updated_at).date(), portal.settings.draft_days);
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

async fn appointments(portal: &Portal, stop: &(dyn Fn() -> bool + Sync)) -> Result<Looked, OperationError> {
    let day = portal.clock.today() + Days::new(1);
    let (from, to) = (day.to_string(), (day + Days::new(1)).to_string());
    let (mut after, mut looked) = (None, Looked::begun());
    loop {
        let behind = after.as_ref().map(|(at, id): &(String, _)| (at.as_str(), *id));
        let page = store::appointments::coming(&portal.store, &from, &to, behind, BATCH).await?;
        let Some(last) = page.last() else { return Ok(looked) };
        after = Some((last.starts_at.clone(), last.id));
        for row in page {
            if stop() {
                return Ok(looked.broken_off());
            }
            // Whoever chose it today knows.
            if local(row.booked_at).date() < portal.clock.today() {
                let id = row.id;
                looked.count(expected(portal, row).await, &id);
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
