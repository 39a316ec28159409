//! Steps as dots and ways as arrows.

use std::collections::{BTreeMap, BTreeSet};

/// Which dot leads to which.
#[derive(Default)]
pub(super) struct Graph<'a> {
    next: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Graph<'a> {
    pub(super) fn add(&mut self, from: &'a str, to: &'a str) {
        self.next.entry(from).or_default().insert(to);
    }

    fn next(&self, from: &str) -> impl Iterator<Item = &'a str> {
        self.next.get(from).into_iter().flatten().copied()
    }

    /// The same with every arrow turned round.
    fn turned(&self) -> Self {
        let mut turned = Self::default();
        for (from, all) in &self.next {
            all.iter().for_each(|to| turned.add(to, from));
        }
        turned
    }

    /// Everything that can be reached, the starts included.
    pub(super) fn reached(&self, starts: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = starts.into_iter().collect();
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                open.extend(self.next(at));
            }
        }
        reached
    }

    /// Everything that leads to one of the ends, the ends included.
    pub(super) fn leading_to(&self, ends: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        self.turned().reached(ends)
    }

    /// What stands in a circle: it can be reached from where it leads.
    pub(super) fn circles(&self) -> BTreeSet<&'a str> {
        let in_circle = |at: &&&str| self.reached(self.next(at)).contains(**at);
        self.next.keys().filter(in_circle).copied().collect()
    }
}
