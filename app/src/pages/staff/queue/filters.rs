//! What narrows the queue down, and how to widen it again.

use domain::view::casework::QueueTab;
use leptos::prelude::*;

use super::Shown;
use crate::components::get_form::GetForm;
use crate::context::words;
use crate::routes;

/// The search, and what is filtered by now.
#[component]
pub fn Filters(
    /// What the list shows.
    shown: Shown,
    /// Services of the desk: name in addresses, title.
    services: Vec<(String, String)>,
) -> impl IntoView {
    let words = words();
    let kept =
        (shown.tab != QueueTab::default()).then(|| view! { <input type="hidden" name="view" value=shown.tab.key()/> });
    let chips = chips(&shown, &services);
    view! {
        <GetForm action=routes::staff_queue(shown.language) class="toolbar" role="search">
            {kept}
            <div class="grow">
                <label class="label" for="q">{words.queue_search()}</label>
                <input class="input" type="search" id="q" name="q" autocomplete="off" value=shown.query.clone()/>
            </div>
            <div>
                <label class="label" for="service">{words.service()}</label>
                <select class="select" id="service" name="service">
                    <option value="">{words.all_services()}</option>
                    {services
                        .into_iter()
                        .map(|(id, title)| {
                            let selected = id == shown.service;
                            view! { <option value=id selected=selected>{title}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <button type="submit" class="btn btn-2">{words.apply_filters()}</button>
        </GetForm>
        {chips}
    }
}

/// Not a literal in the view: Leptos would write an element of literals alone as `innerHTML`, which the content policy
/// (Trusted Types) forbids in the browser.
const CROSS: &str = "×";

/// The filters by name, each a link to the list without it.
fn chips(shown: &Shown, services: &[(String, String)]) -> Option<AnyView> {
    let words = words();
    if !shown.is_filtered() {
        return None;
    }
    let chip = |name: String, without: Shown| {
        view! {
            <a href=without.address()>
                <span class="visually-hidden">{words.remove()}" "</span>
                <bdi>{name}</bdi>
                <span aria-hidden="true">{CROSS}</span>
            </a>
        }
    };
    let text = Some(shown.query.clone()).filter(|query| !query.is_empty());
    let text = text.map(|query| {
        chip(
            query,
            Shown {
                query: String::new(),
                ..shown.clone()
            },
        )
    });
    let service = (!shown.service.is_empty()).then(|| {
        let named = services.iter().find(|(id, _)| *id == shown.service);
        let title = named.map_or(&shown.service, |(_, title)| title).clone();
        chip(
            title,
            Shown {
                service: String::new(),
                ..shown.clone()
            },
        )
    });
    let view = view! {
        <p class="chips">
            <span>{words.active_filters()}</span>
            {text}
            {service}
            <a class="clear" href=shown.unfiltered().address()>{words.clear_filters()}</a>
        </p>
    };
    Some(view.into_any())
}
