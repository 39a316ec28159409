//! Names of facts: whether a condition, a quantity or a limit looks at something that exists.

use super::Checker;
use crate::calendar::MAX_WORKING_DAYS;
use crate::service::field::{Field, FieldKind};
use crate::service::output::Validity;

/// Where dotted facts come from.
pub(super) const SOURCES: [&str; 5] = ["applicant", "registry", "case", "settings", "portal"];

/// Where first values come from.
const PREFILL_SOURCES: [&str; 5] = ["profile", "registry", "applicant", "settings", "portal"];

const ADDRESS_PARTS: [&str; 8] = [
    "governorate",
    "locality",
    "neighbourhood",
    "street",
    "building",
    "floor",
    "landmark",
    "postcode",
];
const MONEY_PARTS: [&str; 2] = ["amount_minor", "currency"];

impl<'a> Checker<'a> {
    /// A fact's name, seen from inside `group` if it is there. Gives the field when it names a whole answer.
    pub(super) fn name(&mut self, path: &str, name: &str, group: Option<&'a Field>) -> Option<&'a Field> {
        if let Some(field) = group.and_then(|group| group.fields.iter().find(|field| field.key == name)) {
            return Some(field);
        }
        let Some((first, part)) = name.split_once('.') else {
            let field = self.definition.field(name);
            if field.is_none() {
                self.error(
                    path,
                    self.no_answer(name),
                    "write the key of a question of this form, or a fact such as registry.population.exact_match",
                );
            }
            return field;
        };
        if SOURCES.contains(&first) {
            if part.split('.').any(str::is_empty) {
                self.error(
                    path,
                    format!("{name} names nothing"),
                    "write the whole name, such as registry.population.exact_match",
                );
            }
            return None;
        }
        match self.definition.field(first).map(|field| field.kind) {
            Some(FieldKind::Address) if ADDRESS_PARTS.contains(&part) => {}
            Some(FieldKind::Money) if MONEY_PARTS.contains(&part) => {}
            Some(_) => self.error(
                path,
                format!("the answer {first} has no part {part}"),
                "an address has parts such as governorate, an amount has amount_minor and currency",
            ),
            None => self.error(
                path,
                format!(
                    "{name} begins neither with a source ({}) nor with an answer",
                    SOURCES.join(", ")
                ),
                "write the key of a question, or begin with one of the sources",
            ),
        }
        None
    }

    fn no_answer(&self, name: &str) -> String {
        let group = self
            .definition
            .fields()
            .find(|group| group.fields.iter().any(|field| field.key == name));
        match group {
            Some(group) => format!("{name} is only known inside the group {}", group.key),
            None => format!("no answer is named {name}"),
        }
    }

    /// An answer that is a repeating group.
    pub(super) fn group(&mut self, path: &str, name: &str) -> Option<&'a Field> {
        match self.definition.field(name) {
            Some(field) if field.kind == FieldKind::RepeatingGroup => Some(field),
            Some(_) => {
                self.error(
                    path,
                    format!("{name} is not a repeating group"),
                    "name a question of type repeating_group",
                );
                None
            }
            None => {
                self.error(
                    path,
                    self.no_answer(name),
                    "write the key of a question of this form, or a fact such as registry.population.exact_match",
                );
                None
            }
        }
    }

    /// Where a first value comes from.
    pub(super) fn prefill(&mut self, path: &str, source: &str) {
        if !PREFILL_SOURCES.contains(&source.split('.').next().unwrap_or_default()) {
            self.error(
                path,
                format!("{source} begins with none of {}", PREFILL_SOURCES.join(", ")),
                "write it like profile.mobile or registry.passport.number",
            );
        }
    }

    /// The name of a list of options or offices.
    pub(super) fn list(&mut self, path: &str, name: &str) {
        if !self.lists.iter().any(|list| list == name) {
            self.error(
                path,
                format!("there is no list {name}"),
                "add the list to a file in lists/, or to reference.external_lists",
            );
        }
    }

    /// A deadline in working days.
    pub(super) fn days(&mut self, path: &str, days: Option<u32>) {
        if days.is_some_and(|days| days > MAX_WORKING_DAYS) {
            self.error(
                path,
                format!("more than {MAX_WORKING_DAYS} working days"),
                "write a smaller number of working days",
            );
        }
    }

    /// How long a document is valid: one fixed length, or an answer and what it counts.
    pub(super) fn validity(&mut self, path: &str, validity: &Validity) {
        let fixed = [validity.days, validity.months, validity.years]
            .into_iter()
            .flatten()
            .count();
        match (&validity.from_answer, fixed) {
            (None, 1) => {}
            (Some(name), 0) => {
                self.name(&format!("{path}.from_answer"), name, None);
                if validity.unit.is_none() {
                    self.error(
                        format!("{path}.unit"),
                        "nothing says what the answer counts",
                        "add unit: days, months or years",
                    );
                }
            }
            _ => self.error(
                path,
                "give one of days, months, years and from_answer",
                "keep one of the four",
            ),
        }
    }
}
