//! Repeating groups: the same fields several times, `partners.0.shares`, `partners.1.shares`.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::defaults;
use super::{Node, Problem, RawAnswers, Scope, check_within, input, input_names, is_shown, needs, order, own_words};
use crate::facts::ItemFacts;
use crate::fold;
use crate::service::field::Field;
use crate::value::Value;

/// Most items of a group, also when its file says nothing or more: all of them are inputs of one page.
pub(crate) const MOST_ITEMS: u32 = 50;
/// Numbers of items above this are not read.
const LAST_INDEX: usize = 9_999;

/// One item of a group as it stands in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The number in the input names; numbers may be missing where an item was taken out.
    pub index: usize,
    /// Nothing typed in it, or nothing that is asked: it is not counted and has no problems.
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

/// The name of the input that lists the numbers of a group's items, in the order they stand: `partners.items`.
///
/// Without it the items are those that have an answer; with it, one with no answer is there too, and none at all can
/// be told from never answered.
pub fn items_input(group: &Field) -> String {
    input(group, "items")
}

/// Most items a group may have.
pub fn most_items(group: &Field) -> usize {
    limit(group) as usize
}

fn limit(group: &Field) -> u32 {
    group.max_items.unwrap_or(MOST_ITEMS).min(MOST_ITEMS)
}

/// How many items a form shows at least, though they be blank.
pub fn least_items(group: &Field) -> usize {
    let least = group.min_items.unwrap_or_default().max(group.required.into()) as usize;
    least.min(most_items(group))
}

/// The numbers of the items as they stand in a form: those that are there, and blank ones up to the least.
pub fn shown_items(group: &Field, raw: &RawAnswers) -> Vec<usize> {
    let mut items: Vec<usize> = rows(group, raw).into_iter().map(|(index, _)| index).collect();
    while items.len() < least_items(group) {
        items.push(free_item(&items));
    }
    items
}

/// The number of an item to be added: the smallest that none has.
pub fn free_item(items: &[usize]) -> usize {
    (0..=items.len())
        .find(|index| !items.contains(index))
        .unwrap_or_default()
}

/// The field of one item as if it stood alone: its key is the input name, `partners.0.shares`.
pub fn item_field(group: &Field, index: usize, field: &Field) -> Field {
    Field {
        key: format!("{}.{index}.{}", group.key, field.key),
        ..field.clone()
    }
}

/// The field an input name belongs to: one of these, or one in an item of a group among them, as [`item_field`] gives
/// it, with that group and the number of the item.
pub fn field_named<'a>(fields: &'a [Field], key: &str) -> Option<(Field, Option<(&'a Field, usize)>)> {
    if let Some(field) = fields.iter().find(|field| field.key == key) {
        return Some((field.clone(), None));
    }
    let (head, rest) = key.split_once('.')?;
    let (number, inner) = rest.split_once('.')?;
    let group = fields.iter().find(|field| field.key == head)?;
    let index = number_of(number)?;
    let field = group.fields.iter().find(|field| field.key == inner)?;
    Some((item_field(group, index, field), Some((group, index))))
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

/// The raw answers of each item with its number, in order, with names as inside the item.
pub(super) fn rows(group: &Field, raw: &RawAnswers) -> Vec<(usize, RawAnswers)> {
    let prefix = format!("{}.", group.key);
    let mut rows: BTreeMap<usize, RawAnswers> = BTreeMap::new();
    for (name, values) in raw.range(prefix.clone()..) {
        let Some(rest) = name.strip_prefix(&prefix) else {
            break;
        };
        let Some((number, inner)) = rest.split_once('.') else {
            continue;
        };
        if let Some(index) = number_of(number) {
            rows.entry(index).or_default().insert(inner.to_owned(), values.clone());
        }
    }
    let Some(listed) = raw.get(&items_input(group)) else {
        return rows.into_iter().collect();
    };
    let mut seen = BTreeSet::new();
    listed
        .iter()
        .filter_map(|number| number_of(number))
        .filter(|index| seen.insert(*index))
        .map(|index| (index, rows.remove(&index).unwrap_or_default()))
        .collect()
}

/// The number of an item, written the one way it is written.
fn number_of(text: &str) -> Option<usize> {
    let index = text.parse().ok().filter(|index: &usize| index.to_string() == text);
    index.filter(|index| *index <= LAST_INDEX)
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
    let says_nothing = |answer: &ItemAnswer| answer.value.is_none() && answer.problem.is_none();
    let blank = blank || answers.iter().all(says_nothing);
    Item { index, blank, answers }
}

/// Nothing typed that can be seen, or nothing but the values every new item begins with.
fn is_blank(group: &Field, row: &RawAnswers) -> bool {
    let mut names = group.fields.iter().flat_map(input_names);
    if names.all(|name| seen(row, &name).is_empty()) {
        return true;
    }
    let untouched = |field: &Field| {
        let first = defaults(field);
        input_names(field).iter().all(|name| {
            let typed = seen(row, name);
            typed.is_empty() || typed == seen(&first, name)
        })
    };
    group.fields.iter().any(|field| field.default.is_none()) && group.fields.iter().all(untouched)
}

/// All texts under a name, but for those in which nothing can be seen.
fn seen<'a>(raw: &'a RawAnswers, name: &str) -> Vec<&'a str> {
    let texts = raw.get(name).into_iter().flatten().map(|text| text.trim());
    texts.filter(|text| !fold::is_blank(text)).collect()
}

/// Takes the blank items out of the list, the last first, as long as there are more than must be shown.
pub fn drop_blank_items(group: &Field, raw: &mut RawAnswers) {
    let mut rows = rows(group, raw);
    for at in (0..rows.len()).rev() {
        if rows.len() > least_items(group) && is_blank(group, &rows[at].1) {
            let (index, _) = rows.remove(at);
            let prefix = input(group, &format!("{index}."));
            raw.retain(|name, _| !name.starts_with(&prefix));
        }
    }
    let left = rows.iter().map(|(index, _)| index.to_string()).collect();
    raw.insert(items_input(group), left);
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
    let max = limit(group);
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
