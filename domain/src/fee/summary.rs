//! The price in a few words, for the cards of the service list, before anybody has answered anything.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::half_up;
use crate::condition::{Always, Condition};
use crate::money::Money;
use crate::service::ServiceDefinition;
use crate::service::fee::{FeeItem, FeeKind, Quantity};
use crate::service::field::Field;
use crate::service::workflow::FeeStage;

/// What a card says about the price. Add-ons that are only charged in some cases are left out of it, exemptions too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeSummary {
    /// Nothing is charged.
    Free,
    /// One amount is always due: "210.00 شيكل".
    Exact(Money),
    /// One amount for each copy or the like: "10.00 شيكل للنسخة".
    Each(Money),
    /// The cheapest case: "من 80.00 شيكل".
    From(Money),
    /// Nothing in some cases, at least this in the others.
    FreeOrFrom(Money),
    /// Only known after review.
    AfterAssessment,
}

impl FeeSummary {
    /// The least that is paid on sending; nothing when only a review tells.
    pub const fn starting_price(self) -> Option<Money> {
        match self {
            Self::Exact(money) | Self::Each(money) | Self::From(money) => Some(money),
            Self::FreeOrFrom(money) => Some(Money::zero(money.currency)),
            Self::Free | Self::AfterAssessment => None,
        }
    }
}

/// The price of a service in a few words: the cheapest case on sending, in the currency of the fee.
pub fn summary(definition: &ServiceDefinition) -> FeeSummary {
    let fee = &definition.fee;
    let money = |minor| Money::new(minor, fee.currency);
    let (now, later): (Vec<_>, Vec<_>) = fee.items.iter().partition(|item| item.stage == FeeStage::Submission);
    let bounds = Bounds::of(definition);
    let always: Vec<&FeeItem> = now.iter().copied().filter(|item| is_unconditional(item)).collect();
    if later.is_empty()
        && let [item] = always[..]
        && item.currency == fee.currency
    {
        match (item.kind, item.amount_minor, &item.quantity) {
            (FeeKind::Fixed, Some(minor @ 1..), _) => return FeeSummary::Exact(money(minor)),
            (FeeKind::PerUnit, Some(minor @ 1..), Some(Quantity::Field(_))) => {
                return FeeSummary::Each(money(minor));
            }
            _ => {}
        }
    }
    let least = always
        .iter()
        .fold(0_i64, |sum, item| sum.saturating_add(bounds.least(item)));
    if least > 0 {
        return FeeSummary::From(money(least));
    }
    if !later.is_empty() || now.iter().any(|item| item.kind == FeeKind::Assessed) {
        return FeeSummary::AfterAssessment;
    }
    let least_paid = |items: &[&FeeItem]| items.iter().filter_map(|item| bounds.least_paid(item)).min();
    match least_paid(&always).or_else(|| least_paid(&now)) {
        Some(minor) => FeeSummary::FreeOrFrom(money(minor)),
        None => FeeSummary::Free,
    }
}

fn is_unconditional(item: &FeeItem) -> bool {
    matches!(item.when, None | Some(Condition::Always(Always { always: true })))
}

/// The cheapest and the cheapest paid case of each item in the currency of the fee, as far as the form tells.
struct Bounds<'a> {
    definition: &'a ServiceDefinition,
    items: BTreeMap<&'a str, (i64, Option<i64>)>,
}

impl<'a> Bounds<'a> {
    fn of(definition: &'a ServiceDefinition) -> Self {
        let mut bounds = Self {
            definition,
            items: BTreeMap::new(),
        };
        for item in definition
            .fee
            .items
            .iter()
            .filter(|item| item.currency == definition.fee.currency)
        {
            let bound = bounds.bound(item);
            bounds.items.insert(&item.key, bound);
        }
        bounds
    }

    fn least(&self, item: &FeeItem) -> i64 {
        self.items.get(item.key.as_str()).map_or(0, |bound| bound.0)
    }

    fn least_paid(&self, item: &FeeItem) -> Option<i64> {
        self.items.get(item.key.as_str()).and_then(|bound| bound.1)
    }

    fn bound(&self, item: &FeeItem) -> (i64, Option<i64>) {
        let amounts: Vec<i64> = match item.kind {
            FeeKind::Fixed => item.amount_minor.into_iter().collect(),
            FeeKind::PerUnit => {
                // None of it is free, but who pays, pays for one at least.
                let quantity = item.quantity.as_ref().map_or(0, |quantity| self.fewest(quantity));
                let unit = item.amount_minor.unwrap_or(0);
                vec![unit.saturating_mul(quantity), unit.saturating_mul(quantity.max(1))]
            }
            FeeKind::Lookup => {
                let quantity = item.multiply.as_ref().map_or(1, |quantity| self.fewest(quantity));
                let divisor = item.divide.unwrap_or(1).max(1);
                let price = |minor: i64| {
                    let whole = i128::from(minor.max(0)) * i128::from(quantity);
                    i64::try_from(half_up(whole, i128::from(divisor))).unwrap_or(i64::MAX)
                };
                item.table.iter().map(|row| price(row.amount_minor)).collect()
            }
            FeeKind::Percentage | FeeKind::Assessed => vec![0],
        };
        let least = amounts.iter().copied().min().unwrap_or(0).max(0);
        (least, amounts.into_iter().filter(|amount| *amount > 0).min())
    }

    /// The smallest number the form lets through, never below zero.
    fn fewest(&self, quantity: &Quantity) -> i64 {
        let always_asked = |field: &&Field| field.required && field.visible_when.is_none();
        let field = |key: &str| {
            let mut pages = self
                .definition
                .form
                .pages
                .iter()
                .filter(|page| page.visible_when.is_none());
            pages
                .find_map(|page| page.fields.iter().find(|field| field.key == key))
                .filter(always_asked)
        };
        let items = |group: &str| field(group).and_then(|group| group.min_items).map_or(0, i64::from);
        let fewest = match quantity {
            Quantity::Field(name) => field(&name.field).map_or(0, smallest),
            Quantity::Const(constant) => constant.number,
            Quantity::Count(count) if count.only.is_none() => items(&count.count),
            Quantity::Sum(sum) => sum.sum.split_once('.').map_or(0, |(group, key)| {
                let inner = field(group).and_then(|group| group.fields.iter().find(|field| field.key == key));
                items(group).saturating_mul(inner.filter(always_asked).map_or(0, smallest))
            }),
            Quantity::Product(product) => product
                .product
                .iter()
                .fold(1_i64, |product, factor| product.saturating_mul(self.fewest(factor))),
            Quantity::Max(max) => max.max.iter().map(|one| self.fewest(one)).max().unwrap_or(0),
            Quantity::Count(_) | Quantity::Subtract(_) => 0,
        };
        fewest.max(0)
    }
}

/// The smallest number a field takes: the smallest option, or the limit.
fn smallest(field: &Field) -> i64 {
    let limit = field.validation.as_ref().and_then(|validation| validation.min);
    field
        .options
        .iter()
        .filter_map(|option| option.value.as_int())
        .min()
        .or(limit)
        .unwrap_or(0)
        .max(0)
}
