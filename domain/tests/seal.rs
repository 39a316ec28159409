//! The form of a seal: what goes in comes out, and nothing else is read.

use chrono::NaiveDate;
use domain::seal::{Seal, from_digits, to_digits};
use proptest::prelude::*;

const KEY: [u8; 4] = [1, 2, 3, 4];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn seal() -> Seal {
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    Seal {
        code: "7K4M92QXTD3H5WRA".to_owned(),
        issued: day(2026, 11, 23),
        valid_until: Some(day(2027, 11, 22)),
        title: "تصديق شهادة علمية".to_owned(),
        number: "MOEHE-2026-00483712".to_owned(),
        lines: vec![line("الجامعة", "جامعة بيرزيت – Birzeit"), line("سنة التخرج", "2019")],
        shortened: false,
    }
}

#[test]
fn a_seal_is_read_as_it_was_written() {
    for valid_until in [None, Some(day(2031, 1, 1))] {
        let seal = Seal { valid_until, ..seal() };
        let bytes = seal.bytes(KEY).expect("bytes");
        assert_eq!(Seal::read(&bytes), Some((KEY, seal)));
        assert!(bytes.len() < 130, "{}", bytes.len());
    }
}

/// The page that checks without us reads the same bytes; a change here would strand what is printed.
#[test]
fn the_form_does_not_change() {
    let seal = Seal {
        title: "شهادة".to_owned(),
        number: "MOI-2026-1".to_owned(),
        lines: vec![("x".to_owned(), "é".to_owned())],
        ..seal()
    };
    let hex: String = seal
        .bytes(KEY)
        .expect("bytes")
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let known = concat!(
        "01010203043cc9448afdd34712f30a09d60b420005b4c7a7afa90a4d4f49",
        "2d323032362d310178041a0000e9"
    );
    assert_eq!(hex, known);
}

#[test]
fn what_does_not_fit_is_left_out_and_said() {
    let long = ("الوصف".to_owned(), "ا".repeat(200));
    let many = Seal {
        lines: vec![long.clone(), long.clone(), long],
        ..seal()
    };
    let (_, read) = Seal::read(&many.bytes(KEY).expect("bytes")).expect("read");
    assert!(read.shortened && read.lines.len() == 1);
    let too_long = Seal {
        lines: vec![("x".to_owned(), "ا".repeat(300))],
        ..seal()
    };
    let (_, read) = Seal::read(&too_long.bytes(KEY).expect("bytes")).expect("read");
    assert!(read.shortened && read.lines.is_empty());
}

#[test]
fn codes_and_days_out_of_reach_are_not_sealed() {
    let odd = |change: fn(&mut Seal)| {
        let mut seal = seal();
        change(&mut seal);
        seal.bytes(KEY)
    };
    assert_eq!(odd(|seal| seal.code = "7K4M".to_owned()), None);
    assert_eq!(odd(|seal| seal.code = "7K4M92QXTD3H5WRU".to_owned()), None);
    assert_eq!(odd(|seal| seal.issued = day(2019, 12, 31)), None);
    assert_eq!(odd(|seal| seal.valid_until = Some(day(2300, 1, 1))), None);
}

proptest! {
    #[test]
    fn any_bytes_in_digits_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(from_digits(&to_digits(&bytes)), Some(bytes));
    }

    #[test]
    fn nothing_makes_reading_fail_hard(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in ".{0,60}") {
        let _ = (Seal::read(&bytes), from_digits(&text));
    }

    #[test]
    fn any_text_comes_back(text in "[\\PC]{0,40}") {
        let steers = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}');
        let seal = Seal { title: text.chars().filter(|c| !steers(*c)).collect(), ..seal() };
        if let Some(bytes) = seal.bytes(KEY) {
            prop_assert_eq!(Seal::read(&bytes), Some((KEY, seal)));
        }
    }
}
