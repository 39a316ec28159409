//! Views of the queue that people keep for themselves: a name, and the part of an address behind the question mark.

use chrono::{DateTime, Utc};
use domain::id::{PersonId, SavedViewId};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A view that is kept.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SavedView in "saved_views" {
        /// The key.
        pub id: SavedViewId,
        /// What its owner calls it.
        pub name: String,
        /// What it shows.
        pub query: String,
    }
}

/// The most one person keeps.
pub const MOST_VIEWS: i64 = 20;

/// A person's views by name.
///
/// # Errors
/// Those of the engine.
pub async fn of_person(mut on: impl Queries, person: PersonId) -> Result<Vec<SavedView>, StoreError> {
    let select = sql!("select id, name, query from saved_views where person_id = $1 order by name limit $2");
    on.all(select, values![person, MOST_VIEWS]).await
}

/// Keeps a view; one of the same name is replaced. Says whether there was room for it.
///
/// # Errors
/// Those of the engine.
pub async fn keep(
    tx: &mut Transaction,
    person: PersonId,
    view: &SavedView,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into saved_views (id, person_id, name, query, created_at) values ($1, $2, $3, $4, $5)
         on conflict (person_id, name) do update set query = excluded.query"
    );
    tx.execute(insert, values![view.id, person, view.name, view.query, at])
        .await?;
    let count = sql!("select count(*) as value from saved_views where person_id = $1");
    let Only(count): Only<i64> = tx.one(count, values![person]).await?;
    Ok(count <= MOST_VIEWS)
}

/// Forgets a view.
///
/// # Errors
/// Those of the engine.
pub async fn forget(tx: &mut Transaction, person: PersonId, id: SavedViewId) -> Result<(), StoreError> {
    let delete = sql!("delete from saved_views where id = $1 and person_id = $2");
    tx.execute(delete, values![id, person]).await.map(drop)
}
