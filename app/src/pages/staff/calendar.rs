//! Holidays by decision: the table, and the form that writes one down.

use domain::language::Language;
use domain::service::FieldKind;
use domain::view::calendar::{CalendarDayView, CalendarView};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::card_table::{CardTable, head_cell};
use crate::components::choices::Radios;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::components::select_input::SelectInput;
use crate::components::text_input::TextInput;
use crate::context::{language, words};
use crate::page::{load, loaded};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let calendar = load(|| (), |()| api::calendar());
    let page = loaded(calendar, |calendar| view! { <Holidays calendar/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

#[component]
fn Holidays(
    /// The days there are.
    calendar: CalendarView,
) -> impl IntoView {
    let words = words();
    let problems = posted_problems(vec![
        ("day", FieldKind::Date, words.calendar_day().to_owned()),
        ("what", FieldKind::Radio, words.calendar_what().to_owned()),
        ("governorate", FieldKind::Select, words.calendar_where().to_owned()),
        ("name_ar", FieldKind::Text, words.calendar_name_ar().to_owned()),
        ("name_en", FieldKind::Text, words.calendar_name_en().to_owned()),
    ]);
    let heading = words.calendar_title();
    view! {
        <Page title=title(&[heading]) faulty=Signal::derive(move || !problems.read().is_empty())>
            <div class="wrap stack">
                <ErrorSummary problems/>
                <h1>{heading}</h1>
                <p class="lede">{words.calendar_lede()}</p>
                {table(words, &calendar)}
                {form(words, &calendar)}
            </div>
        </Page>
    }
}

fn table(words: Words, calendar: &CalendarView) -> AnyView {
    if calendar.days.is_empty() {
        return view! { <p>{words.calendar_empty()}</p> }.into_any();
    }
    let rows = calendar.days.iter().map(|day| row(words, calendar, day)).collect_view();
    let names = [
        words.calendar_day(),
        words.calendar_name(),
        words.calendar_where(),
        words.calendar_what(),
        words.calendar_act(),
    ];
    let head = names.map(|name| head_cell(name, false)).collect_view().into_any();
    view! { <CardTable id="days-caption" caption=words.calendar_title() head>{rows}</CardTable> }.into_any()
}

fn row(words: Words, calendar: &CalendarView, day: &CalendarDayView) -> AnyView {
    let place = place(words, calendar, day.governorate.as_deref());
    let what = if day.is_open {
        words.calendar_open()
    } else {
        words.calendar_closed()
    };
    let (when, date) = (words.weekday_date(day.day), day.day.to_string());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{when}</th>
            <td role="cell" data-label=words.calendar_name()><bdi>{day.name.get(words.0).to_owned()}</bdi></td>
            <td role="cell" data-label=words.calendar_where()><bdi>{place}</bdi></td>
            <td role="cell" data-label=words.calendar_what()><span>{what}</span></td>
            <td role="cell" data-label=words.calendar_act()>
                <PostForm action=routes::calendar_withdraw(words.0, &day.id)>
                    <button type="submit" class="link-btn">
                        {words.calendar_withdraw()}
                        <span class="visually-hidden">" " <bdi>{date}</bdi></span>
                    </button>
                </PostForm>
            </td>
        </tr>
    }
    .into_any()
}

fn place(words: Words, calendar: &CalendarView, governorate: Option<&str>) -> String {
    let Some(key) = governorate else {
        return words.calendar_everywhere().to_owned();
    };
    let found = calendar
        .governorates
        .iter()
        .find(|choice| choice.value.as_text() == Some(key));
    found.map_or_else(|| key.to_owned(), |choice| choice.label.get(words.0).to_owned())
}

fn form(words: Words, calendar: &CalendarView) -> AnyView {
    let language = language();
    let governorates = governorates(language, words, calendar);
    let example = words.calendar_day_hint(Isolated::code("2026-12-03"));
    let kinds = vec![
        ("closed", words.calendar_closed().to_owned()),
        ("open", words.calendar_open().to_owned()),
    ];
    view! {
        <section class="sheet" aria-labelledby="add">
            <h2 id="add">{words.calendar_add_title()}</h2>
            <PostForm action=routes::calendar(language)>
                <TextInput
                    name="day"
                    label=words.calendar_day()
                    hint=example
                    kind=FieldKind::Date
                    inputmode="numeric"
                    left_to_right=true
                    class="input w-9"
                />
                <Radios name="what" label=words.calendar_what() options=kinds/>
                {governorates}
                <TextInput name="name_ar" label=words.calendar_name_ar()/>
                <TextInput name="name_en" label=words.calendar_name_en()/>
                <p class="btn-row top"><button type="submit" class="btn">{words.calendar_add()}</button></p>
            </PostForm>
        </section>
    }
    .into_any()
}

fn governorates(language: Language, words: Words, calendar: &CalendarView) -> AnyView {
    let options = calendar.governorates.iter().map(|choice| {
        let value = choice.value.as_text().unwrap_or_default().to_owned();
        (value, choice.label.get(language).to_owned())
    });
    let options = options.collect();
    view! {
        <SelectInput
            name="governorate"
            label=words.calendar_where()
            nothing=words.calendar_everywhere()
            options
        />
    }
    .into_any()
}
