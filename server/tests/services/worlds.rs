//! Which applications are made: the samples of a service, and more of them by people of whom the registers say other
//! things, until each comparison is seen both ways that anything can make so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::answer::{CheckContext, RawAnswers};
use domain::journey::Journey;
use domain::registry::data_set;
use domain::service::ServiceDefinition;
use domain::value::Value;
use operations::catalogue::{Catalogue, Service};
use sample::{Given, Seen, Why, branches, confirming, lists, seen};
use serde_json::Value as Json;

use crate::town::Told;

const AGE: &str = "applicant.age";
const EXEMPTION: &str = "registry.exemption_confirmed";

/// People of one kind and what they apply for.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) told: Told,
    pub(crate) age: i64,
    pub(crate) samples: Vec<RawAnswers>,
}

/// Everything about one service.
pub(crate) struct Plan {
    pub(crate) worlds: Vec<World>,
    /// What the samples show, as the server knows the facts.
    pub(crate) reachable: BTreeSet<Seen>,
    /// What none shows, and why.
    pub(crate) open: BTreeMap<Seen, String>,
}

/// Makes the plan of a service.
pub(crate) fn plan(service: &Service, catalogue: &Catalogue, today: NaiveDate) -> Plan {
    let planner = Planner {
        service,
        catalogue,
        today,
        json: serde_json::to_value(&service.definition).expect("JSON"),
    };
    let mut plan = Plan {
        worlds: Vec::new(),
        reachable: BTreeSet::new(),
        open: BTreeMap::new(),
    };
    let base = planner.base();
    let mut open = planner.add(&mut plan, base.clone(), true);
    assert!(!plan.worlds.is_empty(), "{} has no sample", service.definition.id);
    for (seen, why) in open.clone() {
        if plan.reachable.contains(&seen) {
            continue;
        }
        for facts in planner.others(&base, &seen, &why) {
            open.extend(planner.add(&mut plan, facts, false));
            if plan.reachable.contains(&seen) {
                break;
            }
        }
    }
    open.retain(|seen, _| !plan.reachable.contains(seen));
    plan.open = open
        .iter()
        .map(|(seen, why)| (seen.clone(), planner.told(seen, why)))
        .collect();
    plan
}

struct Planner<'a> {
    service: &'a Service,
    catalogue: &'a Catalogue,
    today: NaiveDate,
    json: Json,
}

type Facts = BTreeMap<String, Value>;
type Opened = BTreeMap<Seen, Option<Why>>;

