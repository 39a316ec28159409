//! A good answer to one question, and the answers that decide a comparison.

use chrono::{Days, NaiveDate};
use domain::answer::{CheckContext, options};
use domain::calendar::resolve_date;
use domain::condition::Comparison;
use domain::money::Currency;
use domain::service::field::{Field, FieldKind, Validation};
use domain::value::Value;

use crate::FILE_MARK;
use crate::pattern;
use crate::solve::Want;

const GOVERNORATES: &str = "reference.governorates";
const NAME: &str = "ليلى سامي يوسف منصور";

/// A checked value the field takes; nothing when there is none, as for a list without options. `nth` tells items of a
/// group apart, `seed` chooses among good answers.
pub(crate) fn of(field: &Field, seed: usize, nth: usize, context: CheckContext<'_>) -> Option<Value> {
    let limits = field.validation.clone().unwrap_or_default();
    match field.kind {
        FieldKind::Text | FieldKind::Textarea => text(&limits, nth).map(Value::Text),
        FieldKind::NationalId => Some(Value::Text(national_id(tell(&field.key) + nth))),
        FieldKind::Phone => Some(Value::Text(format!(
            "+97059{:07}",
            (tell(&field.key) + nth) % 10_000_000
        ))),
        FieldKind::Email => Some(Value::from("layla@example.ps")),
        FieldKind::Radio | FieldKind::Select => choice(field, seed, nth, context),
        FieldKind::Checkbox => ticks(field, seed, context),
        FieldKind::Date => date(&limits, nth, context.today).map(|date| Value::Text(date.to_string())),
        FieldKind::Number => Some(Value::Int(number(field, &limits, seed, nth))),
        FieldKind::Money => Some(money(&limits, seed)),
        FieldKind::Iban => Some(Value::Text(iban(nth))),
        FieldKind::Address => address(context),
        FieldKind::File => Some(file(field, nth)),
        FieldKind::RepeatingGroup => None,
    }
}

/// A number that is the same for the same key and differs for most others.
fn tell(key: &str) -> usize {
    key.bytes()
        .fold(7, |sum: usize, byte| (sum * 31 + usize::from(byte)) % 90_000)
        * 10
}

/// A number below `below` for this key and seed; none for the first seed, so that it takes the plainest answer.
fn draw(key: &str, seed: usize, below: usize) -> usize {
    if seed == 0 {
        0
    } else {
        (tell(&format!("{seed}{key}{seed}")) / 10)
            .checked_rem(below)
            .unwrap_or(0)
    }
}

fn text(limits: &Validation, nth: usize) -> Option<String> {
    let text = match &limits.pattern {
        Some(pattern) => pattern::example(pattern, nth)?,
        None if nth == 0 => NAME.to_owned(),
        None => format!("{} {NAME}", nth + 1),
    };
    let most = limits.max_length.map_or(usize::MAX, |most| most as usize);
    Some(text.chars().take(most).collect::<String>().trim().to_owned())
}

/// Nine digits of which the last makes the sum of the weights fit; the same number gives the same ones.
pub fn national_id(number: usize) -> String {
    let eight = format!("{:08}", 40_000_000 + number % 10_000_000);
    let weighted = eight.bytes().zip([1, 2].into_iter().cycle()).map(|(byte, weight)| {
        let product = usize::from(byte - b'0') * weight;
        if product > 9 { product - 9 } else { product }
    });
    let rest = weighted.sum::<usize>() % 10;
    format!("{eight}{}", (10 - rest) % 10)
}

/// A Palestinian account number with its check digits (ISO 7064 mod 97-10).
fn iban(nth: usize) -> String {
    let account = format!("PALS{:021}", 400_000 + nth);
    let remainder = format!("{account}PS00").bytes().fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        byte => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    format!("PS{:02}{account}", 98 - remainder)
}

