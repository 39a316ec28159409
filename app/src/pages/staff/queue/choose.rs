//! The list as a form: cases are ticked, and one button says what is to be done with them. What will happen is shown
//! before anything does.

use domain::service::FieldKind;
use domain::view::queue::{BulkWhat, QueueTab, QueueView};
use leptos::prelude::*;

use super::Shown;
use super::table::Table;
use crate::components::post_form::PostForm;
use crate::components::text_input::{FieldProblem, described_by, problem_at};
use crate::context::words;
use crate::routes;
use crate::words::{Isolated, Words};

/// The bar and the table under it.
#[component]
pub fn Choose(
    /// What the list shows.
    shown: Shown,
    /// The whole view.
    queue: QueueView,
) -> impl IntoView {
    let waits = shown.query.tab == Some(QueueTab::Waiting);
    let table = view! { <Table shown=shown.clone() rows=queue.rows.clone()/> };
    if waits {
        return table.into_any();
    }
    let action = routes::staff_queue_bulk(shown.language);
    view! {
        <PostForm action>
            {shown.hidden()}
            <Bar shown queue/>
            {table}
        </PostForm>
    }
    .into_any()
}

/// What can be done with what is ticked.
#[component]
fn Bar(
    /// What the list shows.
    shown: Shown,
    /// The whole view.
    queue: QueueView,
) -> impl IntoView {
    let words = words();
    let tasks: Vec<&str> = queue.rows.iter().filter_map(|row| row.task.as_deref()).collect();
    let count = u64::try_from(tasks.len()).unwrap_or_default();
    let all = tasks.join(" ");
    let officer = queue.tabs.iter().any(|(tab, _)| *tab == QueueTab::Mine);
    let takes = officer && queue.rows.iter().any(|row| row.takeable);
    let mine = officer && queue.rows.iter().any(|row| row.mine);
    let problem = problem_at("case", FieldKind::Checkbox, String::new());
    let described = described_by("case", false, problem);
    let buttons = [
        takes.then_some(BulkWhat::Take),
        mine.then_some(BulkWhat::Decide),
        mine.then_some(BulkWhat::Release),
        queue.supervisor.then_some(BulkWhat::HandOver),
    ];
    let buttons = buttons.into_iter().flatten().map(|what| {
        view! {
            <button type="submit" class="btn btn-2" name="what" value=what.key()>{button(words, what)}</button>
        }
    });
    let buttons = buttons.collect_view();
    let colleague = queue.colleagues.iter().find(|(key, _)| *key == shown.query.assignee);
    let everything = colleague.filter(|_| queue.supervisor).map(|(key, name)| {
        let label = words.hand_over_all(Isolated::words(name.clone()));
        view! {
            <input type="hidden" name="whose" value=key.clone()/>
            <button type="submit" class="btn btn-2" name="what" value="hand_over_all">{label}</button>
        }
    });
    view! {
        <div class="bulk">
            <span class="mini grow">
                <input
                    type="checkbox"
                    id="case"
                    name="case"
                    value=all
                    aria-invalid=move || problem.read().is_some().then_some("true")
                    aria-describedby=described
                    on:change=tick_all
                />
                <label for="case">{words.select_page(count)}</label>
            </span>
            <FieldProblem name="case" problem/>
            {buttons}
            {everything}
        </div>
    }
}

const fn button(words: Words, what: BulkWhat) -> &'static str {
    match what {
        BulkWhat::Take => words.bulk_take(),
        BulkWhat::Release => words.bulk_release(),
        BulkWhat::HandOver => words.bulk_hand_over(),
        BulkWhat::Decide => words.bulk_decide(),
    }
}

/// Ticks every row with the box that stands for all, so that it is seen. Without script the box alone says it.
#[cfg(feature = "hydrate")]
fn tick_all(event: leptos::ev::Event) {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::HtmlInputElement;

    let Some(all) = event.target().and_then(|at| at.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let Ok(boxes) = document().query_selector_all(".table-cards input[name=case]") else {
        return;
    };
    for number in 0..boxes.length() {
        if let Some(one) = boxes
            .get(number)
            .and_then(|one| one.dyn_into::<HtmlInputElement>().ok())
        {
            one.set_checked(all.checked());
        }
    }
    // The rows say it now; one of them can be taken out again.
    all.set_name(if all.checked() { "" } else { "case" });
}

#[cfg(not(feature = "hydrate"))]
fn tick_all(_: leptos::ev::Event) {}
