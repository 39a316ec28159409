//! A request for the reader's consent: what for, who asks, yes or no.

use domain::service::FieldKind;
use domain::view::consent::ConsentView;
use leptos::prelude::*;

use crate::components::back_link::BackLink;
use crate::components::choices::Radios;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::notice::Notice;
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::page::{load, loaded, param};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page at `/consents/{reference}`.
#[component]
pub fn ConsentPage() -> impl IntoView {
    let (language, reference) = (language(), param("reference"));
    let consent = load(
        move || reference.get(),
        move |reference| api::consent(language, reference),
    );
    loaded(consent, |consent| view! { <Consent consent/> }.into_any())
}

#[component]
fn Consent(
    /// What is asked.
    consent: ConsentView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let problems = posted_problems(vec![("consent", FieldKind::Radio, words.consent_question().to_owned())]);
    let title = words.title(&[words.consent_title(), &consent.service_title]);
    let answer = match consent.given {
        None => ask(words, &consent),
        Some(given) => view! {
            <Notice>{if given { words.consent_was_given() } else { words.consent_was_refused() }}</Notice>
        }
        .into_any(),
    };
    view! {
        <Page title faulty=Signal::derive(move || !problems.read().is_empty())>
            <BackLink href=routes::applications(language)/>
            <div class="form-page stack">
                <ErrorSummary problems/>
                <h1>{words.consent_title()}</h1>
                <p class="lede">
                    {words.consent_lead(
                        Isolated::words(consent.applicant.clone()),
                        Isolated::words(consent.service_title.clone()),
                    )}
                </p>
                {facts(words, &consent)}
                {answer}
            </div>
        </Page>
    }
}

fn facts(words: Words, consent: &ConsentView) -> AnyView {
    let row = |label: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let subject = consent
        .subject
        .clone()
        .map(|name| row(words.about_person(), view! { <bdi>{name}</bdi> }.into_any()));
    let until = consent
        .until
        .filter(|_| consent.given.is_none())
        .map(|date| row(words.answer_until(), view! { {words.date(date)} }.into_any()));
    view! {
        <dl class="summary">
            {row(words.service(), view! { <bdi>{consent.service_title.clone()}</bdi> }.into_any())}
            {row(words.entity(), view! { <bdi>{consent.ministry.clone()}</bdi> }.into_any())}
            {row(words.applicant(), view! { <bdi>{consent.applicant.clone()}</bdi> }.into_any())}
            {subject}
            {row(words.request_number(), view! { {Isolated::code(consent.reference.clone())} }.into_any())}
            {until}
        </dl>
    }
    .into_any()
}

fn ask(words: Words, consent: &ConsentView) -> AnyView {
    let options = vec![
        ("given", words.consent_give().to_owned()),
        ("refused", words.consent_refuse().to_owned()),
    ];
    view! {
        <PostForm action=routes::consent(words.0, &consent.reference) class="top">
            <Radios name="consent" label=words.consent_question() options/>
            <p class="quiet">{words.consent_effect()}</p>
            <p class="btn-row top">
                <button type="submit" class="btn btn-wide">{words.consent_send()}</button>
            </p>
        </PostForm>
    }
    .into_any()
}
