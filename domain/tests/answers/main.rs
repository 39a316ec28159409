//! Every kind of answer: the vectors of the catalogue, what people type, and what nobody should.

#![cfg(test)]

mod amounts;
mod bad;
mod codes;
mod words;

use std::collections::BTreeMap;

use domain::answer::{CheckContext, Problem, RawAnswers, check, faulty_input, input_names, to_raw};
use domain::service::field::{Choice, Field};
use domain::value::Value;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const REFERENCE: &str = include_str!("../../../catalogue/reference.json");

type Known = BTreeMap<String, Vec<Choice>>;

fn choices(values: &[&str]) -> Vec<Choice> {
    let choice = |value: &&str| json!({"value": value, "label": {"ar": "خيار", "en": "Option"}});
    serde_json::from_value(values.iter().map(choice).collect()).unwrap()
}

fn field(kind: &str, more: Json) -> Field {
    let mut json = json!({"key": "f", "type": kind, "label": {"ar": "سؤال", "en": "Question"}, "required": true});
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(json).unwrap()
}

fn raw(answers: &[(&str, &str)]) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (name, text) in answers {
        raw.entry((*name).to_owned()).or_default().push((*text).to_owned());
    }
    raw
}

fn try_on(day: &str, checksum: bool, field: &Field, raw: &RawAnswers) -> Result<Option<Value>, Problem> {
    let lists = Known::from([("reference.governorates".to_owned(), choices(&["PS-JEN", "PS-GZA"]))]);
    let context = CheckContext {
        today: day.parse().unwrap(),
        national_id_checksum: checksum,
        lists: &lists,
    };
    check(field, raw, &context)
}

fn try_all(field: &Field, answers: &[(&str, &str)]) -> Result<Option<Value>, Problem> {
    try_on("2026-03-15", true, field, &raw(answers))
}

fn try_one(field: &Field, text: &str) -> Result<Option<Value>, Problem> {
    try_all(field, &[("f", text)])
}

fn text(value: &str) -> Result<Option<Value>, Problem> {
    Ok(Some(Value::from(value)))
}

fn vectors(name: &str, kind: &str) -> Vec<String> {
    let reference: Json = serde_json::from_str(REFERENCE).unwrap();
    serde_json::from_value(reference["reference"][name]["test_vectors"][kind].clone()).unwrap()
}

fn arabic(text: &str) -> String {
    let digit = |c: char| {
        c.to_digit(10)
            .and_then(|digit| char::from_u32(0x660 + digit))
            .unwrap_or(c)
    };
    text.chars().map(digit).collect()
}

fn persian(text: &str) -> String {
    let digit = |c: char| {
        c.to_digit(10)
            .and_then(|digit| char::from_u32(0x6F0 + digit))
            .unwrap_or(c)
    };
    format!(
        "\u{202B}\u{200F} {}\u{202C}",
        text.chars().map(digit).collect::<String>()
    )
}

const KINDS: [&str; 14] = [
    "text",
    "textarea",
    "national_id",
    "phone",
    "email",
    "radio",
    "select",
    "checkbox",
    "date",
    "number",
    "money",
    "iban",
    "address",
    "file",
];

proptest! {
    #[test]
    fn nothing_typed_breaks_a_check(texts in prop::collection::vec("\\PC{0,40}|[0-9٠-٩۰-۹ ,.،٫/+|-]{0,30}|(.|\n|\0){0,40}", 8)) {
        for kind in KINDS {
            let field = field(kind, json!({"validation": {"pattern": "[0-9]+"}}));
            let answers: RawAnswers = input_names(&field).into_iter().zip(&texts).map(|(name, text)| (name, vec![text.clone()])).collect();
            match try_on("2026-02-28", true, &field, &answers) {
                Ok(None) => prop_assert!(false, "{kind} is required"),
                Ok(Some(value)) => {
                    let again = try_on("2026-02-28", true, &field, &to_raw(&field, &value));
                    prop_assert_eq!(again, Ok(Some(value)), "{}", kind);
                }
                Err(problem) => {
                    prop_assert!(input_names(&field).contains(&faulty_input(&field, &problem, &answers)));
                    let json = serde_json::to_string(&problem).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
                }
            }
        }
    }
}

#[test]
fn very_long_and_odd_texts_are_only_wrong() {
    let odd = [
        "9".repeat(100_000),
        "٩ ".repeat(50_000),
        "a\u{0301}".repeat(50_000),
        "\0".repeat(100_000),
        "@.".repeat(50_000),
        "\u{202E}\u{2067}ض".repeat(30_000),
    ];
    for kind in KINDS {
        for text in &odd {
            let field = field(kind, json!({}));
            let answers = input_names(&field)
                .into_iter()
                .map(|name| (name, vec![text.clone()]))
                .collect();
            assert!(try_on("2026-01-01", true, &field, &answers).is_err(), "{kind}");
        }
    }
}
