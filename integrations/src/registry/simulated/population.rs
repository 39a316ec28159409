//! The population register: who somebody is, and who belongs to whom.

use chrono::NaiveDate;
use domain::language::Text;
use domain::service::field::Choice;
use domain::value::Value;

use super::super::Question;
use super::relation::Relation;
use super::{DemoPerson, Told, demo_people, find};

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let applicant = find(&question.applicant);
    let relation = Relation::of(question);
    let subject = relation.subject(question);
    let confirmed = subject.is_some_and(|subject| relation.holds(question, applicant, subject));
    let exact = subject.is_some_and(|subject| relation.matches(question, subject, confirmed));
    told.fact("registered", applicant.is_some());
    told.fact("record_found", subject.is_some());
    told.fact("relation_confirmed", confirmed);
    told.fact("exact_match", exact);
    if let Some(subject) = subject.filter(|_| confirmed || exact) {
        told.fact("record", record(subject));
    }
    let minors = applicant
        .map(|person| minors_of(person, question.today))
        .unwrap_or_default();
    if let Some(applicant) = applicant {
        told.fact("household", household(applicant, &minors));
    }
    let children = minors.into_iter().map(choice).collect();
    let name = format!("{}.minor_children", told.data_set);
    told.reply.choices.insert(name, children);
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

fn record(person: &DemoPerson) -> Value {
    table([
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
    ])
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
        table([
            ("name", member.name_ar.clone()),
            ("national_id", member.national_id.clone()),
            ("relation", relation.to_owned()),
            ("birth_date", member.birth_date.to_string()),
        ])
    };
    Value::List(members.map(item).collect())
}

fn table<const N: usize>(parts: [(&str, String); N]) -> Value {
    let parts = parts.into_iter().map(|(name, part)| (name.to_owned(), part.into()));
    Value::Map(parts.collect())
}
