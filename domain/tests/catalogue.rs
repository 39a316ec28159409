//! The twelve services: they are read whole, nothing in them is ignored, and the check finds every kind of slip.

use std::fs;
use std::path::{Path, PathBuf};

use domain::answer::{MOST_INPUTS, most_inputs};
use domain::check::{Finding, Severity, check, is_refused};
use domain::service::ServiceDefinition;
use serde_json::{Value, json};

fn catalogue() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue")
}

fn read(path: &str) -> Value {
    let text = fs::read_to_string(catalogue().join(path)).expect("a file of the catalogue");
    serde_json::from_str(&text).expect("JSON")
}

fn file(id: &str) -> Value {
    read(&format!("services/{id}.json"))
}

fn files() -> Vec<(String, Value)> {
    let files = fs::read_dir(catalogue().join("services")).expect("the catalogue");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    names
        .filter_map(|name| name.strip_suffix(".json").map(|id| (id.to_owned(), file(id))))
        .collect()
}

/// The lists a server would know: those written out in the reference file, and the external ones it names.
fn lists() -> Vec<String> {
    let reference = &read("reference.json")["reference"];
    let tables = reference.as_object().expect("tables").iter();
    let written = tables
        .filter(|(_, table)| table.is_array())
        .map(|(key, _)| format!("reference.{key}"));
    let external = reference["external_lists"].as_object().expect("names").keys().cloned();
    written.chain(external).collect()
}

fn parse(file: &Value) -> Result<ServiceDefinition, String> {
    serde_json::from_value(file.clone()).map_err(|error| error.to_string())
}

/// Without what means the same as leaving it out.
fn stripped(value: &Value) -> Value {
    let says_nothing = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(parts) => {
            let kept = parts.iter().filter(|(_, part)| !says_nothing(part));
            Value::Object(kept.map(|(key, part)| (key.clone(), stripped(part))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(stripped).collect()),
        other => other.clone(),
    }
}

/// Puts a value at a JSON pointer, also where nothing stood before.
fn put(file: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match file
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("{pointer} leads nowhere"))
    {
        Value::Object(parts) => drop(parts.insert(key.to_owned(), value)),
        Value::Array(items) => match key.parse::<usize>() {
            Ok(at) => items[at] = value,
            Err(_) => items.push(value),
        },
        _ => panic!("{pointer} leads nowhere"),
    }
}

#[test]
fn all_twelve_are_read_and_have_no_errors() {
    let files = files();
    assert_eq!(files.len(), 12);
    for (id, file) in files {
        let definition = parse(&file).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(definition.id, id);
        let findings = check(&definition, &lists());
        assert!(!is_refused(&findings), "{id}: {findings:#?}");
        for finding in &findings {
            println!("{id}: {finding}");
        }
    }
}

/// Three services written for tests alone use the corners of the language, and nothing in them is a slip.
#[test]
fn the_services_for_tests_have_no_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services");
    let mut count = 0;
    for file in fs::read_dir(folder).expect("a folder") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("text");
        let definition: ServiceDefinition = serde_json::from_str(&text).expect("a service");
        let findings = check(&definition, &lists());
        assert!(findings.is_empty(), "{}: {findings:#?}", definition.id);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn reading_and_writing_loses_nothing() {
    for (id, file) in files() {
        let definition = parse(&file).expect("a service");
        let written = serde_json::to_value(&definition).expect("JSON");
        assert_eq!(parse(&written).as_ref(), Ok(&definition), "{id}");
        assert_eq!(stripped(&written), stripped(&file), "{id}");
    }
}

#[test]
fn a_key_nobody_knows_is_refused_anywhere() {
    for (id, pointer) in [
        ("birth-certificate-extract", ""),
        ("birth-certificate-extract", "/title"),
        ("birth-certificate-extract", "/subject"),
        ("birth-certificate-extract", "/availability"),
        ("birth-certificate-extract", "/eligibility"),
        ("birth-certificate-extract", "/eligibility/rules/0"),
        ("birth-certificate-extract", "/processing_time"),
        ("birth-certificate-extract", "/fee"),
        ("birth-certificate-extract", "/fee/items/0"),
        ("birth-certificate-extract", "/fee/items/0/quantity"),
        ("birth-certificate-extract", "/fee/items/1/when"),
        ("birth-certificate-extract", "/fee/exemptions/0"),
        ("birth-certificate-extract", "/fee/exemptions/0/proof"),
        ("birth-certificate-extract", "/fee/examples/0"),
        ("vehicle-licence-renewal", "/fee/items/0/table/0"),
        ("vehicle-licence-renewal", "/fee/items/2/times/max/1"),
        ("birth-certificate-extract", "/documents/0"),
        ("birth-certificate-extract", "/form"),
        ("birth-certificate-extract", "/form/pages/0"),
        ("birth-certificate-extract", "/form/pages/0/fields/0"),
        ("birth-certificate-extract", "/form/pages/2/fields/3/validation"),
        ("birth-certificate-extract", "/form/pages/1/fields/0/options/0"),
        ("company-registration", "/form/pages/3/fields/0/validation/group_rule"),
        ("birth-certificate-extract", "/workflow"),
        ("birth-certificate-extract", "/workflow/steps/0"),
        ("birth-certificate-extract", "/workflow/steps/0/actions/0"),
        ("birth-certificate-extract", "/workflow/steps/2/branches/0"),
        ("building-permit", "/workflow/steps/5/join"),
        ("birth-certificate-extract", "/output"),
        ("birth-certificate-extract", "/delivery/0"),
        ("birth-certificate-extract", "/evidence"),
    ] {
        let mut file = file(id);
        put(&mut file, &format!("{pointer}/surprise"), json!(1));
        assert!(parse(&file).is_err(), "{id}: an unknown key at {pointer}");
    }
}

