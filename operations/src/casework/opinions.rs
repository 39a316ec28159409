//! Opinions: the officer who has a case asks another body, which has no part in the workflow, what it thinks, until a
//! day. While it is asked, and after it has answered, that body may read the case; nobody there may decide it, and what
//! the staff write for each other stays unseen. The case itself stays where it is: it can be decided without waiting.

use domain::answer::Problem;
use domain::application::EventKind;
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::view::outcome::{FormProblem, InputProblem};
use store::StoreError;
use store::opinions::{Given, OpinionRow, OpinionState};
use uuid::Uuid;

use super::case::{Seen, visible};
use super::notes::{at, name_of, written};
use crate::clock::local;
use crate::conversation::taken;
use crate::events::Entry;
use crate::{OperationError, Portal, write};

mod shown;

pub(super) use shown::opinions;
pub use shown::waiting;

/// Longest question or answer, in characters.
pub const LONGEST: usize = 4_000;
/// Longest time for an answer, in working days.
const MOST_DAYS: u32 = 30;
/// Most questions about one case.
pub(super) const MOST: i64 = 50;

/// A question as it was posted.
#[derive(Clone, Debug, Default)]
pub struct OpinionForm {
    /// Made with the form.
    pub key: Uuid,
    /// Key of the body that is asked.
    pub body: String,
    /// What is asked.
    pub question: String,
    /// Working days for an answer, as typed.
    pub days: String,
}

/// Which question, as the form saw it.
#[derive(Clone, Copy, Debug)]
pub struct OpinionRef {
    /// The key.
    pub id: Uuid,
    /// The version the reader saw.
    pub version: i64,
}

/// The bodies an officer of this body may ask: those whose people can answer.
async fn bodies(portal: &Portal, own: &str, language: Language) -> Result<Vec<(String, String)>, OperationError> {
    let all = store::people::bodies(&portal.store).await?.into_iter();
    let others = all.filter(|entity| entity != own);
    let mut named: Vec<(String, String)> = others
        .map(|entity| {
            let name = portal.catalogue.entity(&entity, language);
            (entity, name)
        })
        .collect();
    named.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    Ok(named)
}

