//! Money: whole minor units of one currency. No floating point anywhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency the treasury takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Shekel: 100 agorot.
    Ils,
    /// Jordanian dinar: 1000 fils.
    Jod,
    /// US dollar: 100 cents.
    Usd,
}

impl Currency {
    /// All of them, in the order used on invoices.
    pub const ALL: [Self; 3] = [Self::Ils, Self::Jod, Self::Usd];

    /// ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ils => "ILS",
            Self::Jod => "JOD",
            Self::Usd => "USD",
        }
    }

    /// Digits after the decimal point (ISO 4217): two, but three for the dinar.
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::Jod => 3,
            Self::Ils | Self::Usd => 2,
        }
    }

    /// From the ISO 4217 code, upper case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code() == code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: agorot, fils, cents.
    pub minor: i64,
    /// What the units are of.
    pub currency: Currency,
}

/// Sums that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies met in one sum; they are never converted.
    #[error("amounts of two currencies cannot be added")]
    CurrencyMismatch,
    /// Past what 64 bits hold.
    #[error("the amount is too large")]
    Overflow,
}

impl Money {
    /// An amount in minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in that currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// Whether nothing is owed.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The amount as a plain decimal, `1234.50`, without the currency and without grouping.
    pub fn decimal(self) -> String {
        let digits = self.currency.minor_digits();
        let scale = 10_u64.pow(digits);
        let units = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        format!(
            "{sign}{}.{:0width$}",
            units / scale,
            units % scale,
            width = digits as usize
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_currency() {
        assert_eq!(Money::new(123_450, Currency::Ils).decimal(), "1234.50");
        assert_eq!(Money::new(10_000, Currency::Jod).decimal(), "10.000");
        assert_eq!(Money::new(-5, Currency::Usd).decimal(), "-0.05");
    }

    #[test]
    fn currencies_never_mix() {
        let sum = Money::new(1, Currency::Ils).checked_add(Money::new(1, Currency::Jod));
        assert_eq!(sum, Err(MoneyError::CurrencyMismatch));
    }
}
