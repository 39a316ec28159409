//! Working days and relative dates.
//!
//! The week is Sunday to Thursday. Holidays are a table the Cabinet's announcements are entered in, so they are data
//! here and never computed. Day 1 is the first working day after the starting event.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Longest deadline that is counted: about forty years. It keeps a slip in a file from counting for ever.
pub const MAX_WORKING_DAYS: u32 = 10_000;

/// The days nobody works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Holidays, each by its date.
    pub holidays: BTreeSet<NaiveDate>,
    /// Days that are worked all the same: a holiday that was moved, a Saturday in place of another day.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A calendar with the holidays that fall on the same month and day each year. A day that year does not have is
    /// left out.
    pub fn with_fixed(years: impl IntoIterator<Item = i32>, days: &[(u32, u32)]) -> Self {
        let dates = |year| {
            days.iter()
                .filter_map(move |(month, day)| NaiveDate::from_ymd_opt(year, *month, *day))
        };
        Self {
            holidays: years.into_iter().flat_map(dates).collect(),
            open: BTreeSet::new(),
        }
    }

    /// Whether offices are open.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.open.contains(&date) || !is_weekend(date) && !self.holidays.contains(&date)
    }

    /// The last day of a deadline of `days` working days. Day 1 is the first working day after `start`; no days is
    /// `start` itself, open or not. At most [`MAX_WORKING_DAYS`] are counted.
    pub fn add_working_days(&self, start: NaiveDate, days: u32) -> NaiveDate {
        let mut date = start;
        for _ in 0..days.min(MAX_WORKING_DAYS) {
            loop {
                // At the end of the calendar there is no later day to give.
                let Some(next) = date.succ_opt() else {
                    return date;
                };
                date = next;
                if self.is_working_day(date) {
                    break;
                }
            }
        }
        date
    }

    /// The day a deadline was over `days` working days ago: counting back, day 1 is the first working day before
    /// `end`. At most [`MAX_WORKING_DAYS`] are counted.
    pub fn sub_working_days(&self, end: NaiveDate, days: u32) -> NaiveDate {
        let mut date = end;
        for _ in 0..days.min(MAX_WORKING_DAYS) {
            loop {
                let Some(before) = date.pred_opt() else {
                    return date;
                };
                date = before;
                if self.is_working_day(date) {
                    break;
                }
            }
        }
        date
    }

    /// Working days after `from` up to and with `to`: days left. Below zero when `to` is past: days late.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = (to - from).num_days();
        let rest = (0..days % 7).filter_map(|back| to.checked_sub_days(Days::new(back.unsigned_abs())));
        let weekdays = days / 7 * 5 + count(rest.filter(|date| !is_weekend(*date)));
        let closed = self
            .holidays
            .range(from..=to)
            .filter(|date| **date > from && !is_weekend(**date) && !self.open.contains(date));
        let opened = self.open.range(from..=to);
        let opened = opened.filter(|date| **date > from && is_weekend(**date));
        weekdays - count(closed) + count(opened)
    }
}

fn count<T>(days: impl Iterator<Item = T>) -> i64 {
    days.fold(0, |sum, _| sum + 1)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Fri | Weekday::Sat)
}

/// Reads `01-07` as the seventh of January; for the table of fixed holidays.
pub fn month_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (number(month)?, number(day)?);
    // A leap year has every day there is.
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

/// A date as the catalogue writes it: `today`, `today-60d`, `today-3m`, `today+18y` or ISO 8601. A day the month does
/// not have becomes its last.
pub fn resolve_date(expression: &str, today: NaiveDate) -> Option<NaiveDate> {
    let Some(offset) = expression.strip_prefix("today") else {
        return iso_date(expression);
    };
    if offset.is_empty() {
        return Some(today);
    }
    let unit = offset.chars().next_back()?;
    let middle = offset.strip_suffix(unit)?;
    let (back, digits) = match middle.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, middle.strip_prefix('+')?),
    };
    let amount = number(digits)?;
    let months = match unit {
        'd' if back => {
            return today.checked_sub_days(Days::new(amount.into())).filter(has_iso_year);
        }
        'd' => {
            return today.checked_add_days(Days::new(amount.into())).filter(has_iso_year);
        }
        'm' => Months::new(amount),
        'y' => Months::new(amount.checked_mul(12)?),
        _ => return None,
    };
    let date = if back {
        today.checked_sub_months(months)
    } else {
        today.checked_add_months(months)
    };
    date.filter(has_iso_year)
}

