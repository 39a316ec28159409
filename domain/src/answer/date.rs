//! Calendar dates, in three parts. The month may be a number or a name.

use chrono::{Days, Months, NaiveDate};

use super::{Problem, RawAnswers, part};
use crate::fold;
use crate::service::field::Field;
use crate::value::Value;

/// The parts, in the order they are asked for.
pub(super) const PARTS: [&str; 3] = ["day", "month", "year"];
/// No date of a register or a person lies outside; a year of the Hijri calendar is caught here too.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2200;
/// Nothing longer names a month.
const MONTH_MAX_BYTES: usize = 64;

/// Month names as [`fold::search_key`] writes them, without the article: Levantine, the other Arabic ones, English.
const MONTHS: [[&str; 3]; 12] = [
    ["كانون ثاني", "يناير", "january"],
    ["شباط", "فبراير", "february"],
    ["اذار", "مارس", "march"],
    ["نيسان", "ابريل", "april"],
    ["ايار", "مايو", "may"],
    ["حزيران", "يونيو", "june"],
    ["تموز", "يوليو", "july"],
    ["اب", "اغسطس", "august"],
    ["ايلول", "سبتمبر", "september"],
    ["تشرين اول", "اكتوبر", "october"],
    ["تشرين ثاني", "نوفمبر", "november"],
    ["كانون اول", "ديسمبر", "december"],
];

/// Stored as text, ISO 8601.
pub(super) fn check(field: &Field, raw: &RawAnswers, today: NaiveDate) -> Result<Option<Value>, Problem> {
    let [day, month, year] = typed(field, raw);
    match [&day, &month, &year].iter().filter(|part| part.is_empty()).count() {
        0 => {}
        3 => return Ok(None),
        _ => return Err(Problem::DateIncomplete),
    }
    let date = day_of(&day)
        .zip(month_of(&month))
        .zip(year_of(&year))
        .and_then(|((day, month), year)| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(Problem::NotADate)?;
    let limit = |written: Option<&String>| written.and_then(|written| bound(written, today));
    let limits = field.validation.as_ref();
    let earliest = limit(limits.and_then(|limits| limits.min_date.as_ref()));
    if let Some(earliest) = earliest.filter(|earliest| date < *earliest) {
        return Err(Problem::TooEarly { earliest });
    }
    let latest = limit(limits.and_then(|limits| limits.max_date.as_ref()));
    if let Some(latest) = latest.filter(|latest| date > *latest) {
        return Err(Problem::TooLate { latest });
    }
    Ok(Some(Value::Text(date.to_string())))
}

/// The part an error points to: the first that is empty, or cannot be read; else the day.
pub(super) fn faulty_part(field: &Field, raw: &RawAnswers) -> &'static str {
    let [day, month, year] = typed(field, raw);
    let empty = PARTS
        .into_iter()
        .zip([&day, &month, &year])
        .find(|(_, text)| text.is_empty());
    if let Some((part, _)) = empty {
        return part;
    }
    match (day_of(&day), month_of(&month), year_of(&year)) {
        (Some(_), None, _) => "month",
        (Some(_), Some(_), None) => "year",
        _ => "day",
    }
}

fn typed(field: &Field, raw: &RawAnswers) -> [String; 3] {
    PARTS.map(|name| fold::digits(part(raw, field, name)))
}

fn number(text: &str, most_digits: usize) -> Option<u32> {
    let digits = text.len() <= most_digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn day_of(text: &str) -> Option<u32> {
    number(text, 2).filter(|day| (1..=31).contains(day))
}

fn month_of(text: &str) -> Option<u32> {
    if let Some(month) = number(text, 2) {
        return (1..=12).contains(&month).then_some(month);
    }
    if text.len() > MONTH_MAX_BYTES {
        return None;
    }
    let name = fold::search_key(text)
        .replace(" ال", " ")
        .replace("يونيه", "يونيو")
        .replace("يوليه", "يوليو");
    // English names may be cut short: Jan, Sept.
    let names = |names: &[&str; 3]| names.contains(&name.as_str()) || (name.len() >= 3 && names[2].starts_with(&name));
    (1..)
        .zip(&MONTHS)
        .find(|(_, month)| names(month))
        .map(|(number, _)| number)
}

fn year_of(text: &str) -> Option<i32> {
    let year = number(text, 4).filter(|_| text.len() == 4)?;
    i32::try_from(year).ok().filter(|year| YEARS.contains(year))
}

/// A limit as the catalogue writes it: an ISO date, `today`, or `today` with days, months or years added or taken.
/// One that cannot be read limits nothing; the catalogue is checked when it is loaded.
fn bound(written: &str, today: NaiveDate) -> Option<NaiveDate> {
    let Some(shift) = written.strip_prefix("today") else {
        return written.parse().ok();
    };
    if shift.is_empty() {
        return Some(today);
    }
    let (back, amount) = match shift.strip_prefix('-') {
        Some(amount) => (true, amount),
        None => (false, shift.strip_prefix('+')?),
    };
    if let Some(days) = amount.strip_suffix('d') {
        let days = Days::new(days.parse().ok()?);
        return if back {
            today.checked_sub_days(days)
        } else {
            today.checked_add_days(days)
        };
    }
    let months = match amount.strip_suffix('y') {
        Some(years) => years.parse::<u32>().ok()?.checked_mul(12)?,
        None => amount.strip_suffix('m')?.parse().ok()?,
    };
    let months = Months::new(months);
    if back {
        today.checked_sub_months(months)
    } else {
        today.checked_add_months(months)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_names_are_written_folded() {
        for name in MONTHS.iter().flatten() {
            assert_eq!(fold::search_key(name), *name);
        }
    }

    #[test]
    fn limits_move_with_the_day() {
        let today = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        let iso = |written| bound(written, today).map(|date| date.to_string());
        assert_eq!(iso("today").as_deref(), Some("2028-02-29"));
        assert_eq!(iso("today-60d").as_deref(), Some("2027-12-31"));
        assert_eq!(iso("today-18y").as_deref(), Some("2010-02-28"));
        assert_eq!(iso("today+6m").as_deref(), Some("2028-08-29"));
        assert_eq!(iso("2020-01-31").as_deref(), Some("2020-01-31"));
        for odd in [
            "today-",
            "today-d",
            "today18y",
            "today-99999999999999999999d",
            "today+4294967295y",
            "أمس",
            "",
        ] {
            assert_eq!(iso(odd), None, "{odd}");
        }
    }
}
