//! The queue of a desk: open tasks of certain roles in certain bodies, most urgent or oldest first.
//!
//! A desk is a few (entity, role) pairs. Each pair is one stretch of an index that is in order already, so a page
//! costs a page for each pair, however long the queue is and however deep the page; the pages are merged here. What
//! narrows the queue down stands in the same index. A search first asks how many people it finds: when they are few it
//! starts from them, else from the queue.

mod counts;
mod pages;
mod search;
mod waiting;

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::person::Duty;
use domain::reference::Reference;
use serde_json::{Value as Json, json};
use uuid::Uuid;

pub use self::counts::{Counts, MOST_COUNTED, counts, roles};
use self::search::Needle;
pub use self::waiting::{WaitingFilter, WaitingPlace, WaitingRow, waiting, waiting_count};
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{FIRST_DAY, LAST_DAY, values};

row! {
    /// A task with what the list shows beside it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct QueueRow in "tasks" {
        /// The key of the task.
        pub id: TaskId,
        /// Of which application.
        pub application_id: ApplicationId,
        /// The step of the workflow.
        pub step: String,
        /// The body that must act.
        pub entity: String,
        /// The role that must act.
        pub role: String,
        /// Who has taken it.
        pub assignee_id: Option<PersonId>,
        /// Their name in Arabic.
        pub assignee_ar: Option<String>,
        /// And in Latin letters.
        pub assignee_en: Option<String>,
        /// When it came.
        pub opened_at: DateTime<Utc>,
        /// The last day.
        pub due_on: Option<NaiveDate>,
        /// Counts the changes of the task.
        pub version: i64,
        /// The number people quote.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// The file of it that the application was sent under.
        pub definition_hash: String,
        /// When the application was sent.
        pub submitted_at: Option<DateTime<Utc>>,
        /// On the fast path.
        pub urgent: bool,
        /// Whose application it is.
        pub applicant_id: PersonId,
        /// The applicant's name in Arabic.
        pub applicant_ar: String,
        /// And in Latin letters.
        pub applicant_en: String,
        /// Came back after a correction.
        pub resent: bool,
        /// The place in the order: the last day, or a day after all others.
        pub due_order: NaiveDate,
        /// The place in the order by age: when the application was sent.
        pub sent_at: DateTime<Utc>,
    }
}

impl QueueRow {
    /// Where the next page begins.
    pub fn place(&self, order: Order) -> Place {
        match order {
            Order::Due => Place::Due(self.due_order, self.id),
            Order::Age => Place::Age(self.sent_at, self.id),
        }
    }

    fn compare(&self, other: &Self, order: Order) -> Ordering {
        match order {
            Order::Due => (self.due_order, self.id).cmp(&(other.due_order, other.id)),
            Order::Age => (self.sent_at, self.id).cmp(&(other.sent_at, other.id)),
        }
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The nearest last day.
    #[default]
    Due,
    /// What was sent first.
    Age,
}

/// A place in the queue; the list goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the order by last day: that day, or a day after all others, and the task.
    Due(NaiveDate, TaskId),
    /// In the order by age: when the application was sent, and the task.
    Age(DateTime<Utc>, TaskId),
}

/// Which part of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Mine and those nobody has.
    Open,
    /// Mine.
    Mine,
    /// Those nobody has.
    Available,
    /// Past their last day, whoever has them.
    Overdue,
    /// All, whoever has them.
    All,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// The desk. Nothing outside it is ever seen.
    pub duties: &'a [Duty],
    /// Who looks.
    pub reader: PersonId,
    /// Today, where the desk is.
    pub today: NaiveDate,
    /// Which part.
    pub view: View,
    /// What comes first.
    pub order: Order,
    /// Only this service.
    pub service: Option<&'a str>,
    /// Only this step.
    pub step: Option<&'a str>,
    /// Only the fast path.
    pub urgent: bool,
    /// Only what came back after a correction.
    pub resent: bool,
    /// Only with a last day from this one on.
    pub due_from: Option<NaiveDate>,
    /// Only with a last day up to this one.
    pub due_until: Option<NaiveDate>,
    /// Only what this colleague has.
    pub assignee: Option<PersonId>,
    /// Only what this finds: the beginning of a number, a whole identity number, or the beginnings of words of the
    /// applicant's name.
    pub text: Option<&'a str>,
    /// Only what comes behind this place.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

