//! An action on several cases, on one page from the choice to the result: what is left to be chosen, what will happen
//! to each case and which are left out and why, the time to call it back, what happened.

use domain::service::FieldKind;
use domain::view::queue::{BulkCase, BulkStage, BulkView, BulkWhat, LeftOut};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use super::queue::pending::title_of;
use crate::components::back_link::BackLink;
use crate::components::card_table::{CardTable, head_cell};
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::components::select_input::SelectInput;
use crate::components::text_input::{FieldProblem, TextInput, described_by, problem_at};
use crate::context::{language, words};
use crate::page::{load, loaded, param};
use crate::words::{Isolated, Message, Words};
use crate::{api, routes};

/// The page.
#[component]
pub fn BulkPage() -> impl IntoView {
    let (language, id) = (language(), param("id"));
    let bulk = load(move || id.get(), move |id| api::bulk(language, id));
    let page = loaded(bulk, |bulk| view! { <Bulk bulk/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

/// The action.
#[component]
pub fn Bulk(
    /// The action.
    bulk: BulkView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let heading = title_of(words, bulk.what);
    let problems = posted_problems(vec![
        ("main", FieldKind::Text, String::new()),
        ("action", FieldKind::Radio, String::new()),
        ("to", FieldKind::Select, String::new()),
        ("reason", FieldKind::Text, words.bulk_reason().to_owned()),
    ]);
    let faulty = Signal::derive(move || !problems.read().is_empty());
    let chosen = bulk.chosen.clone().or_else(|| {
        let handed = bulk.what == BulkWhat::HandOver && bulk.stage != BulkStage::Choose;
        handed.then(|| words.release().to_owned())
    });
    let name = if bulk.what == BulkWhat::Decide {
        words.decision()
    } else {
        words.assign_to()
    };
    let chosen = chosen.map(|chosen| view! { <div><dt>{name}</dt><dd><bdi>{chosen}</bdi></dd></div> });
    let reason = bulk
        .reason
        .clone()
        .map(|reason| view! { <div><dt>{words.bulk_reason()}</dt><dd><bdi>{reason}</bdi></dd></div> });
    let facts = (chosen.is_some() || reason.is_some())
        .then(|| view! { <section class="sheet"><dl class="summary tight">{chosen} {reason}</dl></section> });
    view! {
        <Page title=title(&[heading]) faulty>
            <BackLink href=routes::staff_queue(language) label=words.back_to_queue()/>
            <ErrorSummary problems/>
            <h1>{heading}</h1>
            {standing(words, &bulk)}
            {facts}
            <Act bulk=bulk.clone()/>
            <Cases bulk/>
        </Page>
    }
}

/// How far it is, in words.
fn standing(words: Words, bulk: &BulkView) -> AnyView {
    let affected = u64::try_from(bulk.affected()).unwrap_or_default();
    let left = u64::try_from(bulk.cases.len())
        .unwrap_or_default()
        .saturating_sub(affected);
    let said: Message = match bulk.stage {
        BulkStage::Choose => words.bulk_choose_text().into(),
        BulkStage::Preview if affected == 0 => words.bulk_none().into(),
        BulkStage::Preview => words.bulk_preview_text().into(),
        BulkStage::Waiting => match bulk.at {
            Some(at) => words.bulk_waiting_text(words.time(at)),
            None => words.bulk_running_text().into(),
        },
        BulkStage::Running => words.bulk_running_text().into(),
        BulkStage::Undone => words.bulk_undone_text().into(),
        BulkStage::Done => words.bulk_done(affected),
    };
    let count = match bulk.stage {
        BulkStage::Preview | BulkStage::Waiting if affected > 0 => Some(words.bulk_will(affected)),
        BulkStage::Done if left > 0 => Some(words.bulk_not_done(left)),
        _ => None,
    };
    view! {
        <p class="lede">{said}</p>
        {count.map(|count| view! { <p><b>{count}</b></p> })}
    }
    .into_any()
}

/// The form of this stage.
#[component]
fn Act(
    /// The action.
    bulk: BulkView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    match bulk.stage {
        BulkStage::Choose if bulk.what == BulkWhat::Decide => view! { <Decisions bulk/> }.into_any(),
        BulkStage::Choose => view! { <Receiver bulk/> }.into_any(),
        BulkStage::Preview if bulk.affected() > 0 => view! {
            <PostForm action=routes::staff_bulk_confirm(language, &bulk.id) class="gap">
                <p class="btn-row"><button type="submit" class="btn">{words.bulk_confirm()}</button></p>
            </PostForm>
        }
        .into_any(),
        BulkStage::Waiting => view! {
            <PostForm action=routes::staff_bulk_undo(language, &bulk.id) class="gap">
                <p class="btn-row"><button type="submit" class="btn">{words.bulk_undo()}</button></p>
            </PostForm>
        }
        .into_any(),
        BulkStage::Preview | BulkStage::Running | BulkStage::Done | BulkStage::Undone => ().into_any(),
    }
}

/// Which decision. Only those that need neither a text nor an amount.
#[component]
fn Decisions(
    /// The action.
    bulk: BulkView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    if bulk.actions.is_empty() {
        return view! { <p>{words.bulk_none()}</p> }.into_any();
    }
    let problem = problem_at("action", FieldKind::Radio, String::new());
    let described = described_by("action", false, problem);
    let choices = bulk.actions.into_iter().enumerate().map(|(at, (key, label, count))| {
        let id = if at == 0 {
            "action".to_owned()
        } else {
            format!("action-{at}")
        };
        let label = words.action_for_cases(count, Isolated::words(label));
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name="action" value=key/>
                <label for=id>{label}</label>
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        <PostForm action=routes::staff_bulk_choose(language, &bulk.id) class="sheet decide gap">
            <fieldset class:bad=move || problem.read().is_some() aria-describedby=described>
                <legend>{words.decision_choose()}</legend>
                <FieldProblem name="action" problem/>
                {choices}
            </fieldset>
            <p class="btn-row top"><button type="submit" class="btn">{words.continue_button()}</button></p>
        </PostForm>
    }
    .into_any()
}

/// Who is given the work, and why.
#[component]
fn Receiver(
    /// The action.
    bulk: BulkView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let back = ("queue".to_owned(), words.release().to_owned());
    let options = std::iter::once(back).chain(bulk.colleagues).collect();
    view! {
        <PostForm action=routes::staff_bulk_choose(language, &bulk.id) class="sheet gap">
            <SelectInput
                name="to"
                label=words.assign_to()
                nothing=words.choose_one()
                options
                class="select w-20"
            />
            <TextInput name="reason" label=words.bulk_reason() hint=Message::from(words.bulk_reason_hint())/>
            <p class="btn-row top"><button type="submit" class="btn">{words.continue_button()}</button></p>
        </PostForm>
    }
}

/// Each case, and what happens to it.
#[component]
fn Cases(
    /// The action.
    bulk: BulkView,
) -> impl IntoView {
    let words = words();
    let stage = bulk.stage;
    let rows = bulk
        .cases
        .into_iter()
        .map(|case| row(words, stage, case))
        .collect_view();
    let names = [
        words.request_number(),
        words.service(),
        words.applicant(),
        words.assigned_to(),
        words.bulk_result(),
    ];
    let head = names.map(|name| head_cell(name, false)).collect_view().into_any();
    view! {
        <div class="gap">
            <CardTable id="cases-caption" caption=words.bulk_result() head>{rows}</CardTable>
        </div>
    }
}

fn row(words: Words, stage: BulkStage, case: BulkCase) -> AnyView {
    let address = routes::staff_case(language(), &case.reference);
    let result = match (case.left_out, stage) {
        (_, BulkStage::Undone) => ().into_any(),
        (Some(why), _) => view! {
            <span>
                <strong class="tag tag-amber">{words.bulk_left_out()}</strong>
                <span class="sub">{why_left_out(words, why)}</span>
            </span>
        }
        .into_any(),
        (None, BulkStage::Done) => view! { <strong class="tag tag-green">{words.bulk_done_one()}</strong> }.into_any(),
        (None, BulkStage::Waiting | BulkStage::Running) => {
            view! { <strong class="tag tag-blue">{words.bulk_pending()}</strong> }.into_any()
        }
        (None, BulkStage::Preview) => view! { <strong class="tag tag-blue">{words.bulk_changes()}</strong> }.into_any(),
        (None, BulkStage::Choose) => ().into_any(),
    };
    let assignee = match case.assignee {
        Some(name) => view! { <bdi>{name}</bdi> }.into_any(),
        None => view! { <span class="quiet">{words.unassigned()}</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="no" href=address><bdi dir="ltr">{case.reference}</bdi></a>
            </th>
            <td role="cell" data-label=words.service()>
                <span>{case.service_title} <span class="sub">{case.step_title}</span></span>
            </td>
            <td role="cell" data-label=words.applicant()><bdi>{case.applicant}</bdi></td>
            <td role="cell" data-label=words.assigned_to()>{assignee}</td>
            <td role="cell" data-label=words.bulk_result()>{result}</td>
        </tr>
    }
    .into_any()
}

const fn why_left_out(words: Words, why: LeftOut) -> &'static str {
    match why {
        LeftOut::Closed => words.left_closed(),
        LeftOut::Changed => words.left_changed(),
        LeftOut::Taken => words.left_taken(),
        LeftOut::YoursAlready => words.left_yours_already(),
        LeftOut::NotYours => words.left_not_yours(),
        LeftOut::NotYourDesk => words.left_not_your_desk(),
        LeftOut::OwnApplication => words.left_own(),
        LeftOut::FreeAlready => words.left_free_already(),
        LeftOut::TheirsAlready => words.left_theirs_already(),
        LeftOut::NotTheirRole => words.left_not_their_role(),
        LeftOut::TheirApplication => words.left_their_application(),
        LeftOut::NoSuchAction => words.left_no_such_action(),
        LeftOut::Fault => words.left_fault(),
    }
}
