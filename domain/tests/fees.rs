//! What services cost: every worked example of the catalogue, the rules one by one, and hostile values.

#[path = "fees/hostile.rs"]
mod hostile;
#[path = "fees/outlook.rs"]
mod outlook;
#[path = "fees/summary.rs"]
mod summary;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::facts::CaseFacts;
use domain::fee::{EXEMPTION_REFUSED, FeeError, FeeLine, FeeLineKind, check_example, example_day, lines, totals};
use domain::money::Currency;
use domain::service::ServiceDefinition;
use domain::service::fee::ExemptItems;
use domain::service::workflow::FeeStage;
use domain::value::Value;
use serde_json::json;

const STAGES: [FeeStage; 2] = [FeeStage::Submission, FeeStage::AfterAssessment];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/services")
}

fn service(id: &str) -> ServiceDefinition {
    let text = fs::read_to_string(folder().join(format!("{id}.json"))).expect("a file of the catalogue");
    serde_json::from_str(&text).expect("a service")
}

fn services() -> Vec<ServiceDefinition> {
    let files = fs::read_dir(folder()).expect("the catalogue");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    names
        .filter_map(|name| name.strip_suffix(".json").map(service))
        .collect()
}

fn facts(answers: serde_json::Value, sources: &[(&str, Value)]) -> CaseFacts {
    let answers = serde_json::from_value(answers).expect("answers");
    CaseFacts {
        answers,
        sources: sources
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    }
}

fn day(text: &str) -> NaiveDate {
    domain::calendar::iso_date(text).expect("a date")
}

fn at_submission(service: &ServiceDefinition, facts: &CaseFacts) -> Result<Vec<FeeLine>, FeeError> {
    lines(service, facts, FeeStage::Submission, day("2026-11-23"))
}

fn ils(lines: &[FeeLine]) -> i64 {
    totals(lines).get(&Currency::Ils).copied().unwrap_or(0)
}

#[test]
fn every_worked_example_comes_out() {
    let mut count = 0;
    for service in services() {
        for (at, example) in service.fee.examples.iter().enumerate() {
            let name = format!("{} example {at}", service.id);
            let today = example_day(&service, example);
            let parts = STAGES.map(|stage| lines(&service, &example.facts(), stage, today));
            let parts = parts.map(|part| part.unwrap_or_else(|error| panic!("{name}: {error}")));
            for currency in Currency::ALL {
                let found: i64 = parts
                    .iter()
                    .map(|part| totals(part).get(&currency).copied().unwrap_or(0))
                    .sum();
                assert_eq!(
                    found,
                    example.expected.get(&currency).copied().unwrap_or(0),
                    "{name} {currency}"
                );
            }
            for (stage, expected) in &example.by_stage {
                let part = &parts[STAGES.iter().position(|one| one == stage).expect("a stage")];
                assert_eq!(
                    totals(part).get(&service.fee.currency),
                    Some(expected),
                    "{name} {stage:?}"
                );
            }
            assert_eq!(check_example(&service, example), Ok(()), "{name}");
            count += 1;
        }
    }
    assert_eq!(count, 32);
}

#[test]
fn an_invoice_reads_as_a_citizen_expects() {
    let service = service("birth-certificate-extract");
    let facts = facts(
        json!({"copies": 2, "urgency": "urgent", "delivery_method": "post", "exemption_category": "orphan_minor"}),
        &[],
    );
    let lines = at_submission(&service, &facts).expect("lines");
    let short: Vec<_> = lines
        .iter()
        .map(|line| (line.code.as_str(), line.quantity, line.amount.minor))
        .collect();
    assert_eq!(
        short,
        [
            ("copy_fee", 2, 2000),
            ("copy_fee.exemption", 1, -2000),
            ("urgent_fee", 1, 1000),
            ("postal_delivery", 1, 1500)
        ]
    );
    assert_eq!(lines[0].unit_minor, Some(1000));
    assert_eq!(lines[1].kind, FeeLineKind::Exemption);
    assert_eq!(lines[1].exemption_category.as_deref(), Some("orphan_minor"));
    assert_eq!(
        lines[1].label.ar, "قاصر يتيم",
        "the label is the category as chosen in the form"
    );
    let text = serde_json::to_string(&lines).expect("JSON");
    assert_eq!(serde_json::from_str::<Vec<FeeLine>>(&text).expect("lines"), lines);
}

