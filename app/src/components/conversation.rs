//! What officers and the applicant of a case have written to each other, oldest first, and the form for the next line.

use domain::service::FieldKind;
use domain::view::case_file::{ConversationView, LineRow};
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::components::text_area::TextArea;
use crate::components::text_input::problem_at;
use crate::context::posted;
use crate::words::{Message, Words};

/// The longest line, in characters; the operation takes no more.
const LONGEST: u32 = 2_000;

/// What the form says.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The question above the input.
    pub label: &'static str,
    /// Help.
    pub hint: &'static str,
    /// The button.
    pub send: &'static str,
}

/// The lines.
pub fn lines(words: Words, rows: Vec<LineRow>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|row| {
        view! {
            <li class:from-applicant=row.from_applicant>
                <p><b><bdi>{row.who}</bdi></b> " " <span class="quiet small">{words.date_time(row.at)}</span></p>
                <p class="as-written" dir="auto">{row.text}</p>
            </li>
        }
    });
    Some(view! { <ol class="conversation">{rows.collect_view()}</ol> }.into_any())
}

/// The form, where the reader may write.
#[component]
pub fn Say(
    /// The conversation.
    conversation: ConversationView,
    /// Where the form goes.
    action: String,
    /// What it says.
    asking: Asking,
) -> impl IntoView {
    let problem = problem_at("message", FieldKind::Textarea, asking.label.to_owned());
    let text = posted().read_untracked().value("message").to_owned();
    conversation.key.map(|key| {
        view! {
            <PostForm action class="stack">
                <input type="hidden" name="key" value=key/>
                <TextArea
                    name="message"
                    label=Message::from(asking.label)
                    hint=asking.hint.into_any()
                    rows=4
                    longest=LONGEST
                    problem
                    text
                />
                <p class="btn-row"><button type="submit" class="btn">{asking.send}</button></p>
            </PostForm>
        }
    })
}

/// Whether an officer waits for the applicant's answer.
pub fn waits_for_applicant(conversation: &ConversationView) -> bool {
    conversation.key.is_some() && conversation.rows.last().is_some_and(|row| !row.from_applicant)
}

/// What the applicant's form says.
pub const fn answering(words: Words) -> Asking {
    Asking {
        label: words.conversation_answer(),
        hint: words.conversation_answer_hint(),
        send: words.conversation_answer_send(),
    }
}

/// What the officer's form says.
pub const fn questioning(words: Words) -> Asking {
    Asking {
        label: words.conversation_ask(),
        hint: words.conversation_ask_hint(),
        send: words.conversation_ask_send(),
    }
}
