//! A checked value: what a condition compares and a fee multiplies. Whole numbers only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value in an answer, a registry reply, a case fact or a condition of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text; dates are ISO 8601, choices are the option's value.
    Text(String),
    /// Several values: choices, files, the items of a repeating group.
    List(Vec<Value>),
    /// Named parts: an address, money (`amount_minor`, `currency`), one item of a group.
    Map(BTreeMap<String, Value>),
    /// Nothing known.
    Null,
}

impl Value {
    /// The whole number, also when it is written as text (an option's value).
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// A named part, if it has parts.
    pub fn part(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(parts) => parts.get(name),
            _ => None,
        }
    }

    /// Nothing, an empty text or an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(parts) => parts.is_empty(),
            Self::Bool(_) | Self::Int(_) => false,
        }
    }

    /// Equal as a condition sees it: the number 1 and an option's value "1" are the same.
    pub fn same(&self, other: &Self) -> bool {
        self == other
            || match (self, other) {
                (Self::Int(a), Self::Text(b)) | (Self::Text(b), Self::Int(a)) => *b == a.to_string(),
                _ => false,
            }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
