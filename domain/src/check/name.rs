//! Names of facts: whether a condition, a quantity or a limit looks at something that exists.

use super::Checker;
use crate::calendar::MAX_WORKING_DAYS;
use crate::condition::{Comparison, Condition, Operator};
use crate::service::field::{Field, FieldKind};
use crate::service::output::Validity;
use crate::value::Value;

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
                self.error(path, self.no_answer(name));
            }
            return field;
        };
        if SOURCES.contains(&first) {
            if part.split('.').any(str::is_empty) {
                self.error(path, format!("{name} names nothing"));
            }
            return None;
        }
        match self.definition.field(first).map(|field| field.kind) {
            Some(FieldKind::Address) if ADDRESS_PARTS.contains(&part) => {}
            Some(FieldKind::Money) if MONEY_PARTS.contains(&part) => {}
            Some(_) => self.error(path, format!("the answer {first} has no part {part}")),
            None => self.error(
                path,
                format!(
                    "{name} begins neither with a source ({}) nor with an answer",
                    SOURCES.join(", ")
                ),
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
                self.error(path, format!("{name} is not a repeating group"));
                None
            }
            None => {
                self.error(path, self.no_answer(name));
                None
            }
        }
    }

    /// A condition, with the path of each comparison in it.
    pub(super) fn condition(&mut self, path: &str, condition: &Condition, group: Option<&'a Field>) {
        let several = |this: &mut Self, key: &str, parts: &[Condition]| {
            for (at, part) in parts.iter().enumerate() {
                this.condition(&format!("{path}.{key}[{at}]"), part, group);
            }
        };
        match condition {
            Condition::All(all) => several(self, "all", &all.all),
            Condition::Any(any) => several(self, "any", &any.any),
            Condition::Always(_) => {}
            Condition::Leaf(comparison) => self.comparison(path, comparison, group),
        }
    }

    fn comparison(&mut self, path: &str, comparison: &Comparison, group: Option<&'a Field>) {
        let field = self.name(path, &comparison.field, group);
        let needs_nothing = matches!(comparison.op, Operator::Empty | Operator::NotEmpty);
        let values: &[Value] = match (&comparison.value, comparison.op) {
            (None, _) if needs_nothing => &[],
            (None, _) => return self.error(path, "the comparison has no value"),
            (Some(_), _) if needs_nothing => {
                return self.warning(path, "empty and not_empty look at no value");
            }
            (Some(Value::List(values)), Operator::In | Operator::NotIn) => values,
            (Some(_), Operator::In | Operator::NotIn) => {
                return self.error(path, "in and not_in need a list of values");
            }
            (Some(value), Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte)
                if value.as_int().is_none() && value.as_text().is_none() =>
            {
                return self.error(path, "only numbers and dates can be larger or smaller");
            }
            (Some(value), _) => std::slice::from_ref(value),
        };
        // Options from a list are not known here, those in the file are.
        let Some(field) = field.filter(|field| !field.options.is_empty()) else {
            return;
        };
        for value in values {
            if !field.options.iter().any(|option| option.value.same(value)) {
                self.warning(path, format!("{} has no option {value:?}", field.key));
            }
        }
    }

    /// Where a first value comes from.
    pub(super) fn prefill(&mut self, path: &str, source: &str) {
        if !PREFILL_SOURCES.contains(&source.split('.').next().unwrap_or_default()) {
            self.error(
                path,
                format!("{source} begins with none of {}", PREFILL_SOURCES.join(", ")),
            );
        }
    }

    /// The name of a list of options or offices.
    pub(super) fn list(&mut self, path: &str, name: &str) {
        if !self.lists.iter().any(|list| list == name) {
            self.error(path, format!("there is no list {name}"));
        }
    }

    /// A deadline in working days.
    pub(super) fn days(&mut self, path: &str, days: Option<u32>) {
        if days.is_some_and(|days| days > MAX_WORKING_DAYS) {
            self.error(path, format!("more than {MAX_WORKING_DAYS} working days"));
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
                    self.error(format!("{path}.unit"), "nothing says what the answer counts");
                }
            }
            _ => self.error(path, "give one of days, months, years and from_answer"),
        }
    }
}
