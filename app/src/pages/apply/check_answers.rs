//! The last page of a form: everything once more, the fees, the declaration, and the button that sends.

use domain::service::FieldKind;
use domain::service::field::Field;
use domain::view::form::{CheckView, CorrectionView};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::components::back_link::BackLink;
use crate::components::changes::changes;
use crate::components::error_summary::ErrorSummary;
use crate::components::fee_table::FeeTable;
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::components::summary::{Summary, question};
use crate::context::{language, posted, words};
use crate::error::PortalError;
use crate::page::{load, loaded, param};
use crate::problems::form_problem_with;
use crate::questions::problems;
use crate::words::Isolated;
use crate::{api, routes};

/// The page at `…/form/check`.
#[component]
pub fn CheckAnswersPage() -> impl IntoView {
    let language = language();
    let reference = param("reference");
    let check = load(
        move || reference.get(),
        move |reference| async move {
            match api::check(language, reference).await {
                Ok(check) => Ok(Some(check)),
                // Sent already: the application's own page shows where it is.
                Err(PortalError::Conflict) => Ok(None),
                Err(error) => Err(error),
            }
        },
    );
    loaded(check, move |check| match check {
        Some(check) => view! { <CheckAnswers check/> }.into_any(),
        None => view! { <Redirect path=routes::application(language, &reference.get_untracked())/> }.into_any(),
    })
}

#[component]
fn CheckAnswers(
    /// The answers and what stands between them and sending.
    check: CheckView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let heading = match () {
        () if check.refused.is_some() => words.not_eligible_title(),
        () if check.resend.is_some() => words.check_answers_resend_title(),
        () => words.check_answers_title(),
    };
    let problems = problems::summary(check.declarations.iter().map(|field| (field.clone(), None)).collect());
    let stop = stop(&check);
    let sends = stop.is_none();
    let faulty = Signal::derive(move || sends && !problems.read().is_empty());
    let back = match &check.back {
        Some(page) => routes::form(language, &check.reference, page),
        None => routes::application(language, &check.reference),
    };
    let sources = check.resend.is_none();
    // What cannot be worked out yet is not shown as free.
    let known = check.incomplete.is_none() || !check.fee.lines.is_empty() || !check.fee.open.is_empty();
    let priced = known && check.refused.is_none() && check.resend.is_none();
    let sections = check.sections.iter().map(|section| {
        view! {
            <h2><bdi>{section.title.clone()}</bdi></h2>
            <Summary
                section=section.clone()
                reference=check.reference.clone()
                change=true
                sources
                registries=check.sources.clone()
            />
        }
    });
    let sections = sections.collect_view();
    view! {
        <Page title=words.title(&[heading, &check.service_title]) faulty>
            <BackLink href=back/>
            <div class="form-page stack">
                {sends.then(|| view! { <ErrorSummary problems/> })}
                <div>
                    <p class="caption"><bdi>{check.service_title.clone()}</bdi></p>
                    <h1>{heading}</h1>
                </div>
                {stop}
                {check.changes.as_ref().map(|found| changes(found, &check.reference, ""))}
                {check.resend.as_ref().map(|resend| correction(&check.reference, resend))}
                {sections}
                {priced.then(|| fees(&check))}
                {sends.then(|| view! { <Submit check=check.clone()/> })}
            </div>
        </Page>
    }
}

/// What stands in the way of sending, if anything: not for this person, answers that contradict each other, questions
/// without an answer.
fn stop(check: &CheckView) -> Option<AnyView> {
    let (language, words) = (language(), words());
    if let Some(reason) = &check.refused {
        return Some(refused(reason, &check.reference));
    }
    if !check.blocked.is_empty() {
        let reasons = check
            .blocked
            .iter()
            .map(|reason| view! { <li><bdi>{reason.clone()}</bdi></li> })
            .collect_view();
        return Some(
            view! {
                <section class="turn" aria-labelledby="stop">
                    <h2 id="stop">{words.answers_blocked_title()}</h2>
                    <ul class="ticks">{reasons}</ul>
                    <p>{words.answers_blocked_text()}</p>
                </section>
            }
            .into_any(),
        );
    }
    let page = check.incomplete.as_ref()?;
    let open = routes::form_from_check(language, &check.reference, page);
    Some(
        view! {
            <section class="turn" aria-labelledby="stop">
                <h2 id="stop">{words.answers_incomplete_title()}</h2>
                <p>{words.answers_incomplete()}</p>
                <p class="btn-row"><a class="btn" href=open>{words.answer_open_questions()}</a></p>
            </section>
        }
        .into_any(),
    )
}

