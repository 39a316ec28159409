//! The number a citizen quotes on the telephone: `2611-4837-0628`.
//!
//! Year and month, seven digits that cannot be guessed in sequence, and a check digit (ISO 7064 Mod 11,10) that
//! finds every single wrong digit and nearly every swap.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const DIGITS: usize = 12;

/// An application's reference, kept as twelve digits and shown in groups of four.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Not twelve digits, or the check digit is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a request number")]
pub struct InvalidReference;

impl Reference {
    /// Makes one from the date and a random number below ten million.
    pub fn new(year: i32, month: u32, random: u32) -> Self {
        let body = format!("{:02}{month:02}{:07}", year.rem_euclid(100), random % 10_000_000);
        let check = check_digit(&body);
        Self(format!("{body}{check}"))
    }

    /// Twelve digits without hyphens, as stored.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// ISO 7064 Mod 11,10 over ASCII digits.
fn check_digit(digits: &str) -> u32 {
    let mut product = 10;
    for digit in digits.bytes().map(|byte| u32::from(byte - b'0')) {
        let sum = (digit + product) % 10;
        let sum = if sum == 0 { 10 } else { sum };
        product = (sum * 2) % 11;
    }
    (11 - product) % 10
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;
    /// Takes what people type: spaces, hyphens and Arabic-Indic digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = crate::fold::digits(text)
            .chars()
            .filter(|c| !" -\u{2013}".contains(*c))
            .collect();
        if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidReference);
        }
        let (body, check) = digits.split_at(DIGITS - 1);
        if check == check_digit(body).to_string() {
            Ok(Self(digits))
        } else {
            Err(InvalidReference)
        }
    }
}

impl TryFrom<String> for Reference {
    type Error = InvalidReference;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_and_finds_wrong_digits() {
        let reference = Reference::new(2026, 11, 4_837_062);
        assert_eq!(reference.to_string().parse(), Ok(reference.clone()));
        let text = reference.digits();
        for at in 0..DIGITS {
            for digit in b'0'..=b'9' {
                let mut changed = text.as_bytes().to_vec();
                if changed[at] == digit {
                    continue;
                }
                changed[at] = digit;
                let changed = String::from_utf8(changed).expect("digits");
                assert!(changed.parse::<Reference>().is_err(), "{changed} passed for {text}");
            }
        }
    }

    #[test]
    fn takes_what_people_type() {
        let reference = Reference::new(2026, 11, 1);
        let arabic: String = reference
            .to_string()
            .chars()
            .map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c))
            .collect();
        assert_eq!(format!(" {arabic} ").parse(), Ok(reference));
    }
}
