//! What stands above every citizen's page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::motif::{Band, Mark};
use crate::context::{language, session, words};
use crate::routes;

/// The first thing the keyboard meets. `rel="external"` leaves the jump to the browser, which also moves the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{words().skip_to_main()}</a> }
}

/// Says that the portal is new, and in the demonstration that nothing is real.
#[component]
pub fn PhaseBanner() -> impl IntoView {
    let (language, words) = (language(), words());
    let demo = session().get_untracked().demo;
    view! {
        <section class="phase" aria-label=words.beta()>
            <div class="wrap">
                <strong>{words.beta()}</strong>
                {if demo {
                    view! {
                        <span>{words.demo_banner()}</span>
                        <a href=routes::DEMO_MESSAGES rel="external">{words.demo_messages()}</a>
                    }
                        .into_any()
                } else {
                    view! {
                        <span class="long">{words.beta_text()}</span>
                        <a href=routes::feedback(language)>{words.beta_link()}</a>
                    }
                        .into_any()
                }}
            </div>
        </section>
    }
}

/// The header: the portal's name, the account, the language, the main places.
#[component]
pub fn Header() -> impl IntoView {
    let (language, words) = (language(), words());
    let path = use_location().pathname;
    let places = [
        (routes::services(language), words.nav_services()),
        (routes::applications(language), words.nav_applications()),
        (routes::verify(language), words.nav_verify()),
        (routes::help(language, "help"), words.help()),
    ];
    let places = places.map(|(place, name)| {
        let current = {
            let place = place.clone();
            move || current(&place, &path.read())
        };
        view! { <li><a href=place aria-current=current>{name}</a></li> }
    });
    view! {
        <header class="head">
            <div class="wrap">
                <a class="brand" href=routes::home(language)>
                    <Mark/>
                    <span>
                        <b>{words.portal_name()}</b>
                        <span>{words.portal_description()}</span>
                    </span>
                </a>
                <div class="tools">
                    <AccountLink/>
                    <LanguageLinks/>
                </div>
                <nav class="nav" aria-label=words.main_navigation()>
                    <ul>{places}</ul>
                </nav>
            </div>
            <div class="head-edge">
                <Band id="edge-head"/>
            </div>
        </header>
    }
}

/// `page` on the place itself, `true` on what belongs to it.
fn current(place: &str, path: &str) -> Option<&'static str> {
    match path.strip_prefix(place) {
        Some("" | "/") => Some("page"),
        Some(below) if below.starts_with('/') => Some("true"),
        _ => None,
    }
}

/// The signed-in person, or the way in. Staff also get the way to their side.
#[component]
fn AccountLink() -> impl IntoView {
    let (language, words, session) = (language(), words(), session());
    let path = use_location().pathname;
    move || {
        match session.get().viewer {
        Some(viewer) => view! {
            {viewer.staff.then(|| view! { <a href=routes::staff_queue(language) rel="external">{words.staff_queue()}</a> })}
            {(viewer.unread > 0).then(|| view! {
                <a href=routes::messages(language)>{words.messages_new(u64::from(viewer.unread))}</a>
            })}
            <a href=routes::account(language)>
                <span class="visually-hidden">{words.account()}": "</span>
                <bdi>{viewer.name}</bdi>
            </a>
        }
        .into_any(),
        None => {
            let next = move || way_back(&path.read());
            view! { <a href=move || routes::sign_in(language, &next())>{words.sign_in()}</a> }.into_any()
        }
    }
    }
}

/// Where signing in leads back to: here, unless here is only a door or the home page.
fn way_back(path: &str) -> String {
    let place = path.trim_end_matches('/').split('/').nth(2).unwrap_or_default();
    if matches!(place, "" | "sign-in" | "sign-up") {
        String::new()
    } else {
        path.to_owned()
    }
}

/// The same page in the other language: another document.
#[component]
pub fn LanguageLinks() -> impl IntoView {
    let (other, words) = (language().other(), words());
    let location = use_location();
    let address = move || routes::in_language(other, &location.pathname.read(), &location.search.read());
    let (here, there) = match language() {
        domain::language::Language::Ar => (words.language_arabic(), words.language_english()),
        domain::language::Language::En => (words.language_english(), words.language_arabic()),
    };
    view! {
        <nav aria-label=words.language_label()>
            <span class="visually-hidden" aria-current="true">{here}</span>
            <a rel="alternate external" hreflang=other.code() lang=other.code() dir=other.direction() href=address>{there}</a>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_current_with_what_belongs_to_it() {
        assert_eq!(current("/ar/services", "/ar/services"), Some("page"));
        assert_eq!(current("/ar/services", "/ar/services/x"), Some("true"));
        assert_eq!(current("/ar/services", "/ar/servicesx"), None);
        assert_eq!(current("/ar/services", "/ar"), None);
    }

    #[test]
    fn signing_in_leads_back_to_a_real_page() {
        assert_eq!(way_back("/ar/services/x"), "/ar/services/x");
        assert_eq!(
            way_back("/ar") + &way_back("/ar/sign-in") + &way_back("/ar/sign-up"),
            ""
        );
    }
}
