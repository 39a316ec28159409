//! Figures of one body: the dashboard of its supervisor and the reports of its director.

use domain::language::Language;
use domain::view::figures::FiguresView;
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::figure::{FigureSheets, days};
use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::{load, loaded, query};
use crate::words::Words;
use crate::{api, routes};

/// What stands on one of the two pages and not on the other.
#[derive(Clone, Copy)]
struct Kind {
    title: fn(Words) -> &'static str,
    lede: fn(Words) -> &'static str,
    address: fn(Language) -> String,
    file: fn(Language, &str, &str, &str) -> String,
}

const DASHBOARD: Kind = Kind {
    title: |words| words.dashboard_title(),
    lede: |words| words.dashboard_lede(),
    address: routes::dashboard,
    file: routes::dashboard_file,
};

const REPORTS: Kind = Kind {
    title: |words| words.reports_title(),
    lede: |words| words.reports_lede(),
    address: routes::reports,
    file: routes::reports_file,
};

/// The dashboard, asked with `?body=`, `?from=` and `?to=`.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let language = language();
    let found = load(asked(), move |(body, from, to)| {
        api::dashboard(language, body, from, to)
    });
    let page = loaded(found, |figures| view! { <Figures kind=DASHBOARD figures/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

/// The reports, asked likewise.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let language = language();
    let found = load(asked(), move |(body, from, to)| api::reports(language, body, from, to));
    let page = loaded(found, |figures| view! { <Figures kind=REPORTS figures/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

fn asked() -> impl Fn() -> (String, String, String) + Send + Sync + 'static {
    let (body, from, to) = (query("body"), query("from"), query("to"));
    move || (body.get(), from.get(), to.get())
}

#[component]
fn Figures(
    /// Which page.
    kind: Kind,
    /// What is shown.
    figures: FiguresView,
) -> AnyView {
    let (language, words) = (language(), words());
    let heading = (kind.title)(words);
    let (from, to) = (figures.from.to_string(), figures.to.to_string());
    let body = figures.body.clone().unwrap_or_default();
    let file = (kind.file)(language, &body.key, &from, &to);
    let (bodies, days) = (body_select(words, &figures), days(words, &figures));
    view! {
        <Page title=title(&[heading])>
            <div class="wrap stack">
                <h1>{heading}</h1>
                <p class="lede"><bdi>{body.name.clone()}</bdi>". "{(kind.lede)(words)}</p>
                {figures.misread.then(|| view! { <p class="notice">{words.figures_misread()}</p> })}
                <GetForm action=(kind.address)(language) class="figure-days">
                    {bodies}
                    {day_input("from", words.figures_from(), from)}
                    {day_input("to", words.figures_to(), to)}
                    <button type="submit" class="btn btn-2">{words.figures_show()}</button>
                </GetForm>
                {days}
                <FigureSheets figures=figures.figures/>
                <p><a href=file rel="external" download="">{words.figures_file()}</a></p>
            </div>
        </Page>
    }
    .into_any()
}

/// The body, where the reader leads several.
fn body_select(words: Words, figures: &FiguresView) -> AnyView {
    let Some(body) = figures.body.clone() else {
        return ().into_any();
    };
    if figures.others.is_empty() {
        return ().into_any();
    }
    let others = figures.others.iter().cloned();
    let options = others
        .map(|other| view! { <option value=other.key>{other.name}</option> })
        .collect_view();
    view! {
        <div>
            <label class="label" for="body">{words.figures_body()}</label>
            <select class="select" id="body" name="body">
                <option value=body.key selected=true>{body.name}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn day_input(name: &'static str, label: &'static str, day: String) -> AnyView {
    view! {
        <div>
            <label class="label" for=name>{label}</label>
            <input type="date" class="input" id=name name=name value=day required=true/>
        </div>
    }
    .into_any()
}
