//! One question page as it is shown: what is asked, what is stored, and what the browser needs to go on with it.

use std::collections::BTreeMap;

use domain::answer::{self, Lists, RawAnswers};
use domain::application::Status;
use domain::condition::Condition;
use domain::facts::CaseFacts;
use domain::fee;
use domain::journey::QuestionState;
use domain::language::Language;
use domain::person::Actor;
use domain::service::field::{Field, FieldKind, Page};
use domain::service::{Document, Requirement};
use domain::view::form::{FieldView, FileLimits, FormView, LiveFee};

use crate::applications::attach::given;
use crate::applications::draft::{Draft, to_fill_in};
use crate::{OperationError, Portal};

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
    let opening = to_fill_in(portal, actor, reference).await?;
    let mut draft = Draft::open(portal, actor, &opening).await?;
    let page = draft.page(page).ok_or(OperationError::NotFound)?;
    if !draft.may_visit(&page.key) {
        return Err(OperationError::Conflict);
    }
    stand_items(&mut draft, page);
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
        files: all_fields(page)
            .filter_map(|(name, field)| Some((name, file_limits(&draft, field, language)?)))
            .collect(),
        uploads: given::views(&draft, page).await?,
        known: known(&draft, page),
        today: portal.clock.today(),
        national_id_checksum: portal.settings.national_id_checksum,
        more,
        saved_until: crate::applications::draft_kept_until(portal, &draft.application),
        fee: live_fee(&draft, page),
        version: draft.versions.get(&page.key).copied().unwrap_or_default(),
        correction: draft.correction(language),
        registry_away: draft.is_away(page),
        changes: draft.changes(language),
        sources: draft.sources_of(page.fields.iter(), language),
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

/// The questions as they stand, and whether some appeared since the page was last sent.
pub(super) fn fields(draft: &Draft<'_>, page: &Page) -> (Vec<FieldView>, bool) {
    let shown = draft.shown.get(&page.key).map(Vec::as_slice).unwrap_or_default();
    let mut more = false;
    let mut views = Vec::new();
    let questions = draft
        .journey
        .page(&page.key)
        .map(|state| state.questions(page, &draft.raw));
    for question in questions.unwrap_or_default() {
        let was_shown = shown.contains(&question.key);
        more |= !shown.is_empty() && !was_shown && is_news(draft, page, &question);
        // What a registry will fill in is nobody's mistake.
        let waits = page
            .fields
            .iter()
            .any(|field| field.key == question.key && draft.waits(field));
        let problem = question.problem.filter(|_| was_shown && !waits);
        views.push(FieldView {
            input: if problem.is_some() {
                question.input
            } else {
                question.key.clone()
            },
            key: question.key,
            visible: question.visible,
            problem,
        });
    }
    let wrong = views.iter().any(|view| view.problem.is_some());
    (views, more && !wrong)
}

/// Whether somebody has to look at a question that was not on the page: it waits for an answer, or has one that nobody
/// has confirmed, from the profile or a registry.
pub(super) fn is_news(draft: &Draft<'_>, page: &Page, question: &QuestionState) -> bool {
    let field = page.fields.iter().find(|field| field.key == question.key);
    let unconfirmed = field.is_some_and(|field| field.prefill.is_some() && draft.may_change(field));
    question.visible && (question.problem.is_some() || unconfirmed)
}

/// Writes down which items stand on the page, with blank ones up to the least and the first values of those.
fn stand_items(draft: &mut Draft<'_>, page: &Page) {
    let groups = page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup);
    let mut any = false;
    for group in groups {
        let items = answer::shown_items(group, &draft.raw);
        for index in &items {
            let fields: Vec<Field> = group
                .fields
                .iter()
                .map(|field| answer::item_field(group, *index, field))
                .collect();
            let mut names = fields.iter().flat_map(answer::input_names);
            if !names.any(|name| draft.raw.contains_key(&name)) {
                draft.raw.extend(fields.iter().flat_map(answer::defaults));
            }
        }
        let listed = items.iter().map(usize::to_string).collect();
        draft.raw.insert(answer::items_input(group), listed);
        any = true;
    }
    if any {
        draft.run();
    }
}

