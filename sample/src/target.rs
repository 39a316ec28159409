//! Every comparison of a file that answers may decide, with its place.

use std::collections::BTreeMap;

use domain::condition::{Comparison, Condition, Operator};
use domain::facts::ItemFacts;
use domain::fee::EXEMPTION_CATEGORY;
use domain::journey::{FieldState, Journey};
use domain::service::ServiceDefinition;
use domain::service::fee::Quantity;
use domain::service::field::{Field, Page};
use domain::value::Value;

/// One comparison.
pub(crate) struct Target<'a> {
    /// Where it stands, as findings of the check say it.
    pub(crate) path: String,
    pub(crate) comparison: Comparison,
    pub(crate) place: Place<'a>,
}

/// Where it is looked at.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// In the whole case.
    Case,
    /// On this page, while it is shown.
    Page(&'a Page),
    /// In the items of this group, while it is shown.
    Item(&'a Page, &'a Field),
}

/// All of them, in the order of the file.
pub(crate) fn targets(definition: &ServiceDefinition) -> Vec<Target<'_>> {
    let mut found = Targets {
        definition,
        found: Vec::new(),
    };
    found.fees();
    for (at, document) in definition.documents.iter().enumerate() {
        let place = item_of(definition, &document.key).unwrap_or(Place::Case);
        found.optional(
            &format!("documents[{at}].required_when"),
            document.required_when.as_ref(),
            place,
        );
    }
    found.form();
    for (at, step) in definition.workflow.steps.iter().enumerate() {
        let path = format!("workflow.steps[{at}]");
        found.optional(&format!("{path}.when"), step.when.as_ref(), Place::Case);
        for (nth, branch) in step.branches.iter().enumerate() {
            found.optional(
                &format!("{path}.branches[{nth}].when"),
                branch.when.as_ref(),
                Place::Case,
            );
        }
    }
    found.found
}

/// The group in which a paper is asked for, when it is asked for nowhere else: its condition is looked at in each item.
fn item_of<'a>(definition: &'a ServiceDefinition, document: &str) -> Option<Place<'a>> {
    let takes = |field: &Field| field.document.as_deref() == Some(document);
    let mut pages = definition.form.pages.iter();
    let found = pages.find_map(|page| {
        let mut groups = page.fields.iter();
        let group = groups.find(|group| group.fields.iter().any(takes))?;
        Some(Place::Item(page, group))
    });
    found.filter(|_| !definition.fields().any(takes))
}

struct Targets<'a> {
    definition: &'a ServiceDefinition,
    found: Vec<Target<'a>>,
}

impl<'a> Targets<'a> {
    fn optional(&mut self, path: &str, condition: Option<&'a Condition>, place: Place<'a>) {
        if let Some(condition) = condition {
            self.condition(path, condition, place);
        }
    }

    fn condition(&mut self, path: &str, condition: &'a Condition, place: Place<'a>) {
        let (key, parts) = match condition {
            Condition::All(all) => ("all", &all.all),
            Condition::Any(any) => ("any", &any.any),
            Condition::Always(_) => return,
            Condition::Leaf(comparison) => {
                self.found.push(Target {
                    path: path.to_owned(),
                    comparison: comparison.clone(),
                    place,
                });
                return;
            }
        };
        for (at, part) in parts.iter().enumerate() {
            self.condition(&format!("{path}.{key}[{at}]"), part, place);
        }
    }

    fn fees(&mut self) {
        let fee = &self.definition.fee;
        for (at, item) in fee.items.iter().enumerate() {
            let path = format!("fee.items[{at}]");
            self.optional(&format!("{path}.when"), item.when.as_ref(), Place::Case);
            for (nth, row) in item.table.iter().enumerate() {
                self.condition(&format!("{path}.table[{nth}].when"), &row.when, Place::Case);
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
        }
        for (at, exemption) in fee.exemptions.iter().enumerate() {
            self.found.push(Target {
                path: format!("fee.exemptions[{at}].category"),
                comparison: Comparison {
                    field: EXEMPTION_CATEGORY.to_owned(),
                    op: Operator::Eq,
                    value: Some(Value::from(exemption.category.as_str())),
                },
                place: Place::Case,
            });
        }
    }

    fn quantity(&mut self, path: &str, quantity: &'a Quantity) {
        let several = |this: &mut Self, key: &str, parts: &'a [Quantity]| {
            for (at, part) in parts.iter().enumerate() {
                this.quantity(&format!("{path}.{key}[{at}]"), part);
            }
        };
        match quantity {
            Quantity::Field(_) | Quantity::Const(_) | Quantity::Sum(_) => {}
            Quantity::Count(count) => {
                let mut pages = self.definition.form.pages.iter();
                let place = pages.find_map(|page| {
                    let group = page.fields.iter().find(|field| field.key == count.count)?;
                    Some(Place::Item(page, group))
                });
                self.optional(
                    &format!("{path}.where"),
                    count.only.as_ref(),
                    place.unwrap_or(Place::Case),
                );
            }
            Quantity::Product(product) => several(self, "product", &product.product),
            Quantity::Subtract(subtract) => {
                for (at, part) in subtract.subtract.iter().enumerate() {
                    self.quantity(&format!("{path}.subtract[{at}]"), part);
                }
            }
            Quantity::Max(max) => several(self, "max", &max.max),
        }
    }

    fn form(&mut self) {
        for (at, page) in self.definition.form.pages.iter().enumerate() {
            let path = format!("form.pages[{at}]");
            self.optional(&format!("{path}.visible_when"), page.visible_when.as_ref(), Place::Case);
            for (nth, field) in page.fields.iter().enumerate() {
                let path = format!("{path}.fields[{nth}]");
                self.optional(
                    &format!("{path}.visible_when"),
                    field.visible_when.as_ref(),
                    Place::Page(page),
                );
                for (nth, inner) in field.fields.iter().enumerate() {
                    let path = format!("{path}.fields[{nth}].visible_when");
                    self.optional(&path, inner.visible_when.as_ref(), Place::Item(page, field));
                }
            }
        }
    }
}

impl Target<'_> {
    /// What it comes to in this journey; both, where items of a group differ; nothing, where it is not looked at.
    pub(crate) fn seen(&self, journey: &Journey) -> Vec<bool> {
        let leaf = Condition::Leaf(self.comparison.clone());
        let shown = |page: &Page| journey.page(&page.key).filter(|page| page.visible);
        match self.place {
            Place::Case => vec![leaf.holds(&journey.facts)],
            Place::Page(page) => shown(page).map(|_| leaf.holds(&journey.facts)).into_iter().collect(),
            Place::Item(page, group) => {
                let state = shown(page).and_then(|page| page.field(&group.key));
                let items = state.filter(|state| state.visible).map(items).unwrap_or_default();
                let each = items.iter().map(|item| {
                    leaf.holds(&ItemFacts {
                        item,
                        case: &journey.facts,
                    })
                });
                each.collect()
            }
        }
    }
}

fn items(group: &FieldState) -> Vec<BTreeMap<String, Value>> {
    let filled = group.items.iter().filter(|item| !item.blank);
    let table = filled.map(|item| {
        let answers = item.answers.iter();
        answers
            .filter_map(|answer| Some((answer.key.clone(), answer.value.clone()?)))
            .collect()
    });
    table.collect()
}
