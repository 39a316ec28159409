//! What the answers so far come to, beside the questions that change it. With script it follows as people answer, by the
//! same rule that makes the bill.

use domain::fee::outlook;
use domain::language::Language;
use domain::view::form::FeeView;
use leptos::prelude::*;

use super::Live;
use crate::components::fee_table::{open_in_words, total_in_words};
use crate::context::words;

/// One line; nothing where no answer of the page changes the fee.
pub(super) fn line(live: Live) -> Option<AnyView> {
    let words = words();
    live.with_form(|form| form.fee.is_some()).then_some(())?;
    // Said again only when it is another.
    let fee = Memo::new(move |_| worked_out(live, words.0));
    let said = move || {
        let fee = fee.get()?;
        let total = words.fee_so_far(total_in_words(words, &fee));
        let open = fee.open.into_iter().map(|open| {
            let amount = open.amount.map(|amount| view! { " ("{words.money(amount)}")" });
            view! {
                <br/>
                <span class="quiet"><bdi>{open.label}</bdi>": "{open_in_words(words, open.why)}{amount}</span>
            }
        });
        Some(view! { {total} {open.collect_view()} })
    };
    Some(view! { <output class="fee-so-far" aria-live="polite">{said}</output> }.into_any())
}

fn worked_out(live: Live, language: Language) -> Option<FeeView> {
    let facts = live.facts();
    live.with_form(|form| {
        let fee = form.fee.as_ref()?;
        Some(outlook(&fee.fee, &fee.pages, &facts, form.today).view(language, fee.indicative))
    })
}