#[test]
fn wrong_shapes_of_a_fee_are_refused() {
    for (pointer, value) in [
        ("/fee/model", json!("auction")),
        ("/fee/currency", json!("EUR")),
        ("/fee/items/0/kind", json!("tip")),
        ("/fee/items/0/stage", json!("never")),
        ("/fee/items/0/amount_minor", json!(10.5)),
        ("/fee/items/0/quantity", json!({"field": "copies", "const": 1})),
        ("/fee/items/0/quantity", json!({"subtract": [{"const": 1}]})),
        ("/fee/exemptions/0/items", json!("everything")),
        ("/fee/exemptions/0/percent", json!(-1)),
        ("/fee/exemptions/0/valid_from", json!("2026-02-30")),
        ("/fee/rounding", json!("down")),
    ] {
        let mut file = file("birth-certificate-extract");
        put(&mut file, pointer, value.clone());
        assert!(parse(&file).is_err(), "{value} at {pointer}");
    }
    let mut file = file("birth-certificate-extract");
    put(&mut file, "/fee/exemptions/0/items", json!("all_exemptible"));
    let definition = parse(&file).expect("a service");
    assert!(!is_refused(&check(&definition, &lists())));
    assert_eq!(
        serde_json::to_value(&definition).expect("JSON")["fee"]["exemptions"][0]["items"],
        "all_exemptible"
    );
}

/// `slips.json` puts one slip at a time into a good file and names the finding it must lead to.
#[test]
fn every_kind_of_slip_is_found() {
    let slips: Value = serde_json::from_str(include_str!("catalogue/slips.json")).expect("JSON");
    let lists = lists();
    let mut missed = Vec::new();
    for slip in slips
        .as_object()
        .expect("topics")
        .values()
        .flat_map(|rows| rows.as_array().expect("rows"))
    {
        let text = |key: &str| slip[key].as_str();
        let mut file = file(text("in").expect("a service"));
        put(&mut file, text("at").expect("a pointer"), slip["put"].clone());
        let definition = parse(&file).unwrap_or_else(|error| panic!("{slip}: {error}"));
        let findings = check(&definition, &lists);
        let (severity, path) = match (text("error"), text("warning")) {
            (Some(path), None) => (Severity::Error, path),
            (None, Some(path)) => (Severity::Warning, path),
            _ => panic!("{slip} expects neither an error nor a warning"),
        };
        let says = text("says").expect("a part of the reason");
        let is_it =
            |finding: &Finding| finding.path == path && finding.severity == severity && finding.reason.contains(says);
        if !findings.iter().any(is_it) {
            missed.push(format!("{slip} led to {findings:#?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// All that a page may hold can be sent: the largest page of the catalogue, and one question too many.
#[test]
fn a_page_with_more_inputs_than_can_be_sent_is_refused() {
    let mut file = file("company-registration");
    let group = "/form/pages/3/fields/0/fields";
    let size = |file: &Value| most_inputs(&parse(file).expect("a service").form.pages[3].fields);
    let inner = file.pointer(group).expect("a group")[1].clone();
    while size(&file) <= MOST_INPUTS {
        assert!(!is_refused(&check(&parse(&file).expect("a service"), &lists())));
        let fields = file.pointer_mut(group).and_then(Value::as_array_mut).expect("a group");
        let mut one = inner.clone();
        one["key"] = json!(format!("more_{}", fields.len()));
        fields.push(one);
    }
    let findings = check(&parse(&file).expect("a service"), &lists());
    let found = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .expect("refused");
    assert_eq!(found.path, "form.pages[3].fields");
    assert!(found.reason.contains("2000"), "{found}");
}

/// The guide's example is a service without errors, and what it says about a slip is what is said.
#[test]
fn the_guide_says_what_the_check_says() {
    let guide = include_str!("../../docs/guides/adding-a-service.md");
    let (_, rest) = guide.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("\n```").expect("its end");
    let mut file: Value = serde_json::from_str(example).expect("JSON");
    let good = check(&parse(&file).expect("a service"), &lists());
    assert!(!is_refused(&good), "{good:#?}");
    put(&mut file, "/form/pages/0/fields/2/visible_when/field", json!("good"));
    let findings = check(&parse(&file).expect("a service"), &lists());
    let slips: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(slips.len(), 1, "{slips:#?}");
    let Finding { path, reason, mend, .. } = slips[0];
    let said = format!("error at {path}\n    {reason}\n    {mend}\n");
    assert!(guide.contains(&said), "{said}");
}
