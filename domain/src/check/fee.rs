//! Items, exemptions and worked examples of a fee.

use std::collections::BTreeMap;

use super::{Checker, path};
use crate::fee::{EXEMPTION_CATEGORY, check_example};
use crate::service::fee::{ExemptItems, Exemption, FeeExample, FeeItem, FeeKind, FeeModel, Quantity};
use crate::service::field::{Field, FieldKind};
use crate::value::Value;

impl<'a> Checker<'a> {
    pub(super) fn fee(&mut self) {
        let fee = &self.definition.fee;
        if (fee.model == FeeModel::Free) != fee.items.is_empty() {
            self.error(
                "fee.model",
                "a fee is free exactly when it has no items",
                "add the items, or set model to \"free\"",
            );
        }
        self.unique("fee.items", fee.items.iter().map(|item| item.key.as_str()));
        for (at, item) in fee.items.iter().enumerate() {
            self.item(&format!("fee.items[{at}]"), item, &fee.items[..at]);
        }
        for (path, exemption) in path::each("fee.exemptions", &fee.exemptions) {
            self.exemption(&path, exemption);
        }
        if fee.examples.is_empty() && !fee.items.is_empty() {
            self.warning(
                "fee.examples",
                "no worked example shows what the fee should come to",
                "add examples: answers, and the total in minor units worked out by hand",
            );
        }
        for (path, example) in path::each("fee.examples", &fee.examples) {
            self.example(&path, example);
        }
    }

    fn item(&mut self, path: &str, item: &'a FeeItem, before: &[FeeItem]) {
        self.key(path, &item.key);
        self.text(&format!("{path}.label"), &item.label);
        self.optional_text(&format!("{path}.guidance"), item.guidance.as_ref());
        if let Some(when) = &item.when {
            self.condition(&format!("{path}.when"), when, None);
        }
        for (key, quantity) in [
            ("quantity", &item.quantity),
            ("multiply", &item.multiply),
            ("times", &item.times),
        ] {
            if let Some(quantity) = quantity {
                self.quantity(&format!("{path}.{key}"), quantity);
            }
        }
        if item.amount_minor.is_some_and(|minor| minor < 0) {
            self.error(
                format!("{path}.amount_minor"),
                "a fee is not below zero",
                "write 0 or more, in minor units",
            );
        }
        match item.kind {
            FeeKind::Fixed | FeeKind::PerUnit if item.amount_minor.is_none() => {
                self.error(
                    format!("{path}.amount_minor"),
                    "a fixed or per_unit item needs its amount",
                    "add amount_minor, in minor units",
                );
            }
            FeeKind::Lookup => self.table(path, item),
            FeeKind::Percentage => self.percentage(path, item, before),
            FeeKind::Assessed if item.from_case.as_ref().is_none_or(String::is_empty) => {
                self.error(
                    format!("{path}.from_case"),
                    "an assessed item needs the fact an officer enters",
                    "add from_case with the name of the amount, as in licence_fee_minor",
                );
            }
            _ => {}
        }
        if item.kind == FeeKind::PerUnit && item.quantity.is_none() {
            self.error(
                format!("{path}.quantity"),
                "a per_unit item needs its quantity",
                "add quantity, as in {\"field\": \"copies\"}",
            );
        }
        self.idle_keys(path, item);
    }

    /// Keys that the item's kind never looks at.
    fn idle_keys(&mut self, path: &str, item: &FeeItem) {
        let is = |kind| item.kind == kind;
        let idle = [
            (
                "amount_minor",
                item.amount_minor.is_some() && !is(FeeKind::Fixed) && !is(FeeKind::PerUnit),
            ),
            ("quantity", item.quantity.is_some() && !is(FeeKind::PerUnit)),
            ("table", !item.table.is_empty() && !is(FeeKind::Lookup)),
            ("multiply", item.multiply.is_some() && !is(FeeKind::Lookup)),
            ("divide", item.divide.is_some() && !is(FeeKind::Lookup)),
            ("rate_bp", item.rate_bp.is_some() && !is(FeeKind::Percentage)),
            ("times", item.times.is_some() && !is(FeeKind::Percentage)),
            ("max_rate_bp", item.max_rate_bp.is_some() && !is(FeeKind::Percentage)),
            ("of_items", !item.of_items.is_empty() && !is(FeeKind::Percentage)),
            ("of_answer", item.of_answer.is_some() && !is(FeeKind::Percentage)),
            ("from_case", item.from_case.is_some() && !is(FeeKind::Assessed)),
        ];
        for (key, _) in idle.into_iter().filter(|(_, idle)| *idle) {
            self.warning(
                format!("{path}.{key}"),
                "has no effect on this kind of item",
                "leave it out, or change the kind of the item",
            );
        }
    }

