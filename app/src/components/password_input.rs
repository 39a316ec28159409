//! A password: pasted or typed, never shown again after a refusal, and readable on demand where script runs.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::text_input::{FieldProblem, described_by, problem_at};
use crate::context::words;
use crate::words::Message;

/// Label, hint, problem, input and the button that shows what is typed.
#[component]
pub fn PasswordInput(
    /// Name and id of the input.
    #[prop(default = "password")]
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: String,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<Message>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let words = words();
    let problem = problem_at(name, FieldKind::Text, label.clone());
    let described = described_by(name, hint.is_some(), problem);
    let (shown, set_shown) = signal(false);
    let (awake, set_awake) = signal(false);
    Effect::new(move || set_awake.set(true));
    view! {
        <div class="field" class:bad=move || problem.read().is_some()>
            <label class="label" for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <FieldProblem name problem/>
            <div class="affix">
                <input
                    type=move || if shown.get() { "text" } else { "password" }
                    class="input w-20"
                    id=name
                    name=name
                    dir="ltr"
                    spellcheck="false"
                    autocapitalize="none"
                    autocomplete=autocomplete
                    aria-invalid=move || problem.read().is_some().then_some("true")
                    aria-describedby=described
                />
                {move || {
                    awake.get().then(|| {
                        view! {
                            <button
                                type="button"
                                class="link-btn nowrap"
                                aria-pressed=move || if shown.get() { "true" } else { "false" }
                                aria-controls=name
                                on:click=move |_| set_shown.update(|shown| *shown = !*shown)
                            >
                                {words.show_password()}
                            </button>
                        }
                    })
                }}
            </div>
        </div>
    }
}
