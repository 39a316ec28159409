//! What a service costs, as the file writes it. How it is computed is [`crate::fee`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Basis;
use super::workflow::FeeStage;
use crate::condition::Condition;
use crate::language::Text;
use crate::money::Currency;
use crate::value::Value;

/// The price of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// In one word, for lists; the items decide.
    pub model: FeeModel,
    /// The currency prices are shown in first. Each item names its own.
    pub currency: Currency,
    /// What is charged. A percentage may build on items before it.
    pub items: Vec<FeeItem>,
    /// Who pays less.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Worked cases; the file is refused when one does not come out.
    #[serde(default)]
    pub examples: Vec<FeeExample>,
    /// The only rounding there is, said aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// Where the price as a whole comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// A remark for those who read the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Source numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl Fee {
    /// The item with this key.
    pub fn item(&self, key: &str) -> Option<&FeeItem> {
        self.items.iter().find(|item| item.key == key)
    }
}

/// The shape of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeModel {
    /// Nothing is charged.
    Free,
    /// The same for everybody.
    Fixed,
    /// So much for each copy, person or parcel.
    PerUnit,
    /// Read from a table.
    Lookup,
    /// Several items together.
    Computed,
    /// One part on sending, one after review.
    TwoStage,
}

/// How parts of a minor unit are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Half a minor unit counts as one.
    HalfUpToMinorUnit,
}

/// One thing charged. Which keys a kind needs is checked when the file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeItem {
    /// Its name.
    pub key: String,
    /// What the invoice says.
    pub label: Text,
    /// How the amount is found.
    pub kind: FeeKind,
    /// Fixed: the amount. Per unit: the amount of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    /// The currency of the item.
    pub currency: Currency,
    /// When it is paid.
    pub stage: FeeStage,
    /// Charged only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Per unit: how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Lookup: the first row that holds gives the amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<FeeRow>,
    /// Lookup: the row's amount times this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiply: Option<Quantity>,
    /// Lookup: the product divided by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub divide: Option<i64>,
    /// Percentage: the rate in basis points, 1 % = 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_bp: Option<i64>,
    /// Percentage: how often the rate counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Quantity>,
    /// Percentage: the most the repeated rate may reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rate_bp: Option<i64>,
    /// Percentage: of these items, after exemption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of_items: Vec<String>,
    /// Percentage: of this money answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_answer: Option<String>,
    /// Assessed: the fact `case.<name>` an officer enters, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_case: Option<String>,
    /// Assessed: what the officer goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Text>,
    /// Whether an exemption may lower it.
    pub exemptible: bool,
    /// Given back when the conditions are met: a deposit, not income.
    #[serde(default, skip_serializing_if = "is_false")]
    pub refundable_deposit: bool,
    /// Where the amount comes from.
    pub basis: Basis,
    /// A remark for those who read the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Source numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// How an amount is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Always the same.
    Fixed,
    /// An amount times a quantity.
    PerUnit,
    /// From a table.
    Lookup,
    /// A share of other items or of an amount answered.
    Percentage,
    /// Entered by an officer.
    Assessed,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeRow {
    /// The case it is for.
    pub when: Condition,
    /// The amount in that case.
    pub amount_minor: i64,
    /// Where the amount comes from, if not where the item does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Source numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// How many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Quantity {
    /// The number in an answer or a dotted fact.
    Field(FieldQuantity),
    /// A number.
    Const(ConstQuantity),
    /// The items of a repeating group.
    Count(CountQuantity),
    /// A field of a repeating group, added up.
    Sum(SumQuantity),
    /// Several multiplied.
    Product(ProductQuantity),
    /// The first less the second.
    Subtract(SubtractQuantity),
    /// The largest.
    Max(MaxQuantity),
}

/// `{"field": "copies"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldQuantity {
    /// The answer or fact.
    pub field: String,
}

/// `{"const": 0}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConstQuantity {
    /// The number.
    #[serde(rename = "const")]
    pub number: i64,
}

/// `{"count": "partners"}`, optionally `"where"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountQuantity {
    /// The repeating group.
    pub count: String,
    /// Only the items for which this holds.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub only: Option<Condition>,
}

/// `{"sum": "certificates.copies"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SumQuantity {
    /// The group and its field.
    pub sum: String,
}

/// `{"product": [..]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductQuantity {
    /// The factors.
    pub product: Vec<Quantity>,
}

/// `{"subtract": [a, b]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubtractQuantity {
    /// What is taken from, and what is taken.
    pub subtract: [Box<Quantity>; 2],
}

/// `{"max": [..]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MaxQuantity {
    /// The candidates.
    pub max: Vec<Quantity>,
}

/// Who pays less, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The answer to `exemption_category` it is for.
    pub category: String,
    /// How much is let off, 1 to 100.
    pub percent: u8,
    /// Of which items.
    pub items: ExemptItems,
    /// How it is shown to be true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ExemptionProof>,
    /// Where the exemption comes from.
    pub basis: Basis,
    /// Source numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// It must have an end; one without an end is reported.
    #[serde(default, skip_serializing_if = "is_false")]
    pub time_limited: bool,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// A remark for those who read the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Exemption {
    /// Whether it is in force on that day; both ends count.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether it lowers this item. Never one that is not `exemptible`, even when named.
    pub fn covers(&self, item: &FeeItem) -> bool {
        item.exemptible
            && match &self.items {
                ExemptItems::All => true,
                ExemptItems::Named(keys) => keys.contains(&item.key),
            }
    }
}

/// The items an exemption is off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawItems", into = "RawItems")]
pub enum ExemptItems {
    /// `"all_exemptible"`: every item that is `exemptible`.
    All,
    /// These.
    Named(Vec<String>),
}

const ALL_EXEMPTIBLE: &str = "all_exemptible";

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RawItems {
    Word(String),
    Keys(Vec<String>),
}

impl TryFrom<RawItems> for ExemptItems {
    type Error = &'static str;
    fn try_from(raw: RawItems) -> Result<Self, Self::Error> {
        match raw {
            RawItems::Word(word) if word == ALL_EXEMPTIBLE => Ok(Self::All),
            RawItems::Word(_) => Err("expected a list of items or \"all_exemptible\""),
            RawItems::Keys(keys) if keys == [ALL_EXEMPTIBLE] => Ok(Self::All),
            RawItems::Keys(keys) => Ok(Self::Named(keys)),
        }
    }
}

impl From<ExemptItems> for RawItems {
    fn from(items: ExemptItems) -> Self {
        match items {
            ExemptItems::All => Self::Word(ALL_EXEMPTIBLE.to_owned()),
            ExemptItems::Named(keys) => Self::Keys(keys),
        }
    }
}

/// How an exemption is shown to be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExemptionProof {
    /// The registry fact that settles it.
    pub registry: String,
    /// The paper an officer looks at when the registry does not know.
    pub fallback_document: String,
}

/// A worked case: these facts, that total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeExample {
    /// The answers.
    pub answers: BTreeMap<String, Value>,
    /// Facts of `registry.*`, without the prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub registry: BTreeMap<String, Value>,
    /// Facts of `case.*`, without the prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub case: BTreeMap<String, Value>,
    /// Facts of `applicant.*`, without the prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub applicant: BTreeMap<String, Value>,
    /// Facts of `settings.*`, without the prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Value>,
    /// The total of all stages in each currency; a currency left out is nothing.
    pub expected: BTreeMap<Currency, i64>,
    /// The part of each stage, in the currency of the fee.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_stage: BTreeMap<FeeStage, i64>,
}
