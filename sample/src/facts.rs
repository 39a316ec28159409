//! Facts and lists that let a journey through.

use std::collections::BTreeMap;

use domain::condition::{Comparison, Condition, Operator};
use domain::language::Text;
use domain::service::ServiceDefinition;
use domain::service::field::{Choice, Field};
use domain::value::Value;

use crate::solve::holds;

/// An age nobody is refused for.
const AGE: i64 = 40;

/// Facts of the registries, the settings and the applicant for which no rule on who may apply stands in the way, and
/// with them what the first worked examples of the fee know: enough to compute it.
pub fn confirming(definition: &ServiceDefinition) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    for rule in &definition.eligibility.rules {
        visit(&rule.when, &mut |comparison| {
            if let Some(value) = confirms(comparison).filter(|_| is_source(definition, &comparison.field)) {
                facts.entry(comparison.field.clone()).or_insert(value);
            }
        });
    }
    for example in &definition.fee.examples {
        for (name, value) in example.facts().sources {
            if name.starts_with("registry.") || name.starts_with("settings.") {
                facts.entry(name).or_insert(value);
            }
        }
    }
    let age = AGE.max(i64::from(definition.eligibility.min_age));
    facts.entry("applicant.age".to_owned()).or_insert(Value::Int(age));
    facts
}

fn is_source(definition: &ServiceDefinition, name: &str) -> bool {
    name.split_once('.')
        .is_some_and(|(head, _)| definition.field(head).is_none())
}

/// A value for which the comparison holds.
fn confirms(comparison: &Comparison) -> Option<Value> {
    let compared = comparison.value.clone().unwrap_or(Value::Bool(true));
    let about = compared
        .as_int()
        .into_iter()
        .flat_map(|number| [number, number - 1, number + 1]);
    let listed = compared.as_list().unwrap_or_default().to_vec();
    let opposite = match &compared {
        Value::Bool(yes) => vec![Value::Bool(!yes)],
        _ => vec![Value::from("sample")],
    };
    let mut candidates: Vec<Value> = about.map(Value::Int).collect();
    if comparison.op == Operator::Contains {
        candidates.push(Value::List(vec![compared.clone()]));
    }
    candidates.push(compared);
    candidates.extend(listed.into_iter().chain(opposite));
    candidates.into_iter().find(|value| holds(comparison, Some(value)))
}

/// Calls `visit` with each comparison.
pub(crate) fn visit<'a>(condition: &'a Condition, visit_one: &mut dyn FnMut(&'a Comparison)) {
    match condition {
        Condition::All(all) => all.all.iter().for_each(|part| visit(part, visit_one)),
        Condition::Any(any) => any.any.iter().for_each(|part| visit(part, visit_one)),
        Condition::Always(_) => {}
        Condition::Leaf(comparison) => visit_one(comparison),
    }
}

/// Options for every list the file names, and for governorates: those its conditions look for, and two more.
pub fn lists(definition: &ServiceDefinition) -> BTreeMap<String, Vec<Choice>> {
    let mut lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    let fields = definition
        .fields()
        .chain(definition.fields().flat_map(|field| &field.fields));
    let compared = compared(definition);
    for (name, key) in fields.filter_map(|field: &Field| Some((field.options_from.clone()?, &field.key))) {
        let list = lists.entry(name).or_default();
        let values = compared
            .iter()
            .filter(|(field, _)| field == key)
            .map(|(_, value)| value.clone());
        for value in values
            .filter(|value| !list.iter().any(|choice| choice.value == *value))
            .collect::<Vec<_>>()
        {
            list.push(choice(value));
        }
    }
    let governorates = lists.entry("reference.governorates".to_owned()).or_default();
    let addresses = compared.iter().filter(|(field, _)| field.ends_with(".governorate"));
    governorates.extend(addresses.map(|(_, value)| choice(value.clone())));
    for list in lists.values_mut() {
        list.extend(["one", "two"].map(|value| choice(Value::from(value))));
    }
    lists
}

fn choice(value: Value) -> Choice {
    let name = value.as_text().unwrap_or("sample").to_owned();
    Choice {
        value,
        label: Text {
            ar: format!("خيار {name}"),
            en: format!("Option {name}"),
        },
    }
}

/// Every pair of a name and a text it is compared with.
fn compared(definition: &ServiceDefinition) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for target in crate::target::targets(definition) {
        let values = match &target.comparison.value {
            Some(Value::List(values)) => values.clone(),
            Some(value) => vec![value.clone()],
            None => Vec::new(),
        };
        let texts = values.into_iter().filter(|value| value.as_text().is_some());
        found.extend(texts.map(|value| (target.comparison.field.clone(), value)));
    }
    found
}
