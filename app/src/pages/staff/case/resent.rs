//! What changed since the application was sent back: each answer as it was, and as it is.

use domain::view::case_file::{ChangedRow, ResentView};
use domain::view::form::AnswerText;
use leptos::prelude::*;

use crate::components::summary::answer_with;
use crate::context::words;
use crate::words::{Isolated, Words};

/// The part.
#[component]
pub fn Resent(
    /// Request number.
    reference: String,
    /// What changed.
    resent: ResentView,
) -> impl IntoView {
    let words = words();
    let table = if resent.rows.is_empty() {
        view! { <p>{words.resent_unchanged()}</p> }.into_any()
    } else {
        let rows = resent.rows.into_iter().map(|row| changed(words, &reference, row));
        view! {
            <table class="compare table-cards" role="table" aria-labelledby="resent">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{words.compare_item()}</th>
                        <th scope="col" role="columnheader">{words.resent_before()}</th>
                        <th scope="col" role="columnheader">{words.resent_now()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="sheet" aria-labelledby="resent">
            <h2 id="resent" tabindex="-1">{words.resent_changes()}</h2>
            <p class="quiet small">{words.resent_since(words.date_time(resent.before))}</p>
            {table}
        </section>
    }
}

fn changed(words: Words, reference: &str, row: ChangedRow) -> AnyView {
    // A file that was taken away cannot be opened any more; its name says what it was.
    let gone = |files: Vec<(String, String)>| {
        let names = files
            .into_iter()
            .map(|(_, name)| view! { <li>{Isolated::words(name)}</li> });
        view! { <ul class="list">{names.collect_view()}</ul> }.into_any()
    };
    let open = |files| super::papers::names(reference, files);
    let said = |answer: AnswerText, files: &dyn Fn(Vec<(String, String)>) -> AnyView| answer_with(words, answer, files);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><bdi>{row.label}</bdi></th>
            <td role="cell" data-label=words.resent_before()><del>{said(row.before, &gone)}</del></td>
            <td role="cell" data-label=words.resent_now()><ins>{said(row.after, &open)}</ins></td>
        </tr>
    }
    .into_any()
}
