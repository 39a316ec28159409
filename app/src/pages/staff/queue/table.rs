//! The cases as a table; on a phone each row is a card, so the roles are written out.

use domain::view::casework::QueueRow;
use leptos::prelude::*;

use crate::components::card_table::{CardTable, head_cell};
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
    let head = [
        (words.request_number(), false),
        (words.service(), false),
        (words.applicant(), false),
        (words.submitted_on(), false),
        (words.due_date(), true),
        (words.assigned_to(), false),
    ];
    let head = head
        .map(|(name, sorted)| head_cell(name, sorted))
        .collect_view()
        .into_any();
    let rows = rows.into_iter().map(|row| case(words, row)).collect_view();
    view! { <CardTable id="queue-caption" caption=words.queue_caption() head>{rows}</CardTable> }
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
