//! What is to be asked of payment providers: an outbox. A worker leases a command for a while; if it dies, the lease
//! runs out and another takes it. The number of tries is the fencing token: a worker that comes back late cannot
//! finish what another has taken since.

use chrono::{DateTime, Utc};
use domain::id::{AttemptId, CommandId};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// What is asked.
    pub enum CommandKind {
        /// Make the payment at the provider.
        Create = "create",
    }
}

names! {
    /// Where a command stands.
    pub enum CommandState {
        /// Nobody has it.
        Waiting = "waiting",
        /// A worker has it, until its lease runs out.
        Leased = "leased",
        /// It was asked and answered.
        Done = "done",
    }
}

row! {
    /// A command.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CommandRow in "provider_commands" {
        /// The key.
        pub id: CommandId,
        /// For which attempt.
        pub attempt_id: AttemptId,
        /// What is asked.
        pub kind: CommandKind,
        /// Where it stands.
        pub state: CommandState,
        /// Counts the leases; who finishes must name it.
        pub tries: i64,
        /// Not before then.
        pub run_after: DateTime<Utc>,
        /// Until when a worker has it.
        pub lease_until: Option<DateTime<Utc>>,
    }
}

/// Adds a command. Part of adding an attempt; there is no command without one.
pub(crate) async fn insert(
    tx: &mut Transaction,
    id: CommandId,
    attempt: AttemptId,
    kind: CommandKind,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into provider_commands (id, attempt_id, kind, state, tries, run_after)
         values ($1, $2, $3, $4, 0, $5)"
    );
    tx.execute(insert, values![id, attempt, kind, CommandState::Waiting, at])
        .await
        .map(drop)
}

/// Takes commands that are due, or whose lease has run out, the longest waiting first.
///
/// # Errors
/// Those of the engine.
pub async fn lease(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CommandRow>, StoreError> {
    // The condition stands twice: on PostgreSQL the inner one may be answered before another worker's lease is kept,
    // the outer one is asked again of the row as it is then.
    let update = sql!(
        "update provider_commands
            set state = 'leased', tries = tries + 1, lease_until = $2
          where id in (select id from provider_commands
                        where (state = 'waiting' and run_after <= $1) or (state = 'leased' and lease_until <= $1)
                        order by run_after, id limit $3)
            and ((state = 'waiting' and run_after <= $1) or (state = 'leased' and lease_until <= $1))
      returning id, attempt_id, kind, state, tries, run_after, lease_until"
    );
    let mut leased: Vec<CommandRow> = tx.all(update, values![now, lease_until, limit]).await?;
    leased.sort_by_key(|command| (command.run_after, command.id));
    Ok(leased)
}

/// Takes one command at once, as the request does that has just made it. None when a worker was quicker.
///
/// # Errors
/// Those of the engine.
pub async fn lease_for_attempt(
    tx: &mut Transaction,
    attempt: AttemptId,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<CommandRow>, StoreError> {
    let update = sql!(
        "update provider_commands
            set state = 'leased', tries = tries + 1, lease_until = $3
          where attempt_id = $1
            and ((state = 'waiting' and run_after <= $2) or (state = 'leased' and lease_until <= $2))
      returning id, attempt_id, kind, state, tries, run_after, lease_until"
    );
    tx.optional(update, values![attempt, now, lease_until]).await
}

/// Marks a command as asked and answered.
///
/// # Errors
/// [`StoreError::Stale`] when another worker has taken it since.
pub async fn finish(tx: &mut Transaction, id: CommandId, tries: i64) -> Result<(), StoreError> {
    let update = sql!(
        "update provider_commands set state = 'done', lease_until = null
          where id = $1 and tries = $2 and state = 'leased'"
    );
    tx.change(update, values![id, tries]).await
}

/// Puts a command back for later.
///
/// # Errors
/// [`StoreError::Stale`] when another worker has taken it since.
pub async fn postpone(
    tx: &mut Transaction,
    id: CommandId,
    tries: i64,
    run_after: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update = sql!(
        "update provider_commands set state = 'waiting', lease_until = null, run_after = $3
          where id = $1 and tries = $2 and state = 'leased'"
    );
    tx.change(update, values![id, tries, run_after]).await
}

/// The command of an attempt.
///
/// # Errors
/// Those of the engine.
pub async fn for_attempt(
    mut on: impl Queries,
    attempt: AttemptId,
    kind: CommandKind,
) -> Result<Option<CommandRow>, StoreError> {
    let select = sql!(
        "select id, attempt_id, kind, state, tries, run_after, lease_until
           from provider_commands where attempt_id = $1 and kind = $2"
    );
    on.optional(select, values![attempt, kind]).await
}
