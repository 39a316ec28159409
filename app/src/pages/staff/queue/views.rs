//! Views of the queue that the reader keeps: a link each, and a form to keep what is shown now.

use domain::view::queue::SavedViewRow;
use leptos::prelude::*;

use super::Shown;
use crate::components::post_form::PostForm;
use crate::components::text_input::TextInput;
use crate::context::{posted, words};
use crate::routes;
use crate::words::Isolated;

/// The links, and what changes them.
#[component]
pub fn SavedViews(
    /// What the list shows.
    shown: Shown,
    /// By name.
    saved: Vec<SavedViewRow>,
) -> impl IntoView {
    let words = words();
    let here = routes::staff_queue_query(&domain::view::queue::QueueQuery {
        after: String::new(),
        ..shown.query.clone()
    });
    let language = shown.language;
    let links = saved.iter().map(|view| {
        let address = format!("{}?{}", routes::staff_queue(language), view.query);
        let current = (view.query == here).then_some("page");
        view! { <li><a href=address aria-current=current><bdi>{view.name.clone()}</bdi></a></li> }
    });
    let links = (!saved.is_empty()).then(|| {
        view! {
            <nav aria-label=words.saved_views() class="saved">
                <span class="quiet">{words.saved_views()} ":"</span>
                <ul>{links.collect_view()}</ul>
            </nav>
        }
    });
    let forget = saved.into_iter().map(|view| {
        view! {
            <PostForm action=routes::staff_view_forget(language, &view.id)>
                <button type="submit" class="link-btn">{words.forget_view(Isolated::words(view.name))}</button>
            </PostForm>
        }
    });
    let forget = forget.collect_view();
    let open = posted().read_untracked().problem("name").is_some();
    view! {
        {links}
        <details class="keep-view" open=open>
            <summary>{words.manage_views()}</summary>
            <PostForm action=routes::staff_views(language) class="toolbar">
                {shown.hidden()}
                <TextInput name="name" label=words.view_name() class="input"/>
                <button type="submit" class="btn btn-2">{words.save_view()}</button>
            </PostForm>
            {forget}
        </details>
    }
}
