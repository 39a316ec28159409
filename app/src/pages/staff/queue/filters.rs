//! What narrows the queue down, and how to widen it again. Everything is an address, so it works without script and can
//! be kept.

use domain::view::queue::{DueRange, QueueQuery, QueueTab, QueueView};
use leptos::prelude::*;

use super::Shown;
use crate::components::get_form::GetForm;
use crate::context::words;
use crate::routes;
use crate::words::Words;

/// The search, the rest behind one press, and what is filtered by now.
#[component]
pub fn Filters(
    /// What the list shows.
    shown: Shown,
    /// The whole view.
    queue: QueueView,
) -> impl IntoView {
    let words = words();
    let chips = chips(&shown, &queue);
    let query = shown.query.clone();
    let open = query.is_filtered() && query.text.is_empty();
    let fields = fields(words, &query, &queue);
    view! {
        <GetForm action=routes::staff_queue(shown.language) class="toolbar queue-filters" role="search">
            {query.tab.map(|tab| view! { <input type="hidden" name="view" value=tab.key()/> })}
            <div class="grow">
                <label class="label" for="q">{words.queue_search()}</label>
                <input class="input" type="search" id="q" name="q" autocomplete="off" value=query.text/>
            </div>
            <button type="submit" class="btn btn-2">{words.apply_filters()}</button>
            <details class="more-filters" open=open>
                <summary>{words.filters()}</summary>
                <div class="toolbar">{fields}</div>
            </details>
        </GetForm>
        {chips}
    }
}

/// The inputs but the search. What waits for others has no step, last day or colleague.
fn fields(words: Words, query: &QueueQuery, queue: &QueueView) -> AnyView {
    let waits = query.tab == Some(QueueTab::Waiting);
    let services = select(
        "service",
        words.service(),
        words.all_services(),
        &queue.services,
        &query.service,
    );
    let steps = (!waits && !queue.steps.is_empty())
        .then(|| select("step", words.stage(), words.all_steps(), &queue.steps, &query.step));
    let colleagues = (!waits && queue.supervisor).then(|| {
        select(
            "assignee",
            words.assigned_to(),
            words.all_colleagues(),
            &queue.colleagues,
            &query.assignee,
        )
    });
    let ranges: Vec<(String, String)> = DueRange::ALL
        .iter()
        .map(|range| (range.key().to_owned(), range_name(words, *range).to_owned()))
        .collect();
    let due = (!waits).then(|| {
        select(
            "due",
            words.due_date(),
            words.due_any(),
            &ranges,
            query.due.map_or("", DueRange::key),
        )
    });
    let by_age = vec![("age".to_owned(), words.sort_age().to_owned())];
    let sort = (!waits).then(|| {
        select(
            "sort",
            words.sort_label(),
            words.sort_due(),
            &by_age,
            if query.by_age { "age" } else { "" },
        )
    });
    let resent = (!waits).then(|| tick("resent", words.only_resent(), query.resent));
    view! {
        {services}
        {steps}
        {due}
        {colleagues}
        {sort}
        <div class="ticks">{tick("urgent", words.only_urgent(), query.urgent)} {resent}</div>
    }
    .into_any()
}

const fn range_name(words: Words, range: DueRange) -> &'static str {
    match range {
        DueRange::Today => words.today(),
        DueRange::Week => words.due_in_week(),
        DueRange::Month => words.due_in_month(),
    }
}

fn select(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: &[(String, String)],
    chosen: &str,
) -> AnyView {
    let options = options.iter().map(|(key, title)| {
        let selected = key == chosen;
        view! { <option value=key.clone() selected=selected>{title.clone()}</option> }
    });
    view! {
        <div>
            <label class="label" for=name>{label}</label>
            <select class="select" id=name name=name>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn tick(name: &'static str, label: &'static str, checked: bool) -> AnyView {
    view! {
        <span class="mini">
            <input type="checkbox" id=name name=name value="1" checked=checked/>
            <label for=name>{label}</label>
        </span>
    }
    .into_any()
}

/// Not a literal in the view: Leptos would write an element of literals alone as `innerHTML`, which the content policy
/// (Trusted Types) forbids in the browser.
const CROSS: &str = "×";

/// The filters by name, each a link to the list without it.
fn chips(shown: &Shown, queue: &QueueView) -> Option<AnyView> {
    let words = words();
    let query = &shown.query;
    if !query.is_filtered() {
        return None;
    }
    let named = |list: &[(String, String)], key: &str| {
        let found = list.iter().find(|(one, _)| one == key);
        found.map_or_else(|| key.to_owned(), |(_, title)| title.clone())
    };
    let text = |set: &str| Some(set.to_owned()).filter(|set| !set.is_empty());
    let chips: Vec<(Option<String>, String)> = vec![
        (text(&query.text), shown.with(|query| query.text.clear())),
        (
            text(&query.service).map(|key| named(&queue.services, &key)),
            shown.with(|query| {
                query.service.clear();
                query.step.clear();
            }),
        ),
        (
            text(&query.step).map(|key| named(&queue.steps, &key)),
            shown.with(|query| query.step.clear()),
        ),
        (
            query.due.map(|range| range_name(words, range).to_owned()),
            shown.with(|query| query.due = None),
        ),
        (
            text(&query.assignee).map(|key| named(&queue.colleagues, &key)),
            shown.with(|query| query.assignee.clear()),
        ),
        (
            query.urgent.then(|| words.only_urgent().to_owned()),
            shown.with(|query| query.urgent = false),
        ),
        (
            query.resent.then(|| words.only_resent().to_owned()),
            shown.with(|query| query.resent = false),
        ),
    ];
    let chips = chips.into_iter().filter_map(|(name, without)| {
        let name = name?;
        Some(view! {
            <a href=without>
                <span class="visually-hidden">{words.remove()}" "</span>
                <bdi>{name}</bdi>
                <span aria-hidden="true">{CROSS}</span>
            </a>
        })
    });
    let view = view! {
        <p class="chips">
            <span>{words.active_filters()}</span>
            {chips.collect_view()}
            <a class="clear" href=shown.unfiltered()>{words.clear_filters()}</a>
        </p>
    };
    Some(view.into_any())
}
