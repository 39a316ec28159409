//! The taxpayer register.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::Question;
use super::records::read;
use super::{Told, company};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taxpayer {
    /// A person's number, or a company's.
    payer: String,
    file_number: String,
    #[serde(default)]
    balance_due: bool,
}

static TAXPAYERS: LazyLock<Vec<Taxpayer>> = LazyLock::new(|| read("tax.json", include_str!("data/tax.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let payer = match question.text("licensed_operator_number") {
        // What a company owes is told to its owner.
        Some(number) if !company::is_owner(&question.applicant, number) => return,
        Some(number) => number,
        None => &question.applicant,
    };
    let found = TAXPAYERS.iter().find(|known| known.payer == payer);
    told.fact("registered", found.is_some());
    if let Some(taxpayer) = found {
        told.fact("file_number", taxpayer.file_number.as_str());
        told.fact("balance_due", taxpayer.balance_due);
    }
}
