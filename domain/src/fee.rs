//! What an application costs: facts in, invoice lines out.
//!
//! The meaning of the file is `catalogue/reference.json`, `conventions.fee_items`. Only whole numbers are used. Each
//! line is rounded once, half up to the minor unit, and none goes below zero before its exemption. A fee that cannot
//! be known yet is an error, never a smaller bill: a missing registry reply must not make a licence free.

mod dependence;
mod example;
mod outlook;
mod price;
mod quantity;
mod summary;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::language::Text;
use crate::money::{Currency, Money};
use crate::service::fee::{Exemption, Fee, FeeItem};
use crate::service::field::{Field, Page};
use crate::service::workflow::FeeStage;
use crate::service::{Basis, ServiceDefinition};
use crate::value::Value;
pub use dependence::{depends_on, names};
pub use example::{ExampleError, check_example, example_day};
pub use outlook::{Outlook, outlook};
pub use summary::{FeeSummary, summary};

/// The answer that claims an exemption.
pub const EXEMPTION_CATEGORY: &str = "exemption_category";

/// True once an officer has refused the exemption. It is the only thing that cancels one: until then a claimed
/// exemption counts, whether the registry confirmed it or an officer will look at the proof.
pub const EXEMPTION_REFUSED: &str = "case.exemption_refused";

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// The item's key; for an exemption the key with `.exemption` behind it, so that codes stay unique.
    pub code: String,
    /// The item's label; for an exemption the name of the category.
    pub label: Text,
    /// What the line does.
    pub kind: FeeLineKind,
    /// How many.
    pub quantity: i64,
    /// The price of one. When it is there, it times the quantity is the amount.
    pub unit_minor: Option<i64>,
    /// The amount; of an exemption below zero.
    pub amount: Money,
    /// Where the amount comes from.
    pub basis: Basis,
    /// Exemption: the category claimed.
    pub exemption_category: Option<String>,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeLineKind {
    /// Adds to the bill.
    Fee,
    /// Takes away from the line before it.
    Exemption,
}

impl FeeLineKind {
    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Exemption => "exemption",
        }
    }
}

/// A fee that cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// A fact it depends on is not known yet.
    #[error("{item}: {fact} is not known")]
    Missing {
        /// The fee item.
        item: String,
        /// The name of the fact.
        fact: String,
    },
    /// An officer has yet to enter the amount.
    #[error("{item}: not assessed yet")]
    NotAssessed {
        /// The fee item.
        item: String,
    },
    /// A fact is there, but is not what can be counted.
    #[error("{item}: {fact} cannot be counted")]
    NotCountable {
        /// The fee item.
        item: String,
        /// The name of the fact.
        fact: String,
    },
    /// No row of the table is for this case.
    #[error("{item}: no row of the table holds")]
    NoRow {
        /// The fee item.
        item: String,
    },
    /// A share of an amount in another currency.
    #[error("{item}: amounts of two currencies cannot be joined")]
    CurrencyMismatch {
        /// The fee item.
        item: String,
    },
    /// Past what 64 bits hold.
    #[error("{item}: the amount is too large")]
    TooLarge {
        /// The fee item.
        item: String,
    },
    /// The file lacks something; [`crate::check::check`] says so before it is used.
    #[error("{item}: {reason}")]
    Definition {
        /// The fee item.
        item: String,
        /// What is wrong.
        reason: &'static str,
    },
}

impl FeeError {
    /// Whether it only waits for an answer, a registry or an officer. The rest are faults of the file or the facts.
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::NotAssessed { .. })
    }
}

/// The lines to pay at one stage, in the order of the file. An exemption follows the line it lowers.
///
/// # Errors
/// When an item of this stage, or one it builds on, cannot be computed from these facts.
pub fn lines(
    definition: &ServiceDefinition,
    facts: &dyn Facts,
    stage: FeeStage,
    today: NaiveDate,
) -> Result<Vec<FeeLine>, FeeError> {
    let mut bill = Bill::of(&definition.fee, &definition.form.pages, facts, today);
    let mut lines = Vec::new();
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for item in &definition.fee.items {
        // Items of the other stage are computed for those that build on them; alone, their errors do not count.
        let charged = bill.charge(item);
        let known = charged.as_ref().map(|charged| net(charged)).map_err(Clone::clone);
        bill.nets.insert(&item.key, (item.currency, known));
        if item.stage == stage {
            let charged = charged?;
            let sum = sums.entry(item.currency).or_default();
            *sum = sum.checked_add(net(&charged)).ok_or_else(|| too_large(item))?;
            lines.extend(charged);
        }
    }
    Ok(lines)
}

