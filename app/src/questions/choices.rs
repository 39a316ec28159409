//! Answers that are chosen: one of a few, one of many, several, a single box.

use leptos::prelude::*;

use super::frame::{Question, error, group, shown, single};

/// One of a few, all in sight.
pub(super) fn radios(question: &Question) -> AnyView {
    rows(question, "radio", Vec::new())
}

/// Several of a few.
pub(super) fn boxes(question: &Question) -> AnyView {
    rows(question, "checkbox", vec![question.words.choose_several().into_any()])
}

fn rows(question: &Question, kind: &'static str, more: Vec<AnyView>) -> AnyView {
    let name = question.key().to_owned();
    let chosen = question.live.answers(&name);
    let options = question.options();
    // A radio button has no such state of its own; its group is described by the problem.
    let several = kind == "checkbox";
    let none = options.is_empty().then(|| question.words.no_options().into_any());
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            // The first has the field's own name, where the error summary leads.
            let id = if at == 0 {
                name.clone()
            } else {
                format!("{name}-{}", at + 1)
            };
            let value = option.raw();
            let checked = chosen.contains(&value);
            let label = option.label.get(question.words.0).to_owned();
            view! {
                <div class="choice">
                    <input
                        type=kind
                        id=id.clone()
                        name=name.clone()
                        value=value
                        checked=checked
                        aria-invalid=several.then(|| question.invalid(&name))
                    />
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    let hints = question.hints(more.into_iter().chain(none));
    group(question, hints, "field choices", rows.into_any())
}

/// One of many.
pub(super) fn select(question: &Question) -> AnyView {
    let name = question.key().to_owned();
    let chosen = question.value(&name);
    let options = question.options();
    let hints = question.hints(options.is_empty().then(|| question.words.no_options().into_any()));
    let options = options
        .into_iter()
        .map(|option| {
            let value = option.raw();
            let selected = value == chosen;
            view! { <option value=value selected=selected>{option.label.get(question.words.0).to_owned()}</option> }
        })
        .collect_view();
    let input = view! {
        <select
            class="select w-20"
            id=name.clone()
            name=name.clone()
            aria-invalid=question.invalid(&name)
            aria-describedby=question.described(!hints.is_empty())
        >
            <option value="">{question.words.choose_option()}</option>
            {options}
        </select>
    };
    single(question, &name, hints, input.into_any())
}

/// A box that stands alone; its label is the sentence that is agreed to.
pub(super) fn sole_box(question: &Question) -> AnyView {
    let name = question.key().to_owned();
    let ticked = !question.value(&name).is_empty();
    let hint = question
        .field
        .hint
        .as_ref()
        .map(|hint| hint.get(question.words.0).to_owned());
    let (live, field) = (question.live, question.field.clone());
    view! {
        <div class="field choices" class:bad=move || live.problem(&field).is_some() id=question.wrapper()>
            {shown(question)} {error(question)} <div class="choice">
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value="true"
                    checked=ticked
                    aria-invalid=question.invalid(&name)
                    aria-describedby=question.described(false)
                />
                <label for=name>{question.label_text()} {hint.map(|hint| view! { <span>{hint}</span> })}</label>
            </div>
        </div>
    }
    .into_any()
}
