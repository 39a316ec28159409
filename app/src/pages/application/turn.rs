//! Whose turn it is: the applicant's, in the dashed frame, or the ministry's.

use domain::application::Status;
use domain::view::application::{NextAct, StatusView};
use domain::view::form::CorrectionView;
use domain::workflow::ChosenReason;
use leptos::prelude::*;

use crate::components::conversation::waits_for_applicant;
use crate::components::fee_table::amounts;
use crate::components::summary::anchor;
use crate::routes;
use crate::words::{Isolated, Words};

/// What the applicant must do, or why nothing.
pub(super) fn turn(words: Words, status: &StatusView) -> AnyView {
    match status.next {
        NextAct::Continue => go_on(words, status),
        NextAct::Pay => pay(words, status),
        NextAct::Correct => correct(words, status),
        NextAct::Book => book(words, status),
        NextAct::Open => opened(words, status),
        NextAct::Wait if waits_for_applicant(&status.conversation) => asked(words, status),
        NextAct::Wait | NextAct::Nothing => waiting(words, status),
    }
}

/// The dashed frame; one on a page.
fn frame(words: Words, children: AnyView) -> AnyView {
    view! {
        <section class="turn" aria-labelledby="turn">
            <h2 id="turn">{words.your_turn()}</h2>
            {children}
        </section>
    }
    .into_any()
}

fn go_on(words: Words, status: &StatusView) -> AnyView {
    let address = match &status.next_page {
        Some(page) => routes::form(words.0, &status.reference, page),
        None => routes::check(words.0, &status.reference),
    };
    let until = status
        .until
        .map(|date| view! { <p class="quiet">{words.draft_saved_until(words.date(date))}</p> });
    let body = view! {
        <p>{words.status_explained(status.status)}</p>
        {until}
        <p class="btn-row"><a class="btn btn-start" href=address>{words.action_complete()}</a></p>
    };
    frame(words, body.into_any())
}

fn pay(words: Words, status: &StatusView) -> AnyView {
    let until = status.until.map(|date| words.pay_before(words.weekday_date(date)));
    let body = view! {
        <p><b>{words.amount_due()}": "{amounts(words, &status.fee.due)}</b></p>
        {until.map(|until| view! { <p>{until}</p> })}
        <p class="btn-row">
            <a class="btn btn-start" href=routes::pay(words.0, &status.reference)>{words.pay_fees()}</a>
        </p>
    };
    frame(words, body.into_any())
}

fn book(words: Words, status: &StatusView) -> AnyView {
    let body = view! {
        <p>{words.appointment_choose_text()}</p>
        <p class="btn-row">
            <a class="btn btn-start" href=routes::appointment(words.0, &status.reference)>{words.appointment_title()}</a>
        </p>
    };
    frame(words, body.into_any())
}

/// When the applicant comes.
fn appointment(words: Words, status: &StatusView) -> Option<AnyView> {
    let booked = status.appointment.as_ref()?;
    let when = words.appointment_booked(
        words.weekday_date(booked.starts.date()),
        Isolated::words(booked.office.clone()),
        Isolated::code(booked.starts.format("%H:%M").to_string()),
    );
    let moved = (booked.moves_left > 0).then(|| {
        view! { <p><a href=routes::appointment(words.0, &status.reference)>{words.appointment_move()}</a></p> }
    });
    Some(view! { <p><b>{when}</b></p> {moved} }.into_any())
}

