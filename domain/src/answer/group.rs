//! Repeating groups: the same fields several times, `partners.0.shares`, `partners.1.shares`.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::defaults;
use super::{Node, Problem, RawAnswers, Scope, check_within, input_names, is_shown, needs, one, order, own_words};
use crate::facts::ItemFacts;
use crate::service::field::Field;
use crate::value::Value;

/// Most items when the file gives no limit.
pub(super) const DEFAULT_MAX_ITEMS: u32 = 50;
/// Numbers of items above this are not read.
const LAST_INDEX: usize = 9_999;

/// One item of a group as it stands in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The number in the input names; numbers may be missing where an item was taken out.
    pub index: usize,
    /// Nothing typed in it: it is not counted and has no problems.
    pub blank: bool,
    /// Its fields, in the order of the file.
    pub answers: Vec<ItemAnswer>,
}

/// One field of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemAnswer {
    /// The key inside the group.
    pub key: String,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether an answer is asked for now, by the field or by the paper it takes.
    pub required: bool,
    /// The checked value.
    pub value: Option<Value>,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// A group, checked.
pub(crate) struct Group {
    pub(crate) items: Vec<Item>,
    pub(crate) outcome: Result<Option<Value>, Problem>,
}

/// The field of one item as if it stood alone: its key is the input name, `partners.0.shares`.
pub fn item_field(group: &Field, index: usize, field: &Field) -> Field {
    Field {
        key: format!("{}.{index}.{}", group.key, field.key),
        ..field.clone()
    }
}

/// Stored as a list of tables. Blank items are left out.
pub(crate) fn check_group(group: &Field, raw: &RawAnswers, scope: &Scope<'_>) -> Group {
    let nodes: Vec<Node<'_>> = group
        .fields
        .iter()
        .map(|field| Node {
            key: &field.key,
            needs: needs(field, scope.documents),
        })
        .collect();
    let ordered = order(&nodes);
    let mut items: Vec<Item> = rows(group, raw)
        .into_iter()
        .map(|(index, row)| check_item(group, index, &row, &ordered, scope))
        .collect();
    mark_duplicates(group, &mut items);
    let outcome = outcome(group, &items);
    Group { items, outcome }
}

/// The raw answers of each item by its number, with names as inside the item.
pub(super) fn rows(group: &Field, raw: &RawAnswers) -> BTreeMap<usize, RawAnswers> {
    let prefix = format!("{}.", group.key);
    let mut rows: BTreeMap<usize, RawAnswers> = BTreeMap::new();
    for (name, values) in raw.range(prefix.clone()..) {
        let Some(rest) = name.strip_prefix(&prefix) else {
            break;
        };
        let Some((number, inner)) = rest.split_once('.') else {
            continue;
        };
        let index = number.parse().ok().filter(|index: &usize| index.to_string() == number);
        if let Some(index) = index.filter(|index| *index <= LAST_INDEX) {
            rows.entry(index).or_default().insert(inner.to_owned(), values.clone());
        }
    }
    rows
}

fn check_item(group: &Field, index: usize, row: &RawAnswers, ordered: &[usize], scope: &Scope<'_>) -> Item {
    let blank = is_blank(group, row);
    let mut values = BTreeMap::new();
    let mut answers: Vec<ItemAnswer> = group
        .fields
        .iter()
        .map(|field| ItemAnswer {
            key: field.key.clone(),
            visible: false,
            required: false,
            value: None,
            problem: None,
        })
        .collect();
    for (field, at) in ordered.iter().filter_map(|at| Some((group.fields.get(*at)?, *at))) {
        let facts = ItemFacts {
            item: &values,
            case: scope.facts,
        };
        if !is_shown(field.visible_when.as_ref(), &facts) {
            continue;
        }
        let scope = Scope {
            facts: &facts,
            ..*scope
        };
        let required = scope.requires(field);
        let (value, problem) = match check_within(field, row, &scope) {
            Ok(value) => (value, None),
            Err(problem) => (None, (!blank).then_some(problem)),
        };
        if let Some(value) = &value {
            values.insert(field.key.clone(), value.clone());
        }
        answers[at] = ItemAnswer {
            key: field.key.clone(),
            visible: true,
            required,
            value,
            problem,
        };
    }
    Item { index, blank, answers }
}

/// Nothing typed, or nothing but the values every new item begins with.
fn is_blank(group: &Field, row: &RawAnswers) -> bool {
    let typed = |name: &str| one(row, name).trim().to_owned();
    let mut names = group.fields.iter().flat_map(input_names);
    if names.all(|name| typed(&name).is_empty()) {
        return true;
    }
    let untouched = |field: &Field| {
        let first = defaults(field);
        input_names(field).iter().all(|name| {
            let typed = typed(name);
            typed.is_empty() || typed == one(&first, name)
        })
    };
    group.fields.iter().any(|field| field.default.is_none()) && group.fields.iter().all(untouched)
}

/// A value that must differ between items and does not is wrong in the later one.
fn mark_duplicates(group: &Field, items: &mut [Item]) {
    let unique = |field: &Field| field.validation.as_ref().is_some_and(|limits| limits.unique_in_group);
    for (at, field) in group.fields.iter().enumerate().filter(|(_, field)| unique(field)) {
        let mut seen = BTreeSet::new();
        for item in items.iter_mut().filter(|item| !item.blank) {
            let Some(answer) = item.answers.get_mut(at) else {
                continue;
            };
            if answer
                .value
                .as_ref()
                .is_some_and(|value| !seen.insert(format!("{value:?}")))
            {
                answer.value = None;
                answer.problem = Some(own_words(field, Problem::Duplicate));
            }
        }
    }
}

fn outcome(group: &Field, items: &[Item]) -> Result<Option<Value>, Problem> {
    let filled: Vec<&Item> = items.iter().filter(|item| !item.blank).collect();
    let count = u32::try_from(filled.len()).unwrap_or(u32::MAX);
    let max = group.max_items.unwrap_or(DEFAULT_MAX_ITEMS);
    if count > max {
        return Err(Problem::TooManyItems { max });
    }
    if let Some(problem) = filled
        .iter()
        .flat_map(|item| &item.answers)
        .find_map(|answer| answer.problem.clone())
    {
        return Err(problem);
    }
    if count == 0 {
        return Ok(None);
    }
    if let Some(min) = group.min_items.filter(|min| count < *min) {
        return Err(Problem::TooFewItems { min });
    }
    let table = |item: &&Item| {
        let values = item
            .answers
            .iter()
            .filter_map(|answer| Some((answer.key.clone(), answer.value.clone()?)));
        Value::Map(values.collect())
    };
    Ok(Some(Value::List(filled.iter().map(table).collect())))
}
