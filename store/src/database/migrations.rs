//! The tables and how they came to be. Forward only: a migration that was released is never edited; a change expands
//! first and contracts a release later, because the previous binary serves while the next one starts.

use std::borrow::Cow;
use std::fs::File;
use std::path::PathBuf;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqlSafeStr};

use crate::error::StoreError;

/// A migration: its name, and its text for each engine.
#[derive(Clone, Copy, Debug)]
pub struct MigrationText {
    /// The file's name without its ending, `0001_people`.
    pub name: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        /// All of them, in order. Both files of each exist, or this does not compile.
        pub const MIGRATIONS: &[MigrationText] = &[$(MigrationText {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }),+];
    };
}

migrations! {
    "0001_people",
    "0002_applications",
    "0003_casework",
    "0004_payments",
    "0005_documents",
    "0006_feedback",
    "0007_consents_appointments",
    "0008_arriving_uploads",
    "0009_registry_replies",
    "0010_service_definitions",
    "0011_legal_clock",
    "0012_notifications",
    "0013_signed_documents",
    "0014_queue",
    "0015_notice_failures",
    "0016_case_file",
    "0017_daily_summaries",
    "0018_opinions",
}

fn migrator(text: fn(&MigrationText) -> &'static str) -> Migrator {
    let migrations = MIGRATIONS.iter().filter_map(|migration| {
        let (number, name) = migration.name.split_once('_')?;
        let number = number.parse().ok()?;
        let sql = text(migration).into_sql_str();
        Some(Migration::new(
            number,
            Cow::Borrowed(name),
            MigrationType::Simple,
            sql,
            false,
        ))
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    migrator.set_ignore_missing(true);
    migrator
}

/// sqlx takes no lock on SQLite, so two starting processes would both migrate. A lock on a file beside the database
/// is released by the system even when its holder is killed.
pub(super) async fn sqlite(options: &SqliteConnectOptions) -> Result<(), StoreError> {
    let mut beside = options.get_filename().as_os_str().to_owned();
    beside.push(".migrating");
    let lock = lock_file(PathBuf::from(beside)).await?;
    let mut connection = options
        .connect()
        .await
        .map_err(|error| StoreError::from_sqlx(error, ""))?;
    let migrated = migrator(|migration| migration.sqlite)
        .run_direct(None, &mut connection, false)
        .await;
    connection
        .close()
        .await
        .map_err(|error| StoreError::from_sqlx(error, ""))?;
    drop(lock);
    migrated.map_err(failed)
}

async fn lock_file(path: PathBuf) -> Result<File, StoreError> {
    let locked = tokio::task::spawn_blocking(move || {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    match locked.await {
        Ok(Ok(file)) => Ok(file),
        Ok(Err(error)) => Err(StoreError::Unavailable(error.to_string())),
        Err(stopped) => Err(StoreError::Unavailable(stopped.to_string())),
    }
}

/// sqlx takes an advisory lock here. A connection of its own without time limits: building an index may take long.
pub(super) async fn postgres(options: &PgConnectOptions) -> Result<(), StoreError> {
    let unlimited = options.clone().options([
        ("statement_timeout", "0"),
        ("lock_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
    ]);
    let mut connection = unlimited
        .connect()
        .await
        .map_err(|error| StoreError::from_sqlx(error, ""))?;
    let migrated = migrator(|migration| migration.postgres)
        .run_direct(None, &mut connection, false)
        .await;
    connection
        .close()
        .await
        .map_err(|error| StoreError::from_sqlx(error, ""))?;
    migrated.map_err(failed)
}

fn failed(error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            StoreError::from_sqlx(error, "migration")
        }
        MigrateError::VersionMismatch(number) => {
            let why = format!("migration {number:04} was edited after it ran here");
            StoreError::corrupt("_sqlx_migrations", "checksum", why)
        }
        other => StoreError::corrupt("_sqlx_migrations", "version", other),
    }
}
