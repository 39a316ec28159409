//! The invented people of `population.json`, typed: the registry knows them, and the demo makes their
//! accounts.

use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::language::Text;
use serde::Deserialize;

/// Somebody below this age is a minor.
pub const ADULT_AGE: u32 = 18;

/// Female or male, as the register has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// The value in facts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// What a person with an account is in the demo for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoPart {
    /// Works for the government: inside the pilot. Has a living father in the register.
    GovernmentEmployee,
    /// Not in the pilot group: sees services that are not open to them yet.
    OutsidePilot,
    /// An employee with a spouse, two minors (one with a disability) and a grown-up son.
    Parent,
    /// Owns a company.
    CompanyOwner,
    /// Has a living mother, a late father and a spouse.
    MarriedAdult,
    /// Acts for others by power of attorney.
    Agent,
    /// A widow with an orphaned minor; their household is in the cash assistance programme.
    AssistedMother,
    /// The appointed guardian of an orphaned niece.
    Guardian,
}

/// Where somebody lives, in the parts of an address answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAddress {
    /// The value of the governorate, `PS-RBH`.
    pub governorate: String,
    /// City, village or camp.
    pub locality: String,
    /// Street.
    pub street: String,
}

/// A company somebody owns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoCompany {
    /// Its number in the register of companies.
    pub registration_number: String,
    /// Its name.
    pub name: Text,
}

/// What an account needs beside the register.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAccount {
    /// What the person is in the demo for.
    pub part: DemoPart,
    /// In the pilot group `government_employees`.
    pub government_employee: bool,
    /// Mobile number, E.164.
    pub mobile: String,
    /// E-mail address, under a domain kept for examples.
    pub email: String,
    /// Home address.
    pub address: DemoAddress,
    /// A company, for its owner.
    #[serde(default)]
    pub company: Option<DemoCompany>,
}

/// One person of the register.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPerson {
    /// Nine digits, beginning with 0000.
    pub national_id: String,
    /// Own, father's, grandfather's and family name, in Arabic.
    pub name_ar: String,
    /// The same in Latin letters.
    pub name_en: String,
    /// Female or male.
    pub sex: Sex,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Place of birth.
    pub birth_place: Text,
    /// Father's first name.
    pub father: Text,
    /// Mother's first name.
    pub mother: Text,
    /// Father's identity number, if he is in the register.
    #[serde(default)]
    pub father_id: Option<String>,
    /// Mother's identity number, if she is in the register.
    #[serde(default)]
    pub mother_id: Option<String>,
    /// Identity number of the husband or wife.
    #[serde(default)]
    pub spouse_id: Option<String>,
    /// Identity number of the guardian a court appointed.
    #[serde(default)]
    pub guardian_id: Option<String>,
    /// The day of death.
    #[serde(default)]
    pub died: Option<NaiveDate>,
    /// Key of the household, for programmes that a whole household is in.
    #[serde(default)]
    pub household: Option<String>,
    /// The person's own programmes: exemption categories of `reference.json`.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// Set for people who have an account in the demo.
    #[serde(default)]
    pub account: Option<DemoAccount>,
}

impl DemoPerson {
    /// Whether the person is under age on that day.
    pub fn is_minor(&self, today: NaiveDate) -> bool {
        today.years_since(self.birth_date).is_none_or(|age| age < ADULT_AGE)
    }

    /// Whether `other` is the father, the mother or the appointed guardian.
    pub fn is_in_care_of(&self, other: &str) -> bool {
        [&self.father_id, &self.mother_id, &self.guardian_id]
            .into_iter()
            .any(|id| id.as_deref() == Some(other))
    }

    /// The number of the entry in the register of births.
    pub fn record_number(&self) -> String {
        let serial = self.national_id.get(4..8).unwrap_or_default();
        format!("{}/{serial}", self.birth_date.format("%Y"))
    }
}

