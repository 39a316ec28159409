//! What holds whatever a file says, whatever is typed, and in whatever order pages arrive.

use std::collections::BTreeMap;

use domain::answer::{RawAnswers, drop_blank_items, faulty_input, input_names};
use domain::check::{check, is_refused};
use domain::condition::Condition;
use domain::facts::{CaseFacts, Facts, ItemFacts};
use domain::fee::{lines, outlook, summary, totals};
use domain::fold::is_blank;
use domain::journey::{Journey, PageState, live_page, visible_fields};
use domain::service::field::{Field, FieldKind};
use domain::service::workflow::FeeStage;
use domain::service::{Requirement, ServiceDefinition};
use domain::value::Value;
use sample::Given;

/// Pages as they were posted, by their place in the file: one after the other, each in the place of what was there.
pub(crate) type Post = (usize, RawAnswers);

/// Posts the pages and looks after each. Gives the journey in the end.
pub(crate) fn hold(definition: &ServiceDefinition, posts: &[Post], given: Given<'_>) -> Journey {
    let sound = !is_refused(&check(definition, &lists_of(definition)));
    let _ = summary(definition);
    let mut stored: BTreeMap<usize, RawAnswers> = BTreeMap::new();
    let mut journey = look(definition, &RawAnswers::new(), given, sound);
    for (page, typed) in posts {
        stored.insert(*page, typed.clone());
        let all = stored.values().flatten();
        let raw = all.map(|(name, values)| (name.clone(), values.clone())).collect();
        journey = look(definition, &raw, given, sound);
    }
    journey
}

/// The lists the file names are there; that some are not is another test's matter.
fn lists_of(definition: &ServiceDefinition) -> Vec<String> {
    let inner = definition.fields().flat_map(|field| &field.fields);
    let fields = definition.fields().chain(inner);
    let of_fields = fields.filter_map(|field| field.options_from.clone());
    let of_steps = definition
        .workflow
        .steps
        .iter()
        .filter_map(|step| step.offices_from.clone());
    of_fields.chain(of_steps).collect()
}

fn look(definition: &ServiceDefinition, raw: &RawAnswers, given: Given<'_>, sound: bool) -> Journey {
    let before = raw.clone();
    let journey = Journey::of(definition, raw, given.sources, &given.context);
    assert_eq!(journey, Journey::of(definition, raw, given.sources, &given.context));
    assert_eq!(*raw, before, "what was typed is as it was");
    may_be_sent_only_whole(definition, &journey, sound);
    leads_on(definition, &journey);
    for (page, described) in journey.pages.iter().zip(&definition.form.pages) {
        points_at_inputs(definition, page, described, raw, &journey.facts, given);
        keeps_what_was_typed(&described.fields, raw);
    }
    for stage in [FeeStage::Submission, FeeStage::AfterAssessment] {
        if let Ok(bill) = lines(definition, &journey.facts, stage, given.context.today) {
            assert!(
                totals(&bill).values().all(|total| *total >= 0),
                "nobody is paid for asking"
            );
        }
    }
    let _ = outlook(
        &definition.fee,
        &definition.form.pages,
        &journey.facts,
        given.context.today,
    );
    journey
}

/// Told twice: by what the journey itself says is required, and by the file and the facts in the end.
fn may_be_sent_only_whole(definition: &ServiceDefinition, journey: &Journey, sound: bool) {
    if !journey.is_complete() {
        return;
    }
    assert_eq!(journey.next_page(), None);
    for field in journey
        .pages
        .iter()
        .filter(|page| page.visible)
        .flat_map(PageState::visible_fields)
    {
        assert!(field.value.is_some() || !field.required, "{} is missing", field.key);
        assert_eq!(field.problem, None);
        for item in field.items.iter().filter(|item| !item.blank) {
            let missing = item
                .answers
                .iter()
                .find(|answer| answer.visible && answer.required && answer.value.is_none());
            assert_eq!(missing, None);
        }
    }
    // A file with errors is never used.
    if sound {
        let missing = missing(definition, &journey.facts);
        assert!(missing.is_empty(), "sent without {missing:?}");
    }
}

