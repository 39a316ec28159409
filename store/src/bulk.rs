//! What an officer wants done with several cases at once.
//!
//! It is drafted, confirmed, waits a while in which it can be called back, and is then carried out case by case. Each
//! case's row is closed in the transaction that does the work, so a crash neither loses nor doubles one.

use chrono::{DateTime, Utc};
use domain::id::{ApplicationId, BulkId, PersonId, TaskId};
use domain::reference::Reference;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// What is to be done.
    pub enum BulkKind {
        /// Take.
        Take = "take",
        /// Give back to the queue.
        Release = "release",
        /// Give to a colleague, or back to the queue, whoever has it.
        HandOver = "hand_over",
        /// Decide.
        Decide = "decide",
    }
}

names! {
    /// How far it is.
    pub enum BulkState {
        /// Looked at, not confirmed.
        Drafted = "drafted",
        /// Confirmed; can be called back.
        Waiting = "waiting",
        /// Carried out.
        Done = "done",
        /// Called back.
        Undone = "undone",
    }
}

names! {
    /// How far one case of it is.
    pub enum ItemState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not done.
        LeftOut = "left_out",
    }
}

row! {
    /// The whole.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BulkRow in "bulk_actions" {
        /// The key.
        pub id: BulkId,
        /// Who wants it.
        pub person_id: PersonId,
        /// What.
        pub kind: BulkKind,
        /// The action of a decision.
        pub action: Option<String>,
        /// Who is given the work; none: the queue.
        pub to_id: Option<PersonId>,
        /// Why it is handed over.
        pub reason: Option<String>,
        /// How far it is.
        pub state: BulkState,
        /// When it was drafted.
        pub created_at: DateTime<Utc>,
        /// When it is carried out.
        pub run_after: Option<DateTime<Utc>>,
    }
}

row! {
    /// One case of it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ItemRow in "bulk_items" {
        /// Counts from one.
        pub number: i64,
        /// Its task.
        pub task_id: TaskId,
        /// As it was seen.
        pub version: i64,
        /// How far it is.
        pub state: ItemState,
        /// Why it was left out.
        pub why: Option<String>,
    }
}

row! {
    /// One case of it with the task as it is now, for showing and judging it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CaseRow in "bulk_items" {
        /// Counts from one.
        pub number: i64,
        /// As it was seen.
        pub version: i64,
        /// How far it is.
        pub state: ItemState,
        /// Why it was left out.
        pub why: Option<String>,
        /// Its task.
        pub task_id: TaskId,
        /// The version of the task now.
        pub task_version: i64,
        /// When the task was done.
        pub closed_at: Option<DateTime<Utc>>,
        /// The step.
        pub step: String,
        /// The body that must act.
        pub entity: String,
        /// The role that must act.
        pub role: String,
        /// Who has it.
        pub assignee_id: Option<PersonId>,
        /// Their name in Arabic.
        pub assignee_ar: Option<String>,
        /// And in Latin letters.
        pub assignee_en: Option<String>,
        /// Of which application.
        pub application_id: ApplicationId,
        /// The number people quote.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// The file of it that the application was sent under.
        pub definition_hash: String,
        /// Whose application it is.
        pub applicant_id: PersonId,
        /// The applicant's name in Arabic.
        pub applicant_ar: String,
        /// And in Latin letters.
        pub applicant_en: String,
    }
}

/// The most cases of one action.
pub const MOST_ITEMS: i64 = 500;

/// The most actions of one person that are shown as waiting.
const MOST_WAITING: i64 = 20;

/// Writes down what somebody thinks of doing.
///
/// # Errors
/// [`StoreError::NotFound`] when a task does not exist.
pub async fn draft(tx: &mut Transaction, bulk: &BulkRow, tasks: &[(TaskId, i64)]) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into bulk_actions (id, person_id, kind, action, to_id, reason, state, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let values = values![
        bulk.id,
        bulk.person_id,
        bulk.kind,
        bulk.action,
        bulk.to_id,
        bulk.reason,
        BulkState::Drafted,
        bulk.created_at
    ];
    tx.execute(insert, values).await?;
    let insert = sql!(
        "insert into bulk_items (bulk_id, number, task_id, version, state) values ($1, $2, $3, $4, $5)
         on conflict (bulk_id, task_id) do nothing"
    );
    for ((task, version), number) in tasks.iter().zip(1..=MOST_ITEMS) {
        let values = values![bulk.id, number, *task, *version, ItemState::Open];
        tx.execute(insert, values).await?;
    }
    Ok(())
}

/// The action with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: BulkId) -> Result<Option<BulkRow>, StoreError> {
    let select = sql!(
        "select id, person_id, kind, action, to_id, reason, state, created_at, run_after
           from bulk_actions where id = $1"
    );
    on.optional(select, values![id]).await
}

/// Its cases.
///
/// # Errors
/// Those of the engine.
pub async fn items(mut on: impl Queries, id: BulkId) -> Result<Vec<ItemRow>, StoreError> {
    let select =
        sql!("select number, task_id, version, state, why from bulk_items where bulk_id = $1 order by number limit $2");
    on.all(select, values![id, MOST_ITEMS]).await
}

/// Its cases with their tasks as they are now.
///
/// # Errors
/// Those of the engine.
pub async fn cases(mut on: impl Queries, id: BulkId) -> Result<Vec<CaseRow>, StoreError> {
    let select = sql!(
        "select i.number, i.version, i.state, i.why, i.task_id, t.version as task_version, t.closed_at, t.step,
                t.entity, t.role, t.assignee_id, s.name_ar as assignee_ar, s.name_en as assignee_en,
                t.application_id, a.reference, a.service_id, a.definition_hash, a.applicant_id,
                p.name_ar as applicant_ar, p.name_en as applicant_en
           from bulk_items i
           join tasks t on t.id = i.task_id
           join applications a on a.id = t.application_id
           join people p on p.id = a.applicant_id
           left join people s on s.id = t.assignee_id
          where i.bulk_id = $1 order by i.number limit $2"
    );
    on.all(select, values![id, MOST_ITEMS]).await
}

