//! The few values that can make a difference to some comparisons.

use crate::condition::{Comparison, Operator};
use crate::service::field::{Field, FieldKind};
use crate::value::Value;

/// Smaller and larger than every text of a catalogue.
const EDGES: [&str; 2] = ["!", "~~~"];

/// Values of the field, or of a fact from elsewhere, on every side of the comparisons.
pub(super) fn candidates(field: Option<&Field>, part: Option<&str>, compared: &[(&Comparison, bool)]) -> Vec<Value> {
    let Some(field) = field.filter(|_| part.is_none()) else {
        return open(compared);
    };
    match field.kind {
        FieldKind::Radio | FieldKind::Select if !field.options.is_empty() => {
            field.options.iter().map(|option| option.value.clone()).collect()
        }
        FieldKind::Checkbox if !field.options.is_empty() => ticks(field, compared),
        FieldKind::Checkbox if field.options_from.is_none() => {
            let must = field.required || field.validation.as_ref().is_some_and(|limits| limits.must_be_true);
            [true, false]
                .into_iter()
                .filter(|ticked| *ticked || !must)
                .map(Value::Bool)
                .collect()
        }
        FieldKind::Number => numbers(field, compared),
        FieldKind::RepeatingGroup | FieldKind::File => vec![Value::List(vec![Value::Null])],
        _ => open(compared),
    }
}

/// One tick, all ticks that may be, and those that must be.
fn ticks(field: &Field, compared: &[(&Comparison, bool)]) -> Vec<Value> {
    let named = |wanted: bool| {
        let contains = compared
            .iter()
            .filter(move |(one, holds)| one.op == Operator::Contains && *holds == wanted);
        contains.filter_map(|(one, _)| one.value.as_ref()).collect::<Vec<_>>()
    };
    let (needed, barred) = (named(true), named(false));
    let list = |keep: &dyn Fn(&Value) -> bool| {
        let values = field.options.iter().map(|option| &option.value);
        Value::List(values.filter(|value| keep(value)).cloned().collect())
    };
    let mut found: Vec<Value> = field
        .options
        .iter()
        .map(|option| Value::List(vec![option.value.clone()]))
        .collect();
    found.push(list(&|value| needed.iter().any(|one| one.same(value))));
    found.push(list(&|value| !barred.iter().any(|one| one.same(value))));
    found.retain(|value| !value.is_empty());
    found
}

fn numbers(field: &Field, compared: &[(&Comparison, bool)]) -> Vec<Value> {
    let limits = field.validation.as_ref();
    let (min, max) = (
        limits.and_then(|limits| limits.min),
        limits.and_then(|limits| limits.max),
    );
    let mut found: Vec<i64> = flat(compared)
        .filter_map(Value::as_int)
        .flat_map(|number| [number, number.saturating_add(1), number.saturating_sub(1)])
        .chain(min)
        .chain(max)
        .filter(|number| min.is_none_or(|min| min <= *number) && max.is_none_or(|max| *number <= max))
        .collect();
    if found.is_empty() {
        found.push(0);
    }
    found.into_iter().map(Value::Int).collect()
}

/// Each compared value, what is just above and below it, and what is like none of them: of the same kind, where all
/// compared values are of one.
fn open(compared: &[(&Comparison, bool)]) -> Vec<Value> {
    let only = |is: fn(&Value) -> bool| flat(compared).next().is_some() && flat(compared).all(is);
    let mut found = Vec::new();
    if only(|value| matches!(value, Value::Bool(_))) {
        return vec![Value::Bool(true), Value::Bool(false)];
    }
    let numbers = only(|value| matches!(value, Value::Int(_)));
    if !numbers {
        found.extend(EDGES.map(Value::from));
        found.extend([Value::Bool(true), Value::Bool(false)]);
    }
    for value in flat(compared) {
        found.push(value.clone());
        if !numbers {
            found.push(Value::List(vec![value.clone()]));
        }
        match value {
            Value::Int(number) => {
                found.push(Value::Int(number.saturating_add(1)));
                found.push(Value::Int(number.saturating_sub(1)));
            }
            Value::Text(text) => found.push(Value::Text(format!("{text}~"))),
            _ => {}
        }
    }
    found
}

/// The compared values, and those in compared lists.
fn flat<'c>(compared: &'c [(&'c Comparison, bool)]) -> impl Iterator<Item = &'c Value> {
    let values = compared.iter().filter_map(|(one, _)| one.value.as_ref());
    values.flat_map(|value| value.as_list().unwrap_or(std::slice::from_ref(value)))
}