fn correct(words: Words, status: &StatusView) -> AnyView {
    let none = CorrectionView {
        note: String::new(),
        reasons: Vec::new(),
        fields: Vec::new(),
    };
    let correction = status.correction.clone().unwrap_or(none);
    let count = u64::try_from(correction.fields.len()).unwrap_or_default();
    let lead = match status.until {
        Some(date) if count > 0 => words.returned_lead(count, words.weekday_date(date)),
        _ => words.status_explained(Status::Returned).into(),
    };
    let first = correction
        .fields
        .first()
        .map(|(page, ..)| page.clone())
        .or_else(|| status.next_page.clone());
    let start = match first {
        Some(page) => routes::form(words.0, &status.reference, &page),
        None => routes::check(words.0, &status.reference),
    };
    let fields = correction.fields.iter().map(|(page, field, label)| {
        view! { <li><a href=anchor(&status.reference, page, field)><bdi>{label.clone()}</bdi></a></li> }
    });
    let fields = fields.collect_view();
    let body = view! {
        <p>{lead}" "{words.returned_no_fee()}</p>
        {reasons(words, &correction.reasons)}
        {(count > 0).then(|| view! { <ol>{fields}</ol> })}
        {(!correction.note.is_empty()).then(|| view! { <p>{words.officer_says(Isolated::words(correction.note))}</p> })}
        <p class="btn-row"><a class="btn btn-start" href=start>{words.correct_application()}</a></p>
    };
    frame(words, body.into_any())
}

/// The reasons of the list, before the officers' own words.
fn reasons(words: Words, chosen: &[ChosenReason]) -> Option<AnyView> {
    let rows = chosen.iter().map(|reason| words.chosen_reason(reason));
    let rows = rows.map(|reason| view! { <p><b><bdi>{reason}</bdi></b></p> });
    (!chosen.is_empty()).then(|| rows.collect_view().into_any())
}

/// An officer waits for an answer.
fn asked(words: Words, status: &StatusView) -> AnyView {
    let address = routes::conversation(words.0, &status.reference);
    let body = view! {
        <p>{words.conversation_turn()}</p>
        <p class="btn-row"><a class="btn btn-start" href=address rel="external">{words.conversation_turn_link()}</a></p>
    };
    view! {
        {frame(words, body.into_any())}
        {waiting(words, status)}
    }
    .into_any()
}

/// The document is there.
fn opened(words: Words, status: &StatusView) -> AnyView {
    let newest = status
        .documents
        .first()
        .map(|document| routes::document(words.0, &status.reference, &document.number));
    let address = newest.unwrap_or_else(|| "#documents".to_owned());
    view! {
        <section class="sheet">
            <p>{words.status_explained(status.status)}</p>
            <p class="btn-row"><a class="btn btn-start" href=address>{words.action_open()}</a></p>
        </section>
    }
    .into_any()
}

/// Who has it, until when, and what was decided.
fn waiting(words: Words, status: &StatusView) -> AnyView {
    let over = status.status.is_final();
    let holder = status
        .holder
        .clone()
        .map(|who| view! { <p>{words.now_with(Isolated::words(who))}</p> });
    let promise = status
        .promised
        .filter(|_| !over)
        .map(|date| view! { <p>{words.answer_by(words.date(date))}</p> });
    let paused = (status.status == Status::AwaitingExternal).then(|| view! { <p>{words.clock_paused_external()}</p> });
    let chosen = reasons(words, status.reason_chosen.as_slice());
    let reason = (chosen.is_some() || status.reason.is_some()).then(|| {
        view! {
            <h2 class="h-small">{words.reason()}</h2>
            {chosen}
            {status.reason.clone().map(|reason| view! { <p><bdi>{reason}</bdi></p> })}
        }
    });
    let objection = (status.status == Status::Rejected).then(|| view! { <p>{words.objection_text()}</p> });
    let free = !waits_for_applicant(&status.conversation) && status.status != Status::AwaitingAppointment;
    let nothing = (!over && free).then(|| words.nothing_to_do());
    let again = (over && status.status != Status::Issued).then(|| {
        view! {
            <p><a href=routes::service(words.0, &status.service_id)>{words.service_page_again()}</a></p>
        }
    });
    view! {
        <section class="sheet">
            <p><b>{words.status_explained(status.status)}</b>{nothing.map(|nothing| view! { " "{nothing} })}</p>
            {appointment(words, status)} {holder} {promise} {paused} {reason} {objection} {again}
        </section>
    }
    .into_any()
}