impl Planner<'_> {
    fn definition(&self) -> &ServiceDefinition {
        &self.service.definition
    }

    /// Facts that stand in nobody's way, as far as a register or a birthday says them.
    fn base(&self) -> Facts {
        let mut facts = confirming(self.definition());
        facts.retain(|name, _| name == AGE || self.is_registered(name));
        facts
    }

    /// Whether a register of this service says it.
    fn is_registered(&self, name: &str) -> bool {
        let sets = &self.service.data_sets;
        data_set(name).is_some_and(|set| {
            let named = sets.form.contains(set) || sets.sending.contains(set);
            named && self.catalogue.data_set(set).is_some()
        })
    }

    /// Adds the samples of these facts, all or those that show something new. Gives what is open.
    fn add(&self, plan: &mut Plan, mut facts: Facts, all: bool) -> Opened {
        let mut choices = lists(self.definition());
        choices.retain(|name, _| self.is_registered(name));
        let known = self.catalogue.lists().with(&choices);
        let context = CheckContext {
            today: self.today,
            national_id_checksum: true,
            lists: &known,
        };
        let given = Given {
            context,
            sources: &facts,
        };
        let found = branches(self.definition(), given);
        let mut open: Opened = found
            .open
            .into_iter()
            .map(|open| (open.wanted, Some(open.why)))
            .collect();
        let mut samples = Vec::new();
        for sample in found.samples {
            // What the sample counted on may be nothing a register is asked about here.
            open.extend(sample.covers.into_iter().map(|seen| (seen, None)));
            let journey = self.on_the_server(&sample.answers, &facts, &context);
            let shows: BTreeSet<Seen> = seen(self.definition(), &journey).into_iter().collect();
            if journey.is_complete() && (all || !shows.is_subset(&plan.reachable)) {
                plan.reachable.extend(shows);
                samples.push(sample.answers);
            }
        }
        let age = facts.remove(AGE).and_then(|age| age.as_int()).expect("an age");
        if !samples.is_empty() {
            plan.worlds.push(World {
                told: Told { facts, choices },
                age,
                samples,
            });
        }
        open
    }

    /// The journey with what the registers that are asked say; one that confirms nothing denies an exemption.
    fn on_the_server(&self, answers: &RawAnswers, facts: &Facts, context: &CheckContext<'_>) -> Journey {
        let mut sources = Facts::from([(AGE.to_owned(), facts[AGE].clone())]);
        let mut journey = Journey::of(self.definition(), answers, &sources, context);
        for _ in 0..3 {
            let asked = |name: &str| {
                let set = data_set(name).and_then(|set| self.catalogue.data_set(set));
                set.is_some_and(|set| set.is_asked(&journey.facts))
            };
            let told = facts.iter().filter(|(name, _)| *name == AGE || asked(name));
            sources = told.map(|(name, value)| (name.clone(), value.clone())).collect();
            sources.entry(EXEMPTION.to_owned()).or_insert(Value::Bool(false));
            journey = Journey::of(self.definition(), answers, &sources, context);
        }
        journey
    }

    /// Other facts, for which the comparison may come out as it is wanted.
    fn others(&self, base: &Facts, wanted: &Seen, why: &Option<Why>) -> Vec<Facts> {
        let own = self.compared(&wanted.path);
        let named = match why {
            Some(Why::Fact(name)) => Some(name.clone()),
            Some(Why::Never) | None => own,
        };
        let Some(name) = named.filter(|name| name == AGE || self.is_registered(name)) else {
            return Vec::new();
        };
        let mut values = BTreeSet::new();
        collect(&self.json, &name, &mut values);
        let texts = values.into_iter().flat_map(|text| about(&text));
        let mut found = Vec::new();
        for value in texts {
            let mut facts = base.clone();
            facts.insert(name.clone(), value);
            if facts != *base && !found.contains(&facts) {
                found.push(facts);
            }
        }
        found
    }

    /// The name that is compared at this place of the file.
    fn compared(&self, path: &str) -> Option<String> {
        let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
        Some(self.json.pointer(&pointer)?.get("field")?.as_str()?.to_owned())
    }

    /// Why it is open, for people.
    fn told(&self, seen: &Seen, why: &Option<Why>) -> String {
        let named = match why {
            Some(Why::Fact(name)) => Some(name.clone()),
            Some(Why::Never) | None => self.compared(&seen.path),
        };
        let Some(name) = named else {
            return "no answers that can be sent make it so".to_owned();
        };
        match name.split('.').next() {
            Some("case") => format!("{name}: an officer says it, after sending"),
            Some("settings") => format!("{name}: a setting, which no page changes"),
            Some("registry") if !self.is_registered(&name) => format!("{name}: no register of the catalogue says it"),
            Some("registry") => format!("{name}: its register is not asked in this service, or decides alone"),
            _ => format!("{name}: no answers that can be sent make it so"),
        }
    }
}

/// The values a name is compared with, as JSON.
fn collect(json: &Json, name: &str, into: &mut BTreeSet<String>) {
    match json {
        Json::Object(parts) => {
            if parts.get("field").and_then(Json::as_str) == Some(name) {
                into.insert(parts.get("value").cloned().unwrap_or_default().to_string());
            }
            parts.values().for_each(|part| collect(part, name, into));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, name, into)),
        _ => {}
    }
}

/// Values on both sides of one that something is compared with.
fn about(text: &str) -> Vec<Value> {
    match serde_json::from_str(text) {
        Ok(Json::Bool(_)) => vec![Value::Bool(true), Value::Bool(false)],
        Ok(Json::Number(number)) => {
            let number = number.as_i64().unwrap_or_default();
            vec![Value::Int(number), Value::Int(number + 1), Value::Int(number - 1)]
        }
        Ok(Json::String(text)) => vec![Value::from(text.as_str()), Value::from("other")],
        _ => vec![Value::Bool(true), Value::Bool(false)],
    }
}
