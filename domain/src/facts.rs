//! Facts: what conditions and fees look at, by name.
//!
//! A name without a dot is an answer; dotted names begin with their source: `applicant.age`,
//! `registry.population.relation_confirmed`, `case.licence_fee_minor`, `settings.fines_block_enabled`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// Something that knows facts by name.
pub trait Facts {
    /// The value of a fact, or `None` when it is not known.
    fn fact(&self, name: &str) -> Option<Value>;
}

/// Facts in one place: checked answers and the dotted sources, each a flat table of full names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Checked answers by field key. A hidden field has none.
    pub answers: BTreeMap<String, Value>,
    /// Everything with a dot in its name, by the whole name.
    pub sources: BTreeMap<String, Value>,
}

impl CaseFacts {
    /// Adds one dotted fact.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.sources.insert(name.to_owned(), value.into());
    }
}

impl Facts for CaseFacts {
    fn fact(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.sources.get(name) {
            return Some(value.clone());
        }
        if let Some(value) = self.answers.get(name) {
            return Some(value.clone());
        }
        // A part of an answer: `delivery_address.governorate`.
        let (key, part) = name.split_once('.')?;
        self.answers.get(key)?.part(part).cloned()
    }
}

/// One item of a repeating group: its own fields first, then the whole case.
pub struct ItemFacts<'a> {
    /// The fields of the item.
    pub item: &'a BTreeMap<String, Value>,
    /// The case around it.
    pub case: &'a dyn Facts,
}

impl Facts for ItemFacts<'_> {
    fn fact(&self, name: &str) -> Option<Value> {
        self.item.get(name).cloned().or_else(|| self.case.fact(name))
    }
}
