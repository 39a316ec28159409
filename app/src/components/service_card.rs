//! A service in a list: one link, whose target is the whole card.

use domain::view::service::{PriceTag, ServiceCard};
use leptos::prelude::*;

use crate::components::motif::ServiceIcon;
use crate::context::{language, words};
use crate::routes;
use crate::words::Words;

/// The card, a line of `<ul class="services">`.
#[component]
pub fn ServiceItem(
    /// The facts.
    card: ServiceCard,
) -> impl IntoView {
    let words = words();
    view! {
        <li class="service">
            <ServiceIcon id=card.id.clone()/>
            <div>
                <h3><a href=routes::service(language(), &card.id)>{card.title}</a></h3>
                <p>{card.ministry}</p>
                <p class="facts-line">
                    <span>{words.working_days(card.working_days.into())}</span>
                    <span>{price(words, card.price)}</span>
                </p>
            </div>
        </li>
    }
}

/// The price in few words.
pub fn price(words: Words, price: PriceTag) -> AnyView {
    match price {
        PriceTag::Free => words.free().into_any(),
        PriceTag::Exactly { amount } => words.money(amount).into(),
        PriceTag::From { amount } => words.fee_from(words.money(amount)).into(),
        PriceTag::FreeOrFrom { amount } => words.fee_free_or_from(words.money(amount)).into(),
        PriceTag::Assessed => words.total_later().into_any(),
    }
}
