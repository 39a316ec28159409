//! What a step of a journey costs: the same few statements, however much was answered before it.

use std::collections::BTreeMap;

use domain::answer::{CheckContext, RawAnswers, items_input, most_items};
use domain::person::Actor;
use domain::service::{FieldKind, ServiceDefinition};
use domain::value::Value;
use integrations::registry::simulated::DemoPart;
use operations::applications::fill::{self, Next};
use sample::{Given, branches};

use crate::both::both;
use crate::stage::{EN, Stage};

/// Statements of reading a page, and of sending it.
type Cost = (u64, u64);

/// The service with the most pages.
fn longest(stage: &Stage) -> ServiceDefinition {
    let services = stage.portal.catalogue.services().iter();
    let longest = services.max_by_key(|service| service.definition.form.pages.len());
    longest.expect("a service").definition.clone()
}

/// The shortest and the longest of its journeys, the longest with as many items as its groups may have.
fn few_and_many(stage: &Stage, definition: &ServiceDefinition) -> (RawAnswers, RawAnswers) {
    let sources = BTreeMap::from([("applicant.age".to_owned(), Value::Int(40))]);
    let given = Given {
        context: CheckContext {
            today: stage.portal.clock.today(),
            national_id_checksum: true,
            lists: stage.portal.catalogue.lists(),
        },
        sources: &sources,
    };
    let samples = branches(definition, given)
        .samples
        .into_iter()
        .map(|sample| sample.answers);
    let mut samples: Vec<RawAnswers> = samples.collect();
    samples.sort_by_key(BTreeMap::len);
    let mut many = samples.last().expect("a sample").clone();
    for group in definition
        .fields()
        .filter(|field| field.kind == FieldKind::RepeatingGroup)
    {
        let first = format!("{}.0.", group.key);
        let item: Vec<_> = many
            .range(first.clone()..)
            .take_while(|(name, _)| name.starts_with(&first))
            .collect();
        // What must differ from item to item is left out.
        let item: Vec<(String, Vec<String>)> = item
            .into_iter()
            .map(|(name, values)| (name[first.len()..].to_owned(), values.clone()))
            .filter(|(name, _)| group.fields.iter().any(|field| field.key == *name && field.required))
            .collect();
        for at in 2..most_items(group) {
            many.extend(
                item.iter()
                    .map(|(name, values)| (format!("{}.{at}.{name}", group.key), values.clone())),
            );
        }
    }
    (samples[0].clone(), many)
}

/// Reads a page and sends it once more as it is.
async fn cost(stage: &Stage, actor: &Actor, reference: &str, page: &str, answers: &[(&str, &str)]) -> Cost {
    let store = &stage.portal.store;
    let before = store.statements();
    fill::form(&stage.portal, actor, EN, reference, page, false)
        .await
        .expect("the page");
    let read = store.statements() - before;
    let next = stage.save(actor, reference, page, answers).await;
    assert!(!matches!(next, Next::Same { .. }), "{page}: {next:?}");
    // Saving begins with reading.
    (read, store.statements() - before - 2 * read)
}

/// What a journey costs.
struct Costs {
    /// The first page while it is the only one.
    alone: Cost,
    /// Each page once all are there.
    pages: BTreeMap<String, Cost>,
    /// How many items the group with most of them has then.
    items: usize,
}

async fn costs(stage: &Stage, actor: &Actor, definition: &ServiceDefinition, typed: &RawAnswers) -> Costs {
    let answers: Vec<(&str, &str)> = typed
        .iter()
        .filter_map(|(name, values)| Some((name.as_str(), values.first()?.as_str())))
        .collect();
    let reference = stage.start_of(actor, &definition.id).await;
    let first = definition.form.pages[0].key.as_str();
    stage.save(actor, &reference, first, &answers).await;
    let alone = cost(stage, actor, &reference, first, &answers).await;
    stage.fill(actor, &reference, &answers).await;
    let mut costs = Costs {
        alone,
        pages: BTreeMap::new(),
        items: 0,
    };
    for page in &definition.form.pages {
        let Ok(view) = fill::form(&stage.portal, actor, EN, &reference, &page.key, false).await else {
            continue;
        };
        let groups = page
            .fields
            .iter()
            .filter(|field| field.kind == FieldKind::RepeatingGroup);
        let items = groups
            .filter_map(|group| view.values.get(&items_input(group)))
            .map(Vec::len)
            .max();
        costs.items = costs.items.max(items.unwrap_or_default());
        let cost = cost(stage, actor, &reference, &page.key, &answers).await;
        costs.pages.insert(page.key.clone(), cost);
    }
    costs
}

both! {
    async fn a_step_costs_the_same_after_one_answer_and_after_many(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let definition = longest(&stage);
        let (few, many) = few_and_many(&stage, &definition);
        assert!(few.len() + 50 < many.len(), "{} and {} answers", few.len(), many.len());
        let Costs { alone, pages: short, items } = costs(&stage, &rana, &definition, &few).await;
        let long = costs(&stage, &rana, &definition, &many).await;
        assert!(items <= 1 && long.items == 30, "{items} and {} items", long.items);
        let long = long.pages;
        assert!(short.len() > 4 && long.len() > short.len(), "{short:?} {long:?}");
        // Where papers are given one statement more looks for those that were thrown away.
        let papers = |key: &str| {
            let page = definition.page(key).expect("a page");
            u64::from(page.fields.iter().any(|field| field.kind == FieldKind::File))
        };
        let read = alone.0 - papers(&definition.form.pages[0].key);
        for (key, found) in short.iter().chain(&long) {
            assert_eq!(*found, (read + papers(key), alone.1), "{key}: {short:?} {long:?}");
        }
        assert!(read <= 6 && alone.1 <= 10, "{alone:?}");
    }
}
