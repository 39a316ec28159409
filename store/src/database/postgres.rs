//! Opening a PostgreSQL pool, and beginning on it.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool, Postgres};

use super::Options;
use crate::error::StoreError;

pub(super) async fn open(url: &str, options: &Options) -> Result<PgPool, StoreError> {
    let unavailable = |error| StoreError::from_sqlx(error, "");
    let connect = PgConnectOptions::from_str(url)
        .map_err(unavailable)?
        .application_name("hukumati")
        .options([
            ("statement_timeout", milliseconds(options.statement_timeout)),
            ("lock_timeout", milliseconds(options.lock_timeout)),
            (
                "idle_in_transaction_session_timeout",
                milliseconds(options.idle_in_transaction),
            ),
        ])
        .statement_cache_capacity(256)
        .disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.patience)
        .connect_with(connect)
        .await
        .map_err(unavailable)
}

fn milliseconds(duration: Duration) -> String {
    duration.as_millis().to_string()
}

/// Spawned, so that it always ends: a `begin` dropped half-way would give the pool back a connection with an open
/// transaction in it (sqlx 0.9.0, issues 4385 and 4393).
pub(super) async fn begin(pool: &PgPool) -> Result<sqlx::Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin().await }).await;
    match begun {
        Ok(begun) => begun.map_err(|error| StoreError::from_sqlx(error, "")),
        Err(stopped) => Err(StoreError::Unavailable(stopped.to_string())),
    }
}
