//! Several lines of text in one of the portal's own forms. It shows again what was typed and refused, with what is wrong.

use leptos::prelude::*;

use crate::components::text_input::{FieldProblem, area_text, described_by};
use crate::words::Message;

/// Label, hint, problem, lines.
#[component]
pub fn TextArea(
    /// Name and id of the input.
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: Message,
    /// Help.
    #[prop(optional)]
    hint: Option<AnyView>,
    /// Lines that are shown at once.
    rows: u8,
    /// Most characters the browser takes.
    #[prop(optional)]
    longest: Option<u32>,
    /// What is wrong.
    problem: Signal<Option<Message>>,
    /// What stands in it.
    text: String,
) -> impl IntoView {
    let described = described_by(name, hint.is_some(), problem);
    view! {
        <div class="field" class:bad=move || problem.read().is_some()>
            <label class="label" for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <FieldProblem name problem/>
            <textarea
                class="area"
                id=name
                name=name
                rows=rows
                dir="auto"
                maxlength=longest
                aria-invalid=move || problem.read().is_some().then_some("true")
                aria-describedby=described
            >
                {area_text(text)}
            </textarea>
        </div>
    }
}
