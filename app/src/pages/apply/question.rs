//! One page of questions.

use domain::answer;
use domain::view::form::{CorrectionView, FormView};
use domain::view::outcome::FormProblem;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::components::back_link::BackLink;
use crate::components::changes::changes;
use crate::components::error_summary::ErrorSummary;
use crate::components::layout::Page;
use crate::components::notice::{Kind, Notice};
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::error::PortalError;
use crate::page::{load, loaded, param, query};
use crate::questions::{Questions, caption, is_single, problems, takes_files};
use crate::words::{Isolated, Message};
use crate::{api, routes};

/// The page at `…/form/{page}`.
#[component]
pub fn QuestionPage() -> impl IntoView {
    let language = language();
    let (reference, page, from) = (param("reference"), param("page"), query("from"));
    let form = load(
        move || (reference.get(), page.get(), from.get() == "check"),
        move |(reference, page, from_check)| async move {
            match api::form(language, reference, page, from_check).await {
                Ok(form) => Ok(Some(form)),
                // Not its turn yet, or sent already: the application's own page says what comes next.
                Err(PortalError::Conflict) => Ok(None),
                Err(error) => Err(error),
            }
        },
    );
    loaded(form, move |form| match form {
        Some(form) => view! { <QuestionForm form/> }.into_any(),
        None => view! { <Redirect path=routes::application(language, &reference.get_untracked())/> }.into_any(),
    })
}

#[component]
fn QuestionForm(
    /// What is asked, stored and wrong.
    form: FormView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let heading = match form.page.fields.as_slice() {
        [only] if is_single(&form) => only.label.get(language).to_owned(),
        _ => form.page.title.get(language).to_owned(),
    };
    let title = words.title(&[&heading, &form.service_title]);
    let kept = words.saved_until(words.date(form.saved_until));
    let problems = problems(&form);
    let faulty = Signal::derive(move || !problems.read().is_empty());
    let lead = (!is_single(&form)).then(|| lead(&form, heading));
    let (back, notices, from_check, files) = (back(&form), notices(&form), form.from_check, takes_files(&form));
    let action = routes::form(language, &form.reference, &form.page.key);
    view! {
        <Page title faulty>
            <BackLink href=back/>
            <div class="form-page stack">
                <ErrorSummary problems/>
                {lead}
                {notices}
                <PostForm action multipart=files>
                    {from_check.then(|| view! { <input type="hidden" name="from" value={"check"}/> })}
                    <Questions form>
                        <p class="btn-row top">
                            <button type="submit" class="btn btn-wide">{words.continue_button()}</button>
                            <button type="submit" class="link-btn" name="later" value="1">{words.save_later()}</button>
                        </p>
                    </Questions>
                </PostForm>
                <p class="saved quiet">{kept}</p>
            </div>
        </Page>
    }
}

/// What stands over several questions.
fn lead(form: &FormView, heading: String) -> AnyView {
    let intro = form.page.intro.as_ref().map(|intro| intro.get(language()).to_owned());
    view! {
        <div>
            <p class="caption">{caption(form)}</p>
            <h1><bdi>{heading}</bdi></h1>
            {intro.map(|intro| view! { <p class="quiet"><bdi>{intro}</bdi></p> })}
        </div>
    }
    .into_any()
}

fn back(form: &FormView) -> String {
    let language = language();
    match &form.back {
        _ if form.from_check => routes::check(language, &form.reference),
        Some(page) => routes::form(language, &form.reference, page),
        None => routes::application(language, &form.reference),
    }
}

/// What was wrong when the page was sent.
fn problems(form: &FormView) -> Signal<Vec<(String, Message)>> {
    let asked = form.fields.iter().filter_map(|view| {
        let (mut field, place) = answer::field_named(&form.page.fields, &view.key)?;
        if let Some((group, index)) = place {
            field.label = problems::in_item(group, index, &field, &form.values);
        }
        let problem = view.problem.clone().filter(|_| view.visible);
        let stored = problem.map(|problem| (view.input.clone(), FormProblem::Answer { problem }));
        Some((field, stored))
    });
    problems::summary(asked.collect())
}

/// Why the page is not simply as expected.
fn notices(form: &FormView) -> AnyView {
    let words = words();
    let correction = form
        .correction
        .as_ref()
        .map(|correction| correction_notice(correction, &form.page.key));
    let changes = form
        .changes
        .as_ref()
        .map(|found| changes(found, &form.reference, &form.page.key));
    view! {
        {changes}
        {correction}
        {form.more.then(|| view! { <Notice>{words.more_questions()}</Notice> })}
        {form.registry_away.then(|| view! { <Notice kind=Kind::Warning>{words.registry_away()}</Notice> })}
    }
    .into_any()
}

fn correction_notice(correction: &CorrectionView, page: &str) -> AnyView {
    let words = words();
    let marked = correction
        .fields
        .iter()
        .filter(|(on, ..)| on == page)
        .map(|(_, field, label)| {
            view! { <li><a href=format!("#f-{field}") rel="external">{label.clone()}</a></li> }
        });
    let marked = marked.collect_view();
    view! {
        <div class="notice notice-warn">
            <p><b>{words.officer_says(Isolated::words(correction.note.clone()))}</b></p>
            {(!marked.is_empty()).then(|| view! { <ul class="list">{marked}</ul> })}
            {(!correction.fields.is_empty()).then(|| view! { <p>{words.returned_only_open()}</p> })}
        </div>
    }
    .into_any()
}
