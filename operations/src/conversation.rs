//! What officers and the applicant of a case write to each other. The officer who has the case asks; the applicant is
//! told that there is a question, reads it on the page of the application, and answers there. Nothing is attached and
//! nothing is decided this way: answers are corrected by sending the application back.

use domain::application::EventKind;
use domain::language::Language;
use domain::notice::NoticeKind;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::view::case_file::{ConversationView, LineRow};
use domain::view::outcome::FormProblem;
use store::applications::ApplicationRow;
use store::conversation::{LineRow as StoredLine, Side};
use store::tasks::TaskRow;
use uuid::Uuid;

use crate::advance::Case;
use crate::applications::draft::own;
use crate::applications::status::{Reader, desk, name};
use crate::casework::case::{Seen, visible};
use crate::casework::notes::{at, name_of, written};
use crate::clock::local;
use crate::events::Entry;
use crate::notices::render::Values;
use crate::{OperationError, Portal, write};

/// Longest line, in characters.
pub const LONGEST: usize = 2_000;
/// Most lines of one application.
const MOST: usize = 200;
/// Most answers in a row: then it is the officer's turn.
const MOST_IN_A_ROW: usize = 5;

/// A line as it was posted.
#[derive(Clone, Debug, Default)]
pub struct LineForm {
    /// Made with the form.
    pub key: Uuid,
    /// What it says.
    pub text: String,
}

/// The officer who has the open task of the case asks the applicant.
///
/// # Errors
/// Problems of the form; forbidden to whoever does not have the case.
pub async fn ask(portal: &Portal, actor: &Actor, reference: &str, form: LineForm) -> Result<(), OperationError> {
    let Seen {
        person,
        application,
        tasks,
        ..
    } = visible(portal, actor, reference).await?;
    let task = taken(actor, &application, &tasks).ok_or(OperationError::Forbidden)?;
    let text = written("message", &form.text, LONGEST)?;
    let service = portal.service_of(&application).await?;
    let line = StoredLine {
        id: form.key,
        application_id: application.id,
        side: Side::Officer,
        author_id: person.id,
        author_name: name_of(person),
        entity: Some(task.entity.clone()),
        role: Some(task.role.clone()),
        at: portal.clock.now(),
        text,
    };
    let data = serde_json::json!({ "entity": task.entity, "role": task.role });
    let entry = Entry::by(actor, EventKind::ApplicantAsked).at(&task.step).with(data);
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        // The case may be decided, or the line said, in this moment: one after the other.
        let application = store::applications::hold(&mut tx, application.id).await?;
        let case = Case::of(&portal, &service, application);
        let said = store::conversation::list(&mut tx, case.application.id, limit()).await?;
        if case.application.status.is_final() {
            return Err(OperationError::Conflict);
        }
        if said.len() >= MOST {
            return Err(enough(MOST));
        }
        if store::conversation::insert(&mut tx, &line).await? {
            case.record(&mut tx, entry).await?;
            let occasion = format!("asked:{}", line.id);
            case.tell(&mut tx, NoticeKind::QuestionAsked, &occasion, Values::default())
                .await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// The applicant answers, once an officer has asked, as long as the application is open.
///
/// # Errors
/// Problems of the form; not found if it is not the actor's; a conflict where there is nothing to answer.
pub async fn answer(portal: &Portal, actor: &Actor, reference: &str, form: LineForm) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let text = written("message", &form.text, LONGEST)?;
    let line = StoredLine {
        id: form.key,
        application_id: application.id,
        side: Side::Applicant,
        author_id: person.id,
        author_name: name_of(person),
        entity: None,
        role: None,
        at: portal.clock.now(),
        text,
    };
    let entry = Entry::by(actor, EventKind::ApplicantAnswered);
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let application = store::applications::hold(&mut tx, application.id).await?;
        let said = store::conversation::list(&mut tx, application.id, limit()).await?;
        if said.iter().any(|before| before.id == line.id) {
            return Ok(());
        }
        match turn(&application, &said) {
            Turn::Free => {}
            Turn::Nothing => return Err(OperationError::Conflict),
            Turn::Enough(most) => return Err(enough(most)),
        }
        store::conversation::insert(&mut tx, &line).await?;
        entry.write(&mut tx, &portal, application.id, line.at).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

fn limit() -> i64 {
    i64::try_from(MOST).unwrap_or(i64::MAX)
}

fn enough(most: usize) -> OperationError {
    let max = u32::try_from(most).unwrap_or(u32::MAX);
    at("message", FormProblem::EnoughWritten { max })
}

/// Whether the applicant may write.
enum Turn {
    Free,
    /// Nobody asked, or it is over.
    Nothing,
    /// As much is written as can be.
    Enough(usize),
}

fn turn(application: &ApplicationRow, said: &[StoredLine]) -> Turn {
    let in_a_row = said.iter().rev().take_while(|line| line.side == Side::Applicant);
    if said.is_empty() || application.status.is_final() {
        Turn::Nothing
    } else if said.len() >= MOST {
        Turn::Enough(MOST)
    } else if in_a_row.count() >= MOST_IN_A_ROW {
        Turn::Enough(MOST_IN_A_ROW)
    } else {
        Turn::Free
    }
}

/// The open task the actor has taken.
pub(crate) fn taken<'a>(actor: &Actor, application: &ApplicationRow, tasks: &'a [TaskRow]) -> Option<&'a TaskRow> {
    let me = actor.person()?.id;
    tasks.iter().find(|task| {
        let act = Act::WorkTask {
            entity: &task.entity,
            role: &task.role,
            applicant: application.applicant_id,
            assignee: task.assignee_id,
        };
        task.closed_at.is_none() && task.assignee_id == Some(me) && may(actor, act).is_ok()
    })
}

