//! Figures from counts: stretches of days, how long things take, and what may be told to everybody.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

/// Fewest cases a public figure is made of. Below, it could be somebody.
pub const FEWEST: i64 = 5;
/// Longest stretch that is looked at, in days.
pub const MOST_DAYS: i64 = 1_830;

/// Days one after the other, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// The days from `from` to `to`, if they come in this order and are no more than [`MOST_DAYS`].
    pub fn of(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let period = Self { from, to };
        (1..=MOST_DAYS).contains(&period.days()).then_some(period)
    }

    /// The last so many days, `to` among them.
    pub fn last(days: u64, to: NaiveDate) -> Self {
        let from = to.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(to);
        Self { from, to }
    }

    /// Whole months, from that of `from` to that of `to`; nothing where they come the other way round.
    pub fn months(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let end = month(to).checked_add_months(Months::new(1))?.pred_opt()?;
        Self::of(month(from), end)
    }

    /// How many days.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// As many days, right before: of whole months as many whole months.
    pub fn before(self) -> Self {
        let to = self.from.pred_opt().unwrap_or(self.from);
        let whole = self.from.day() == 1 && self.to.succ_opt().is_some_and(|next| next.day() == 1);
        let from = if whole {
            let months = (self.to.year() - self.from.year()) * 12 + self.to.month0() as i32 - self.from.month0() as i32;
            self.from.checked_sub_months(Months::new(months.unsigned_abs() + 1))
        } else {
            self.from.checked_sub_days(Days::new(self.days().unsigned_abs()))
        };
        Self {
            from: from.unwrap_or(to),
            to,
        }
    }
}

/// The first day of a day's month.
pub fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// How often each number came up: days that were needed, stars that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread(BTreeMap<i64, i64>);

impl Spread {
    /// Adds a number that came up `count` times.
    pub fn add(&mut self, number: i64, count: i64) {
        *self.0.entry(number).or_default() += count;
    }

    /// Adds another spread.
    pub fn join(&mut self, other: &Self) {
        for (number, count) in &other.0 {
            self.add(*number, *count);
        }
    }

    /// How many there are in all.
    pub fn count(&self) -> i64 {
        self.0.values().sum()
    }

    /// The smallest number that so many of a hundred do not exceed.
    pub fn within(&self, percent: i64) -> Option<i64> {
        let wanted = (self.count() * percent + 99) / 100;
        let mut seen = 0;
        let reached = |count: &i64| {
            seen += count;
            seen >= wanted
        };
        let counts: Vec<i64> = self.0.values().copied().collect();
        let at = counts.iter().position(reached).filter(|_| !self.0.is_empty())?;
        self.0.keys().nth(at).copied()
    }

    /// How many of a hundred are that number or more, rounded.
    pub fn share_from(&self, number: i64) -> Option<i64> {
        share(self.0.range(number..).map(|(_, count)| count).sum(), self.count())
    }
}

/// So many of a hundred, rounded; nothing of nothing.
pub const fn share(part: i64, whole: i64) -> Option<i64> {
    if whole > 0 {
        Some((part * 200 + whole) / (2 * whole))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_days_before_are_as_many() {
        let period = Period::of(day("2026-03-10"), day("2026-03-19")).expect("a period");
        assert_eq!(period.days(), 10);
        assert_eq!(
            period.before(),
            Period {
                from: day("2026-02-28"),
                to: day("2026-03-09")
            }
        );
        assert_eq!(
            Period::last(1, day("2026-03-10")).before(),
            Period::last(1, day("2026-03-09"))
        );
    }

    #[test]
    fn whole_months_come_after_whole_months() {
        let quarter = Period::months(day("2026-01-15"), day("2026-03-02")).expect("a period");
        assert_eq!(
            quarter,
            Period {
                from: day("2026-01-01"),
                to: day("2026-03-31")
            }
        );
        assert_eq!(
            quarter.before(),
            Period {
                from: day("2025-10-01"),
                to: day("2025-12-31")
            }
        );
        let february = Period::months(day("2028-02-29"), day("2028-02-01")).expect("a period");
        assert_eq!(
            february.before(),
            Period {
                from: day("2028-01-01"),
                to: day("2028-01-31")
            }
        );
    }

    #[test]
    fn what_is_no_period_is_none() {
        assert_eq!(Period::of(day("2026-03-02"), day("2026-03-01")), None);
        assert_eq!(Period::of(day("2016-03-02"), day("2026-03-01")), None);
        assert_eq!(Period::months(day("2026-03-01"), day("2026-02-28")), None);
    }

    #[test]
    fn a_spread_knows_its_middle_and_its_shares() {
        let mut spread = Spread::default();
        assert_eq!((spread.within(50), spread.share_from(4)), (None, None));
        for (number, count) in [(1, 3), (2, 4), (9, 2), (30, 1)] {
            spread.add(number, count);
        }
        assert_eq!(
            (spread.count(), spread.within(50), spread.within(90), spread.within(100)),
            (10, Some(2), Some(9), Some(30))
        );
        assert_eq!((spread.share_from(9), spread.share_from(31)), (Some(30), Some(0)));
    }
}
