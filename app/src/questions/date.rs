//! A calendar date: day, month, year in reading order. The month may be written as a number or by its name.

use leptos::prelude::*;

use super::frame::{Question, group};
use crate::words::Isolated;

/// Three inputs.
pub(super) fn view(question: &Question) -> AnyView {
    let words = question.words;
    let example = || {
        words
            .date_parts_hint(Isolated::code("14"), Isolated::code("3"), Isolated::code("2026"))
            .into()
    };
    let hints = question.hints(question.field.hint.is_none().then(example));
    let born = question.is_own()
        && question
            .field
            .prefill
            .as_deref()
            .is_some_and(|source| source.contains("birth"));
    let hinted = !hints.is_empty();
    let parts = [
        (
            "day",
            words.day(),
            "input w-2",
            Some("ltr"),
            Some("numeric"),
            "bday-day",
        ),
        ("month", words.month(), "input w-4", None, None, "bday-month"),
        (
            "year",
            words.year(),
            "input w-4",
            Some("ltr"),
            Some("numeric"),
            "bday-year",
        ),
    ];
    let inputs = parts.map(|(part, label, class, dir, mode, token)| {
        let name = question.part(part);
        view! {
            <div>
                <label for=name.clone()>{label}</label>
                <input
                    type="text"
                    class=class
                    id=name.clone()
                    name=name.clone()
                    dir=dir
                    inputmode=mode
                    autocomplete=if born { token } else { "off" }
                    value=question.value(&name)
                    aria-invalid=question.invalid(&name)
                    aria-describedby=question.described(hinted)
                />
            </div>
        }
    });
    group(
        question,
        hints,
        "field",
        view! { <div class="date">{inputs.collect_view()}</div> }.into_any(),
    )
}
