//! My applications, newest first, with what is next for each.

use domain::reference::Reference;
use domain::view::application::{ApplicationRow, ApplicationsView, NextAct};
use domain::view::consent::ConsentRow;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use serde::{Deserialize, Serialize};

use crate::components::error_summary::ErrorSummary;
use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::components::motif::{Icon, SHEET};
use crate::components::pagination::Pagination;
use crate::components::tag::StatusTag;
use crate::context::{language, words};
use crate::error::PortalError;
use crate::page::{load, loaded, query};
use crate::words::{Isolated, Message, Words};
use crate::{api, routes};

/// From this many rows on, searching by number is offered without being asked for.
const MANY: usize = 8;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    list: ApplicationsView,
    lookup: Lookup,
}

/// What became of the number that was asked for (the home page asks like this).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Lookup {
    /// None was asked for.
    #[default]
    NotAsked,
    /// It is theirs.
    Here(String),
    /// It cannot be a request number.
    NotANumber(String),
    /// Not among theirs.
    Missing(String),
}

/// The page at `/applications`.
#[component]
pub fn ApplicationsPage() -> impl IntoView {
    let (after, reference) = (query("after"), query("reference"));
    let language = language();
    let found = load(
        move || (after.get(), reference.get()),
        move |(after, reference)| async move {
            let list = api::applications(language, (!after.is_empty()).then_some(after)).await?;
            let lookup = match reference.parse::<Reference>() {
                _ if reference.trim().is_empty() => Lookup::NotAsked,
                Err(_) => Lookup::NotANumber(reference),
                Ok(number) => match api::application(language, number.to_string()).await {
                    Ok(found) => Lookup::Here(found.reference),
                    Err(PortalError::NotFound | PortalError::Forbidden) => Lookup::Missing(reference),
                    Err(error) => return Err(error),
                },
            };
            Ok(Found { list, lookup })
        },
    );
    loaded(found, move |found| match found.lookup {
        Lookup::Here(reference) => view! { <Redirect path=routes::application(language, &reference)/> }.into_any(),
        lookup => view! { <Applications list=found.list lookup/> }.into_any(),
    })
}

#[component]
fn Applications(
    /// The rows.
    list: ApplicationsView,
    /// What became of the number that was asked for.
    lookup: Lookup,
) -> impl IntoView {
    let words = words();
    let (typed, problem) = match lookup {
        Lookup::NotAsked | Lookup::Here(_) => (String::new(), None),
        Lookup::NotANumber(typed) => (
            typed,
            Some(words.problem_request_number(Isolated::code("2611-4837-0628"))),
        ),
        Lookup::Missing(typed) => (typed, Some(words.application_not_found().into())),
    };
    let faulty = problem.is_some();
    let lines: Vec<(String, Message)> = problem
        .iter()
        .map(|problem| ("reference".to_owned(), problem.clone()))
        .collect();
    let search = faulty || list.older.is_some() || list.rows.len() >= MANY;
    let older = list
        .older
        .as_ref()
        .map(|after| routes::with_query(routes::applications(words.0), &[("after", after)]));
    let consents = (!list.consents.is_empty()).then(|| asked(words, list.consents.clone()));
    let body = if list.rows.is_empty() {
        empty(words)
    } else {
        table(words, list.rows)
    };
    view! {
        <Page title=words.title(&[words.applications_title()]) faulty>
            <ErrorSummary problems=lines/>
            <div class="stack">
                <h1>{words.applications_title()}</h1>
                {consents}
                {search.then(|| view! { <Search typed problem/> })}
                {body}
                <Pagination next=older label=words.older_applications()/>
            </div>
        </Page>
    }
}

