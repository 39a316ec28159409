//! Numbers, dates and money.

use chrono::NaiveDate;
use domain::answer::{Problem, RawAnswers, faulty_input};
use domain::service::field::Field;
use domain::value::Value;
use serde_json::json;

use crate::{field, raw, text, try_all, try_on, try_one};

#[test]
fn numbers() {
    let number = field(
        "number",
        json!({"validation": {"min": 1, "max": 5000, "integer": true}}),
    );
    for (typed, value) in [
        ("3", 3),
        ("٣", 3),
        ("۳", 3),
        ("\u{200F}١٬٢٠٠", 1200),
        ("1,200", 1200),
        ("١،٢٠٠", 1200),
        ("1 200", 1200),
        ("1ـ2", 12),
        ("007", 7),
    ] {
        assert_eq!(try_one(&number, typed), Ok(Some(Value::Int(value))), "{typed}");
    }
    for typed in [
        "1.0",
        "1e3",
        "NaN",
        "inf",
        "+5",
        "1,5",
        "1,0000",
        "1,",
        ",1",
        "1 2",
        "0x10",
        "9223372036854775808",
        "½",
        "٣ نسخ",
        "--1",
        "-",
        "1\0",
    ] {
        assert_eq!(try_one(&number, typed), Err(Problem::NotANumber), "{typed}");
    }
    assert_eq!(try_one(&number, "0"), Err(Problem::TooSmall { min: 1 }));
    assert_eq!(
        try_one(&number, "-9223372036854775808"),
        Err(Problem::TooSmall { min: 1 })
    );
    assert_eq!(try_one(&number, "5001"), Err(Problem::TooLarge { max: 5000 }));
}

fn date() -> Field {
    field(
        "date",
        json!({"validation": {"min_date": "today-60d", "max_date": "today"}}),
    )
}

fn parts(day: &str, month: &str, year: &str) -> RawAnswers {
    raw(&[("f.day", day), ("f.month", month), ("f.year", year)])
}

fn on(day: &str, month: &str, year: &str) -> Result<Option<Value>, Problem> {
    try_on("2026-03-15", true, &date(), &parts(day, month, year))
}

#[test]
fn months_have_names() {
    for month in ["2", "02", "٢", "شباط", "فبراير", "February", "feb", "شُبـاط\u{200F}"] {
        assert_eq!(on("٢٨", month, "۲۰۲۶"), text("2026-02-28"), "{month}");
    }
    let any = field("date", json!({}));
    for (at, names) in [
        (1, ["كانون الثاني", "Jan"]),
        (4, ["نيسان", "أبريل"]),
        (8, ["آب", "August"]),
        (9, ["أيلول", "sept"]),
        (10, ["تشرين الأول", "Oct"]),
        (11, ["تشرين ثاني", "نوفمبر"]),
        (12, ["كانون الأول", "december"]),
    ] {
        for month in names {
            let found = try_on("2026-03-15", true, &any, &parts("1", month, "1985"));
            assert_eq!(found, text(&format!("1985-{at:02}-01")), "{month}");
        }
    }
}

#[test]
fn dates_have_limits() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let late = Problem::TooLate {
        latest: day(2026, 3, 15),
    };
    let early = Problem::TooEarly {
        earliest: day(2026, 1, 14),
    };
    assert_eq!(on("16", "3", "2026"), Err(late));
    assert_eq!(on("13", "1", "2026"), Err(early));
    assert_eq!(on("14", "1", "2026"), text("2026-01-14"));
    assert_eq!(on("", "", ""), Err(Problem::Required));
    assert_eq!(on("1", "", "2026"), Err(Problem::DateIncomplete));
    let any = |day, month, year| try_on("2026-03-15", true, &field("date", json!({})), &parts(day, month, year));
    assert_eq!(
        any("٢٩", "2", "2028"),
        text("2028-02-29"),
        "without a limit the future is a day like others"
    );
    assert_eq!(any("31", "12", "2200"), text("2200-12-31"));
}

#[test]
fn days_that_do_not_exist() {
    for (day, month, year) in [
        ("31", "2", "2026"),
        ("29", "2", "2025"),
        ("29", "2", "2100"),
        ("30", "2", "2024"),
        ("31", "4", "2026"),
        ("0", "1", "2026"),
        ("-1", "1", "2026"),
        ("1", "13", "2026"),
        ("1", "ma", "2026"),
        ("1", "24:00", "2026"),
        ("1", "1", "999999"),
        ("1", "1", "99999"),
        ("1", "1", "9999"),
        ("1", "1", "0"),
        ("1", "1", "0000"),
        ("1", "1", "-2026"),
        ("1", "1", "26"),
        ("1", "1", "1447"),
        ("1", "1", "٢٠٢٦٬"),
    ] {
        assert_eq!(on(day, month, year), Err(Problem::NotADate), "{day} {month} {year}");
    }
    let faulty = |day, month, year| faulty_input(&date(), &Problem::NotADate, &parts(day, month, year));
    assert_eq!(faulty("1", "", "2026"), "f.month");
    assert_eq!(faulty("1", "بطيخ", "2026"), "f.month");
    assert_eq!(faulty("1", "1", "26"), "f.year");
    assert_eq!(faulty("31", "2", "2026"), "f.day");
}

#[test]
fn money() {
    let price = field("money", json!({"validation": {"min": 1, "currency": ["ILS", "JOD"]}}));
    let of = |amount, currency| try_all(&price, &[("f.amount", amount), ("f.currency", currency)]);
    let sum = |minor: i64, currency: &str| {
        Ok(Some(
            serde_json::from_value(json!({"amount_minor": minor, "currency": currency})).unwrap(),
        ))
    };
    for typed in ["1234.5", "1,234.50", "١٬٢٣٤٫٥", "۱۲۳۴٫۵۰", "1 234.5"] {
        assert_eq!(of(typed, "ILS"), sum(123_450, "ILS"), "{typed}");
    }
    assert_eq!(of("1.234", "JOD"), sum(1_234, "JOD"));
    for typed in [
        "1.234",
        "1,5",
        ".5",
        "5.",
        "-5",
        "1e3",
        "1.2.3",
        "99999999999999999999",
        "92233720368547758.08",
        "مئة",
    ] {
        assert_eq!(of(typed, "ILS"), Err(Problem::Amount), "{typed}");
    }
    assert_eq!(of("0.99", "ILS"), Err(Problem::TooSmall { min: 1 }));
    assert_eq!(of("5", ""), Err(Problem::Currency));
    assert_eq!(of("5", "USD"), Err(Problem::Currency));
    assert_eq!(of("", "ILS"), Err(Problem::Required));
    assert_eq!(faulty_input(&price, &Problem::Currency, &raw(&[])), "f.currency");
    let shekels = field("money", json!({"validation": {"currency": ["ILS"]}}));
    assert_eq!(try_all(&shekels, &[("f.amount", "5")]), sum(500, "ILS"));
}
