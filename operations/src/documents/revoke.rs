//! The desk that issues a document can revoke it, or issue it anew: a mistake, a theft, a name that changed. The check
//! page says so from that moment; a seal that is checked without the network cannot, and its page says that.

use chrono::NaiveDate;
use domain::application::EventKind;
use domain::id::{DocumentId, PersonId};
use domain::language::{Language, Text};
use domain::notice::NoticeKind;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::service::ServiceDefinition;
use domain::service::workflow::{Action, Outcome};
use domain::view::certificate::{DocumentLine, StaffDocumentView};
use domain::view::outcome::{FormProblem, InputProblem};
use domain::workflow;
use store::applications::ApplicationRow;
use store::documents::{DocumentRow, DocumentStatus, Revocation};

use super::content::ISSUED;
use super::{issue, of_application, revoked};
use crate::applications::draft::{from_json, to_json};
use crate::casework::case::{record_reading, visible};
use crate::clock::local;
use crate::events::Entry;
use crate::notices::queue::{Notice, queue};
use crate::notices::render::Values;
use crate::{OperationError, Portal, write};

/// Longest reason, in characters.
const MAX_REASON: usize = 1_000;

/// What is to be done with a document, as it was posted.
#[derive(Clone, Debug, Default)]
pub struct Deed {
    /// `revoke` or `replace`.
    pub deed: String,
    /// What its holder reads.
    pub reason: String,
}

/// A document of a case, as the staff read it. The reading is written down.
///
/// # Errors
/// Not found, or not of a body the actor works for: both look the same.
pub async fn document(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    number: &str,
) -> Result<StaffDocumentView, OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let document = of_application(portal, &seen.application, number).await?;
    let what = serde_json::json!({ "document": number });
    record_reading(portal, actor, &seen, EventKind::CaseRead, what).await?;
    let application = seen.application;
    let replaces = match document.replaces {
        Some(id) => store::documents::by_id(&portal.store, id)
            .await?
            .map(|before| before.number),
        None => None,
    };
    let valid = document.status == DocumentStatus::Valid;
    let lines: Vec<DocumentLine> = from_json(document.fields.clone())?;
    let lines = lines
        .iter()
        .map(|line| (line.label.get(language).to_owned(), line.value.get(language).to_owned()));
    Ok(StaffDocumentView {
        reference: application.reference.to_string(),
        title: document.title.get(language).to_owned(),
        issued: local(document.issued_at),
        valid_until: document.valid_until,
        revoked: revoked(portal, &document).await?,
        replaces,
        lines: lines.collect(),
        may_revoke: valid && allowed(portal, actor, &application).await.is_ok(),
        number: document.number,
    })
}

/// The desks that issue this service's document: body and role.
fn desks(definition: &ServiceDefinition) -> Vec<(String, String)> {
    let issues = |action: &Action| action.outcome == Outcome::IssueCertificate;
    workflow::desks(&definition.workflow)
        .into_iter()
        .filter(|desk| desk.actions.iter().any(issues))
        .map(|desk| {
            let entity = desk.entity.unwrap_or(&definition.ministry_id);
            (entity.to_owned(), desk.role.to_owned())
        })
        .collect()
}

/// The desk at which the actor may revoke: body and role.
async fn allowed(
    portal: &Portal,
    actor: &Actor,
    application: &ApplicationRow,
) -> Result<(String, String), OperationError> {
    let service = portal.service_of(application).await?;
    let desks = desks(&service.definition);
    let act = Act::RevokeDocument {
        desks: &desks,
        applicant: application.applicant_id,
    };
    may(actor, act)?;
    let held = |(entity, role): &(String, String)| actor.person().is_some_and(|person| person.holds(entity, role));
    desks.into_iter().find(held).ok_or(OperationError::Forbidden)
}

fn problem(input: &str, problem: FormProblem) -> InputProblem {
    InputProblem {
        input: input.to_owned(),
        problem,
    }
}

