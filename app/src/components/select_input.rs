//! A choice from a list in one of the portal's own forms. It shows again what was chosen and refused, with what is wrong.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::text_input::{FieldProblem, described_by, problem_at};
use crate::context::posted;

/// Label, problem, list.
#[component]
pub fn SelectInput(
    /// Name and id of the input.
    name: &'static str,
    /// The question.
    label: &'static str,
    /// The entry that chooses nothing.
    nothing: &'static str,
    /// The entries: what is sent, and what is read.
    options: Vec<(String, String)>,
    /// Classes for the width.
    #[prop(default = "select")]
    class: &'static str,
) -> impl IntoView {
    let problem = problem_at(name, FieldKind::Select, label.to_owned());
    let described = described_by(name, false, problem);
    let chosen = posted().read_untracked().value(name).to_owned();
    let options = options.into_iter().map(|(key, title)| {
        let selected = key == chosen;
        view! { <option value=key selected=selected>{title}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field" class:bad=move || problem.read().is_some()>
            <label class="label" for=name>{label}</label>
            <FieldProblem name problem/>
            <select
                class=class
                id=name
                name=name
                aria-invalid=move || problem.read().is_some().then_some("true")
                aria-describedby=described
            >
                <option value="">{nothing}</option>
                {options}
            </select>
        </div>
    }
}
