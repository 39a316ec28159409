//! The lines of the error summary for questions of the catalogue.

use domain::answer::{self, RawAnswers};
use domain::language::Text;
use domain::service::field::{Field, FieldKind};
use domain::view::outcome::FormProblem;
use leptos::prelude::*;

use crate::context::{posted, words};
use crate::problems::form_problem_with;
use crate::words::Message;

/// A problem that is stored with the page: the input and what is wrong.
pub type Stored = Option<(String, FormProblem)>;

/// What a question is called outside its item: "Partner 2: Mobile".
pub fn in_item(group: &Field, index: usize, field: &Field, values: &RawAnswers) -> Text {
    let items = answer::shown_items(group, values);
    let number = items.iter().position(|item| *item == index).unwrap_or_default() + 1;
    let item = group.item_label.as_ref().unwrap_or(&group.label);
    Text {
        ar: format!("{} {number}: {}", item.ar, field.label.ar),
        en: format!("{} {number}: {}", item.en, field.label.en),
    }
}

/// What is wrong with these fields: what is stored with them, else what the last posting met, in the order of the
/// fields. A problem of no field leads to the first of them.
pub fn summary(fields: Vec<(Field, Stored)>) -> Signal<Vec<(String, Message)>> {
    let (words, posted) = (words(), posted());
    // The inputs of a group's items are those of the questions behind it.
    let names = |field: &Field| match field.kind {
        FieldKind::RepeatingGroup => vec![field.key.clone()],
        _ => answer::input_names(field),
    };
    let inputs: Vec<Vec<String>> = fields.iter().map(|(field, _)| names(field)).collect();
    Signal::derive(move || {
        let posted = posted.read();
        let first = inputs.iter().flatten().next().map_or("main", String::as_str);
        let general = posted
            .problems
            .iter()
            .filter(|found| !inputs.iter().flatten().any(|input| *input == found.input));
        let mut lines: Vec<(String, Message)> = general
            .map(|found| {
                (
                    first.to_owned(),
                    form_problem_with(words, FieldKind::Text, "", &found.problem),
                )
            })
            .collect();
        for ((field, stored), inputs) in fields.iter().zip(&inputs) {
            let met = posted.problems.iter().find(|found| inputs.contains(&found.input));
            let met = met.map(|found| (found.input.clone(), found.problem.clone()));
            // Why a file was not taken says more than that one is missing.
            let problem = match field.kind {
                FieldKind::File => met.or_else(|| stored.clone()),
                _ => stored.clone().or(met),
            };
            if let Some((input, problem)) = problem {
                lines.push((
                    input,
                    form_problem_with(words, field.kind, field.label.get(words.0), &problem),
                ));
            }
        }
        lines
    })
}
