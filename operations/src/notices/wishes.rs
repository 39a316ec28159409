//! How somebody wants to be told. The portal's own messages cannot be switched off: decisions are served there.

use domain::answer::Problem;
use domain::id::PersonId;
use domain::language::Language;
use domain::person::Actor;
use domain::view::message::WishesView;
use domain::view::outcome::{FormProblem, InputProblem};
use store::messages::Wishes;

use crate::{OperationError, Portal, write};

/// The wishes as they were posted: a box that is not ticked is not there.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// Anything: yes.
    pub mail: String,
    /// Anything: yes.
    pub sms: String,
    /// `ar`, `en`, or `last`: the one last used.
    pub language: String,
}

/// The actor's wishes.
///
/// # Errors
/// Not signed in.
pub(crate) async fn wishes(portal: &Portal, person: PersonId) -> Result<WishesView, OperationError> {
    let reach = store::messages::reach(&portal.store, person).await?;
    let reach = reach.ok_or(OperationError::SignIn)?;
    Ok(WishesView {
        mail: reach.mail_on,
        sms: reach.sms_on,
        language: reach.told_in,
    })
}

/// Keeps the actor's wishes.
///
/// # Errors
/// Not signed in, or no language of the portal.
pub async fn set(portal: &Portal, actor: &Actor, posted: &Posted) -> Result<(), OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let told_in = match posted.language.as_str() {
        "last" => None,
        code => Some(code.parse::<Language>().map_err(|_| {
            OperationError::Problems(vec![InputProblem {
                input: "language".to_owned(),
                problem: FormProblem::Answer {
                    problem: Problem::Required,
                },
            }])
        })?),
    };
    let wishes = Wishes {
        mail_on: !posted.mail.is_empty(),
        sms_on: !posted.sms.is_empty(),
        told_in,
    };
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::messages::set_wishes(&mut tx, person, wishes).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Notes the language somebody uses the portal in. A store that is busy changes nothing for the reader.
pub async fn note_language(portal: &Portal, person: PersonId, language: Language) {
    let portal = portal.clone();
    let noted = write(async move {
        let mut tx = portal.store.begin().await?;
        store::messages::set_last_used(&mut tx, person, language).await?;
        tx.commit().await?;
        Ok(())
    });
    if let Err(error) = noted.await {
        tracing::warn!(%error, "the language somebody uses was not noted");
    }
}
