//! The passport register: the applicant's passport, or that of a child in their care.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::Question;
use super::records::{expiry, months_between, read};
use super::{Told, find};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passport {
    holder: String,
    number: String,
    expires_in_months: i32,
}

static PASSPORTS: LazyLock<Vec<Passport>> =
    LazyLock::new(|| read("passports.json", include_str!("data/passports.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let holder = question.text("child_id").unwrap_or(&question.applicant);
    let Some(person) = find(holder) else {
        return;
    };
    if holder != question.applicant && !(person.is_minor(question.today) && person.is_in_care_of(&question.applicant)) {
        return;
    }
    let found = PASSPORTS.iter().find(|passport| passport.holder == holder);
    told.fact("exists", found.is_some());
    let Some(passport) = found else {
        return;
    };
    let expires = expiry(question.today, passport.expires_in_months, 9);
    told.fact("number", passport.number.as_str());
    told.fact("name_en", person.name_en.as_str());
    told.fact("expiry_date", expires.to_string());
    told.fact("months_to_expiry", months_between(question.today, expires));
}