/// Revokes a document, or issues it anew and revokes the one before.
///
/// # Errors
/// Problems of the form, not one of the desks that issue it, or it was revoked before.
pub async fn revoke(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    number: &str,
    deed: Deed,
) -> Result<(), OperationError> {
    let application = visible(portal, actor, reference).await?.application;
    let document = of_application(portal, &application, number).await?;
    let (entity, role) = allowed(portal, actor, &application).await?;
    let (replace, reason) = read(&deed)?;
    let service = portal.service_of(&application).await?;
    let ministry = service.definition.ministry_id.clone();
    let (portal, actor) = (portal.clone(), actor.clone());
    let done = write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        let by = actor.person().map(|person| person.id);
        let why = Revocation {
            at: now,
            by,
            reason: Some(&reason),
        };
        store::documents::revoke(&mut tx, document.id, why).await?;
        // The holder reads the desk, not the name.
        let mut data = serde_json::json!({ "document": document.number, "entity": entity, "role": role });
        let (kind, told) = if replace {
            let anew = renewed(&portal, &document, &ministry, by)?;
            data["by"] = anew.number.clone().into();
            store::documents::insert(&mut tx, &anew).await?;
            (EventKind::DocumentReplaced, NoticeKind::DocumentReplaced)
        } else {
            (EventKind::DocumentRevoked, NoticeKind::DocumentRevoked)
        };
        let entry = Entry::by(&actor, kind).saying(&reason).with(data);
        entry.write(&mut tx, &portal, application.id, now).await?;
        let notice = Notice {
            // A document is revoked once, whether another takes its place or not.
            occasion: &format!("revoked:{}", document.id),
            person: application.applicant_id,
            kind: told,
            reference: &application.reference,
            service_id: &application.service_id,
            values: Values::default(),
        };
        queue(&mut tx, &portal, notice, now).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(|error| match error {
        OperationError::Conflict => OperationError::Problems(vec![problem("deed", FormProblem::TakenMeanwhile)]),
        error => error,
    })
}

/// Whether it is to be replaced, and why.
fn read(deed: &Deed) -> Result<(bool, String), OperationError> {
    let reason: String = domain::fold::clean(&deed.reason).chars().take(MAX_REASON).collect();
    let replace = match deed.deed.as_str() {
        "revoke" => Some(false),
        "replace" => Some(true),
        _ => None,
    };
    let mut problems = Vec::new();
    if replace.is_none() {
        problems.push(problem("deed", FormProblem::ChooseAction));
    }
    if reason.is_empty() {
        problems.push(problem("reason", FormProblem::NoteRequired));
    }
    match replace {
        Some(replace) if problems.is_empty() => Ok((replace, reason)),
        _ => Err(OperationError::Problems(problems)),
    }
}

/// The same document with a number, a code and a day of its own. What it says stays, and so does its last day.
fn renewed(
    portal: &Portal,
    before: &DocumentRow,
    ministry: &str,
    by: Option<PersonId>,
) -> Result<DocumentRow, OperationError> {
    let now = portal.clock.now();
    let today = local(now).date();
    let number = issue::document_number(portal, ministry, today);
    let date = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let issued_before = date(local(before.issued_at).date());
    let mut public: Vec<DocumentLine> = from_json(before.public_fields.clone())?;
    for line in &mut public {
        if line.value.ar == before.number {
            line.value = same(&number);
        } else if line.label.ar == ISSUED.0 && line.value.ar == issued_before {
            line.value = same(&date(today));
        }
    }
    Ok(DocumentRow {
        id: DocumentId(portal.random.key(now)),
        code: issue::code(&portal.random),
        public_fields: to_json(&public)?,
        issued_at: now,
        status: DocumentStatus::Valid,
        issued_by: by,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
        replaces: Some(before.id),
        number,
        ..before.clone()
    })
}

fn same(text: &str) -> Text {
    Text {
        ar: text.to_owned(),
        en: text.to_owned(),
    }
}
