//! Palestinian bank account numbers (IBAN).

use super::{Problem, compact};
use crate::value::Value;

const LENGTH: usize = 29;

/// Stored in capital letters without spaces.
pub(super) fn check(typed: &str) -> Result<Option<Value>, Problem> {
    let number = compact(typed).to_ascii_uppercase();
    if number.is_empty() {
        return Ok(None);
    }
    if has_shape(number.as_bytes()) && remainder(number.as_bytes()) == 1 {
        Ok(Some(Value::Text(number)))
    } else {
        Err(Problem::Iban)
    }
}

/// `PS`, two check digits, four letters for the bank, the account.
fn has_shape(number: &[u8]) -> bool {
    match number {
        [b'P', b'S', a, b, rest @ ..] => {
            let (bank, account) = rest.split_at(rest.len().min(4));
            number.len() == LENGTH
                && a.is_ascii_digit()
                && b.is_ascii_digit()
                && bank.iter().all(u8::is_ascii_uppercase)
                && account
                    .iter()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        }
        _ => false,
    }
}

/// ISO 7064 mod 97-10: the first four signs moved to the end, letters counted from 10.
fn remainder(number: &[u8]) -> u32 {
    let (head, tail) = number.split_at(number.len().min(4));
    tail.iter().chain(head).fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        byte => (rest * 100 + u32::from(byte.saturating_sub(b'A')) + 10) % 97,
    })
}
