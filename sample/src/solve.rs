//! Which answers make a condition come out as wanted.
//!
//! A condition is taken apart into comparisons; each gives the few answers that decide it, and an answer must be asked
//! for to count, so the conditions of its field and page are wanted too. Several ways are kept, up to [`MOST_WAYS`].

use std::collections::BTreeMap;

use domain::condition::{Comparison, Condition, Operator};
use domain::facts::Facts;
use domain::service::ServiceDefinition;
use domain::service::field::{Field, Page};
use domain::value::Value;

use crate::Given;
use crate::value;

/// Ways kept at once.
const MOST_WAYS: usize = 48;
/// Conditions behind conditions.
const MOST_DEPTH: usize = 12;

/// What one answer should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// This.
    Value(Value),
    /// Anything.
    Something,
    /// Left empty, or not asked for.
    Nothing,
}

/// Wanted answers by key; `partners.0.shares` inside a group, `address.governorate` for a part.
pub(crate) type Wants = BTreeMap<String, Want>;

pub(crate) struct Solver<'a> {
    pub(crate) definition: &'a ServiceDefinition,
    pub(crate) given: Given<'a>,
}

/// One fact alone.
struct Alone<'a>(&'a str, Option<Value>);

impl Facts for Alone<'_> {
    fn fact(&self, name: &str) -> Option<Value> {
        self.1.clone().filter(|_| name == self.0)
    }
}

/// Whether a comparison holds for this value of its fact.
pub(crate) fn holds(comparison: &Comparison, fact: Option<&Value>) -> bool {
    Condition::Leaf(comparison.clone()).holds(&Alone(&comparison.field, fact.cloned()))
}

fn holds_for(comparison: &Comparison, want: &Want) -> Option<bool> {
    match want {
        Want::Value(value) => Some(holds(comparison, Some(value))),
        Want::Nothing => Some(holds(comparison, None)),
        Want::Something => match comparison.op {
            Operator::NotEmpty => Some(true),
            Operator::Empty => Some(false),
            _ => None,
        },
    }
}

/// The field a name means and the key its wish has.
struct Meant<'a> {
    key: String,
    field: &'a Field,
    part: Option<String>,
    page: &'a Page,
    group: Option<&'a Field>,
}

impl<'a> Solver<'a> {
    /// The ways to let everything through that stands between the last page and sending.
    pub(crate) fn sendable(&self, start: Wants) -> Vec<Wants> {
        let eligible = self.definition.eligibility.rules.iter().map(|rule| (&rule.when, true));
        let rules = &self.definition.form.cross_field_rules;
        let mut ways = vec![start];
        for (condition, truth) in eligible.chain(rules.iter().map(|rule| (&rule.when, false))) {
            let found = self.want(condition, truth, None, &ways, 0);
            // What no answer decides is for the registries.
            if !found.is_empty() {
                ways = found;
            }
        }
        ways
    }

    /// The ways, from each of these, to make the condition come out like this. Inside `group`, of its first item.
    pub(crate) fn want(
        &self,
        condition: &Condition,
        truth: bool,
        group: Option<&'a Field>,
        from: &[Wants],
        depth: usize,
    ) -> Vec<Wants> {
        if depth > MOST_DEPTH {
            return Vec::new();
        }
        let mut found = match condition {
            Condition::Always(always) if always.always == truth => from.to_vec(),
            Condition::Always(_) => Vec::new(),
            Condition::All(all) if truth => self.every(&all.all, truth, group, from, depth),
            Condition::Any(any) if !truth => self.every(&any.any, truth, group, from, depth),
            Condition::All(all) => self.one_of(&all.all, truth, group, from, depth),
            Condition::Any(any) => self.one_of(&any.any, truth, group, from, depth),
            Condition::Leaf(comparison) => from
                .iter()
                .flat_map(|wants| self.leaf(comparison, truth, group, wants, depth))
                .take(MOST_WAYS)
                .collect(),
        };
        found.truncate(MOST_WAYS);
        found
    }

    fn every(
        &self,
        parts: &[Condition],
        truth: bool,
        group: Option<&'a Field>,
        from: &[Wants],
        depth: usize,
    ) -> Vec<Wants> {
        parts
            .iter()
            .fold(from.to_vec(), |ways, part| self.want(part, truth, group, &ways, depth))
    }

    fn one_of(
        &self,
        parts: &[Condition],
        truth: bool,
        group: Option<&'a Field>,
        from: &[Wants],
        depth: usize,
    ) -> Vec<Wants> {
        parts
            .iter()
            .flat_map(|part| self.want(part, truth, group, from, depth))
            .collect()
    }

