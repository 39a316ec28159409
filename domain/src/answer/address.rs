//! Addresses, in parts.

use std::collections::BTreeMap;

use super::choice::find;
use super::text::{is_longer, line};
use super::{Lists, Problem, RawAnswers, part};
use crate::fold::is_blank;
use crate::service::field::Field;
use crate::value::Value;

/// The parts, in the order they are asked for.
pub(super) const PARTS: [&str; 8] = [
    "governorate",
    "locality",
    "neighbourhood",
    "street",
    "building",
    "floor",
    "landmark",
    "postcode",
];
/// The parts that must be there, in order.
const NEEDED: [&str; 2] = ["governorate", "locality"];
/// The list of governorates.
const GOVERNORATES: &str = "reference.governorates";
/// Longest part, in characters.
const PART_MAX_CHARS: u32 = 150;

/// Stored as a table of the parts that are not empty.
pub(super) fn check(field: &Field, raw: &RawAnswers, lists: &dyn Lists) -> Result<Option<Value>, Problem> {
    let mut parts: BTreeMap<&str, String> = PARTS
        .into_iter()
        .map(|name| (name, line(part(raw, field, name))))
        .filter(|(_, text)| !is_blank(text))
        .collect();
    if parts.is_empty() {
        return Ok(None);
    }
    if NEEDED.into_iter().any(|name| !parts.contains_key(name)) {
        return Err(Problem::Required);
    }
    let governorates = lists.choices(GOVERNORATES).unwrap_or_default();
    if parts
        .get("governorate")
        .is_none_or(|typed| find(governorates, typed).is_none())
    {
        return Err(Problem::NotAnOption);
    }
    if parts.values().any(|text| is_longer(text, PART_MAX_CHARS)) {
        return Err(Problem::TooLong { max: PART_MAX_CHARS });
    }
    if let Some(code) = parts.get_mut("postcode") {
        *code = postcode(code).ok_or(Problem::Postcode)?;
    }
    let parts = parts
        .into_iter()
        .map(|(name, text)| (name.to_owned(), Value::Text(text)));
    Ok(Some(Value::Map(parts.collect())))
}

/// `P` and three or seven digits.
fn postcode(typed: &str) -> Option<String> {
    let code = super::compact(typed).to_ascii_uppercase();
    let digits = code.strip_prefix('P')?;
    let fits = matches!(digits.len(), 3 | 7) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(code)
}

/// The part an error points to.
pub(super) fn faulty_part(field: &Field, problem: &Problem, raw: &RawAnswers) -> &'static str {
    let typed = |name: &str| line(part(raw, field, name));
    let found = match problem {
        Problem::Required => NEEDED.into_iter().find(|name| is_blank(&typed(name))),
        Problem::TooLong { max } => PARTS.into_iter().find(|name| is_longer(&typed(name), *max)),
        Problem::Postcode => Some("postcode"),
        _ => None,
    };
    found.unwrap_or("governorate")
}
