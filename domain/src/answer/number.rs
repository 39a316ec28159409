//! Whole numbers.

use super::Problem;
use crate::fold;
use crate::service::field::Field;
use crate::value::Value;

/// Nothing longer is read as a number.
pub(super) const MAX_BYTES: usize = 64;

/// Stored as a whole number.
pub(super) fn check(field: &Field, typed: &str) -> Result<Option<Value>, Problem> {
    let text = fold::digits(typed);
    if text.is_empty() {
        return Ok(None);
    }
    let number = parse(&text).ok_or(Problem::NotANumber)?;
    let limits = field.validation.as_ref();
    if let Some(min) = limits.and_then(|limits| limits.min).filter(|min| number < *min) {
        return Err(Problem::TooSmall { min });
    }
    if let Some(max) = limits.and_then(|limits| limits.max).filter(|max| number > *max) {
        return Err(Problem::TooLarge { max });
    }
    Ok(Some(Value::Int(number)))
}

fn parse(text: &str) -> Option<i64> {
    if text.len() > MAX_BYTES {
        return None;
    }
    match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => format!("-{}", whole(rest)?).parse().ok(),
        None => whole(text)?.parse().ok(),
    }
}

/// The digits of a number that may be written in groups of three: `1,000`, `1 000`, `1٬000`. A comma anywhere else
/// could be a decimal comma, so it is refused rather than dropped.
pub(super) fn whole(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(is_separator).collect();
    let digits = groups
        .iter()
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || first.len() <= 3;
    (digits && grouped && rest.iter().all(|group| group.len() == 3)).then(|| groups.concat())
}

/// The comma, the Arabic comma, the Arabic thousands separator, the apostrophe, any space.
fn is_separator(c: char) -> bool {
    matches!(c, ',' | '\u{060C}' | '\u{066C}' | '\'' | '\u{2019}') || c.is_whitespace()
}
