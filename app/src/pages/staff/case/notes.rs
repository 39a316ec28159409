//! Internal notes: what the staff write for each other. The applicant never sees this part.

use domain::service::FieldKind;
use domain::view::case_file::{NoteRow, NotesView};
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::components::select_input::SelectInput;
use crate::components::text_area::TextArea;
use crate::components::text_input::problem_at;
use crate::context::{language, posted, words};
use crate::routes;
use crate::words::{Message, Words};

/// The longest note, in characters; the operation takes no more.
const LONGEST: u32 = 2_000;

/// The part.
#[component]
pub fn Notes(
    /// Request number.
    reference: String,
    /// The notes.
    notes: NotesView,
) -> impl IntoView {
    let words = words();
    let before = posted();
    let text = before.read_untracked().value("internal_note").to_owned();
    let problem = problem_at(
        "internal_note",
        FieldKind::Textarea,
        words.add_internal_note().to_owned(),
    );
    let rows = notes.rows.into_iter().map(|row| note(words, row, true)).collect_view();
    view! {
        <section class="sheet notes" aria-labelledby="notes">
            <h2 id="notes" tabindex="-1">{words.internal_notes()}</h2>
            <p class="quiet small">{words.internal_notes_hint()}</p>
            <ul>{rows}</ul>
            <PostForm action=routes::staff_notes(language(), &reference) class="stack">
                <input type="hidden" name="key" value=notes.key/>
                <SelectInput
                    name="note_field"
                    label=words.note_about()
                    nothing=words.note_about_case()
                    options=notes.fields
                />
                <TextArea
                    name="internal_note"
                    label=Message::from(words.add_internal_note())
                    rows=3
                    longest=LONGEST
                    problem
                    text
                />
                <p class="btn-row"><button type="submit" class="btn btn-2">{words.note_save()}</button></p>
            </PostForm>
        </section>
    }
}

/// A note; beside an answer it does not say what it is about.
pub(super) fn note(words: Words, row: NoteRow, about: bool) -> AnyView {
    let field = row
        .field
        .filter(|_| about)
        .map(|(_, label)| view! { <span class="count"><bdi>{label}</bdi></span> });
    view! {
        <li>
            {field}
            <p class="small quiet">{words.note_by(words.date_time(row.at), row.who)}</p>
            <p class="as-written" dir="auto">{row.text}</p>
        </li>
    }
    .into_any()
}
