//! The same for several cases at once: drafted, looked at, confirmed, and for a while to be called back.
//!
//! Whatever is done to a case is done by the operation that does it to one, with its checks and its line of the history,
//! when the time to call it back is over ([`run`]). A case that somebody touched since it was chosen is left alone.

mod judge;
pub mod run;

use std::collections::BTreeMap;

use chrono::Duration;
use domain::id::{BulkId, PersonId, TaskId};
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Duty, Person};
use domain::view::outcome::{FormProblem, InputProblem};
use domain::view::queue::{BulkCase, BulkStage, BulkView, BulkWhat, LeftOut};
use store::bulk::{BulkKind, BulkRow, BulkState, CaseRow, ItemState, MOST_ITEMS};

use super::desk::desk_of;
use super::queue::step_title;
use crate::applications::status::name;
use crate::clock::local;
use crate::{OperationError, Portal, write};
use judge::Judge;

/// How long a confirmed action can be called back, in seconds.
pub const UNDO_SECONDS: i64 = 60;
/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// What was chosen in the queue.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// What is to be done.
    pub what: String,
    /// The cases, each a task's key and the version that was seen, with a dot between.
    pub cases: Vec<String>,
    /// Instead of cases: all that this colleague has.
    pub all_of: String,
}

/// What was chosen on the page of an action.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Key of the decision.
    pub action: String,
    /// Key of the colleague who is given the work; `queue` puts it back.
    pub to: String,
    /// Why it is handed over.
    pub reason: String,
}

/// In place of a colleague: back to the queue.
pub const TO_QUEUE: &str = "queue";

pub(super) fn problem(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: input.to_owned(),
        problem,
    }])
}

/// Drafts an action. Nothing happens to the cases yet. Says the last part of its address.
///
/// # Errors
/// Not a member of staff; nothing chosen.
pub async fn draft(portal: &Portal, actor: &Actor, chosen: Chosen) -> Result<String, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let kind = BulkKind::from_key(&chosen.what).ok_or_else(|| problem("case", FormProblem::ChooseAction))?;
    let desk = desk_of(portal, person).await?;
    let tasks = if chosen.all_of.is_empty() {
        listed(portal, &desk, &chosen.cases).await?
    } else {
        held(portal, person, &desk, &chosen.all_of).await?
    };
    if tasks.is_empty() {
        return Err(problem("case", FormProblem::ChooseCases));
    }
    let (portal, person) = (portal.clone(), person.id);
    write(async move {
        let now = portal.clock.now();
        let bulk = BulkRow {
            id: BulkId(portal.random.key(now)),
            person_id: person,
            kind,
            action: None,
            to_id: None,
            reason: None,
            state: BulkState::Drafted,
            created_at: now,
            run_after: None,
        };
        let mut tx = portal.store.begin().await?;
        store::bulk::draft(&mut tx, &bulk, &tasks).await?;
        tx.commit().await?;
        Ok(bulk.id.to_string())
    })
    .await
}

/// The tasks that were ticked. One outside the desk could only be typed, and is passed over.
async fn listed(portal: &Portal, desk: &[Duty], cases: &[String]) -> Result<Vec<(TaskId, i64)>, OperationError> {
    let most = usize::try_from(MOST_ITEMS).unwrap_or_default();
    let mut tasks = Vec::new();
    for case in cases.iter().take(most) {
        let parsed = case.split_once('.');
        let parsed = parsed.and_then(|(id, version)| Some((id.parse().ok()?, version.parse().ok()?)));
        let Some((id, version)) = parsed else { continue };
        let task = store::tasks::by_id(&portal.store, id).await?;
        let ours = |task: &store::tasks::TaskRow| {
            desk.iter()
                .any(|duty| duty.entity == task.entity && duty.role == task.role)
        };
        if task.as_ref().is_some_and(ours) {
            tasks.push((id, version));
        }
    }
    Ok(tasks)
}

/// All that a colleague has, in the bodies the person supervises.
async fn held(
    portal: &Portal,
    person: &Person,
    desk: &[Duty],
    colleague: &str,
) -> Result<Vec<(TaskId, i64)>, OperationError> {
    let colleague: PersonId = colleague.parse().map_err(|_| OperationError::NotFound)?;
    let supervised = desk.iter().filter(|duty| person.supervises(&duty.entity));
    let supervised: Vec<Duty> = supervised.cloned().collect();
    let mut tasks = Vec::new();
    for id in store::queue::held_by(&portal.store, &supervised, colleague, MOST_ITEMS).await? {
        if let Some(task) = store::tasks::by_id(&portal.store, id).await? {
            tasks.push((id, task.version));
        }
    }
    Ok(tasks)
}