    /// The ways to have this answer given.
    pub(crate) fn wished(&self, key: &str, value: &Value, wants: &Wants) -> Vec<Wants> {
        let (name, group) = match key.split_once(".0.") {
            Some((group, name)) => (name, self.definition.field(group)),
            None => (key, None),
        };
        let mut wishing = wants.clone();
        wishing.insert(key.to_owned(), Want::Value(value.clone()));
        match self.meant(name, group) {
            Some(meant) => self.shown(&meant, &[wishing], 0),
            None => Vec::new(),
        }
    }

    /// The ways to have this page shown.
    pub(crate) fn page(&self, page: &'a Page, from: &[Wants], depth: usize) -> Vec<Wants> {
        self.guard(page.visible_when.as_ref(), true, None, from, depth)
    }

    fn guard(
        &self,
        when: Option<&Condition>,
        truth: bool,
        group: Option<&'a Field>,
        from: &[Wants],
        depth: usize,
    ) -> Vec<Wants> {
        match when {
            Some(when) => self.want(when, truth, group, from, depth + 1),
            None if truth => from.to_vec(),
            None => Vec::new(),
        }
    }

    /// The ways to have the group shown with an item in it.
    pub(crate) fn item(&self, page: &'a Page, group: &'a Field, from: &[Wants], depth: usize) -> Vec<Wants> {
        let shown = self.page(page, from, depth);
        let mut shown = self.guard(group.visible_when.as_ref(), true, None, &shown, depth);
        shown.retain(|wants| wants.get(&group.key) != Some(&Want::Nothing));
        for wants in &mut shown {
            wants.insert(group.key.clone(), Want::Something);
        }
        shown
    }

    fn leaf(
        &self,
        comparison: &Comparison,
        truth: bool,
        group: Option<&'a Field>,
        wants: &Wants,
        depth: usize,
    ) -> Vec<Wants> {
        let Some(meant) = self.meant(&comparison.field, group) else {
            let known = holds(comparison, self.given.sources.get(&comparison.field));
            return if known == truth {
                vec![wants.clone()]
            } else {
                Vec::new()
            };
        };
        if let Some(want) = wants.get(&meant.key) {
            return match holds_for(comparison, want) {
                Some(now) if now == truth => vec![wants.clone()],
                Some(_) => Vec::new(),
                None => self.values(&meant, comparison, truth, wants, depth),
            };
        }
        let mut ways = self.values(&meant, comparison, truth, wants, depth);
        if holds(comparison, None) == truth {
            ways.extend(self.absent(&meant, wants, depth));
        }
        ways
    }

    fn values(
        &self,
        meant: &Meant<'a>,
        comparison: &Comparison,
        truth: bool,
        wants: &Wants,
        depth: usize,
    ) -> Vec<Wants> {
        let candidates = value::candidates(meant.field, meant.part.as_deref(), comparison, self.given.context);
        let fitting = candidates
            .into_iter()
            .filter(|want| holds_for(comparison, want) == Some(truth));
        let wishing = fitting.map(|want| {
            let mut wishing = wants.clone();
            wishing.insert(meant.key.clone(), want);
            wishing
        });
        self.shown(meant, &wishing.collect::<Vec<_>>(), depth)
    }

    /// The ways to have the question asked.
    fn shown(&self, meant: &Meant<'a>, from: &[Wants], depth: usize) -> Vec<Wants> {
        let from = match meant.group {
            Some(group) => self.item(meant.page, group, from, depth + 1),
            None => self.page(meant.page, from, depth + 1),
        };
        self.guard(meant.field.visible_when.as_ref(), true, meant.group, &from, depth)
    }

    /// The ways to have no answer: not asked, or left empty.
    fn absent(&self, meant: &Meant<'a>, wants: &Wants, depth: usize) -> Vec<Wants> {
        let mut without = wants.clone();
        without.insert(meant.key.clone(), Want::Nothing);
        let from = [without];
        let mut ways = self.guard(meant.field.visible_when.as_ref(), false, meant.group, &from, depth);
        ways.extend(self.guard(meant.page.visible_when.as_ref(), false, None, &from, depth));
        if !meant.field.required {
            ways.extend(from);
        }
        ways
    }

    fn meant(&self, name: &str, group: Option<&'a Field>) -> Option<Meant<'a>> {
        let on_page = |key: &str| {
            let mut pages = self.definition.form.pages.iter();
            pages.find_map(|page| Some((page, page.fields.iter().find(|field| field.key == key)?)))
        };
        if let Some(group) = group
            && let Some(field) = group.fields.iter().find(|field| field.key == name)
        {
            return Some(Meant {
                key: format!("{}.0.{name}", group.key),
                field,
                part: None,
                page: on_page(&group.key)?.0,
                group: Some(group),
            });
        }
        let (head, part) = name
            .split_once('.')
            .map_or((name, None), |(head, part)| (head, Some(part)));
        let (page, field) = on_page(head)?;
        Some(Meant {
            key: name.to_owned(),
            field,
            part: part.map(str::to_owned),
            page,
            group: None,
        })
    }
}
