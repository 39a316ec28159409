//! Registers that say what a way through a workflow needs.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::condition::{Comparison, Condition};
use domain::registry::data_set;
use domain::service::ServiceDefinition;
use domain::service::field::Choice;
use domain::value::Value;
use integrations::registry::{Question, Registry, RegistryError, Reply};

/// What the registers say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) facts: BTreeMap<String, Value>,
    pub(crate) choices: BTreeMap<String, Vec<Choice>>,
}

/// Registers that say the same of everybody.
#[derive(Default)]
pub(crate) struct Registers(Mutex<Told>);

impl Registers {
    pub(crate) fn say(&self, told: &Told) {
        *self.0.lock().expect("the registers") = told.clone();
    }
}

#[async_trait]
impl Registry for Registers {
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError> {
        let Told { mut facts, mut choices } = self.0.lock().expect("the registers").clone();
        let own = |name: &String| data_set(name) == Some(&question.data_set);
        facts.retain(|name, _| own(name));
        choices.retain(|name, _| own(name));
        Ok(Reply { facts, choices })
    }
}

/// These facts, and others in which one that the workflow looks at is as it is not here.
pub(crate) fn others(
    definition: &ServiceDefinition,
    base: &BTreeMap<String, Value>,
    is_registered: impl Fn(&String) -> bool,
) -> Vec<BTreeMap<String, Value>> {
    let mut found = vec![base.clone()];
    let steps = definition.workflow.steps.iter();
    let conditions = steps.flat_map(|step| {
        step.when
            .iter()
            .chain(step.branches.iter().filter_map(|one| one.when.as_ref()))
    });
    for condition in conditions {
        each(condition, &mut |comparison| {
            if !is_registered(&comparison.field) {
                return;
            }
            for value in about(comparison) {
                let mut facts = base.clone();
                facts.insert(comparison.field.clone(), value);
                if !found.contains(&facts) {
                    found.push(facts);
                }
            }
        });
    }
    found
}

fn each(condition: &Condition, visit: &mut impl FnMut(&Comparison)) {
    match condition {
        Condition::Leaf(comparison) => visit(comparison),
        Condition::All(all) => all.all.iter().for_each(|one| each(one, visit)),
        Condition::Any(any) => any.any.iter().for_each(|one| each(one, visit)),
        Condition::Always(_) => {}
    }
}

/// Values on both sides of the one that is compared with.
fn about(comparison: &Comparison) -> Vec<Value> {
    match &comparison.value {
        Some(Value::Int(number)) => vec![Value::Int(*number), Value::Int(number + 1), Value::Int(number - 1)],
        Some(Value::Text(text)) => vec![Value::from(text.as_str()), Value::from("other")],
        _ => vec![Value::Bool(true), Value::Bool(false)],
    }
}
