//! The register of companies. It is public: anyone may learn the name that belongs to a number.

use super::super::Question;
use super::{DemoCompany, DemoPerson, Told, demo_people};

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let number = question.text("licensed_operator_number");
    let asked = |(owner, company): &(&DemoPerson, &DemoCompany)| match number {
        Some(number) => company.registration_number == number,
        None => owner.national_id == question.applicant,
    };
    let Some((owner, company)) = companies().find(asked) else {
        return;
    };
    told.fact("licensed_operator_number", company.registration_number.as_str());
    told.fact("name_ar", company.name.ar.as_str());
    told.fact("name_en", company.name.en.as_str());
    told.fact("applicant_is_owner", owner.national_id == question.applicant);
}

/// Whether the company with this number is this person's.
pub(super) fn is_owner(national_id: &str, company: &str) -> bool {
    companies().any(|(owner, owned)| owner.national_id == national_id && owned.registration_number == company)
}

fn companies() -> impl Iterator<Item = (&'static DemoPerson, &'static DemoCompany)> {
    demo_people()
        .iter()
        .filter_map(|person| Some((person, person.account.as_ref()?.company.as_ref()?)))
}
