//! The register of social protection programmes: a person's own, and those the whole household is in.

use domain::value::Value;

use super::super::Question;
use super::people::population;
use super::{DemoPerson, Told, find};

/// The programme that pays cash.
const ASSISTANCE: &str = "social_assistance_beneficiary";

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let Some(person) = find(&question.applicant) else {
        return;
    };
    told.fact(
        "assistance",
        programmes(person).any(|programme| programme == ASSISTANCE),
    );
    let all = programmes(person).map(Value::from).collect();
    told.fact("programmes", Value::List(all));
}

pub(super) fn programmes(person: &DemoPerson) -> impl Iterator<Item = &str> {
    let of_household = population()
        .households
        .iter()
        .filter(|household| person.household.as_ref() == Some(&household.key))
        .flat_map(|household| &household.programmes);
    person.programmes.iter().chain(of_household).map(String::as_str)
}
