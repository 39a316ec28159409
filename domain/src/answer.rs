//! Answers: the text as typed, kept apart from the checked value.
//!
//! Each kind of question has one file that reads, checks and normalises what people type: both sets of Arabic digits,
//! spaces and hyphens, invisible marks. [`check`] turns the raw text of one field into a value or a [`Problem`]; a
//! whole application is checked by [`crate::journey`], which also knows the other answers and the papers.

mod address;
mod choice;
mod date;
mod email;
mod faulty;
mod file;
mod group;
mod iban;
mod inputs;
mod money;
mod national_id;
mod number;
mod order;
mod phone;
mod problem;
mod text;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use choice::options;
pub use faulty::faulty_input;
pub use group::{
    Item, ItemAnswer, drop_blank_items, field_named, free_item, item_field, items_input, least_items, most_items,
    shown_items,
};
pub use inputs::{MOST_INPUTS, defaults, input_names, most_inputs, to_raw};
pub use money::amount;
pub use problem::Problem;

pub(crate) use group::{MOST_ITEMS, check_group};
pub(crate) use order::{Node, circles, needs, node, order};

use crate::condition::Condition;
use crate::facts::{CaseFacts, Facts};
use crate::fold;
use crate::service::field::{Choice, Field, FieldKind};
use crate::service::{Document, Requirement};
use crate::value::Value;

/// Raw text by input name.
///
/// Most fields have one input named by their key. A date has `.day`, `.month`, `.year`; an address has its parts;
/// money has `.amount` and `.currency`; a group numbers its items, `partners.0.shares`, and may list their numbers
/// under `partners.items`. A file field holds one entry
/// for each upload, `"<upload id>|<file name>"`; a choice of several holds one entry for each tick.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

/// The option lists that are named in the catalogue and kept elsewhere.
pub trait Lists {
    /// The options of a list (`options_from`, and `reference.governorates` for addresses); `None` when not known.
    fn choices(&self, name: &str) -> Option<&[Choice]>;
}

impl Lists for BTreeMap<String, Vec<Choice>> {
    fn choices(&self, name: &str) -> Option<&[Choice]> {
        self.get(name).map(Vec::as_slice)
    }
}

/// What a check needs to know besides the field and the text.
#[derive(Clone, Copy)]
pub struct CheckContext<'a> {
    /// The day, in Palestine.
    pub today: NaiveDate,
    /// Whether the check digit of an identity number is looked at.
    pub national_id_checksum: bool,
    /// The named option lists.
    pub lists: &'a dyn Lists,
}

/// What may be checked or asked depends on this: the day and the lists, the answers so far, the papers.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) context: &'a CheckContext<'a>,
    pub(crate) facts: &'a dyn Facts,
    pub(crate) documents: &'a [Document],
}

impl<'a> Scope<'a> {
    /// The paper a file field takes.
    fn document(&self, field: &Field) -> Option<&'a Document> {
        let key = field.document.as_ref()?;
        self.documents.iter().find(|document| document.key == *key)
    }

    /// Asked for by the field, or by the paper it takes.
    pub(crate) fn requires(&self, field: &Field) -> bool {
        field.required
            || self.document(field).is_some_and(|document| match document.required {
                Requirement::Always => true,
                Requirement::Never => false,
                Requirement::Conditional => document
                    .required_when
                    .as_ref()
                    .is_some_and(|when| when.holds(self.facts)),
            })
    }
}

/// Whether something guarded by an optional condition is shown.
pub(crate) fn is_shown(condition: Option<&Condition>, facts: &dyn Facts) -> bool {
    condition.is_none_or(|condition| condition.holds(facts))
}

/// Checks the raw text of one field.
///
/// `Ok(None)` means left empty where that is allowed. A box to tick that stands alone always has a value, yes or no.
/// Conditions inside a group see the fields of the same item only; [`crate::journey`] gives them the whole case.
///
/// # Errors
/// The first [`Problem`] found.
pub fn check(field: &Field, raw: &RawAnswers, context: &CheckContext<'_>) -> Result<Option<Value>, Problem> {
    check_within(
        field,
        raw,
        &Scope {
            context,
            facts: &CaseFacts::default(),
            documents: &[],
        },
    )
}

/// [`check`], knowing the answers so far and the papers.
pub(crate) fn check_within(field: &Field, raw: &RawAnswers, scope: &Scope<'_>) -> Result<Option<Value>, Problem> {
    let typed = one(raw, &field.key);
    let lists = scope.context.lists;
    let found = match field.kind {
        FieldKind::Text | FieldKind::Textarea => text::check(field, typed),
        FieldKind::NationalId => national_id::check(typed, scope.context.national_id_checksum),
        FieldKind::Phone => phone::check(typed, field.mobile_only),
        FieldKind::Email => email::check(typed),
        FieldKind::Radio | FieldKind::Select => choice::check_one(field, typed, lists),
        FieldKind::Checkbox => choice::check_boxes(field, raw, lists),
        FieldKind::Date => date::check(field, raw, scope.context.today),
        FieldKind::Number => number::check(field, typed),
        FieldKind::Money => money::check(field, raw),
        FieldKind::Iban => iban::check(typed),
        FieldKind::Address => address::check(field, raw, lists),
        FieldKind::File => file::check(field, raw, scope.document(field)),
        FieldKind::RepeatingGroup => check_group(field, raw, scope).outcome,
    }?;
    demand(field, found, scope)
}

/// An empty answer is a problem where one is required.
pub(crate) fn demand(field: &Field, found: Option<Value>, scope: &Scope<'_>) -> Result<Option<Value>, Problem> {
    if found.is_none() && scope.requires(field) {
        Err(Problem::Required)
    } else {
        Ok(found)
    }
}

/// The first text given under a name; nothing given is the same as empty.
fn one<'a>(raw: &'a RawAnswers, name: &str) -> &'a str {
    raw.get(name)
        .and_then(|values| values.first())
        .map_or("", String::as_str)
}

/// The text of one part of a field: `birth_date.day`.
fn part<'a>(raw: &'a RawAnswers, field: &Field, part: &str) -> &'a str {
    one(raw, &input(field, part))
}

/// The input name of one part of a field.
fn input(field: &Field, part: &str) -> String {
    format!("{}.{part}", field.key)
}

/// A number that is written in groups: ASCII digits, without the spaces and hyphens between them.
fn compact(typed: &str) -> String {
    fold::digits(typed)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .collect()
}

/// The catalogue's own sentence, where the file gives one, instead of the general problem.
fn own_words(field: &Field, problem: Problem) -> Problem {
    let message = field
        .validation
        .as_ref()
        .and_then(|validation| validation.message.clone());
    message.map_or(problem, |message| Problem::Custom { message })
}
