//! The portal's own messages: everybody's own, and nobody else's.

use domain::language::Language;
use domain::notice::Channel;
use domain::person::Actor;
use domain::view::message::{MessageView, MessagesView};
use store::messages::{MessageKey, MessageRow, lists};
use uuid::Uuid;

use super::render::{self, Telling, Told};
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// Messages on one page.
const PAGE: usize = 25;

/// The actor's messages, newest first; `after` is where the page begins, as the page before said it.
///
/// # Errors
/// Not signed in.
pub async fn messages(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    after: Option<&str>,
) -> Result<MessagesView, OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let behind = after.and_then(|text| text.parse::<Uuid>().ok());
    let mut rows = lists::of_person(&portal.store, person.id, behind, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let unread = lists::unread(&portal.store, person.id).await?;
    let older = rows.last().filter(|_| more);
    Ok(MessagesView {
        older: older.map(|last| last.id.to_string()),
        rows: rows.iter().map(|row| view(portal, row, language)).collect(),
        unread: u32::try_from(unread).unwrap_or_default(),
    })
}

fn view(portal: &Portal, row: &MessageRow, language: Language) -> MessageView {
    // Without words it is still there, and leads to its application.
    let told = Telling::of(portal, row, language).told().unwrap_or_else(|error| {
        tracing::warn!(%error, "a message has no words");
        Told {
            subject: String::new(),
            text: Vec::new(),
            act: String::new(),
        }
    });
    let service = portal.catalogue.find_ever(&row.service_id);
    MessageView {
        key: row.occasion.clone(),
        kind: row.kind,
        reference: row.reference.to_string(),
        service_title: service.map(|service| service.definition.title.get(language).to_owned()),
        subject: told.subject,
        text: told.text,
        act: told.act,
        at: local(row.at),
        unread: row.read_at.is_none(),
    }
}

/// Marks one of the actor's messages as read, and says where it leads.
///
/// # Errors
/// Not signed in, or no such message of theirs.
pub async fn open(portal: &Portal, actor: &Actor, language: Language, key: &str) -> Result<String, OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let key = MessageKey {
        occasion: key.to_owned(),
        person_id: person,
        channel: Channel::Portal,
    };
    let row = lists::by_key(&portal.store, &key)
        .await?
        .ok_or(OperationError::NotFound)?;
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::messages::mark_read(&mut tx, person, &key.occasion, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    Ok(render::path(row.kind, language, &row.reference))
}

/// Marks all of the actor's messages as read.
///
/// # Errors
/// Not signed in.
pub async fn open_all(portal: &Portal, actor: &Actor) -> Result<(), OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::messages::mark_all_read(&mut tx, person, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
