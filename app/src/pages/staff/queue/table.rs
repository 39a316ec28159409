//! The cases as a table; on a phone each row is a card, so the roles are written out.

use domain::view::queue::{QueueRow, QueueTab};
use leptos::prelude::*;

use super::Shown;
use crate::components::card_table::{CardTable, head_cell};
use crate::components::tag::StatusTag;
use crate::context::{language, words};
use crate::pages::staff::due;
use crate::routes;
use crate::words::{Isolated, Words};

/// The table. The number is the one link of a row.
#[component]
pub fn Table(
    /// What the list shows.
    shown: Shown,
    /// In their order.
    rows: Vec<QueueRow>,
) -> impl IntoView {
    let words = words();
    let waits = shown.query.tab == Some(QueueTab::Waiting);
    let caption = match (waits, shown.query.by_age) {
        (true, _) => words.queue_caption_waiting(),
        (false, true) => words.queue_caption_age(),
        (false, false) => words.queue_caption(),
    };
    let columns = if waits {
        waiting_columns(words)
    } else {
        open_columns(words, &shown)
    };
    let names = [words.request_number(), words.service(), words.applicant()];
    let names = names.map(|name| head_cell(name, false)).collect_view();
    let head = view! {
        {names}
        {columns}
    }
    .into_any();
    let rows = rows.into_iter().map(|row| case(words, row)).collect_view();
    view! { <CardTable id="queue-caption" caption head>{rows}</CardTable> }
}

fn waiting_columns(words: Words) -> AnyView {
    view! {
        {head_cell(words.submitted_on(), false)}
        {head_cell(words.stands_now(), true)}
    }
    .into_any()
}

/// Two of the columns are orders, each a link to the list in it.
fn open_columns(words: Words, shown: &Shown) -> AnyView {
    let by_age = shown.query.by_age;
    let sorted = |this: bool| this.then_some("ascending");
    view! {
        <th scope="col" role="columnheader" aria-sort=sorted(by_age)>
            <a href=shown.with(|query| query.by_age = true)>{words.submitted_on()} {mark(by_age)}</a>
        </th>
        <th scope="col" role="columnheader" aria-sort=sorted(!by_age)>
            <a href=shown.with(|query| query.by_age = false)>{words.due_date()} {mark(!by_age)}</a>
        </th>
        {head_cell(words.assigned_to(), false)}
    }
    .into_any()
}

fn mark(sorted: bool) -> Option<AnyView> {
    let mark = " ▲".to_owned();
    sorted.then(|| view! { <span aria-hidden="true">{mark}</span> }.into_any())
}

fn case(words: Words, row: QueueRow) -> AnyView {
    let address = routes::staff_case(language(), &row.reference);
    let submitted = row.submitted.map(|on| words.date(on).view());
    let tags = tags(words, &row);
    let choice = row.task.clone().map(|task| {
        let label = words.select_application(Isolated::code(row.reference.clone())).plain();
        view! { <input type="checkbox" name="case" value=task aria-label=label/> }
    });
    let last = match row.stands {
        Some((status, since)) => view! {
            <td role="cell" data-label=words.stands_now()>
                <span>
                    <StatusTag status/>
                    <span class="sub">{words.since_day(words.date(since))}</span>
                </span>
            </td>
        }
        .into_any(),
        None => view! {
            <td role="cell" data-label=words.due_date()>{due::view(words, row.due)}</td>
            <td role="cell" data-label=words.assigned_to()>{assignee(words, &row)}</td>
        }
        .into_any(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <span class="pick">
                    {choice}
                    <a class="no" href=address><bdi dir="ltr">{row.reference}</bdi></a>
                </span>
                {tags}
            </th>
            <td role="cell" data-label=words.service()>
                <span>{row.service_title} <span class="sub">{row.step_title}</span></span>
            </td>
            <td role="cell" data-label=words.applicant()><bdi>{row.applicant}</bdi></td>
            <td role="cell" data-label=words.submitted_on()>{submitted}</td>
            {last}
        </tr>
    }
    .into_any()
}

/// What sets a case apart, in words.
fn tags(words: Words, row: &QueueRow) -> AnyView {
    let tags = [
        row.pending.then(|| (words.bulk_pending(), "tag tag-blue")),
        row.urgent.then(|| (words.priority_urgent(), "tag tag-red")),
        row.resent.then(|| (words.back_after_correction(), "tag tag-amber")),
    ];
    let tags = tags.into_iter().flatten();
    tags.map(|(name, class)| view! { <strong class=class>{name}</strong> })
        .collect_view()
        .into_any()
}

/// Who has it: you, a colleague, nobody; then a button takes it.
fn assignee(words: Words, row: &QueueRow) -> AnyView {
    match (&row.assignee, &row.task) {
        _ if row.mine => view! { <strong class="tag tag-blue">{words.view_mine()}</strong> }.into_any(),
        (Some(name), _) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
        (None, Some(task)) if row.takeable && !row.pending => {
            let value = format!("{}.{task}", row.reference);
            let label = words.take_reference(Isolated::code(row.reference.clone())).plain();
            view! {
                <button type="submit" class="btn btn-2" name="one" value=value aria-label=label>{words.take()}</button>
            }
            .into_any()
        }
        (None, _) => view! { <span class="quiet">{words.unassigned()}</span> }.into_any(),
    }
}
