//! Fees an officer assesses: which amounts a decision asks for, and how they become facts.

use std::collections::BTreeMap;

use domain::answer;
use domain::facts::CaseFacts;
use domain::language::Language;
use domain::service::ServiceDefinition;
use domain::service::fee::{FeeItem, FeeKind};
use domain::service::workflow::Outcome;
use domain::view::casework::AmountRow;
use domain::view::outcome::{FormProblem, InputProblem};

/// Largest amount one officer enters, in whole units of the currency.
const MAX_UNITS: i64 = 100_000_000;

fn assessed(definition: &ServiceDefinition) -> impl Iterator<Item = (&FeeItem, &str)> {
    let items = definition.fee.items.iter();
    items
        .filter(|item| item.kind == FeeKind::Assessed)
        .filter_map(|item| Some((item, item.from_case.as_deref()?)))
}

/// The amounts this outcome asks for.
pub(crate) fn asked(definition: &ServiceDefinition, outcome: Outcome, language: Language) -> Vec<AmountRow> {
    if outcome != Outcome::AssessFee {
        return Vec::new();
    }
    assessed(definition)
        .map(|(item, name)| AmountRow {
            name: name.to_owned(),
            label: item.label.get(language).to_owned(),
            guidance: item.guidance.as_ref().map(|text| text.get(language).to_owned()),
            currency: item.currency,
        })
        .collect()
}

/// What was entered, as facts `case.<name>` in minor units; problems at the inputs otherwise.
pub(crate) fn entered(
    definition: &ServiceDefinition,
    typed: &BTreeMap<String, String>,
) -> Result<CaseFacts, Vec<InputProblem>> {
    let mut facts = CaseFacts::default();
    let mut problems = Vec::new();
    for (item, name) in assessed(definition) {
        let text = typed.get(name).map(String::as_str).unwrap_or_default();
        let limit = MAX_UNITS.saturating_mul(10_i64.pow(item.currency.minor_digits()));
        match answer::amount(text, item.currency).filter(|amount| amount.minor <= limit) {
            Some(amount) => facts.set(&format!("case.{name}"), amount.minor),
            None => problems.push(InputProblem {
                input: name.to_owned(),
                problem: FormProblem::Answer {
                    problem: answer::Problem::Amount,
                },
            }),
        }
    }
    if problems.is_empty() { Ok(facts) } else { Err(problems) }
}
