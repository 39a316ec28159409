//! A paper, or the document that would be issued, opened beside the answers. The address says which (`?document=`),
//! so that it works as a link; the answers, and with script what is being written, stay. A file comes from
//! where it always came from, so opening it is noted in the history.

use domain::upload::Scan;
use domain::view::casework::AttachmentRow;
use leptos::prelude::*;

use crate::context::{language, words};
use crate::routes;
use crate::words::{Isolated, Message};

/// What is open; nothing where nothing is.
#[component]
pub fn Viewer(
    /// Request number.
    reference: String,
    /// The files of the case.
    files: Vec<AttachmentRow>,
    /// Which file is open.
    viewing: Signal<String>,
) -> impl IntoView {
    move || {
        let id = viewing.get();
        let file = files.iter().find(|file| file.id == id);
        let file = file.filter(|file| matches!(file.scan, Scan::Clean | Scan::NotScanned));
        file.map(|file| {
            let title = words().file_preview(Isolated::words(file.name.clone()));
            let address = routes::staff_file(language(), &reference, &file.id);
            opened(&reference, title, address, file.content_type != "application/pdf")
        })
    }
}

fn opened(reference: &str, title: Message, address: String, picture: bool) -> AnyView {
    let words = words();
    let (shown, alone) = (address.clone(), address);
    let plain = title.plain();
    let content = if picture {
        view! { <img src=shown alt=plain/> }.into_any()
    } else {
        view! { <iframe src=shown title=plain></iframe> }.into_any()
    };
    view! {
        <section class="sheet viewer" aria-labelledby="viewer">
            <h2 id="viewer" tabindex="-1">{title}</h2>
            <p class="links">
                <a href=routes::staff_case_at(words.0, reference, "papers")>{words.viewer_close()}</a>
                " · "
                <a href=alone target="_blank" rel="noopener">{words.viewer_alone()}</a>
            </p>
            {content}
        </section>
    }
    .into_any()
}
