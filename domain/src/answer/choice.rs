//! Choices: one of several, several of several, and a single box to tick.

use super::{Lists, Problem, RawAnswers, one, own_words};
use crate::fold;
use crate::service::field::{Choice, Field};
use crate::value::Value;

/// The options of a field: its own, or those of the list it names. Empty when the list is not known.
pub fn options<'a>(field: &'a Field, lists: &'a dyn Lists) -> &'a [Choice] {
    if !field.options.is_empty() {
        return &field.options;
    }
    field
        .options_from
        .as_deref()
        .and_then(|name| lists.choices(name))
        .unwrap_or_default()
}

/// A box that stands alone: yes or no.
pub(super) fn is_sole_box(field: &Field) -> bool {
    field.options.is_empty() && field.options_from.is_none()
}

/// The option with this raw value.
pub(super) fn find<'a>(options: &'a [Choice], raw: &str) -> Option<&'a Choice> {
    options.iter().find(|option| match &option.value {
        Value::Text(text) => text == raw,
        Value::Int(number) => number.to_string() == raw,
        _ => false,
    })
}

/// Stored as the option's value: text or a number.
pub(super) fn check_one(field: &Field, typed: &str, lists: &dyn Lists) -> Result<Option<Value>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let option = find(options(field, lists), typed).ok_or(Problem::NotAnOption)?;
    Ok(Some(option.value.clone()))
}

/// Stored as yes or no, or as a list of the chosen options in the order they are offered.
pub(super) fn check_boxes(field: &Field, raw: &RawAnswers, lists: &dyn Lists) -> Result<Option<Value>, Problem> {
    if is_sole_box(field) {
        return check_box(field, raw);
    }
    let options = options(field, lists);
    let ticks = raw.get(&field.key).map_or(&[][..], Vec::as_slice);
    let mut chosen = vec![false; options.len()];
    for tick in ticks.iter().map(|tick| tick.trim()).filter(|tick| !tick.is_empty()) {
        let option = find(options, tick).ok_or(Problem::NotAnOption)?;
        if let Some(at) = options.iter().position(|candidate| candidate == option) {
            chosen[at] = true;
        }
    }
    let values: Vec<Value> = options
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| *chosen)
        .map(|(option, _)| option.value.clone())
        .collect();
    if values.is_empty() {
        return Ok(None);
    }
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
    if let Some(min) = field.min_items.filter(|min| count < *min) {
        return Err(Problem::TooFewItems { min });
    }
    if let Some(max) = field.max_items.filter(|max| count > *max) {
        return Err(Problem::TooManyItems { max });
    }
    Ok(Some(Value::List(values)))
}

fn check_box(field: &Field, raw: &RawAnswers) -> Result<Option<Value>, Problem> {
    let ticks = raw.get(&field.key).map_or(&[][..], Vec::as_slice);
    let mut ticked = false;
    for tick in ticks {
        match fold::digits(tick).to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => ticked = true,
            "false" | "off" | "no" | "0" | "" => {}
            _ => return Err(Problem::NotAnOption),
        }
    }
    let must = field.validation.as_ref().is_some_and(|limits| limits.must_be_true);
    if !ticked && (must || field.required) {
        return Err(own_words(field, Problem::MustAccept));
    }
    Ok(Some(Value::Bool(ticked)))
}

/// Whether anything was chosen from a list that is kept elsewhere.
pub(super) fn is_chosen_elsewhere(field: &Field, raw: &RawAnswers) -> bool {
    field.options_from.is_some() && !one(raw, &field.key).trim().is_empty()
}