    fn table(&mut self, path: &str, item: &FeeItem) {
        if item.table.is_empty() {
            self.error(
                format!("{path}.table"),
                "a lookup needs rows",
                "add rows with when and amount_minor; the first that holds counts",
            );
        }
        for (path, row) in path::each(&format!("{path}.table"), &item.table) {
            self.condition(&format!("{path}.when"), &row.when, None);
            if row.amount_minor < 0 {
                self.error(
                    format!("{path}.amount_minor"),
                    "a fee is not below zero",
                    "write 0 or more, in minor units",
                );
            }
        }
        if item.divide.is_some_and(|divisor| divisor < 1) {
            self.error(
                format!("{path}.divide"),
                "divide must be above zero",
                "write 1 or more, or leave it out",
            );
        }
    }

    fn percentage(&mut self, path: &str, item: &FeeItem, before: &[FeeItem]) {
        if item.rate_bp.is_none_or(|rate| rate < 1) {
            self.error(
                format!("{path}.rate_bp"),
                "a percentage needs a rate above zero",
                "write rate_bp in basis points: 100 is 1 %",
            );
        }
        if item.max_rate_bp.is_some_and(|most| most < item.rate_bp.unwrap_or(0)) {
            self.error(
                format!("{path}.max_rate_bp"),
                "less than the rate itself",
                "write a cap of at least rate_bp, or leave it out",
            );
        }
        if item.of_items.is_empty() == item.of_answer.is_none() {
            self.error(
                path,
                "a percentage is of of_items or of of_answer, one of the two",
                "keep one of the two",
            );
        }
        for (at, key) in item.of_items.iter().enumerate() {
            let path = format!("{path}.of_items[{at}]");
            match before.iter().find(|other| other.key == *key) {
                None => self.error(
                    path,
                    format!("no item before this one is named {key}"),
                    "name an item that stands above this one, or move this one down",
                ),
                Some(other) if other.currency != item.currency => {
                    self.error(
                        path,
                        format!("{key} is in another currency"),
                        "leave it out; a share is only taken of amounts in its own currency",
                    );
                }
                Some(_) => {}
            }
        }
        let Some(name) = &item.of_answer else { return };
        let path = format!("{path}.of_answer");
        match self.definition.field(name) {
            None => self.error(
                path,
                format!("no answer is named {name}"),
                "write the key of a question of this form",
            ),
            Some(field) if field.kind != FieldKind::Money => self.error(
                path,
                format!("{name} is no money answer"),
                "name a question of type money",
            ),
            Some(field) => {
                let allowed = field.validation.as_ref().map(|limits| limits.currency.as_slice());
                if allowed != Some(&[item.currency]) {
                    self.error(
                        path,
                        format!("{name} must take {} only, amounts are never converted", item.currency),
                        "set validation.currency of the question to this one currency",
                    );
                }
            }
        }
    }

    fn quantity(&mut self, path: &str, quantity: &'a Quantity) {
        match quantity {
            Quantity::Field(named) => {
                let field = self.name(&format!("{path}.field"), &named.field, None);
                if let Some(field) = field {
                    self.countable(&format!("{path}.field"), field);
                }
            }
            Quantity::Const(_) => {}
            Quantity::Count(count) => {
                let group = self.group(&format!("{path}.count"), &count.count);
                if let (Some(group), Some(only)) = (group, &count.only) {
                    self.condition(&format!("{path}.where"), only, Some(group));
                }
            }
            Quantity::Sum(sum) => {
                let path = format!("{path}.sum");
                let Some((group, key)) = sum.sum.split_once('.') else {
                    return self.error(
                        path,
                        "a sum names a group and its field: group.field",
                        "write it like certificates.copies",
                    );
                };
                let Some(group) = self.group(&path, group) else {
                    return;
                };
                match group.fields.iter().find(|field| field.key == key) {
                    Some(field) => self.countable(&path, field),
                    None => self.error(
                        path,
                        format!("the group {} has no field {key}", group.key),
                        "name a field of the group",
                    ),
                }
            }
            Quantity::Product(product) => self.quantities(&format!("{path}.product"), &product.product),
            Quantity::Subtract(subtract) => {
                for (path, one) in path::each(&format!("{path}.subtract"), &subtract.subtract) {
                    self.quantity(&path, one);
                }
            }
            Quantity::Max(max) => self.quantities(&format!("{path}.max"), &max.max),
        }
    }

