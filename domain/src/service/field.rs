//! Pages and fields.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::language::Text;
use crate::money::Currency;
use crate::value::Value;

/// One page of questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The name in addresses.
    pub key: String,
    /// Its heading.
    pub title: Text,
    /// A sentence under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<Text>,
    /// Shown only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// The questions, in order.
    pub fields: Vec<Field>,
}

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    Textarea,
    /// A nine-digit identity number.
    NationalId,
    /// A telephone number, stored as E.164.
    Phone,
    /// An e-mail address.
    Email,
    /// One of a few options, all shown.
    Radio,
    /// One of many options.
    Select,
    /// Yes or no; with options, several of them.
    Checkbox,
    /// A calendar date.
    Date,
    /// A whole number.
    Number,
    /// An amount in one of the allowed currencies.
    Money,
    /// A bank account number.
    Iban,
    /// An address in parts.
    Address,
    /// One or more files of one document kind.
    File,
    /// The same fields several times.
    RepeatingGroup,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name of the answer.
    pub key: String,
    /// What kind of answer.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// The question.
    pub label: Text,
    /// Asked for only while the field is visible.
    #[serde(default)]
    pub required: bool,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Shown only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// Where the first value comes from: `profile.*`, `registry.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    /// Cannot be changed; read again from its source on submission.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readonly: bool,
    /// Telephone: must be a mobile number.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mobile_only: bool,
    /// The options, written here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// The options, by the name of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options_from: Option<String>,
    /// The first value when nothing is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// File: the document it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
    /// Repeating group: the fields of one item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Repeating group: what one item is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_label: Option<Text>,
    /// Repeating group: fewest items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Repeating group: most items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored: text or a number.
    pub value: Value,
    /// What is shown.
    pub label: Text,
}

impl Choice {
    /// The stored value as it stands in a form.
    pub fn raw(&self) -> String {
        match &self.value {
            Value::Int(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            _ => String::new(),
        }
    }
}

/// Limits of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Validation {
    /// Longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Whole numbers only; all numbers here are.
    #[serde(default, skip_serializing_if = "is_false")]
    pub integer: bool,
    /// Earliest date: ISO, or relative (`today-60d`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_date: Option<String>,
    /// Latest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_date: Option<String>,
    /// A pattern the whole text must match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A box that must be ticked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub must_be_true: bool,
    /// Money: the allowed currencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub currency: Vec<Currency>,
    /// No two items of the group may share the value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique_in_group: bool,
    /// The sum over the group must equal another answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_rule: Option<GroupRule>,
    /// What is said instead of the general sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

/// The sum of a field over the items of a group must equal another answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRule {
    /// The field added up.
    pub sum_of: String,
    /// The answer it must equal.
    pub equals_field: String,
    /// What is said when it does not.
    pub message: Text,
}
