//! The cases as a table; on a phone each row is a card, so the roles are written out.

use domain::view::casework::QueueRow;
use leptos::prelude::*;

use crate::context::{language, words};
use crate::pages::staff::due;
use crate::routes;
use crate::words::Words;

/// The table. The number is the one link of a row.
#[component]
pub fn Table(
    /// Most urgent first.
    rows: Vec<QueueRow>,
) -> impl IntoView {
    let words = words();
    view! {
        <div class="scroll" role="region" tabindex="0" aria-labelledby="queue-caption">
            <table class="grid table-cards" role="table">
                <caption class="visually-hidden" id="queue-caption">{words.queue_caption()}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{words.request_number()}</th>
                        <th scope="col" role="columnheader">{words.service()}</th>
                        <th scope="col" role="columnheader">{words.applicant()}</th>
                        <th scope="col" role="columnheader">{words.submitted_on()}</th>
                        <th scope="col" role="columnheader" aria-sort="ascending">{words.due_date()}</th>
                        <th scope="col" role="columnheader">{words.assigned_to()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(|row| case(words, row)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn case(words: Words, row: QueueRow) -> AnyView {
    let address = routes::staff_case(language(), &row.reference);
    let again = row.resent.then(|| {
        view! { <strong class="tag tag-amber">{words.back_after_correction()}</strong> }
    });
    let submitted = row.submitted.map(|on| words.date(on).view());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="no" href=address><bdi dir="ltr">{row.reference}</bdi></a>
                {again}
            </th>
            <td role="cell" data-label=words.service()>
                <span>{row.service_title} <span class="sub">{row.step_title}</span></span>
            </td>
            <td role="cell" data-label=words.applicant()><bdi>{row.applicant}</bdi></td>
            <td role="cell" data-label=words.submitted_on()>{submitted}</td>
            <td role="cell" data-label=words.due_date()>{due::view(words, row.due)}</td>
            <td role="cell" data-label=words.assigned_to()>{assignee(words, row.assignee, row.mine)}</td>
        </tr>
    }
    .into_any()
}

/// Who has it: you, a colleague, nobody.
fn assignee(words: Words, name: Option<String>, mine: bool) -> AnyView {
    match name {
        _ if mine => view! { <strong class="tag tag-blue">{words.view_mine()}</strong> }.into_any(),
        Some(name) => view! { <bdi>{name}</bdi> }.into_any(),
        None => view! { <span class="quiet">{words.unassigned()}</span> }.into_any(),
    }
}
