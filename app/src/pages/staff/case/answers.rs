//! What the applicant answered, and beside it what the registries know.

use std::collections::BTreeMap;

use domain::view::case_file::NoteRow;
use domain::view::casework::ComparisonRow;
use domain::view::form::{AnswerRow, AnswerText, SectionView, SourceView};
use leptos::prelude::*;

use super::notes::note;
use crate::components::source::source;
use crate::components::summary::answer_with;
use crate::context::words;
use crate::words::{Isolated, Message, Words};

/// Answers that a registry knows too, with the result in words.
#[component]
pub fn Comparisons(
    /// What is compared.
    rows: Vec<ComparisonRow>,
    /// The registry was away.
    away: bool,
) -> impl IntoView {
    let words = words();
    let differing = rows.iter().filter(|row| !row.matches).count();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <p>{words.compare_caption(u64::try_from(differing).unwrap_or(u64::MAX))}</p>
            <table class="compare table-cards" role="table" aria-labelledby="checks">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{words.compare_item()}</th>
                        <th scope="col" role="columnheader">{words.compare_answer()}</th>
                        <th scope="col" role="columnheader">{words.compare_record()}</th>
                        <th scope="col" role="columnheader">{words.compare_result()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(|row| comparison(words, row)).collect_view()}</tbody>
            </table>
        }
    });
    let away = away.then(|| {
        view! { <p class="notice notice-warn"><b>{words.warning()}</b> " " {words.compare_registry_away()}</p> }
    });
    view! {
        <section class="sheet" aria-labelledby="checks">
            <h2 id="checks" tabindex="-1">{words.compare_title()}</h2>
            {away}
            {table}
        </section>
    }
}

fn comparison(words: Words, row: ComparisonRow) -> AnyView {
    let result = if row.matches {
        words.compare_matches()
    } else {
        words.compare_differs()
    };
    view! {
        <tr role="row" class=(!row.matches).then_some("differs")>
            <th scope="row" role="rowheader"><bdi>{row.label}</bdi></th>
            <td role="cell" data-label=words.compare_answer()>{value(words, row.claimed)}</td>
            <td role="cell" data-label=words.compare_record()>{value(words, row.registered)}</td>
            <td role="cell" class="match" data-label=words.compare_result()>{result}</td>
        </tr>
    }
    .into_any()
}

/// A number or date reads left to right; a name in the direction of its letters.
fn value(words: Words, text: String) -> AnyView {
    match text.as_str() {
        "" => view! { <span class="quiet">{words.compare_not_available()}</span> }.into_any(),
        code if code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Isolated::code(text).into(),
        _ => Isolated::words(text).into(),
    }
}

/// The answers, page by page.
#[component]
pub fn Answers(
    /// Request number.
    reference: String,
    /// The pages.
    sections: Vec<SectionView>,
    /// Which answers are a registry's, by field key.
    sources: BTreeMap<String, SourceView>,
    /// Internal notes; each stands beside the answer it is about.
    notes: Vec<NoteRow>,
) -> impl IntoView {
    let words = words();
    let sections = sections.into_iter().map(|section| {
        let rows = section.rows.into_iter().map(|row| {
            let from = sources.get(&row.field).map(|from| source(words, from));
            let about = |note: &&NoteRow| note.field.as_ref().is_some_and(|(field, _)| *field == row.field);
            let notes: Vec<NoteRow> = notes.iter().filter(about).cloned().collect();
            row_view(words, &reference, row, from, notes)
        });
        view! {
            <h3><bdi>{section.title}</bdi></h3>
            <dl class="summary tight">{rows.collect_view()}</dl>
        }
    });
    let sections = sections.collect_view();
    view! {
        <section class="sheet" aria-labelledby="answers">
            <h2 id="answers" tabindex="-1">{words.case_answers()}</h2>
            {sections}
        </section>
    }
}

fn row_view(words: Words, reference: &str, row: AnswerRow, from: Option<Message>, notes: Vec<NoteRow>) -> AnyView {
    let notes = (!notes.is_empty()).then(|| {
        let rows = notes.into_iter().map(|row| note(words, row, false)).collect_view();
        view! { <ul class="notes" aria-label=words.note_on_answer()>{rows}</ul> }
    });
    let several = matches!(row.answer, AnswerText::Items { .. });
    let said = answer_with(words, row.answer, &|files| super::papers::names(reference, files));
    view! {
        <div class:of-items=several>
            <dt><bdi>{row.label}</bdi></dt>
            <dd>{said} {from.map(|from| view! { <small class="quiet">{from}</small> })} {notes}</dd>
        </div>
    }
    .into_any()
}
