//! Answers that are written: one line, several lines, amounts.

use crate::components::text_input::area_text;
use domain::money::Currency;
use domain::service::field::{Field, FieldKind};
use leptos::prelude::*;

use super::frame::{Question, single};

/// How an input of one line behaves.
struct Look {
    kind: &'static str,
    mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    /// Reads left to right in every language.
    ltr: bool,
    class: &'static str,
}

fn look(field: &Field, own: bool) -> Look {
    let ours = |token: &'static str| Some(if own { token } else { "off" });
    let plain = Look {
        kind: "text",
        mode: None,
        autocomplete: None,
        ltr: true,
        class: "input w-20",
    };
    match field.kind {
        FieldKind::NationalId => Look {
            mode: Some("numeric"),
            autocomplete: Some("off"),
            class: "input input-id w-9",
            ..plain
        },
        FieldKind::Phone => Look {
            kind: "tel",
            mode: Some("tel"),
            autocomplete: ours("tel"),
            ..plain
        },
        FieldKind::Email => Look {
            kind: "email",
            mode: Some("email"),
            autocomplete: ours("email"),
            ..plain
        },
        FieldKind::Number => Look {
            mode: Some("numeric"),
            autocomplete: Some("off"),
            class: "input w-9",
            ..plain
        },
        FieldKind::Iban => Look {
            autocomplete: Some("off"),
            class: "input",
            ..plain
        },
        _ if is_code(field) => Look {
            autocomplete: Some("off"),
            class: "input w-20",
            ..plain
        },
        _ => Look {
            ltr: false,
            class: if is_short(field) { "input w-20" } else { "input" },
            ..plain
        },
    }
}

/// A text whose pattern takes digits and Latin letters only.
fn is_code(field: &Field) -> bool {
    let pattern = field.validation.as_ref().and_then(|limits| limits.pattern.as_deref());
    pattern.is_some_and(|pattern| pattern.is_ascii() && (pattern.contains("0-9") || pattern.contains("\\d")))
}

fn is_short(field: &Field) -> bool {
    field
        .validation
        .as_ref()
        .and_then(|limits| limits.max_length)
        .is_some_and(|most| most <= 40)
}

/// One line: text, numbers, codes.
pub(super) fn line(question: &Question) -> AnyView {
    let hints = question.hints([]);
    let look = look(&question.field, question.is_own());
    let name = question.key().to_owned();
    let free = !look.ltr;
    let input = view! {
        <input
            type=look.kind
            class=look.class
            id=name.clone()
            name=name.clone()
            dir=look.ltr.then_some("ltr")
            inputmode=look.mode
            autocomplete=look.autocomplete
            autocapitalize=(!free).then_some("none")
            spellcheck=(!free).then_some("false")
            value=question.value(&name)
            aria-invalid=question.invalid(&name)
            aria-describedby=question.described(!hints.is_empty())
        />
    };
    single(question, &name, hints, input.into_any())
}

/// Several lines, with the most characters said before they are written.
pub(super) fn area(question: &Question) -> AnyView {
    let words = question.words;
    let most = question.field.validation.as_ref().and_then(|limits| limits.max_length);
    let limit = most.map(|most| words.at_most_characters(words.characters(most.into())).into());
    let hints = question.hints(limit);
    let name = question.key().to_owned();
    let input = view! {
        <textarea
            class="area"
            id=name.clone()
            name=name.clone()
            rows="4"
            aria-invalid=question.invalid(&name)
            aria-describedby=question.described(!hints.is_empty())
        >
            {area_text(question.value(&name))}
        </textarea>
    };
    single(question, &name, hints, input.into_any())
}

/// An amount, with its currency beside it or, where several are taken, to choose.
pub(super) fn money(question: &Question) -> AnyView {
    let words = question.words;
    let named = question
        .field
        .validation
        .as_ref()
        .map(|limits| limits.currency.clone())
        .unwrap_or_default();
    let currencies = if named.is_empty() {
        Currency::ALL.to_vec()
    } else {
        named
    };
    let (amount, code) = (question.part("amount"), question.part("currency"));
    let hints = question.hints([]);
    let hinted = !hints.is_empty();
    let chosen = question.value(&code);
    let unit = match currencies.as_slice() {
        [only] => view! { <span>{words.currency(*only)}</span> }.into_any(),
        several => view! {
            <select
                class="select w-9"
                id=code.clone()
                name=code.clone()
                aria-label=words.currency_label()
                aria-invalid=question.invalid(&code)
            >
                {several
                    .iter()
                    .map(|currency| {
                        let value = currency.code();
                        view! { <option value=value selected=value == chosen>{words.currency(*currency)}</option> }
                    })
                    .collect_view()}
            </select>
        }
        .into_any(),
    };
    let input = view! {
        <div class="affix">
            <input
                type="text"
                class="input w-9"
                id=amount.clone()
                name=amount.clone()
                dir="ltr"
                inputmode="decimal"
                autocomplete="off"
                value=question.value(&amount)
                aria-invalid=question.invalid(&amount)
                aria-describedby=question.described(hinted)
            />
            {unit}
        </div>
    };
    single(question, &amount, hints, input.into_any())
}
