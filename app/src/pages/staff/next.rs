//! The way from one case to the next without the queue between. It leads by an address of its own, so that what is next
//! is only asked when somebody goes there.

use leptos::prelude::*;

use crate::context::{language, words};
use crate::routes;

/// The link.
#[component]
pub fn NextCase(
    /// The case it leads on from.
    reference: String,
) -> impl IntoView {
    let address = routes::staff_next(language(), &reference);
    view! {
        <p class="next-case">
            <a href=address rel="external" data-key="n">{words().next_case()}</a>
        </p>
    }
}
