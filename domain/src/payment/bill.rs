//! The number an invoice is paid by: twelve digits and two check digits (ISO 7064 Mod 97-10), the whole number
//! leaving 1 when divided by 97.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A bill number, fourteen digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BillNumber(String);

/// Not fourteen digits, or the check digits are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a bill number")]
pub struct InvalidBillNumber;

impl BillNumber {
    /// Makes one from the biller's two digits and a random number below ten thousand million.
    pub fn new(biller: u8, random: u64) -> Self {
        let body = format!("{:02}{:010}", biller % 100, random % 10_000_000_000);
        let check = 98 - (remainder(&body) * 100) % 97;
        Self(format!("{body}{check:02}"))
    }

    /// The fourteen digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

fn remainder(digits: &str) -> u64 {
    digits
        .bytes()
        .fold(0, |rest, byte| (rest * 10 + u64::from(byte - b'0')) % 97)
}

impl fmt::Display for BillNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BillNumber {
    type Err = InvalidBillNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = crate::fold::digits(text)
            .chars()
            .filter(|c| !" -".contains(*c))
            .collect();
        let right = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit()) && remainder(&digits) == 1;
        if right {
            Ok(Self(digits))
        } else {
            Err(InvalidBillNumber)
        }
    }
}

impl TryFrom<String> for BillNumber {
    type Error = InvalidBillNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<BillNumber> for String {
    fn from(number: BillNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_follow_the_vectors() {
        assert_eq!(BillNumber::new(26, 12_345).digits(), "26000001234578");
        assert_eq!(BillNumber::new(10, 1).digits(), "10000000000180");
        assert!("62000001234578".parse::<BillNumber>().is_err());
        assert!("26000001234578".parse::<BillNumber>().is_ok());
    }
}
