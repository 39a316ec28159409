//! The way to the rest of a long list, which goes on after the last key it gave.

use leptos::prelude::*;

use crate::context::words;

/// The link; nothing when the list is whole.
#[component]
pub fn Pagination(
    /// Address of the rest.
    next: Option<String>,
    /// What the link says, if not "next page".
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let words = words();
    let label = label.unwrap_or_else(|| words.next_page().to_owned());
    next.map(|next| {
        view! {
            <nav class="pages" aria-label=words.list_pages()>
                <ul>
                    <li><a class="go" rel="next" href=next>{label}</a></li>
                </ul>
            </nav>
        }
    })
}