    fn quantities(&mut self, path: &str, quantities: &'a [Quantity]) {
        if quantities.is_empty() {
            self.error(path, "needs a quantity", "write at least one quantity into the list");
        }
        for (path, one) in path::each(path, quantities) {
            self.quantity(&path, one);
        }
    }

    /// A field whose answer is a whole number: a number, or a choice between numbers.
    fn countable(&mut self, path: &str, field: &Field) {
        let between_numbers = field.options.iter().all(|option| option.value.as_int().is_some());
        let countable = match field.kind {
            FieldKind::Number => true,
            FieldKind::Radio | FieldKind::Select => !field.options.is_empty() && between_numbers,
            _ => false,
        };
        if !countable {
            self.error(
                path,
                format!("the answer {} is no number", field.key),
                "name a question of type number, or a choice whose values are numbers",
            );
        }
    }

    fn exemption(&mut self, path: &str, exemption: &Exemption) {
        let definition = self.definition;
        if !(1..=100).contains(&exemption.percent) {
            self.error(
                format!("{path}.percent"),
                "a percentage is from 1 to 100",
                "write a whole number from 1 to 100",
            );
        }
        if let ExemptItems::Named(keys) = &exemption.items {
            for (at, key) in keys.iter().enumerate() {
                let path = format!("{path}.items[{at}]");
                match definition.fee.item(key) {
                    None => self.error(
                        path,
                        format!("no item is named {key}"),
                        "name an item of this fee, or leave it out",
                    ),
                    Some(item) if !item.exemptible => self.error(
                        path,
                        format!("{key} is not exemptible"),
                        "set exemptible of the item to true, or leave it out here",
                    ),
                    Some(_) => {}
                }
            }
        }
        match definition.field(EXEMPTION_CATEGORY) {
            None => self.error(
                path,
                format!("no question {EXEMPTION_CATEGORY} lets anybody claim it"),
                "add a select exemption_category with the option none and one for each category",
            ),
            Some(field) if !field.options.iter().any(|option| option.raw() == exemption.category) => {
                self.warning(
                    format!("{path}.category"),
                    format!("{EXEMPTION_CATEGORY} has no option {}", exemption.category),
                    "add the option to exemption_category, or leave the exemption out",
                );
            }
            Some(_) => {}
        }
        if let Some(proof) = &exemption.proof {
            self.name(&format!("{path}.proof.registry"), &proof.registry, None);
            if definition.document(&proof.fallback_document).is_none() {
                let reason = format!("no document is named {}", proof.fallback_document);
                self.error(
                    format!("{path}.proof.fallback_document"),
                    reason,
                    "name a paper under documents",
                );
            }
        }
        self.in_force(path, exemption);
    }

    fn in_force(&mut self, path: &str, exemption: &Exemption) {
        if exemption
            .valid_from
            .zip(exemption.valid_to)
            .is_some_and(|(from, to)| from > to)
        {
            self.error(
                format!("{path}.valid_to"),
                "before valid_from",
                "put the two days in order",
            );
        }
        if exemption.time_limited && exemption.valid_to.is_none() {
            self.warning(
                format!("{path}.valid_to"),
                "a time-limited exemption has no last day yet",
                "add valid_to as soon as the last day is known",
            );
        }
    }

    fn example(&mut self, path: &str, example: &FeeExample) {
        for (name, value) in &example.answers {
            let path = format!("{path}.answers.{name}");
            let Some(field) = self.name(&path, name, None) else {
                continue;
            };
            let items = value.as_list().unwrap_or_default();
            for (at, item) in items
                .iter()
                .enumerate()
                .filter(|_| field.kind == FieldKind::RepeatingGroup)
            {
                let parts: Option<&BTreeMap<String, Value>> = if let Value::Map(parts) = item {
                    Some(parts)
                } else {
                    None
                };
                for key in parts.into_iter().flat_map(BTreeMap::keys) {
                    if !field.fields.iter().any(|inner| inner.key == *key) {
                        self.error(
                            format!("{path}[{at}].{key}"),
                            format!("the group {name} has no field {key}"),
                            "name a field of the group",
                        );
                    }
                }
            }
        }
        if let Err(reason) = check_example(self.definition, example) {
            self.error(
                path,
                format!("the example does not come out: {reason}"),
                "work the example out again by hand; then mend the example or the items",
            );
        }
    }
}
