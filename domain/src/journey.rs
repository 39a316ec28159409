//! A journey through the questions: from the definition and the stored answers follow which pages are done, which
//! comes next and which may be visited. Nothing about it is stored; it is computed anew each time.
//!
//! Fields are checked once, in the order of the pages, except that what a condition looks at is checked first. A
//! hidden field has no value and no problem; conditions see checked answers only.

mod questions;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{CheckContext, Item, Problem, RawAnswers, faulty_input, is_shown, item_field};
use crate::facts::{CaseFacts, Facts};
use crate::language::Text;
use crate::service::ServiceDefinition;
use crate::service::field::{Field, Page};
use crate::value::Value;
pub use questions::QuestionState;
use walk::{Slot, Walk};

/// The name of the rule on the youngest age in [`Refusal::rule`].
pub const MIN_AGE_RULE: &str = "min_age";

/// Where an application stands before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// All pages of the form, in order.
    pub pages: Vec<PageState>,
    /// The checked answers and the sources.
    pub facts: CaseFacts,
    /// Why the applicant may not apply, if so. The youngest age is looked at from the start, the other rules once
    /// every page is complete.
    pub refused: Option<Refusal>,
    /// What stops submission: rules over several answers that hold.
    pub blocked: Vec<Text>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageState {
    /// The page's key.
    pub key: String,
    /// Whether it is part of this journey.
    pub visible: bool,
    /// Its fields, in order.
    pub fields: Vec<FieldState>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldState {
    /// The field's key.
    pub key: String,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether an answer is asked for now, by the field or by the paper it takes.
    pub required: bool,
    /// The checked value; none when hidden, empty or wrong.
    pub value: Option<Value>,
    /// What is wrong; for a group, the first problem of it.
    pub problem: Option<Problem>,
    /// The items of a repeating group as they stand in the form.
    pub items: Vec<Item>,
}

/// Why the applicant may not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule of the catalogue, or [`MIN_AGE_RULE`].
    pub rule: String,
    /// What is said.
    pub message: Text,
}

impl Journey {
    /// Checks all answers. `sources` are the facts with a dot in their name: `applicant.age`, `registry.*`.
    pub fn of(
        definition: &ServiceDefinition,
        raw: &RawAnswers,
        sources: &BTreeMap<String, Value>,
        context: &CheckContext<'_>,
    ) -> Self {
        let pages = &definition.form.pages;
        let mut walk = Walk {
            documents: &definition.documents,
            raw,
            context,
            facts: CaseFacts {
                answers: BTreeMap::new(),
                sources: sources.clone(),
            },
            pages: vec![None; pages.len()],
        };
        let slots: Vec<Slot<'_>> = pages
            .iter()
            .zip(0..)
            .flat_map(|(page, at)| page.fields.iter().map(move |field| (at, page, field)))
            .map(|(page, of, field)| Slot {
                page,
                when: of.visible_when.as_ref(),
                field,
            })
            .collect();
        let mut states = walk.check(&slots);
        let Walk {
            facts, pages: shown, ..
        } = walk;
        let pages: Vec<PageState> = pages
            .iter()
            .zip(shown)
            .map(|(page, shown)| PageState {
                key: page.key.clone(),
                visible: shown.unwrap_or_else(|| is_shown(page.visible_when.as_ref(), &facts)),
                fields: states.by_ref().take(page.fields.len()).collect(),
            })
            .collect();
        let blocked = blocked(definition, &pages, &facts);
        let mut journey = Self {
            pages,
            facts,
            refused: None,
            blocked,
        };
        journey.refused = too_young(definition, &journey.facts);
        if journey.refused.is_none() && journey.pages.iter().all(PageState::is_complete) {
            journey.refused = ineligible(definition, &journey.facts);
        }
        journey
    }

    /// The page with this key.
    pub fn page(&self, key: &str) -> Option<&PageState> {
        self.pages.iter().find(|page| page.key == key)
    }

    /// The first visible page that is not complete; none when all are.
    pub fn next_page(&self) -> Option<&str> {
        self.visible_pages()
            .find(|page| !page.is_complete())
            .map(|page| page.key.as_str())
    }

    /// Whether the page is visible and every visible page before it is complete.
    pub fn may_visit(&self, key: &str) -> bool {
        let mut before = self.visible_pages().take_while(|page| page.key != key);
        self.page(key).is_some_and(|page| page.visible) && before.all(PageState::is_complete)
    }

    /// All pages complete, nobody refused, nothing blocked: it may be sent.
    pub fn is_complete(&self) -> bool {
        self.pages.iter().all(PageState::is_complete) && self.refused.is_none() && self.blocked.is_empty()
    }

    /// The nearest visible page before this one.
    pub fn page_before(&self, key: &str) -> Option<&str> {
        let at = self.pages.iter().position(|page| page.key == key)?;
        self.pages
            .iter()
            .take(at)
            .rfind(|page| page.visible)
            .map(|page| page.key.as_str())
    }

    /// The nearest visible page after this one.
    pub fn page_after(&self, key: &str) -> Option<&str> {
        let at = self.pages.iter().position(|page| page.key == key)?;
        self.pages
            .iter()
            .skip(at + 1)
            .find(|page| page.visible)
            .map(|page| page.key.as_str())
    }

