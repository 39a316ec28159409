//! What stands around every staff page: the dark bar with the desk, the places, who is at work.

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
    let at_queue = use_location().pathname.get_untracked() == routes::staff_queue(language);
    let administers = viewer.as_ref().is_some_and(|viewer| viewer.administers);
    let at_calendar = use_location().pathname.get_untracked() == routes::calendar(language);
    let calendar = administers.then(|| {
        view! {
            <li>
                <a href=routes::calendar(language) aria-current=at_calendar.then_some("page")>
                    {words.calendar_title()}
                </a>
            </li>
        }
    });
    let at_messages = use_location().pathname.get_untracked() == routes::staff_messages(language);
    let unsent = administers.then(|| {
        view! {
            <li>
                <a href=routes::staff_messages(language) aria-current=at_messages.then_some("page")>
                    {words.letters_title()}
                </a>
            </li>
        }
    });
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
                        <li>
                            <a href=routes::staff_queue(language) aria-current=at_queue.then_some("page")>
                                {words.staff_queue()}
                            </a>
                        </li>
                        {calendar}
                        {unsent}
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
