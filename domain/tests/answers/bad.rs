//! The same bad texts given to every kind of question: each is refused in the words of its kind, or brought to a form.

use domain::answer::RawAnswers;
use domain::service::field::Field;
use domain::value::Value;
use serde_json::json;

use crate::{field, raw, try_on};

/// Each kind, the input that the text stands in, and what is said when it cannot be taken.
const ASKED: [(&str, &str, &str); 16] = [
    ("text", "f", "-"),
    ("textarea", "f", "-"),
    ("address", "f.locality", "-"),
    ("group", "f.0.inner", "-"),
    ("code", "f", "Pattern"),
    ("national_id", "f", "NationalId"),
    ("phone", "f", "Phone"),
    ("email", "f", "Email"),
    ("iban", "f", "Iban"),
    ("number", "f", "NotANumber"),
    ("money", "f.amount", "Amount"),
    ("date", "f.day", "NotADate"),
    ("radio", "f", "NotAnOption"),
    ("boxes", "f", "NotAnOption"),
    ("box", "f", "NotAnOption"),
    ("file", "f", "Required"),
];

fn asked(kind: &str) -> Field {
    let options = json!([{"value": "3", "label": {"ar": "ثلاثة", "en": "Three"}}]);
    let inner = json!([{"key": "inner", "type": "text", "label": {"ar": "سؤال", "en": "Question"}, "required": true}]);
    match kind {
        "code" => field("text", json!({"validation": {"pattern": "[0-9]{1,4}"}})),
        "radio" => field("radio", json!({"options": options})),
        "boxes" => field("checkbox", json!({"options": options})),
        "box" => field("checkbox", json!({})),
        "group" => field("repeating_group", json!({"fields": inner})),
        kind => field(kind, json!({})),
    }
}

/// The text in its place, the other parts as they should be.
fn typed(kind: &str, input: &str, text: &str) -> RawAnswers {
    let mut answers = match kind {
        "address" => raw(&[("f.governorate", "PS-JEN")]),
        "money" => raw(&[("f.currency", "ILS")]),
        "date" => raw(&[("f.month", "2"), ("f.year", "2026")]),
        _ => RawAnswers::new(),
    };
    answers.insert(input.to_owned(), vec![text.to_owned()]);
    answers
}

/// The value as text, or the name of the problem.
fn outcome(kind: &str, answers: &RawAnswers) -> String {
    let written = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::List(items) => serde_json::to_string(items).unwrap(),
        value => serde_json::to_string(value).unwrap(),
    };
    let free = |value: &Value| {
        let item = value.as_list().and_then(|items| items.first()).unwrap_or(value);
        item.part("inner").or(item.part("locality")).cloned()
    };
    match try_on("2026-03-15", true, &asked(kind), answers) {
        Ok(None) => "nothing".to_owned(),
        Ok(Some(value)) => written(&free(&value).unwrap_or(value)),
        Err(problem) => format!("{problem:?}").split(' ').next().unwrap_or_default().to_owned(),
    }
}

/// What comes of a text: in questions for free text, and in the others; in those that are not named it is refused.
fn comes_to(text: &str, free: &str, others: &[(&str, &str)]) {
    for (kind, input, refused) in ASKED {
        let named = others
            .iter()
            .find(|(name, _)| *name == kind)
            .map(|(_, outcome)| *outcome);
        let expected = named.unwrap_or(if refused == "-" { free } else { refused });
        let found = outcome(kind, &typed(kind, input, text));
        let short: String = text.chars().take(20).collect();
        assert_eq!(found, expected, "{kind} given {short:?}");
    }
}

