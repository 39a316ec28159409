//! The population register and the exemption programmes, simulated over invented people.
//!
//! Deterministic: the same question on the same day has the same reply. What it tells, by fact:
//!
//! | Fact | Meaning |
//! |---|---|
//! | `registry.population.registered` | the applicant is in the register |
//! | `registry.population.record_found` | the person the application is about is |
//! | `registry.population.relation_confirmed` | the applicant is what `subject_relation` says |
//! | `registry.population.exact_match` | typed name, birth date and mother's name equal the record |
//! | `registry.population.record` | that record, only when the relation or the match holds |
//! | `registry.population.household` | spouse and minors, as items of a repeating group |
//! | `registry.exemption_confirmed` | the person is in the programme of `exemption_category` |
//! | `registry.company.name_ar` | for the owner of a company |
//!
//! The person an application is about is found by `subject_relation` (`self`, `child`, `parent`,
//! `spouse`, `agent`), `child_id` and `subject_national_id`; without any of them it is the applicant.

mod people;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::fold;
use domain::language::Text;
use domain::service::field::Choice;
use domain::value::Value;

use super::{Registry, RegistryError, RegistryQuery, RegistryReply};
use people::population;

pub use people::{
    ADULT_AGE, DemoAccount, DemoAddress, DemoCompany, DemoPart, DemoPerson, Sex, demo_people, demo_person,
};

/// A programme that one grows out of.
const ORPHAN_MINOR: &str = "orphan_minor";

/// The simulated registries.
#[derive(Clone, Copy, Debug, Default)]
pub struct SimulatedRegistry;

#[async_trait]
impl Registry for SimulatedRegistry {
    async fn ask(&self, query: RegistryQuery<'_>) -> Result<RegistryReply, RegistryError> {
        let applicant = find(query.applicant_national_id);
        let relation = Relation::of(&query);
        let subject = relation.subject(&query);
        let confirmed = subject.is_some_and(|subject| relation.holds(&query, applicant, subject));
        let exact = subject.is_some_and(|subject| relation.matches(&query, subject, confirmed));

        let mut facts = BTreeMap::new();
        let mut set = |name: &str, value: Value| facts.insert(format!("registry.{name}"), value);
        set("population.registered", applicant.is_some().into());
        set("population.record_found", subject.is_some().into());
        set("population.relation_confirmed", confirmed.into());
        set("population.exact_match", exact.into());
        // Nobody learns a stranger's data by typing a number.
        if let Some(subject) = subject.filter(|_| confirmed || exact) {
            set("population.record", record(subject));
        }
        set(
            "exemption_confirmed",
            exemption(&query, applicant, relation, subject).into(),
        );
        let minors = applicant
            .map(|person| minors_of(person, query.today))
            .unwrap_or_default();
        if let Some(applicant) = applicant {
            set("population.household", household(applicant, &minors));
            let company = applicant.account.as_ref().and_then(|account| account.company.as_ref());
            if let Some(company) = company {
                set("company.name_ar", company.name.ar.clone().into());
            }
        }
        let children = minors.into_iter().map(choice).collect();
        let choices = BTreeMap::from([("registry.population.minor_children".to_owned(), children)]);
        Ok(RegistryReply { facts, choices })
    }
}

/// What the applicant says to be to the person the application is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Oneself,
    Child,
    Parent,
    Spouse,
    /// By power of attorney, or anything else the register does not know: never confirmed here.
    Other,
}

impl Relation {
    fn of(query: &RegistryQuery<'_>) -> Self {
        match text(query, "subject_relation") {
            Some("self") => Self::Oneself,
            Some("child") => Self::Child,
            Some("parent") => Self::Parent,
            Some("spouse") => Self::Spouse,
            Some(_) => Self::Other,
            // Services that only ask which child.
            None if text(query, "child_id").is_some() => Self::Child,
            None => Self::Oneself,
        }
    }

