//! Filling in: one question page shown, one question page saved.

use std::collections::BTreeMap;

use chrono::Days;
use domain::answer::{self, Lists, RawAnswers};
use domain::facts::CaseFacts;
use domain::language::Language;
use domain::person::Actor;
use domain::service::field::{Field, FieldKind, Page};
use domain::service::{Document, Requirement};
use domain::view::form::{FieldView, FileLimits, FormView};
use domain::view::outcome::{FormProblem, InputProblem};

use super::attach::{self, NewFile};
use super::draft::{Draft, to_json};
use crate::{OperationError, Portal, write};

/// Longest text one input may hold, in bytes; what is longer is cut before it is stored.
const MAX_INPUT: usize = 20_000;
/// Most values of one input.
const MAX_VALUES: usize = 60;

/// What was posted for a page.
#[derive(Debug, Default)]
pub struct PagePost {
    /// Inputs by name.
    pub inputs: RawAnswers,
    /// Fields that were on the page.
    pub shown: Vec<String>,
    /// New files, by field.
    pub files: Vec<NewFile>,
    /// Which button.
    pub button: Button,
    /// Came from the check page.
    pub from_check: bool,
}

/// Which button was pressed.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Button {
    /// Go on.
    #[default]
    Continue,
    /// Save and come back later.
    Later,
    /// Add the chosen file and stay.
    Attach(String),
    /// Remove this upload and stay.
    Remove(String),
}

/// Where to go after saving.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// This page, at its problems or at the questions that appeared.
    Same {
        /// The fragment: `problem`, or the field to go to.
        at: String,
    },
    /// Another question page.
    Page(String),
    /// The check page.
    Check,
    /// My applications.
    Later,
}

/// One question page of a draft.
///
/// # Errors
/// Not found, not the actor's, or past filling in; [`OperationError::Conflict`] when an earlier page is not done.
pub async fn form(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    page: &str,
    from_check: bool,
) -> Result<FormView, OperationError> {
    let draft = Draft::open(portal, actor, reference).await?;
    let page = draft.page(page).ok_or(OperationError::NotFound)?;
    if !draft.may_visit(&page.key) {
        return Err(OperationError::Conflict);
    }
    let pages = draft.question_pages();
    let at = pages
        .iter()
        .position(|candidate| candidate.key == page.key)
        .ok_or(OperationError::NotFound)?;
    let (fields, more) = fields(&draft, page);
    Ok(FormView {
        reference: draft.application.reference.to_string(),
        service_id: draft.service.definition.id.clone(),
        service_title: draft.service.definition.title.get(language).to_owned(),
        page: locked(&draft, page),
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        of: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        back: at.checked_sub(1).map(|before| pages[before].key.clone()),
        from_check,
        values: values(&draft, page),
        fields,
        lists: lists(&draft, page),
        files: page
            .fields
            .iter()
            .filter_map(|field| file_limits(&draft, field, language))
            .collect(),
        known: known(&draft, page),
        today: portal.clock.today(),
        national_id_checksum: portal.settings.national_id_checksum,
        more,
        saved_until: super::draft_kept_until(portal, &draft.application),
        correction: draft.correction(language),
        registry_away: draft.registry_away,
    })
}

/// The page, with fields that may not be changed now made readonly.
fn locked(draft: &Draft<'_>, page: &Page) -> Page {
    let mut page = page.clone();
    for field in &mut page.fields {
        field.readonly = !draft.may_change(field);
    }
    page
}

fn values(draft: &Draft<'_>, page: &Page) -> RawAnswers {
    let names = page.fields.iter().flat_map(answer::input_names);
    names
        .filter_map(|name| draft.raw.get(&name).map(|values| (name, values.clone())))
        .collect()
}

fn fields(draft: &Draft<'_>, page: &Page) -> (Vec<FieldView>, bool) {
    let shown = draft.shown.get(&page.key).map(Vec::as_slice).unwrap_or_default();
    let mut more = false;
    let mut views = Vec::new();
    let states = draft
        .journey
        .page(&page.key)
        .map(|state| state.fields.as_slice())
        .unwrap_or_default();
    for (field, state) in page.fields.iter().zip(states) {
        let was_shown = shown.contains(&field.key);
        more |= !shown.is_empty() && state.visible && !was_shown && state.problem.is_some();
        let problem = state.problem.clone().filter(|_| was_shown);
        let input = match &problem {
            Some(problem) => answer::faulty_input(field, problem, &draft.raw),
            None => field.key.clone(),
        };
        views.push(FieldView {
            key: field.key.clone(),
            visible: state.visible,
            problem,
            input,
        });
    }
    let wrong = views.iter().any(|view| view.problem.is_some());
    (views, more && !wrong)
}

fn lists(draft: &Draft<'_>, page: &Page) -> BTreeMap<String, Vec<domain::service::field::Choice>> {
    let mut names: Vec<String> = page
        .fields
        .iter()
        .filter_map(|field| field.options_from.clone())
        .collect();
    if page.fields.iter().any(|field| field.kind == FieldKind::Address) {
        names.push("reference.governorates".to_owned());
    }
    names
        .into_iter()
        .filter_map(|name| draft.lists.choices(&name).map(|list| (name.clone(), list.to_vec())))
        .collect()
}

fn file_limits(draft: &Draft<'_>, field: &Field, language: Language) -> Option<(String, FileLimits)> {
    let document = draft.service.definition.document(field.document.as_deref()?)?;
    let limits = FileLimits {
        accepted_types: document.accepted_types.clone(),
        max_size_mb: document.max_size_mb,
        max_files: document.max_files,
        hint: document.hint.as_ref().map(|hint| hint.get(language).to_owned()),
        required: field.required || needed(document, &draft.journey.facts),
    };
    Some((field.key.clone(), limits))
}

