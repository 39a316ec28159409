//! SQLite's one writer: a queue in order of arrival, and group commit.
//!
//! Making a commit durable means waiting for the disk, and that wait is nearly all a small transaction costs. So when
//! others are waiting for their turn, a transaction that is done hands the open SQLite transaction on, and the last
//! of the group commits for all. Nobody is told "kept" before the disk has it. Each member after the first works
//! inside a savepoint, so that one can be rolled back without the others.
//!
//! Invariant: whoever holds the turn and finds nobody waiting closes the group. A waiter that gives up makes sure of
//! it in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::Options;
use crate::error::StoreError;

/// Most transactions that share one commit.
const GROUP: usize = 32;

/// The queue before the one connection that writes.
#[derive(Clone)]
pub(super) struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    options: SqliteConnectOptions,
    patience: Duration,
    limit: usize,
    waiting: AtomicUsize,
    turn: Arc<Mutex<Group>>,
}

/// What the holder of the turn works on.
#[derive(Default)]
struct Group {
    /// Closed, and opened anew at the next turn, whenever its state is in doubt.
    connection: Option<SqliteConnection>,
    /// Whether a transaction is open on it.
    open: bool,
    /// Those who are done and wait for the commit.
    done: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

/// One transaction: the turn, for as long as it lives.
pub(super) struct Member {
    shared: Arc<Shared>,
    turn: Option<OwnedMutexGuard<Group>>,
    in_savepoint: bool,
}

/// Counts a waiter for as long as it waits.
struct Ticket(Arc<Shared>);

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Writer {
    pub(super) fn new(options: SqliteConnectOptions, limits: &Options) -> Self {
        Self {
            shared: Arc::new(Shared {
                options,
                patience: limits.patience,
                limit: limits.waiting,
                waiting: AtomicUsize::new(0),
                turn: Arc::default(),
            }),
        }
    }

    pub(super) fn options(&self) -> &SqliteConnectOptions {
        &self.shared.options
    }

    /// Waits for the turn. Spawned, so that a caller who goes away while waiting leaves the queue in order.
    pub(super) async fn begin(&self) -> Result<Member, StoreError> {
        let ticket = self.shared.queue()?;
        let shared = self.shared.clone();
        let begun = tokio::spawn(async move {
            let turn = tokio::time::timeout(shared.patience, shared.turn.clone().lock_owned()).await;
            drop(ticket);
            let Ok(turn) = turn else {
                shared.close_group_later();
                return Err(StoreError::Busy);
            };
            let mut member = Member {
                shared,
                turn: Some(turn),
                in_savepoint: false,
            };
            member.open().await?;
            Ok(member)
        });
        begun
            .await
            .unwrap_or_else(|stopped| Err(StoreError::Unavailable(stopped.to_string())))
    }

    /// Waits for the turn and closes the connection.
    pub(super) async fn close(&self) {
        let mut group = self.shared.turn.clone().lock_owned().await;
        group.commit().await.ok();
        if let Some(connection) = group.connection.take() {
            connection.close().await.ok();
        }
    }
}

impl Shared {
    fn queue(self: &Arc<Self>) -> Result<Ticket, StoreError> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= self.limit {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(StoreError::Busy);
        }
        Ok(Ticket(self.clone()))
    }

    fn nobody_waits(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0
    }

    /// Somebody may have handed the group on to a waiter who then gave up.
    fn close_group_later(self: Arc<Self>) {
        tokio::spawn(async move {
            let mut group = self.turn.clone().lock_owned().await;
            if self.nobody_waits() {
                group.commit().await.ok();
            }
        });
    }
}

impl Group {
    async fn connection(&mut self, options: &SqliteConnectOptions) -> Result<&mut SqliteConnection, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => options
                .connect()
                .await
                .map_err(|error| StoreError::from_sqlx(error, ""))?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Runs one of the words that open and close transactions; they are SQLite's own, so they are not `sql!`.
    async fn run(&mut self, word: &'static str) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or_else(no_connection)?;
        let done = sqlx::query(word).execute(connection).await;
        done.map(drop).map_err(|error| StoreError::from_sqlx(error, "writer"))
    }

    /// Commits for all who are done, and tells them.
    async fn commit(&mut self) -> Result<(), StoreError> {
        if !self.open {
            return Ok(());
        }
        let committed = self.run("commit").await;
        self.end(&committed);
        committed
    }

    /// The open transaction is over, well or badly.
    fn end(&mut self, how: &Result<(), StoreError>) {
        self.open = false;
        if how.is_err() {
            // Closing rolls back whatever is left of it.
            self.connection = None;
        }
        for member in self.done.drain(..) {
            member.send(how.clone()).ok();
        }
    }
}

fn no_connection() -> StoreError {
    StoreError::Unavailable("the writing connection was lost".to_owned())
}

