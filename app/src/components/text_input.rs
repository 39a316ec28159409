//! One line of text in one of the portal's own forms. It shows again what was typed and refused, with what is wrong.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::context::{posted, words};
use crate::problems::form_problem_with;
use crate::words::Message;

/// Label, hint, problem, input.
#[component]
pub fn TextInput(
    /// Name and id of the input.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    label: String,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<Message>,
    /// What kind of answer, for the words of a problem.
    #[prop(default = FieldKind::Text)]
    kind: FieldKind,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard of a phone.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// Numbers, codes and addresses read left to right in every language.
    #[prop(optional)]
    left_to_right: bool,
    /// Classes for the input's width.
    #[prop(default = "input w-20")]
    class: &'static str,
) -> impl IntoView {
    let problem = problem_at(name.clone(), kind, label.clone());
    let value = posted().read_untracked().value(&name).to_owned();
    let described = described_by(name.clone(), hint.is_some(), problem);
    view! {
        <div class="field" class:bad=move || problem.read().is_some()>
            <label class="label" for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <FieldProblem name=name.clone() problem/>
            <input
                type="text"
                class=class
                id=name.clone()
                name=name
                dir=left_to_right.then_some("ltr")
                inputmode=inputmode
                autocomplete=autocomplete
                aria-invalid=move || problem.read().is_some().then_some("true")
                aria-describedby=described
                value=value
            />
        </div>
    }
}

/// The problem of an input, above it, in the words of the summary.
#[component]
pub fn FieldProblem(
    /// Name of the input or group.
    #[prop(into)]
    name: String,
    /// What is wrong.
    problem: Signal<Option<Message>>,
) -> impl IntoView {
    let words = words();
    move || {
        let id = format!("{name}-error");
        problem.get().map(|problem| {
            view! { <p class="error" id=id><span class="visually-hidden">{words.error_prefix()}" "</span>{problem}</p> }
        })
    }
}

/// What was refused at this input, or at a part of it (`birth_date.year`).
pub fn problem_at(name: impl Into<String>, kind: FieldKind, label: String) -> Signal<Option<Message>> {
    let (words, posted, name) = (words(), posted(), name.into());
    Signal::derive(move || {
        let posted = posted.read();
        let found = posted
            .problems
            .iter()
            .find(|found| found.input.split('.').next() == Some(name.as_str()));
        found.map(|found| form_problem_with(words, kind, &label, &found.problem))
    })
}

/// The ids of the hint and of the problem, as far as they are there.
pub fn described_by(
    name: impl Into<String>,
    hint: bool,
    problem: Signal<Option<Message>>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let name = name.into();
    move || {
        let hint = hint.then(|| format!("{name}-hint"));
        let problem = problem.read().is_some().then(|| format!("{name}-error"));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What stands in a `<textarea>`: Leptos writes its text into the page as it is, and this was typed by somebody.
#[cfg(feature = "ssr")]
pub fn area_text(text: String) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What stands in a `<textarea>`: the browser takes it as text.
#[cfg(not(feature = "ssr"))]
pub fn area_text(text: String) -> String {
    text
}
