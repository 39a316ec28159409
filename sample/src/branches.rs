//! Enough journeys that each comparison is seen both ways.

use std::collections::BTreeSet;

use domain::condition::Condition;
use domain::journey::Journey;
use domain::service::ServiceDefinition;

use crate::fill::fill;
use crate::solve::{Solver, Wants};
use crate::target::{Place, Target, targets};
use crate::{Given, Sample};

/// Ways tried for one comparison.
const MOST_TRIES: usize = 24;

/// What a comparison came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Its place in the file: `form.pages[1].fields[2].visible_when.all[0]`.
    pub path: String,
    /// Whether it held.
    pub holds: bool,
}

/// A comparison that was not seen one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which, and which way.
    pub wanted: Seen,
    /// Why not.
    pub why: Why,
}

/// Why a comparison was not seen one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It hangs on this fact, which no answer changes.
    Fact(String),
    /// No answers that can be sent make it so.
    Never,
}

/// Journeys that can be sent, and what they leave open.
#[derive(Clone, Debug, Default)]
pub struct Branches {
    /// The journeys.
    pub samples: Vec<Sample>,
    /// What none of them shows.
    pub open: Vec<Open>,
}

/// Enough journeys that each comparison of the file is seen true and false, where answers decide it: in `visible_when`
/// of pages and questions, `required_when` of papers, `when` and `where` of fees, exemptions, `when` of steps.
pub fn branches(definition: &ServiceDefinition, given: Given<'_>) -> Branches {
    let solver = Solver { definition, given };
    let base = solver.sendable(Wants::new());
    let mut found = Branches::default();
    let mut covered = BTreeSet::new();
    for optional in [false, true] {
        let filled = base
            .iter()
            .find_map(|wants| fill(definition, given, wants, 0, optional).ok());
        if let Some((answers, journey)) = filled {
            found.add(answers, seen(definition, &journey), &mut covered);
        }
    }
    for target in targets(definition) {
        for holds in [true, false] {
            let wanted = Seen {
                path: target.path.clone(),
                holds,
            };
            if covered.contains(&wanted) {
                continue;
            }
            match reach(&solver, &target, holds, &base) {
                Some((answers, seen)) => found.add(answers, seen, &mut covered),
                None => found.open.push(Open {
                    why: why(definition, &target),
                    wanted,
                }),
            }
        }
    }
    found
}

impl Branches {
    fn add(&mut self, answers: domain::answer::RawAnswers, seen: Vec<Seen>, covered: &mut BTreeSet<Seen>) {
        covered.extend(seen.iter().cloned());
        self.samples.push(Sample { answers, covers: seen });
    }
}

/// What every comparison came to in this journey.
pub fn seen(definition: &ServiceDefinition, journey: &Journey) -> Vec<Seen> {
    let each = |target: Target<'_>| {
        let ways: BTreeSet<bool> = target.seen(journey).into_iter().collect();
        let path = target.path;
        ways.into_iter().map(move |holds| Seen {
            path: path.clone(),
            holds,
        })
    };
    targets(definition).into_iter().flat_map(each).collect()
}

fn reach(
    solver: &Solver<'_>,
    target: &Target<'_>,
    holds: bool,
    base: &[Wants],
) -> Option<(domain::answer::RawAnswers, Vec<Seen>)> {
    let leaf = Condition::Leaf(target.comparison.clone());
    let (ways, group) = match target.place {
        Place::Case => (base.to_vec(), None),
        Place::Page(page) => (solver.page(page, base, 0), None),
        Place::Item(page, group) => (solver.item(page, group, base, 0), Some(group)),
    };
    let ways = solver.want(&leaf, holds, group, &ways, 0);
    let tries = ways
        .iter()
        .take(MOST_TRIES)
        .flat_map(|wants| [(wants, true), (wants, false)]);
    tries
        .filter_map(|(wants, optional)| fill(solver.definition, solver.given, wants, 0, optional).ok())
        .find(|(_, journey)| target.seen(journey).contains(&holds))
        .map(|(answers, journey)| (answers, seen(solver.definition, &journey)))
}

/// The first fact from elsewhere on the way to the comparison: its own, or that of a question it looks at.
fn why(definition: &ServiceDefinition, target: &Target<'_>) -> Why {
    let mut names = vec![target.comparison.field.clone()];
    let mut known = BTreeSet::new();
    while let Some(name) = names.pop() {
        if !known.insert(name.clone()) {
            continue;
        }
        let head = name.split('.').next().unwrap_or(&name);
        let mut pages = definition.form.pages.iter();
        let found = pages.find_map(|page| Some((page, page.fields.iter().find(|field| field.key == head)?)));
        match found {
            Some((page, field)) => {
                for when in page.visible_when.iter().chain(&field.visible_when) {
                    when.names(&mut |name| names.push(name.to_owned()));
                }
            }
            None if name.contains('.') => return Why::Fact(name),
            None => {}
        }
    }
    let place = match target.place {
        Place::Case => None,
        Place::Page(page) => page.visible_when.as_ref(),
        Place::Item(page, group) => page.visible_when.as_ref().or(group.visible_when.as_ref()),
    };
    let mut fact = None;
    if let Some(when) = place {
        when.names(&mut |name| fact = fact.take().or_else(|| name.contains('.').then(|| name.to_owned())));
    }
    fact.map_or(Why::Never, Why::Fact)
}
