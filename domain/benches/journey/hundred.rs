//! A service of 100 questions of every kind that stands alone, on ten pages, with 20 conditions, all of which hold.

use domain::service::ServiceDefinition;
use serde_json::{Value, json};

/// Steps, result and the rest come from a real one; the questions and the fee are made here.
const FRAME: &str = include_str!("../../../catalogue/services/birth-certificate-extract.json");
const PAGES: usize = 10;

pub(crate) fn service() -> ServiceDefinition {
    let mut file: Value = serde_json::from_str(FRAME).expect("JSON");
    file["form"] = json!({"pages": (0..PAGES).map(page).collect::<Value>(), "cross_field_rules": rules()});
    file["fee"]["items"] = (0..3).map(fee_item).collect();
    file["fee"]["examples"] = json!([]);
    file["eligibility"]["rules"] = json!([]);
    file["documents"] = json!([]);
    let definition: ServiceDefinition = serde_json::from_value(file).expect("a service");
    assert_eq!(definition.fields().count(), 100);
    assert_eq!(conditions(&definition), 20);
    definition
}

fn conditions(definition: &ServiceDefinition) -> usize {
    let form = &definition.form;
    form.pages.iter().filter(|page| page.visible_when.is_some()).count()
        + definition.fields().filter(|field| field.visible_when.is_some()).count()
        + form.cross_field_rules.len()
        + definition.fee.items.iter().filter(|item| item.when.is_some()).count()
}

fn words(ar: &str, en: &str) -> Value {
    json!({"ar": ar, "en": en})
}

/// Three pages hang on the one before; on every page but the first one question looks back and, on three, one ahead.
fn page(at: usize) -> Value {
    let mut fields = fields(at);
    if at > 0 {
        fields[4]["visible_when"] = both(at - 1);
    }
    if at % 4 == 1 {
        fields[2]["visible_when"] = leaf(at, "count", "gte", json!(1));
    }
    let mut page = json!({"key": format!("page-{at}"), "title": words("صفحة", "Page"), "fields": fields});
    if at % 3 == 2 {
        page["visible_when"] = leaf(at - 1, "kind", "eq", json!("a"));
    }
    page
}

fn leaf(page: usize, field: &str, op: &str, value: Value) -> Value {
    json!({"field": format!("p{page}_{field}"), "op": op, "value": value})
}

fn both(page: usize) -> Value {
    json!({"all": [
        {"any": [leaf(page, "kind", "eq", json!("d")), leaf(page, "kind", "in", json!(["a", "b"]))]},
        leaf(page, "count", "lte", json!(50)),
    ]})
}

fn rules() -> Value {
    let rule = |page| json!({"when": leaf(page, "kind", "eq", json!("c")), "message": words("لا", "No")});
    json!([rule(3), rule(7)])
}

fn fee_item(at: usize) -> Value {
    json!({
        "key": format!("fee_{at}"), "label": words("رسم", "Fee"), "kind": "per_unit", "amount_minor": 1_000,
        "currency": "ILS", "stage": "submission", "quantity": {"field": format!("p{at}_count")},
        "when": leaf(at, "kind", "neq", json!("d")), "exemptible": true, "basis": "assumed",
    })
}

fn fields(page: usize) -> Vec<Value> {
    let options = |values: &[&str]| -> Value {
        let option = |value: &&str| json!({"value": value, "label": words("خيار", "Option")});
        values.iter().map(option).collect()
    };
    let last = match page % 5 {
        0 => json!({"type": "money", "validation": {"min": 1, "currency": ["ILS", "JOD"]}}),
        1 => json!({"type": "address"}),
        2 => json!({"type": "iban"}),
        3 => json!({"type": "email"}),
        _ => json!({"type": "checkbox", "options": options(&["a", "b", "c"])}),
    };
    let kinds = [
        ("name", json!({"type": "text", "validation": {"max_length": 80}})),
        ("reason", json!({"type": "textarea"})),
        (
            "code",
            json!({"type": "text", "validation": {"pattern": "^[A-Z]{2}[0-9]{4}(/[0-9]{1,3})?$"}}),
        ),
        ("id", json!({"type": "national_id"})),
        ("mobile", json!({"type": "phone", "mobile_only": true})),
        (
            "kind",
            json!({"type": "radio", "options": options(&["a", "b", "c", "d"])}),
        ),
        (
            "place",
            json!({"type": "select", "options": options(&["1", "2", "3", "4", "5", "6", "7", "8", "9"])}),
        ),
        (
            "day",
            json!({"type": "date", "validation": {"min_date": "today-60y", "max_date": "today"}}),
        ),
        ("count", json!({"type": "number", "validation": {"min": 1, "max": 50}})),
        ("more", last),
    ];
    let field = |(name, mut field): (&str, Value)| {
        field["key"] = json!(format!("p{page}_{name}"));
        field["label"] = words("سؤال", "Question");
        field["required"] = json!(true);
        field
    };
    kinds.into_iter().map(field).collect()
}
