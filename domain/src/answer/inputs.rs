//! From a field to its inputs: their names, what stands in them first, and a stored value written back into them.

use super::group::{items_input, most_items};
use super::{RawAnswers, address, date, file, input, money};
use crate::service::field::{Field, FieldKind};
use crate::value::Value;

/// The names of all inputs of a field; for a group, of as many items as it may have, and first the list of them.
pub fn input_names(field: &Field) -> Vec<String> {
    let parts = |parts: &[&str]| parts.iter().map(|part| input(field, part)).collect();
    match field.kind {
        FieldKind::Date => parts(&date::PARTS),
        FieldKind::Address => parts(&address::PARTS),
        FieldKind::Money => parts(&["amount", "currency"]),
        FieldKind::RepeatingGroup => {
            let inner: Vec<String> = field.fields.iter().flat_map(input_names).collect();
            let names = |index| inner.iter().map(move |name| input(field, &format!("{index}.{name}")));
            let items = (0..most_items(field)).flat_map(names);
            std::iter::once(items_input(field)).chain(items).collect()
        }
        _ => vec![field.key.clone()],
    }
}

/// Most inputs of one page, every group of it full; what a form may hold follows from it.
pub const MOST_INPUTS: usize = 2_000;

/// How many inputs a page with these questions sends at most, with the mark of each question that it was shown.
pub fn most_inputs(fields: &[Field]) -> usize {
    let inputs = |field: &Field| match field.kind {
        FieldKind::RepeatingGroup => most_items(field) * (1 + most_inputs(&field.fields)),
        FieldKind::Checkbox => field.options.len().max(1),
        _ => input_names(field).len(),
    };
    fields.iter().map(|field| 1 + inputs(field)).sum()
}

/// What stands in the inputs before anything is stored, from the field's default.
pub fn defaults(field: &Field) -> RawAnswers {
    field
        .default
        .as_ref()
        .map(|value| to_raw(field, value))
        .unwrap_or_default()
}

/// A checked value written back into the inputs, so that checking it gives the same value. A value of another kind
/// gives nothing.
pub fn to_raw(field: &Field, value: &Value) -> RawAnswers {
    match (field.kind, value) {
        (FieldKind::Date, Value::Text(iso)) => date_parts(field, iso),
        (FieldKind::Address, Value::Map(parts)) => {
            let text = |name: &str| parts.get(name)?.as_text().map(str::to_owned);
            named(
                field,
                address::PARTS.into_iter().filter_map(|name| Some((name, text(name)?))),
            )
        }
        (FieldKind::Money, Value::Map(parts)) => {
            let amounts = money::stored(parts).into_iter();
            named(
                field,
                amounts.flat_map(|sum| [("amount", sum.decimal()), ("currency", sum.currency.code().to_owned())]),
            )
        }
        (FieldKind::File, Value::List(files)) => listed(field, files, file::entry),
        (FieldKind::RepeatingGroup, Value::List(items)) => items_to_raw(field, items),
        (FieldKind::Date | FieldKind::Address | FieldKind::Money | FieldKind::File | FieldKind::RepeatingGroup, _) => {
            RawAnswers::new()
        }
        (FieldKind::Checkbox, Value::List(ticks)) => listed(field, ticks, plain),
        (_, value) => listed(field, std::slice::from_ref(value), plain),
    }
}

fn named<'a>(field: &Field, parts: impl Iterator<Item = (&'a str, String)>) -> RawAnswers {
    parts.map(|(name, text)| (input(field, name), vec![text])).collect()
}

/// All under one name.
fn listed(field: &Field, values: &[Value], text: fn(&Value) -> Option<String>) -> RawAnswers {
    let texts: Vec<String> = values.iter().filter_map(text).collect();
    if texts.is_empty() {
        RawAnswers::new()
    } else {
        [(field.key.clone(), texts)].into()
    }
}

fn date_parts(field: &Field, iso: &str) -> RawAnswers {
    // Year first in ISO, last in the form; day and month without their zeros.
    let texts = iso.splitn(3, '-').map(|text| text.trim_start_matches('0').to_owned());
    named(field, date::PARTS.into_iter().rev().zip(texts))
}

fn items_to_raw(group: &Field, items: &[Value]) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (index, item) in items.iter().enumerate() {
        for field in &group.fields {
            let Some(value) = item.part(&field.key) else {
                continue;
            };
            let inner = to_raw(field, value).into_iter();
            raw.extend(inner.map(|(name, texts)| (input(group, &format!("{index}.{name}")), texts)));
        }
    }
    raw
}

/// A value that stands in one input; an empty box has none.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(true) => Some("true".to_owned()),
        _ => None,
    }
}
