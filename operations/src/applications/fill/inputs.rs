//! What was posted for a page, taken within limits: only the names the page has, only what may be changed, and of
//! groups only as many items as there may be.

use domain::answer::{self, RawAnswers};
use domain::service::field::{Field, FieldKind, Page};

/// Longest text one input may hold, in bytes; what is longer is cut before it is stored.
const MAX_INPUT: usize = 20_000;
/// Most values that are typed into one input; only boxes to tick have several.
const MAX_VALUES: usize = 60;

/// Whose word an answer is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The applicant's, who may change it now.
    Theirs,
    /// The applicant's, as it is stored.
    Stored,
    /// A source's. It is not stored as if it had been typed: it would outlive its source.
    Sources,
}

/// The inputs of the page, each by whose word it is. Files stay as they are stored.
pub(super) fn take(stored: &RawAnswers, word: &dyn Fn(&Field) -> Word, page: &Page, inputs: RawAnswers) -> RawAnswers {
    let mut answers = RawAnswers::new();
    for field in &page.fields {
        match word(field) {
            Word::Sources => {}
            Word::Stored => kept(field, stored, &mut answers),
            Word::Theirs if field.kind == FieldKind::RepeatingGroup => group(stored, field, &inputs, &mut answers),
            Word::Theirs => one(field, stored, &inputs, &mut answers),
        }
    }
    answers
}

/// Takes over the inputs of one field as they are stored.
fn kept(field: &Field, stored: &RawAnswers, answers: &mut RawAnswers) {
    for name in answer::input_names(field) {
        if let Some(values) = stored.get(&name) {
            answers.insert(name, values.clone());
        }
    }
}

/// Takes over what was typed in the inputs of one field; of files, what is stored.
fn one(field: &Field, stored: &RawAnswers, inputs: &RawAnswers, answers: &mut RawAnswers) {
    if field.kind == FieldKind::File {
        return kept(field, stored, answers);
    }
    for name in answer::input_names(field) {
        if let Some(values) = inputs.get(&name) {
            let values = values.iter().take(MAX_VALUES).cloned().map(cut).collect();
            answers.insert(name, values);
        }
    }
}

/// The items that were on the page. A group that was not shown is not there at all.
fn group(stored: &RawAnswers, group: &Field, inputs: &RawAnswers, answers: &mut RawAnswers) {
    let list = answer::items_input(group);
    if !answer::input_names(group).iter().any(|name| inputs.contains_key(name)) {
        return;
    }
    let most = answer::most_items(group);
    let mut items = answer::shown_items(group, inputs);
    items.retain(|index| *index < most);
    items.truncate(most);
    for field in items.iter().flat_map(|index| fields_of(group, *index)) {
        one(&field, stored, inputs, answers);
    }
    answers.insert(list, items.iter().map(usize::to_string).collect());
}

fn fields_of(group: &Field, index: usize) -> impl Iterator<Item = Field> {
    group
        .fields
        .iter()
        .map(move |field| answer::item_field(group, index, field))
}

/// The page with the fields of its items in the place of its groups: where files can be.
pub(super) fn flat(page: &Page, answers: &RawAnswers) -> Page {
    let mut flat = page.clone();
    flat.fields = page
        .fields
        .iter()
        .flat_map(|field| match field.kind {
            FieldKind::RepeatingGroup => answer::shown_items(field, answers)
                .into_iter()
                .flat_map(|index| fields_of(field, index))
                .collect(),
            _ => vec![field.clone()],
        })
        .collect();
    flat
}

/// Adds a blank item to a group of the page, if there may be one more. Says where it stands.
pub(super) fn add_item(page: &Page, key: &str, answers: &mut RawAnswers) -> Option<String> {
    let group = group_named(page, key)?;
    let mut items = answer::shown_items(group, answers);
    if items.len() >= answer::most_items(group) {
        return Some(group.key.clone());
    }
    let index = answer::free_item(&items);
    items.push(index);
    for field in fields_of(group, index) {
        answers.extend(answer::defaults(&field));
    }
    answers.insert(answer::items_input(group), items.iter().map(usize::to_string).collect());
    Some(format!("{}.{index}", group.key))
}

/// Takes an item, `partners.1`, out of its group. Says where to go on.
pub(super) fn remove_item(page: &Page, item: &str, answers: &mut RawAnswers) -> Option<String> {
    let (key, number) = item.split_once('.')?;
    let group = group_named(page, key)?;
    let mut items = answer::shown_items(group, answers);
    let at = items.iter().position(|index| index.to_string() == number)?;
    let index = items.remove(at);
    for name in fields_of(group, index).flat_map(|field| answer::input_names(&field)) {
        answers.remove(&name);
    }
    answers.insert(answer::items_input(group), items.iter().map(usize::to_string).collect());
    Some(group.key.clone())
}

/// Takes the items in which nothing was typed out of the page, beyond those there must be.
pub(super) fn drop_blank_items(page: &Page, answers: &mut RawAnswers) {
    for group in page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup)
    {
        if answers.contains_key(&answer::items_input(group)) {
            answer::drop_blank_items(group, answers);
        }
    }
}

fn group_named<'a>(page: &'a Page, key: &str) -> Option<&'a Field> {
    let mut groups = page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup);
    groups.find(|group| group.key == key)
}

/// The keys of the uploads that items of the page held and hold no longer, since their item was taken out.
pub(super) fn files_left_behind(page: &Page, before: &RawAnswers, now: &RawAnswers) -> Vec<String> {
    let groups = page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup);
    let entries = |raw: &RawAnswers| -> Vec<String> {
        let flat = groups.clone().flat_map(|group| {
            answer::shown_items(group, raw)
                .into_iter()
                .flat_map(|index| fields_of(group, index))
                .filter(|field| field.kind == FieldKind::File)
                .collect::<Vec<_>>()
        });
        flat.filter_map(|field| raw.get(&field.key))
            .flatten()
            .cloned()
            .collect()
    };
    let kept = entries(now);
    let id = |entry: &String| entry.split('|').next().unwrap_or_default().to_owned();
    entries(before)
        .iter()
        .filter(|entry| !kept.contains(entry))
        .map(id)
        .collect()
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_INPUT {
        let end = (0..=MAX_INPUT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    // A NUL cannot be stored in PostgreSQL text, and nobody types one.
    text.replace('\0', "")
}
