//! The lines of the error summary for questions of the catalogue.

use domain::answer;
use domain::service::field::Field;
use domain::view::outcome::FormProblem;
use leptos::prelude::*;

use crate::context::{posted, words};
use crate::problems::form_problem_with;
use crate::words::Message;

/// A problem that is stored with the page: the input and what is wrong.
pub type Stored = Option<(String, FormProblem)>;

/// What is wrong with these fields: what is stored with them, else what the last posting met, in the order of the
/// fields. A problem of no field leads to the first of them.
pub fn summary(fields: Vec<(Field, Stored)>) -> Signal<Vec<(String, Message)>> {
    let (words, posted) = (words(), posted());
    let inputs: Vec<Vec<String>> = fields.iter().map(|(field, _)| answer::input_names(field)).collect();
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
                    form_problem_with(words, domain::service::FieldKind::Text, "", &found.problem),
                )
            })
            .collect();
        for ((field, stored), inputs) in fields.iter().zip(&inputs) {
            let met = || posted.problems.iter().find(|found| inputs.contains(&found.input));
            let problem = stored
                .clone()
                .or_else(|| met().map(|found| (found.input.clone(), found.problem.clone())));
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
