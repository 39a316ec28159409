//! Single questions.

use chrono::NaiveDate;

use super::{Checker, name, path};
use crate::answer::MOST_ITEMS;
use crate::calendar::resolve_date;
use crate::service::field::{Field, FieldKind, Validation};
use crate::value::Value;

impl<'a> Checker<'a> {
    /// One question, inside a repeating group or not.
    pub(super) fn field(&mut self, path: &str, field: &'a Field, group: Option<&'a Field>) {
        self.key(path, &field.key);
        if name::SOURCES.contains(&field.key.as_str()) {
            self.error(
                format!("{path}.key"),
                format!("{} is the name of a source of facts", field.key),
                "choose another key",
            );
        }
        self.text(&format!("{path}.label"), &field.label);
        self.optional_text(&format!("{path}.hint"), field.hint.as_ref());
        if let Some(source) = &field.prefill {
            self.prefill(&format!("{path}.prefill"), source);
        }
        self.choices(path, field);
        self.file(path, field);
        self.repeating(path, field, group);
        if let Some(validation) = &field.validation {
            self.validation(&format!("{path}.validation"), field, validation, group);
        }
    }

    fn choices(&mut self, path: &str, field: &Field) {
        let is_choice = matches!(field.kind, FieldKind::Radio | FieldKind::Select);
        let takes_options = is_choice || field.kind == FieldKind::Checkbox;
        if field.options_from.is_some() && !field.options.is_empty() {
            self.error(
                format!("{path}.options_from"),
                "give options or options_from, not both",
                "leave one of the two out",
            );
        }
        if field.options_from.is_none() && field.options.is_empty() && is_choice {
            self.error(
                format!("{path}.options"),
                "a choice needs options or options_from",
                "write options, or name a list with options_from",
            );
        }
        if !takes_options && (field.options_from.is_some() || !field.options.is_empty()) {
            self.error(
                format!("{path}.options"),
                "only radio, select and checkbox take options",
                "leave them out, or change the type",
            );
        }
        if let Some(list) = &field.options_from {
            self.list(&format!("{path}.options_from"), list);
        }
        let mut seen = Vec::new();
        for (path, option) in path::each(&format!("{path}.options"), &field.options) {
            self.text(&format!("{path}.label"), &option.label);
            match option.raw() {
                raw if raw.is_empty() => self.error(
                    format!("{path}.value"),
                    "a value is text or a number",
                    "write the value as text, as in \"other\"",
                ),
                raw if seen.contains(&raw) => {
                    self.error(
                        format!("{path}.value"),
                        format!("the value {raw} is used twice"),
                        "give one of the two options another value",
                    );
                }
                raw => seen.push(raw),
            }
        }
        let known = |value: &Value| field.options.iter().any(|option| option.value.same(value));
        if let Some(default) = &field.default
            && !field.options.is_empty()
            && !default
                .as_list()
                .map_or_else(|| known(default), |all| all.iter().all(known))
        {
            self.error(
                format!("{path}.default"),
                "the first value is not among the options",
                "write one of the values as default, or leave it out",
            );
        }
    }

    fn file(&mut self, path: &str, field: &Field) {
        let path = format!("{path}.document");
        match (&field.document, field.kind) {
            (Some(key), FieldKind::File) if self.definition.document(key).is_none() => {
                self.error(
                    path,
                    format!("no document is named {key}"),
                    "add the paper under documents, or name one that is there",
                );
            }
            (None, FieldKind::File) => self.error(
                path,
                "a file needs the document it is",
                "add \"document\" with the key of a paper under documents",
            ),
            (Some(_), kind) if kind != FieldKind::File => self.error(
                path,
                "only a file takes a document",
                "leave document out, or set the type to file",
            ),
            _ => {}
        }
    }

    fn repeating(&mut self, path: &str, field: &'a Field, group: Option<&'a Field>) {
        if field.kind != FieldKind::RepeatingGroup {
            if !field.fields.is_empty() {
                self.error(
                    format!("{path}.fields"),
                    "only a repeating group has fields",
                    "leave fields out, or set the type to repeating_group",
                );
            }
            return;
        }
        if group.is_some() {
            return self.error(
                path,
                "a group cannot stand inside a group",
                "move the inner group to the page, or ask for it in plain fields",
            );
        }
        if field.fields.is_empty() {
            self.error(
                format!("{path}.fields"),
                "a group needs a question",
                "add at least one field",
            );
        }
        self.counts(path, field);
        self.optional_text(&format!("{path}.item_label"), field.item_label.as_ref());
        let fields = format!("{path}.fields");
        self.unique(&fields, field.fields.iter().map(|inner| inner.key.as_str()));
        for (path, inner) in path::each(&fields, &field.fields) {
            if let Some(when) = &inner.visible_when {
                self.condition(&format!("{path}.visible_when"), when, Some(field));
            }
            self.field(&path, inner, Some(field));
        }
    }

