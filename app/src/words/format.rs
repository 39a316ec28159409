//! Numbers, money, dates. Ours, not CLDR's: for Palestine it has the wrong digits (`ar-PS`) or the wrong months (`ar`).

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use domain::language::Language;
use domain::money::{Currency, Money};

use super::{Isolated, Message, Words};

/// Left-to-right isolate: keeps a minus sign before its number in Arabic.
const LEFT_TO_RIGHT: char = '\u{2066}';
const CLOSE: char = '\u{2069}';

impl Words {
    /// A number with thousands: `1,234`.
    pub fn number(self, number: i64) -> Isolated {
        number.into()
    }

    /// The digits of an amount, for a table whose heading names the currency: `1,234.50`, `10.000`.
    pub fn amount(self, money: Money) -> Isolated {
        Isolated::code(decimal(money))
    }

    /// An amount with its currency: `1,234.50 شيكل`, `ILS 1,234.50`.
    pub fn money(self, money: Money) -> Isolated {
        let amount = decimal(money);
        let currency = self.currency(money.currency);
        Isolated::words(match self.0 {
            Language::Ar if money.minor < 0 => format!("{LEFT_TO_RIGHT}{amount}{CLOSE} {currency}"),
            Language::Ar => format!("{amount} {currency}"),
            Language::En => format!("{currency} {amount}"),
        })
    }

    /// An amount, or the word for "free".
    pub fn price(self, money: Money) -> Isolated {
        if money.minor == 0 {
            Isolated::words(self.free())
        } else {
            self.money(money)
        }
    }

    /// The currency as it stands beside an amount.
    pub const fn currency(self, currency: Currency) -> &'static str {
        match currency {
            Currency::Ils => self.currency_ils(),
            Currency::Jod => self.currency_jod(),
            Currency::Usd => self.currency_usd(),
        }
    }

    /// A share in basis points (100 = 1 %): `2%`, `0.1%`.
    pub fn rate(self, basis_points: u32) -> Isolated {
        let (whole, part) = (basis_points / 100, basis_points % 100);
        let digits = if part == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{part:02}")
        };
        let digits = if part == 0 {
            &digits
        } else {
            digits.trim_end_matches('0')
        };
        Isolated::code(format!("{digits}%"))
    }

    /// A whole percentage: `25%`.
    pub fn percent(self, percent: u32) -> Isolated {
        self.rate(percent.saturating_mul(100))
    }

    /// The size of a file: `284 kB`, `1.5 MB`.
    pub fn file_size(self, bytes: u64) -> Isolated {
        Isolated::code(if bytes < 1_000_000 {
            format!("{} kB", bytes.div_ceil(1000))
        } else {
            let tenths = (bytes + 50_000) / 100_000;
            match tenths % 10 {
                0 => format!("{} MB", tenths / 10),
                part => format!("{}.{part} MB", tenths / 10),
            }
        })
    }

    /// `3 تشرين الثاني 2026`, `3 November 2026`.
    pub fn date(self, date: NaiveDate) -> Isolated {
        Isolated::time(self.long_date(date), machine(date))
    }

    /// `16 تشرين الثاني`: in lists where the year is plain.
    pub fn day_and_month(self, date: NaiveDate) -> Isolated {
        Isolated::time(
            format!("{} {}", date.day(), self.month_name(date.month())),
            machine(date),
        )
    }

    /// `الأحد 6 كانون الأول 2026`, `Sunday 6 December 2026`: for deadlines.
    pub fn weekday_date(self, date: NaiveDate) -> Isolated {
        let text = format!("{} {}", self.weekday(date.weekday()), self.long_date(date));
        Isolated::time(text, machine(date))
    }

    /// `03/11/2026`: on documents, beside the long form.
    pub fn short_date(self, date: NaiveDate) -> Isolated {
        Isolated::code(format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()))
    }

    /// `3 تشرين الثاني 2026، 14:05`. The moment is already in the portal's time zone.
    pub fn date_time(self, at: NaiveDateTime) -> Isolated {
        let comma = self.pick("،", ",");
        let (hour, minute) = (at.hour(), at.minute());
        let text = format!("{}{comma} {hour:02}:{minute:02}", self.long_date(at.date()));
        Isolated::time(text, format!("{}T{hour:02}:{minute:02}", machine(at.date())))
    }

    /// `14:05`.
    pub fn time(self, at: NaiveDateTime) -> Isolated {
        Isolated::code(format!("{:02}:{:02}", at.hour(), at.minute()))
    }

    /// The month's name, 1 to 12, as it is called in Palestine.
    pub const fn month_name(self, month: u32) -> &'static str {
        match month {
            1 => self.month_january(),
            2 => self.month_february(),
            3 => self.month_march(),
            4 => self.month_april(),
            5 => self.month_may(),
            6 => self.month_june(),
            7 => self.month_july(),
            8 => self.month_august(),
            9 => self.month_september(),
            10 => self.month_october(),
            11 => self.month_november(),
            _ => self.month_december(),
        }
    }

    /// The day's name.
    pub const fn weekday(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Sun => self.weekday_sunday(),
            Weekday::Mon => self.weekday_monday(),
            Weekday::Tue => self.weekday_tuesday(),
            Weekday::Wed => self.weekday_wednesday(),
            Weekday::Thu => self.weekday_thursday(),
            Weekday::Fri => self.weekday_friday(),
            Weekday::Sat => self.weekday_saturday(),
        }
    }

    /// A deadline by the working days that are left of it; below zero it has passed.
    pub fn due(self, days_left: i64) -> Message {
        if days_left < 0 {
            self.due_late(days_left.unsigned_abs())
        } else {
            self.due_left(days_left.unsigned_abs())
        }
    }

    /// `أ وب وج`, `A, B and C`.
    pub fn list<V: Into<Isolated>>(self, values: impl IntoIterator<Item = V>) -> Message {
        let values = values.into_iter().map(Into::into).collect();
        Message::row(values, self.pick(" و", ", "), self.pick(" و", " and "))
    }

    /// `أ أو ب أو ج`, `A, B or C`.
    pub fn choice<V: Into<Isolated>>(self, values: impl IntoIterator<Item = V>) -> Message {
        let values = values.into_iter().map(Into::into).collect();
        Message::row(values, self.pick(" أو ", ", "), self.pick(" أو ", " or "))
    }

    fn long_date(self, date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), self.month_name(date.month()), date.year())
    }
}

