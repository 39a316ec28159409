//! A transaction of either engine.

use async_trait::async_trait;
use sqlx::Postgres;

use super::writer::Member;
use super::{Counter, Queries};
use crate::error::StoreError;
use crate::row::{self, FromRow};
use crate::sql::Sql;
use crate::value::{Value, postgres_arguments, sqlite_arguments};

/// Several statements that are kept together or not at all. Dropped without [`Transaction::commit`], it leaves no
/// trace.
///
/// After an error of the engine it is only good for dropping: PostgreSQL refuses further statements, and on SQLite
/// they are refused here, so that both behave alike. Nothing is tried and caught; conflicts are foreseen with
/// `on conflict do nothing`.
pub struct Transaction {
    engine: Engine,
    failed: Option<StoreError>,
    statements: Counter,
}

enum Engine {
    Sqlite(Member),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub(super) fn sqlite(member: Member, statements: Counter) -> Self {
        Self {
            engine: Engine::Sqlite(member),
            failed: None,
            statements,
        }
    }

    pub(super) fn postgres(transaction: sqlx::Transaction<'static, Postgres>, statements: Counter) -> Self {
        Self {
            engine: Engine::Postgres(transaction),
            failed: None,
            statements,
        }
    }

    /// Keeps what was done. When this returns `Ok`, it survives a power cut.
    ///
    /// # Errors
    /// The first error of a statement, if one was passed over; [`StoreError::Unavailable`] when the end is not known.
    pub async fn commit(self) -> Result<(), StoreError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.engine {
            Engine::Sqlite(member) => member.commit().await,
            Engine::Postgres(transaction) => {
                // Spawned, so that a caller who goes away does not stop it half-way.
                let committed = tokio::spawn(transaction.commit()).await;
                match committed {
                    Ok(committed) => committed.map_err(|error| StoreError::from_sqlx(error, "")),
                    Err(stopped) => Err(StoreError::Unavailable(stopped.to_string())),
                }
            }
        }
    }

    /// Changes rows and says how many.
    ///
    /// # Errors
    /// What the engine says.
    pub(crate) async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
        self.check()?;
        let done = match &mut self.engine {
            Engine::Sqlite(member) => match sqlite_arguments(values) {
                Ok(arguments) => {
                    let query = sqlx::query_with(sql.text, arguments);
                    query
                        .execute(member.connection()?)
                        .await
                        .map(|done| done.rows_affected())
                }
                Err(error) => Err(error),
            },
            Engine::Postgres(transaction) => match postgres_arguments(values) {
                Ok(arguments) => {
                    let query = sqlx::query_with(sql.text, arguments);
                    query.execute(&mut **transaction).await.map(|done| done.rows_affected())
                }
                Err(error) => Err(error),
            },
        };
        done.map_err(|error| self.fail(error, sql))
    }

    /// Lets nobody else change the daily summaries until this ends. SQLite has one writer, and needs nothing.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when others take too long.
    pub(crate) async fn lock_summaries(&mut self) -> Result<(), StoreError> {
        self.check()?;
        let Engine::Postgres(transaction) = &mut self.engine else {
            return Ok(());
        };
        let lock = sqlx::query("lock table daily_summaries in exclusive mode");
        let locked = lock.execute(&mut **transaction).await.map(drop);
        locked.map_err(|error| {
            let error = StoreError::from_sqlx(error, "summaries");
            self.failed = Some(error.clone());
            error
        })
    }

    /// Changes exactly one row that must still be as the caller read it.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when no row was.
    pub(crate) async fn change(&mut self, sql: Sql, values: Vec<Value>) -> Result<(), StoreError> {
        match self.execute(sql, values).await? {
            0 => Err(StoreError::Stale),
            _ => Ok(()),
        }
    }

    /// Each statement passes here.
    fn check(&self) -> Result<(), StoreError> {
        self.statements.count();
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn fail(&mut self, error: sqlx::Error, sql: Sql) -> StoreError {
        let error = StoreError::from_sqlx(error, sql.home());
        self.failed = Some(error.clone());
        error
    }
}

#[async_trait]
impl Queries for Transaction {
    async fn all<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        self.check()?;
        match &mut self.engine {
            Engine::Sqlite(member) => {
                let fetched = match sqlite_arguments(values) {
                    Ok(arguments) => {
                        sqlx::query_with(sql.text, arguments)
                            .fetch_all(member.connection()?)
                            .await
                    }
                    Err(error) => Err(error),
                };
                let rows = fetched.map_err(|error| self.fail(error, sql))?;
                rows.iter().map(row::from_sqlite).collect()
            }
            Engine::Postgres(transaction) => {
                let fetched = match postgres_arguments(values) {
                    Ok(arguments) => {
                        sqlx::query_with(sql.text, arguments)
                            .fetch_all(&mut **transaction)
                            .await
                    }
                    Err(error) => Err(error),
                };
                let rows = fetched.map_err(|error| self.fail(error, sql))?;
                rows.iter().map(row::from_postgres).collect()
            }
        }
    }

    async fn optional<R: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }
}
