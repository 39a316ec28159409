//! Choosing a time at an office. Office and day are asked by a form that only looks; the time is booked.

use domain::service::FieldKind;
use domain::view::appointment::{AppointmentView, BookedView};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::components::back_link::BackLink;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::components::notice::Notice;
use crate::components::post_form::PostForm;
use crate::components::text_input::{FieldProblem, problem_at};
use crate::context::{language, words};
use crate::error::PortalError;
use crate::page::{load, loaded, param, query};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page at `…/appointment`.
#[component]
pub fn AppointmentPage() -> impl IntoView {
    let language = language();
    let (reference, office, day) = (param("reference"), query("office"), query("day"));
    let view = load(
        move || (reference.get(), office.get(), day.get()),
        move |(reference, office, day)| async move {
            let office = (!office.is_empty()).then_some(office);
            match api::appointment(language, reference, office, day.parse().ok()).await {
                Ok(view) => Ok(Some(view)),
                // Nothing to book: the application's own page says what comes next.
                Err(PortalError::Conflict) => Ok(None),
                Err(error) => Err(error),
            }
        },
    );
    loaded(view, move |view| match view {
        Some(view) => view! { <Appointment view/> }.into_any(),
        None => view! { <Redirect path=routes::application(language, &reference.get_untracked())/> }.into_any(),
    })
}

#[component]
fn Appointment(
    /// What is offered.
    view: AppointmentView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let problems = posted_problems(vec![("slot", FieldKind::Radio, words.appointment_time().to_owned())]);
    let title = words.title(&[words.appointment_title(), &view.service_title]);
    let booked = view.booked.as_ref().map(|booked| booked_notice(words, booked));
    let closed = view.booked.as_ref().is_some_and(|booked| booked.moves_left == 0);
    let form = (!closed).then(|| {
        view! {
            {look(words, &view)}
            {times(words, &view)}
        }
    });
    view! {
        <Page title faulty=Signal::derive(move || !problems.read().is_empty())>
            <BackLink href=routes::application(language, &view.reference)/>
            <div class="form-page stack">
                <ErrorSummary problems/>
                <h1>{words.appointment_title()}</h1>
                <p class="lede"><bdi>{view.purpose.clone()}</bdi></p>
                <p class="quiet">{words.appointment_minutes(view.minutes.into())}</p>
                {booked}
                {form}
            </div>
        </Page>
    }
}

/// The appointment there is.
fn booked_notice(words: Words, booked: &BookedView) -> AnyView {
    let when = words.appointment_booked(
        words.weekday_date(booked.starts.date()),
        Isolated::words(booked.office.clone()),
        Isolated::code(booked.starts.format("%H:%M").to_string()),
    );
    let moves = if booked.moves_left == 0 {
        words.appointment_no_moves().into()
    } else {
        words.appointment_moves_left(booked.moves_left.into())
    };
    view! { <Notice><b>{when}</b>" "{moves}</Notice> }.into_any()
}

/// Office and day.
fn look(words: Words, view: &AppointmentView) -> AnyView {
    let option = |value: String, name: String, chosen: bool| {
        view! { <option value=value selected=chosen>{name}</option> }.into_any()
    };
    let offices: Vec<AnyView> = view
        .offices
        .iter()
        .map(|(value, name)| option(value.clone(), name.clone(), view.office.as_ref() == Some(value)))
        .collect();
    let days: Vec<AnyView> = view
        .days
        .iter()
        .map(|day| {
            let name = words.weekday_date(*day).plain().into();
            option(day.to_string(), name, view.day == Some(*day))
        })
        .collect();
    let none = view
        .office
        .is_none()
        .then(|| view! { <option value="">{words.choose_one()}</option> });
    view! {
        <GetForm action=routes::appointment(words.0, &view.reference) class="top">
            <div class="field">
                <label class="label" for="office">{words.appointment_office()}</label>
                <select class="select" id="office" name="office">{none}{offices}</select>
            </div>
            <div class="field">
                <label class="label" for="day">{words.appointment_day()}</label>
                <select class="select" id="day" name="day">{days}</select>
            </div>
            <p class="btn-row"><button type="submit" class="btn btn-2">{words.appointment_show_times()}</button></p>
        </GetForm>
    }
    .into_any()
}

/// The free times of the day, and the button that books one.
fn times(words: Words, view: &AppointmentView) -> AnyView {
    let (Some(office), Some(day)) = (view.office.clone(), view.day) else {
        return ().into_any();
    };
    if view.times.is_empty() {
        return view! { <p>{words.appointment_day_full()}</p> }.into_any();
    }
    let problem = problem_at("slot", FieldKind::Radio, words.appointment_time().to_owned());
    let choices = view.times.iter().enumerate().map(|(at, time)| {
        let id = if at == 0 {
            "slot".to_owned()
        } else {
            format!("slot-{at}")
        };
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name="slot" value=format!("{day}T{time}")/>
                <label for=id>{Isolated::code(time.clone())}</label>
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        <PostForm action=routes::appointment(words.0, &view.reference) class="top">
            <input type="hidden" name="office" value=office/>
            <fieldset class="field choices times" class:bad=move || problem.read().is_some()>
                <legend>{words.appointment_times_of(words.weekday_date(day))}</legend>
                <FieldProblem name="slot" problem/>
                {choices}
            </fieldset>
            <p class="btn-row top">
                <button type="submit" class="btn btn-wide">{words.appointment_book()}</button>
            </p>
        </PostForm>
    }
    .into_any()
}