impl<'a> Filter<'a> {
    /// All of a desk, most urgent first.
    pub const fn all(duties: &'a [Duty], reader: PersonId, today: NaiveDate, limit: i64) -> Self {
        Self {
            duties,
            reader,
            today,
            view: View::All,
            order: Order::Due,
            service: None,
            step: None,
            urgent: false,
            resent: false,
            due_from: None,
            due_until: None,
            assignee: None,
            text: None,
            after: None,
            limit,
        }
    }

    /// Where a page in the order by last day begins.
    fn due_start(&self) -> (NaiveDate, TaskId) {
        let first = (self.due_from.unwrap_or(FIRST_DAY), TaskId(Uuid::nil()));
        match self.after {
            Some(Place::Due(day, id)) => first.max((day, id)),
            Some(Place::Age(..)) | None => first,
        }
    }

    /// Where a page in the order by age begins.
    fn age_start(&self) -> (DateTime<Utc>, TaskId) {
        match self.after {
            Some(Place::Age(at, id)) => (at, id),
            Some(Place::Due(..)) | None => (DateTime::<Utc>::UNIX_EPOCH, TaskId(Uuid::nil())),
        }
    }

    /// The last day that is looked for.
    fn until(&self) -> NaiveDate {
        let until = self.due_until.unwrap_or(LAST_DAY);
        match self.view {
            View::Overdue => until.min(self.today.pred_opt().unwrap_or(FIRST_DAY)),
            View::Open | View::Mine | View::Available | View::All => until,
        }
    }
}

/// A page of the queue.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, filter: &Filter<'_>) -> Result<Vec<QueueRow>, StoreError> {
    let needle = filter.text.and_then(Needle::new);
    if let Some(needle) = &needle
        && search::is_narrow(&mut on, needle).await?
    {
        return search::list(on, filter, needle).await;
    }
    let narrowing = pages::narrowing(filter, needle.as_ref());
    let mut rows = Vec::new();
    let theirs = filter.assignee.is_some() || filter.view == View::Mine;
    if theirs || filter.view == View::Open {
        rows.extend(pages::of_person(&mut on, filter, &narrowing).await?);
    }
    if !theirs {
        for duty in filter.duties {
            rows.extend(pages::of_duty(&mut on, duty, filter, &narrowing).await?);
        }
    }
    rows.sort_by(|one, other| one.compare(other, filter.order));
    rows.dedup_by_key(|row| row.id);
    rows.truncate(usize::try_from(filter.limit).unwrap_or_default());
    Ok(rows)
}

/// Where a case stood in the queue of a desk, whether it is done there or not; none when it never was.
///
/// # Errors
/// Those of the engine.
pub async fn place_of(
    mut on: impl Queries,
    duties: &[Duty],
    application: ApplicationId,
) -> Result<Option<Place>, StoreError> {
    let select = sql!(
        "select t.id, t.due_order from tasks t
          where t.application_id = $1
            and exists (select 1 from jsonb_each($2) duty
                         where duty.value ->> 'entity' = t.entity and duty.value ->> 'role' = t.role)
          order by t.id desc limit 1"
    );
    let place: Option<PlaceRow> = on.optional(select, values![application, desk(duties)]).await?;
    Ok(place.map(|place| Place::Due(place.due_order, place.id)))
}

row! {
    struct PlaceRow in "tasks" {
        id: TaskId,
        due_order: NaiveDate,
    }
}

/// The open tasks of a desk that one person has, for handing them over.
///
/// # Errors
/// Those of the engine.
pub async fn held_by(
    mut on: impl Queries,
    duties: &[Duty],
    person: PersonId,
    limit: i64,
) -> Result<Vec<TaskId>, StoreError> {
    let select = sql!(
        "select t.id as value from tasks t
          where t.assignee_id = $1 and t.closed_at is null
            and exists (select 1 from jsonb_each($2) duty
                         where duty.value ->> 'entity' = t.entity and duty.value ->> 'role' = t.role)
          order by t.due_order, t.id limit $3"
    );
    let found: Vec<Only<TaskId>> = on.all(select, values![person, desk(duties), limit]).await?;
    Ok(found.into_iter().map(|Only(id)| id).collect())
}

/// A desk as a parameter. An object, not a list: `jsonb_each` then reads it on both engines.
fn desk(duties: &[Duty]) -> Json {
    let mut duties: Vec<&Duty> = duties.iter().collect();
    duties.sort();
    duties.dedup();
    let numbered = duties.iter().enumerate();
    numbered
        .map(|(number, duty)| (number.to_string(), json!({ "entity": duty.entity, "role": duty.role })))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