/// `2026-11-23` and nothing looser: conditions compare dates as text.
pub fn iso_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)
}

/// Digits and nothing else: no sign, no space.
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn has_iso_year(date: &NaiveDate) -> bool {
    (0..=9999).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        iso_date(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn deadlines_follow_the_catalogues_test_vectors() {
        let reference = include_str!("../../catalogue/reference.json");
        let reference: serde_json::Value = serde_json::from_str(reference).unwrap();
        let vectors = reference["reference"]["calendar"]["test_vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 6);
        for vector in vectors {
            let holidays = vector["holidays"].as_array().unwrap();
            let holidays = holidays.iter().map(|day| date(day.as_str().unwrap())).collect();
            let calendar = Calendar {
                holidays,
                open: BTreeSet::new(),
            };
            let start = date(vector["start"].as_str().unwrap());
            let days = u32::try_from(vector["working_days"].as_u64().unwrap()).unwrap();
            let due = date(vector["due"].as_str().unwrap());
            assert_eq!(calendar.add_working_days(start, days), due, "{vector}");
            assert_eq!(calendar.working_days_between(start, due), i64::from(days), "{vector}");
        }
    }

    #[test]
    fn fixed_holidays_are_built_from_the_reference_list() {
        let reference = include_str!("../../catalogue/reference.json");
        let reference: serde_json::Value = serde_json::from_str(reference).unwrap();
        let days = reference["reference"]["calendar"]["fixed_holidays"].as_array().unwrap();
        let days: Vec<_> = days
            .iter()
            .map(|day| month_day(day["date"].as_str().unwrap()).unwrap())
            .collect();
        let calendar = Calendar::with_fixed(2025..=2027, &days);
        assert_eq!(calendar.holidays.len(), 3 * days.len());
        assert!(!calendar.is_working_day(date("2026-11-15")));
        assert!(calendar.is_working_day(date("2026-11-16")));
        assert!(!calendar.is_working_day(date("2026-11-20")), "Friday");
        assert_eq!(month_day("02-30"), None);
        assert_eq!(Calendar::with_fixed([2025], &[(2, 29)]), Calendar::default());
    }

    #[test]
    fn counting_agrees_with_looking_at_each_day() {
        let mut calendar = Calendar::with_fixed(2025..=2027, &[(1, 1), (1, 7), (5, 1), (11, 15), (12, 25)]);
        // A holiday that was moved, and a Saturday that is worked.
        calendar.open.extend([date("2026-01-07"), date("2026-01-10")]);
        let from = date("2025-12-20");
        for span in 0..60 {
            let to = from + Days::new(span);
            let slow = (1..=span)
                .filter(|day| calendar.is_working_day(from + Days::new(*day)))
                .count();
            assert_eq!(
                calendar.working_days_between(from, to),
                i64::try_from(slow).unwrap(),
                "{to}"
            );
            assert_eq!(
                calendar.working_days_between(to, from),
                -i64::try_from(slow).unwrap(),
                "{to}"
            );
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_not_passed() {
        let calendar = Calendar::default();
        assert_eq!(calendar.add_working_days(NaiveDate::MAX, u32::MAX), NaiveDate::MAX);
        assert!(calendar.add_working_days(date("2026-01-01"), u32::MAX) < date("2070-01-01"));
        assert!(calendar.working_days_between(NaiveDate::MIN, NaiveDate::MAX) > 0);
    }

    #[test]
    fn relative_dates_resolve() {
        let today = date("2024-02-29");
        for (expression, expected) in [
            ("today", "2024-02-29"),
            ("today-60d", "2023-12-31"),
            ("today+180d", "2024-08-27"),
            ("today-18y", "2006-02-28"),
            ("today-3m", "2023-11-29"),
            ("2026-11-23", "2026-11-23"),
        ] {
            assert_eq!(resolve_date(expression, today), Some(date(expected)), "{expression}");
        }
        for refused in [
            "",
            "today-",
            "today60d",
            "today-d",
            "today- 3d",
            "today--3d",
            "today-3w",
            "today-3.5d",
            "today-٣d",
            "today-99999999999d",
            "today+9000y",
            "today-4294967295y",
            "tomorrow",
            "2026-1-2",
            "2026-02-30",
            "+026-01-01",
            "26-01-01",
            "todayد",
        ] {
            assert_eq!(resolve_date(refused, today), None, "{refused}");
        }
    }
}
