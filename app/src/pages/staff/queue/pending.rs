//! Actions on several cases that wait to be carried out, above the queue, each to be called back with one press.

use domain::view::queue::{BulkWhat, PendingRow};
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::routes;
use crate::words::Words;

/// What such an action is called.
pub(in crate::pages::staff) const fn title_of(words: Words, what: BulkWhat) -> &'static str {
    match what {
        BulkWhat::Take => words.bulk_title_take(),
        BulkWhat::Release => words.bulk_title_release(),
        BulkWhat::HandOver => words.bulk_title_hand_over(),
        BulkWhat::Decide => words.bulk_title_decide(),
    }
}

/// The lines; nothing when none waits.
#[component]
pub fn Pending(
    /// Newest first.
    rows: Vec<PendingRow>,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let rows = rows.into_iter().map(|row| {
        view! {
            <div class="notice pending-action">
                <p>
                    <b>{title_of(words, row.what)}</b> ": " {words.applications_count(row.cases)} ". "
                    {words.bulk_waiting_text(words.time(row.at))} " "
                    <a href=routes::staff_bulk(language, &row.id)>{words.bulk_details()}</a>
                </p>
                <PostForm action=routes::staff_bulk_undo(language, &row.id)>
                    <button type="submit" class="btn btn-2">{words.bulk_undo()}</button>
                </PostForm>
            </div>
        }
    });
    rows.collect_view()
}