fn refused(reason: &str, reference: &str) -> AnyView {
    let (language, words) = (language(), words());
    view! {
        <section class="sheet">
            <h2>{words.not_eligible_reasons()}</h2>
            <p><bdi>{reason.to_owned()}</bdi></p>
            <h2 class="h-small">{words.not_eligible_what_now()}</h2>
            <ul class="ticks">
                <li>{words.not_eligible_change()}</li>
                <li>{words.not_eligible_wrong_data()}</li>
                <li>{words.not_eligible_objection()}</li>
            </ul>
            <p class="btn-row">
                <a class="btn btn-2" href=routes::services(language)>{words.open_catalogue()}</a>
                <a href=routes::application(language, reference)>{words.about_application()}</a>
            </p>
        </section>
    }
    .into_any()
}

fn correction(reference: &str, correction: &CorrectionView) -> AnyView {
    let words = words();
    let marked = correction.fields.iter().map(|(page, field, label)| {
        view! { <li><a href=question(reference, page, field)><bdi>{label.clone()}</bdi></a></li> }
    });
    let marked = marked.collect_view();
    view! {
        <div class="notice notice-warn">
            <p>{words.officer_says(Isolated::words(correction.note.clone()))}</p>
            {(!marked.is_empty()).then(|| view! { <ul class="list">{marked}</ul> })}
        </div>
    }
    .into_any()
}

fn fees(check: &CheckView) -> AnyView {
    let words = words();
    let heading = if check.declarations.is_empty() {
        words.fees()
    } else {
        words.fees_and_declaration()
    };
    view! {
        <h2>{heading}</h2>
        <div class="sheet"><FeeTable fee=check.fee.clone()/></div>
    }
    .into_any()
}

/// The declarations and the button that says the act.
#[component]
fn Submit(
    /// The page's view.
    check: CheckView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let resend = check.resend.is_some();
    let (act, after) = match () {
        () if resend => (words.resend_application(), words.returned_no_fee()),
        () if check.fee.totals.is_empty() => (words.submit_application(), words.after_submit_free()),
        () => (words.submit_application(), words.after_submit_pay()),
    };
    let heading = (resend && !check.declarations.is_empty()).then(|| view! { <h2>{words.declaration()}</h2> });
    view! {
        {heading}
        <PostForm action=routes::check(language, &check.reference) class="stack">
            {check.declarations.into_iter().map(declaration).collect_view()}
            <p class="btn-row top">
                <button type="submit" class="btn btn-start">{act}</button>
                <a href=routes::applications(language)>{words.save_later()}</a>
            </p>
            <p class="quiet">{after}</p>
        </PostForm>
    }
}

/// A box that must be ticked before sending.
fn declaration(field: Field) -> AnyView {
    let (words, posted) = (words(), posted());
    let name = field.key.clone();
    let label = field.label.get(words.0).to_owned();
    let ticked = !posted.read_untracked().value(&name).is_empty();
    let problem = Signal::derive({
        let name = name.clone();
        move || posted.read().problem(&name).cloned()
    });
    let (wrapper, error_id) = (format!("f-{name}"), format!("{name}-error"));
    let described = {
        let id = error_id.clone();
        move || problem.read().is_some().then(|| id.clone())
    };
    let told = {
        let label = label.clone();
        move || {
            let problem = problem.get()?;
            let said = form_problem_with(words, FieldKind::Checkbox, &label, &problem);
            Some(view! {
                <p class="error" id=error_id.clone()>
                    <span class="visually-hidden">{words.error_prefix()}" "</span>
                    {said}
                </p>
            })
        }
    };
    view! {
        <div class="field" class:bad=move || problem.read().is_some() id=wrapper>
            {told}
            <div class="choice">
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value="true"
                    checked=ticked
                    aria-invalid=move || problem.read().is_some().then_some("true")
                    aria-describedby=described
                />
                <label for=name><bdi>{label}</bdi></label>
            </div>
        </div>
    }
    .into_any()
}