/// People who live together and are in a programme together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Household {
    pub(super) key: String,
    pub(super) programmes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Population {
    #[serde(rename = "note")]
    _note: String,
    pub(super) households: Vec<Household>,
    pub(super) people: Vec<DemoPerson>,
}

static POPULATION: LazyLock<Population> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/population.json"))
        .expect("population.json is part of the program and read by a test")
});

pub(super) fn population() -> &'static Population {
    &POPULATION
}

/// Everybody in the register. Those with an [`account`](DemoPerson::account) can sign in to the demo.
pub fn demo_people() -> &'static [DemoPerson] {
    &population().people
}

/// The person who plays this part.
pub fn demo_person(part: DemoPart) -> Option<&'static DemoPerson> {
    demo_people()
        .iter()
        .find(|person| person.account.as_ref().is_some_and(|account| account.part == part))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn valid_number(text: &str) -> bool {
        let sum: u32 = text
            .bytes()
            .zip([1, 2].into_iter().cycle())
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .map(|product| if product > 9 { product - 9 } else { product })
            .sum();
        text.len() == 9 && sum.is_multiple_of(10)
    }

    #[test]
    fn numbers_are_synthetic_valid_and_used_once() {
        assert!(valid_number("123456782") && !valid_number("123456783"));
        let mut seen = BTreeSet::new();
        for person in demo_people() {
            assert!(person.national_id.starts_with("0000"), "{}", person.national_id);
            assert!(valid_number(&person.national_id), "{}", person.national_id);
            assert!(seen.insert(&person.national_id), "{}", person.national_id);
        }
    }

    #[test]
    fn links_lead_to_people_whose_names_fit() {
        let find = |id: &str| demo_people().iter().find(|person| person.national_id == id);
        for person in demo_people() {
            let name = &person.name_ar;
            assert!(name.contains(&format!(" {} ", person.father.ar)), "{name}");
            assert!(person.name_en.contains(&format!(" {} ", person.father.en)), "{name}");
            for (link, first, sex) in [
                (&person.father_id, &person.father, Sex::Male),
                (&person.mother_id, &person.mother, Sex::Female),
            ] {
                let Some(id) = link else { continue };
                let parent = find(id).expect("the parent is in the register");
                assert!(parent.name_ar.starts_with(&first.ar), "{name}");
                assert!(parent.name_en.starts_with(&first.en), "{name}");
                assert!(parent.sex == sex && parent.birth_date < person.birth_date, "{name}");
            }
            if let Some(spouse) = &person.spouse_id {
                let spouse = find(spouse).expect("the spouse is in the register");
                assert_eq!(spouse.spouse_id.as_ref(), Some(&person.national_id), "{name}");
            }
            assert!(
                person.guardian_id.as_ref().is_none_or(|id| find(id).is_some()),
                "{name}"
            );
            let home = person.household.as_ref();
            assert!(
                home.is_none_or(|key| population().households.iter().any(|home| home.key == *key)),
                "{name}"
            );
        }
    }

    #[test]
    fn every_part_is_played_by_a_living_adult() {
        use DemoPart::{
            Agent, AssistedMother, CompanyOwner, GovernmentEmployee, Guardian, MarriedAdult, OutsidePilot, Parent,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let parts = [
            GovernmentEmployee,
            OutsidePilot,
            Parent,
            CompanyOwner,
            MarriedAdult,
            Agent,
            AssistedMother,
            Guardian,
        ];
        for part in parts {
            let person = demo_person(part).expect("somebody plays it");
            assert!(!person.is_minor(today) && person.died.is_none(), "{part:?}");
            let account = person.account.as_ref().unwrap();
            assert_eq!(account.company.is_some(), part == CompanyOwner);
            assert_eq!(account.government_employee, part != OutsidePilot);
        }
        assert_eq!(
            demo_people().iter().filter(|person| person.account.is_some()).count(),
            parts.len()
        );
    }
}
