//! Looks for facts under which several conditions come out as wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::values::candidates;
use crate::condition::{Comparison, Condition};
use crate::facts::Facts;
use crate::service::ServiceDefinition;
use crate::service::field::{Field, Page};
use crate::value::Value;

/// Steps after which nothing is claimed.
const MOST_STEPS: usize = 4_000;

/// A condition, and how it is to come out.
#[derive(Clone, Copy)]
pub(super) struct Goal<'a> {
    pub(super) when: &'a Condition,
    pub(super) holds: bool,
    /// The group in whose items it is looked at.
    pub(super) group: Option<&'a Field>,
}

impl<'a> Goal<'a> {
    pub(super) const fn holds(when: &'a Condition) -> Self {
        Self {
            when,
            holds: true,
            group: None,
        }
    }

    pub(super) const fn fails(when: &'a Condition) -> Self {
        Self {
            when,
            holds: false,
            group: None,
        }
    }
}

/// What is known of the facts so far, by key: every comparison and how it came out.
#[derive(Clone, Default)]
struct Known<'a> {
    compared: BTreeMap<String, Vec<(&'a Comparison, bool)>>,
    settled: BTreeSet<String>,
}

/// What a comparison looks at.
struct Subject<'a> {
    key: String,
    /// Missing for a fact from elsewhere.
    asked: Option<(&'a Page, &'a Field)>,
    part: Option<&'a str>,
    group: Option<&'a Field>,
}

pub(super) struct Search<'a> {
    definition: &'a ServiceDefinition,
    /// Whether facts from elsewhere are always known.
    all_known: bool,
    steps: usize,
}

/// One fact alone.
struct Alone<'a>(&'a str, Option<&'a Value>);

impl Facts for Alone<'_> {
    fn fact(&self, name: &str) -> Option<Value> {
        self.1.filter(|_| name == self.0).cloned()
    }
}

impl<'a> Search<'a> {
    pub(super) const fn new(definition: &'a ServiceDefinition) -> Self {
        Self {
            definition,
            all_known: false,
            steps: 0,
        }
    }

    pub(super) const fn knowing_all(definition: &'a ServiceDefinition) -> Self {
        Self {
            definition,
            all_known: true,
            steps: 0,
        }
    }

    /// Whether there may be facts for all goals; true when it cannot be said.
    pub(super) fn possible(&mut self, goals: Vec<Goal<'a>>) -> bool {
        self.go(goals, Known::default())
    }

    fn go(&mut self, mut goals: Vec<Goal<'a>>, mut known: Known<'a>) -> bool {
        while let Some(goal) = goals.pop() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return true;
            }
            let mut ways = self.ways(goal, &mut known);
            if ways.len() != 1 {
                return ways.into_iter().any(|more| {
                    let mut goals = goals.clone();
                    goals.extend(more);
                    self.go(goals, known.clone())
                });
            }
            goals.extend(ways.remove(0));
        }
        true
    }

    /// The ways to reach a goal, each the goals that are left then.
    fn ways(&self, goal: Goal<'a>, known: &mut Known<'a>) -> Vec<Vec<Goal<'a>>> {
        let (parts, together) = match goal.when {
            Condition::Always(always) if always.always == goal.holds => return vec![Vec::new()],
            Condition::Always(_) => return Vec::new(),
            Condition::All(all) => (&all.all, goal.holds),
            Condition::Any(any) => (&any.any, !goal.holds),
            Condition::Leaf(comparison) => return self.leaf(comparison, goal, known),
        };
        let each = parts.iter().map(|when| Goal { when, ..goal });
        if together {
            vec![each.collect()]
        } else {
            each.map(|one| vec![one]).collect()
        }
    }

    fn leaf(&self, comparison: &'a Comparison, goal: Goal<'a>, known: &mut Known<'a>) -> Vec<Vec<Goal<'a>>> {
        let subject = self.subject(&comparison.field, goal.group);
        let compared = known.compared.entry(subject.key.clone()).or_default();
        compared.push((comparison, goal.holds));
        let fits = |value: Option<&Value>| {
            let came_out = |(one, holds): &(&Comparison, bool)| one.holds(&Alone(&one.field, value)) == *holds;
            compared.iter().all(came_out)
        };
        let field = subject.asked.map(|(_, field)| field);
        let present = candidates(field, subject.part, compared)
            .iter()
            .any(|value| fits(Some(value)));
        let absent = fits(None) && !(self.all_known && subject.asked.is_none());
        let guards = || subject.guards();
        match (present, absent) {
            (false, false) => Vec::new(),
            (true, true) => vec![Vec::new()],
            (true, false) if known.settled.insert(subject.key.clone()) => {
                vec![guards().map(|goal| Goal { holds: true, ..goal }).collect()]
            }
            (true, false) => vec![Vec::new()],
            (false, true) if field.is_none_or(|field| !field.required) => vec![Vec::new()],
            (false, true) => guards().map(|goal| vec![Goal { holds: false, ..goal }]).collect(),
        }
    }

    fn subject(&self, name: &'a str, group: Option<&'a Field>) -> Subject<'a> {
        let on_page = |key: &str| {
            let mut pages = self.definition.form.pages.iter();
            pages.find_map(|page| Some((page, page.fields.iter().find(|field| field.key == key)?)))
        };
        if let Some(group) = group
            && let Some(inner) = group.fields.iter().find(|field| field.key == name)
        {
            return Subject {
                key: format!("{}.{name}", group.key),
                asked: on_page(&group.key).map(|(page, _)| (page, inner)),
                part: None,
                group: Some(group),
            };
        }
        let (head, part) = name
            .split_once('.')
            .map_or((name, None), |(head, part)| (head, Some(part)));
        Subject {
            key: name.to_owned(),
            asked: on_page(head),
            part,
            group: None,
        }
    }
}

impl<'a> Subject<'a> {
    /// The conditions under which it is asked.
    fn guards(&self) -> impl Iterator<Item = Goal<'a>> + use<'a> {
        let group = self.group;
        let page = self.asked.and_then(|(page, _)| page.visible_when.as_ref());
        let field = self.asked.and_then(|(_, field)| field.visible_when.as_ref());
        let of_group = group.and_then(|group| group.visible_when.as_ref());
        let outside = page.into_iter().chain(of_group).map(Goal::holds);
        outside.chain(field.map(|when| Goal {
            group,
            ..Goal::holds(when)
        }))
    }
}
