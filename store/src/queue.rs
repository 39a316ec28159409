//! The queue of a desk: open tasks of certain roles in certain bodies, most urgent first.
//!
//! A desk is a few (entity, role) pairs. Each pair is one stretch of an index that is in order already, so a page
//! costs a page for each pair, however long the queue is and however deep the page; the pages are merged here. A
//! search first asks how many people it finds: when they are few it starts from them, else from the queue.

mod search;

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::person::Duty;
use domain::reference::Reference;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use self::search::Needle;
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{FIRST_DAY, LAST_DAY, Value, values};

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
        /// The applicant's name in Arabic.
        pub applicant_ar: String,
        /// And in Latin letters.
        pub applicant_en: String,
        /// Came back after a correction.
        pub resent: bool,
        /// The place in the order: the last day, or a day after all others.
        pub due_order: NaiveDate,
    }
}

impl QueueRow {
    /// Where the next page begins.
    pub fn place(&self) -> Place {
        Place {
            due_order: self.due_order,
            id: self.id,
        }
    }
}

/// A place in the queue; the list goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The last day, or a day after all others.
    pub due_order: NaiveDate,
    /// The task.
    pub id: TaskId,
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
    /// Only this service.
    pub service: Option<&'a str>,
    /// Only what this finds: the beginning of a number, of an identity number, or of words of the applicant's name.
    pub text: Option<&'a str>,
    /// Only what comes behind this place.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

impl Filter<'_> {
    /// Where the page begins.
    fn start(&self) -> Place {
        self.after.unwrap_or(Place {
            due_order: FIRST_DAY,
            id: TaskId(Uuid::nil()),
        })
    }

    /// The last day of the view.
    fn until(&self) -> NaiveDate {
        match self.view {
            View::Overdue => self.today.pred_opt().unwrap_or(FIRST_DAY),
            View::Open | View::Mine | View::Available | View::All => LAST_DAY,
        }
    }
}

/// How many there are in each part. Counting stops at [`MOST_COUNTED`]: a part that has more is given as one more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Mine and those nobody has.
    pub open: i64,
    /// Mine.
    pub mine: i64,
    /// Those nobody has.
    pub available: i64,
    /// Past their last day.
    pub overdue: i64,
    /// All.
    pub total: i64,
}

impl Counts {
    /// How many there are in a part.
    pub fn of(&self, view: View) -> i64 {
        match view {
            View::Open => self.open,
            View::Mine => self.mine,
            View::Available => self.available,
            View::Overdue => self.overdue,
            View::All => self.total,
        }
    }
}

row! {
    struct CountsRow in "tasks" {
        mine: i64,
        available: i64,
        overdue: i64,
        total: i64,
    }
}

/// Where counting stops. People read "more than a thousand"; an exact figure would cost more than the page.
pub const MOST_COUNTED: i64 = 1000;

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
    let narrowing = Needle::patterns(needle.as_ref());
    let mut rows = Vec::new();
    if matches!(filter.view, View::Open | View::Mine) {
        rows.extend(mine(&mut on, filter, &narrowing).await?);
    }
    for duty in filter.duties {
        rows.extend(match filter.view {
            View::Open | View::Available => available(&mut on, duty, filter, &narrowing).await?,
            View::Overdue | View::All => whole(&mut on, duty, filter, &narrowing).await?,
            View::Mine => Vec::new(),
        });
    }
    rows.sort_by_key(QueueRow::place);
    rows.dedup_by_key(|row| row.id);
    rows.truncate(usize::try_from(filter.limit).unwrap_or_default());
    Ok(rows)
}

