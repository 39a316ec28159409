//! Answers to all questions that are asked, round by round: the engine itself says which those are.

use std::collections::BTreeSet;

use domain::answer::{Problem, RawAnswers, item_field, to_raw};
use domain::facts::Facts;
use domain::journey::{FieldState, Journey};
use domain::service::ServiceDefinition;
use domain::service::field::{Field, FieldKind};
use domain::value::Value;

use crate::branches::seen;
use crate::solve::{Solver, Want, Wants};
use crate::value;
use crate::{Given, Sample, Wish};

/// Rounds after which a journey is given up.
const MOST_ROUNDS: usize = 60;

/// A journey that cannot be completed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stuck {
    /// A question has no good answer.
    #[error("{field}: {problem:?}")]
    Question {
        /// Its key.
        field: String,
        /// What is wrong with the best that was found.
        problem: Problem,
    },
    /// A rule on who may apply does not let it through.
    #[error("the rule {0} does not hold")]
    Refused(String),
    /// A rule over several answers stops it.
    #[error("stopped: {0}")]
    Blocked(String),
    /// What was wished for contradicts itself.
    #[error("no answers fit what was wished for")]
    Wish,
}

/// One journey that can be sent.
///
/// # Errors
/// What stands in the way.
pub fn complete(definition: &ServiceDefinition, given: Given<'_>, wish: &Wish) -> Result<Sample, Stuck> {
    let solver = Solver { definition, given };
    let mut wants: Vec<Wants> = vec![Wants::new()];
    for (key, value) in &wish.answers {
        wants = wants
            .iter()
            .flat_map(|wants| solver.wished(key, value, wants))
            .collect();
    }
    let wants: Vec<Wants> = wants.into_iter().flat_map(|wants| solver.sendable(wants)).collect();
    let mut stuck = Stuck::Wish;
    for turn in 0..wants.len() {
        let wants = &wants[(wish.seed + turn) % wants.len()];
        match fill(definition, given, wants, wish.seed, wish.optional) {
            Ok((answers, journey)) => {
                return Ok(Sample {
                    answers,
                    covers: seen(definition, &journey),
                });
            }
            Err(why) => stuck = why,
        }
    }
    Err(stuck)
}

/// Answers everything that is asked as wanted, and the rest somehow.
pub(crate) fn fill(
    definition: &ServiceDefinition,
    given: Given<'_>,
    wants: &Wants,
    seed: usize,
    optional: bool,
) -> Result<(RawAnswers, Journey), Stuck> {
    let mut filler = Filler {
        definition,
        given,
        wants,
        seed,
        optional,
        raw: RawAnswers::new(),
        done: BTreeSet::new(),
    };
    let mut journey = filler.journey();
    for _ in 0..MOST_ROUNDS {
        if !filler.round(&journey) {
            break;
        }
        journey = filler.journey();
    }
    if journey.is_complete() {
        return Ok((filler.shown(&journey), journey));
    }
    let mut problems = journey.pages.iter().flat_map(|page| page.problems());
    Err(match (problems.next(), &journey.refused, journey.blocked.first()) {
        (Some((field, problem)), ..) => Stuck::Question {
            field: field.to_owned(),
            problem: problem.clone(),
        },
        (None, Some(refusal), _) => Stuck::Refused(refusal.rule.clone()),
        (None, None, blocked) => Stuck::Blocked(blocked.map_or_else(String::new, |text| text.en.clone())),
    })
}

struct Filler<'a> {
    definition: &'a ServiceDefinition,
    given: Given<'a>,
    wants: &'a Wants,
    seed: usize,
    optional: bool,
    raw: RawAnswers,
    /// Keys that were answered or left empty for good.
    done: BTreeSet<String>,
}

