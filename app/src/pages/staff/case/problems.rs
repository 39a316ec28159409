//! What was wrong with a form of the case, each problem beside its input.

use domain::service::FieldKind;
use domain::view::casework::CaseView;
use leptos::prelude::*;

use crate::context::posted;
use crate::problems::form_problem_with;
use crate::words::{Message, Words};

/// The inputs and forms a problem may lead to; each action has reasons of its own.
const INPUTS: [&str; 6] = ["action", "note", "field", "task", "reason", "note_field"];

/// Id of the input, and the words. What belongs to no input leads to the top of the page.
pub(super) fn problems(words: Words, case: &CaseView) -> Signal<Vec<(String, Message)>> {
    let posted = posted();
    let actions = case.task.iter().flat_map(|task| &task.actions);
    let amounts = actions
        .flat_map(|action| &action.amounts)
        .map(|amount| (amount.name.clone(), amount.label.clone(), FieldKind::Money));
    let written = [
        ("internal_note", words.add_internal_note()),
        ("message", words.conversation_ask()),
        ("opinion_body", words.opinion_body()),
        ("opinion_question", words.opinion_question()),
        ("opinion_days", words.opinion_days()),
        ("opinion_answer", words.opinion_answer()),
    ];
    let written = written.map(|(input, label)| (input.to_owned(), label.to_owned(), FieldKind::Textarea));
    let named: Vec<(String, String, FieldKind)> = amounts.chain(written).collect();
    Signal::derive(move || {
        let found = posted.read();
        let told = found.problems.iter().map(|found| {
            let named = named.iter().find(|(name, ..)| *name == found.input);
            let input = found.input.split('.').next().unwrap_or_default();
            let known = named.is_some() || INPUTS.contains(&input);
            let (label, kind) = named.map_or(("", FieldKind::Text), |(_, label, kind)| (label.as_str(), *kind));
            (
                if known { found.input.clone() } else { "main".to_owned() },
                form_problem_with(words, kind, label, &found.problem),
            )
        });
        told.collect()
    })
}
