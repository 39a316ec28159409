//! The fee while it is still being answered: what is known, and what is not yet, each by its name.

use chrono::NaiveDate;

use super::{Bill, FeeError, FeeLine, net};
use crate::facts::Facts;
use crate::language::Text;
use crate::money::Money;
use crate::service::fee::{Fee, FeeItem};
use crate::service::field::Page;
use crate::service::workflow::FeeStage;
use crate::view::form::{FeeLineView, FeeView, OpenFee, OpenFeeView};

/// What can be said about the fee now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What is due on sending, as far as it is known.
    pub lines: Vec<FeeLine>,
    /// What is due too, or will be, and why there is no line for it.
    pub open: Vec<(Text, Option<Money>, OpenFee)>,
}

/// Works out what can be said. `pages` are those with the questions the fee looks at.
pub fn outlook(fee: &Fee, pages: &[Page], facts: &dyn Facts, today: NaiveDate) -> Outlook {
    let mut bill = Bill::of(fee, pages, facts, today);
    let mut outlook = Outlook::default();
    for item in &fee.items {
        let charged = bill.charge(item);
        let known = charged.as_ref().map(|charged| net(charged)).map_err(Clone::clone);
        bill.nets.insert(&item.key, (item.currency, known));
        match (item.stage, charged) {
            (FeeStage::Submission, Ok(lines)) => outlook.lines.extend(lines),
            (FeeStage::AfterAssessment, Ok(lines)) if lines.is_empty() => {}
            (FeeStage::AfterAssessment, Ok(lines)) => {
                let amount = Money::new(net(&lines), item.currency);
                outlook
                    .open
                    .push((item.label.clone(), Some(amount), OpenFee::AfterReview));
            }
            (stage, Err(error)) => outlook.open.push((item.label.clone(), None, open(item, stage, &error))),
        }
    }
    outlook
}

fn open(item: &FeeItem, stage: FeeStage, error: &FeeError) -> OpenFee {
    match (error, stage) {
        (FeeError::NotAssessed { .. }, _) => OpenFee::Assessed,
        (FeeError::Missing { .. }, FeeStage::Submission) => OpenFee::Answer,
        // A share of what an officer sets.
        _ if !item.of_items.is_empty() && stage == FeeStage::AfterAssessment => OpenFee::Assessed,
        (_, FeeStage::AfterAssessment) => OpenFee::AfterReview,
        (_, FeeStage::Submission) => OpenFee::Answer,
    }
}

impl Outlook {
    /// In the reader's language. A total that is nothing is left out.
    pub fn view(&self, language: crate::language::Language, indicative: bool) -> FeeView {
        let line = |line: &FeeLine| FeeLineView {
            label: line.label.get(language).to_owned(),
            quantity: line.quantity,
            unit: line.unit_minor.map(|minor| Money::new(minor, line.amount.currency)),
            amount: line.amount,
            basis: Some(line.basis),
        };
        let totals = super::totals(&self.lines).into_iter().filter(|(_, minor)| *minor > 0);
        let open = |(label, amount, why): &(Text, Option<Money>, OpenFee)| OpenFeeView {
            label: label.get(language).to_owned(),
            amount: *amount,
            why: *why,
        };
        FeeView {
            lines: self.lines.iter().map(line).collect(),
            due: Vec::new(),
            totals: totals.map(|(currency, minor)| Money::new(minor, currency)).collect(),
            indicative,
            open: self.open.iter().map(open).collect(),
        }
    }
}
