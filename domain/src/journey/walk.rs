//! The one pass over the fields of a journey.

use super::FieldState;
use crate::answer::{
    CheckContext, Node, Problem, RawAnswers, Scope, check_group, check_within, demand, is_shown, node, order,
};
use crate::condition::Condition;
use crate::facts::{CaseFacts, Facts};
use crate::service::Document;
use crate::service::field::{Field, FieldKind, GroupRule};
use crate::value::Value;

/// A field and the page it stands on.
pub(super) struct Slot<'a> {
    pub(super) page: usize,
    pub(super) when: Option<&'a Condition>,
    pub(super) field: &'a Field,
}

/// The one pass over the fields.
pub(super) struct Walk<'a> {
    pub(super) documents: &'a [Document],
    pub(super) raw: &'a RawAnswers,
    pub(super) context: &'a CheckContext<'a>,
    pub(super) facts: CaseFacts,
    /// Whether each page is shown, once the first of its fields has asked.
    pub(super) pages: Vec<Option<bool>>,
}

impl Walk<'_> {
    /// The states in the order of the slots; the facts grow as answers are checked.
    pub(super) fn check(&mut self, slots: &[Slot<'_>]) -> impl Iterator<Item = FieldState> + use<> {
        let nodes: Vec<Node<'_>> = slots
            .iter()
            .map(|slot| node(slot.field, slot.when, self.documents))
            .collect();
        let mut states: Vec<FieldState> = slots.iter().map(|slot| FieldState::hidden(slot.field)).collect();
        for at in order(&nodes) {
            let slot = &slots[at];
            let facts = &self.facts;
            let page = *self.pages[slot.page].get_or_insert_with(|| is_shown(slot.when, facts));
            if page && is_shown(slot.field.visible_when.as_ref(), facts) {
                let state = self.answer(slot.field);
                if let Some(value) = &state.value {
                    self.facts.answers.insert(state.key.clone(), value.clone());
                }
                states[at] = state;
            }
        }
        states.into_iter()
    }

    fn answer(&self, field: &Field) -> FieldState {
        let scope = Scope {
            context: self.context,
            facts: &self.facts,
            documents: self.documents,
        };
        let (checked, items) = if field.kind == FieldKind::RepeatingGroup {
            let group = check_group(field, self.raw, &scope);
            let checked = group.outcome.and_then(|found| demand(field, found, &scope));
            (checked.and_then(|found| self.add_up(field, found)), group.items)
        } else {
            (check_within(field, self.raw, &scope), Vec::new())
        };
        let (value, problem) = match checked {
            Ok(value) => (value, None),
            Err(problem) => (None, Some(problem)),
        };
        FieldState {
            key: field.key.clone(),
            visible: true,
            required: scope.requires(field),
            value,
            problem,
            items,
        }
    }

    /// The rule that a sum over the group equals another answer, where that answer is known.
    fn add_up(&self, field: &Field, found: Option<Value>) -> Result<Option<Value>, Problem> {
        let rule = field.validation.as_ref().and_then(|limits| limits.group_rule.as_ref());
        match rule.zip(found.as_ref().and_then(Value::as_list)) {
            Some((rule, items)) if !adds_up(rule, items, &self.facts) => Err(Problem::Custom {
                message: rule.message.clone(),
            }),
            _ => Ok(found),
        }
    }
}

fn adds_up(rule: &GroupRule, items: &[Value], facts: &CaseFacts) -> bool {
    let Some(total) = facts.fact(&rule.equals_field).and_then(|value| value.as_int()) else {
        return true;
    };
    let parts = items.iter().filter_map(|item| item.part(&rule.sum_of)?.as_int());
    parts.map(i128::from).sum::<i128>() == i128::from(total)
}
