//! The health insurance register.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::Question;
use super::Told;
use super::records::{expiry, months_between, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Insured {
    person: String,
    number: String,
    expires_in_months: i32,
}

static INSURED: LazyLock<Vec<Insured>> =
    LazyLock::new(|| read("health_insurance.json", include_str!("data/health_insurance.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let found = INSURED.iter().find(|insured| insured.person == question.applicant);
    let Some(insured) = found else {
        told.fact("active", false);
        return;
    };
    let expires = expiry(question.today, insured.expires_in_months, 15);
    told.fact("active", expires >= question.today);
    told.fact("number", insured.number.as_str());
    told.fact("expiry_date", expires.to_string());
    told.fact("months_to_expiry", months_between(question.today, expires));
}
