//! The home page: what people come for, in the order they come for it.

use domain::view::service::CatalogueView;
use leptos::prelude::*;

use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::components::motif::{Icon, LifeEvent, PHONE, Star};
use crate::components::service_card::ServiceItem;
use crate::context::{language, words};
use crate::page::{load, loaded};
use crate::words::{Isolated, Words};
use crate::{api, contact, routes};

/// Named, since an element made of literals alone is written as markup in the browser, which the content policy forbids.
const INPUT: &str = "input";

/// What most people ask for; the rest of the catalogue fills the places of those an installation does not have.
const MOST_USED: [&str; 6] = [
    "birth-certificate-extract",
    "driving-licence-renewal",
    "passport-renewal",
    "non-conviction-certificate",
    "land-title-extract",
    "tax-clearance-certificate",
];

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let language = language();
    let catalogue = load(|| (), move |()| api::catalogue(language, String::new(), None));
    loaded(catalogue, |catalogue| view! { <Home catalogue/> }.into_any())
}

#[component]
fn Home(
    /// Every service.
    catalogue: CatalogueView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let total = u64::from(catalogue.total);
    let cards = most_used(catalogue);
    view! {
        <Page title=words.title(&[]) bare=true class="home">
            <Hero/>
            <div class="wrap">
                <div class="section-head first">
                    <h2>{words.most_used()}</h2>
                    <a class="go" href=routes::services(language)><span>{words.all_services_count(total)}</span></a>
                </div>
                <ul class="services services-2">{cards.into_iter().map(|card| view! { <ServiceItem card/> }).collect_view()}</ul>
            </div>
            <Life/>
            <div class="wrap">
                <div class="duo">
                    <Track/>
                    <Verify/>
                </div>
                <div class="offline">
                    <Icon path=PHONE/>
                    <div class="prose">
                        <h2>{words.weak_internet()}</h2>
                        <p>{words.weak_internet_text(contact::phone())}</p>
                        <p><a href=format!("{}#centres", routes::help(language, "help"))>{words.nearest_centre()}</a></p>
                    </div>
                </div>
            </div>
        </Page>
    }
}

/// Those most used, in their order, then others, six in all.
fn most_used(mut catalogue: CatalogueView) -> Vec<domain::view::service::ServiceCard> {
    let place = |id: &str| MOST_USED.iter().position(|used| *used == id).unwrap_or(MOST_USED.len());
    catalogue.cards.sort_by_key(|card| place(&card.id));
    catalogue.cards.truncate(MOST_USED.len());
    catalogue.cards
}

/// The search, on the deep ground.
#[component]
fn Hero() -> impl IntoView {
    let (language, words) = (language(), words());
    let often = [words.often_birth(), words.often_driving(), words.often_land()];
    let often = often.map(|text| view! { <a href=routes::services_found(language, text, "")>{text}</a>" " });
    view! {
        <div class="hero">
            <div class="wrap">
                <div class="text">
                    <h1>{words.home_title()}</h1>
                    <p class="lede">{words.home_lead()}</p>
                    <GetForm action=routes::services(language) role="search">
                        <label class="label" for="q">{words.search_label()}</label>
                        <div class="search">
                            <input class=INPUT id="q" name="q" type="search" autocomplete="off"/>
                            <button type="submit" class="btn">{words.search_button()}</button>
                        </div>
                    </GetForm>
                    <p class="often"><span>{words.often_searched()}</span>" "{often}</p>
                </div>
                <div class="panel"><Star/></div>
            </div>
        </div>
    }
}

/// What happens in a life leads to a search.
#[component]
fn Life() -> impl IntoView {
    let (language, words) = (language(), words());
    let events = LifeEvent::ALL.map(|event| {
        let (name, search) = life(words, event);
        view! {
            <li>
                <a href=routes::services_found(language, search, "")>
                    <Icon path=event.icon()/>
                    {name}
                </a>
            </li>
        }
    });
    view! {
        <section class="life" aria-labelledby="life">
            <div class="wrap">
                <div class="section-head"><h2 id="life">{words.life_title()}</h2></div>
                <ul class="events">{events}</ul>
            </div>
        </section>
    }
}

/// Its name, and what to search for.
const fn life(words: Words, event: LifeEvent) -> (&'static str, &'static str) {
    match event {
        LifeEvent::Child => (words.life_child(), words.life_child_search()),
        LifeEvent::Marriage => (words.life_marriage(), words.life_marriage_search()),
        LifeEvent::Study => (words.life_study(), words.life_study_search()),
        LifeEvent::Work => (words.life_work(), words.life_work_search()),
        LifeEvent::Vehicle => (words.life_vehicle(), words.life_vehicle_search()),
        LifeEvent::Home => (words.life_home(), words.life_home_search()),
        LifeEvent::Health => (words.life_health(), words.life_health_search()),
        LifeEvent::Death => (words.life_death(), words.life_death_search()),
    }
}

/// Where is my application?
#[component]
fn Track() -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <GetForm class="sheet" action=routes::applications(language)>
            <h2>{words.where_is_my_application()}</h2>
            <div class="field">
                <label class="label" for="reference">{words.request_number()}</label>
                <p class="hint" id="reference-hint">{words.request_number_hint(Isolated::code("2611-4837-0628"))}</p>
                <div class="search">
                    <input
                        type="text"
                        class=INPUT
                        id="reference"
                        name="reference"
                        dir="ltr"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby="reference-hint"
                    />
                    <button type="submit" class="btn">{words.track_button()}</button>
                </div>
            </div>
        </GetForm>
    }
}

/// Is this document genuine?
#[component]
fn Verify() -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <GetForm class="sheet" action=routes::verify(language)>
            <h2>{words.is_document_genuine()}</h2>
            <div class="field">
                <label class="label" for="code">{words.verification_code()}</label>
                <p class="hint" id="code-hint">{words.verification_code_hint()}</p>
                <div class="search">
                    <input
                        type="text"
                        class=INPUT
                        id="code"
                        name="code"
                        dir="ltr"
                        autocomplete="off"
                        aria-describedby="code-hint"
                    />
                    <button type="submit" class="btn">{words.verify_button()}</button>
                </div>
            </div>
        </GetForm>
    }
}