#[test]
fn an_exemption_counts_until_an_officer_refuses_it() {
    let service = service("birth-certificate-extract");
    let answers = json!({"copies": 2, "exemption_category": "orphan_minor"});
    for (sources, expected) in [
        (vec![], 0),
        (vec![("registry.exemption_confirmed", Value::Bool(true))], 0),
        (vec![("registry.exemption_confirmed", Value::Bool(false))], 0),
        (vec![(EXEMPTION_REFUSED, Value::Bool(false))], 0),
        (vec![(EXEMPTION_REFUSED, Value::Bool(true))], 2000),
        (
            vec![
                (EXEMPTION_REFUSED, Value::Bool(true)),
                ("registry.exemption_confirmed", Value::Bool(true)),
            ],
            2000,
        ),
    ] {
        let lines = at_submission(&service, &facts(answers.clone(), &sources)).expect("lines");
        assert_eq!(ils(&lines), expected, "{sources:?}");
    }
    let other = facts(
        json!({"copies": 2, "exemption_category": "person_with_disability"}),
        &[],
    );
    assert_eq!(
        ils(&at_submission(&service, &other).expect("lines")),
        2000,
        "not a category of this service"
    );
}

#[test]
fn an_exemption_counts_on_its_days_only_and_both_ends_count() {
    let mut service = service("academic-certificate-attestation");
    service.fee.exemptions[0].valid_to = Some(day("2026-12-04"));
    let facts = facts(
        json!({"certificates": [{"copies": 1}], "use_abroad": "no", "exemption_category": "gaza_secondary_student"}),
        &[],
    );
    for (today, expected) in [
        ("2025-12-04", 2000),
        ("2025-12-05", 0),
        ("2026-12-04", 0),
        ("2026-12-05", 2000),
    ] {
        let lines = lines(&service, &facts, FeeStage::Submission, day(today)).expect("lines");
        assert_eq!(ils(&lines), expected, "{today}");
    }
}

#[test]
fn exemptions_never_touch_what_is_not_exemptible_and_never_add_up() {
    let mut service = service("birth-certificate-extract");
    service.fee.exemptions[0].items = ExemptItems::All;
    service.fee.exemptions[0].percent = 30;
    let mut second = service.fee.exemptions[0].clone();
    second.percent = 50;
    service.fee.exemptions.push(second);
    let facts = facts(
        json!({"copies": 1, "urgency": "urgent", "delivery_method": "post",
               "exemption_category": "social_assistance_beneficiary"}),
        &[],
    );
    assert_eq!(ils(&at_submission(&service, &facts).expect("lines")), 500 + 500 + 1500);
    service.fee.exemptions[0].items = ExemptItems::Named(vec!["postal_delivery".to_owned()]);
    service.fee.exemptions.truncate(1);
    assert_eq!(
        ils(&at_submission(&service, &facts).expect("lines")),
        1000 + 1000 + 1500
    );
}

#[test]
fn rounding_is_half_up_once_for_each_line() {
    let mut service = service("vehicle-licence-renewal");
    let known = [
        ("registry.vehicle.fuel", Value::from("electric")),
        ("registry.vehicle.months_expired", Value::Int(1)),
    ];
    let facts = facts(json!({"period_months": 6}), &known);
    // 6 months of 5 agorot are 2.5, rounded to 3; 2 % of the 25 below are 0.5, rounded to 1.
    for (yearly, licence, late) in [(5, 3, None), (4, 2, None), (49, 25, Some(1)), (47, 24, None)] {
        service.fee.items[0].table[0].amount_minor = yearly;
        let lines = at_submission(&service, &facts).expect("lines");
        let amount = |code: &str| {
            lines
                .iter()
                .find(|line| line.code == code)
                .map(|line| line.amount.minor)
        };
        assert_eq!(
            (amount("licence_fee"), amount("late_fee")),
            (Some(licence), late),
            "{yearly} a year"
        );
    }
}

