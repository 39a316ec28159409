//! One application: where it is, whose turn it is, what happened, and everything that belongs to it.

mod aside;
mod turn;

use domain::application::EventKind;
use domain::service::FieldKind;
use domain::view::application::{NextAct, StatusView};
use domain::view::form::SectionView;
use leptos::prelude::*;

use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::conversation::{Say, answering, lines};
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::motif::Band;
use crate::components::path::Path;
use crate::components::summary::Summary;
use crate::components::tag::StatusTag;
use crate::components::timeline::Timeline;
use crate::context::{language, words};
use crate::live::{self, follow};
use crate::page::{load, loaded, param, query};
use crate::words::{Isolated, Words};
use crate::{api, routes};
use aside::aside;
use turn::turn;

/// The page at `/applications/{reference}`; with `?sent=1` it confirms that the application was sent,
/// with `?discard=1` it asks whether the draft is to be thrown away.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let language = language();
    let (reference, sent, discard) = (param("reference"), query("sent"), query("discard"));
    let status = load(
        move || reference.get(),
        move |reference| api::application(language, reference),
    );
    let following = follow(
        status,
        move |status| routes::application_live(language, &status.reference),
        live::form_has_focus,
        move |status| api::application(language, status.reference.clone()),
    );
    let page = loaded(status, move |status| {
        let sent = sent.get_untracked() == "1";
        let discard = discard.get_untracked() == "1";
        following.shows(&status);
        let line = following.line(status.moment, routes::application(language, &status.reference));
        view! { <Application status sent discard line/> }.into_any()
    });
    view! {
        {following.region()}
        {page}
    }
}

#[component]
fn Application(
    /// Where it is.
    status: StatusView,
    /// It was sent a moment ago.
    sent: bool,
    /// Somebody asks to throw the draft away.
    discard: bool,
    /// When this was so, and how it is now.
    line: AnyView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let again = status.history.iter().any(|row| row.kind == EventKind::Returned);
    let heading = match (sent, again) {
        (true, false) => words.submitted_title(),
        (true, true) => words.resent_title(),
        (false, _) if status.next == NextAct::Book => words.appointment_title(),
        (false, _) => words.status_heading(status.status),
    };
    let head = if sent {
        confirmation(words, &status, heading)
    } else {
        standing(words, &status, heading)
    };
    let your_turn = matches!(
        status.next,
        NextAct::Continue | NextAct::Pay | NextAct::Correct | NextAct::Book
    );
    let problems = posted_problems(vec![(
        "message",
        FieldKind::Textarea,
        words.conversation_answer().to_owned(),
    )]);
    let stages = (!status.stages.is_empty()).then(|| {
        view! {
            <section aria-labelledby="path">
                <h2 id="path">{words.stages()}</h2>
                <Path stages=status.stages.clone() your_turn/>
            </section>
        }
    });
    view! {
        <Page
            title=words.title(&[heading, &status.service_title])
            faulty=Signal::derive(move || !problems.read().is_empty())
        >
            <Breadcrumbs places=vec![(routes::applications(language), words.applications_title().to_owned())]/>
            <ErrorSummary problems/>
            <div class="split status">
                <div class="stack">
                    {head}
                    {line}
                    {turn(words, &status)}
                    {written(words, &status)}
                    {stages}
                    {documents(words, &status)}
                    <h2>{words.timeline()}</h2>
                    <Timeline rows=status.history.clone()/>
                    {answers(words, &status.reference, &status.sections)}
                    {how_it_was(words, &status)}
                </div>
                {aside(words, &status, discard)}
            </div>
        </Page>
    }
}

/// Asks for a remark once it is over.
fn how_it_was(words: Words, status: &StatusView) -> AnyView {
    let over = status.status.is_final();
    let address = routes::feedback_on(words.0, &status.service_id);
    over.then(|| view! { <p><a href=address>{words.feedback_on_service()}</a></p> })
        .into_any()
}

/// Service, number, heading, tag.
fn standing(words: Words, status: &StatusView, heading: &'static str) -> AnyView {
    let caption = words.application_caption(Isolated::code(status.reference.clone()), status.service_title.as_str());
    view! {
        <div>
            <p class="caption">{caption}</p>
            <h1>{heading}</h1>
            <p class="tags">
                <StatusTag status=status.status/>
                " "
                <span class="quiet">{words.since_date(words.date(status.since.date()))}</span>
            </p>
        </div>
    }
    .into_any()
}

/// The one moment that is celebrated. The panel holds the heading and the number, and no link.
fn confirmation(words: Words, status: &StatusView, heading: &'static str) -> AnyView {
    let promise = status.promised.filter(|_| !status.status.is_final());
    let next = promise.map(|date| view! { <li>{words.next_review(words.date(date))}</li> });
    view! {
        <div class="done-panel">
            <Band id="sent" on_deep=true/>
            <div class="in">
                <h1 class="label-page">{heading}</h1>
                <p>{words.your_request_number(Isolated::code(status.reference.clone()))}</p>
            </div>
        </div>
        <section aria-labelledby="next">
            <h2 id="next">{words.what_happens_next()}</h2>
            <ul class="ticks">
                {next}
                <li>{words.next_message()}</li>
                <li>{words.keep_number()}</li>
            </ul>
        </section>
    }
    .into_any()
}

/// What officers asked and the applicant answered.
fn written(words: Words, status: &StatusView) -> Option<AnyView> {
    let conversation = status.conversation.clone();
    let lines = lines(words, conversation.rows.clone())?;
    let action = routes::answers(words.0, &status.reference);
    let section = view! {
        <section aria-labelledby="conversation">
            <h2 id="conversation" tabindex="-1">{words.conversation_title()}</h2>
            {lines}
            <Say conversation action asking=answering(words)/>
        </section>
    };
    Some(section.into_any())
}

fn documents(words: Words, status: &StatusView) -> Option<AnyView> {
    if status.documents.is_empty() {
        return None;
    }
    let rows = status.documents.iter().map(|document| {
        let address = routes::document(words.0, &status.reference, &document.number);
        let pdf = (!document.revoked).then(|| {
            let address = routes::document_pdf(words.0, &status.reference, &document.number);
            view! { <a href=address rel="external" download>{words.download_document()}</a> }
        });
        let revoked = document
            .revoked
            .then(|| view! { " · " <b>{words.verify_revoked()}</b> });
        view! {
            <li>
                <a href=address><bdi>{document.title.clone()}</bdi></a>
                <span class="quiet">
                    {Isolated::code(document.number.clone())}" · "{words.date(document.issued)} {revoked}
                </span>
                {pdf}
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section id="documents" aria-labelledby="documents-title">
                <h2 id="documents-title">{words.issued_documents()}</h2>
                <ul class="tasks">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn answers(words: Words, reference: &str, sections: &[SectionView]) -> Option<AnyView> {
    if sections.is_empty() {
        return None;
    }
    let sections = sections.iter().map(|section| {
        view! {
            <h3><bdi>{section.title.clone()}</bdi></h3>
            <Summary section=section.clone() reference=reference.to_owned()/>
        }
    });
    let sections = sections.collect_view();
    Some(
        view! {
            <details id="answers">
                <summary>{words.answers_and_attachments()}</summary>
                <div>{sections}</div>
            </details>
        }
        .into_any(),
    )
}
