//! The top of a case: what it is, whose, until when, with whom; and the one next act.

use domain::view::casework::{CaseView, TaskView};
use domain::view::form::FeeView;
use leptos::prelude::*;

use crate::components::fee_table::{amounts, total_in_words};
use crate::components::post_form::PostForm;
use crate::components::tag::StatusTag;
use crate::context::{language, words};
use crate::pages::staff::due;
use crate::routes;
use crate::words::{Isolated, Words};

/// The bar.
#[component]
pub fn Identity(
    /// The case.
    case: CaseView,
) -> impl IntoView {
    let words = words();
    let about = case.subject.filter(|subject| *subject != case.applicant);
    let task = case.task.as_ref();
    let assignee = task.map(|task| assignee(words, task));
    let due = task.map(|task| due::view(words, task.due));
    let submitted = case.submitted.map(|at| words.date_time(at).view());
    let standing = case.standing.map(|_| words.due_paused().into_any());
    let promised = case.promised.map(|on| words.date(on).view().into_any()).or(standing);
    let applicant = view! {
        <bdi>{case.applicant}</bdi>
        <span class="sub">{words.id_number()} " " {Isolated::code(case.applicant_national_id)}</span>
    };
    let facts = [
        (words.applicant(), Some(applicant.into_any())),
        (
            words.beneficiary(),
            about.map(|about| view! { <bdi>{about}</bdi> }.into_any()),
        ),
        (words.due_date(), due),
        (words.fees(), Some(fee(words, &case.fee, case.fee_settled))),
        (words.assigned_to(), assignee),
        (words.submitted_on(), submitted),
        (words.promised_to_applicant(), promised),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, fact)| fact.map(|fact| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> }));
    view! {
        <section class="identity" aria-label=words.case_facts()>
            <div class="page-head page-head-0">
                <h1><bdi>{case.service_title}</bdi> <span class="nowrap">" " <bdi dir="ltr">{case.reference.clone()}</bdi></span></h1>
                <StatusTag status=case.status/>
            </div>
            <dl>{facts.collect_view()}</dl>
            <Standing reference=case.reference task=case.task/>
        </section>
    }
}

fn assignee(words: Words, task: &TaskView) -> AnyView {
    match task.assignee.clone() {
        _ if task.mine => words.you().into_any(),
        Some(name) => view! { <bdi>{name}</bdi> }.into_any(),
        None => words.unassigned().into_any(),
    }
}

/// What is due, and whether it is settled.
fn fee(words: Words, fee: &FeeView, settled: bool) -> AnyView {
    let total = total_in_words(words, fee);
    let due = !settled && fee.due != fee.totals;
    let due = due.then(|| view! { <span class="sub">{words.amount_unpaid(amounts(words, &fee.due))}</span> });
    let whole = !fee.totals.is_empty() && due.is_none();
    let said = whole.then(|| if settled { words.st_paid() } else { words.st_unpaid() });
    view! {
        {total}
        {due}
        {said.map(|said| view! { <span class="sub">{said}</span> })}
    }
    .into_any()
}

/// Who may act now. If it is the reader, the act stands here too.
#[component]
fn Standing(
    /// Request number.
    reference: String,
    /// The open work.
    task: Option<TaskView>,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let Some(task) = task else {
        return view! { <p class="standing quiet">{words.case_no_work()}</p> }.into_any();
    };
    let stage = words.stage_with(task.desk.as_str(), task.step_title.as_str());
    if task.takeable {
        let take = words.take_reference(Isolated::code(reference.clone()));
        return view! {
            <div class="standing">
                <p>{stage} " " {words.take_to_decide()}</p>
                <PostForm action=routes::staff_take(language, &reference)>
                    <input type="hidden" name="task" value=task.id/>
                    <input type="hidden" name="version" value=task.version.to_string()/>
                    <button type="submit" class="btn"><span>{take}</span></button>
                </PostForm>
            </div>
        }
        .into_any();
    }
    let who = match task.assignee {
        _ if task.mine => words.assigned_to_you().into_any(),
        Some(name) => words.assigned_to_other(name).into(),
        None => words.not_your_step(task.desk).into(),
    };
    view! { <p class="standing">{stage} " " {who}</p> }.into_any()
}
