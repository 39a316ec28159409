//! How many there are in each part of the queue, and which roles a body has work for.

use chrono::NaiveDate;
use domain::id::PersonId;

use super::{View, desk};
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;
use domain::person::Duty;

/// How many there are in each part. Counting stops at [`MOST_COUNTED`]: a part that has more is given as one more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Mine and those nobody has.
    pub open: i64,
    /// Mine.
    pub mine: i64,
    /// Those nobody has.
    pub available: i64,
    /// Past their last day.
    pub overdue: i64,
    /// All.
    pub total: i64,
}

impl Counts {
    /// How many there are in a part.
    pub fn of(&self, view: View) -> i64 {
        match view {
            View::Open => self.open,
            View::Mine => self.mine,
            View::Available => self.available,
            View::Overdue => self.overdue,
            View::All => self.total,
        }
    }
}

row! {
    struct CountsRow in "tasks" {
        mine: i64,
        available: i64,
        overdue: i64,
        total: i64,
    }
}

/// Where counting stops. People read "more than a thousand"; an exact figure would cost more than the page.
pub const MOST_COUNTED: i64 = 1000;

/// How many there are in each part, in one statement that reads at most [`MOST_COUNTED`] places of an index for each
/// part and duty.
///
/// # Errors
/// Those of the engine.
pub async fn counts(
    mut on: impl Queries,
    duties: &[Duty],
    reader: PersonId,
    today: NaiveDate,
) -> Result<Counts, StoreError> {
    let select = sql!(
        "select (select count(*) from (
                   select 1 from tasks t
                    where t.assignee_id = $2 and t.closed_at is null
                      and exists (select 1 from jsonb_each($1) duty
                                   where duty.value ->> 'entity' = t.entity
                                     and duty.value ->> 'role' = t.role)
                    limit $4) counted) as mine,
                (select cast(coalesce(sum((select count(*) from (
                    select 1 from tasks t
                     where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                       and t.closed_at is null and t.assignee_id is null
                     limit $4) counted)), 0) as bigint) from jsonb_each($1) duty) as available,
                (select cast(coalesce(sum((select count(*) from (
                    select 1 from tasks t
                     where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                       and t.closed_at is null and t.due_order < $3
                     limit $4) counted)), 0) as bigint) from jsonb_each($1) duty) as overdue,
                (select cast(coalesce(sum((select count(*) from (
                    select 1 from tasks t
                     where t.entity = duty.value ->> 'entity' and t.role = duty.value ->> 'role'
                       and t.closed_at is null
                     limit $4) counted)), 0) as bigint) from jsonb_each($1) duty) as total"
    );
    let most = MOST_COUNTED + 1;
    let row: CountsRow = on.one(select, values![desk(duties), reader, today, most]).await?;
    let CountsRow {
        mine,
        available,
        overdue,
        total,
    } = row;
    Ok(Counts {
        open: (mine + available).min(most),
        mine,
        available: available.min(most),
        overdue: overdue.min(most),
        total: total.min(most),
    })
}

/// The roles that have open work in a body. One look into the index for each.
///
/// # Errors
/// Those of the engine.
pub async fn roles(mut on: impl Queries, entity: &str) -> Result<Vec<String>, StoreError> {
    let select = sql!(
        "with recursive found (role) as (
             select (select min(role) from tasks where entity = $1 and closed_at is null)
             union all
             select (select min(t.role) from tasks t
                      where t.entity = $1 and t.closed_at is null and t.role > found.role)
               from found where found.role is not null
         )
         select role as value from found where role is not null"
    );
    let roles: Vec<Only<String>> = on.all(select, values![entity]).await?;
    Ok(roles.into_iter().map(|Only(role)| role).collect())
}