fn choice(field: &Field, seed: usize, nth: usize, context: CheckContext<'_>) -> Option<Value> {
    let options = options(field, context.lists);
    let first = field
        .default
        .as_ref()
        .and_then(|default| options.iter().position(|option| option.value.same(default)));
    let turn = draw(&field.key, seed, options.len());
    let at = (first.unwrap_or(0) + turn + nth).checked_rem(options.len())?;
    options.get(at).map(|option| option.value.clone())
}

fn ticks(field: &Field, seed: usize, context: CheckContext<'_>) -> Option<Value> {
    if field.options.is_empty() && field.options_from.is_none() {
        return Some(Value::Bool(true));
    }
    let options = options(field, context.lists);
    let least = field.min_items.unwrap_or(1).max(1) as usize;
    let ticked = options
        .iter()
        .cycle()
        .skip(draw(&field.key, seed, options.len()))
        .take(least);
    Some(Value::List(ticked.map(|option| option.value.clone()).collect()))
}

fn date(limits: &Validation, nth: usize, today: NaiveDate) -> Option<NaiveDate> {
    let limit = |written: &Option<String>| resolve_date(written.as_deref()?, today);
    let nth = Days::new(nth as u64);
    match (limit(&limits.min_date), limit(&limits.max_date)) {
        (Some(min), Some(max)) => Some((min + nth).min(max)),
        (Some(min), None) => Some(min + Days::new(400) + nth),
        (None, Some(max)) => Some(max - Days::new(30) - nth),
        (None, None) => NaiveDate::from_ymd_opt(2001, 5, 17),
    }
}

fn number(field: &Field, limits: &Validation, seed: usize, nth: usize) -> i64 {
    let first = field.default.as_ref().and_then(Value::as_int).unwrap_or(2);
    let apart = if limits.unique_in_group {
        nth
    } else {
        draw(&field.key, seed, 5)
    };
    let apart = i64::try_from(apart).unwrap_or(0);
    let least = limits.min.unwrap_or(i64::MIN);
    (first.max(least) + apart).min(limits.max.unwrap_or(i64::MAX))
}

fn money(limits: &Validation, seed: usize) -> Value {
    let allowed = if limits.currency.is_empty() {
        &Currency::ALL[..]
    } else {
        &limits.currency[..]
    };
    let currency = allowed[seed % allowed.len()];
    let whole = 1_000_i64
        .max(limits.min.unwrap_or(0))
        .min(limits.max.unwrap_or(i64::MAX));
    amount(whole.saturating_mul(10_i64.pow(currency.minor_digits())), currency)
}

fn amount(minor: i64, currency: Currency) -> Value {
    let parts = [
        ("amount_minor", Value::Int(minor)),
        ("currency", Value::from(currency.code())),
    ];
    Value::Map(parts.map(|(name, value)| (name.to_owned(), value)).into())
}

fn address(context: CheckContext<'_>) -> Option<Value> {
    let governorate = context.lists.choices(GOVERNORATES)?.first()?.value.clone();
    let parts = [
        ("governorate", governorate),
        ("locality", Value::from("المدينة")),
        ("street", Value::from("شارع القدس")),
        ("building", Value::from("12")),
    ];
    Some(Value::Map(parts.map(|(name, value)| (name.to_owned(), value)).into()))
}

fn file(field: &Field, nth: usize) -> Value {
    let name = field.document.as_deref().unwrap_or("file");
    let parts = [
        ("upload", Value::Text(format!("{FILE_MARK}{}", nth + 1))),
        ("name", Value::Text(format!("{name}.pdf"))),
    ];
    Value::List(vec![Value::Map(
        parts.map(|(part, value)| (part.to_owned(), value)).into(),
    )])
}

