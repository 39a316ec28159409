//! The opinions that wait: what the reader's bodies are asked, and what they have asked others. What is late comes first.

use domain::view::opinion::{OpinionView, OpinionsView};
use leptos::prelude::*;

use super::case::opinions::row;
use super::layout::{StaffFrame, title};
use crate::api;
use crate::components::card_table::{CardTable, head_cell};
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::{load, loaded};
use crate::words::Words;

/// The page.
#[component]
pub fn OpinionsPage() -> impl IntoView {
    let language = language();
    let opinions = load(|| (), move |()| api::opinions(language));
    let page = loaded(opinions, |opinions| view! { <Waiting opinions/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

#[component]
fn Waiting(
    /// The opinions.
    opinions: OpinionsView,
) -> impl IntoView {
    let words = words();
    view! {
        <Page title=title(&[words.opinions_title()])>
            <div class="page-head"><h1>{words.opinions_title()}</h1></div>
            {part(words, "asked", words.opinions_asked(), words.opinions_asked_none(), opinions.asked)}
            {part(words, "awaited", words.opinions_awaited(), words.opinions_awaited_none(), opinions.awaited)}
        </Page>
    }
}

fn part(words: Words, id: &'static str, name: &'static str, none: &'static str, rows: Vec<OpinionView>) -> AnyView {
    let content = if rows.is_empty() {
        view! { <p class="quiet">{none}</p> }.into_any()
    } else {
        let head = [
            words.request_number(),
            words.opinion_body(),
            words.opinion_asker(),
            words.due_date(),
        ];
        let head = head.map(|name| head_cell(name, false)).collect_view().into_any();
        let rows = rows.into_iter().map(|each| row(words, each)).collect_view();
        view! { <CardTable id caption=name head>{rows}</CardTable> }.into_any()
    };
    view! {
        <section class="gap">
            <h2>{name}</h2>
            {content}
        </section>
    }
    .into_any()
}
