//! Identity numbers: nine digits, kept as text because they may begin with zeros.

use super::{Problem, compact};
use crate::value::Value;

const DIGITS: usize = 9;

/// Stored as nine ASCII digits.
pub(super) fn check(typed: &str, with_check_digit: bool) -> Result<Option<Value>, Problem> {
    let number = compact(typed);
    if number.is_empty() {
        return Ok(None);
    }
    let nine = number.len() == DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
    let all_same = number.bytes().all(|byte| Some(byte) == number.bytes().next());
    if !nine || all_same || (with_check_digit && !check_digit_fits(&number)) {
        return Err(Problem::NationalId);
    }
    Ok(Some(Value::Text(number)))
}

/// Luhn, with the weights 1, 2, 1, 2, … from the left.
fn check_digit_fits(number: &str) -> bool {
    let weighted = number
        .bytes()
        .zip([1_u32, 2].into_iter().cycle())
        .map(|(byte, weight)| {
            let product = u32::from(byte - b'0') * weight;
            if product > 9 { product - 9 } else { product }
        });
    weighted.sum::<u32>().is_multiple_of(10)
}