/// Answers on both sides of a comparison; the caller keeps those that come out as it wants.
pub(crate) fn candidates(
    field: &Field,
    part: Option<&str>,
    comparison: &Comparison,
    context: CheckContext<'_>,
) -> Vec<Want> {
    let compared: Vec<Value> = match &comparison.value {
        Some(Value::List(values)) => values.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    };
    let mut found: Vec<Want> = match (field.kind, part) {
        (FieldKind::Radio | FieldKind::Select, _) => values(options(field, context.lists).iter().map(|o| &o.value)),
        (FieldKind::Checkbox, _) => boxes(field, context),
        (FieldKind::Address, Some("governorate")) => values(
            context
                .lists
                .choices(GOVERNORATES)
                .unwrap_or_default()
                .iter()
                .map(|o| &o.value),
        ),
        (FieldKind::Money, Some("currency")) => {
            let allowed = field.validation.as_ref().map_or(&[][..], |limits| &limits.currency);
            allowed.iter().map(|one| Want::Value(Value::from(one.code()))).collect()
        }
        (FieldKind::Number, _) | (FieldKind::Money, Some(_)) => numbers(field, &compared),
        (FieldKind::Date, _) => dates(&compared),
        (FieldKind::Text | FieldKind::Textarea, _) | (FieldKind::Address, Some(_)) => {
            let plain = text(&field.validation.clone().unwrap_or_default(), 0).map(Value::Text);
            values(compared.iter().chain(&plain))
        }
        (FieldKind::RepeatingGroup | FieldKind::File, _) => Vec::new(),
        (_, None) => values(compared.iter().chain(&of(field, 0, 0, context))),
        (_, Some(_)) => Vec::new(),
    };
    if part.is_none() {
        found.push(Want::Something);
    }
    found
}

fn values<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<Want> {
    values.cloned().map(Want::Value).collect()
}

fn boxes(field: &Field, context: CheckContext<'_>) -> Vec<Want> {
    let options = options(field, context.lists);
    let must = field.required || field.validation.as_ref().is_some_and(|limits| limits.must_be_true);
    if field.options.is_empty() && field.options_from.is_none() {
        let wanted = [true, false].into_iter().filter(|ticked| *ticked || !must);
        return wanted.map(|ticked| Want::Value(Value::Bool(ticked))).collect();
    }
    let least = field.min_items.unwrap_or(1).max(1) as usize;
    let turns = (0..options.len()).map(|first| {
        let turn = options.iter().cycle().skip(first).take(least.min(options.len()));
        let mut ticked: Vec<Value> = turn.map(|option| option.value.clone()).collect();
        // Stored in the order they are offered.
        ticked.sort_by_key(|value| options.iter().position(|option| option.value == *value));
        Want::Value(Value::List(ticked))
    });
    turns.collect()
}

/// The numbers about each compared one, within the limits, and the limits themselves.
fn numbers(field: &Field, compared: &[Value]) -> Vec<Want> {
    let limits = field.validation.as_ref();
    let (min, max) = (
        limits.and_then(|limits| limits.min),
        limits.and_then(|limits| limits.max),
    );
    // Limits of money are in whole units, what is compared is not.
    let scale = if field.kind == FieldKind::Money { 1_000 } else { 1 };
    let about = compared
        .iter()
        .filter_map(Value::as_int)
        .flat_map(|number| [number, number.saturating_add(1), number.saturating_sub(1)]);
    let all = about.chain(min.map(|min| min.saturating_mul(scale))).chain(max);
    let within = all.filter(|number| {
        field.kind == FieldKind::Money || (min.is_none_or(|min| min <= *number) && max.is_none_or(|max| *number <= max))
    });
    within.map(|number| Want::Value(Value::Int(number))).collect()
}

fn dates(compared: &[Value]) -> Vec<Want> {
    let days = compared
        .iter()
        .filter_map(|value| value.as_text()?.parse::<NaiveDate>().ok())
        .flat_map(|day| [Some(day), day.succ_opt(), day.pred_opt()]);
    days.flatten()
        .map(|day| Want::Value(Value::Text(day.to_string())))
        .collect()
}

/// A value with the parts that are wanted put into it.
pub(crate) fn with_parts(value: Option<Value>, wanted: impl Iterator<Item = (String, Value)>) -> Option<Value> {
    let Some(Value::Map(mut parts)) = value else {
        return value;
    };
    parts.extend(wanted);
    Some(Value::Map(parts))
}
