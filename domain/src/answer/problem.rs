//! What can be wrong with an answer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::language::Text;

/// What is wrong with an answer. The words are the page's, except the catalogue's own message.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Problem {
    /// Empty, or a part of it that is needed.
    Required,
    /// Not one of the options, or the list of options is not known.
    NotAnOption,
    /// Not an identity number.
    NationalId,
    /// Not a telephone number.
    Phone,
    /// Not a mobile number, where one is needed.
    Mobile,
    /// Not an e-mail address.
    Email,
    /// Not a Palestinian bank account number.
    Iban,
    /// Not a whole number.
    NotANumber,
    /// Below the smallest number or amount (whole units of the currency).
    TooSmall {
        /// The smallest allowed.
        min: i64,
    },
    /// Above the largest number or amount.
    TooLarge {
        /// The largest allowed.
        max: i64,
    },
    /// Too many characters.
    TooLong {
        /// The most allowed.
        max: u32,
    },
    /// A part of the date is missing.
    DateIncomplete,
    /// No such day.
    NotADate,
    /// Before the earliest day.
    TooEarly {
        /// The earliest allowed.
        earliest: NaiveDate,
    },
    /// After the latest day.
    TooLate {
        /// The latest allowed.
        latest: NaiveDate,
    },
    /// Does not match the pattern of the catalogue.
    Pattern,
    /// Not a postcode.
    Postcode,
    /// A box that must be ticked is not.
    MustAccept,
    /// Not an amount of money.
    Amount,
    /// No currency, or one that is not taken here.
    Currency,
    /// More files than the paper may have.
    TooManyFiles {
        /// The most allowed.
        max: u32,
    },
    /// The catalogue's own sentence.
    Custom {
        /// What is said.
        message: Text,
    },
    /// Fewer items or choices than needed.
    TooFewItems {
        /// The fewest allowed.
        min: u32,
    },
    /// More items or choices than allowed.
    TooManyItems {
        /// The most allowed.
        max: u32,
    },
    /// Two items of a group share a value that must differ.
    Duplicate,
}
