//! The history: what happened, who did it, who read what. Rows are added and never changed; the table refuses it.

use chrono::{DateTime, Utc};
use domain::application::EventKind;
use domain::id::{ApplicationId, EventId, PersonId};
use domain::language::Text;
use domain::person::Actor;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// What kind of somebody acted.
    pub enum ActorKind {
        /// A signed-in person.
        Person = "person",
        /// The portal itself.
        System = "system",
        /// Nobody signed in.
        Visitor = "visitor",
    }
}

row! {
    /// One line of the history.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EventRow in "events" {
        /// The key.
        pub id: EventId,
        /// Of which application.
        pub application_id: Option<ApplicationId>,
        /// When.
        pub at: DateTime<Utc>,
        /// What kind of somebody.
        pub actor_kind: ActorKind,
        /// Which person.
        pub actor_id: Option<PersonId>,
        /// The person's name as it was then.
        pub actor_name: Option<Text>,
        /// What happened.
        pub kind: EventKind,
        /// At which step.
        pub step: Option<String>,
        /// In words.
        pub note: Option<String>,
        /// More, by name.
        pub data: Json,
        /// Whether the applicant reads it in the history.
        pub public: bool,
    }
}

/// A line to be added.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// The key.
    pub id: EventId,
    /// Of which application.
    pub application_id: Option<ApplicationId>,
    /// Now.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: &'a Actor,
    /// What happened. It says itself whether the applicant reads it.
    pub kind: EventKind,
    /// At which step.
    pub step: Option<&'a str>,
    /// In words.
    pub note: Option<&'a str>,
    /// More, by name.
    pub data: Json,
}

/// Whose eyes a history is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The applicant's: public lines only.
    Applicant,
    /// Those who work on it: all lines.
    Staff,
}

row! {
    /// An application in which something happened, with one of the desks that have had it to do.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChangeRow in "events" {
        /// The line of the history.
        pub id: EventId,
        /// Of which application.
        pub application_id: ApplicationId,
        /// Whether the applicant reads it in the history.
        pub public: bool,
        /// The body of a task on it.
        pub entity: Option<String>,
        /// The role of that task.
        pub role: Option<String>,
    }
}

/// Adds a line.
///
/// # Errors
/// Those of the engine.
pub async fn append(tx: &mut Transaction, event: &NewEvent<'_>) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into events (id, application_id, at, actor_kind, actor_id, actor_name, kind, step, note, data, public)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let kind = match event.actor {
        Actor::Person(_) => ActorKind::Person,
        Actor::System => ActorKind::System,
        Actor::Visitor => ActorKind::Visitor,
    };
    let person = event.actor.person();
    let name = person.map(|person| Text {
        ar: person.name_ar.clone(),
        en: person.name_en.clone(),
    });
    let values = values![
        event.id,
        event.application_id,
        event.at,
        kind,
        person.map(|person| person.id),
        name,
        event.kind,
        event.step,
        event.note,
        event.data,
        event.kind.is_public(),
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The history of an application, newest first, from the line before `before` on.
///
/// # Errors
/// Those of the engine.
pub async fn for_application(
    mut on: impl Queries,
    application: ApplicationId,
    audience: Audience,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    let select = sql!(
        "select id, application_id, at, actor_kind, actor_id, actor_name, kind, step, note, data, public
           from events
          where application_id = $1 and id < $2 and ($3 or public)
          order by id desc limit $4"
    );
    let everything = audience == Audience::Staff;
    on.all(select, values![application, before.unwrap_or(END), everything, limit])
        .await
}

/// Who read an application or its files, newest first, from the line before `before` on.
///
/// # Errors
/// Those of the engine.
pub async fn reads_of_application(
    mut on: impl Queries,
    application: ApplicationId,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    let select = sql!(
        "select id, application_id, at, actor_kind, actor_id, actor_name, kind, step, note, data, public
           from events
          where application_id = $1 and id < $2 and kind in ($3, $4)
          order by id desc limit $5"
    );
    let values = values![
        application,
        before.unwrap_or(END),
        EventKind::CaseRead,
        EventKind::AttachmentRead,
        limit,
    ];
    on.all(select, values).await
}

/// What happened behind this key, oldest first: a row for each desk that has had the case, one without a desk where
/// none has. That somebody only read is left out.
///
/// # Errors
/// Those of the engine.
pub async fn changes_after(mut on: impl Queries, after: EventId, limit: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let select = sql!(
        "select e.id, e.application_id, e.public, t.entity, t.role
           from events e
           left join tasks t on t.application_id = e.application_id
          where e.id > $1 and e.application_id is not null and e.kind not in ($2, $3, $4)
          order by e.id limit $5"
    );
    let [case, file, document] = READS;
    on.all(select, values![after, case, file, document, limit]).await
}

/// Whether something happened in an application behind this key that the applicant reads in the history.
///
/// # Errors
/// Those of the engine.
pub async fn changed_after(
    mut on: impl Queries,
    application: ApplicationId,
    after: EventId,
) -> Result<bool, StoreError> {
    let select = sql!(
        "select id, application_id, public, null as entity, null as role
           from events
          where application_id = $1 and id > $2 and public
          limit 1"
    );
    let found: Option<ChangeRow> = on.optional(select, values![application, after]).await?;
    Ok(found.is_some())
}

/// Lines that say that somebody looked, and change nothing.
const READS: [EventKind; 3] = [EventKind::CaseRead, EventKind::AttachmentRead, EventKind::DocumentRead];

const END: EventId = EventId(Uuid::max());
