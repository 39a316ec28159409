//! The one place that knows there are two engines.
//!
//! SQLite: one file, one writer with group commit (`database/writer.rs`), some readers that cannot write. PostgreSQL: a pool. A statement is the
//! same text for both; choosing an engine is choosing an address.
//!
//! **Writes run in a spawned task.** A web server drops a handler when the client goes away, wherever it happens to
//! be waiting. A [`Transaction`] dropped half-way is rolled back, so nothing is torn, but the work is lost; and sqlx
//! 0.9 leaves a PostgreSQL connection inside a transaction when its `begin` is dropped at the wrong moment. Beginning
//! and committing are therefore spawned here, and whoever writes does the whole of it in one `tokio::spawn`.

mod migrations;
mod postgres;
mod sqlite;
mod transaction;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::{PgPool, SqlitePool};

pub use self::migrations::MIGRATIONS;
pub use self::transaction::Transaction;
use self::writer::Writer;
use crate::error::StoreError;
use crate::row::{self, FromRow};
use crate::sql::{Sql, sql};
use crate::value::{Value, postgres_arguments, sqlite_arguments, values};

/// Limits and waits of a database. Each has a value that suits one machine of two cores.
#[derive(Clone, Debug)]
pub struct Options {
    /// SQLite: connections that read at the same time.
    pub readers: u32,
    /// SQLite: transactions that may wait for their turn to write; one more is [`StoreError::Busy`].
    pub waiting: usize,
    /// PostgreSQL: connections in the pool.
    pub connections: u32,
    /// How long to wait for a connection, for the turn to write, or for another process that has the lock.
    pub patience: Duration,
    /// PostgreSQL: longest statement.
    pub statement_timeout: Duration,
    /// PostgreSQL: longest wait for a row somebody else is changing.
    pub lock_timeout: Duration,
    /// PostgreSQL: longest pause inside a transaction before the server ends it.
    pub idle_in_transaction: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            waiting: 512,
            connections: 16,
            patience: Duration::from_millis(2500),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            idle_in_transaction: Duration::from_secs(10),
        }
    }
}

/// The database. A clone is another handle to the same one.
#[derive(Clone)]
pub struct Database {
    engine: Engine,
    statements: Counter,
}

/// How many statements were sent.
#[derive(Clone, Debug, Default)]
struct Counter(Arc<AtomicU64>);

impl Counter {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Clone)]
enum Engine {
    Sqlite { read: SqlitePool, write: Writer },
    Postgres(PgPool),
}

/// Which engine keeps the data; for the log and for backup, not for deciding what to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineKind {
    /// One file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

impl Database {
    /// Opens `sqlite:data/hukumati.db` (making the file and its folder) or `postgres://…`. Migrations are not run.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with a sentence: an address of neither kind, an SQLite older than the first
    /// release that cannot corrupt its log, a server that does not answer.
    pub async fn connect(url: &str, options: &Options) -> Result<Self, StoreError> {
        let engine = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => {
                let (read, write) = sqlite::open(url, options).await?;
                Engine::Sqlite { read, write }
            }
            Some("postgres" | "postgresql") => Engine::Postgres(postgres::open(url, options).await?),
            _ => {
                let why = "the address must begin with sqlite: or postgres:";
                return Err(StoreError::Unavailable(why.to_owned()));
            }
        };
        Ok(Self {
            engine,
            statements: Counter::default(),
        })
    }

    /// Brings the tables to what this program expects. Safe to call from several processes at once: one works, the
    /// others wait. Tables newer than this program are left alone, so that an older binary can still serve.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a migration that ran here was edited since; [`StoreError::Unavailable`].
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite { write, .. } => migrations::sqlite(write.options()).await,
            Engine::Postgres(pool) => migrations::postgres(&pool.connect_options()).await,
        }
    }

    /// Begins a transaction. On SQLite it has the writer to itself until it ends, so it does nothing but SQL: no call
    /// to anyone outside while it is open, and never a second one inside it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the queue is full or the turn did not come in time; [`StoreError::Unavailable`].
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        match &self.engine {
            Engine::Sqlite { write, .. } => {
                let member = write.begin().await?;
                Ok(Transaction::sqlite(member, self.statements.clone()))
            }
            Engine::Postgres(pool) => {
                let transaction = postgres::begin(pool).await?;
                Ok(Transaction::postgres(transaction, self.statements.clone()))
            }
        }
    }

    /// Whether a write can be made and kept right now.
    pub async fn is_ready(&self) -> bool {
        match self.probe().await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the database took no write");
                false
            }
        }
    }

    async fn probe(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let probe = sql!(
            "insert into readiness (id, probes) values (1, 1)
             on conflict (id) do update set probes = readiness.probes + 1"
        );
        tx.execute(probe, values![]).await?;
        tx.commit().await
    }

    /// How many statements this handle and its clones have sent: what a page costs must not grow with what is stored.
    pub fn statements(&self) -> u64 {
        self.statements.0.load(Ordering::Relaxed)
    }

    /// Which engine it is.
    pub fn kind(&self) -> EngineKind {
        match self.engine {
            Engine::Sqlite { .. } => EngineKind::Sqlite,
            Engine::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Waits for what is under way and closes. SQLite then needs no log file beside the database.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

/// Something that answers questions: `&Database` (SQLite's readers, which see only what is committed) or
/// `&mut Transaction` (which sees its own changes too). Query functions take `impl Queries` and are written once.
#[async_trait]
pub trait Queries: Send {
    /// Every row. The statement has a limit.
    ///
    /// # Errors
    /// What the engine says, or [`StoreError::Corrupt`] for a row that cannot be read.
    async fn all<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<R>, StoreError>;

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Queries::all`].
    async fn optional<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<R>, StoreError>;

    /// The row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], and as [`Queries::all`].
    async fn one<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<R, StoreError> {
        self.optional(sql, values).await?.ok_or(StoreError::NotFound)
    }
}

#[async_trait]
impl Queries for &Database {
    async fn all<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        self.statements.count();
        let failed = |error| StoreError::from_sqlx(error, sql.home());
        match &self.engine {
            Engine::Sqlite { read, .. } => {
                let query = sqlx::query_with(sql.text, sqlite_arguments(values).map_err(failed)?);
                let rows = query.fetch_all(read).await.map_err(failed)?;
                rows.iter().map(row::from_sqlite).collect()
            }
            Engine::Postgres(pool) => {
                let query = sqlx::query_with(sql.text, postgres_arguments(values).map_err(failed)?);
                let rows = query.fetch_all(pool).await.map_err(failed)?;
                rows.iter().map(row::from_postgres).collect()
            }
        }
    }

    async fn optional<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        self.statements.count();
        let failed = |error| StoreError::from_sqlx(error, sql.home());
        match &self.engine {
            Engine::Sqlite { read, .. } => {
                let query = sqlx::query_with(sql.text, sqlite_arguments(values).map_err(failed)?);
                let found = query.fetch_optional(read).await.map_err(failed)?;
                found.as_ref().map(row::from_sqlite).transpose()
            }
            Engine::Postgres(pool) => {
                let query = sqlx::query_with(sql.text, postgres_arguments(values).map_err(failed)?);
                let found = query.fetch_optional(pool).await.map_err(failed)?;
                found.as_ref().map(row::from_postgres).transpose()
            }
        }
    }
}

#[async_trait]
impl<Q: Queries> Queries for &mut Q {
    async fn all<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        (**self).all(sql, values).await
    }

    async fn optional<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        (**self).optional(sql, values).await
    }
}
