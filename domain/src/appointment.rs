//! Times at which an office receives people. Local times: an office does not move when the clocks do.
//!
//! Until offices publish hours of their own, all receive from 08:30 to 13:30, as government counters usually do
//! (Sunday to Thursday); one person at a time.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::calendar::Calendar;

/// Minutes after midnight at which the first slot begins.
const OPENS: i64 = 8 * 60 + 30;
/// Minutes after midnight by which the last slot has ended.
const CLOSES: i64 = 13 * 60 + 30;
/// Most days offered.
const MOST_DAYS: u32 = 60;

/// How a slot's time is written and stored: `2026-12-03T10:20`.
const FORMAT: &str = "%Y-%m-%dT%H:%M";

/// The days that can be booked: the next working days after today, so many.
pub fn days(calendar: &Calendar, today: NaiveDate, within_working_days: u32) -> Vec<NaiveDate> {
    (1..=within_working_days.min(MOST_DAYS))
        .map(|number| calendar.add_working_days(today, number))
        .collect()
}

/// The times of one day, each so many minutes long.
pub fn times(minutes: u32) -> Vec<NaiveTime> {
    let minutes = i64::from(minutes.max(5));
    let mut times = Vec::new();
    let mut at = OPENS;
    while at + minutes <= CLOSES {
        times.push(NaiveTime::MIN + Duration::minutes(at));
        at += minutes;
    }
    times
}

/// As stored.
pub fn stored(day: NaiveDate, time: NaiveTime) -> String {
    NaiveDateTime::new(day, time).format(FORMAT).to_string()
}

/// From what is stored or posted.
pub fn parse(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, FORMAT).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_divided_without_a_rest_after_closing() {
        let times = times(20);
        assert_eq!(times.len(), 15);
        assert_eq!(times[0], NaiveTime::from_hms_opt(8, 30, 0).expect("a time"));
        assert_eq!(times[14], NaiveTime::from_hms_opt(13, 10, 0).expect("a time"));
    }

    #[test]
    fn friday_and_saturday_are_not_offered() {
        let thursday = NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day");
        let days = days(&Calendar::default(), thursday, 2);
        assert_eq!(
            days,
            [29, 30].map(|day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a day"))
        );
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let at = parse("2026-12-03T10:20").expect("a time");
        assert_eq!(stored(at.date(), at.time()), "2026-12-03T10:20");
        assert_eq!(parse("2026-12-03 10:20"), None);
    }
}