    fn subject(self, query: &RegistryQuery<'_>) -> Option<&'static DemoPerson> {
        find(match self {
            Self::Oneself => query.applicant_national_id,
            Self::Child => text(query, "child_id")?,
            Self::Parent | Self::Spouse | Self::Other => text(query, "subject_national_id")?,
        })
    }

    fn holds(self, query: &RegistryQuery<'_>, applicant: Option<&DemoPerson>, subject: &DemoPerson) -> bool {
        let Some(applicant) = applicant else {
            return false;
        };
        let id = Some(subject.national_id.as_str());
        match self {
            Self::Oneself => true,
            Self::Child => subject.is_minor(query.today) && subject.is_in_care_of(&applicant.national_id),
            Self::Parent => [&applicant.father_id, &applicant.mother_id]
                .iter()
                .any(|link| link.as_deref() == id),
            Self::Spouse => applicant.spouse_id.as_deref() == id,
            Self::Other => false,
        }
    }

    /// For oneself and one's child nothing is typed: the record is chosen, so the relation decides.
    fn matches(self, query: &RegistryQuery<'_>, subject: &DemoPerson, confirmed: bool) -> bool {
        match self {
            Self::Oneself | Self::Child => confirmed,
            Self::Parent | Self::Spouse | Self::Other => {
                let typed = |key| text(query, key).map(name_key).unwrap_or_default();
                let name = typed("subject_name");
                let mother = typed("subject_mother_name");
                let born = subject.birth_date.to_string();
                (name == name_key(&subject.name_ar) || name == name_key(&subject.name_en))
                    && (mother == name_key(&subject.mother.ar) || mother == name_key(&subject.mother.en))
                    && text(query, "subject_birth_date") == Some(born.as_str())
            }
        }
    }
}

fn text<'a>(query: &RegistryQuery<'a>, key: &str) -> Option<&'a str> {
    query.answers.get(key)?.as_text().filter(|text| !text.is_empty())
}

/// Names compare folded and without spaces: عبد الرحمن and عبدالرحمن are one name.
fn name_key(name: &str) -> String {
    fold::search_key(name).replace(' ', "")
}

fn find(national_id: &str) -> Option<&'static DemoPerson> {
    demo_people().iter().find(|person| person.national_id == national_id)
}

/// The minors whose parent or appointed guardian the person is.
fn minors_of(person: &DemoPerson, today: NaiveDate) -> Vec<&'static DemoPerson> {
    let in_care =
        |other: &&DemoPerson| other.died.is_none() && other.is_minor(today) && other.is_in_care_of(&person.national_id);
    demo_people().iter().filter(in_care).collect()
}

fn choice(person: &DemoPerson) -> Choice {
    Choice {
        value: person.national_id.clone().into(),
        label: Text {
            ar: person.name_ar.clone(),
            en: person.name_en.clone(),
        },
    }
}

/// Whether the exemption the applicant claims is theirs, or the child's the application is for.
fn exemption(
    query: &RegistryQuery<'_>,
    applicant: Option<&DemoPerson>,
    relation: Relation,
    subject: Option<&DemoPerson>,
) -> bool {
    let Some(category) = text(query, "exemption_category") else {
        return false;
    };
    let Some(applicant) = applicant else {
        return false;
    };
    let child =
        subject.filter(|subject| relation == Relation::Child && relation.holds(query, Some(applicant), subject));
    [Some(applicant), child].into_iter().flatten().any(|person| {
        let of_household = population()
            .households
            .iter()
            .filter(|household| person.household.as_ref() == Some(&household.key))
            .flat_map(|household| &household.programmes);
        let enrolled = person
            .programmes
            .iter()
            .chain(of_household)
            .any(|programme| programme == category);
        enrolled && (category != ORPHAN_MINOR || person.is_minor(query.today))
    })
}

fn record(person: &DemoPerson) -> Value {
    let parts: [(&str, String); 12] = [
        ("name_ar", person.name_ar.clone()),
        ("name_en", person.name_en.clone()),
        ("national_id", person.national_id.clone()),
        ("birth_date", person.birth_date.to_string()),
        ("birth_place_ar", person.birth_place.ar.clone()),
        ("birth_place_en", person.birth_place.en.clone()),
        ("sex", person.sex.key().to_owned()),
        ("father_ar", person.father.ar.clone()),
        ("father_en", person.father.en.clone()),
        ("mother_ar", person.mother.ar.clone()),
        ("mother_en", person.mother.en.clone()),
        ("record_number", person.record_number()),
    ];
    Value::Map(
        parts
            .into_iter()
            .map(|(name, part)| (name.to_owned(), part.into()))
            .collect(),
    )
}

/// Spouse and minors as a form's repeating group takes them.
fn household(person: &DemoPerson, minors: &[&'static DemoPerson]) -> Value {
    let spouse = person
        .spouse_id
        .as_deref()
        .and_then(find)
        .filter(|spouse| spouse.died.is_none());
    let members = spouse.map(|spouse| (spouse, "spouse")).into_iter();
    let members = members.chain(minors.iter().map(|minor| (*minor, "child")));
    let item = |(member, relation): (&DemoPerson, &str)| {
        let parts: [(&str, String); 4] = [
            ("name", member.name_ar.clone()),
            ("national_id", member.national_id.clone()),
            ("relation", relation.to_owned()),
            ("birth_date", member.birth_date.to_string()),
        ];
        Value::Map(
            parts
                .into_iter()
                .map(|(name, part)| (name.to_owned(), part.into()))
                .collect(),
        )
    };
    Value::List(members.map(item).collect())
}
