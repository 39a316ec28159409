//! How the small registers are kept: a file of records each, and days of expiry that move with the day of asking.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::de::DeserializeOwned;

/// The records of a register; its file is part of the program, and a test reads it.
pub(super) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The last day of something that ends so many months from now; before today when negative. It is the same for a
/// whole month, so that a paper does not change from one day to the next.
pub(super) fn expiry(today: NaiveDate, months: i32, day: u32) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    let count = Months::new(months.unsigned_abs());
    let month = if months < 0 {
        first.checked_sub_months(count)
    } else {
        first.checked_add_months(count)
    };
    let days = Days::new(u64::from(day.clamp(1, 28) - 1));
    month.and_then(|month| month.checked_add_days(days)).unwrap_or(today)
}

/// Whole months from one day to a later one; nothing when it is not later.
pub(super) fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let whole = months(to) - months(from) - i64::from(to.day() < from.day());
    whole.max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn expiry_stays_for_a_month_and_months_are_whole() {
        assert_eq!(expiry(day("2026-11-25"), -1, 20), day("2026-10-20"));
        assert_eq!(expiry(day("2026-11-01"), -1, 20), day("2026-10-20"));
        assert_eq!(expiry(day("2026-11-30"), 3, 28), day("2027-02-28"));
        assert_eq!(months_between(day("2026-10-20"), day("2026-11-19")), 0);
        assert_eq!(months_between(day("2026-10-20"), day("2026-11-20")), 1);
        assert_eq!(months_between(day("2026-11-20"), day("2026-10-20")), 0);
    }
}
