//! Filling in: one question page shown, one question page saved.

pub mod autosave;
mod inputs;
mod page_view;

use chrono::Days;
use domain::answer::{self, RawAnswers};
use domain::id::UploadId;
use domain::person::Actor;
use domain::service::field::{Field, Page};
use domain::view::outcome::{FormProblem, InputProblem};

use super::attach::{self, NewFile};
use super::draft::{Draft, to_fill_in, to_json};
use crate::{OperationError, Portal, write};
use inputs::Word;
pub use page_view::form;

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
    /// Add an item to this group and stay.
    AddItem(String),
    /// Take this item, `partners.1`, out of its group and stay.
    RemoveItem(String),
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
    let opening = to_fill_in(portal, actor, reference).await?;
    let mut draft = Draft::open(portal, actor, &opening).await?;
    let page = draft.page(page).ok_or(OperationError::NotFound)?;
    if !draft.may_visit(&page.key) {
        return Ok(draft
            .next_page()
            .map_or(Next::Check, |next| Next::Page(next.key.clone())));
    }
    let mut answers = inputs::take(&draft.raw, &|field: &Field| word(&draft, field), page, post.inputs);
    let stay = stay(&draft, page, &post.button, &mut answers).await?;
    let flat = inputs::flat(page, &answers);
    let refused = attach::add(&draft, &flat, post.files, &mut answers).await?;
    let shown = match post.button {
        Button::Continue => {
            // What waited for its register could not be answered there, and was not asked.
            let asked = |key: &String| {
                let head = key.split('.').next();
                let field = page.fields.iter().find(|field| Some(field.key.as_str()) == head);
                field.is_some_and(|field| !draft.waits(field)) && answer::field_named(&page.fields, key).is_some()
            };
            Some(post.shown.into_iter().filter(asked).collect())
        }
        // Nothing is called wrong yet; and a page that was never sent on is not done by being kept.
        _ => draft.shown.contains_key(&page.key).then(Vec::new),
    };
    if post.button == Button::Continue {
        inputs::drop_blank_items(page, &mut answers);
    }
    let left_behind = inputs::files_left_behind(page, &draft.raw, &answers);
    save(&draft, page, &answers, shown.as_deref(), left_behind).await?;
    if !refused.is_empty() {
        return Err(OperationError::Problems(refused));
    }
    if post.button == Button::Later {
        return Ok(Next::Later);
    }
    if let Some(at) = stay {
        return Ok(Next::Same { at: format!("f-{at}") });
    }
    draft.uploads = store::uploads::list(&portal.store, draft.application.id).await?;
    draft.take(page, answers, shown.unwrap_or_default());
    draft.look_up().await?;
    Ok(next(&draft, page, post.from_check))
}

fn word(draft: &Draft<'_>, field: &Field) -> Word {
    if draft.may_change(field) {
        Word::Theirs
    } else if field.readonly && !draft.asks_instead(field) {
        Word::Sources
    } else {
        Word::Stored
    }
}

/// What a button that stays on the page does; the question to go back to.
async fn stay(
    draft: &Draft<'_>,
    page: &Page,
    button: &Button,
    answers: &mut RawAnswers,
) -> Result<Option<String>, OperationError> {
    let changeable = |key: &str| {
        let group = page
            .fields
            .iter()
            .find(|field| key.split('.').next() == Some(&field.key));
        group.is_some_and(|group| draft.may_change(group))
    };
    Ok(match button {
        Button::Attach(field) => Some(field.clone()),
        Button::Remove(upload) => attach::remove(draft, &inputs::flat(page, answers), upload, answers).await?,
        Button::AddItem(group) if changeable(group) => inputs::add_item(page, group, answers),
        Button::RemoveItem(item) if changeable(item) => inputs::remove_item(page, item, answers),
        // Somebody else's button: the page, as it is.
        Button::AddItem(_) | Button::RemoveItem(_) => Some(String::new()),
        Button::Continue | Button::Later => None,
    })
}

fn next(draft: &Draft<'_>, page: &Page, from_check: bool) -> Next {
    let (fields, more) = page_view::fields(draft, page);
    if fields.iter().any(|field| field.problem.is_some()) {
        return Next::Same {
            at: "problem".to_owned(),
        };
    }
    let shown = draft.shown.get(&page.key).map(Vec::as_slice).unwrap_or_default();
    if more {
        // Those that wait for an answer and were not on the page.
        let questions = draft
            .journey
            .page(&page.key)
            .map(|state| state.questions(page, &draft.raw));
        let new = questions
            .unwrap_or_default()
            .into_iter()
            .find(|question| !shown.contains(&question.key) && page_view::is_news(draft, page, question));
        return Next::Same {
            at: format!("f-{}", new.map_or(String::new(), |question| question.key)),
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

/// `shown`: the fields that were on the page when it was sent on; none when it never was.
async fn save(
    draft: &Draft<'_>,
    page: &Page,
    answers: &RawAnswers,
    shown: Option<&[String]>,
    left_behind: Vec<String>,
) -> Result<(), OperationError> {
    let (portal, id) = (draft.portal.clone(), draft.application.id);
    let (page, answers, shown) = (page.key.clone(), to_json(answers)?, shown_json(shown)?);
    write(async move {
        let mut tx = portal.store.begin().await?;
        let now = portal.clock.now();
        store::drafts::save_page(&mut tx, id, &page, &answers, &shown, now).await?;
        for upload in left_behind.iter().filter_map(|upload| upload.parse::<UploadId>().ok()) {
            store::uploads::remove(&mut tx, id, upload, now).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// `false` stands for a page that is kept and was never sent on.
pub(crate) fn shown_json(shown: Option<&[String]>) -> Result<serde_json::Value, OperationError> {
    match shown {
        Some(shown) => to_json(&shown),
        None => Ok(serde_json::Value::Bool(false)),
    }
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
