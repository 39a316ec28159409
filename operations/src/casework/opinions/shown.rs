//! Opinions as they are read: in a case, and in the list of those that wait.

use std::collections::BTreeSet;

use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::view::opinion::{CaseOpinionsView, OpinionAnswer, OpinionView, OpinionsView};
use store::applications::ApplicationRow;
use store::opinions::{OpinionRow, OpinionState};

use super::bodies;
use crate::applications::status::{desk, name};
use crate::casework::case::{Seen, entities};
use crate::casework::queue::due;
use crate::clock::local;
use crate::conversation::taken;
use crate::{OperationError, Portal};

/// Most that are listed for one body.
const MOST_LISTED: i64 = 200;

/// The opinions of a case as the reader may see them: all for those who work on it, its own for a body that was asked.
pub(in crate::casework) async fn opinions(
    portal: &Portal,
    actor: &Actor,
    seen: &Seen<'_>,
    service_title: &str,
    language: Language,
) -> Result<CaseOpinionsView, OperationError> {
    let applicant = seen.application.applicant_id;
    let act = Act::Annotate {
        entities: &entities(&seen.tasks),
        applicant,
    };
    let all = may(actor, act).is_ok();
    let task = taken(actor, &seen.application, &seen.tasks);
    let mut view = CaseOpinionsView::default();
    for row in &seen.opinions {
        let give = Act::GiveOpinion {
            entity: &row.entity,
            applicant,
        };
        let may_give = may(actor, give).is_ok();
        let theirs = may_give && row.opens_the_case();
        if !all && !theirs {
            continue;
        }
        let waits = row.state == OpinionState::Waiting;
        view.rows.push(OpinionView {
            may_answer: waits && may_give,
            may_withdraw: waits && task.is_some_and(|task| task.entity == row.asker_entity),
            ..shown(portal, row, &seen.application, service_title, language)
        });
    }
    if let Some(task) = task {
        view.key = Some(portal.random.key(portal.clock.now()).to_string());
        view.bodies = bodies(portal, &task.entity, language).await?;
    }
    Ok(view)
}

fn shown(
    portal: &Portal,
    row: &OpinionRow,
    application: &ApplicationRow,
    service_title: &str,
    language: Language,
) -> OpinionView {
    let comma = if language == Language::Ar { "، " } else { ", " };
    let body = portal.catalogue.entity(&row.entity, language);
    let asker = name(&row.asker_name.ar, &row.asker_name.en, language);
    let answer = row.answer.clone().zip(row.answerer_name.as_ref());
    let calendar = portal.calendar(application.governorate.as_deref());
    let waits = row.state == OpinionState::Waiting;
    OpinionView {
        id: row.id.to_string(),
        version: row.version,
        reference: application.reference.to_string(),
        service_title: service_title.to_owned(),
        asker: [asker, desk(portal, &row.asker_entity, &row.asker_role, language)].join(comma),
        question: row.question.clone(),
        asked: local(row.asked_at),
        due: waits.then(|| due(&calendar, portal.clock.today(), row.due_on)),
        answer: answer.map(|(text, by)| OpinionAnswer {
            who: [name(&by.ar, &by.en, language), body.clone()].join(comma),
            at: local(row.ended_at.unwrap_or(row.asked_at)),
            text,
        }),
        body,
        withdrawn: !row.opens_the_case(),
        may_answer: false,
        may_withdraw: false,
    }
}

/// What the reader's bodies are asked, and what they wait for.
///
/// # Errors
/// Not a member of staff.
pub async fn waiting(portal: &Portal, actor: &Actor, language: Language) -> Result<OpinionsView, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let bodies = person.duties.iter().map(|duty| duty.entity.as_str());
    let bodies: BTreeSet<&str> = bodies.filter(|entity| person.works_for(entity)).collect();
    let (mut asked, mut awaited) = (Vec::new(), Vec::new());
    for entity in bodies {
        asked.extend(store::opinions::asked_of(&portal.store, entity, MOST_LISTED).await?);
        awaited.extend(store::opinions::awaited_by(&portal.store, entity, MOST_LISTED).await?);
    }
    Ok(OpinionsView {
        asked: listed(portal, person, asked, language).await?,
        awaited: listed(portal, person, awaited, language).await?,
    })
}

/// Most urgent first, each with its case; nobody's own application is among them.
async fn listed(
    portal: &Portal,
    person: &Person,
    mut rows: Vec<OpinionRow>,
    language: Language,
) -> Result<Vec<OpinionView>, OperationError> {
    rows.sort_by_key(|row| (row.due_on, row.id));
    rows.truncate(usize::try_from(MOST_LISTED).unwrap_or(usize::MAX));
    let mut views = Vec::new();
    for row in rows {
        let application = store::applications::by_id(&portal.store, row.application_id).await?;
        let Some(application) = application.filter(|found| found.applicant_id != person.id) else {
            continue;
        };
        let service = portal.catalogue.find_ever(&application.service_id);
        let title = service.map(|service| service.definition.title.get(language).to_owned());
        views.push(shown(portal, &row, &application, &title.unwrap_or_default(), language));
    }
    Ok(views)
}
