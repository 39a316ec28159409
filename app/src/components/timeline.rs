//! What happened to an application, newest first.

use domain::application::EventKind;
use domain::view::application::HistoryRow;
use domain::workflow::ChosenReason;
use leptos::prelude::*;

use crate::context::words;
use crate::words::Words;

/// The history of one application. Its heading stands before it, as `h2`.
#[component]
pub fn Timeline(
    /// Newest first.
    rows: Vec<HistoryRow>,
) -> impl IntoView {
    let words = words();
    let first_sent = rows.iter().rposition(|row| row.kind == EventKind::Submitted);
    view! {
        <ol class="timeline">
            {rows
                .into_iter()
                .enumerate()
                .map(|(at, row)| {
                    let again = row.kind == EventKind::Submitted && first_sent.is_some_and(|first| at < first);
                    event(words, row, again)
                })
                .collect_view()}
        </ol>
    }
}

/// The reason of the list before the officer's own words.
fn why(words: Words, reason: Option<&ChosenReason>, note: Option<String>) -> AnyView {
    let Some(reason) = reason else {
        return note.map(|note| view! { <p>{words.event_note(note)}</p> }).into_any();
    };
    view! {
        <p>{words.event_note(words.chosen_reason(reason))}</p>
        {note.map(|note| view! { <p><bdi>{note}</bdi></p> })}
    }
    .into_any()
}

fn event(words: Words, row: HistoryRow, again: bool) -> AnyView {
    let heading = if again {
        words.event_resent()
    } else {
        words.event(row.kind)
    };
    view! {
        <li>
            <h3>{heading}{row.step.map(|step| view! { ": " <bdi>{step}</bdi> })}</h3>
            <p>
                {words.date_time(row.at)}
                {row.who.map(|who| view! { " " <span class="who"><bdi>{who}</bdi></span> })}
            </p>
            {row.amount.map(|amount| view! { <p>{words.money(amount)}</p> })}
            {why(words, row.reason.as_ref(), row.note)}
        </li>
    }
    .into_any()
}
