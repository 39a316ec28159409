//! What officers and the applicant have written to each other, as the officers read it.

use domain::view::case_file::ConversationView;
use leptos::prelude::*;

use crate::components::conversation::{Say, lines, questioning};
use crate::routes;
use crate::words::Words;

/// The part; nothing where nothing was written and nobody may.
pub(super) fn exchange(words: Words, reference: &str, conversation: ConversationView) -> Option<AnyView> {
    if conversation.rows.is_empty() && conversation.key.is_none() {
        return None;
    }
    let lines = lines(words, conversation.rows.clone());
    let lines = lines.unwrap_or_else(|| view! { <p class="quiet">{words.conversation_none()}</p> }.into_any());
    let action = routes::staff_questions(words.0, reference);
    let section = view! {
        <section class="sheet" aria-labelledby="conversation">
            <h2 id="conversation" tabindex="-1">{words.conversation_with_applicant()}</h2>
            {lines}
            <Say conversation action asking=questioning(words)/>
        </section>
    };
    Some(section.into_any())
}
