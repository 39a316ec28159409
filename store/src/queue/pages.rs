//! One stretch of the queue: what a role has to do, or what one person has, in either order.

use domain::person::Duty;

use super::search::Needle;
use super::{Filter, Order, QueueRow, View, desk};
use crate::database::Queries;
use crate::error::StoreError;
use crate::sql::sql;
use crate::value::{FIRST_DAY, Value, values};

/// What narrows a stretch down: service, step, and whether each of the others is no matter; then what is searched for.
pub(super) fn narrowing(filter: &Filter<'_>, needle: Option<&Needle>) -> Vec<Value> {
    let whoever = !matches!(filter.view, View::Open | View::Available);
    let mut values = values![filter.service, filter.step, !filter.urgent, !filter.resent, whoever];
    values.extend(Needle::patterns(needle));
    values
}

/// The tasks of one duty.
pub(super) async fn of_duty(
    mut on: impl Queries,
    duty: &Duty,
    filter: &Filter<'_>,
    narrowing: &[Value],
) -> Result<Vec<QueueRow>, StoreError> {
    let by_due = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, definition_hash, submitted_at, urgent, applicant_id, applicant_ar,
                applicant_en, due_order, sent_at, resent
           from open_tasks
          where entity = $1 and role = $2 and (due_order, id) > ($3, $4) and due_order <= $5
            and (cast($6 as text) is null or service_id = $6) and (cast($7 as text) is null or step = $7)
            and ($8 or urgent) and ($9 or resent) and ($10 or assignee_id is null)
            and (reference like $11 or applicant_number = $12
                 or (applicant_key like $13 and applicant_key like $14 and applicant_key like $15))
          order by due_order, id limit $16"
    );
    let by_age = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, definition_hash, submitted_at, urgent, applicant_id, applicant_ar,
                applicant_en, due_order, sent_at, resent
           from open_tasks
          where entity = $1 and role = $2 and (sent_at, id) > ($3, $4) and due_order <= $5 and due_order >= $17
            and (cast($6 as text) is null or service_id = $6) and (cast($7 as text) is null or step = $7)
            and ($8 or urgent) and ($9 or resent) and ($10 or assignee_id is null)
            and (reference like $11 or applicant_number = $12
                 or (applicant_key like $13 and applicant_key like $14 and applicant_key like $15))
          order by sent_at, id limit $16"
    );
    let mut values = values![duty.entity, duty.role];
    values.extend(start(filter));
    values.extend_from_slice(narrowing);
    values.extend(values![filter.limit]);
    match filter.order {
        Order::Due => on.all(by_due, values).await,
        Order::Age => {
            values.extend(values![filter.due_from.unwrap_or(FIRST_DAY)]);
            on.all(by_age, values).await
        }
    }
}

/// The tasks of the desk that the reader has, or the colleague that is looked for.
pub(super) async fn of_person(
    mut on: impl Queries,
    filter: &Filter<'_>,
    narrowing: &[Value],
) -> Result<Vec<QueueRow>, StoreError> {
    let by_due = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, definition_hash, submitted_at, urgent, applicant_id, applicant_ar,
                applicant_en, due_order, sent_at, resent
           from open_tasks
          where assignee_id = $1 and (due_order, id) > ($3, $4) and due_order <= $5
            and exists (select 1 from jsonb_each($2) duty
                         where duty.value ->> 'entity' = entity and duty.value ->> 'role' = role)
            and (cast($6 as text) is null or service_id = $6) and (cast($7 as text) is null or step = $7)
            and ($8 or urgent) and ($9 or resent) and ($10 or assignee_id is null)
            and (reference like $11 or applicant_number = $12
                 or (applicant_key like $13 and applicant_key like $14 and applicant_key like $15))
          order by due_order, id limit $16"
    );
    let by_age = sql!(
        "select id, application_id, step, entity, role, assignee_id, assignee_ar, assignee_en, opened_at, due_on,
                version, reference, service_id, definition_hash, submitted_at, urgent, applicant_id, applicant_ar,
                applicant_en, due_order, sent_at, resent
           from open_tasks
          where assignee_id = $1 and (sent_at, id) > ($3, $4) and due_order <= $5 and due_order >= $17
            and exists (select 1 from jsonb_each($2) duty
                         where duty.value ->> 'entity' = entity and duty.value ->> 'role' = role)
            and (cast($6 as text) is null or service_id = $6) and (cast($7 as text) is null or step = $7)
            and ($8 or urgent) and ($9 or resent) and ($10 or assignee_id is null)
            and (reference like $11 or applicant_number = $12
                 or (applicant_key like $13 and applicant_key like $14 and applicant_key like $15))
          order by sent_at, id limit $16"
    );
    let mut values = values![filter.assignee.unwrap_or(filter.reader), desk(filter.duties)];
    values.extend(start(filter));
    let mut narrowing = narrowing.to_vec();
    // Whose it is has been said.
    if let Some(whoever) = narrowing.get_mut(WHOEVER) {
        *whoever = Value::Bool(Some(true));
    }
    values.extend(narrowing);
    values.extend(values![filter.limit]);
    match filter.order {
        Order::Due => on.all(by_due, values).await,
        Order::Age => {
            values.extend(values![filter.due_from.unwrap_or(FIRST_DAY)]);
            on.all(by_age, values).await
        }
    }
}

/// Where [`narrowing`] says whether it is no matter who has it.
const WHOEVER: usize = 4;

/// Where the page begins, and the last day.
fn start(filter: &Filter<'_>) -> Vec<Value> {
    match filter.order {
        Order::Due => {
            let (day, id) = filter.due_start();
            values![day, id, filter.until()]
        }
        Order::Age => {
            let (at, id) = filter.age_start();
            values![at, id, filter.until()]
        }
    }
}
