//! The files of a case. They open beside the answers; opening one is noted in the history, so none is shown unasked.

use domain::upload::Scan;
use domain::view::casework::AttachmentRow;
use leptos::prelude::*;

use crate::context::{language, words};
use crate::routes;
use crate::words::{Isolated, Words};

/// The list.
#[component]
pub fn Papers(
    /// Request number.
    reference: String,
    /// The files.
    rows: Vec<AttachmentRow>,
) -> impl IntoView {
    let words = words();
    let list = if rows.is_empty() {
        view! { <p class="quiet">{words.no_attachments()}</p> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| paper(words, &reference, row));
        view! { <ul class="files">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="sheet" aria-labelledby="papers">
            <h2 id="papers" tabindex="-1">{words.case_attachments()}</h2>
            {list}
        </section>
    }
}

fn paper(words: Words, reference: &str, row: AttachmentRow) -> AnyView {
    let kind = match row.content_type.as_str() {
        "application/pdf" => words.file_kind_pdf(),
        _ => words.file_kind_image(),
    };
    let open = match row.scan {
        Scan::Clean | Scan::NotScanned => {
            let open = words.open_file(Isolated::words(row.name));
            link(reference, &row.id, open.view())
        }
        // Said in the place of the link: what cannot be opened leads nowhere.
        Scan::Pending => view! { <span class="sub">{words.case_file_held()}</span> }.into_any(),
        Scan::Infected => view! { <span class="sub">{words.case_file_harmful()}</span> }.into_any(),
    };
    view! {
        <li>
            <span>
                <b><bdi>{row.label}</bdi></b>
                <span class="sub">{kind} " · " {words.file_size(row.size)}</span>
            </span>
            {open}
        </li>
    }
    .into_any()
}

/// Files given as an answer, by name.
pub(super) fn names(reference: &str, files: Vec<(String, String)>) -> AnyView {
    let files = files.into_iter().map(|(upload, name)| {
        view! { <li>{link(reference, &upload, Isolated::words(name).view())}</li> }
    });
    view! { <ul class="list">{files.collect_view()}</ul> }.into_any()
}

fn link(reference: &str, upload: &str, text: AnyView) -> AnyView {
    view! {
        <a href=routes::staff_case_viewing(language(), reference, upload)>{text}</a>
    }
    .into_any()
}