impl Filler<'_> {
    fn journey(&self) -> Journey {
        Journey::of(self.definition, &self.raw, self.given.sources, &self.given.context)
    }

    /// Answers what is asked now and has no answer yet; false when there was nothing.
    fn round(&mut self, journey: &Journey) -> bool {
        let mut grown = false;
        for (page, described) in journey.pages.iter().zip(&self.definition.form.pages) {
            for (state, field) in page.fields.iter().zip(&described.fields) {
                if !(page.visible && state.visible) {
                    continue;
                }
                grown |= if field.kind == FieldKind::RepeatingGroup {
                    self.group(field, state, journey)
                } else {
                    self.question(field, state.required, None)
                };
            }
        }
        grown
    }

    /// Answers a question that stands alone, or under its input name in an item.
    fn question(&mut self, field: &Field, required: bool, better: Option<Value>) -> bool {
        let want = self.wants.get(&field.key);
        let parts = self.parts(field);
        let asked = required || self.optional || want.is_some() || !parts.is_empty();
        if !asked || self.done.contains(&field.key) {
            return false;
        }
        self.done.insert(field.key.clone());
        let nth = field
            .key
            .split('.')
            .nth(1)
            .and_then(|nth| nth.parse().ok())
            .unwrap_or(0);
        let value = match want {
            Some(Want::Nothing) => return true,
            Some(Want::Value(value)) => Some(value.clone()),
            Some(Want::Something) | None => better.or_else(|| value::of(field, self.seed, nth, self.given.context)),
        };
        if let Some(value) = value::with_parts(value, parts.into_iter()) {
            self.raw.extend(to_raw(field, &value));
        }
        true
    }

    /// Parts of an address or an amount that are wanted.
    fn parts(&self, field: &Field) -> Vec<(String, Value)> {
        let prefix = format!("{}.", field.key);
        let wanted = self
            .wants
            .range(prefix.clone()..)
            .take_while(|(key, _)| key.starts_with(&prefix));
        let values = wanted.filter_map(|(key, want)| match want {
            Want::Value(value) => Some((key.strip_prefix(&prefix)?.to_owned(), value.clone())),
            Want::Something | Want::Nothing => None,
        });
        values.collect()
    }

    fn group(&mut self, group: &Field, state: &FieldState, journey: &Journey) -> bool {
        let wanted = matches!(self.wants.get(&group.key), Some(Want::Something | Want::Value(_)));
        let refused = self.wants.get(&group.key) == Some(&Want::Nothing);
        if refused || !(state.required || self.optional || wanted) {
            return false;
        }
        let least = group.min_items.unwrap_or(0).max(1);
        // A second item, where there may be one, tells the items apart.
        let count = least.max(2).min(group.max_items.unwrap_or(u32::MAX)) as usize;
        let mut grown = false;
        for at in 0..count {
            let item = state.items.iter().find(|item| item.index == at);
            for (nth, inner) in group.fields.iter().enumerate() {
                let answer = item.map(|item| &item.answers[nth]);
                let (visible, required) = match answer {
                    Some(answer) => (answer.visible, answer.required),
                    None => (inner.visible_when.is_none(), inner.required),
                };
                if visible {
                    let share = self.share(group, inner, at, count, journey);
                    grown |= self.question(&item_field(group, at, inner), required, share);
                }
            }
        }
        grown
    }

    /// An item's part of the sum its group must come to.
    fn share(&self, group: &Field, inner: &Field, at: usize, count: usize, journey: &Journey) -> Option<Value> {
        let rule = group.validation.as_ref()?.group_rule.as_ref()?;
        if rule.sum_of != inner.key {
            return None;
        }
        let known = journey.facts.fact(&rule.equals_field).and_then(|value| value.as_int());
        let wished = match self.wants.get(&rule.equals_field) {
            Some(Want::Value(value)) => value.as_int(),
            _ => None,
        };
        let later = || {
            value::of(
                self.definition.field(&rule.equals_field)?,
                self.seed,
                0,
                self.given.context,
            )?
            .as_int()
        };
        let total = known.or(wished).or_else(later)?;
        let count = i64::try_from(count).ok()?;
        let each = total / count;
        let last = i64::try_from(at).ok()? + 1 == count;
        Some(Value::Int(if last { total - each * (count - 1) } else { each }))
    }

    /// The answers to what is asked in the end.
    fn shown(&self, journey: &Journey) -> RawAnswers {
        let asked: BTreeSet<&str> = journey
            .pages
            .iter()
            .filter(|page| page.visible)
            .flat_map(|page| page.visible_fields())
            .map(|field| field.key.as_str())
            .collect();
        let mut raw = self.raw.clone();
        raw.retain(|name, _| asked.contains(name.split('.').next().unwrap_or(name)));
        raw
    }
}
