//! Runs a test on an empty, migrated database of each engine.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Database, Options};
use tempfile::TempDir;

/// `both! { async fn name(db) { … } }` makes two tests, `name::sqlite` and `name::postgres`.
macro_rules! both {
    ($($(#[$doc:meta])* async fn $name:ident($database:ident) $body:block)+) => {$(
        $(#[$doc])*
        async fn $name($database: store::Database) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let home = $crate::both::Home::sqlite().await;
                super::$name(home.database.clone()).await;
                home.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let Some(home) = $crate::both::Home::postgres().await else { return };
                super::$name(home.database.clone()).await;
                home.end().await;
            }
        }
    )+};
}
pub(crate) use both;

/// A database of one test's own.
pub(crate) struct Home {
    pub(crate) database: Database,
    pub(crate) url: String,
    keeper: Keeper,
}

enum Keeper {
    Folder(TempDir),
    Server { admin: String, name: String },
}

impl Home {
    pub(crate) async fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        // In a folder that is not there yet, as on a new machine.
        let url = format!("sqlite:{}", folder.path().join("data/store.db").display());
        Self::open(url, Keeper::Folder(folder)).await
    }

    /// None when there is no server and none is required.
    pub(crate) async fn postgres() -> Option<Self> {
        let (admin, name) = new_postgres().await?;
        let (server, _) = admin.rsplit_once('/').expect("a database in the address");
        let url = format!("{server}/{name}");
        Some(Self::open(url, Keeper::Server { admin, name }).await)
    }

    async fn open(url: String, keeper: Keeper) -> Self {
        let database = Database::connect(&url, &options()).await.expect("a database");
        database.migrate().await.expect("tables");
        Self { database, url, keeper }
    }

    /// Both homes, or one.
    pub(crate) async fn all() -> Vec<Self> {
        let mut homes = vec![Self::sqlite().await];
        homes.extend(Self::postgres().await);
        homes
    }

    pub(crate) async fn end(self) {
        self.database.close().await;
        match self.keeper {
            Keeper::Folder(folder) => folder.close().expect("an empty place"),
            Keeper::Server { admin, name } => {
                let mut admin = PgConnection::connect(&admin).await.expect("the server");
                let drop = format!("drop database {name} with (force)");
                sqlx::query(AssertSqlSafe(drop))
                    .execute(&mut admin)
                    .await
                    .expect("dropped");
            }
        }
    }
}

/// Patient, because many tests run at once on few cores.
pub(crate) fn options() -> Options {
    Options {
        connections: 12,
        patience: std::time::Duration::from_secs(20),
        lock_timeout: std::time::Duration::from_secs(20),
        statement_timeout: std::time::Duration::from_secs(30),
        ..Options::default()
    }
}

/// The server's address and the name of a new database with the C collation, as in production.
async fn new_postgres() -> Option<(String, String)> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
        let required = set("CI") || set("REQUIRE_POSTGRES");
        assert!(
            !required,
            "set TEST_POSTGRES_URL: PostgreSQL must be tested here (scripts/with-postgres)"
        );
        eprintln!("skipped: no TEST_POSTGRES_URL");
        return None;
    };
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let name = format!("store_{}_{number}", std::process::id());
    let mut connection = PgConnection::connect(&admin)
        .await
        .expect("the server of TEST_POSTGRES_URL");
    let create = format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
    sqlx::query(AssertSqlSafe(create))
        .execute(&mut connection)
        .await
        .expect("a new database");
    Some((admin, name))
}