/// Asks another body.
///
/// # Errors
/// Problems of the form; forbidden to whoever does not have the case.
pub async fn ask(portal: &Portal, actor: &Actor, reference: &str, form: OpinionForm) -> Result<(), OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let task = taken(actor, &seen.application, &seen.tasks).ok_or(OperationError::Forbidden)?;
    let offered = bodies(portal, &task.entity, Language::Ar).await?;
    let (days, question) = read(&form, &offered)?;
    let now = portal.clock.now();
    let calendar = portal.calendar(seen.application.governorate.as_deref());
    let row = OpinionRow {
        id: form.key,
        application_id: seen.application.id,
        entity: form.body,
        asker_entity: task.entity.clone(),
        asker_role: task.role.clone(),
        asker_id: seen.person.id,
        asker_name: name_of(seen.person),
        question,
        asked_at: now,
        due_on: calendar.add_working_days(local(now).date(), days),
        state: OpinionState::Waiting,
        answer: None,
        answered_by: None,
        answerer_name: None,
        ended_at: None,
        version: 1,
    };
    let data = serde_json::json!({ "entity": task.entity, "role": task.role, "asked": row.entity });
    let entry = Entry::by(actor, EventKind::OpinionAsked).at(&task.step).with(data);
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        // The case may end in this moment: one after the other.
        let application = store::applications::hold(&mut tx, row.application_id).await?;
        if application.status.is_final() {
            return Err(OperationError::Conflict);
        }
        let before = store::opinions::of_application(&mut tx, application.id, MOST).await?;
        if i64::try_from(before.len()).unwrap_or(MOST) >= MOST {
            let max = u32::try_from(MOST).unwrap_or(u32::MAX);
            return Err(at("opinion_question", FormProblem::EnoughWritten { max }));
        }
        match store::opinions::ask(&mut tx, &row).await {
            Ok(true) => entry.write(&mut tx, &portal, application.id, now).await?,
            Ok(false) => {}
            Err(StoreError::Duplicate(_)) => return Err(at("opinion_body", FormProblem::AskedAlready)),
            Err(error) => return Err(error.into()),
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// The working days and the question; all that is wrong otherwise.
fn read(form: &OpinionForm, offered: &[(String, String)]) -> Result<(u32, String), OperationError> {
    let mut wrong = Vec::new();
    let mut problem = |input: &str, problem| {
        wrong.push(InputProblem {
            input: input.to_owned(),
            problem,
        });
    };
    if !offered.iter().any(|(key, _)| *key == form.body) {
        problem("opinion_body", FormProblem::ChooseBody);
    }
    let days = domain::fold::digits(form.days.trim()).parse::<u32>().ok();
    let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
    let question = written("opinion_question", &form.question, LONGEST);
    if let Err(OperationError::Problems(found)) = &question {
        for found in found {
            problem(&found.input, found.problem.clone());
        }
    }
    if days.is_none() {
        let too_large = Problem::TooLarge {
            max: i64::from(MOST_DAYS),
        };
        problem("opinion_days", FormProblem::Answer { problem: too_large });
    }
    match (days, question) {
        (Some(days), Ok(question)) if wrong.is_empty() => Ok((days, question)),
        _ => Err(OperationError::Problems(wrong)),
    }
}

/// The question a form names, if it is about this case.
fn named(seen: &Seen<'_>, form: OpinionRef) -> Result<OpinionRow, OperationError> {
    let found = seen.opinions.iter().find(|row| row.id == form.id).cloned();
    found.ok_or(OperationError::NotFound)
}

fn stale(error: OperationError) -> OperationError {
    match error {
        OperationError::Conflict => at("opinion_answer", FormProblem::TakenMeanwhile),
        error => error,
    }
}

/// Answers for a body that is asked.
///
/// # Errors
/// Problems of the form; not found for whoever does not work for that body.
pub async fn answer(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    form: OpinionRef,
    text: &str,
) -> Result<(), OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let row = named(&seen, form)?;
    may(
        actor,
        Act::GiveOpinion {
            entity: &row.entity,
            applicant: seen.application.applicant_id,
        },
    )?;
    let text = written("opinion_answer", text, LONGEST)?;
    let (person, application) = (seen.person.clone(), seen.application.id);
    let data = serde_json::json!({ "entity": row.entity, "role": role_at(&person, &row.entity) });
    let entry = Entry::by(actor, EventKind::OpinionGiven).with(data);
    let portal = portal.clone();
    let done = write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        let given = Given {
            id: row.id,
            from_version: form.version,
            answer: &text,
            by: person.id,
            name: &name_of(&person),
            at: now,
        };
        store::opinions::give(&mut tx, given).await?;
        entry.write(&mut tx, &portal, application, now).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(stale)
}

/// Takes a question back: that body then sees nothing of the case any more.
///
/// # Errors
/// Forbidden to whoever does not have the case; answered meanwhile.
pub async fn withdraw(portal: &Portal, actor: &Actor, reference: &str, form: OpinionRef) -> Result<(), OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let task = taken(actor, &seen.application, &seen.tasks).ok_or(OperationError::Forbidden)?;
    let row = named(&seen, form)?;
    if row.asker_entity != task.entity {
        return Err(OperationError::Forbidden);
    }
    let data = serde_json::json!({ "entity": task.entity, "role": task.role, "asked": row.entity });
    let entry = Entry::by(actor, EventKind::OpinionWithdrawn).at(&task.step).with(data);
    let (portal, application) = (portal.clone(), seen.application.id);
    let done = write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        store::opinions::withdraw(&mut tx, row.id, form.version, now).await?;
        entry.write(&mut tx, &portal, application, now).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(stale)
}

/// The role somebody answers in.
pub(super) fn role_at(person: &Person, entity: &str) -> String {
    let duty = person.duties.iter().find(|duty| duty.entity == entity);
    duty.map(|duty| duty.role.clone()).unwrap_or_default()
}