/// What others ask the reader to agree to.
fn asked(words: Words, consents: Vec<ConsentRow>) -> AnyView {
    let rows = consents.into_iter().map(|row| {
        let until = row
            .until
            .map(|date| view! { " "{words.answer_until()}" "{words.date(date)}"." });
        let address = routes::consent(words.0, &row.reference);
        view! {
            <li>
                {words.consent_lead(Isolated::words(row.applicant), Isolated::words(row.service_title))}
                {until}
                " "
                <a href=address>{words.consent_open()}" "{Isolated::code(row.reference)}</a>
            </li>
        }
    });
    view! {
        <section class="turn" aria-labelledby="consents">
            <h2 id="consents">{words.consents_waiting()}</h2>
            <ul class="list">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Search(
    /// As it was typed.
    typed: String,
    /// Why it led nowhere.
    problem: Option<Message>,
) -> impl IntoView {
    let words = words();
    let bad = problem.is_some();
    let described = if bad {
        "reference-hint reference-error"
    } else {
        "reference-hint"
    };
    view! {
        <GetForm action=routes::applications(language()) role="search">
            <div class="field" class:bad=bad>
                <label class="label" for="reference">{words.request_number()}</label>
                <p class="hint" id="reference-hint">{words.request_number_hint(Isolated::code("2611-4837-0628"))}</p>
                {problem
                    .map(|problem| {
                        view! {
                            <p class="error" id="reference-error">
                                <span class="visually-hidden">{words.error_prefix()}" "</span>
                                {problem}
                            </p>
                        }
                    })}
                <div class="search">
                    <input
                        type="text"
                        class="input w-20"
                        id="reference"
                        name="reference"
                        dir="ltr"
                        inputmode="numeric"
                        autocomplete="off"
                        value=typed
                        aria-invalid=bad.then_some("true")
                        aria-describedby=described
                    />
                    <button type="submit" class="btn btn-2">{words.track_button()}</button>
                </div>
            </div>
        </GetForm>
    }
}

fn empty(words: Words) -> AnyView {
    view! {
        <div class="empty">
            <Icon path=SHEET/>
            <p><b>{words.no_applications()}</b></p>
            <p>
                {words.no_applications_text()}" "
                <a href=routes::services(words.0)>{words.open_catalogue()}</a>
            </p>
        </div>
    }
    .into_any()
}

/// A table that becomes cards on a phone; the roles are written out, since `display: block` drops them.
fn table(words: Words, rows: Vec<ApplicationRow>) -> AnyView {
    let head = [
        words.request_number(),
        words.service(),
        words.status(),
        words.updated(),
        words.next_action(),
    ];
    view! {
        <table class="table-cards" role="table">
            <caption>{words.applications_caption()}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {head.map(|name| view! { <th scope="col" role="columnheader">{name}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(|row| line(words, row)).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn line(words: Words, row: ApplicationRow) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=words.request_number()>
                <a href=routes::application(words.0, &row.reference)>{Isolated::code(row.reference.clone())}</a>
            </th>
            <td role="cell" data-label=words.service()>
                <bdi>{row.service_title.clone()}</bdi>
                {draft(words, &row)}
            </td>
            <td role="cell" data-label=words.status()><StatusTag status=row.status/></td>
            <td role="cell" data-label=words.updated()>{words.date(row.updated.date())}</td>
            <td role="cell" data-label=words.next_action()>{next(words, &row)}</td>
        </tr>
    }
    .into_any()
}

/// How far a draft has come, until when it is kept, and where it is thrown away (which is asked once more there).
fn draft(words: Words, row: &ApplicationRow) -> Option<AnyView> {
    let until = words.draft_saved_until(words.date(row.kept_until?));
    let reached = row
        .reached
        .clone()
        .map(|page| view! { {words.draft_reached(page)} <br/> });
    let address = routes::discard_asked(words.0, &row.reference);
    let which = words.your_request_number(Isolated::code(row.reference.clone()));
    Some(
        view! {
            <br/>
            <span class="quiet small">
                {reached}
                {until}
                <br/>
                <a href=address>{words.delete_draft()}<span class="visually-hidden">" "{which}</span></a>
            </span>
        }
        .into_any(),
    )
}

/// The next act, as a link where there is one; its name says which application it is about.
fn next(words: Words, row: &ApplicationRow) -> AnyView {
    let (act, address) = match row.next {
        NextAct::Continue => (words.action_complete(), routes::application(words.0, &row.reference)),
        NextAct::Pay => (words.pay_fees(), routes::pay(words.0, &row.reference)),
        NextAct::Correct => (words.action_correct(), routes::application(words.0, &row.reference)),
        NextAct::Book => (words.appointment_title(), routes::appointment(words.0, &row.reference)),
        NextAct::Open => (
            words.action_open(),
            routes::application(words.0, &row.reference) + "#documents",
        ),
        NextAct::Wait => return view! { <span class="quiet">{words.action_wait()}</span> }.into_any(),
        NextAct::Nothing => return view! { <span class="quiet">{words.action_nothing()}</span> }.into_any(),
    };
    let which = words.your_request_number(Isolated::code(row.reference.clone()));
    view! { <a href=address>{act}<span class="visually-hidden">" "{which}</span></a> }.into_any()
}