fn missing(definition: &ServiceDefinition, facts: &CaseFacts) -> Vec<String> {
    let mut missing = Vec::new();
    for page in definition
        .form
        .pages
        .iter()
        .filter(|page| holds(page.visible_when.as_ref(), facts))
    {
        for field in page
            .fields
            .iter()
            .filter(|field| holds(field.visible_when.as_ref(), facts))
        {
            let value = facts.answers.get(&field.key);
            if value.is_none() && is_required(definition, field, facts) {
                missing.push(field.key.clone());
            }
            for item in value.and_then(Value::as_list).unwrap_or_default() {
                missing.extend(missing_inside(definition, field, item, facts));
            }
        }
    }
    missing
}

fn missing_inside<'a>(
    definition: &'a ServiceDefinition,
    group: &'a Field,
    item: &Value,
    facts: &CaseFacts,
) -> Vec<String> {
    let Value::Map(item) = item else { return Vec::new() };
    let facts = ItemFacts { item, case: facts };
    let asked = group
        .fields
        .iter()
        .filter(|field| holds(field.visible_when.as_ref(), &facts));
    let missing = asked.filter(|field| is_required(definition, field, &facts) && !item.contains_key(&field.key));
    missing.map(|field| format!("{}.{}", group.key, field.key)).collect()
}

fn holds(condition: Option<&Condition>, facts: &dyn Facts) -> bool {
    condition.is_none_or(|condition| condition.holds(facts))
}

fn is_required(definition: &ServiceDefinition, field: &Field, facts: &dyn Facts) -> bool {
    let document = field.document.as_ref().and_then(|key| definition.document(key));
    field.required
        || document.is_some_and(|document| match document.required {
            Requirement::Always => true,
            Requirement::Never => false,
            Requirement::Conditional => document.required_when.as_ref().is_some_and(|when| when.holds(facts)),
        })
}

/// The next page may be visited, and none beyond it that is shown.
fn leads_on(definition: &ServiceDefinition, journey: &Journey) {
    let next = journey.next_page();
    assert!(next.is_none_or(|next| journey.may_visit(next) && !journey.is_complete()));
    for page in &definition.form.pages {
        let _ = (
            journey.page_before(&page.key),
            journey.page_after(&page.key),
            journey.position(&page.key),
        );
    }
}

/// Each problem has an input to go to, and the browser can work the page out too.
fn points_at_inputs(
    definition: &ServiceDefinition,
    state: &PageState,
    page: &domain::service::Page,
    raw: &RawAnswers,
    facts: &CaseFacts,
    given: Given<'_>,
) {
    for question in state.questions(page, raw) {
        let head = |name: &str| name.split('.').next().map(str::to_owned);
        assert_eq!(head(&question.input), head(&question.key), "{question:?}");
    }
    for (field, state) in page.fields.iter().zip(&state.fields) {
        assert_eq!(state.problem.is_some(), state.faulty_input(field, raw).is_some());
        if let Some(problem) = &state.problem {
            let _ = faulty_input(field, problem, raw);
        }
    }
    let _ = live_page(page, raw, facts, &given.context);
    assert!(visible_fields(page, raw, facts, &given.context).len() >= page.fields.len());
    assert!(definition.page(&page.key).is_some());
}

/// Taking blank items out of a group, which is done when a page is sent on, takes nothing out that was typed.
fn keeps_what_was_typed(fields: &[Field], raw: &RawAnswers) {
    for group in fields.iter().filter(|field| field.kind == FieldKind::RepeatingGroup) {
        let mut kept = raw.clone();
        drop_blank_items(group, &mut kept);
        let first: RawAnswers = group.fields.iter().flat_map(domain::answer::defaults).collect();
        let seen = |values: &[String]| -> Vec<String> {
            let texts = values.iter().filter(|text| !is_blank(text));
            texts.map(|text| text.trim().to_owned()).collect()
        };
        let is_first = |name: &str, seen: &[String]| {
            let inner = name.splitn(3, '.').nth(2).unwrap_or_default();
            first.get(inner).is_some_and(|first| first == seen)
        };
        let names = input_names(group);
        for (name, values) in raw
            .iter()
            .filter(|(name, _)| names.contains(name) && !kept.contains_key(*name))
        {
            let seen = seen(values);
            let nothing = seen.is_empty() || is_first(name, &seen) || name.ends_with(".items");
            assert!(nothing, "{name} is lost: {values:?}");
        }
    }
}
