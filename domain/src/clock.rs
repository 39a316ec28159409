//! The legal clock of an application: the working days the law gives the ministry.
//!
//! It stands still while somebody else is waited for: the applicant who must pay, correct or come, the person who must
//! consent, the body outside. Day 1 is the first working day after it begins to run, and the day it stops on counts, so
//! stopping and going on on one day gives and takes nothing. It is kept as a day and the working days left from it, so a
//! holiday that is announced late moves the deadline without anybody's sums being done again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;

/// Where the clock of one application stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "clock", rename_all = "snake_case")]
pub enum LegalClock {
    /// What starts it has not happened.
    #[default]
    NotStarted,
    /// It runs.
    Running {
        /// The day it began to run, or went on.
        from: NaiveDate,
        /// Working days from then to the last one; below zero when that was before.
        days: i32,
    },
    /// It stands still.
    Standing {
        /// Working days left when it goes on; below zero when they were over.
        days: i32,
    },
}

impl LegalClock {
    /// Starts it, once: what runs or stands is not given new days.
    #[must_use]
    pub fn started(self, on: NaiveDate, days: u32) -> Self {
        match self {
            Self::NotStarted => Self::Running {
                from: on,
                days: i32::try_from(days).unwrap_or(i32::MAX),
            },
            other => other,
        }
    }

    /// Stops it; what does not run stays as it is.
    #[must_use]
    pub fn stopped(self, on: NaiveDate, calendar: &Calendar) -> Self {
        match self {
            Self::Running { from, days } => {
                let used = calendar.working_days_between(from, on.max(from));
                Self::Standing {
                    days: days.saturating_sub(i32::try_from(used).unwrap_or(i32::MAX)),
                }
            }
            other => other,
        }
    }

    /// Lets it go on; what does not stand stays as it is.
    #[must_use]
    pub fn going_on(self, on: NaiveDate) -> Self {
        match self {
            Self::Standing { days } => Self::Running { from: on, days },
            other => other,
        }
    }

    /// The last day, while it runs.
    pub fn due(self, calendar: &Calendar) -> Option<NaiveDate> {
        match self {
            Self::Running { from, days } if days < 0 => Some(calendar.sub_working_days(from, days.unsigned_abs())),
            Self::Running { from, days } => Some(calendar.add_working_days(from, days.unsigned_abs())),
            Self::NotStarted | Self::Standing { .. } => None,
        }
    }
}

/// How near a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// There is time.
    InTime,
    /// The last working day, or the one before it.
    Soon,
    /// It is over.
    Late,
}

impl Urgency {
    /// From working days left: 0 on the last day, below zero after it.
    pub const fn of(days_left: i64) -> Self {
        match days_left {
            ..0 => Self::Late,
            0..=1 => Self::Soon,
            _ => Self::InTime,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::iso_date;

    fn date(text: &str) -> NaiveDate {
        iso_date(text).expect("a date")
    }

    #[test]
    fn it_stands_while_somebody_else_is_waited_for() {
        let calendar = Calendar::default();
        // A Sunday.
        let clock = LegalClock::default().started(date("2026-11-22"), 5);
        assert_eq!(clock.due(&calendar), Some(date("2026-11-29")));
        let standing = clock.stopped(date("2026-11-24"), &calendar);
        assert_eq!(standing, LegalClock::Standing { days: 3 });
        assert_eq!(standing.due(&calendar), None);
        assert_eq!(standing.stopped(date("2026-11-26"), &calendar), standing);
        let again = standing.going_on(date("2026-12-06"));
        assert_eq!(again.due(&calendar), Some(date("2026-12-09")));
        assert_eq!(again.started(date("2026-12-06"), 5), again, "it starts once");
        // Friday and Saturday cost nothing.
        let weekend = clock.stopped(date("2026-11-28"), &calendar);
        assert_eq!(weekend, LegalClock::Standing { days: 1 });
    }

    #[test]
    fn a_holiday_announced_late_moves_the_deadline() {
        let clock = LegalClock::default().started(date("2026-11-22"), 2);
        let mut calendar = Calendar::default();
        assert_eq!(clock.due(&calendar), Some(date("2026-11-24")));
        calendar.holidays.insert(date("2026-11-24"));
        assert_eq!(clock.due(&calendar), Some(date("2026-11-25")));
    }

    #[test]
    fn what_was_late_stays_late() {
        let calendar = Calendar::default();
        let clock = LegalClock::default().started(date("2026-11-22"), 1);
        let standing = clock.stopped(date("2026-11-25"), &calendar);
        assert_eq!(standing, LegalClock::Standing { days: -2 });
        let again = standing.going_on(date("2026-12-02"));
        assert_eq!(again.due(&calendar), Some(date("2026-11-30")));
        assert_eq!(Urgency::of(-2), Urgency::Late);
        assert_eq!(
            [0, 1, 2].map(Urgency::of),
            [Urgency::Soon, Urgency::Soon, Urgency::InTime]
        );
    }

    proptest! {
        #[test]
        fn stopping_and_going_on_on_one_day_changes_nothing(days in 0_u32..60, after in 0_u64..90) {
            let calendar = Calendar::with_fixed(2026..=2027, &[(1, 1), (1, 7), (5, 1), (11, 15), (12, 25)]);
            let from = date("2026-11-10");
            let clock = LegalClock::default().started(from, days);
            let on = from + chrono::Days::new(after);
            prop_assume!(calendar.is_working_day(on));
            let again = clock.stopped(on, &calendar).going_on(on);
            prop_assert_eq!(again.due(&calendar).map(|due| calendar.working_days_between(on, due)),
                clock.due(&calendar).map(|due| calendar.working_days_between(on, due)));
        }
    }
}
