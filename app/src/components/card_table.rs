//! A table whose rows are cards on a phone. The style takes the table's own roles away there, so they are written out.

use leptos::prelude::*;

/// The table. What it is called is heard, not seen: a heading stands above it.
#[component]
pub fn CardTable(
    /// Id of the caption.
    id: &'static str,
    /// What it is called.
    caption: &'static str,
    /// The cells of the head, from [`head_cell`].
    head: AnyView,
    /// The rows, `role="row"`; each cell of a card says its column in `data-label`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="scroll" role="region" tabindex="0" aria-labelledby=id>
            <table class="grid table-cards" role="table">
                <caption class="visually-hidden" id=id>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// A cell of the head; `sorted` where the rows are in the order of this column.
pub fn head_cell(name: &'static str, sorted: bool) -> AnyView {
    view! {
        <th scope="col" role="columnheader" aria-sort=sorted.then_some("ascending")>
            {name}
        </th>
    }
    .into_any()
}
