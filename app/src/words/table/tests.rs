//! What the table accepts, writes and refuses.

use super::generate;

fn complaints(arabic: &str, english: &str) -> Vec<String> {
    generate(arabic, english).expect_err("should be refused")
}

#[test]
fn a_plain_message_is_a_constant_text() {
    let code = generate("sign_in = 'تسجيل الدخول'", "sign_in = 'Sign in'").expect("fine");
    assert!(code.contains("pub const fn sign_in(self) -> &'static str"), "{code}");
    assert!(code.contains(r#"self.pick("تسجيل الدخول", "Sign in")"#), "{code}");
}

#[test]
fn values_are_arguments_in_alphabetical_order_wherever_they_stand() {
    let code = generate("of = 'من {total} رقم {number}'", "of = '{number} of {total}'").expect("fine");
    assert!(
        code.contains("of(self, number: impl Into<Isolated>, total: impl Into<Isolated>)"),
        "{code}"
    );
    assert!(code.contains(r#"self.pick("من {1} رقم {0}", "{0} of {1}")"#), "{code}");
}

#[test]
fn a_plural_takes_its_number_first() {
    let arabic = "due = { zero = 'اليوم {x}', one = 'يوم {x}', two = 'يومان {x}', few = '{count} أيام {x}', many = '{count} يومًا {x}', other = '{count} يوم {x}' }";
    let english = "due = { one = '{count} day {x}', other = '{count} days {x}' }";
    let code = generate(arabic, english).expect("fine");
    assert!(code.contains("due(self, count: u64, x: impl Into<Isolated>)"), "{code}");
    assert!(code.contains(r#"["{0} day {1}", "{0} days {1}"]"#), "{code}");
}

#[test]
fn a_missing_message_is_named_with_its_file() {
    assert_eq!(
        complaints("yes = 'نعم'\nno = 'لا'", "yes = 'Yes'"),
        ["locales/en.toml: no: missing"]
    );
    assert_eq!(
        complaints("yes = 'نعم'", "yes = 'Yes'\nno = 'No'"),
        ["locales/ar.toml: no: missing"]
    );
}

#[test]
fn a_missing_plural_form_is_refused() {
    let arabic = "days = { zero = 'اليوم', one = 'يوم', two = 'يومان', few = '{count} أيام', other = '{count} يوم' }";
    let found = complaints(arabic, "days = { one = '{count} day', other = '{count} days' }");
    assert_eq!(found, ["locales/ar.toml: days: the plural form `many` is missing"]);
    let found = complaints("days = 'أيام'", "days = { one = '{count} day', other = 'days' }");
    assert_eq!(
        found,
        ["locales/en.toml: days: the plural form `other` does not say {count}"]
    );
}

#[test]
fn languages_must_take_the_same_values() {
    let found = complaints("pay = 'ادفع {amount}'", "pay = 'Pay {sum}'");
    assert!(found[0].starts_with("locales/en.toml: pay: the values"), "{found:?}");
    let found = complaints("pay = 'ادفع'", "pay = { one = '{count}', other = '{count}' }");
    assert!(found[0].contains("plural forms in one language"), "{found:?}");
}

#[test]
fn letters_that_break_a_page_are_refused() {
    for (arabic, expected) in [
        ("'٣ أيام'", "a digit other than 0-9"),
        ("'قال \"نعم\"'", "a straight quotation mark"),
        ("'أرسل email'", "the Latin word `email`"),
        ("'يرجى الانتظار'", "write an imperative"),
        ("'أدخل {رقم}'", "a brace that is no {value}"),
        ("'أدخل {name'", "a brace that is no {value}"),
        ("\"أدخل\\u200f\"", "an invisible mark of direction"),
        ("''", "the text is empty"),
        ("3", "a text or a table"),
    ] {
        let found = complaints(&format!("word = {arabic}"), "word = 'Word'");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("locales/ar.toml: word: ") && found[0].contains(expected),
            "{found:?}"
        );
    }
    assert!(complaints("a = 'أ'", "a = \"it's\"")[0].contains("apostrophe"));
    assert!(complaints("return = 'أ'", "return = 'a'")[0].contains("no word of Rust"));
    assert!(complaints("a = 'أ'\na = 'ب'", "a = 'a'")[0].contains("duplicate"));
}
