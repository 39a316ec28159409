//! One service: may I, what do I need, what does it cost, how long, and the button that starts.

pub mod facts;
pub mod fees;
pub mod start;

use domain::service::ClockStart;
use domain::view::service::{FeeRow, Opening, PaperRow, ServiceView};
use leptos::prelude::*;

use self::facts::Facts;
use self::fees::Fees;
use self::start::{Start, StartAgain};
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::layout::Page;
use crate::components::motif::ServiceIcon;
use crate::context::{language, words};
use crate::page::{load, loaded, param};
use crate::{api, routes};

/// The page.
#[component]
pub fn ServicePage() -> impl IntoView {
    let (language, id) = (language(), param("id"));
    let service = load(move || id.get(), move |id| api::service(language, id));
    loaded(service, |service| view! { <Service service/> }.into_any())
}

#[component]
fn Service(
    /// Everything about it.
    service: ServiceView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let card = service.card.clone();
    let online = service.opening != Opening::NotOnline;
    let places = vec![
        (routes::services(language), words.nav_services().to_owned()),
        (
            routes::services_found(language, "", &card.ministry_id),
            card.ministry.clone(),
        ),
    ];
    view! {
        <Page title=words.title(&[&card.title])>
            <Breadcrumbs places/>
            <div class="split">
                <div class="stack">
                    <div class="title">
                        <ServiceIcon id=card.id.clone()/>
                        <h1>{card.title.clone()}</h1>
                    </div>
                    <p class="lede">{service.summary.clone()}</p>
                    <Start id=card.id.clone() opening=service.opening.clone() pages=service.questions.len()/>
                    <WhoMay service=service.clone()/>
                    <Papers papers=service.papers.clone() online/>
                    {online.then(|| view! { <Steps service=service.clone()/> })}
                    <Fees service=service.clone()/>
                    <StartAgain id=card.id opening=service.opening.clone()/>
                </div>
                <Facts service/>
            </div>
        </Page>
    }
}

#[component]
fn WhoMay(
    /// The service.
    service: ServiceView,
) -> impl IntoView {
    let words = words();
    let residency = service.residency.iter().map(|kind| match kind.as_str() {
        "palestinian_id_holder" => words.residency_id_holder(),
        "foreign_resident" => words.residency_foreign(),
        "diaspora" => words.residency_diaspora(),
        _ => words.residency_any(),
    });
    let residency = match residency.collect::<Vec<_>>()[..] {
        [] => view! { <li>{words.residency_any()}</li> }.into_any(),
        [only] => view! { <li>{only}</li> }.into_any(),
        ref several => {
            let lines = several.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
            view! { <li>{words.one_of_these()} <ul>{lines}</ul></li> }.into_any()
        }
    };
    let age = (service.min_age > 0).then(|| view! { <li>{words.min_age(service.min_age.into())}</li> });
    let conditions = service.conditions;
    view! {
        <h2>{words.who_may_use()}</h2>
        <ul class="ticks prose">{residency} {age}</ul>
        {(!conditions.is_empty()).then(|| view! { <Conditions conditions/> })}
    }
}

/// The catalogue words each condition as the reason that is given where it is not met; it is shown as that.
#[component]
fn Conditions(
    /// The reasons.
    conditions: Vec<String>,
) -> impl IntoView {
    let words = words();
    let lines = conditions.into_iter().map(|condition| view! { <li>{condition}</li> });
    view! {
        <details class="prose">
            <summary>{words.conditions_checked()}</summary>
            <div>
                <p>{words.conditions_lead()}</p>
                <ul class="ticks">{lines.collect_view()}</ul>
            </div>
        </details>
    }
}

#[component]
fn Papers(
    /// The papers.
    papers: Vec<PaperRow>,
    /// They are sent from here.
    online: bool,
) -> impl IntoView {
    let words = words();
    if papers.is_empty() {
        return view! {
            <h2>{words.required_documents()}</h2>
            <p>{words.no_documents()}</p>
        }
        .into_any();
    }
    let lines = papers.into_iter().map(|paper| {
        let when = match (paper.optional, paper.conditional) {
            (true, _) => words.document_optional(),
            (_, true) => words.document_conditional(),
            _ => words.document_required(),
        };
        view! {
            <li>
                <b>{paper.label}</b>
                " "
                <span class="quiet">"("{when}")"</span>
                {paper.hint.map(|hint| view! { <br/> {hint} })}
            </li>
        }
    });
    view! {
        <h2>{words.required_documents()}</h2>
        {online.then(|| view! { <p class="prose">{words.documents_lead()}</p> })}
        <ul class="docs prose">{lines.collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Steps(
    /// The service.
    service: ServiceView,
) -> impl IntoView {
    let words = words();
    let pay = pay_text(&service.fees).map(|text| view! { <li><h3>{words.step_pay()}</h3><p>{text(words)}</p></li> });
    let visit = (service.starts_on == ClockStart::AppointmentAttended)
        .then(|| view! { <li><h3>{words.step_visit()}</h3><p>{words.step_visit_text()}</p></li> });
    let clock = match service.starts_on {
        ClockStart::PaymentConfirmed => words.clock_from_payment(),
        ClockStart::Submission => words.clock_from_submission(),
        ClockStart::AppointmentAttended => words.clock_from_appointment(),
    };
    let within = words.step_work_within(words.working_days(service.card.working_days.into()));
    let ways = service
        .delivery
        .iter()
        .map(|(_, label)| view! { <li>{label.clone()}</li> });
    let receive = match service.delivery.as_slice() {
        [] => view! { <p>{words.step_receive_text()}</p> }.into_any(),
        [(_, only)] => view! { <p>{only.clone()}"."</p> }.into_any(),
        _ => view! { <p>{words.step_receive_ways()}</p><ul>{ways.collect_view()}</ul> }.into_any(),
    };
    view! {
        <h2>{words.steps()}</h2>
        <ol class="steps prose">
            <li><h3>{words.step_fill()}</h3><p>{words.step_fill_text()}</p></li>
            {pay}
            {visit}
            <li><h3>{words.step_work()}</h3><p>{within}" "{clock}" "{words.clock_stops()}</p></li>
            <li><h3>{words.step_receive()}</h3>{receive}</li>
        </ol>
        <details class="prose">
            <summary>{words.what_we_ask()}</summary>
            <div>
                <ul>{service.questions.into_iter().map(|page| view! { <li>{page}</li> }).collect_view()}</ul>
            </div>
        </details>
        <details class="prose">
            <summary>{words.step_after()}</summary>
            <div>
                <ol>{service.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            </div>
        </details>
    }
}

/// What the step of paying says; none where nothing is ever paid.
fn pay_text(fees: &[FeeRow]) -> Option<fn(crate::words::Words) -> &'static str> {
    if fees.is_empty() {
        None
    } else if fees.iter().all(|fee| fee.later) {
        Some(crate::words::Words::step_pay_later_text)
    } else {
        Some(crate::words::Words::step_pay_text)
    }
}

/// Whether the reader can do something about starting here and now.
const fn is_open(opening: &Opening) -> bool {
    matches!(opening, Opening::Open { .. } | Opening::SignIn)
}
