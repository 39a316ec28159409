//! Comparisons: whether what is compared can ever be equal, larger or among the values.

use super::Checker;
use crate::calendar::iso_date;
use crate::condition::{Comparison, Condition, Operator};
use crate::service::field::{Field, FieldKind};
use crate::value::Value;

/// What a fact is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Date,
    /// Words: options, names, codes.
    Words,
    YesOrNo,
    /// Several ticks.
    Ticks,
    /// Parts, files, items: there or not.
    Whole,
    Unknown,
}

impl<'a> Checker<'a> {
    /// A condition, with the path of each comparison in it.
    pub(super) fn condition(&mut self, path: &str, condition: &Condition, group: Option<&'a Field>) {
        let (key, parts) = match condition {
            Condition::All(all) => ("all", &all.all),
            Condition::Any(any) => ("any", &any.any),
            Condition::Always(_) => return,
            Condition::Leaf(comparison) => return self.comparison(path, comparison, group),
        };
        if parts.is_empty() {
            self.warning(path, format!("{key} of nothing"), "add a condition, or leave it out");
        }
        for (at, part) in parts.iter().enumerate() {
            self.condition(&format!("{path}.{key}[{at}]"), part, group);
        }
    }

    fn comparison(&mut self, path: &str, comparison: &Comparison, group: Option<&'a Field>) {
        let field = self.name(path, &comparison.field, group);
        let needs_nothing = matches!(comparison.op, Operator::Empty | Operator::NotEmpty);
        let values: &[Value] = match (&comparison.value, comparison.op) {
            (None, _) if needs_nothing => &[],
            (None, _) => {
                return self.error(
                    path,
                    "the comparison has no value",
                    "add value, or use empty or not_empty",
                );
            }
            (Some(_), _) if needs_nothing => {
                return self.warning(path, "empty and not_empty look at no value", "leave value out");
            }
            (Some(Value::List(values)), Operator::In | Operator::NotIn) => values,
            (Some(_), Operator::In | Operator::NotIn) => {
                let mend = r#"write a list, as in ["child", "parent"], or use eq"#;
                return self.error(path, "in and not_in need a list of values", mend);
            }
            (Some(value), Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte)
                if value.as_int().is_none() && value.as_text().is_none() =>
            {
                let mend = r#"compare with a number or a date such as "2026-01-31""#;
                return self.error(path, "only numbers and dates can be larger or smaller", mend);
            }
            (Some(value), _) => std::slice::from_ref(value),
        };
        if !needs_nothing {
            self.sorts(path, comparison, self.sort(&comparison.field, field), values);
        }
        // Options from a list are not known here, those in the file are.
        let Some(field) = field.filter(|field| !field.options.is_empty()) else {
            return;
        };
        for value in values {
            if !field.options.iter().any(|option| option.value.same(value)) {
                let mend = "write the value of an option, or add the option";
                self.warning(path, format!("{} has no option {value:?}", field.key), mend);
            }
        }
    }

    /// Whether the operator and the values are for what is compared.
    fn sorts(&mut self, path: &str, comparison: &Comparison, sort: Sort, values: &[Value]) {
        let name = &comparison.field;
        match (sort, comparison.op) {
            (Sort::Unknown, _) | (Sort::Ticks, Operator::Contains) => return,
            (Sort::Ticks, _) => {
                let reason = format!("{name} holds several ticks, which no single value equals");
                return self.error(path, reason, "use contains with one option, empty or not_empty");
            }
            (Sort::Whole, _) => {
                let reason = format!("{name} is no single value");
                return self.error(path, reason, "compare a part of it, or use empty or not_empty");
            }
            (_, Operator::Contains) => {
                let reason = format!("{name} holds one value, so it contains none");
                return self.error(path, reason, "use eq, or in with several values");
            }
            (Sort::Words | Sort::YesOrNo, Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte) => {
                let reason = format!("{name} is no number and no date, so nothing is larger or smaller");
                return self.error(path, reason, "use eq or in");
            }
            _ => {}
        }
        for value in values.iter().filter(|value| !fits(sort, value)) {
            let (what, example) = match sort {
                Sort::Number => ("a number", "12"),
                Sort::Date => ("a date", r#""2026-01-31""#),
                Sort::YesOrNo => ("a box to tick", "true or false"),
                _ => ("text", r#"words in quotes, as in "other""#),
            };
            let reason = format!("{name} is {what}, and never equal to {}", written(value));
            self.error(path, reason, format!("compare with {example}"));
        }
    }

    fn sort(&self, name: &str, field: Option<&Field>) -> Sort {
        let Some(field) = field else {
            return self.sort_of_part(name);
        };
        let numbers = || field.options.iter().all(|option| option.value.as_int().is_some());
        match field.kind {
            FieldKind::Number => Sort::Number,
            FieldKind::Date => Sort::Date,
            FieldKind::Checkbox if field.options.is_empty() && field.options_from.is_none() => Sort::YesOrNo,
            FieldKind::Checkbox => Sort::Ticks,
            FieldKind::Radio | FieldKind::Select if field.options.is_empty() => Sort::Unknown,
            FieldKind::Radio | FieldKind::Select if numbers() => Sort::Number,
            FieldKind::Radio
            | FieldKind::Select
            | FieldKind::Text
            | FieldKind::Textarea
            | FieldKind::NationalId
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Iban => Sort::Words,
            FieldKind::Money | FieldKind::Address | FieldKind::File | FieldKind::RepeatingGroup => Sort::Whole,
        }
    }

    /// A part of an answer, or a fact from elsewhere.
    fn sort_of_part(&self, name: &str) -> Sort {
        let Some((head, part)) = name.split_once('.') else {
            return Sort::Unknown;
        };
        match (self.definition.field(head).map(|field| field.kind), part) {
            (Some(FieldKind::Money), "amount_minor") => Sort::Number,
            (Some(FieldKind::Money | FieldKind::Address), _) => Sort::Words,
            (None, "age") if head == "applicant" => Sort::Number,
            _ => Sort::Unknown,
        }
    }
}

fn fits(sort: Sort, value: &Value) -> bool {
    match sort {
        Sort::Number => value.as_int().is_some(),
        Sort::Date => value.as_text().and_then(iso_date).is_some(),
        Sort::Words => matches!(value, Value::Text(_) | Value::Int(_)),
        Sort::YesOrNo => matches!(value, Value::Bool(_)),
        Sort::Ticks | Sort::Whole | Sort::Unknown => true,
    }
}

/// The value as the file writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Int(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "parts".to_owned(),
        Value::Null => "null".to_owned(),
    }
}