    fn counts(&mut self, path: &str, group: &Field) {
        let path = format!("{path}.max_items");
        match group.max_items {
            Some(most) if most > MOST_ITEMS => self.error(
                path.as_str(),
                format!("a page holds {MOST_ITEMS} items at most"),
                "write fewer",
            ),
            Some(_) => {}
            None => self.warning(
                path.as_str(),
                "nothing limits how many items there are",
                "add max_items",
            ),
        }
        if group.min_items > Some(group.max_items.unwrap_or(MOST_ITEMS)) {
            self.error(
                path,
                "fewer items than min_items",
                "write max_items of at least min_items",
            );
        }
    }

    fn validation(&mut self, path: &str, field: &'a Field, limits: &Validation, group: Option<&Field>) {
        self.optional_text(&format!("{path}.message"), limits.message.as_ref());
        if limits.max_length == Some(0) {
            self.error(
                format!("{path}.max_length"),
                "no answer is that short",
                "write 1 or more",
            );
        }
        if limits.min.zip(limits.max).is_some_and(|(min, max)| min > max) {
            self.error(format!("{path}.max"), "less than min", "put min and max in order");
        }
        if let Some(pattern) = &limits.pattern
            && let Err(reason) = regex_lite::Regex::new(pattern)
        {
            self.error(
                format!("{path}.pattern"),
                format!("the pattern does not compile: {reason}"),
                "mend the regular expression",
            );
        }
        self.dates(path, limits);
        if limits.unique_in_group && group.is_none() {
            self.error(
                format!("{path}.unique_in_group"),
                "the field stands in no group",
                "leave it out, or move the field into a repeating group",
            );
        }
        self.group_rule(path, field, limits);
        self.limits_of_other_kinds(path, field, limits);
    }

    fn dates(&mut self, path: &str, limits: &Validation) {
        // Any day shows whether an expression can be read, and which of two offsets is the later.
        let today = NaiveDate::default();
        let mut read = |key: &str, expression: &Option<String>| {
            let expression = expression.as_deref()?;
            let date = resolve_date(expression, today);
            if date.is_none() {
                self.error(
                    format!("{path}.{key}"),
                    format!("{expression} is neither a date nor today-60d or the like"),
                    "write 2026-01-31, today, today-60d, today+6m or today-18y",
                );
            }
            date.map(|date| (date, expression.starts_with("today")))
        };
        let (min, max) = (read("min_date", &limits.min_date), read("max_date", &limits.max_date));
        if let (Some((min, min_moves)), Some((max, max_moves))) = (min, max)
            && min_moves == max_moves
            && min > max
        {
            self.error(
                format!("{path}.max_date"),
                "before min_date",
                "put min_date and max_date in order",
            );
        }
    }

    fn group_rule(&mut self, path: &str, field: &Field, limits: &Validation) {
        let Some(rule) = &limits.group_rule else {
            return;
        };
        let path = format!("{path}.group_rule");
        if field.kind != FieldKind::RepeatingGroup {
            return self.error(
                path,
                "only a repeating group has a group rule",
                "move the rule to the group",
            );
        }
        self.text(&format!("{path}.message"), &rule.message);
        let summed = field.fields.iter().find(|inner| inner.key == rule.sum_of);
        if !summed.is_some_and(|inner| inner.kind == FieldKind::Number) {
            self.error(
                format!("{path}.sum_of"),
                format!("{} is no number of the group", rule.sum_of),
                "name a field of type number of the group",
            );
        }
        let equal = self.definition.field(&rule.equals_field);
        if !equal.is_some_and(|equal| equal.kind == FieldKind::Number) {
            self.error(
                format!("{path}.equals_field"),
                format!("{} is no number answered", rule.equals_field),
                "name a question of type number of the form",
            );
        }
    }

    /// Limits that are written down but never looked at.
    fn limits_of_other_kinds(&mut self, path: &str, field: &Field, limits: &Validation) {
        let is = |kinds: &[FieldKind]| kinds.contains(&field.kind);
        let idle = [
            (
                "max_length",
                limits.max_length.is_some() && !is(&[FieldKind::Text, FieldKind::Textarea]),
            ),
            (
                "pattern",
                limits.pattern.is_some() && !is(&[FieldKind::Text, FieldKind::Textarea]),
            ),
            (
                "min",
                limits.min.is_some() && !is(&[FieldKind::Number, FieldKind::Money]),
            ),
            (
                "max",
                limits.max.is_some() && !is(&[FieldKind::Number, FieldKind::Money]),
            ),
            ("min_date", limits.min_date.is_some() && !is(&[FieldKind::Date])),
            ("max_date", limits.max_date.is_some() && !is(&[FieldKind::Date])),
            ("currency", !limits.currency.is_empty() && !is(&[FieldKind::Money])),
            (
                "must_be_true",
                limits.must_be_true && !(is(&[FieldKind::Checkbox]) && field.options.is_empty()),
            ),
        ];
        for (key, _) in idle.into_iter().filter(|(_, idle)| *idle) {
            self.warning(
                format!("{path}.{key}"),
                "has no effect on this type of field",
                "leave it out, or change the type of the field",
            );
        }
    }
}
