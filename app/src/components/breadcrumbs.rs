//! Where the page stands in the portal.

use leptos::prelude::*;

use crate::context::{language, words};
use crate::routes;

/// The links from the home page down, without the page itself.
#[component]
pub fn Breadcrumbs(
    /// Address and name of each place below the home page.
    #[prop(optional)]
    places: Vec<(String, String)>,
) -> impl IntoView {
    let words = words();
    let home = (routes::home(language()), words.home_page().to_owned());
    let places = std::iter::once(home).chain(places);
    view! {
        <nav class="crumbs" aria-label=words.breadcrumbs()>
            <ol>{places.map(|(place, name)| view! { <li><a href=place>{name}</a></li> }).collect_view()}</ol>
        </nav>
    }
}
