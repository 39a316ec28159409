//! The service at a glance, beside its page.

use domain::service::ClockStart;
use domain::view::service::{Opening, ServiceView};
use leptos::prelude::*;

use crate::components::service_card::price;
use crate::context::{language, words};
use crate::routes;
use crate::words::{Message, Words};

/// The facts, and the way for those who would rather go in person.
#[component]
pub fn Facts(
    /// The service.
    service: ServiceView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let days = words.working_days(service.card.working_days.into());
    let urgent = service.urgent_working_days.map(|days| {
        view! { <div><dt>{words.processing_time_urgent()}</dt><dd>{words.working_days(days.into())}</dd></div> }
    });
    let how = match (&service.opening, service.starts_on) {
        (Opening::NotOnline, _) => words.in_person(),
        (_, ClockStart::AppointmentAttended) => words.how_to_apply_visit(),
        _ => words.fully_online(),
    };
    let validity = service
        .valid_for
        .as_ref()
        .and_then(|(number, unit)| validity(words, *number, unit));
    view! {
        <aside class="stack" aria-label=words.service_at_a_glance()>
            <dl class="facts">
                <div><dt>{words.entity()}</dt><dd>{service.card.ministry.clone()}</dd></div>
                <div><dt>{words.processing_time()}</dt><dd>{days}</dd></div>
                {urgent}
                <div><dt>{words.fee()}</dt><dd>{price(words, service.card.price)}</dd></div>
                <div><dt>{words.how_to_apply()}</dt><dd>{how}</dd></div>
                <div><dt>{words.what_you_get()}</dt><dd>{service.output}</dd></div>
                {validity.map(|validity| view! { <div><dt>{words.valid_for()}</dt><dd>{validity}</dd></div> })}
            </dl>
            <div class="stack aside-text">
                {service.verifiable.then(|| view! { <p>{words.output_verifiable()}</p> })}
                {service.indicative.then(|| view! { <p class="quiet">{words.time_indicative()}</p> })}
                <h2 class="h-small">{words.in_person()}</h2>
                <p>{words.in_person_text()}</p>
                <p><a href=format!("{}#centres", routes::help(language, "help"))>{words.nearest_centre()}</a></p>
            </div>
        </aside>
    }
}

/// How long the result is valid; not told here where an answer decides it.
fn validity(words: Words, number: u32, unit: &str) -> Option<Message> {
    let number = u64::from(number);
    match unit {
        _ if number == 0 => None,
        "days" => Some(words.days(number)),
        "months" => Some(words.months(number)),
        "years" => Some(words.years(number)),
        _ => None,
    }
}
