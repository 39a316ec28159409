//! The queue of a desk: open tasks of certain roles in certain bodies, most urgent first.
//!
//! A desk is a few (entity, role) pairs. Each pair is one stretch of the index `tasks_queue`, already in order, so a
//! page costs a page for each pair, however long and however deep the queue; the pages are merged here. The tasks
//! somebody has taken are a stretch of `tasks_mine` in the same order.

use chrono::{DateTime, NaiveDate, Utc};
use domain::fold;
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::person::Duty;
use domain::reference::Reference;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::database::Queries;
use crate::error::StoreError;
use crate::people::without_article;
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
        Place { due_order: self.due_order, id: self.id }
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

row! {
    /// How many there are in each part.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Counts in "tasks" {
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

/// Words of a search that count; more narrow nothing down.
const WORDS: usize = 3;

/// A page of the queue.
///
/// # Errors
/// Those of the engine.
pub async fn list(mut on: impl Queries, filter: &Filter<'_>) -> Result<Vec<QueueRow>, StoreError> {
    if filter.view == View::Mine {
        return mine(on, filter).await;
    }
    let mut rows = Vec::new();
    for duty in filter.duties {
        rows.extend(of_duty(&mut on, duty, filter).await?);
    }
    rows.sort_by_key(QueueRow::place);
    rows.dedup_by_key(|row| row.id);
    rows.truncate(usize::try_from(filter.limit).unwrap_or_default());
    Ok(rows)
}

async fn of_duty(mut on: impl Queries, duty: &Duty, filter: &Filter<'_>) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, submitted_at, urgent, applicant_ar, applicant_en, due_order,
                exists (select 1 from tasks earlier
                         where earlier.application_id = open_tasks.application_id
                           and earlier.outcome = 'return_for_correction') as resent
           from open_tasks
          where entity = $1 and role = $2
            and (due_order, id) > ($3, $4) and due_order <= $5
            and ($6 or assignee_id is null or assignee_id = $7)
            and (cast($8 as text) is null or service_id = $8)
            and (cast($9 as text) is null or reference like $9
                 or (applicant_key like $10 and applicant_key like $11 and applicant_key like $12))
          order by due_order, id limit $13"
    );
    let after = filter.after.unwrap_or(START);
    let until = if filter.view == View::Overdue { day_before(filter.today) } else { LAST_DAY };
    let whoever = matches!(filter.view, View::Overdue | View::All);
    let reader = if filter.view == View::Open { filter.reader } else { NOBODY };
    let mut values = values![duty.entity, duty.role, after.due_order, after.id, until, whoever, reader];
    values.extend(narrowing(filter));
    values.extend(values![filter.limit]);
    on.all(select, values).await
}

async fn mine(mut on: impl Queries, filter: &Filter<'_>) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, submitted_at, urgent, applicant_ar, applicant_en, due_order,
                exists (select 1 from tasks earlier
                         where earlier.application_id = open_tasks.application_id
                           and earlier.outcome = 'return_for_correction') as resent
           from open_tasks
          where assignee_id = $1 and (due_order, id) > ($2, $3)
            and exists (select 1 from jsonb_each($4) duty
                         where duty.value ->> 'entity' = entity and duty.value ->> 'role' = role)
            and (cast($5 as text) is null or service_id = $5)
            and (cast($6 as text) is null or reference like $6
                 or (applicant_key like $7 and applicant_key like $8 and applicant_key like $9))
          order by due_order, id limit $10"
    );
    let after = filter.after.unwrap_or(START);
    let mut values = values![filter.reader, after.due_order, after.id, desk(filter.duties)];
    values.extend(narrowing(filter));
    values.extend(values![filter.limit]);
    on.all(select, values).await
}

/// How many there are in each part, in one statement that reads only the index.
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
        "select count(*) filter (where t.assignee_id is null or t.assignee_id = $2) as open,
                count(*) filter (where t.assignee_id = $2) as mine,
                count(*) filter (where t.assignee_id is null) as available,
                count(*) filter (where coalesce(t.due_on, '9999-12-31') < $3) as overdue,
                count(*) as total
           from jsonb_each($1) duty
           join tasks t on t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
          where t.closed_at is null"
    );
    on.one(select, values![desk(duties), reader, today]).await
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

/// The service; the pattern of the number; the patterns of three words.
fn narrowing(filter: &Filter<'_>) -> Vec<Value> {
    let text = filter.text.map(fold::search_key).filter(|text| !text.is_empty());
    let Some(text) = text else {
        return values![filter.service, None::<String>, "%", "%", "%"];
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let only_digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let number = if only_digits { format!("{digits}%") } else { String::new() };
    let mut words = text.split(' ').map(|word| format!("% {}%", without_article(word).unwrap_or(word)));
    let mut values = values![filter.service, number];
    for _ in 0..WORDS {
        values.extend(values![words.next().unwrap_or_else(|| "%".to_owned())]);
    }
    values
}

const START: Place = Place { due_order: FIRST_DAY, id: TaskId(Uuid::nil()) };
const NOBODY: PersonId = PersonId(Uuid::nil());

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(FIRST_DAY)
}
