//! Palestinian telephone numbers. Mobile numbers may be written with 970 or 972; the stored number has +970.

use super::{Problem, compact};
use crate::value::Value;

/// Stored as E.164, `+970…`.
pub(super) fn check(typed: &str, mobile_only: bool) -> Result<Option<Value>, Problem> {
    let number: String = compact(typed).chars().filter(|c| !"().".contains(*c)).collect();
    if number.is_empty() {
        return Ok(None);
    }
    match national(&number).filter(|found| found.mobile || !mobile_only) {
        Some(found) => Ok(Some(Value::Text(format!("+970{}", found.number)))),
        None if mobile_only => Err(Problem::Mobile),
        None => Err(Problem::Phone),
    }
}

struct National<'a> {
    number: &'a str,
    mobile: bool,
}

/// The number behind the country code or the zero. Landlines are not reached through 972.
fn national(text: &str) -> Option<National<'_>> {
    let after = |prefixes: [&str; 2]| prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    let (number, landline_too) = match (after(["+970", "00970"]), after(["+972", "00972"])) {
        (Some(number), _) => (number, true),
        (None, Some(number)) => (number, false),
        (None, None) => (text.strip_prefix('0')?, true),
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mobile = is_mobile(number);
    (mobile || (landline_too && is_landline(number))).then_some(National { number, mobile })
}

fn is_mobile(number: &str) -> bool {
    number.len() == 9 && (number.starts_with("59") || number.starts_with("56"))
}

/// The area and exchange codes in use.
fn is_landline(number: &str) -> bool {
    number.len() == 8
        && matches!(
            number.as_bytes(),
            [b'2', b'2', b'2'..=b'4' | b'7'..=b'9', ..]
                | [b'4', b'2', b'4' | b'5', ..]
                | [b'8', b'2', b'0' | b'1' | b'4'..=b'6' | b'8', ..]
                | [b'9', b'2', b'3' | b'5' | b'6' | b'9', ..]
        )
}