/// The reader's own action.
async fn own(portal: &Portal, actor: &Actor, id: &str) -> Result<BulkRow, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let id: BulkId = id.parse().map_err(|_| OperationError::NotFound)?;
    let row = store::bulk::by_id(&portal.store, id).await?;
    row.filter(|row| row.person_id == person.id)
        .ok_or(OperationError::NotFound)
}

/// The page of an action: what will happen to each case, or what happened.
///
/// # Errors
/// Not the reader's.
pub async fn view(portal: &Portal, actor: &Actor, language: Language, id: &str) -> Result<BulkView, OperationError> {
    let row = own(portal, actor, id).await?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let cases = store::bulk::cases(&portal.store, row.id).await?;
    let judge = Judge::new(portal, person, &row).await?;
    let now = portal.clock.now();
    let stage = stage(&row, now);
    let mut shown = Vec::new();
    let mut actions: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for case in &cases {
        let service = portal
            .version(&portal.store, &case.service_id, &case.definition_hash)
            .await?;
        if stage == BulkStage::Choose && judge.chosen_from(case).is_ok() {
            for action in judge::quick(&service, &case.step) {
                let label = action.label.get(language).to_owned();
                actions.entry(action.key).or_insert((label, 0)).1 += 1;
            }
        }
        let assignee = case.assignee_ar.as_deref().zip(case.assignee_en.as_deref());
        shown.push(BulkCase {
            reference: case.reference.to_string(),
            service_title: service.definition.title.get(language).to_owned(),
            step_title: step_title(&service, &case.step, language),
            applicant: name(&case.applicant_ar, &case.applicant_en, language),
            assignee: assignee.map(|(ar, en)| name(ar, en, language)),
            left_out: left_out(&judge, case, &service, stage),
        });
    }
    Ok(BulkView {
        id: row.id.to_string(),
        what: what(row.kind),
        stage,
        cases: shown,
        actions: actions
            .into_iter()
            .map(|(key, (label, count))| (key, label, count))
            .collect(),
        colleagues: if stage == BulkStage::Choose && row.kind == BulkKind::HandOver {
            receivers(portal, person, &cases, language).await?
        } else {
            Vec::new()
        },
        chosen: chosen(portal, &row, &cases, &judge, language).await?,
        reason: row.reason.clone(),
        at: row.run_after.map(local),
    })
}

const fn what(kind: BulkKind) -> BulkWhat {
    match kind {
        BulkKind::Take => BulkWhat::Take,
        BulkKind::Release => BulkWhat::Release,
        BulkKind::HandOver => BulkWhat::HandOver,
        BulkKind::Decide => BulkWhat::Decide,
    }
}

fn stage(row: &BulkRow, now: chrono::DateTime<chrono::Utc>) -> BulkStage {
    match row.state {
        BulkState::Drafted if is_chosen(row) => BulkStage::Preview,
        BulkState::Drafted => BulkStage::Choose,
        BulkState::Waiting if row.run_after.is_some_and(|at| at > now) => BulkStage::Waiting,
        BulkState::Waiting => BulkStage::Running,
        BulkState::Done => BulkStage::Done,
        BulkState::Undone => BulkStage::Undone,
    }
}

/// Whether nothing is left to be chosen.
const fn is_chosen(row: &BulkRow) -> bool {
    match row.kind {
        BulkKind::Take | BulkKind::Release => true,
        BulkKind::HandOver => row.reason.is_some(),
        BulkKind::Decide => row.action.is_some(),
    }
}

/// What was found when it was carried out; before that, what would be found now.
fn left_out(
    judge: &Judge<'_>,
    case: &CaseRow,
    service: &crate::catalogue::Service,
    stage: BulkStage,
) -> Option<LeftOut> {
    match case.state {
        ItemState::Done => None,
        ItemState::LeftOut => Some(
            case.why
                .as_deref()
                .and_then(LeftOut::from_key)
                .unwrap_or(LeftOut::Fault),
        ),
        ItemState::Open if stage == BulkStage::Choose => judge.chosen_from(case).err(),
        ItemState::Open => judge.case(case, service).err(),
    }
}