/// The sum of the lines in each currency; never converted. A currency without lines is left out.
pub fn totals(lines: &[FeeLine]) -> BTreeMap<Currency, i64> {
    let mut totals: BTreeMap<Currency, i64> = BTreeMap::new();
    for line in lines {
        let total = totals.entry(line.amount.currency).or_default();
        // `lines` has made sure that its own sums fit.
        *total = total.saturating_add(line.amount.minor);
    }
    totals
}

/// A line and its exemption: the exemption is never more than the line, so this cannot overflow.
fn net(charged: &[FeeLine]) -> i64 {
    charged.iter().map(|line| line.amount.minor).sum()
}

fn too_large(item: &FeeItem) -> FeeError {
    FeeError::TooLarge { item: item.key.clone() }
}

/// Half a unit counts as one. The amount is not negative and the divisor is above zero.
fn half_up(amount: i128, divisor: i128) -> i128 {
    let whole = amount / divisor;
    if (amount % divisor) * 2 >= divisor {
        whole + 1
    } else {
        whole
    }
}

/// One run over the items of a service.
struct Bill<'a> {
    fee: &'a Fee,
    /// Where the answers it looks at are asked for.
    pages: &'a [Page],
    facts: &'a dyn Facts,
    today: NaiveDate,
    /// What each item so far comes to after exemption.
    nets: BTreeMap<&'a str, (Currency, Result<i64, FeeError>)>,
}

impl<'a> Bill<'a> {
    fn of(fee: &'a Fee, pages: &'a [Page], facts: &'a dyn Facts, today: NaiveDate) -> Self {
        Self {
            fee,
            pages,
            facts,
            today,
            nets: BTreeMap::new(),
        }
    }

    /// A field that stands on a page.
    fn field(&self, key: &str) -> Option<&'a Field> {
        let mut fields = self.pages.iter().flat_map(|page| &page.fields);
        fields.find(|field| field.key == key)
    }

    /// The line of an item and, behind it, its exemption; nothing when nothing is charged.
    fn charge(&self, item: &FeeItem) -> Result<Vec<FeeLine>, FeeError> {
        if !item.when.as_ref().is_none_or(|when| when.holds(self.facts)) {
            return Ok(Vec::new());
        }
        let Some(price) = self.price(item)? else {
            return Ok(Vec::new());
        };
        let mut lines = vec![FeeLine {
            code: item.key.clone(),
            label: item.label.clone(),
            kind: FeeLineKind::Fee,
            quantity: price.quantity,
            unit_minor: price.unit,
            amount: Money::new(price.minor, item.currency),
            basis: price.basis,
            exemption_category: None,
        }];
        if let Some(exemption) = self.exemption(item) {
            lines.extend(self.reduction(item, exemption, price.minor));
        }
        Ok(lines)
    }

    /// The best exemption for the item; two never add up.
    fn exemption(&self, item: &FeeItem) -> Option<&Exemption> {
        if self.facts.fact(EXEMPTION_REFUSED) == Some(Value::Bool(true)) {
            return None;
        }
        let claimed = self.facts.fact(EXEMPTION_CATEGORY)?;
        let applies = |exemption: &&Exemption| {
            Some(exemption.category.as_str()) == claimed.as_text()
                && exemption.in_force(self.today)
                && exemption.covers(item)
        };
        self.fee
            .exemptions
            .iter()
            .filter(applies)
            .max_by_key(|exemption| exemption.percent)
    }

    fn reduction(&self, item: &FeeItem, exemption: &Exemption, minor: i64) -> Option<FeeLine> {
        let part = i128::from(minor) * i128::from(exemption.percent.min(100));
        // At most the line itself, so it fits.
        let off = i64::try_from(half_up(part, 100)).unwrap_or(minor);
        (off > 0).then(|| FeeLine {
            code: format!("{}.exemption", item.key),
            label: self
                .category_label(&exemption.category)
                .unwrap_or_else(|| item.label.clone()),
            kind: FeeLineKind::Exemption,
            quantity: 1,
            unit_minor: None,
            amount: Money::new(-off, item.currency),
            basis: exemption.basis,
            exemption_category: Some(exemption.category.clone()),
        })
    }

    /// The category as the citizen chose it in the form.
    fn category_label(&self, category: &str) -> Option<Text> {
        let options = &self.field(EXEMPTION_CATEGORY)?.options;
        options
            .iter()
            .find(|option| option.raw() == category)
            .map(|option| option.label.clone())
    }
}
