//! Texts, choices, addresses, files, and what is filled in beforehand.

use domain::answer::{Problem, defaults, faulty_input, input_names, options, to_raw};
use domain::value::Value;
use serde_json::{Value as Json, json};

use crate::{Known, field, raw, text, try_all, try_on, try_one};

#[test]
fn texts_and_patterns() {
    let name = field("text", json!({"validation": {"max_length": 13}}));
    assert_eq!(try_one(&name, "  عبد\u{202B} الله\nمـحمد "), text("عبد الله محمد"));
    assert_eq!(try_one(&name, "شارع ٢٣"), text("شارع 23"));
    assert_eq!(try_one(&name, &"ع".repeat(13)), text(&"ع".repeat(13)));
    assert_eq!(try_one(&name, &"ع".repeat(14)), Err(Problem::TooLong { max: 13 }));
    assert_eq!(try_one(&name, "\u{200D}\u{200B} \u{FEFF}"), Err(Problem::Required));
    assert_eq!(
        try_one(&field("text", json!({})), &"a".repeat(301)),
        Err(Problem::TooLong { max: 300 })
    );
    let area = field("textarea", json!({}));
    assert_eq!(try_one(&area, "سطر\r\nسطر ٢\n"), text("سطر\nسطر 2"));
    assert_eq!(try_one(&area, &"a".repeat(4_001)), Err(Problem::TooLong { max: 4_000 }));

    let message = json!({"ar": "رقم القطعة غير صحيح.", "en": "Not a parcel."});
    let parcel = field(
        "text",
        json!({"validation": {"pattern": "^[0-9]{1,6}(/[0-9]{1,4})?$", "message": message}}),
    );
    assert_eq!(try_one(&parcel, "١٢٥ / ٣"), text("125/3"));
    let own = Problem::Custom {
        message: serde_json::from_value(message).unwrap(),
    };
    assert_eq!(try_one(&parcel, "125a"), Err(own));
    let plate = field("text", json!({"validation": {"pattern": "[0-9]{7}|[0-9]{5}[A-Z]"}}));
    assert_eq!(try_one(&plate, "12345-d"), text("12345D"));
    assert_eq!(try_one(&plate, "1234567x"), Err(Problem::Pattern));
    assert_eq!(
        try_one(&field("text", json!({"validation": {"pattern": "("}})), "x"),
        Err(Problem::Pattern)
    );
}

#[test]
fn choices_and_boxes() {
    let options_of = |values: Json| {
        values
            .as_array()
            .unwrap()
            .iter()
            .map(|value| json!({"value": value, "label": {"ar": "أ", "en": "a"}}))
            .collect::<Json>()
    };
    let years = field("radio", json!({"options": options_of(json!([1, 2, 5]))}));
    assert_eq!(try_one(&years, "2"), Ok(Some(Value::Int(2))));
    assert_eq!(try_one(&years, "3"), Err(Problem::NotAnOption));
    let listed = field("select", json!({"options_from": "reference.governorates"}));
    assert_eq!(try_one(&listed, "PS-JEN"), text("PS-JEN"));
    assert_eq!(
        try_one(&field("select", json!({"options_from": "reference.unknown"})), "PS"),
        Err(Problem::NotAnOption)
    );
    assert!(options(&field("select", json!({"options_from": "nowhere"})), &Known::new()).is_empty());

    let several = field(
        "checkbox",
        json!({"options": options_of(json!(["name", "address", "photo"]))}),
    );
    let chosen = Value::List(vec![Value::from("name"), Value::from("photo")]);
    assert_eq!(
        try_all(&several, &[("f", "photo"), ("f", "name"), ("f", "photo")]),
        Ok(Some(chosen))
    );
    assert_eq!(
        try_all(&several, &[("f", "name"), ("f", "other")]),
        Err(Problem::NotAnOption)
    );
    assert_eq!(try_all(&several, &[]), Err(Problem::Required));

    let agree = field("checkbox", json!({"validation": {"must_be_true": true}}));
    assert_eq!(try_one(&agree, "on"), Ok(Some(Value::Bool(true))));
    assert_eq!(try_all(&agree, &[]), Err(Problem::MustAccept));
    assert_eq!(try_one(&agree, "maybe"), Err(Problem::NotAnOption));
    assert_eq!(
        try_all(&field("checkbox", json!({"required": false})), &[]),
        Ok(Some(Value::Bool(false)))
    );
}

#[test]
fn addresses() {
    let address = field("address", json!({}));
    let full = [
        ("f.governorate", "PS-JEN"),
        ("f.locality", " جنين "),
        ("f.floor", "٣"),
        ("f.postcode", "p ١٠٤"),
    ];
    let stored = json!({"governorate": "PS-JEN", "locality": "جنين", "floor": "3", "postcode": "P104"});
    assert_eq!(
        try_all(&address, &full),
        Ok(Some(serde_json::from_value(stored).unwrap()))
    );
    let with = |more: &[(&'static str, &'static str)]| {
        let mut answers = raw(&full);
        answers.extend(raw(more));
        let problem = try_on("2026-01-01", true, &address, &answers).unwrap_err();
        (faulty_input(&address, &problem, &answers), problem)
    };
    assert_eq!(
        with(&[("f.governorate", "")]),
        ("f.governorate".into(), Problem::Required)
    );
    assert_eq!(with(&[("f.locality", " ")]), ("f.locality".into(), Problem::Required));
    assert_eq!(
        with(&[("f.governorate", "PS-QQQ")]),
        ("f.governorate".into(), Problem::NotAnOption)
    );
    assert_eq!(with(&[("f.postcode", "104")]), ("f.postcode".into(), Problem::Postcode));
    assert_eq!(try_all(&field("address", json!({"required": false})), &[]), Ok(None));
}

#[test]
fn files() {
    let file = field("file", json!({}));
    let stored = json!([{"upload": "0191-ab", "name": "هوية.pdf"}]);
    let answers = [
        ("f", "0191-ab|هوية.pdf"),
        ("f", "0191-ab|again.pdf"),
        ("f", "|x"),
        ("f", "../x|y"),
        ("f", "zzz"),
    ];
    assert_eq!(
        try_all(&file, &answers),
        Ok(Some(serde_json::from_value(stored).unwrap()))
    );
    assert_eq!(try_all(&file, &[("f", "zzz")]), Err(Problem::Required));
}

#[test]
fn defaults_and_prefill_come_back_as_they_were() {
    let cases = [
        ("text", json!({}), json!("شارع القدس 12")),
        ("date", json!({}), json!("1985-03-09")),
        ("phone", json!({}), json!("+970599123456")),
        ("number", json!({}), json!(-4)),
        ("money", json!({}), json!({"amount_minor": 1005, "currency": "JOD"})),
        (
            "address",
            json!({}),
            json!({"governorate": "PS-GZA", "locality": "غزة"}),
        ),
        ("file", json!({}), json!([{"upload": "a-1", "name": "a|b.pdf"}])),
        ("checkbox", json!({"required": false}), json!(false)),
        ("checkbox", json!({}), json!(true)),
    ];
    for (kind, more, value) in cases {
        let (field, value) = (field(kind, more), serde_json::from_value::<Value>(value).unwrap());
        let written = to_raw(&field, &value);
        assert!(written.keys().all(|name| input_names(&field).contains(name)), "{kind}");
        assert_eq!(try_on("2026-01-01", true, &field, &written), Ok(Some(value)), "{kind}");
    }
    assert_eq!(defaults(&field("number", json!({"default": 1}))), raw(&[("f", "1")]));
    assert!(to_raw(&field("money", json!({})), &Value::from("x")).is_empty());
}