/// The decision, or who is given the work, in words.
async fn chosen(
    portal: &Portal,
    row: &BulkRow,
    cases: &[CaseRow],
    judge: &Judge<'_>,
    language: Language,
) -> Result<Option<String>, OperationError> {
    if let Some(to) = judge.receiver() {
        return Ok(Some(name(&to.name_ar, &to.name_en, language)));
    }
    let Some(key) = &row.action else { return Ok(None) };
    for case in cases {
        let service = portal
            .version(&portal.store, &case.service_id, &case.definition_hash)
            .await?;
        let mut actions = judge::quick(&service, &case.step).into_iter();
        if let Some(action) = actions.find(|action| action.key == *key) {
            return Ok(Some(action.label.get(language).to_owned()));
        }
    }
    Ok(Some(key.clone()))
}

/// Colleagues who hold the role of one of the cases at least.
async fn receivers(
    portal: &Portal,
    person: &Person,
    cases: &[CaseRow],
    language: Language,
) -> Result<Vec<(String, String)>, OperationError> {
    let duties = cases.iter().map(|case| Duty {
        entity: case.entity.clone(),
        role: case.role.clone(),
    });
    let mut duties: Vec<Duty> = duties.collect();
    duties.sort();
    duties.dedup();
    super::desk::colleagues(portal, person, &duties, language).await
}

/// Fills in what was left to be chosen.
///
/// # Errors
/// Problems of the form; not the actor's.
pub async fn choose(portal: &Portal, actor: &Actor, id: &str, choice: Choice) -> Result<(), OperationError> {
    let row = own(portal, actor, id).await?;
    let reason: String = domain::fold::clean(&choice.reason).chars().take(MAX_REASON).collect();
    let (action, to, reason) = match row.kind {
        BulkKind::Take | BulkKind::Release => return Ok(()),
        BulkKind::Decide if choice.action.is_empty() => return Err(problem("action", FormProblem::ChooseAction)),
        BulkKind::Decide => (Some(choice.action), None, None),
        BulkKind::HandOver => {
            let mut problems = Vec::new();
            let mut wrong = |input: &str, problem| {
                problems.push(InputProblem {
                    input: input.to_owned(),
                    problem,
                });
            };
            let to: Option<PersonId> = choice.to.parse().ok();
            if to.is_none() && choice.to != TO_QUEUE {
                wrong("to", FormProblem::ChooseColleague);
            }
            if reason.trim().is_empty() {
                wrong("reason", FormProblem::ReasonRequired);
            }
            if !problems.is_empty() {
                return Err(OperationError::Problems(problems));
            }
            (None, to, Some(reason))
        }
    };
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::bulk::choose(&mut tx, row.id, action.as_deref(), to, reason.as_deref()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Confirms an action: it is carried out when the time to call it back is over.
///
/// # Errors
/// Not the actor's; something is still to be chosen.
pub async fn confirm(portal: &Portal, actor: &Actor, id: &str) -> Result<(), OperationError> {
    let row = own(portal, actor, id).await?;
    if !is_chosen(&row) {
        return Err(problem("main", FormProblem::ChooseAction));
    }
    let portal = portal.clone();
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        let at = portal.clock.now() + Duration::seconds(UNDO_SECONDS);
        store::bulk::confirm(&mut tx, row.id, at).await?;
        tx.commit().await?;
        Ok(())
    });
    match done.await {
        // Pressed twice: it is confirmed.
        Err(OperationError::Conflict) => Ok(()),
        done => done,
    }
}

/// Calls an action back. Nothing of it has been done.
///
/// # Errors
/// Not the actor's; too late.
pub async fn undo(portal: &Portal, actor: &Actor, id: &str) -> Result<(), OperationError> {
    let row = own(portal, actor, id).await?;
    let portal = portal.clone();
    let done = write(async move {
        let mut tx = portal.store.begin().await?;
        store::bulk::undo(&mut tx, row.id, portal.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    });
    match done.await {
        Err(OperationError::Conflict) if row.state == BulkState::Undone => Ok(()),
        Err(OperationError::Conflict) => Err(problem("main", FormProblem::TooLate)),
        done => done,
    }
}
