//! Text on one line or several, and texts with a pattern.

use regex_lite::Regex;

use super::{Problem, own_words};
use crate::fold;
use crate::service::field::{Field, FieldKind};
use crate::value::Value;

/// Longest line, in characters, when the file gives no limit.
const LINE_MAX_CHARS: u32 = 300;
/// Longest text of several lines, in characters, when the file gives no limit.
const LINES_MAX_CHARS: u32 = 4_000;

/// Stored as text.
pub(super) fn check(field: &Field, typed: &str) -> Result<Option<Value>, Problem> {
    let (text, default_max) = match field.kind {
        FieldKind::Textarea => (lines(typed), LINES_MAX_CHARS),
        _ => (line(typed), LINE_MAX_CHARS),
    };
    if fold::is_blank(&text) {
        return Ok(None);
    }
    let validation = field.validation.as_ref();
    let max = validation.and_then(|limits| limits.max_length).unwrap_or(default_max);
    if is_longer(&text, max) {
        return Err(Problem::TooLong { max });
    }
    let text = match validation.and_then(|limits| limits.pattern.as_deref()) {
        None => text,
        Some(pattern) => fitting(pattern, text).ok_or_else(|| own_words(field, Problem::Pattern))?,
    };
    Ok(Some(Value::Text(text)))
}

/// One line: cleaned, digits ASCII, line ends become spaces.
pub(super) fn line(typed: &str) -> String {
    lines(&typed.replace(['\n', '\r'], " "))
}

/// Several lines: cleaned, digits ASCII.
fn lines(typed: &str) -> String {
    fold::clean(typed).chars().map(fold::ascii_digit).collect()
}

/// More characters than allowed.
pub(super) fn is_longer(text: &str, max: u32) -> bool {
    text.chars().nth(max as usize).is_some()
}

/// The text as the pattern wants it: as typed, else with capital letters, else without spaces and hyphens, as codes
/// are written in many ways. A pattern that cannot be read fits nothing.
fn fitting(pattern: &str, text: String) -> Option<String> {
    let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
    if whole.is_match(&text) {
        return Some(text);
    }
    let joined: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    [text.to_ascii_uppercase(), joined.to_ascii_uppercase(), joined]
        .into_iter()
        .find(|candidate| !candidate.is_empty() && whole.is_match(candidate))
}
