//! Journeys through real services of the catalogue: which pages are done, what comes next, what may be visited.

#![cfg(test)]

mod birth;
mod groups;
mod rules;

use std::collections::BTreeMap;

use domain::answer::{CheckContext, RawAnswers};
use domain::journey::{FieldState, Journey, visible_fields};
use domain::service::ServiceDefinition;
use domain::service::field::Choice;
use domain::value::Value;
use proptest::prelude::*;
use serde_json::json;

const BIRTH: &str = include_str!("../../../catalogue/services/birth-certificate-extract.json");
const COMPANY: &str = include_str!("../../../catalogue/services/company-registration.json");
const DRIVING: &str = include_str!("../../../catalogue/services/driving-licence-renewal.json");
const HEALTH: &str = include_str!("../../../catalogue/services/health-insurance-enrolment.json");

type Known = BTreeMap<String, Vec<Choice>>;

fn lists() -> Known {
    let choice = |value: &str| json!({"value": value, "label": {"ar": "خيار", "en": "Option"}});
    let list = |name: &str, values: &[&str]| {
        let choices: serde_json::Value = values.iter().map(|value| choice(value)).collect();
        (name.to_owned(), serde_json::from_value(choices).unwrap())
    };
    Known::from([
        list("reference.governorates", &["PS-JEN", "PS-GZA"]),
        list("reference.countries", &["PS", "JO"]),
        list("offices.moi_directorates", &["jenin"]),
        list("registry.population.minor_children", &["000000018"]),
    ])
}

fn service(json: &str) -> ServiceDefinition {
    serde_json::from_str(json).unwrap()
}

fn raw(answers: &[(&str, &str)]) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (name, text) in answers {
        raw.insert((*name).to_owned(), vec![(*text).to_owned()]);
    }
    raw
}

fn sources(facts: serde_json::Value) -> BTreeMap<String, Value> {
    serde_json::from_value(facts).unwrap()
}

fn with_context<T>(check: impl FnOnce(&CheckContext<'_>) -> T) -> T {
    let today = "2026-03-15".parse().unwrap();
    check(&CheckContext {
        today,
        national_id_checksum: true,
        lists: &lists(),
    })
}

fn travel(definition: &ServiceDefinition, raw: &RawAnswers, sources: &BTreeMap<String, Value>) -> Journey {
    with_context(|context| Journey::of(definition, raw, sources, context))
}

fn state<'a>(journey: &'a Journey, key: &str) -> &'a FieldState {
    journey.pages.iter().find_map(|page| page.field(key)).unwrap()
}

/// Whether every promise of a journey holds, whatever was typed.
fn keeps_its_word(definition: &ServiceDefinition, raw: &RawAnswers, known: &BTreeMap<String, Value>) {
    let journey = travel(definition, raw, known);
    assert_eq!(
        journey,
        travel(definition, raw, known),
        "the same answers give the same journey"
    );
    for (page, described) in journey.pages.iter().zip(&definition.form.pages) {
        for (field, described) in page.fields.iter().zip(&described.fields) {
            assert_eq!(field.key, described.key);
            let fact = journey.facts.answers.get(&field.key);
            assert_eq!(fact, field.value.as_ref());
            assert!(field.visible || (fact.is_none() && field.problem.is_none()));
            assert!(field.visible <= page.visible);
            assert!(field.value.is_none() || field.problem.is_none());
            assert_eq!(field.problem.is_some(), field.faulty_input(described, raw).is_some());
            let missing = described.required && field.visible && field.value.is_none();
            assert!(!missing || (field.problem.is_some() && !page.is_complete()));
        }
        assert!(page.visible || !journey.may_visit(&page.key));
        if page.visible {
            let live = with_context(|context| visible_fields(described, raw, &journey.facts, context));
            let live: Vec<bool> = described
                .fields
                .iter()
                .filter_map(|field| Some(live.iter().find(|(key, _)| *key == field.key)?.1))
                .collect();
            let full: Vec<bool> = page.fields.iter().map(|field| field.visible).collect();
            assert_eq!(live, full, "the browser shows what the server shows");
        }
    }
    match journey.next_page() {
        Some(next) => assert!(journey.may_visit(next) && !journey.is_complete()),
        None => assert!(journey.pages.iter().all(|page| page.is_complete())),
    }
}

/// Raw answers to some of the service's inputs: sensible ones, odd ones, and names nobody asked for.
fn any_answers(definition: &ServiceDefinition) -> impl Strategy<Value = RawAnswers> + use<> {
    let mut names: Vec<String> = definition.fields().flat_map(domain::answer::input_names).collect();
    names.retain(|name| {
        !name.contains('.') || name.contains(".0.") || name.contains(".1.") || name.matches('.').count() == 1
    });
    let options = definition.fields().flat_map(|field| {
        field
            .options
            .iter()
            .chain(field.fields.iter().flat_map(|inner| &inner.options))
    });
    let mut texts: Vec<String> = options.map(Choice::raw).collect();
    texts.extend(
        [
            "1",
            "٣",
            "12",
            "2000",
            "0599123456",
            "123456782",
            "أمل",
            "PS",
            "PS-JEN",
            "on",
            "up-1|ملف.pdf",
            "",
        ]
        .map(str::to_owned),
    );
    let text = prop_oneof![6 => prop::sample::select(texts), 1 => "(.|\n|\0){0,12}"];
    let name = prop_oneof![12 => prop::sample::select(names), 1 => "[a-z_]{1,9}(\\.[0-9]{1,20})?(\\.[a-z]{1,5}){0,2}"];
    prop::collection::btree_map(name, prop::collection::vec(text, 0..3), 0..90)
}

fn any_sources() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let name = prop::sample::select(vec![
        "applicant.age",
        "registry.exemption_confirmed",
        "registry.population.relation_confirmed",
        "registry.driving.licence_found",
        "settings.fines_block_enabled",
    ]);
    let value = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (0_i64..90).prop_map(Value::Int),
        Just(Value::Null)
    ];
    prop::collection::btree_map(name.prop_map(str::to_owned), value, 0..5)
}

fn any_case(json: &'static str) -> impl Strategy<Value = (RawAnswers, BTreeMap<String, Value>)> {
    (any_answers(&service(json)), any_sources())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn birth_certificates_keep_their_word((raw, known) in any_case(BIRTH)) {
        keeps_its_word(&service(BIRTH), &raw, &known);
    }

    #[test]
    fn companies_keep_their_word((raw, known) in any_case(COMPANY)) {
        keeps_its_word(&service(COMPANY), &raw, &known);
    }

    #[test]
    fn driving_licences_keep_their_word((raw, known) in any_case(DRIVING)) {
        keeps_its_word(&service(DRIVING), &raw, &known);
    }

    #[test]
    fn health_insurance_keeps_its_word((raw, known) in any_case(HEALTH)) {
        keeps_its_word(&service(HEALTH), &raw, &known);
    }
}
