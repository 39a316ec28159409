//! What a page shows when it cannot show its view: what happened, what is kept, what to do. No jargon, no blame, and the
//! right status for machines.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::layout::Page;
use crate::context::{language, words};
use crate::error::PortalError;
use crate::words::Words;
use crate::{contact, routes};

/// There is no page at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    problem_page(PortalError::NotFound)
}

/// The page for an error.
pub fn problem_page(error: PortalError) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::error::answer_with(error.status());
    let words = words();
    if error == PortalError::SignIn {
        return view! { <SignInFirst/> }.into_any();
    }
    let (title, text) = told(words, &error);
    let reference = match &error {
        PortalError::Fault { reference } if !reference.is_empty() => Some(reference.clone()),
        _ => None,
    };
    let lost = error == PortalError::NotFound;
    view! {
        <Page title=words.title(&[title])>
            <div class="stack prose">
                <h1>{title}</h1>
                {text}
                {reference.map(|reference| {
                    view! { <p>{words.reference_number()}": "<bdi dir="ltr" class="ref">{reference}</bdi></p> }
                })}
                <Ways lost/>
                <p>{words.call_us(contact::phone())}</p>
            </div>
        </Page>
    }
    .into_any()
}

fn told(words: Words, error: &PortalError) -> (&'static str, AnyView) {
    let (title, text) = match error {
        PortalError::NotFound => (words.not_found_title(), words.not_found_text()),
        PortalError::Forbidden => (words.forbidden_title(), words.forbidden_text()),
        PortalError::NotOpenYet { opens } => {
            let opens = opens.map(|opens| view! { <p>{words.pilot_opens(words.weekday_date(opens))}</p> });
            let text = view! {
                <p>{words.pilot_text()}</p>
                {opens}
            };
            return (words.pilot_title(), text.into_any());
        }
        PortalError::Conflict => (words.conflict_title(), words.conflict_text()),
        PortalError::Unavailable => (words.busy_title(), words.busy_text()),
        PortalError::BadRequest => (words.bad_request_title(), words.bad_request_text()),
        PortalError::SignIn | PortalError::Fault { .. } => (words.fault_title(), words.fault_text()),
    };
    (title, view! { <p>{text}</p> }.into_any())
}

/// The ways on. The page itself may work again, unless there is none.
#[component]
fn Ways(
    /// There is nothing at this address.
    lost: bool,
) -> impl IntoView {
    let (language, words) = (language(), words());
    // From the staff's side these lead to the other, which is another document.
    let rel = routes::is_staff(&here()).then_some("external");
    if lost {
        return view! {
            <p>{words.not_found_links()}</p>
            <ul class="links">
                <li><a href=routes::services(language) rel=rel>{words.nav_services()}</a></li>
                <li><a href=routes::applications(language) rel=rel>{words.nav_applications()}</a></li>
                <li><a href=routes::help(language, "help") rel=rel>{words.help()}</a></li>
            </ul>
        }
        .into_any();
    }
    view! {
        <p class="btn-row">
            <a class="btn" href=here() rel="external">{words.try_again()}</a>
            <a href=routes::home(language) rel=rel>{words.go_home()}</a>
        </p>
    }
    .into_any()
}

/// Nobody is signed in: the door, and from there back here.
#[component]
fn SignInFirst() -> impl IntoView {
    let (language, words) = (language(), words());
    let door = routes::sign_in(language, &here());
    #[cfg(feature = "ssr")]
    {
        crate::error::answer_with(303);
        let options = use_context::<leptos_axum::ResponseOptions>();
        if let (Some(options), Ok(door)) = (options, http::HeaderValue::from_str(&door)) {
            options.insert_header(http::header::LOCATION, door);
        }
    }
    #[cfg(feature = "hydrate")]
    {
        let door = door.clone();
        Effect::new(move || _ = window().location().replace(&door));
    }
    view! {
        <Page title=words.title(&[words.sign_in()])>
            <div class="stack prose">
                <h1>{words.sign_in()}</h1>
                <p>{words.sign_in_first()}</p>
                <p class="btn-row"><a class="btn" href=door rel="external">{words.sign_in()}</a></p>
            </div>
        </Page>
    }
}

/// The address of this page.
fn here() -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    if search.is_empty() {
        path
    } else {
        format!("{path}?{search}")
    }
}
