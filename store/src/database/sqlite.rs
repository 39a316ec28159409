//! Opening an SQLite file.

use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlitePool};

use super::Options;
use super::writer::Writer;
use crate::error::StoreError;

/// The first release in which a log that is reset at the wrong moment cannot corrupt the file.
const OLDEST: [u32; 3] = [3, 51, 3];

/// Most bytes the log keeps on disk after a checkpoint.
const LOG_LIMIT: &str = "67108864";

/// A connection that nobody used for so long is closed; it costs memory.
const IDLE: Duration = Duration::from_secs(600);

pub(super) async fn open(url: &str, options: &Options) -> Result<(SqlitePool, Writer), StoreError> {
    let connect = connect_options(url, options)?;
    make_folder(connect.get_filename())?;
    let unavailable = |error| StoreError::from_sqlx(error, "");

    // The first connection makes the file and turns the log on; readers could not.
    let mut first = first_of_all(&connect, options).await?;
    let version: (String,) = sqlx::query_as("select sqlite_version()")
        .fetch_one(&mut first)
        .await
        .map_err(unavailable)?;
    first.close().await.map_err(unavailable)?;
    check_version(&version.0)?;

    let reader = connect.clone().create_if_missing(false).pragma("query_only", "on");
    let read = SqlitePoolOptions::new()
        .max_connections(options.readers)
        .acquire_timeout(options.patience)
        .idle_timeout(IDLE)
        .test_before_acquire(false)
        .connect_with(reader)
        .await
        .map_err(unavailable)?;
    let writer = Writer::new(connect.create_if_missing(false), options);
    Ok((read, writer))
}

/// Opens the file. Turning the log on needs the file alone for a moment, and SQLite does not wait for that by itself:
/// several processes that start at once try again, for as long as patience lasts.
async fn first_of_all(connect: &SqliteConnectOptions, options: &Options) -> Result<SqliteConnection, StoreError> {
    const PAUSE: Duration = Duration::from_millis(20);
    let started = Instant::now();
    loop {
        match connect
            .connect()
            .await
            .map_err(|error| StoreError::from_sqlx(error, ""))
        {
            Err(StoreError::Busy) if started.elapsed() < options.patience => tokio::time::sleep(PAUSE).await,
            opened => return opened,
        }
    }
}

/// `synchronous=FULL`: what was acknowledged survives a power cut. `recursive_triggers`: a `replace` cannot delete
/// a row past the triggers that refuse it. `trusted_schema=off`: a file from elsewhere cannot call functions.
fn connect_options(url: &str, options: &Options) -> Result<SqliteConnectOptions, StoreError> {
    let parsed = SqliteConnectOptions::from_str(url);
    let parsed = parsed.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        let why = "a database in memory has no readers beside the writer; give a file";
        return Err(StoreError::Unavailable(why.to_owned()));
    }
    Ok(parsed
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(options.patience)
        .pragma("trusted_schema", "off")
        .pragma("recursive_triggers", "on")
        .pragma("cell_size_check", "on")
        .pragma("mmap_size", "0")
        .pragma("secure_delete", "fast")
        .pragma("journal_size_limit", LOG_LIMIT)
        .statement_cache_capacity(256)
        .disable_statement_logging())
}

fn make_folder(file: &Path) -> Result<(), StoreError> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::Unavailable(format!("{}: {error}", folder.display()))),
        None => Ok(()),
    }
}

fn check_version(version: &str) -> Result<(), StoreError> {
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    if parts.as_slice() >= OLDEST.as_slice() {
        return Ok(());
    }
    let [major, minor, patch] = OLDEST;
    Err(StoreError::Unavailable(format!(
        "SQLite {version} is older than {major}.{minor}.{patch}"
    )))
}

#[cfg(test)]
mod tests {
    use super::check_version;

    #[test]
    fn older_releases_are_refused() {
        for refused in ["3.40.1", "3.51.2", "2.9.9", "", "nonsense"] {
            assert!(check_version(refused).is_err(), "{refused}");
        }
        for taken in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(check_version(taken).is_ok(), "{taken}");
        }
    }
}
