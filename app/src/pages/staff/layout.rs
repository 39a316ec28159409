//! What stands around every staff page: the dark bar with the desk, the places, who is at work.

use domain::view::session::Viewer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::keys::Keys;
use crate::components::header::{LanguageLinks, PhaseBanner, SkipLink};
use crate::components::motif::Mark;
use crate::components::post_form::PostForm;
use crate::context::{language, session, words};
use crate::routes;

/// The bar, and the page under it. Links to the citizens' side load a new document, which has another frame.
#[component]
pub fn StaffFrame(
    /// The page: its view, or what is wrong with it.
    children: Children,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let (viewer, demo) = session().with_untracked(|session| (session.viewer.clone(), session.demo));
    let desk = viewer.as_ref().and_then(|viewer| viewer.desk.clone());
    let at = use_location().pathname.get_untracked();
    let place = move |address: String, name: &'static str| {
        let current = (at == address).then_some("page");
        view! { <li><a href=address aria-current=current>{name}</a></li> }.into_any()
    };
    let may = |allowed: fn(&Viewer) -> bool| viewer.as_ref().is_some_and(allowed);
    let places = [
        (true, routes::staff_queue(language), words.staff_queue()),
        (true, routes::staff_opinions(language), words.opinions_title()),
        (
            may(|viewer| viewer.sees_load),
            routes::dashboard(language),
            words.dashboard_title(),
        ),
        (
            may(|viewer| viewer.sees_reports),
            routes::reports(language),
            words.reports_title(),
        ),
        (
            may(|viewer| viewer.administers),
            routes::calendar(language),
            words.calendar_title(),
        ),
        (
            may(|viewer| viewer.administers),
            routes::staff_messages(language),
            words.letters_title(),
        ),
    ];
    let places = places.into_iter().filter(|(allowed, ..)| *allowed);
    let places = places.map(|(_, address, name)| place(address, name)).collect_view();
    view! {
        <SkipLink/>
        {demo.then(|| view! { <PhaseBanner/> })}
        <header class="bar">
            <div class="wrap">
                <a class="brand" href=routes::staff_queue(language)>
                    <Mark/>
                    <span>
                        <b>{words.portal_name()}</b>
                        <span>{desk.unwrap_or_else(|| words.portal_description().to_owned())}</span>
                    </span>
                </a>
                <nav aria-label=words.staff_navigation()>
                    <ul>
                        {places}
                        <li>
                            <a href=routes::services(language) rel="external">{words.nav_services()}</a>
                        </li>
                    </ul>
                </nav>
                <div class="tools">
                    <LanguageLinks/>
                    {viewer.map(|viewer| view! { <Person name=viewer.name/> })}
                </div>
            </div>
        </header>
        {children()}
        <Keys/>
    }
}

/// Who is at work, and the way out.
#[component]
fn Person(
    /// The person's name.
    name: String,
) -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <a href=routes::account(language) rel="external">
            <span class="visually-hidden">{words.account()}": "</span>
            <bdi>{name}</bdi>
        </a>
        <PostForm action=routes::sign_out(language) new_document=true>
            <button type="submit" class="link-btn">{words.sign_out()}</button>
        </PostForm>
    }
}

/// The title of a staff document: what the page is, where it belongs, the portal's staff side.
pub(super) fn title(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().chain([words().portal_staff()]).collect();
    parts.join(" – ")
}
