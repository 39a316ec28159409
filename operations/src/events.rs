//! Lines of the history: who, what, when. Written in the same transaction as what happened.

use chrono::{DateTime, Datelike, Utc};
use domain::application::EventKind;
use domain::id::{ApplicationId, EventId};
use domain::person::Actor;
use store::Transaction;
use store::events::NewEvent;

use crate::clock::local;
use crate::{OperationError, Portal, write};

/// A line to be written.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    actor: Actor,
    kind: EventKind,
    pub(crate) step: Option<String>,
    note: Option<String>,
    data: serde_json::Value,
}

impl Entry {
    /// What a person did, or the portal itself.
    pub(crate) fn by(actor: &Actor, kind: EventKind) -> Self {
        Self {
            actor: actor.clone(),
            kind,
            step: None,
            note: None,
            data: serde_json::json!({}),
        }
    }

    /// What the portal did by itself.
    pub(crate) fn system(kind: EventKind) -> Self {
        Self::by(&Actor::System, kind)
    }

    /// Names the step it concerns.
    pub(crate) fn at(mut self, step: &str) -> Self {
        self.step = Some(step.to_owned());
        self
    }

    /// What was said.
    pub(crate) fn saying(mut self, note: &str) -> Self {
        self.note = Some(note.to_owned()).filter(|note| !note.is_empty());
        self
    }

    /// More about it.
    pub(crate) fn with(mut self, data: serde_json::Value) -> Self {
        self.data = data;
        self
    }

    /// Writes the line by itself, as when somebody only read.
    pub(crate) async fn write_alone(
        self,
        portal: &Portal,
        application_id: ApplicationId,
    ) -> Result<(), OperationError> {
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            self.write(&mut tx, &portal, application_id, portal.clock.now()).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// Writes the line.
    pub(crate) async fn write(
        self,
        tx: &mut Transaction,
        portal: &Portal,
        application_id: ApplicationId,
        at: DateTime<Utc>,
    ) -> Result<(), OperationError> {
        let event = NewEvent {
            id: EventId(portal.random.key(at)),
            application_id: Some(application_id),
            at,
            actor: &self.actor,
            kind: self.kind,
            step: self.step.as_deref(),
            note: self.note.as_deref(),
            data: self.data,
        };
        store::events::append(tx, &event).await?;
        Ok(())
    }
}

/// The local year and month of a moment.
pub(crate) fn year_and_month(at: DateTime<Utc>) -> (i32, u32) {
    let local = local(at);
    (local.year(), local.month())
}
