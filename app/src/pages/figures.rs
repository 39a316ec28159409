//! Figures for everybody: how long each service really takes, how many ask for it, how satisfied they are.

use domain::figures::FEWEST;
use domain::view::figures::FiguresView;
use leptos::prelude::*;

use crate::components::figure::{FigureSheets, days};
use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::{load, loaded, query};
use crate::words::Words;
use crate::{api, routes};

/// The page, asked with `?from=` and `?to=`, both months.
#[component]
pub fn FiguresPage() -> impl IntoView {
    let language = language();
    let (from, to) = (query("from"), query("to"));
    let found = load(
        move || (from.get(), to.get()),
        move |(from, to)| api::figures(language, from, to),
    );
    loaded(found, |figures| view! { <Figures figures/> }.into_any())
}

#[component]
fn Figures(
    /// What is shown.
    figures: FiguresView,
) -> AnyView {
    let (language, words) = (language(), words());
    let month = |day: chrono::NaiveDate| day.format("%Y-%m").to_string();
    let file = routes::figures_file(language, &month(figures.from), &month(figures.to));
    let months = [
        month_select(words, "from", words.figures_from(), &figures, figures.from),
        month_select(words, "to", words.figures_to(), &figures, figures.to),
    ];
    let days = days(words, &figures);
    view! {
        <Page title=words.title(&[words.figures_title()])>
            <div class="stack">
                <h1>{words.figures_title()}</h1>
                <p class="lede">{words.figures_lede()}</p>
                {figures.misread.then(|| view! { <p class="notice">{words.figures_misread()}</p> })}
                <GetForm action=routes::figures(language) class="figure-days">
                    {months.into_view()}
                    <button type="submit" class="btn btn-2">{words.figures_show()}</button>
                </GetForm>
                {days}
                <FigureSheets figures=figures.figures/>
                <p class="quiet">{words.figures_small(FEWEST)}</p>
                <p><a href=file rel="external" download="">{words.figures_file()}</a></p>
            </div>
        </Page>
    }
    .into_any()
}

/// A month to be chosen. Options hold no other element, so the names are plain.
fn month_select(
    words: Words,
    name: &'static str,
    label: &'static str,
    figures: &FiguresView,
    chosen: chrono::NaiveDate,
) -> AnyView {
    let chosen = domain::figures::month(chosen);
    let options = figures.months.iter().map(|month| {
        let value = month.format("%Y-%m").to_string();
        view! { <option value=value selected=*month == chosen>{words.month_and_year(*month)}</option> }
    });
    view! {
        <div>
            <label class="label" for=name>{label}</label>
            <select class="select" id=name name=name>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}