impl Member {
    async fn open(&mut self) -> Result<(), StoreError> {
        let Some(group) = self.turn.as_deref_mut() else {
            return Err(no_connection());
        };
        group.connection(&self.shared.options).await?;
        if !group.open {
            group.run("begin immediate").await?;
            group.open = true;
            return Ok(());
        }
        let opened = group.run("savepoint member").await;
        if opened.is_err() {
            group.end(&opened);
        }
        self.in_savepoint = true;
        opened
    }

    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.turn
            .as_deref_mut()
            .and_then(|group| group.connection.as_mut())
            .ok_or_else(no_connection)
    }

    /// Spawned, so that a caller who goes away does not stop it half-way.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        let committed = tokio::spawn(async move {
            let Some(mut group) = self.turn.take() else {
                return Err(no_connection());
            };
            if self.in_savepoint {
                let released = group.run("release member").await;
                if released.is_err() {
                    group.end(&released);
                    return released;
                }
            }
            if self.shared.nobody_waits() || group.done.len() + 1 >= GROUP {
                return group.commit().await;
            }
            let (sender, committed) = oneshot::channel();
            group.done.push(sender);
            drop(group);
            committed.await.unwrap_or_else(|_| Err(no_connection()))
        });
        committed
            .await
            .unwrap_or_else(|stopped| Err(StoreError::Unavailable(stopped.to_string())))
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let Some(mut group) = self.turn.take() else {
            return;
        };
        if !group.open {
            return;
        }
        let shared = self.shared.clone();
        let in_savepoint = self.in_savepoint;
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move { undo(&mut group, &shared, in_savepoint).await });
            }
            // The program is ending: closing the connection rolls back.
            Err(_) => group.end(&Err(no_connection())),
        }
    }
}

async fn undo(group: &mut Group, shared: &Shared, in_savepoint: bool) {
    if !in_savepoint {
        let undone = group.run("rollback").await;
        group.end(&undone);
        return;
    }
    let undone = match group.run("rollback to member").await {
        Ok(()) => group.run("release member").await,
        failed => failed,
    };
    if undone.is_err() {
        // SQLite gave the whole transaction up (a full disk does that): nobody's work is kept, and all are told.
        group.end(&undone);
    } else if shared.nobody_waits() {
        group.commit().await.ok();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn writer(file: &Path) -> Writer {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
        Writer::new(options, &Options::default())
    }

    async fn run(member: &mut Member, sql: &'static str) -> Result<u64, sqlx::Error> {
        let connection = member.connection().expect("a connection");
        sqlx::query(sql)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    }

    async fn count(writer: &Writer, name: &str) -> i64 {
        let mut member = writer.begin().await.expect("a turn");
        let query = sqlx::query_scalar("select count(*) from t where name = $1").bind(name);
        query
            .fetch_one(member.connection().expect("a connection"))
            .await
            .expect("a count")
    }

    /// The disk fills up under the second member of a group. SQLite may give up the whole transaction then, with the
    /// first one's work: whatever it does, the first is told what became of its own.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_full_disk_takes_nothing_that_was_promised() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let writer = writer(&folder.path().join("full.db"));
        let mut member = writer.begin().await.expect("a turn");
        run(&mut member, "create table t (name text, filling blob)")
            .await
            .expect("a table");
        member.commit().await.expect("kept");

        let mut first = writer.begin().await.expect("a turn");
        run(&mut first, "pragma max_page_count = 20")
            .await
            .expect("a small disk");
        run(&mut first, "insert into t (name) values ('first')")
            .await
            .expect("room for one");
        let second = tokio::spawn({
            let writer = writer.clone();
            async move { writer.begin().await }
        });
        while writer.shared.nobody_waits() {
            tokio::task::yield_now().await;
        }
        let first = tokio::spawn(first.commit());
        let mut second = second.await.expect("no panic").expect("a turn");
        assert!(second.in_savepoint, "it joined the first one's group");
        let full = run(&mut second, "insert into t values ('second', zeroblob(1000000))").await;
        assert!(full.is_err(), "no room");
        drop(second);

        let told = first.await.expect("no panic");
        assert_eq!(i64::from(told.is_ok()), count(&writer, "first").await, "{told:?}");
        assert_eq!(count(&writer, "second").await, 0);
        let mut third = writer.begin().await.expect("it goes on");
        run(&mut third, "pragma max_page_count = 100000")
            .await
            .expect("a large disk");
        run(&mut third, "insert into t (name) values ('third')")
            .await
            .expect("room");
        third.commit().await.expect("kept");
        assert_eq!(count(&writer, "third").await, 1);
        writer.close().await;
    }

    /// A waiter that gives up must not leave those before it waiting for ever.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_waiter_that_gives_up_closes_the_group() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let writer = writer(&folder.path().join("wait.db"));
        let mut first = writer.begin().await.expect("a turn");
        run(&mut first, "create table t (name text)").await.expect("a table");
        // It looks as if somebody waited; then that somebody is gone.
        let ticket = writer.shared.queue().expect("room in the queue");
        let first = tokio::spawn(first.commit());
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!first.is_finished(), "it handed its group on");
        drop(ticket);
        writer.shared.clone().close_group_later();
        first.await.expect("no panic").expect("kept");
    }
}
