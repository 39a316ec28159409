//! Internal notes: what the staff write for each other, on a case or on one answer of it. The applicant never reads
//! them; the history says that one was written, and the applicant's does not even say that.

use domain::answer::Problem;
use domain::application::EventKind;
use domain::language::{Language, Text};
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::view::case_file::{NoteRow, NotesView};
use domain::view::outcome::{FormProblem, InputProblem};
use store::applications::ApplicationRow;
use store::case_notes::CaseNoteRow;
use store::tasks::TaskRow;
use uuid::Uuid;

use super::case::{Seen, entities, sender, visible};
use crate::applications::status::name;
use crate::catalogue::Service;
use crate::clock::local;
use crate::events::Entry;
use crate::{OperationError, Portal, write};

/// Longest note, in characters.
pub const LONGEST: usize = 2_000;
/// Most notes on one case.
const MOST: i64 = 200;

/// A note as it was posted.
#[derive(Clone, Debug, Default)]
pub struct NoteForm {
    /// Made with the form.
    pub key: Uuid,
    /// The field it is about; empty: the whole case.
    pub field: String,
    /// What it says.
    pub text: String,
}

/// What was typed, line by line, without what does not count; a problem when it is empty or too long.
pub(crate) fn written(input: &str, typed: &str, longest: usize) -> Result<String, OperationError> {
    let lines: Vec<String> = typed.lines().map(domain::fold::clean).collect();
    let text = lines.join("\n").trim().to_owned();
    let problem = match text.chars().count() {
        0 => Problem::Required,
        count if count > longest => Problem::TooLong {
            max: u32::try_from(longest).unwrap_or(u32::MAX),
        },
        _ => return Ok(text),
    };
    Err(at(input, FormProblem::Answer { problem }))
}

/// A problem at an input.
pub(crate) fn at(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: input.to_owned(),
        problem,
    }])
}

/// Writes a note.
///
/// # Errors
/// Problems of the form; not found for whoever may not see the case, forbidden to the applicant.
pub async fn note(portal: &Portal, actor: &Actor, reference: &str, form: NoteForm) -> Result<(), OperationError> {
    let seen = visible(portal, actor, reference).await?;
    let (entity, role) = sender(&seen);
    let Seen {
        person,
        application,
        tasks,
        ..
    } = seen;
    may(
        actor,
        Act::Annotate {
            entities: &entities(&tasks),
            applicant: application.applicant_id,
        },
    )?;
    let text = written("internal_note", &form.text, LONGEST)?;
    let service = portal.service_of(&application).await?;
    let field = Some(form.field).filter(|key| service.definition.field(key).is_some());
    let now = portal.clock.now();
    let row = CaseNoteRow {
        id: form.key,
        application_id: application.id,
        field,
        author_id: person.id,
        author_name: name_of(person),
        entity: entity.clone(),
        at: now,
        text,
    };
    let data = serde_json::json!({ "entity": entity, "role": role, "field": row.field });
    let entry = Entry::by(actor, EventKind::NoteWritten).with(data);
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        if store::case_notes::count(&mut tx, application.id).await? >= MOST {
            let max = u32::try_from(MOST).unwrap_or(u32::MAX);
            return Err(at("internal_note", FormProblem::EnoughWritten { max }));
        }
        if store::case_notes::insert(&mut tx, &row).await? {
            entry.write(&mut tx, &portal, application.id, now).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// A person's name in both languages.
pub(crate) fn name_of(person: &Person) -> Text {
    Text {
        ar: person.name_ar.clone(),
        en: person.name_en.clone(),
    }
}

/// The notes of a case, for those who may read them.
pub(super) async fn notes(
    portal: &Portal,
    actor: &Actor,
    service: &Service,
    application: &ApplicationRow,
    tasks: &[TaskRow],
    language: Language,
) -> Result<Option<NotesView>, OperationError> {
    let act = Act::Annotate {
        entities: &entities(tasks),
        applicant: application.applicant_id,
    };
    if may(actor, act).is_err() {
        return Ok(None);
    }
    let label = |key: &str| {
        let field = service.definition.field(key);
        field.map(|field| field.label.get(language).to_owned())
    };
    let comma = if language == Language::Ar { "، " } else { ", " };
    let rows = store::case_notes::list(&portal.store, application.id, MOST).await?;
    let rows = rows.into_iter().map(|row| NoteRow {
        field: row.field.and_then(|key| label(&key).map(|label| (key, label))),
        who: [
            name(&row.author_name.ar, &row.author_name.en, language),
            portal.catalogue.entity(&row.entity, language),
        ]
        .join(comma),
        at: local(row.at),
        text: row.text,
    });
    let answers = application.facts.as_ref().map(|facts| &facts.answers);
    let answered = |key: &str| answers.is_some_and(|answers| answers.contains_key(key));
    let fields = service.definition.fields().filter(|field| answered(&field.key));
    Ok(Some(NotesView {
        rows: rows.collect(),
        key: portal.random.key(portal.clock.now()).to_string(),
        fields: fields
            .map(|field| (field.key.clone(), field.label.get(language).to_owned()))
            .collect(),
    }))
}
