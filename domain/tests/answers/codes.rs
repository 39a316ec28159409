//! Numbers that name somebody or something, in the vectors of the catalogue and as people type them.

use domain::answer::Problem;
use serde_json::json;

use crate::{arabic, field, persian, raw, text, try_on, try_one, vectors};

#[test]
fn identity_numbers() {
    let id = field("national_id", json!({}));
    for number in vectors("national_id", "valid") {
        for typed in [
            number.clone(),
            arabic(&number),
            persian(&number),
            format!("{}-{} {}", &number[..1], &number[1..5], &number[5..]),
        ] {
            assert_eq!(try_one(&id, &typed), text(&number), "{typed}");
        }
    }
    for number in vectors("national_id", "invalid") {
        assert_eq!(try_one(&id, &number), Err(Problem::NationalId), "{number}");
        assert_eq!(try_one(&id, &arabic(&number)), Err(Problem::NationalId), "{number}");
    }
    let unchecked = |number| try_on("2026-01-01", false, &id, &raw(&[("f", number)]));
    assert_eq!(unchecked("123456783"), text("123456783"));
    assert_eq!(unchecked("111111111"), Err(Problem::NationalId));
    assert_eq!(try_one(&id, " \u{200F} "), Err(Problem::Required));
    assert_eq!(try_one(&field("national_id", json!({"required": false})), ""), Ok(None));
}

#[test]
fn telephone_numbers() {
    let (any, mobile) = (field("phone", json!({})), field("phone", json!({"mobile_only": true})));
    for number in vectors("phone", "valid") {
        let national = &number[number.len() - 9..];
        for typed in [
            number.clone(),
            arabic(&number),
            persian(&number),
            number.replace("599", " (599)-"),
        ] {
            assert_eq!(try_one(&mobile, &typed), text(&format!("+970{national}")), "{typed}");
        }
    }
    for number in vectors("phone", "invalid") {
        assert_eq!(try_one(&any, &number), Err(Problem::Phone), "{number}");
        assert_eq!(try_one(&mobile, &number), Err(Problem::Mobile), "{number}");
    }
    for landline in ["02 298 1234", "+97022981234", "0097022981234", "٠٢٢٩٨١٢٣٤"] {
        assert_eq!(try_one(&any, landline), text("+97022981234"));
        assert_eq!(try_one(&mobile, landline), Err(Problem::Mobile));
    }
    for wrong in [
        "+97222981234",
        "02 258 1234",
        "+",
        "0",
        "05991234567",
        "٥٩٩",
        "+970+970599123456",
    ] {
        assert_eq!(try_one(&any, wrong), Err(Problem::Phone), "{wrong}");
    }
}

#[test]
fn bank_accounts() {
    let iban = field("iban", json!({}));
    for number in vectors("iban", "valid") {
        let spaced: Vec<&str> = (0..8).map(|at| &number[at * 4..(at * 4 + 4).min(29)]).collect();
        for typed in [
            number.clone(),
            arabic(&number),
            number.to_lowercase(),
            spaced.join(" "),
            persian(&spaced.join("-")),
        ] {
            assert_eq!(try_one(&iban, &typed), text(&number), "{typed}");
        }
    }
    let jordan = "JO94CBJO0010000000000131000302".to_owned();
    for number in vectors("iban", "invalid")
        .into_iter()
        .chain([jordan, "PS".into(), "PS92".into(), "٩".repeat(29)])
    {
        assert_eq!(try_one(&iban, &number), Err(Problem::Iban), "{number}");
    }
}

#[test]
fn mail_addresses() {
    let mail = field("email", json!({}));
    assert_eq!(
        try_one(&mail, "\u{200F} Amal.K+x@Example.PS "),
        text("Amal.K+x@example.ps")
    );
    assert_eq!(try_one(&mail, "amal٢@mail.birzeit.edu"), text("amal2@mail.birzeit.edu"));
    let long = format!("{}@{}.ps", "a".repeat(64), "b.".repeat(100));
    let wrong = [
        "amal",
        "@x.ps",
        "a@",
        "a@ps",
        "a@x..ps",
        ".a@x.ps",
        "a..b@x.ps",
        "a b@x.ps",
        "a@b@x.ps",
        "a@-x.ps",
        "a@x.p",
        "a@1.2",
        "أمل@مثال.فلسطين",
        "a@x.ps\r\nBcc: b@x.ps",
        long.as_str(),
    ];
    for typed in wrong {
        assert_eq!(try_one(&mail, typed), Err(Problem::Email), "{typed}");
    }
}
