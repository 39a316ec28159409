//! What is not as it was when the draft was begun, until the applicant has read it.

use domain::service::difference::DifferenceKind;
use domain::view::form::ChangesView;
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::routes;
use crate::words::Words;

/// The notice. Its button takes it away and comes back to the same page.
pub fn changes(changes: &ChangesView, reference: &str, page: &str) -> AnyView {
    let words = words();
    let rows = DifferenceKind::ALL.into_iter().filter_map(|kind| {
        let of_kind: Vec<_> = changes.changes.iter().filter(|change| change.kind == kind).collect();
        let whats = of_kind
            .iter()
            .filter(|change| !change.what.is_empty())
            .map(|change| view! { <li><bdi>{change.what.clone()}</bdi></li> })
            .collect_view();
        let list = (!whats.is_empty()).then(|| view! { <ul class="list">{whats}</ul> });
        (!of_kind.is_empty()).then(|| view! { <li>{told(kind, words)}{list}</li> })
    });
    let rows = rows.collect_view();
    let action = routes::changes(language(), reference);
    let (version, page) = (changes.version.clone(), page.to_owned());
    view! {
        <section class="notice notice-warn" aria-labelledby="changes">
            <h2 id="changes" class="h-small">{words.service_changed_title()}</h2>
            <p>{words.service_changed_text()}</p>
            <ul class="list">{rows}</ul>
            <PostForm action>
                <input type="hidden" name="version" value=version/>
                <input type="hidden" name="page" value=page/>
                <p class="btn-row"><button type="submit" class="btn btn-2">{words.service_changed_read()}</button></p>
            </PostForm>
        </section>
    }
    .into_any()
}

const fn told(kind: DifferenceKind, words: Words) -> &'static str {
    match kind {
        DifferenceKind::NewQuestion => words.changed_new_questions(),
        DifferenceKind::ChangedQuestion => words.changed_questions(),
        DifferenceKind::DroppedQuestion => words.changed_dropped_questions(),
        DifferenceKind::NewPaper => words.changed_new_papers(),
        DifferenceKind::ChangedPaper => words.changed_papers(),
        DifferenceKind::DroppedPaper => words.changed_dropped_papers(),
        DifferenceKind::Fee => words.changed_fee(),
        DifferenceKind::Eligibility => words.changed_eligibility(),
        DifferenceKind::Time => words.changed_time(),
    }
}
