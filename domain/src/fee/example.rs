//! The worked cases of the file: each must come out to the last minor unit.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{EXEMPTION_CATEGORY, FeeError, lines, totals};
use crate::facts::CaseFacts;
use crate::money::Currency;
use crate::service::ServiceDefinition;
use crate::service::fee::FeeExample;
use crate::service::workflow::FeeStage;
use crate::value::Value;

/// How an example fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// It cannot be computed.
    #[error("the fee cannot be computed: {0}")]
    Fee(#[from] FeeError),
    /// The total is another.
    #[error("expected {expected} {currency} in minor units, the fee comes to {found}")]
    Total {
        /// The currency that differs.
        currency: Currency,
        /// What the file says.
        expected: i64,
        /// What comes out.
        found: i64,
    },
    /// The part of one stage is another.
    #[error("expected {expected} in minor units at stage {}, the fee comes to {found}", stage.key())]
    Stage {
        /// The stage that differs.
        stage: FeeStage,
        /// What the file says.
        expected: i64,
        /// What comes out.
        found: i64,
    },
}

impl FeeExample {
    /// The facts of the example by their full names.
    pub fn facts(&self) -> CaseFacts {
        let mut facts = CaseFacts {
            answers: self.answers.clone(),
            ..CaseFacts::default()
        };
        let sources = [
            ("registry", &self.registry),
            ("case", &self.case),
            ("applicant", &self.applicant),
            ("settings", &self.settings),
        ];
        for (source, table) in sources {
            for (name, value) in table {
                facts.set(&format!("{source}.{name}"), value.clone());
            }
        }
        facts
    }
}

/// The day an example is computed on: one on which the exemption it claims is in force.
pub fn example_day(definition: &ServiceDefinition, example: &FeeExample) -> NaiveDate {
    let claimed = example.answers.get(EXEMPTION_CATEGORY).and_then(Value::as_text);
    let mut exemptions = definition.fee.exemptions.iter();
    let exemption = exemptions.find(|exemption| Some(exemption.category.as_str()) == claimed);
    // Without dates any day gives the same fee.
    exemption
        .and_then(|exemption| exemption.valid_from.or(exemption.valid_to))
        .unwrap_or_default()
}

/// Computes an example and compares. A currency the file leaves out must come to nothing.
///
/// # Errors
/// When it cannot be computed or comes to something else.
pub fn check_example(definition: &ServiceDefinition, example: &FeeExample) -> Result<(), ExampleError> {
    let facts = example.facts();
    let today = example_day(definition, example);
    let mut found: BTreeMap<Currency, i64> = BTreeMap::new();
    for stage in [FeeStage::Submission, FeeStage::AfterAssessment] {
        let part = totals(&lines(definition, &facts, stage, today)?);
        for (currency, minor) in &part {
            let total = found.entry(*currency).or_default();
            *total = total.saturating_add(*minor);
        }
        let found = part.get(&definition.fee.currency).copied().unwrap_or(0);
        match example.by_stage.get(&stage) {
            Some(expected) if *expected != found => {
                return Err(ExampleError::Stage {
                    stage,
                    expected: *expected,
                    found,
                });
            }
            _ => {}
        }
    }
    for currency in Currency::ALL {
        let of = |table: &BTreeMap<Currency, i64>| table.get(&currency).copied().unwrap_or(0);
        let (expected, found) = (of(&example.expected), of(&found));
        if expected != found {
            return Err(ExampleError::Total {
                currency,
                expected,
                found,
            });
        }
    }
    Ok(())
}
