//! Another person's consent: who is asked reads what for, and says yes or no once.
//!
//! The person is found by the identity number the application names, so no link with a secret is sent around.

use domain::application::{EventKind, Status};
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::reference::Reference;
use domain::view::consent::{ConsentRow as Row, ConsentView};
use domain::view::outcome::{FormProblem, InputProblem};
use domain::workflow::{self, END_REJECTED};
use store::applications::ApplicationRow;
use store::consents::{ConsentAnswer, ConsentRow};

use crate::advance::Case;
use crate::applications::status::name;
use crate::clock::local;
use crate::events::Entry;
use crate::{OperationError, Portal, write};

/// Most requests shown to one person.
const MOST: i64 = 20;

/// What others ask the actor to agree to; nothing for an account that is not proved.
pub(crate) async fn waiting(portal: &Portal, person: &Person, language: Language) -> Result<Vec<Row>, OperationError> {
    let found = store::consents::waiting_for(&portal.store, &person.national_id, MOST).await?;
    if found.is_empty() || !is_verified(portal, person).await? {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for request in found {
        let Some(application) = store::applications::by_id(&portal.store, request.application_id).await? else {
            continue;
        };
        if application.applicant_id == person.id {
            continue;
        }
        let service = portal.catalogue.find_ever(&application.service_id);
        rows.push(Row {
            reference: application.reference.to_string(),
            service_title: service
                .map(|service| service.definition.title.get(language).to_owned())
                .unwrap_or_default(),
            applicant: applicant(portal, &application, language).await?,
            until: request.expires_on,
        });
    }
    Ok(rows)
}

async fn is_verified(portal: &Portal, person: &Person) -> Result<bool, OperationError> {
    let row = store::people::by_id(&portal.store, person.id).await?;
    Ok(row.is_some_and(|row| row.verified))
}

async fn applicant(
    portal: &Portal,
    application: &ApplicationRow,
    language: Language,
) -> Result<String, OperationError> {
    let row = store::people::by_id(&portal.store, application.applicant_id).await?;
    Ok(row
        .map(|row| name(&row.name_ar, &row.name_en, language))
        .unwrap_or_default())
}

/// The request the actor is asked, found by the application's number.
async fn asked(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
) -> Result<(ApplicationRow, ConsentRow), OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let reference: Reference = reference.parse().map_err(|_| OperationError::NotFound)?;
    let application = store::applications::by_reference(&portal.store, &reference)
        .await?
        .ok_or(OperationError::NotFound)?;
    let request = store::consents::last_of(&portal.store, application.id)
        .await?
        .ok_or(OperationError::NotFound)?;
    let act = Act::Consent {
        party_number: &request.party_number,
        verified: is_verified(portal, person).await?,
        applicant: application.applicant_id,
    };
    may(actor, act)?;
    Ok((application, request))
}

/// The page of one request.
///
/// # Errors
/// Not found, or not asked of the actor: both look the same.
pub async fn consent(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
) -> Result<ConsentView, OperationError> {
    let (application, request) = asked(portal, actor, reference).await?;
    if request.answer == Some(ConsentAnswer::Void) {
        return Err(OperationError::NotFound);
    }
    let service = portal.service_of(&application).await?;
    let definition = &service.definition;
    let step = workflow::title(&definition.workflow, &request.step);
    Ok(ConsentView {
        reference: application.reference.to_string(),
        service_title: definition.title.get(language).to_owned(),
        service_summary: definition.summary.get(language).to_owned(),
        ministry: definition.ministry.get(language).to_owned(),
        step_title: step.map(|title| title.get(language).to_owned()).unwrap_or_default(),
        applicant: applicant(portal, &application, language).await?,
        subject: application.subject_name.clone(),
        asked: local(request.asked_at).date(),
        until: request.expires_on,
        given: request.answer.map(|answer| answer == ConsentAnswer::Given),
    })
}

/// Writes down the actor's yes or no; the application goes on, or ends, by it.
///
/// # Errors
/// Not asked of the actor, nothing chosen, or answered meanwhile.
pub async fn answer(portal: &Portal, actor: &Actor, reference: &str, choice: &str) -> Result<(), OperationError> {
    let (application, request) = asked(portal, actor, reference).await?;
    let given = match choice {
        "given" => true,
        "refused" => false,
        _ => {
            return Err(OperationError::Problems(vec![InputProblem {
                input: "consent".to_owned(),
                problem: FormProblem::ChooseConsent,
            }]));
        }
    };
    if request.answer.is_some() || application.status != Status::AwaitingConsent {
        return Err(OperationError::Conflict);
    }
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let (portal, actor) = (portal.clone(), actor.clone());
    let service = portal.service_of(&application).await?;
    write(async move {
        let mut tx = portal.store.begin().await?;
        let mut case = Case::of(&portal, &service, application);
        let answer = if given {
            ConsentAnswer::Given
        } else {
            ConsentAnswer::Refused
        };
        store::consents::answer(&mut tx, request.id, request.version, answer, person, case.now).await?;
        let kind = if given {
            EventKind::ConsentGiven
        } else {
            EventKind::ConsentRefused
        };
        case.record(&mut tx, Entry::by(&actor, kind).at(&request.step)).await?;
        case.note_consent(&mut tx, &request.step, answer.key()).await?;
        let step = case.step(&request.step)?;
        let to = if given {
            step.to.clone()
        } else {
            step.on_refusal.clone()
        };
        let to = match to {
            Some(to) => to,
            None if !given => END_REJECTED.to_owned(),
            None => return Err(OperationError::Fault(format!("{} leads nowhere", request.step))),
        };
        case.advance(&mut tx, &to).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