#[test]
fn a_fee_that_cannot_be_known_is_an_error_and_never_a_smaller_bill() {
    let vehicle = service("vehicle-licence-renewal");
    let missing = |item: &str, fact: &str| FeeError::Missing {
        item: item.to_owned(),
        fact: fact.to_owned(),
    };
    let no_reply = facts(json!({"period_months": 12}), &[]);
    assert_eq!(
        at_submission(&vehicle, &no_reply),
        Err(missing("licence_fee", "registry.vehicle.fuel"))
    );
    let no_answer = facts(json!({}), &[("registry.vehicle.fuel", Value::from("electric"))]);
    assert_eq!(
        at_submission(&vehicle, &no_answer),
        Err(missing("licence_fee", "period_months"))
    );

    let birth = service("birth-certificate-extract");
    assert_eq!(
        at_submission(&birth, &facts(json!({}), &[])),
        Err(missing("copy_fee", "copies"))
    );
    let words = facts(json!({"copies": ["two"]}), &[]);
    assert!(matches!(
        at_submission(&birth, &words),
        Err(FeeError::NotCountable { .. })
    ));

    let card = service("identity-card-issuance");
    let outside = facts(json!({"reason": "mislaid"}), &[]);
    assert_eq!(
        at_submission(&card, &outside),
        Err(FeeError::NoRow {
            item: "card_fee".to_owned()
        })
    );
}

#[test]
fn what_is_assessed_later_stops_only_the_later_stage() {
    let permit = service("building-permit");
    let answers = facts(json!({"exemption_category": "none"}), &[]);
    assert_eq!(
        ils(&at_submission(&permit, &answers).expect("lines")),
        20_000,
        "the other stage is no obstacle"
    );
    let later = lines(&permit, &answers, FeeStage::AfterAssessment, day("2026-11-23"));
    assert_eq!(
        later,
        Err(FeeError::NotAssessed {
            item: "licence_fee".to_owned()
        })
    );
}

#[test]
fn amounts_of_two_currencies_are_never_joined() {
    let company = service("company-registration");
    let dinars = json!({"partners": [], "signature_mode": "notary", "capital": {"amount_minor": 1, "currency": "JOD"}});
    let later = lines(
        &company,
        &facts(dinars, &[]),
        FeeStage::AfterAssessment,
        day("2026-11-23"),
    );
    assert_eq!(
        later,
        Err(FeeError::CurrencyMismatch {
            item: "capital_fee".to_owned()
        })
    );
}

#[test]
fn what_the_form_does_not_ask_counts_as_none() {
    let mut service = service("birth-certificate-extract");
    let hidden = json!({"field": "urgency", "op": "eq", "value": "urgent"});
    service.form.pages[2].fields[3].visible_when = Some(serde_json::from_value(hidden).expect("a condition"));
    let lines = at_submission(&service, &facts(json!({"urgency": "normal"}), &[])).expect("lines");
    assert_eq!(lines, [], "the question was hidden");
    let asked = at_submission(&service, &facts(json!({"urgency": "urgent"}), &[]));
    assert!(
        matches!(asked, Err(FeeError::Missing { .. })),
        "the question is there and not answered"
    );
}

#[test]
fn currencies_are_added_apart() {
    let mut service = service("birth-certificate-extract");
    service.fee.items[2].currency = Currency::Jod;
    let facts = facts(json!({"copies": 1, "delivery_method": "post"}), &[]);
    let lines = at_submission(&service, &facts).expect("lines");
    assert_eq!(
        totals(&lines),
        BTreeMap::from([(Currency::Ils, 1000), (Currency::Jod, 1500)])
    );
}

#[test]
fn amounts_past_64_bits_are_refused() {
    let mut service = service("birth-certificate-extract");
    let too_large = Err(FeeError::TooLarge {
        item: "copy_fee".to_owned(),
    });
    assert_eq!(
        at_submission(&service, &facts(json!({"copies": i64::MAX}), &[])),
        too_large
    );
    let less_than_none = at_submission(&service, &facts(json!({"copies": i64::MIN}), &[]));
    assert_eq!(less_than_none, Ok(vec![]), "nobody is paid for applying");
    service.fee.items[0].amount_minor = Some(i64::MAX);
    let sum = at_submission(&service, &facts(json!({"copies": 1, "urgency": "urgent"}), &[]));
    assert_eq!(
        sum,
        Err(FeeError::TooLarge {
            item: "urgent_fee".to_owned()
        }),
        "the sum does not fit"
    );
}
