//! Where an application stands, in one word; the colour only repeats it.

use domain::application::Status;
use leptos::prelude::*;

use crate::context::words;
use crate::words::status_tint;

/// The tag.
#[component]
pub fn StatusTag(
    /// Where it stands.
    status: Status,
) -> impl IntoView {
    view! { <strong class=status_tint(status)>{words().status_tag(status)}</strong> }
}
