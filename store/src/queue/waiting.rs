//! Cases that a desk has had and that stand elsewhere now: with the applicant, at a payment, an appointment, with
//! another person or another body. Those that have stood there longest come first.

use chrono::{DateTime, Utc};
use domain::application::Status;
use domain::id::ApplicationId;
use domain::person::Duty;
use domain::reference::Reference;
use uuid::Uuid;

use super::desk;
use super::search::Needle;
use crate::database::Queries;
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A case that waits for others.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WaitingRow in "applications" {
        /// The application.
        pub id: ApplicationId,
        /// The number people quote.
        pub reference: Reference,
        /// The service's name in addresses.
        pub service_id: String,
        /// The file of it that the application was sent under.
        pub definition_hash: String,
        /// Where it stands.
        pub status: Status,
        /// The step it is at.
        pub step: Option<String>,
        /// When the application was sent.
        pub submitted_at: Option<DateTime<Utc>>,
        /// Since when it stands there.
        pub updated_at: DateTime<Utc>,
        /// On the fast path.
        pub urgent: bool,
        /// The applicant's name in Arabic.
        pub applicant_ar: String,
        /// And in Latin letters.
        pub applicant_en: String,
    }
}

/// A place in the list: since when the case stands there, and the case.
pub type WaitingPlace = (DateTime<Utc>, ApplicationId);

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct WaitingFilter<'a> {
    /// The desk: only what it has had a task of.
    pub duties: &'a [Duty],
    /// The services it works on, or the one that is looked for.
    pub services: &'a [String],
    /// Only what this finds.
    pub text: Option<&'a str>,
    /// Only the fast path.
    pub urgent: bool,
    /// Only what comes behind this place.
    pub after: Option<WaitingPlace>,
    /// At most so many.
    pub limit: i64,
}

/// A page of them: one stretch of an index for each service, merged.
///
/// # Errors
/// Those of the engine.
pub async fn waiting(mut on: impl Queries, filter: &WaitingFilter<'_>) -> Result<Vec<WaitingRow>, StoreError> {
    let select = sql!(
        "select a.id, a.reference, a.service_id, a.definition_hash, a.status, a.step, a.submitted_at, a.updated_at,
                a.urgent, p.name_ar as applicant_ar, p.name_en as applicant_en
           from applications a
           join people p on p.id = a.applicant_id
          where a.service_id = $1 and (a.updated_at, a.id) > ($2, $3)
            and a.status in ('awaiting_payment', 'awaiting_consent', 'returned', 'awaiting_appointment',
                             'awaiting_external')
            and ($4 or a.urgent)
            and (a.reference like $5 or p.national_id = $6
                 or (p.search_key like $7 and p.search_key like $8 and p.search_key like $9))
            and exists (select 1 from tasks t cross join jsonb_each($10) duty
                         where t.application_id = a.id
                           and duty.value ->> 'entity' = t.entity and duty.value ->> 'role' = t.role)
          order by a.updated_at, a.id limit $11"
    );
    let needle = filter.text.and_then(Needle::new);
    let (at, id) = filter
        .after
        .unwrap_or((DateTime::<Utc>::UNIX_EPOCH, ApplicationId(Uuid::nil())));
    let mut rows: Vec<WaitingRow> = Vec::new();
    for service in filter.services {
        let mut values = values![*service, at, id, !filter.urgent];
        values.extend(Needle::patterns(needle.as_ref()));
        values.extend(values![desk(filter.duties), filter.limit]);
        rows.extend(on.all::<WaitingRow>(select, values).await?);
    }
    rows.sort_by_key(|row| (row.updated_at, row.id));
    rows.truncate(usize::try_from(filter.limit).unwrap_or_default());
    Ok(rows)
}

/// How many there are, counted up to `most`.
///
/// # Errors
/// Those of the engine.
pub async fn waiting_count(
    mut on: impl Queries,
    duties: &[Duty],
    services: &[String],
    most: i64,
) -> Result<i64, StoreError> {
    let select = sql!(
        "select count(*) as value from (
             select 1 from applications a
              where a.service_id = $1
                and a.status in ('awaiting_payment', 'awaiting_consent', 'returned', 'awaiting_appointment',
                                 'awaiting_external')
                and exists (select 1 from tasks t cross join jsonb_each($2) duty
                             where t.application_id = a.id
                               and duty.value ->> 'entity' = t.entity and duty.value ->> 'role' = t.role)
              limit $3) counted"
    );
    let mut total = 0;
    for service in services {
        if total >= most {
            break;
        }
        let values = values![*service, desk(duties), most - total];
        let Only(count): Only<i64> = on.one(select, values).await?;
        total += count;
    }
    Ok(total)
}