/// The conversation as the officers of the case read it.
pub(crate) async fn for_staff(
    portal: &Portal,
    actor: &Actor,
    application: &ApplicationRow,
    tasks: &[TaskRow],
    language: Language,
) -> Result<ConversationView, OperationError> {
    let said = store::conversation::list(&portal.store, application.id, limit()).await?;
    let open = taken(actor, application, tasks).is_some() && said.len() < MOST;
    Ok(view(portal, said, open, language, Reader::Staff))
}

/// The conversation as the applicant reads it.
pub(crate) async fn for_applicant(
    portal: &Portal,
    application: &ApplicationRow,
    language: Language,
) -> Result<ConversationView, OperationError> {
    let said = store::conversation::list(&portal.store, application.id, limit()).await?;
    let open = matches!(turn(application, &said), Turn::Free);
    Ok(view(portal, said, open, language, Reader::Applicant))
}

fn view(portal: &Portal, said: Vec<StoredLine>, open: bool, language: Language, reader: Reader) -> ConversationView {
    let rows = said.into_iter().map(|line| LineRow {
        from_applicant: line.side == Side::Applicant,
        who: who(portal, &line, language, reader),
        at: local(line.at),
        text: line.text,
    });
    ConversationView {
        rows: rows.collect(),
        key: open.then(|| portal.random.key(portal.clock.now()).to_string()),
    }
}

/// An officer's name is for the staff; the applicant reads the desk.
fn who(portal: &Portal, line: &StoredLine, language: Language, reader: Reader) -> String {
    let named = name(&line.author_name.ar, &line.author_name.en, language);
    let desk = line
        .entity
        .as_deref()
        .zip(line.role.as_deref())
        .map(|(entity, role)| desk(portal, entity, role, language));
    let comma = if language == Language::Ar { "، " } else { ", " };
    match desk {
        None => named,
        Some(desk) if reader == Reader::Applicant => desk,
        Some(desk) => format!("{named}{comma}{desk}"),
    }
}
