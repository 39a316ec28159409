//! Which input an error points to.

use chrono::NaiveDate;

use super::choice::is_chosen_elsewhere;
use super::group::{Item, ItemAnswer, check_group, item_field, rows, shown_items};
use super::{CheckContext, Lists, Problem, RawAnswers, Scope, address, date, input, one};
use crate::facts::CaseFacts;
use crate::service::field::{Choice, Field, FieldKind};
use crate::value::Value;

/// The name of the input an error of this field points to: the first empty or wrong part.
///
/// In a group it is the first input that has this problem, as far as the text alone tells; where the page has been
/// checked, [`crate::journey::FieldState::faulty_input`] knows exactly.
pub fn faulty_input(field: &Field, problem: &Problem, raw: &RawAnswers) -> String {
    match field.kind {
        FieldKind::Date => input(field, date::faulty_part(field, raw)),
        FieldKind::Address => input(field, address::faulty_part(field, problem, raw)),
        FieldKind::Money if *problem == Problem::Currency => input(field, "currency"),
        FieldKind::Money => input(field, "amount"),
        FieldKind::RepeatingGroup => in_group(field, problem, raw),
        _ => field.key.clone(),
    }
}

/// The input of one item's problem.
fn in_item(group: &Field, item: &Item, answer: &ItemAnswer, problem: &Problem, raw: &RawAnswers) -> String {
    match group.fields.iter().find(|field| field.key == answer.key) {
        Some(field) => faulty_input(&item_field(group, item.index, field), problem, raw),
        None => group.key.clone(),
    }
}

fn in_group(group: &Field, problem: &Problem, raw: &RawAnswers) -> String {
    let about_count = matches!(problem, Problem::TooFewItems { .. } | Problem::TooManyItems { .. });
    let found = if about_count { None } else { find(group, problem, raw) };
    let first = || match group.fields.first() {
        Some(field) => {
            let index = shown_items(group, raw).first().copied().unwrap_or_default();
            faulty_input(&item_field(group, index, field), &Problem::Required, raw)
        }
        None => group.key.clone(),
    };
    found.unwrap_or_else(first)
}

/// Checks the group again without knowing the day or the lists, and looks for the problem.
fn find(group: &Field, problem: &Problem, raw: &RawAnswers) -> Option<String> {
    let open = opened(group, raw);
    for national_id_checksum in [false, true] {
        let context = CheckContext {
            today: NaiveDate::default(),
            national_id_checksum,
            lists: &NoLists,
        };
        let scope = Scope {
            context: &context,
            facts: &CaseFacts::default(),
            documents: &[],
        };
        let items = check_group(&open, raw, &scope).items;
        let answers = items.iter().filter(|item| !item.blank).flat_map(|item| {
            item.answers
                .iter()
                .filter(|answer| answer.visible)
                .map(move |answer| (item, answer))
        });
        let mut answers = answers.filter(|(item, answer)| has(group, item, answer, problem, raw));
        if let Some((item, answer)) = answers.next() {
            return Some(in_item(group, item, answer, problem, raw));
        }
    }
    None
}

/// Whether the answer has the problem, or may have it where the day or a list would have to be known.
fn has(group: &Field, item: &Item, answer: &ItemAnswer, problem: &Problem, raw: &RawAnswers) -> bool {
    let field = group.fields.iter().find(|field| field.key == answer.key);
    let date = || {
        let text = answer.value.as_ref().and_then(Value::as_text)?;
        text.parse::<NaiveDate>()
            .ok()
            .filter(|_| field.is_some_and(|field| field.kind == FieldKind::Date))
    };
    match problem {
        Problem::TooEarly { earliest } => date().is_some_and(|date| date < *earliest),
        Problem::TooLate { latest } => date().is_some_and(|date| date > *latest),
        Problem::NotAnOption if answer.problem.is_none() => {
            field.is_some_and(|field| is_chosen_elsewhere(&item_field(group, item.index, field), raw))
        }
        _ => answer.problem.as_ref() == Some(problem),
    }
}

/// The group without what needs the day or a list: any date, and as options whatever was typed.
fn opened(group: &Field, raw: &RawAnswers) -> Field {
    let rows = rows(group, raw);
    let mut group = group.clone();
    for field in &mut group.fields {
        if let Some(limits) = &mut field.validation {
            limits.min_date = None;
            limits.max_date = None;
        }
        if field.options_from.is_some() && field.options.is_empty() {
            let typed = rows
                .iter()
                .map(|(_, row)| one(row, &field.key).trim())
                .filter(|text| !text.is_empty());
            field.options = typed
                .map(|text| Choice {
                    value: Value::from(text),
                    label: Default::default(),
                })
                .collect();
        }
    }
    group
}

struct NoLists;

impl Lists for NoLists {
    fn choices(&self, _name: &str) -> Option<&[Choice]> {
        None
    }
}