const THREE: &[(&str, &str)] = &[
    ("code", "3"),
    ("number", "3"),
    ("money", r#"{"amount_minor":300,"currency":"ILS"}"#),
    ("date", "2026-02-03"),
];
/// Where nothing can be seen nothing was answered; what is chosen or uploaded is no text.
const NOTHING: &[(&str, &str)] = &[
    ("code", "Required"),
    ("national_id", "Required"),
    ("phone", "Required"),
    ("email", "Required"),
    ("iban", "Required"),
    ("number", "Required"),
    ("money", "Required"),
    ("date", "DateIncomplete"),
    ("box", "MustAccept"),
];

#[test]
fn digits_of_both_sets_are_digits_and_no_others_are() {
    let and_chosen = [THREE, &[("radio", "3"), ("boxes", r#"["3"]"#)]].concat();
    comes_to("3", "3", &and_chosen);
    for text in [
        "٣",
        "۳",
        "\u{202E}3",
        "\u{2066}3\u{2069}",
        "\u{200B}٣\u{FEFF}",
        "3\u{00AD}",
    ] {
        comes_to(text, "3", THREE);
    }
    let long = [
        ("code", "123"),
        ("number", "123"),
        ("money", r#"{"amount_minor":12300,"currency":"ILS"}"#),
    ];
    comes_to("1٢۳", "123", &long);
    for other in ["３", "३", "½", "③"] {
        comes_to(other, other, &[]);
    }
}

#[test]
fn what_cannot_be_seen_is_no_answer() {
    let chosen = [("radio", "Required"), ("boxes", "Required")];
    for space in ["", " ", "\u{00A0}\t", "\r\n"] {
        comes_to(space, "Required", &[NOTHING, &chosen].concat());
    }
    for invisible in ["\u{200B}\u{2060}", "\u{202E}", "\u{3164}", "\u{FEFF}\u{E0041}", "ـ"] {
        comes_to(invisible, "Required", NOTHING);
    }
    // Signs without a letter, a NUL: no code, number or address begins so.
    for sign in ["\u{0301}".repeat(100), "\u{064E}\u{0651}".to_owned(), "\0".to_owned()] {
        comes_to(&sign, "Required", &[("code", "Required")]);
    }
}

#[test]
fn heaps_of_signs_and_long_texts_have_an_end() {
    comes_to(
        &format!("س{}", "\u{064E}".repeat(100)),
        "س\u{064E}\u{064E}\u{064E}\u{064E}",
        &[],
    );
    for long in ["9".repeat(100_000), "ض".repeat(100_000), "ab ".repeat(33_334)] {
        comes_to(&long, "TooLong", &[("code", "TooLong")]);
    }
}

#[test]
fn controls_become_spaces() {
    comes_to("3\0", "3", &[("code", "3")]);
    comes_to("3\r4", "3 4", &[("code", "34")]);
    comes_to("3\r\n4", "3 4", &[("code", "34"), ("textarea", "3\n4")]);
    comes_to("3\u{2028}4\u{0007}", "3 4", &[("code", "34")]);
}

#[test]
fn texts_that_only_look_like_numbers_are_texts() {
    for text in [
        "NaN",
        "inf",
        "Infinity",
        "1e309",
        "1e3",
        "0x10",
        "1,5",
        "+3",
        "24:00",
        "2026-02-31",
    ] {
        comes_to(text, text, &[]);
    }
    comes_to("-0", "-0", &[("code", "0"), ("number", "0")]);
    comes_to("--3", "--3", &[("code", "3")]);
    comes_to("1٫5", "1٫5", &[("money", r#"{"amount_minor":150,"currency":"ILS"}"#)]);
    comes_to("99999999999999999999", "99999999999999999999", &[]);
}

#[test]
fn emoji_and_what_is_no_option_are_texts() {
    for text in [
        "👩\u{200D}👧 سعاد",
        "❤\u{FE0F}",
        "🇵🇸",
        "nobody offered this",
        "../../etc/passwd|x",
    ] {
        comes_to(text, text, &[]);
    }
    comes_to(
        "up|👩.pdf",
        "up|👩.pdf",
        &[("file", r#"[{"name":"👩.pdf","upload":"up"}]"#)],
    );
    let file = r#"[{"name":"exe.fdp","upload":"up"}]"#;
    comes_to("up|exe\u{202E}.fdp", "up|exe.fdp", &[("file", file)]);
}

#[test]
fn twice_posted_is_the_first_and_ticks_add_up() {
    let of = |kind: &str, texts: &[&str]| {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        outcome(kind, &RawAnswers::from([("f".to_owned(), texts)]))
    };
    for kind in ["text", "textarea", "code", "number", "radio"] {
        assert_eq!(of(kind, &["3", "4"]), "3", "{kind}");
        assert_eq!(of(kind, &["", "3"]), "Required", "{kind}");
    }
    assert_eq!(of("boxes", &["3", "", "3"]), r#"["3"]"#);
    assert_eq!(of("boxes", &["3", "4"]), "NotAnOption");
    assert_eq!(of("box", &["", "on", "on"]), "true");
    assert_eq!(of("box", &["on", "off"]), "true");
    assert_eq!(
        of("file", &["up|a.pdf", "up|b.pdf"]),
        r#"[{"name":"a.pdf","upload":"up"}]"#
    );
    assert_eq!(of("text", &[]), "Required");
}

#[test]
fn what_was_not_asked_is_not_an_answer() {
    let unknown = [
        "g",
        "f.",
        "f.x",
        "f.0",
        "F",
        " f",
        "f\0",
        "",
        "f.0.inner.x",
        "f.-1.inner",
        "f.00.inner",
    ];
    for (kind, ..) in ASKED {
        let answers: RawAnswers = unknown
            .into_iter()
            .map(|name| (name.to_owned(), vec!["3".to_owned()]))
            .collect();
        let nothing = if kind == "box" { "MustAccept" } else { "Required" };
        assert_eq!(outcome(kind, &answers), nothing, "{kind}");
    }
    for index in ["10000", "1000000000", "18446744073709551616", "٣", "1e1", "+1"] {
        let far = raw(&[(&format!("f.{index}.inner"), "3"), ("f.items", index)]);
        assert_eq!(outcome("group", &far), "Required", "{index}");
        let beside = raw(&[(&format!("f.{index}.inner"), "3"), ("f.7.inner", "x")]);
        assert_eq!(outcome("group", &beside), "x", "{index}");
    }
}