/// The fields of a page with their names, those of groups as `partners.shares`.
fn all_fields(page: &Page) -> impl Iterator<Item = (String, &Field)> {
    page.fields.iter().flat_map(|field| {
        let inner = field
            .fields
            .iter()
            .map(move |inner| (format!("{}.{}", field.key, inner.key), inner));
        std::iter::once((field.key.clone(), field)).chain(inner)
    })
}

fn lists(draft: &Draft<'_>, page: &Page) -> BTreeMap<String, Vec<domain::service::field::Choice>> {
    let mut names: Vec<String> = all_fields(page)
        .filter_map(|(_, field)| field.options_from.clone())
        .collect();
    if all_fields(page).any(|(_, field)| field.kind == FieldKind::Address) {
        names.push("reference.governorates".to_owned());
    }
    names
        .into_iter()
        .filter_map(|name| draft.lists.choices(&name).map(|list| (name.clone(), list.to_vec())))
        .collect()
}

fn file_limits(draft: &Draft<'_>, field: &Field, language: Language) -> Option<FileLimits> {
    let document = draft.service.definition.document(field.document.as_deref()?)?;
    Some(FileLimits {
        accepted_types: document.accepted_types.clone(),
        max_size_mb: document.max_size_mb,
        max_files: document.max_files,
        hint: document.hint.as_ref().map(|hint| hint.get(language).to_owned()),
        required: field.required || needed(document, &draft.journey.facts),
    })
}

fn needed(document: &Document, facts: &CaseFacts) -> bool {
    match document.required {
        Requirement::Always => true,
        Requirement::Never => false,
        Requirement::Conditional => document.required_when.as_ref().is_some_and(|when| when.holds(facts)),
    }
}

/// What the browser needs for the rules of this page: the facts they name, those of other pages only.
fn known(draft: &Draft<'_>, page: &Page) -> CaseFacts {
    let own: Vec<&str> = page.fields.iter().map(|field| field.key.as_str()).collect();
    let mut names: Vec<String> = Vec::new();
    let conditions = all_fields(page).filter_map(|(_, field)| field.visible_when.as_ref());
    conditions.for_each(|when: &Condition| when.names(&mut |name| names.push(name.to_owned())));
    let rules = page
        .fields
        .iter()
        .filter_map(|field| field.validation.as_ref()?.group_rule.as_ref());
    names.extend(rules.map(|rule| rule.equals_field.clone()));
    if is_priced(draft, page) {
        // Of a group the whole answer: its items are counted.
        fee::names(&draft.service.definition.fee, &mut |name| {
            names.push(name.to_owned());
            names.extend(name.split_once('.').map(|(group, _)| group.to_owned()));
        });
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

/// Whether an answer of this page can change what is due now.
fn is_priced(draft: &Draft<'_>, page: &Page) -> bool {
    let definition = &draft.service.definition;
    let sent = draft.application.status != Status::Draft;
    !sent && page.fields.iter().any(|field| fee::depends_on(definition, &field.key))
}

/// The part of the definition that says what is due, for pages that change it.
fn live_fee(draft: &Draft<'_>, page: &Page) -> Option<LiveFee> {
    let definition = &draft.service.definition;
    if !is_priced(draft, page) {
        return None;
    }
    let mut fee = definition.fee.clone();
    fee.examples.clear();
    let pages = definition.form.pages.iter().map(|page| {
        let mut page = page.clone();
        page.fields.retain(|field| fee::depends_on(definition, &field.key));
        page
    });
    Some(LiveFee {
        fee,
        pages: pages.filter(|page| !page.fields.is_empty()).collect(),
        indicative: definition.is_indicative(),
    })
}