fn machine(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `1,234,567`.
pub(super) fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1,234.50`: as many digits after the point as the currency has.
fn decimal(money: Money) -> String {
    let places = money.currency.minor_digits();
    let scale = 10_u64.pow(places);
    let minor = money.minor.unsigned_abs();
    let sign = if money.minor < 0 { "-" } else { "" };
    let whole = grouped(i128::from(minor / scale));
    format!("{sign}{whole}.{:0places$}", minor % scale, places = places as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AR: Words = Words(Language::Ar);
    const EN: Words = Words(Language::En);

    fn money(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
    }

    #[test]
    fn money_names_its_currency_and_keeps_its_places() {
        let shekels = money(123_450, Currency::Ils);
        assert_eq!(AR.money(shekels).plain(), "1,234.50 شيكل");
        assert_eq!(EN.money(shekels).plain(), "ILS 1,234.50");
        assert_eq!(AR.amount(shekels).plain(), "1,234.50");
        assert_eq!(AR.money(money(10_000, Currency::Jod)).plain(), "10.000 دينار أردني");
        assert_eq!(EN.money(money(5, Currency::Jod)).plain(), "JOD 0.005");
        assert_eq!(
            EN.money(money(i64::MIN, Currency::Usd)).plain(),
            "USD -92,233,720,368,547,758.08"
        );
        assert_eq!(
            AR.money(money(-500, Currency::Ils)).plain(),
            "\u{2066}-5.00\u{2069} شيكل"
        );
        assert_eq!(AR.price(money(0, Currency::Ils)).plain(), "مجانًا");
        assert_eq!(EN.price(shekels).plain(), "ILS 1,234.50");
    }

    #[test]
    fn numbers_are_grouped_in_western_digits() {
        assert_eq!(
            [0, 7, 999, 1000, 1_234_567, -1000].map(grouped),
            ["0", "7", "999", "1,000", "1,234,567", "-1,000"]
        );
    }

    #[test]
    fn dates_use_the_months_of_the_levant() {
        let date = day(2026, 11, 3);
        assert_eq!(AR.date(date).plain(), "3 تشرين الثاني 2026");
        assert_eq!(EN.date(date).plain(), "3 November 2026");
        assert_eq!(AR.short_date(date).plain(), "03/11/2026");
        assert_eq!(AR.day_and_month(date).plain(), "3 تشرين الثاني");
        assert_eq!(AR.weekday_date(day(2026, 12, 6)).plain(), "الأحد 6 كانون الأول 2026");
        assert_eq!(EN.weekday_date(day(2026, 12, 6)).plain(), "Sunday 6 December 2026");
        let at = date.and_hms_opt(14, 5, 59).expect("a real time");
        assert_eq!(AR.date_time(at).plain(), "3 تشرين الثاني 2026، 14:05");
        assert_eq!(EN.date_time(at).plain(), "3 November 2026, 14:05");
        assert_eq!(EN.time(at).plain(), "14:05");
        let months: Vec<_> = (1..=12).map(|month| AR.month_name(month)).collect();
        assert_eq!(months[0], "كانون الثاني");
        assert_eq!(months.iter().collect::<std::collections::BTreeSet<_>>().len(), 12);
    }

    #[test]
    fn rates_and_sizes_are_short() {
        assert_eq!(
            [0, 10, 25, 200, 10_000].map(|bp| AR.rate(bp).plain().to_owned()),
            ["0%", "0.1%", "0.25%", "2%", "100%"]
        );
        assert_eq!(AR.percent(25).plain(), "25%");
        let sizes = [1, 284_000, 5_000_000, 1_480_000].map(|bytes| EN.file_size(bytes).plain().to_owned());
        assert_eq!(sizes, ["1 kB", "284 kB", "5 MB", "1.5 MB"]);
    }

    #[test]
    fn deadlines_are_said_in_words() {
        let said = |days| AR.due(days).plain();
        assert_eq!(said(-1), "متأخر يوم عمل واحد");
        assert_eq!(said(-3), "متأخر 3 أيام عمل");
        assert_eq!(said(0), "موعده اليوم");
        assert_eq!(said(2), "بقي يوما عمل");
        assert_eq!(said(11), "بقي 11 يوم عمل");
        assert_eq!(EN.due(-1).plain(), "1 working day late");
    }

    #[test]
    fn lists_join_as_each_language_does() {
        assert_eq!(AR.list(["جنين", "نابلس", "رفح"]).plain(), "جنين ونابلس ورفح");
        assert_eq!(EN.list(["Jenin", "Nablus", "Rafah"]).plain(), "Jenin, Nablus and Rafah");
        assert_eq!(AR.choice(["صورة", "ملف"]).plain(), "صورة أو ملف");
    }
}
