//! Counting: copies, partners, months.

use std::collections::BTreeMap;

use super::price::wrong;
use super::{Bill, FeeError, too_large};
use crate::condition::Condition;
use crate::facts::{Facts, ItemFacts};
use crate::service::fee::{FeeItem, Quantity};
use crate::service::field::Field;
use crate::value::Value;

impl Bill<'_> {
    /// How many. May be below zero; who charges for it stops at zero.
    pub(super) fn quantity(&self, item: &FeeItem, quantity: &Quantity) -> Result<i64, FeeError> {
        match quantity {
            Quantity::Field(field) => self.number(item, &field.field),
            Quantity::Const(constant) => Ok(constant.number),
            Quantity::Count(count) => self.count(item, &count.count, count.only.as_ref()),
            Quantity::Sum(sum) => self.sum(item, &sum.sum),
            Quantity::Product(product) => product.product.iter().try_fold(1_i64, |product, factor| {
                product
                    .checked_mul(self.quantity(item, factor)?)
                    .ok_or_else(|| too_large(item))
            }),
            Quantity::Subtract(subtract) => {
                let [from, taken] = &subtract.subtract;
                let (from, taken) = (self.quantity(item, from)?, self.quantity(item, taken)?);
                from.checked_sub(taken).ok_or_else(|| too_large(item))
            }
            Quantity::Max(max) => {
                let first = max.max.first().ok_or_else(|| wrong(item, "the largest of nothing"))?;
                max.max.iter().try_fold(self.quantity(item, first)?, |most, next| {
                    Ok(most.max(self.quantity(item, next)?))
                })
            }
        }
    }

    /// A money answer in the item's currency.
    pub(super) fn money(&self, item: &FeeItem, name: &str) -> Result<i64, FeeError> {
        let Some(value) = self.known(item, name)? else {
            return Ok(0);
        };
        let part = |part| value.part(part).ok_or_else(|| not_countable(item, name));
        if part("currency")?.as_text() != Some(item.currency.code()) {
            return Err(FeeError::CurrencyMismatch { item: item.key.clone() });
        }
        part("amount_minor")?.as_int().ok_or_else(|| not_countable(item, name))
    }

    /// Whether a fact is known.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.facts.fact(name).is_some_and(|value| !value.is_empty())
    }

    /// The fact, or nothing where the form lets it be absent: optional, or not asked in this case.
    fn known(&self, item: &FeeItem, name: &str) -> Result<Option<Value>, FeeError> {
        match self.facts.fact(name).filter(|value| *value != Value::Null) {
            Some(value) => Ok(Some(value)),
            None if self.may_be_absent(name) => Ok(None),
            None => Err(missing(item, name)),
        }
    }

    fn may_be_absent(&self, name: &str) -> bool {
        let key = name.split('.').next().unwrap_or(name);
        let page = self
            .pages
            .iter()
            .find(|page| page.fields.iter().any(|field| field.key == key));
        page.is_some_and(|page| {
            let shown = |when: &Option<Condition>| when.as_ref().is_none_or(|when| when.holds(self.facts));
            let field = page.fields.iter().find(|field| field.key == key);
            field.is_some_and(|field| !field.required || !shown(&page.visible_when) || !shown(&field.visible_when))
        })
    }

    fn number(&self, item: &FeeItem, name: &str) -> Result<i64, FeeError> {
        match self.known(item, name)? {
            Some(value) => value.as_int().ok_or_else(|| not_countable(item, name)),
            None => Ok(0),
        }
    }

    fn items(&self, item: &FeeItem, group: &str) -> Result<Vec<Value>, FeeError> {
        match self.known(item, group)? {
            Some(Value::List(items)) => Ok(items),
            Some(_) => Err(not_countable(item, group)),
            None => Ok(Vec::new()),
        }
    }

    fn count(&self, item: &FeeItem, group: &str, only: Option<&Condition>) -> Result<i64, FeeError> {
        let items = self.items(item, group)?;
        let counted = items.iter().filter(|one| {
            only.is_none_or(|only| {
                with_parts(one, |parts| {
                    only.holds(&ItemFacts {
                        item: parts,
                        case: self.facts,
                    })
                })
            })
        });
        i64::try_from(counted.count()).map_err(|_| too_large(item))
    }

    fn sum(&self, item: &FeeItem, name: &str) -> Result<i64, FeeError> {
        let (group, key) = name
            .split_once('.')
            .ok_or_else(|| wrong(item, "sum must name group.field"))?;
        let field = self
            .field(group)
            .and_then(|group| group.fields.iter().find(|field| field.key == key));
        self.items(item, group)?.iter().try_fold(0_i64, |sum, one| {
            let number = with_parts(one, |parts| {
                match parts.get(key).filter(|value| **value != Value::Null) {
                    Some(value) => value.as_int().ok_or_else(|| not_countable(item, name)),
                    None if field.is_some_and(|field| self.asked_in(field, parts)) => Err(missing(item, name)),
                    None => Ok(0),
                }
            })?;
            sum.checked_add(number).ok_or_else(|| too_large(item))
        })
    }

    fn asked_in(&self, field: &Field, parts: &BTreeMap<String, Value>) -> bool {
        let facts = ItemFacts {
            item: parts,
            case: self.facts,
        };
        field.required
            && field
                .visible_when
                .as_ref()
                .is_none_or(|when| when.holds(&facts as &dyn Facts))
    }
}

/// The fields of one item of a group; what is no such item has none.
fn with_parts<T>(item: &Value, look: impl FnOnce(&BTreeMap<String, Value>) -> T) -> T {
    match item {
        Value::Map(parts) => look(parts),
        _ => look(&BTreeMap::new()),
    }
}

fn missing(item: &FeeItem, name: &str) -> FeeError {
    FeeError::Missing {
        item: item.key.clone(),
        fact: name.to_owned(),
    }
}

fn not_countable(item: &FeeItem, name: &str) -> FeeError {
    FeeError::NotCountable {
        item: item.key.clone(),
        fact: name.to_owned(),
    }
}
