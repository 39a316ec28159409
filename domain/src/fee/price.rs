//! One item before exemption, kind by kind.

use super::{Bill, FeeError, half_up, too_large};
use crate::service::Basis;
use crate::service::fee::{FeeItem, FeeKind, FeeRow};

/// The price of one item before exemption.
pub(super) struct Price {
    pub(super) quantity: i64,
    pub(super) unit: Option<i64>,
    pub(super) minor: i64,
    pub(super) basis: Basis,
}

impl Bill<'_> {
    /// Nothing when there is none of it to charge for.
    pub(super) fn price(&self, item: &FeeItem) -> Result<Option<Price>, FeeError> {
        match item.kind {
            FeeKind::Fixed => {
                let unit = amount(item)?;
                Ok(Some(Price {
                    quantity: 1,
                    unit: Some(unit),
                    minor: unit,
                    basis: item.basis,
                }))
            }
            FeeKind::PerUnit => {
                let unit = amount(item)?;
                let quantity = item.quantity.as_ref().ok_or_else(|| wrong(item, "no quantity"))?;
                let quantity = self.quantity(item, quantity)?.max(0);
                self.times(item, unit, quantity, item.basis)
            }
            FeeKind::Lookup => self.lookup(item),
            FeeKind::Percentage => self.share(item),
            FeeKind::Assessed => self.assessed(item).map(Some),
        }
    }

    /// A unit price times a quantity; none of it is no line.
    fn times(&self, item: &FeeItem, unit: i64, quantity: i64, basis: Basis) -> Result<Option<Price>, FeeError> {
        if quantity == 0 {
            return Ok(None);
        }
        let minor = unit.checked_mul(quantity).ok_or_else(|| too_large(item))?;
        Ok(Some(Price {
            quantity,
            unit: Some(unit),
            minor,
            basis,
        }))
    }

    fn lookup(&self, item: &FeeItem) -> Result<Option<Price>, FeeError> {
        let row = item.table.iter().find(|row| row.when.holds(self.facts));
        let row = row.ok_or_else(|| self.no_row(item))?;
        let basis = row.basis.unwrap_or(item.basis);
        let unit = row.amount_minor.max(0);
        let quantity = match &item.multiply {
            Some(quantity) => self.quantity(item, quantity)?.max(0),
            None => 1,
        };
        match item.divide.unwrap_or(1) {
            1 => self.times(item, unit, quantity, basis),
            divisor if divisor < 1 => Err(wrong(item, "divide must be above zero")),
            _ if quantity == 0 => Ok(None),
            divisor => {
                let whole = i128::from(unit) * i128::from(quantity);
                let minor = i64::try_from(half_up(whole, i128::from(divisor))).map_err(|_| too_large(item))?;
                Ok(Some(Price {
                    quantity: 1,
                    unit: None,
                    minor,
                    basis,
                }))
            }
        }
    }

    /// A row may be missing because the case is outside the table, or because its facts are not known yet.
    fn no_row(&self, item: &FeeItem) -> FeeError {
        let mut unknown = None;
        let mut note = |name: &str| {
            if unknown.is_none() && !self.knows(name) {
                unknown = Some(name.to_owned());
            }
        };
        item.table.iter().for_each(|row: &FeeRow| row.when.names(&mut note));
        match unknown {
            Some(fact) => FeeError::Missing {
                item: item.key.clone(),
                fact,
            },
            None => FeeError::NoRow { item: item.key.clone() },
        }
    }

    fn share(&self, item: &FeeItem) -> Result<Option<Price>, FeeError> {
        let rate = item.rate_bp.ok_or_else(|| wrong(item, "no rate_bp"))?.max(0);
        let times = match &item.times {
            Some(times) => self.quantity(item, times)?.max(0),
            None => 1,
        };
        let rate = i128::from(rate) * i128::from(times);
        let rate = item.max_rate_bp.map_or(rate, |most| rate.min(i128::from(most.max(0))));
        let whole = i128::from(self.base(item)?)
            .checked_mul(rate)
            .ok_or_else(|| too_large(item))?;
        let minor = i64::try_from(half_up(whole, 10_000)).map_err(|_| too_large(item))?;
        let price = Price {
            quantity: 1,
            unit: None,
            minor,
            basis: item.basis,
        };
        Ok((minor > 0).then_some(price))
    }

    /// What the percentage is of; not below zero.
    fn base(&self, item: &FeeItem) -> Result<i64, FeeError> {
        let mut base = match &item.of_answer {
            Some(name) => self.money(item, name)?,
            None if item.of_items.is_empty() => return Err(wrong(item, "a percentage of nothing")),
            None => 0,
        };
        for key in &item.of_items {
            let Some((currency, net)) = self.nets.get(key.as_str()) else {
                return Err(wrong(item, "of_items names no item before this one"));
            };
            if *currency != item.currency {
                return Err(FeeError::CurrencyMismatch { item: item.key.clone() });
            }
            base = base.checked_add(net.clone()?).ok_or_else(|| too_large(item))?;
        }
        Ok(base.max(0))
    }

    fn assessed(&self, item: &FeeItem) -> Result<Price, FeeError> {
        let name = item.from_case.as_ref().ok_or_else(|| wrong(item, "no from_case"))?;
        let fact = format!("case.{name}");
        let value = self.facts.fact(&fact).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| FeeError::NotAssessed { item: item.key.clone() })?;
        let minor = value
            .as_int()
            .ok_or_else(|| FeeError::NotCountable {
                item: item.key.clone(),
                fact,
            })?
            .max(0);
        Ok(Price {
            quantity: 1,
            unit: Some(minor),
            minor,
            basis: item.basis,
        })
    }
}

/// The amount in the file. `check` refuses one below zero; should it get here, it charges nothing.
fn amount(item: &FeeItem) -> Result<i64, FeeError> {
    Ok(item.amount_minor.ok_or_else(|| wrong(item, "no amount_minor"))?.max(0))
}

pub(super) fn wrong(item: &FeeItem, reason: &'static str) -> FeeError {
    FeeError::Definition {
        item: item.key.clone(),
        reason,
    }
}
