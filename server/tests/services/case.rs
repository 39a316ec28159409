//! What is true of one application while it is filled in, worked out beside the server: from what was sent, what the
//! account holds and what the registers say follows the journey the pages must show.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::answer::{self, CheckContext, RawAnswers};
use domain::journey::Journey;
use domain::registry::{data_set, prefilling_fact};
use domain::service::ServiceDefinition;
use domain::service::field::{Field, FieldKind, Page};
use domain::value::Value;
use operations::catalogue::{Catalogue, ReferenceLists, Service};

use crate::town::Who;

/// How often a reply may lead to another question.
const ROUNDS: usize = 3;

/// One application of somebody.
pub(crate) struct Case<'a> {
    pub(crate) service: &'a Service,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) who: &'a Who,
    pub(crate) today: NaiveDate,
    /// By page: what was sent last.
    pub(crate) sent: BTreeMap<String, Sent>,
}

/// A page as it was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) raw: RawAnswers,
    /// The questions that were on it.
    pub(crate) shown: BTreeSet<String>,
}

/// What follows.
pub(crate) struct State {
    pub(crate) raw: RawAnswers,
    pub(crate) sources: BTreeMap<String, Value>,
    pub(crate) lists: ReferenceLists,
    pub(crate) journey: Journey,
}

impl<'a> Case<'a> {
    pub(crate) fn definition(&self) -> &'a ServiceDefinition {
        &self.service.definition
    }

    /// How it stands. With a page: while that one is looked at, with the blank items its groups show.
    pub(crate) fn state(&self, page: Option<&Page>) -> State {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut state = self.with(&told, page);
        for _ in 0..ROUNDS {
            let now = self.asked(&state.journey);
            if now == told {
                break;
            }
            told = now;
            state = self.with(&told, page);
        }
        state
    }

    /// The registers that are asked, of those that answer.
    fn asked(&self, journey: &Journey) -> BTreeSet<&'a str> {
        let named = self.service.data_sets.form.iter().filter(|_| self.who.verified);
        let sets = named.filter_map(|key| self.catalogue.data_set(key));
        sets.filter(|set| set.is_asked(&journey.facts))
            .map(|set| set.key.as_str())
            .collect()
    }

    fn with(&self, told: &BTreeSet<&str>, page: Option<&Page>) -> State {
        let mut sources = BTreeMap::from([("applicant.age".to_owned(), Value::Int(self.who.age))]);
        let speaks = |name: &str| data_set(name).is_some_and(|set| told.contains(set));
        let facts = self.who.told.facts.iter().filter(|(name, _)| speaks(name));
        sources.extend(facts.map(|(name, value)| (name.clone(), value.clone())));
        // A register that says nothing confirms nothing.
        let confirmed = "registry.exemption_confirmed".to_owned();
        sources.entry(confirmed).or_insert(Value::Bool(false));
        let mut choices = self.who.told.choices.clone();
        choices.retain(|name, _| speaks(name));
        let lists = self.catalogue.lists().with(&choices);
        let mut raw = self.raw(&sources);
        if let Some(page) = page {
            stand_items(page, &mut raw);
        }
        let context = CheckContext {
            today: self.today,
            national_id_checksum: true,
            lists: &lists,
        };
        let journey = Journey::of(self.definition(), &raw, &sources, &context);
        State {
            raw,
            sources,
            lists,
            journey,
        }
    }

    /// What was sent, and first values for what never was on a page.
    fn raw(&self, sources: &BTreeMap<String, Value>) -> RawAnswers {
        let mut raw = RawAnswers::new();
        for page in &self.definition().form.pages {
            let sent = self.sent.get(&page.key);
            for field in &page.fields {
                let typed = sent.filter(|sent| sent.shown.contains(&field.key));
                match typed {
                    Some(sent) if !self.is_fixed(field, sources) => raw.extend(of_field(field, &sent.raw)),
                    _ => raw.extend(self.first(field, sources)),
                }
            }
        }
        raw
    }

    /// Whether an answer is known and cannot be changed.
    pub(crate) fn is_fixed(&self, field: &Field, sources: &BTreeMap<String, Value>) -> bool {
        let fact = field.prefill.as_deref().and_then(prefilling_fact);
        let waits = |fact: &String| {
            let set = data_set(fact).and_then(|set| self.catalogue.data_set(set));
            // Nobody is asked for what a register will say once it can be asked.
            self.who.verified && set.is_some_and(|set| set.when.is_some()) && !self.has_reply(fact, sources)
        };
        let known = fact.is_none_or(|fact| sources.contains_key(&fact) || waits(&fact));
        field.readonly && (known || !field.required)
    }

    fn has_reply(&self, fact: &str, sources: &BTreeMap<String, Value>) -> bool {
        sources.keys().any(|name| data_set(name) == data_set(fact))
    }

    fn first(&self, field: &Field, sources: &BTreeMap<String, Value>) -> RawAnswers {
        let text = |text: &str| Some(Value::from(text)).filter(|text| !text.is_empty());
        let value = match field.prefill.as_deref() {
            Some("profile.full_name_ar") => text(&self.who.name_ar),
            Some("profile.full_name_en") => text(&self.who.name_en),
            Some("profile.national_id") => text(&self.who.number),
            Some("profile.mobile") => text(&self.who.mobile),
            Some("profile.email") => text(&self.who.email),
            Some("profile.address") => self.who.address.clone(),
            Some(source) => prefilling_fact(source).and_then(|fact| sources.get(&fact).cloned()),
            None => None,
        };
        let first = value.map(|value| answer::to_raw(field, &value)).unwrap_or_default();
        if first.is_empty() {
            answer::defaults(field)
        } else {
            first
        }
    }
}

fn of_field(field: &Field, raw: &RawAnswers) -> RawAnswers {
    let names = answer::input_names(field).into_iter();
    names
        .filter_map(|name| {
            raw.get_key_value(&name)
                .map(|(name, values)| (name.clone(), values.clone()))
        })
        .collect()
}

/// Blank items up to the least, as a page shows them.
fn stand_items(page: &Page, raw: &mut RawAnswers) {
    for group in page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup)
    {
        let items = answer::shown_items(group, raw);
        for index in &items {
            let fields: Vec<Field> = fields_of(group, *index).collect();
            if fields.iter().all(|field| of_field(field, raw).is_empty()) {
                raw.extend(fields.iter().flat_map(answer::defaults));
            }
        }
        raw.insert(answer::items_input(group), items.iter().map(usize::to_string).collect());
    }
}

/// The fields of an item as if each stood alone.
pub(crate) fn fields_of(group: &Field, index: usize) -> impl Iterator<Item = Field> {
    group
        .fields
        .iter()
        .map(move |field| answer::item_field(group, index, field))
}
