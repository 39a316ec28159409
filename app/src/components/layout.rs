//! The page itself: its title and `<main>`. Every page is one of these, so that a navigation is announced once.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::context::words;
use crate::focus;

/// A page.
#[component]
pub fn Page(
    /// The title of the document, from [`crate::words::Words::title`].
    #[prop(into)]
    title: Signal<String>,
    /// Something on the page must be mended; the title then begins with it.
    #[prop(optional, into)]
    faulty: Signal<bool>,
    /// The children bring their own `.wrap`, as pages with grounds across the whole width do.
    #[prop(optional)]
    bare: bool,
    /// A class for `<main>`.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// What is on it; begins with the way back and the `<h1>`.
    children: Children,
) -> impl IntoView {
    let words = words();
    focus::arrived();
    let text = move || {
        let title = title.get();
        as_markup(if faulty.get() {
            words.error_title(title).plain()
        } else {
            title
        })
    };
    // On the server the head is written last, when the signals of the page are gone.
    // On the server the head is written after the page's signals are gone, so its title is settled now.
    #[cfg(feature = "ssr")]
    let text = {
        let settled = text();
        move || settled.clone()
    };
    let inner = if bare {
        children()
    } else {
        view! { <div class="wrap">{children()}</div> }.into_any()
    };
    view! {
        <Title text/>
        <main id="main" tabindex="-1" class=class>
            {inner}
        </main>
    }
}

/// `leptos_meta` writes the title into the head as it is, and a title may hold what somebody typed into the search.
#[cfg(feature = "ssr")]
fn as_markup(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(not(feature = "ssr"))]
fn as_markup(title: String) -> String {
    title
}