    /// Page *n* of *m* visible pages; none for a hidden page.
    pub fn position(&self, key: &str) -> Option<(usize, usize)> {
        let at = self.visible_pages().position(|page| page.key == key)?;
        Some((at + 1, self.visible_pages().count()))
    }

    fn visible_pages(&self) -> impl Iterator<Item = &PageState> {
        self.pages.iter().filter(|page| page.visible)
    }
}

impl PageState {
    /// Nothing on it is missing or wrong; a hidden page is complete.
    pub fn is_complete(&self) -> bool {
        self.problems().next().is_none()
    }

    /// What is wrong, by field key, in order.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.fields
            .iter()
            .filter_map(|field| Some((field.key.as_str(), field.problem.as_ref()?)))
    }

    /// The fields that are shown.
    pub fn visible_fields(&self) -> impl Iterator<Item = &FieldState> {
        self.fields.iter().filter(|field| field.visible)
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&FieldState> {
        self.fields.iter().find(|field| field.key == key)
    }
}

impl FieldState {
    fn hidden(field: &Field) -> Self {
        Self {
            key: field.key.clone(),
            visible: false,
            required: false,
            value: None,
            problem: None,
            items: Vec::new(),
        }
    }

    /// The name of the input its error points to; none when nothing is wrong.
    pub fn faulty_input(&self, field: &Field, raw: &RawAnswers) -> Option<String> {
        let problem = self.problem.as_ref()?;
        let inner = self.items.iter().find_map(|item| {
            let answer = item
                .answers
                .iter()
                .find(|answer| answer.problem.as_ref() == Some(problem))?;
            let inner = field.fields.iter().find(|inner| inner.key == answer.key)?;
            Some(faulty_input(&item_field(field, item.index, inner), problem, raw))
        });
        Some(inner.unwrap_or_else(|| faulty_input(field, problem, raw)))
    }
}

/// Which fields of one page are shown, for live use in the browser: these raw answers, and the facts known from other
/// pages. The fields of a group's items follow their group under their input names, `partners.0.shares`.
pub fn visible_fields(
    page: &Page,
    raw: &RawAnswers,
    known: &CaseFacts,
    context: &CheckContext<'_>,
) -> Vec<(String, bool)> {
    let questions = live_page(page, raw, known, context).questions(page, raw);
    questions
        .into_iter()
        .map(|question| (question.key, question.visible))
        .collect()
}

/// One page as it stands, for live use in the browser: these raw answers, and the facts known from other pages. The
/// papers are not known there, so which of them are needed is not either.
pub fn live_page(page: &Page, raw: &RawAnswers, known: &CaseFacts, context: &CheckContext<'_>) -> PageState {
    let mut facts = known.clone();
    for field in &page.fields {
        facts.answers.remove(&field.key);
    }
    let mut walk = Walk {
        documents: &[],
        raw,
        context,
        facts,
        pages: vec![None],
    };
    let slots: Vec<Slot<'_>> = page
        .fields
        .iter()
        .map(|field| Slot {
            page: 0,
            when: None,
            field,
        })
        .collect();
    PageState {
        key: page.key.clone(),
        visible: true,
        fields: walk.check(&slots).collect(),
    }
}

/// The messages of the rules that hold. A rule waits while an answer it looks at is missing or wrong, for a missing
/// answer is also "not equal" and "empty".
fn blocked(definition: &ServiceDefinition, pages: &[PageState], facts: &CaseFacts) -> Vec<Text> {
    let open: BTreeSet<&str> = pages.iter().flat_map(PageState::problems).map(|(key, _)| key).collect();
    let rules = definition.form.cross_field_rules.iter();
    rules
        .filter(|rule| {
            let mut waits = false;
            rule.when.names(&mut |name| {
                waits |= open.contains(name.split_once('.').map_or(name, |(head, _)| head));
            });
            !waits && rule.when.holds(facts)
        })
        .map(|rule| rule.message.clone())
        .collect()
}

fn too_young(definition: &ServiceDefinition, facts: &CaseFacts) -> Option<Refusal> {
    let years = i64::from(definition.eligibility.min_age);
    let age = facts.fact("applicant.age")?.as_int()?;
    let counted = if (3..=10).contains(&(years % 100)) {
        "سنوات"
    } else {
        "سنة"
    };
    (age < years).then(|| Refusal {
        rule: MIN_AGE_RULE.to_owned(),
        message: Text {
            ar: format!("يجب ألّا يقلّ عمر مقدِّم الطلب عن {years} {counted}."),
            en: format!("You must be at least {years} years old to apply."),
        },
    })
}

/// The first rule that does not hold. One that looks at a register whose reply is not known refuses nobody: an
/// officer will look.
fn ineligible(definition: &ServiceDefinition, facts: &CaseFacts) -> Option<Refusal> {
    let broken = definition.eligibility.rules.iter().find(|rule| {
        let mut unknown = false;
        rule.when.names(&mut |name| {
            let known = facts.fact(name).is_some_and(|value| value != Value::Null);
            unknown |= name.starts_with("registry.") && !known;
        });
        !rule.when.holds(facts) && !unknown
    })?;
    Some(Refusal {
        rule: broken.key.clone(),
        message: broken.message.clone(),
    })
}
