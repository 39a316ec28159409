//! Conditions: when a field is shown, a fee is due, a step is taken. Written once in the catalogue, evaluated here
//! on both sides. The meaning is `catalogue/reference.json`, `conventions.conditions`.

use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::value::Value;

/// A condition over facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Condition {
    /// One comparison.
    Leaf(Comparison),
    /// Every one holds.
    All(All),
    /// At least one holds.
    Any(Any),
    /// Always true.
    Always(Always),
}

/// `{"all": [...]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct All {
    /// The conditions joined.
    pub all: Vec<Condition>,
}

/// `{"any": [...]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Any {
    /// The alternatives.
    pub any: Vec<Condition>,
}

/// `{"always": true}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Always {
    /// The value, normally `true`.
    pub always: bool,
}

/// One comparison of a named fact with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// An answer's key, or a dotted name: `applicant.*`, `registry.*`, `case.*`, `settings.*`.
    pub field: String,
    /// How it is compared.
    pub op: Operator,
    /// What it is compared with; not used by `empty` and `not_empty`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// The comparisons of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal; true when the fact is missing.
    Neq,
    /// One of a list.
    In,
    /// None of a list.
    NotIn,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// The fact is a list that holds the value.
    Contains,
    /// The fact is missing or empty.
    Empty,
    /// The fact is there and not empty.
    NotEmpty,
}

impl Condition {
    /// Whether it holds for these facts.
    pub fn holds(&self, facts: &dyn Facts) -> bool {
        match self {
            Self::All(all) => all.all.iter().all(|condition| condition.holds(facts)),
            Self::Any(any) => any.any.iter().any(|condition| condition.holds(facts)),
            Self::Always(always) => always.always,
            Self::Leaf(comparison) => comparison.holds(facts),
        }
    }

    /// Calls `visit` with every fact name used.
    pub fn names<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match self {
            Self::All(all) => all.all.iter().for_each(|condition| condition.names(visit)),
            Self::Any(any) => any.any.iter().for_each(|condition| condition.names(visit)),
            Self::Always(_) => {}
            Self::Leaf(comparison) => visit(&comparison.field),
        }
    }
}

impl Comparison {
    pub(crate) fn holds(&self, facts: &dyn Facts) -> bool {
        let fact = facts.fact(&self.field).filter(|value| !matches!(value, Value::Null));
        let Some(fact) = fact else {
            return matches!(self.op, Operator::Neq | Operator::Empty);
        };
        let Some(value) = self.value.as_ref() else {
            return match self.op {
                Operator::Empty => fact.is_empty(),
                Operator::NotEmpty => !fact.is_empty(),
                _ => false,
            };
        };
        let one_of = |fact: &Value| {
            value
                .as_list()
                .is_some_and(|list| list.iter().any(|item| item.same(fact)))
        };
        let order = fact.as_int().zip(value.as_int()).map(|(a, b)| a.cmp(&b)).or_else(|| {
            // ISO dates compare as text.
            fact.as_text().zip(value.as_text()).map(|(a, b)| a.cmp(b))
        });
        match self.op {
            Operator::Eq => fact.same(value),
            Operator::Neq => !fact.same(value),
            Operator::In => one_of(&fact),
            Operator::NotIn => !one_of(&fact),
            Operator::Gt => order.is_some_and(std::cmp::Ordering::is_gt),
            Operator::Gte => order.is_some_and(std::cmp::Ordering::is_ge),
            Operator::Lt => order.is_some_and(std::cmp::Ordering::is_lt),
            Operator::Lte => order.is_some_and(std::cmp::Ordering::is_le),
            Operator::Contains => fact
                .as_list()
                .is_some_and(|list| list.iter().any(|item| item.same(value))),
            Operator::Empty => fact.is_empty(),
            Operator::NotEmpty => !fact.is_empty(),
        }
    }
}
