//! What can go wrong, in the words of those who must react to it.

use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the store did not do what was asked. The variants are what a caller can act on; the text is for the log and
/// never for a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such row, or a row that another one must point to is not there.
    #[error("not found")]
    NotFound,
    /// A unique value is taken: `people.national_id`, or `tasks.application_id,step` for several columns.
    #[error("{0} is taken")]
    Duplicate(String),
    /// The row is not as it was when the caller read it: read again and decide again.
    #[error("somebody else was first")]
    Stale,
    /// Too much at once, or a lock was not free in time. Nothing was written; trying again is right.
    #[error("too busy")]
    Busy,
    /// The database is away or its disk is full. When a commit ends so, nobody knows whether it was kept: look again
    /// by key before repeating it.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// What is stored, or was to be stored, breaks a rule of the table. A mistake in the program or in the data.
    #[error("{table}.{column}: {why}")]
    Corrupt {
        /// The table, as far as it is known.
        table: String,
        /// The column, as far as it is known.
        column: String,
        /// What does not fit.
        why: String,
    },
}

impl StoreError {
    pub(crate) fn corrupt(table: &str, column: &str, why: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            table: table.to_owned(),
            column: column.to_owned(),
            why: why.to_string(),
        }
    }

    /// An error of the driver, while a statement of this module or table ran.
    pub(crate) fn from_sqlx(error: sqlx::Error, table: &str) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::ColumnDecode { index, source } => Self::corrupt(table, index.trim_matches('"'), source),
            sqlx::Error::ColumnNotFound(column) => Self::corrupt(table, &column, "not selected"),
            sqlx::Error::Encode(source) => Self::corrupt(table, "", source),
            sqlx::Error::Database(error) => {
                if let Some(error) = error.try_downcast_ref::<SqliteError>() {
                    from_sqlite(error, table)
                } else if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
                    from_postgres(error, table)
                } else {
                    Self::Unavailable(error.to_string())
                }
            }
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// SQLite's numbers: the low byte is the kind, the rest the detail (<https://www.sqlite.org/rescode.html>).
fn from_sqlite(error: &SqliteError, table: &str) -> StoreError {
    use sqlx::error::{DatabaseError, ErrorKind};
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const CONSTRAINT: i32 = 19;
    const ERROR: i32 = 1;
    const MISMATCH: i32 = 20;
    let message = error.message();
    let code = error
        .code()
        .and_then(|code| code.parse::<i32>().ok())
        .unwrap_or_default();
    match (error.kind(), code & 0xff) {
        (ErrorKind::UniqueViolation, _) => StoreError::Duplicate(sqlite_columns(message)),
        (ErrorKind::ForeignKeyViolation, _) => StoreError::NotFound,
        (_, BUSY | LOCKED) => StoreError::Busy,
        (_, CONSTRAINT | ERROR | MISMATCH) => StoreError::corrupt(table, "", message),
        _ => StoreError::Unavailable(message.to_owned()),
    }
}

/// `UNIQUE constraint failed: tasks.application_id, tasks.step` becomes `tasks.application_id,step`.
fn sqlite_columns(message: &str) -> String {
    let listed = message.rsplit_once(": ").map_or(message, |(_, listed)| listed);
    let mut columns = listed.split(", ");
    let first = columns.next().unwrap_or_default().to_owned();
    columns.fold(first, |all, next| {
        let column = next.rsplit_once('.').map_or(next, |(_, column)| column);
        format!("{all},{column}")
    })
}

/// PostgreSQL's classes (appendix A of its manual).
fn from_postgres(error: &PgDatabaseError, table: &str) -> StoreError {
    let table = error.table().unwrap_or(table);
    match error.code() {
        "23505" => StoreError::Duplicate(format!("{table}.{}", postgres_columns(error))),
        "23503" => StoreError::NotFound,
        // Lock not free, statement timed out, deadlock, serialisation, too many connections.
        "55P03" | "57014" | "40P01" | "40001" | "53300" => StoreError::Busy,
        code if ["08", "53", "57", "58", "XX"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            StoreError::Unavailable(error.message().to_owned())
        }
        // Idle in a transaction for too long: the server has closed the connection.
        "25P03" => StoreError::Unavailable(error.message().to_owned()),
        _ => StoreError::corrupt(table, error.column().unwrap_or_default(), error.message()),
    }
}

/// The detail is `Key (application_id, step)=(…, …) already exists.` in whatever language the server speaks.
fn postgres_columns(error: &PgDatabaseError) -> String {
    let detail = error.detail().unwrap_or_default();
    let columns = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")="));
    match columns {
        Some((columns, _)) => columns.replace(", ", ","),
        None => error.constraint().unwrap_or_default().to_owned(),
    }
}
