//! Amounts of money, typed as a decimal and stored in minor units.

use std::collections::BTreeMap;

use super::number::{MAX_BYTES, whole};
use super::{Problem, RawAnswers, part};
use crate::fold;
use crate::money::{Currency, Money};
use crate::service::field::Field;
use crate::value::Value;

/// The currencies a field takes; all, when the file names none.
fn currencies(field: &Field) -> &[Currency] {
    match &field.validation {
        Some(limits) if !limits.currency.is_empty() => &limits.currency,
        _ => &Currency::ALL,
    }
}

/// Stored as `amount_minor` and `currency`. The limits of the catalogue are in whole units of the currency.
pub(super) fn check(field: &Field, raw: &RawAnswers) -> Result<Option<Value>, Problem> {
    let typed = fold::digits(part(raw, field, "amount"));
    if typed.is_empty() {
        return Ok(None);
    }
    let allowed = currencies(field);
    let code = fold::digits(part(raw, field, "currency")).to_ascii_uppercase();
    let currency = match allowed {
        [only] if code.is_empty() => *only,
        _ => Currency::from_code(&code)
            .filter(|currency| allowed.contains(currency))
            .ok_or(Problem::Currency)?,
    };
    let minor = minor_units(&typed, currency).ok_or(Problem::Amount)?;
    let limits = field.validation.as_ref();
    let scale = i128::from(scale(currency));
    let beyond = |limit: i64| i128::from(minor).cmp(&(i128::from(limit) * scale));
    if let Some(min) = limits.and_then(|limits| limits.min).filter(|min| beyond(*min).is_lt()) {
        return Err(Problem::TooSmall { min });
    }
    if let Some(max) = limits.and_then(|limits| limits.max).filter(|max| beyond(*max).is_gt()) {
        return Err(Problem::TooLarge { max });
    }
    let parts = [
        ("amount_minor", Value::Int(minor)),
        ("currency", Value::from(currency.code())),
    ];
    Ok(Some(Value::Map(
        parts.map(|(name, value)| (name.to_owned(), value)).into(),
    )))
}

/// An amount typed by an officer: the same digits and signs as in an answer.
pub fn amount(typed: &str, currency: Currency) -> Option<Money> {
    minor_units(&fold::digits(typed), currency).map(|minor| Money::new(minor, currency))
}

fn scale(currency: Currency) -> i64 {
    10_i64.pow(currency.minor_digits())
}

/// A decimal with a point or the Arabic decimal sign, with no more digits after it than the currency has.
fn minor_units(text: &str, currency: Currency) -> Option<i64> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let (units, fraction) = text.split_once(['.', '\u{066B}']).unwrap_or((text, "0"));
    let digits = currency.minor_digits() as usize;
    if !(1..=digits).contains(&fraction.len()) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<digits$}").parse().ok()?;
    whole(units)?
        .parse::<i64>()
        .ok()?
        .checked_mul(scale(currency))?
        .checked_add(fraction)
}

/// A stored amount as money, if it is one.
pub(super) fn stored(parts: &BTreeMap<String, Value>) -> Option<Money> {
    let currency = Currency::from_code(parts.get("currency")?.as_text()?)?;
    Some(Money::new(parts.get("amount_minor")?.as_int()?, currency))
}
