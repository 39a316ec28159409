//! A choice of one among few, all shown; the whole row can be pressed.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::text_input::{FieldProblem, problem_at};
use crate::context::posted;

/// Legend, problem, radios.
#[component]
pub fn Radios(
    /// Name of the inputs; the first has it as its id.
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: String,
    /// Value and words of each option.
    options: Vec<(&'static str, String)>,
    /// The value that is chosen at first.
    #[prop(optional)]
    chosen: &'static str,
) -> impl IntoView {
    let problem = problem_at(name, FieldKind::Radio, label.clone());
    let typed = posted().read_untracked().value(name).to_owned();
    let chosen = if typed.is_empty() { chosen.to_owned() } else { typed };
    let described = move || problem.read().is_some().then(|| format!("{name}-error"));
    let options = options.into_iter().enumerate().map(|(index, (value, words))| {
        let id = if index == 0 {
            name.to_owned()
        } else {
            format!("{name}-{value}")
        };
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name=name value=value checked=chosen == value/>
                <label for=id>{words}</label>
            </div>
        }
    });
    view! {
        <fieldset class="field choices" class:bad=move || problem.read().is_some() aria-describedby=described>
            <legend>{label}</legend>
            <FieldProblem name problem/>
            {options.collect_view()}
        </fieldset>
    }
}
