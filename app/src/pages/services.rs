//! The catalogue: everything by ministry, or what a search finds.

use domain::view::service::{CatalogueView, ServiceCard};
use leptos::prelude::*;

use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::components::motif::{Icon, SHEET};
use crate::components::service_card::ServiceItem;
use crate::context::{language, words};
use crate::page::{load, loaded, query};
use crate::words::{Message, Words};
use crate::{api, routes};

/// The page.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let language = language();
    let (text, ministry) = (query("q"), query("ministry"));
    let catalogue = load(
        move || (text.get(), ministry.get()),
        move |(text, ministry)| api::catalogue(language, text, Some(ministry).filter(|key| !key.is_empty())),
    );
    loaded(catalogue, |catalogue| view! { <Catalogue catalogue/> }.into_any())
}

#[component]
fn Catalogue(
    /// What was asked for, and what was found.
    catalogue: CatalogueView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let heading = heading(words, &catalogue);
    let title = heading.plain();
    let narrowed = !catalogue.query.trim().is_empty() || catalogue.ministry.is_some();
    let above = narrowed.then(|| (routes::services(language), words.catalogue_title().to_owned()));
    let places: Vec<_> = above.into_iter().collect();
    let ministries = ministries(&catalogue);
    view! {
        <Page title=words.title(&[&title])>
            <Breadcrumbs places/>
            <h1>{heading}</h1>
            {(!narrowed).then(|| view! { <p class="lede">{words.catalogue_lead()}</p> })}
            <Search text=catalogue.query.clone() ministry=catalogue.ministry.clone()/>
            <div class="split">
                <div>
                    {found(catalogue, narrowed)}
                    <p class="after">
                        {words.not_found_your_service()}" "
                        {narrowed.then(|| view! { <a href=routes::services(language)>{words.show_all_services()}</a>" · " })}
                        <a href=routes::help(language, "help")>{words.ask_for_help()}</a>
                    </p>
                </div>
                {ministries}
            </div>
        </Page>
    }
}

/// The heading says what is shown and how many there are, so that it is heard after each search.
fn heading(words: Words, catalogue: &CatalogueView) -> Message {
    let count = catalogue.cards.len() as u64;
    let text = catalogue.query.trim();
    let ministry = catalogue.ministry.as_ref();
    let ministry = ministry.and_then(|key| catalogue.ministries.iter().find(|ministry| ministry.id == *key));
    match (text.is_empty(), ministry) {
        (false, _) if count == 0 => words.no_matches_for(text),
        (false, _) => words.results_for(count, text),
        (true, Some(ministry)) => words.services_of(ministry.name.as_str()),
        (true, None) => words.catalogue_title().into(),
    }
}

/// The search box; a search stays within the ministry that was chosen.
#[component]
fn Search(
    /// What was searched for.
    text: String,
    /// The ministry.
    ministry: Option<String>,
) -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <search>
            <GetForm class="filter" action=routes::services(language)>
                <label class="label" for="q">{words.search_label()}</label>
                <div class="search">
                    <input class="input" id="q" name="q" type="search" autocomplete="off" value=text/>
                    <button type="submit" class="btn">{words.search_button()}</button>
                </div>
                {ministry.map(|ministry| view! { <input type="hidden" name="ministry" value=ministry/> })}
            </GetForm>
        </search>
    }
}

/// The services: in one list where somebody searched, under their ministries where nobody did.
fn found(catalogue: CatalogueView, narrowed: bool) -> AnyView {
    let words = words();
    if catalogue.cards.is_empty() {
        return view! {
            <div class="empty">
                <Icon path=SHEET/>
                <p><b>{words.no_results()}</b></p>
                <p>{words.no_results_help()}</p>
            </div>
        }
        .into_any();
    }
    if narrowed {
        return view! {
            <section aria-labelledby="list">
                <h2 class="visually-hidden" id="list">{words.services()}</h2>
                {list(catalogue.cards)}
            </section>
        }
        .into_any();
    }
    let cards = catalogue.cards;
    let sections = cards.chunk_by(|a, b| a.ministry_id == b.ministry_id).map(|cards| {
        let id = format!("of-{}", cards[0].ministry_id);
        let labelled_by = id.clone();
        view! {
            <section aria-labelledby=labelled_by>
                <h2 class="h-small" id=id>{cards[0].ministry.clone()}</h2>
                {list(cards.to_vec())}
            </section>
        }
    });
    view! { <div class="stack">{sections.collect_view()}</div> }.into_any()
}

fn list(cards: Vec<ServiceCard>) -> impl IntoView + use<> {
    view! { <ul class="services">{cards.into_iter().map(|card| view! { <ServiceItem card/> }).collect_view()}</ul> }
}

/// The ministries, each with the number of its services.
fn ministries(catalogue: &CatalogueView) -> impl IntoView + use<> {
    let (language, words) = (language(), words());
    let line = |key: &str, name: String, count: u32, current: bool| {
        view! {
            <li>
                <a href=routes::services_found(language, "", key) aria-current=current.then_some("true")>
                    {name}
                    <span class="quiet">"("<bdi dir="ltr">{count}</bdi>")"</span>
                </a>
            </li>
        }
    };
    let chosen = catalogue.ministry.as_deref();
    let lines = catalogue.ministries.iter().map(|ministry| {
        line(
            &ministry.id,
            ministry.name.clone(),
            ministry.count,
            chosen == Some(ministry.id.as_str()),
        )
    });
    let lines = lines.collect_view();
    let all = line("", words.all_entities().to_owned(), catalogue.total, false);
    view! {
        <nav aria-labelledby="by">
            <h2 class="h-small" id="by">{words.by_entity()}</h2>
            <ul class="links">{lines} {all}</ul>
        </nav>
    }
}
