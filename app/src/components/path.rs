//! Where an application is: the thread is solid behind it and dashed ahead.

use domain::view::application::{Stage, StageKind, StageState};
use leptos::prelude::*;

use crate::context::words;
use crate::words::Words;

/// The stages of one application.
#[component]
pub fn Path(
    /// In order.
    stages: Vec<Stage>,
    /// Whether the stage that is now waits for the applicant.
    your_turn: bool,
) -> impl IntoView {
    let words = words();
    view! {
        <ol class="path">
            {stages
                .into_iter()
                .map(|stage| {
                    let now = (stage.state == StageState::Now).then_some("step");
                    view! {
                        <li class=class(stage.state) aria-current=now>
                            <b>{name(words, stage.kind)}</b>
                            {said(words, &stage, your_turn).map(|said| view! { <small>{said}</small> })}
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

const fn class(state: StageState) -> &'static str {
    match state {
        StageState::Done => "done",
        StageState::Now => "now",
        StageState::Ahead => "ahead",
        StageState::Off => "off",
    }
}

const fn name(words: Words, kind: StageKind) -> &'static str {
    match kind {
        StageKind::Submission => words.stage_submission(),
        StageKind::Payment => words.stage_payment(),
        StageKind::Review => words.stage_review(),
        StageKind::Issue => words.stage_issue(),
        StageKind::Delivery => words.stage_delivery(),
    }
}

/// What stands under the name, so that the state is never said by the thread alone.
fn said(words: Words, stage: &Stage, your_turn: bool) -> Option<AnyView> {
    let until = || {
        stage
            .until
            .map(|date| words.stage_until(words.day_and_month(date)).into())
    };
    match stage.state {
        StageState::Done => Some(match stage.on {
            Some(date) => words.stage_done(words.day_and_month(date)).into(),
            None => words.stage_done_undated().into_any(),
        }),
        StageState::Now if your_turn => Some(words.stage_waiting_you().into_any()),
        StageState::Now => until().or_else(|| Some(words.stage_now().into_any())),
        StageState::Ahead => until(),
        StageState::Off => Some(words.stage_off().into_any()),
    }
}
