//! A sentence the page must say. Its first word says which kind it is; the colour only repeats that.

use leptos::prelude::*;

use crate::context::words;

/// The kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Good to know.
    #[default]
    Information,
    /// Something may be lost.
    Warning,
    /// Something was done.
    Done,
}

/// The notice.
#[component]
pub fn Notice(
    /// Which kind.
    #[prop(optional)]
    kind: Kind,
    /// The first word, if not the kind's own.
    #[prop(optional, into)]
    title: Option<String>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let words = words();
    let (class, word) = match kind {
        Kind::Information => ("notice", words.information()),
        Kind::Warning => ("notice notice-warn", words.warning()),
        Kind::Done => ("notice notice-ok", words.saved()),
    };
    let title = title.unwrap_or_else(|| word.to_owned());
    view! { <p class=class><b>{title}</b>" "{children()}</p> }
}
