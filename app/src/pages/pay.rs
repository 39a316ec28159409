//! Paying. Each state of the invoice has its own content; what nobody knows yet is never called failed.

mod states;
mod watch;

use domain::payment::PublicAttempt;
use domain::view::payment::{PayState, PayView};
use leptos::prelude::*;

use crate::components::back_link::BackLink;
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::{load, loaded, param};
use crate::words::{Isolated, Words};
use crate::{api, routes};
use watch::Watch;

/// The page at `…/pay`.
#[component]
pub fn PayPage() -> impl IntoView {
    let language = language();
    let reference = param("reference");
    let pay = load(move || reference.get(), move |reference| api::pay(language, reference));
    let watch = Watch::new();
    view! {
        // Outside the page, so that it stays while the page under it changes, and is read out.
        <div class="visually-hidden" role="status">{watch.news}</div>
        {loaded(pay, move |pay| view! { <Pay pay watch/> }.into_any())}
    }
}

#[component]
fn Pay(
    /// The bill and where it stands.
    pay: PayView,
    /// Looks again by itself.
    watch: Watch,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let heading = heading(words, &pay.state);
    watch.over(&pay, heading);
    let look = watch.looking(&pay, heading, true);
    let caption = words.submitted_caption(Isolated::code(pay.reference.clone()));
    let body = match &pay.state {
        PayState::Due => states::due(words, &pay),
        PayState::Attempt {
            attempt: PublicAttempt::Preparing,
            ..
        } => states::preparing(words, &pay, look),
        PayState::Attempt {
            attempt: PublicAttempt::Open,
            url,
            ..
        } => states::open(words, &pay, url.as_deref(), look),
        PayState::Attempt {
            attempt: PublicAttempt::Checking,
            ..
        } => states::checking(words, &pay, look),
        PayState::Attempt {
            attempt: PublicAttempt::NotPaid,
            decline,
            ..
        } => states::not_paid(words, &pay, decline.as_deref()),
        PayState::Attempt {
            attempt: PublicAttempt::Paid,
            ..
        }
        | PayState::Paid { .. } => states::paid(words, &pay),
        PayState::Exempted => states::exempted(words, &pay),
        PayState::Closed => states::closed(words, &pay),
    };
    view! {
        <Page title=words.title(&[heading, &pay.service_title])>
            <BackLink href=routes::application(language, &pay.reference) label=words.about_application()/>
            <div class="form-page stack">
                <div>
                    <p class="caption"><bdi>{pay.service_title.clone()}</bdi></p>
                    <p class="caption">{caption}</p>
                    <h1>{heading}</h1>
                </div>
                {body}
            </div>
        </Page>
    }
}

const fn heading(words: Words, state: &PayState) -> &'static str {
    match state {
        PayState::Due => words.pay_title(),
        PayState::Attempt { attempt, .. } => match attempt {
            PublicAttempt::Preparing => words.pay_preparing_title(),
            PublicAttempt::Open => words.pay_open_title(),
            PublicAttempt::Checking => words.checking_title(),
            PublicAttempt::Paid => words.paid_title(),
            PublicAttempt::NotPaid => words.not_paid_title(),
        },
        PayState::Paid { .. } => words.paid_title(),
        PayState::Exempted => words.pay_exempted_title(),
        PayState::Closed => words.pay_closed_title(),
    }
}
