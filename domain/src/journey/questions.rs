//! A page flattened into its questions, so that a field of an item is told what is wrong where it stands.

use super::{FieldState, PageState};
use crate::answer::{Item, Problem, RawAnswers, faulty_input, item_field};
use crate::service::field::{Field, Page};

/// One question of a page: a field, or one field of one item of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionState {
    /// The field's key; in an item its input name, `partners.0.shares`.
    pub key: String,
    /// Whether it is shown.
    pub visible: bool,
    /// What is wrong with it alone: of a group only what no item of it can be blamed for.
    pub problem: Option<Problem>,
    /// The name of the input its error points to.
    pub input: String,
}

impl PageState {
    /// The questions in order; those of a group's items follow the group.
    pub fn questions(&self, page: &Page, raw: &RawAnswers) -> Vec<QuestionState> {
        let mut questions = Vec::new();
        for (field, state) in page.fields.iter().zip(&self.fields) {
            let problem = state.own_problem().cloned();
            questions.push(question(field, state.visible, problem, raw));
            for item in &state.items {
                questions.extend(inside(field, item, raw));
            }
        }
        questions
    }
}

impl FieldState {
    /// What is wrong with the field itself: of a group what is not wrong with one of its items.
    pub fn own_problem(&self) -> Option<&Problem> {
        let problem = self.problem.as_ref()?;
        let mut answers = self.items.iter().flat_map(|item| &item.answers);
        let of_an_item = answers.any(|answer| answer.problem.as_ref() == Some(problem));
        (!of_an_item).then_some(problem)
    }
}

fn inside(group: &Field, item: &Item, raw: &RawAnswers) -> impl Iterator<Item = QuestionState> {
    group.fields.iter().zip(&item.answers).map(|(field, answer)| {
        let field = item_field(group, item.index, field);
        question(&field, answer.visible, answer.problem.clone(), raw)
    })
}

fn question(field: &Field, visible: bool, problem: Option<Problem>, raw: &RawAnswers) -> QuestionState {
    let input = match &problem {
        Some(problem) => faulty_input(field, problem, raw),
        None => field.key.clone(),
    };
    QuestionState {
        key: field.key.clone(),
        visible,
        problem,
        input,
    }
}