/// Fills in what was still to be chosen.
///
/// # Errors
/// [`StoreError::Stale`] when it is not a draft any more.
pub async fn choose(
    tx: &mut Transaction,
    id: BulkId,
    action: Option<&str>,
    to: Option<PersonId>,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let update =
        sql!("update bulk_actions set action = $2, to_id = $3, reason = $4 where id = $1 and state = 'drafted'");
    tx.change(update, values![id, action, to, reason]).await
}

/// Confirms it: it is carried out after that moment.
///
/// # Errors
/// [`StoreError::Stale`] when it is not a draft any more.
pub async fn confirm(tx: &mut Transaction, id: BulkId, run_after: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!("update bulk_actions set state = 'waiting', run_after = $2 where id = $1 and state = 'drafted'");
    tx.change(update, values![id, run_after]).await
}

/// Calls it back. Nothing of it has been done yet.
///
/// # Errors
/// [`StoreError::Stale`] when its time has come, or it does not wait.
pub async fn undo(tx: &mut Transaction, id: BulkId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql!(
        "update bulk_actions set state = 'undone'
          where id = $1 and state = 'waiting' and run_after > $2
            and not exists (select 1 from bulk_items where bulk_id = $1 and state <> 'open')"
    );
    tx.change(update, values![id, now]).await
}

/// Those whose time has come, longest first.
///
/// # Errors
/// Those of the engine.
pub async fn due(mut on: impl Queries, now: DateTime<Utc>, limit: i64) -> Result<Vec<BulkRow>, StoreError> {
    let select = sql!(
        "select id, person_id, kind, action, to_id, reason, state, created_at, run_after
           from bulk_actions where state = 'waiting' and run_after <= $1 order by run_after, id limit $2"
    );
    on.all(select, values![now, limit]).await
}

/// Holds a case of an action for the one that carries it out, in the transaction that does.
///
/// # Errors
/// [`StoreError::Stale`] when it is done, or called back.
pub async fn finish_item(
    tx: &mut Transaction,
    id: BulkId,
    number: i64,
    state: ItemState,
    why: Option<&str>,
) -> Result<(), StoreError> {
    // One who calls it back waits for this, and then finds that it has begun.
    let hold = sql!("update bulk_actions set state = 'waiting' where id = $1 and state = 'waiting'");
    tx.change(hold, values![id]).await?;
    let update =
        sql!("update bulk_items set state = $3, why = $4 where bulk_id = $1 and number = $2 and state = 'open'");
    tx.change(update, values![id, number, state, why]).await
}

/// Closes an action whose cases are all done or left out. Says whether it did.
///
/// # Errors
/// Those of the engine.
pub async fn finish(tx: &mut Transaction, id: BulkId) -> Result<bool, StoreError> {
    let update = sql!(
        "update bulk_actions set state = 'done'
          where id = $1 and state = 'waiting'
            and not exists (select 1 from bulk_items where bulk_id = $1 and state = 'open')"
    );
    Ok(tx.execute(update, values![id]).await? == 1)
}

/// A person's actions that wait, newest first.
///
/// # Errors
/// Those of the engine.
pub async fn waiting_of(mut on: impl Queries, person: PersonId) -> Result<Vec<WaitingBulk>, StoreError> {
    let select = sql!(
        "select b.id, b.kind, b.run_after,
                (select count(*) from bulk_items i where i.bulk_id = b.id and i.state = 'open') as cases
           from bulk_actions b
          where b.person_id = $1 and b.state = 'waiting'
          order by b.id desc limit $2"
    );
    on.all(select, values![person, MOST_WAITING]).await
}

/// The tasks in a person's actions that wait.
///
/// # Errors
/// Those of the engine.
pub async fn waiting_tasks(mut on: impl Queries, person: PersonId) -> Result<Vec<TaskId>, StoreError> {
    let select = sql!(
        "select i.task_id as value
           from bulk_actions b cross join bulk_items i
          where b.person_id = $1 and b.state = 'waiting' and i.bulk_id = b.id and i.state = 'open'
          limit $2"
    );
    let most = MOST_WAITING * MOST_ITEMS;
    let found: Vec<Only<TaskId>> = on.all(select, values![person, most]).await?;
    Ok(found.into_iter().map(|Only(id)| id).collect())
}

row! {
    /// An action that waits, for the line above the queue.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WaitingBulk in "bulk_actions" {
        /// The key.
        pub id: BulkId,
        /// What.
        pub kind: BulkKind,
        /// When it is carried out.
        pub run_after: DateTime<Utc>,
        /// How many cases.
        pub cases: i64,
    }
}

/// Forgets drafts nobody confirmed.
///
/// # Errors
/// Those of the engine.
pub async fn forget_drafts(tx: &mut Transaction, before: DateTime<Utc>, limit: i64) -> Result<(), StoreError> {
    let items = sql!(
        "delete from bulk_items
          where bulk_id in (select id from bulk_actions where state = 'drafted' and created_at < $1
                             order by created_at, id limit $2)"
    );
    tx.execute(items, values![before, limit]).await?;
    let drafts = sql!(
        "delete from bulk_actions
          where id in (select id from bulk_actions where state = 'drafted' and created_at < $1
                        order by created_at, id limit $2)"
    );
    tx.execute(drafts, values![before, limit]).await.map(drop)
}