fn needed(document: &Document, facts: &CaseFacts) -> bool {
    match document.required {
        Requirement::Always => true,
        Requirement::Never => false,
        Requirement::Conditional => document.required_when.as_ref().is_some_and(|when| when.holds(facts)),
    }
}

/// What the browser needs for the conditions of this page: the facts its conditions name, those of other pages only.
fn known(draft: &Draft<'_>, page: &Page) -> CaseFacts {
    let own: Vec<&str> = page.fields.iter().map(|field| field.key.as_str()).collect();
    let mut names: Vec<String> = Vec::new();
    for condition in page.fields.iter().filter_map(|field| field.visible_when.as_ref()) {
        condition.names(&mut |name| names.push(name.to_owned()));
    }
    let facts = &draft.journey.facts;
    let mut known = CaseFacts::default();
    for name in names.iter().filter(|name| !own.contains(&name.as_str())) {
        if let Some(value) = facts.sources.get(name) {
            known.sources.insert(name.clone(), value.clone());
        } else if let Some(value) = facts.answers.get(name) {
            known.answers.insert(name.clone(), value.clone());
        }
    }
    known
}

/// Stores a page as typed, right or wrong, and says where to go.
///
/// # Errors
/// Not found, not the actor's, past filling in, or a file that is not taken.
pub async fn save_page(
    portal: &Portal,
    actor: &Actor,
    reference: &str,
    page: &str,
    post: PagePost,
) -> Result<Next, OperationError> {
    let mut draft = Draft::open(portal, actor, reference).await?;
    let page = draft.page(page).ok_or(OperationError::NotFound)?;
    if !draft.may_visit(&page.key) {
        return Ok(draft
            .next_page()
            .map_or(Next::Check, |next| Next::Page(next.key.clone())));
    }
    let mut answers = take_inputs(&draft, page, post.inputs);
    let stay = match &post.button {
        Button::Attach(field) => Some(field.clone()),
        Button::Remove(upload) => attach::remove(&draft, page, upload, &mut answers).await?,
        Button::Continue | Button::Later => None,
    };
    let refused = attach::add(&draft, page, post.files, &mut answers).await?;
    let shown: Vec<String> = match post.button {
        Button::Continue => post
            .shown
            .into_iter()
            .filter(|key| page.fields.iter().any(|field| field.key == *key))
            .collect(),
        _ => Vec::new(),
    };
    save(&draft, page, &answers, &shown).await?;
    if !refused.is_empty() {
        return Err(OperationError::Problems(refused));
    }
    if post.button == Button::Later {
        return Ok(Next::Later);
    }
    if let Some(field) = stay {
        return Ok(Next::Same {
            at: format!("f-{field}"),
        });
    }
    for name in page.fields.iter().flat_map(answer::input_names) {
        draft.raw.remove(&name);
    }
    draft.raw.extend(answers);
    draft.shown.insert(page.key.clone(), shown);
    draft.look_up().await;
    Ok(next(&draft, page, post.from_check))
}

fn next(draft: &Draft<'_>, page: &Page, from_check: bool) -> Next {
    let (fields, more) = fields(draft, page);
    if fields.iter().any(|field| field.problem.is_some()) {
        return Next::Same {
            at: "problem".to_owned(),
        };
    }
    let shown = draft.shown.get(&page.key).map(Vec::as_slice).unwrap_or_default();
    if more {
        let states = draft
            .journey
            .page(&page.key)
            .map(|state| state.fields.as_slice())
            .unwrap_or_default();
        let new = states
            .iter()
            .find(|state| state.visible && state.problem.is_some() && !shown.contains(&state.key));
        return Next::Same {
            at: format!("f-{}", new.map_or("", |state| state.key.as_str())),
        };
    }
    if from_check {
        return draft
            .next_page()
            .map_or(Next::Check, |open| Next::Page(open.key.clone()));
    }
    let pages = draft.question_pages();
    let after = pages
        .iter()
        .position(|candidate| candidate.key == page.key)
        .and_then(|at| pages.get(at + 1));
    after.map_or(Next::Check, |after| Next::Page(after.key.clone()))
}

/// The inputs of the page that may be changed, within limits; the others stay as they are stored.
fn take_inputs(draft: &Draft<'_>, page: &Page, mut inputs: RawAnswers) -> RawAnswers {
    let mut answers = RawAnswers::new();
    for field in &page.fields {
        let from_store = field.kind == FieldKind::File || !draft.may_change(field);
        for name in answer::input_names(field) {
            let values = if from_store {
                draft.raw.get(&name).cloned()
            } else {
                inputs.remove(&name)
            };
            if let Some(values) = values {
                answers.insert(name, values.into_iter().take(MAX_VALUES).map(cut).collect());
            }
        }
    }
    answers
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_INPUT {
        let end = (0..=MAX_INPUT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    // A NUL cannot be stored in PostgreSQL text, and nobody types one.
    text.replace('\0', "")
}

async fn save(draft: &Draft<'_>, page: &Page, answers: &RawAnswers, shown: &[String]) -> Result<(), OperationError> {
    let (portal, id) = (draft.portal.clone(), draft.application.id);
    let (page, answers, shown) = (page.key.clone(), answers.clone(), shown.to_vec());
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::drafts::save_page(
            &mut tx,
            id,
            &page,
            &to_json(&answers)?,
            &to_json(&shown)?,
            portal.clock.now(),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// The problem of a file, at its input.
pub(crate) fn file_problem(field: &str, problem: FormProblem) -> InputProblem {
    InputProblem {
        input: field.to_owned(),
        problem,
    }
}

/// Days are added without leaving the calendar.
pub(crate) fn plus_days(date: chrono::NaiveDate, days: u32) -> chrono::NaiveDate {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(date)
}
