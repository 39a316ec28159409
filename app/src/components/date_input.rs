//! A date in one of the portal's own forms: day, month and year in reading order. Months may be written by name.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::text_input::{FieldProblem, problem_at};
use crate::context::{posted, words};
use crate::words::Message;

/// Legend, hint, problem, three inputs.
#[component]
pub fn DateInput(
    /// The name; the inputs are called `name.day`, `name.month`, `name.year`.
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: String,
    /// A sentence of help.
    #[prop(into)]
    hint: Message,
    /// Whether it is the birthday of whoever fills in the form.
    #[prop(optional)]
    own_birthday: bool,
) -> impl IntoView {
    let words = words();
    let problem = problem_at(name, FieldKind::Date, label.clone());
    let posted = posted();
    let described = move || {
        let hint = format!("{name}-hint");
        if problem.read().is_some() {
            format!("{hint} {name}-error")
        } else {
            hint
        }
    };
    let part = move |part: &'static str, label: &'static str, class: &'static str, bday: &'static str| {
        let input = format!("{name}.{part}");
        let value = posted.read_untracked().value(&input).to_owned();
        // The problem names one part, or the date as a whole: then the first part stands for it.
        let faulty = {
            let input = input.clone();
            move || {
                let posted = posted.read();
                posted.problem(&input).is_some() || (part == "day" && posted.problem(name).is_some())
            }
        };
        view! {
            <div>
                <label for=input.clone()>{label}</label>
                <input
                    type="text"
                    class=class
                    id=input.clone()
                    name=input
                    dir="ltr"
                    inputmode=(part != "month").then_some("numeric")
                    autocomplete=if own_birthday { bday } else { "off" }
                    aria-invalid=move || faulty().then_some("true")
                    value=value
                />
            </div>
        }
    };
    view! {
        <fieldset class="field" class:bad=move || problem.read().is_some() aria-describedby=described>
            <legend id=name>{label}</legend>
            <p class="hint" id=format!("{name}-hint")>{hint}</p>
            <FieldProblem name problem/>
            <div class="date">
                {part("day", words.day(), "input w-2", "bday-day")}
                {part("month", words.month(), "input w-4", "bday-month")}
                {part("year", words.year(), "input w-4", "bday-year")}
            </div>
        </fieldset>
    }
}
