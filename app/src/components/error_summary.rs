//! What must be mended, before the heading: each line is a link to its input and says the same words as stand there.

use domain::service::FieldKind;
use domain::view::outcome::InputProblem;
use leptos::prelude::*;

use crate::context::{posted, words};
use crate::focus::PROBLEM;
use crate::problems::form_problem_with;
use crate::words::Message;

/// The browser takes the focus to a summary that comes with the page; to one that appears later, [`crate::focus`] does.
const FIRST: bool = cfg!(feature = "ssr");

/// The summary; nothing while nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// Id of the input, and what is wrong there.
    #[prop(into)]
    problems: Signal<Vec<(String, Message)>>,
) -> impl IntoView {
    let words = words();
    move || {
        let problems = problems.get();
        let shown = !problems.is_empty();
        // The jump is the browser's (`rel="external"`), which also moves the focus into the input.
        let lines = problems.into_iter().map(|(input, message)| {
            view! { <li><a href=format!("#{input}") rel="external">{message}</a></li> }
        });
        let lines = lines.collect_view();
        shown.then(|| {
            view! {
                <div id=PROBLEM class="error-summary" tabindex="-1" autofocus=FIRST>
                    <div role="alert">
                        <h2>{words.there_is_a_problem()}</h2>
                        <ul class="list">{lines}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// What was posted and refused, in words. The labels name the inputs; a problem of no input among them is told
/// without a name and leads to the first of them.
pub fn posted_problems(labels: Vec<(&'static str, FieldKind, String)>) -> Signal<Vec<(String, Message)>> {
    let (words, posted) = (words(), posted());
    Signal::derive(move || {
        let first = labels.first().map_or("main", |(input, ..)| input);
        let told = |found: &InputProblem| {
            let named = labels
                .iter()
                .find(|(input, ..)| found.input.split('.').next() == Some(input));
            let (input, kind, label) = match named {
                Some((_, kind, label)) => (found.input.as_str(), *kind, label.as_str()),
                None => (first, FieldKind::Text, ""),
            };
            (input.to_owned(), form_problem_with(words, kind, label, &found.problem))
        };
        posted.with(|posted| posted.problems.iter().map(told).collect())
    })
}
