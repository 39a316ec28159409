//! The driving licence register.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::Question;
use super::Told;
use super::records::{expiry, months_between, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Licence {
    holder: String,
    number: String,
    categories: String,
    expires_in_months: i32,
    #[serde(default)]
    professional: bool,
    #[serde(default)]
    unpaid_fines: bool,
    #[serde(default)]
    court_ban: bool,
    #[serde(default)]
    medical_flag: bool,
}

static LICENCES: LazyLock<Vec<Licence>> = LazyLock::new(|| read("driving.json", include_str!("data/driving.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let found = LICENCES.iter().find(|licence| licence.holder == question.applicant);
    told.fact("licence_found", found.is_some());
    let Some(licence) = found else {
        return;
    };
    let expires = expiry(question.today, licence.expires_in_months, 12);
    told.fact("licence_number", licence.number.as_str());
    told.fact("categories", licence.categories.as_str());
    told.fact("expiry_date", expires.to_string());
    told.fact("months_expired", months_between(expires, question.today));
    told.fact("professional_category", licence.professional);
    told.fact("unpaid_fines", licence.unpaid_fines);
    told.fact("court_ban", licence.court_ban);
    told.fact("medical_flag", licence.medical_flag);
}