/// The tasks of one duty, whoever has them.
async fn whole(
    mut on: impl Queries,
    duty: &Duty,
    filter: &Filter<'_>,
    narrowing: &[Value],
) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at,
                due_on, version, reference, service_id, definition_hash, submitted_at, urgent, applicant_ar, applicant_en,
                due_order, resent
           from open_tasks
          where entity = $1 and role = $2 and (due_order, id) > ($3, $4) and due_order <= $5
            and (cast($6 as text) is null or service_id = $6)
            and (reference like $7 or applicant_number like $7
                 or (applicant_key like $8 and applicant_key like $9 and applicant_key like $10))
          order by due_order, id limit $11"
    );
    let start = filter.start();
    let mut values = values![duty.entity, duty.role, start.due_order, start.id, filter.until()];
    values.extend(values![filter.service]);
    values.extend_from_slice(narrowing);
    values.extend(values![filter.limit]);
    on.all(select, values).await
}

/// The tasks of one duty that nobody has.
async fn available(
    mut on: impl Queries,
    duty: &Duty,
    filter: &Filter<'_>,
    narrowing: &[Value],
) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at,
                due_on, version, reference, service_id, definition_hash, submitted_at, urgent, applicant_ar, applicant_en,
                due_order, resent
           from open_tasks
          where entity = $1 and role = $2 and (due_order, id) > ($3, $4) and assignee_id is null
            and (cast($5 as text) is null or service_id = $5)
            and (reference like $6 or applicant_number like $6
                 or (applicant_key like $7 and applicant_key like $8 and applicant_key like $9))
          order by due_order, id limit $10"
    );
    let start = filter.start();
    let mut values = values![duty.entity, duty.role, start.due_order, start.id, filter.service];
    values.extend_from_slice(narrowing);
    values.extend(values![filter.limit]);
    on.all(select, values).await
}

/// The reader's tasks of the desk.
async fn mine(mut on: impl Queries, filter: &Filter<'_>, narrowing: &[Value]) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at,
                due_on, version, reference, service_id, definition_hash, submitted_at, urgent, applicant_ar, applicant_en,
                due_order, resent
           from open_tasks
          where assignee_id = $1 and (due_order, id) > ($2, $3)
            and exists (select 1 from jsonb_each($4) duty
                         where duty.value ->> 'entity' = entity and duty.value ->> 'role' = role)
            and (cast($5 as text) is null or service_id = $5)
            and (reference like $6 or applicant_number like $6
                 or (applicant_key like $7 and applicant_key like $8 and applicant_key like $9))
          order by due_order, id limit $10"
    );
    let start = filter.start();
    let mut values = values![filter.reader, start.due_order, start.id, desk(filter.duties)];
    values.extend(values![filter.service]);
    values.extend_from_slice(narrowing);
    values.extend(values![filter.limit]);
    on.all(select, values).await
}

/// How many there are in each part, in one statement that reads at most [`MOST_COUNTED`] places of an index for each.
///
/// # Errors
/// Those of the engine.
pub async fn counts(
    mut on: impl Queries,
    duties: &[Duty],
    reader: PersonId,
    today: NaiveDate,
) -> Result<Counts, StoreError> {
    let select = sql!(
        "select (select count(*) from (
                   select 1 from tasks t
                    where t.assignee_id = $2 and t.closed_at is null
                      and exists (select 1 from jsonb_each($1) duty
                                   where duty.value ->> 'entity' = t.entity
                                     and duty.value ->> 'role' = t.role)
                    limit $4) counted) as mine,
                (select count(*) from (
                   select 1 from jsonb_each($1) duty
                    cross join tasks t
                    where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                      and t.closed_at is null and t.assignee_id is null
                    limit $4) counted) as available,
                (select count(*) from (
                   select 1 from jsonb_each($1) duty
                    cross join tasks t
                    where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                      and t.closed_at is null and t.due_order < $3
                    limit $4) counted) as overdue,
                (select count(*) from (
                   select 1 from jsonb_each($1) duty
                    cross join tasks t
                    where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                      and t.closed_at is null
                    limit $4) counted) as total"
    );
    let most = MOST_COUNTED + 1;
    let row: CountsRow = on.one(select, values![desk(duties), reader, today, most]).await?;
    let CountsRow {
        mine,
        available,
        overdue,
        total,
    } = row;
    Ok(Counts {
        open: (mine + available).min(most),
        mine,
        available,
        overdue,
        total,
    })
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
