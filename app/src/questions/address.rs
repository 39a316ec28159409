//! An address in its parts.

use leptos::prelude::*;

use super::frame::{Question, group};

/// The parts, in the order they are asked for. Governorate and locality are needed, the others help.
pub(super) fn view(question: &Question) -> AnyView {
    let words = question.words;
    let parts = [
        ("locality", words.address_locality(), true, "address-level2"),
        ("neighbourhood", words.address_neighbourhood(), false, "address-level3"),
        ("street", words.address_street(), false, "address-line1"),
        ("building", words.address_building(), false, "address-line2"),
        ("floor", words.address_floor(), false, "address-line3"),
        ("landmark", words.address_landmark(), false, "off"),
        ("postcode", words.address_postcode(), false, "postal-code"),
    ];
    let own = question.is_own();
    let lines = parts.map(|(part, label, needed, token)| {
        let name = question.part(part);
        let label = if needed || !question.field.required {
            label.into_any()
        } else {
            words.label_optional(label).into()
        };
        let code = part == "postcode";
        view! {
            <div class="field">
                <label class="label" for=name.clone()>{label}</label>
                <input
                    type="text"
                    class=if code { "input w-9" } else { "input" }
                    id=name.clone()
                    name=name.clone()
                    dir=code.then_some("ltr")
                    autocomplete=if own { token } else { "off" }
                    value=question.value(&name)
                    aria-invalid=question.invalid(&name)
                    aria-describedby=question.described(false)
                />
            </div>
        }
    });
    let inputs = view! { <div class="top">{governorate(question, own)} {lines.collect_view()}</div> };
    group(question, question.hints([]), "field", inputs.into_any())
}

fn governorate(question: &Question, own: bool) -> AnyView {
    let words = question.words;
    let name = question.part("governorate");
    let chosen = question.value(&name);
    let known = question
        .live
        .with_form(|form| form.lists.get("reference.governorates").cloned())
        .unwrap_or_default();
    let options = known
        .into_iter()
        .map(|option| {
            let value = option.raw();
            let selected = value == chosen;
            view! { <option value=value selected=selected>{option.label.get(words.0).to_owned()}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="label" for=name.clone()>{words.address_governorate()}</label>
            <select
                class="select w-20"
                id=name.clone()
                name=name.clone()
                autocomplete=if own { "address-level1" } else { "off" }
                aria-invalid=question.invalid(&name)
                aria-describedby=question.described(false)
            >
                <option value="">{words.choose_option()}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
