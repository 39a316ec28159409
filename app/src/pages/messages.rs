//! My messages: what the portal has told me, newest first. Opening one leads to its application and marks it as read;
//! that changes something, so it is a form.

use domain::view::message::{MessageView, MessagesView};
use leptos::prelude::*;

use crate::components::layout::Page;
use crate::components::motif::{Icon, SHEET};
use crate::components::pagination::Pagination;
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::page::{load, loaded, query};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page at `/messages`.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let (language, after) = (language(), query("after"));
    let messages = load(
        move || after.get(),
        move |after| api::messages(language, (!after.is_empty()).then_some(after)),
    );
    loaded(messages, |messages| view! { <Messages messages/> }.into_any())
}

#[component]
fn Messages(
    /// What was told.
    messages: MessagesView,
) -> impl IntoView {
    let words = words();
    let MessagesView { rows, unread, older } = messages;
    let older = older.map(|after| routes::with_query(routes::messages(words.0), &[("after", &after)]));
    let body = if rows.is_empty() {
        empty(words)
    } else {
        let rows = rows.into_iter().map(|row| message(words, row)).collect_view();
        view! { <ul class="letters">{rows}</ul> }.into_any()
    };
    view! {
        <Page title=words.title(&[words.messages()])>
            <div class="stack">
                <h1>{words.messages()}</h1>
                <p class="lede">{words.messages_lead()}</p>
                {(unread > 0).then(|| all_read(words, unread))}
                {body}
                <Pagination next=older label=words.older_messages()/>
                <p><a href=routes::account_wishes(words.0)>{words.wishes_title()}</a></p>
            </div>
        </Page>
    }
}

fn all_read(words: Words, unread: u32) -> AnyView {
    view! {
        <PostForm action=routes::messages(words.0) new_document=true>
            <input type="hidden" name="all" value="1"/>
            <p>
                {words.messages_unread(u64::from(unread))} " "
                <button type="submit" class="link-btn">{words.messages_mark_all()}</button>
            </p>
        </PostForm>
    }
    .into_any()
}

fn message(words: Words, row: MessageView) -> AnyView {
    let subject = if row.subject.is_empty() {
        words.message_about(Isolated::code(row.reference.clone())).to_string()
    } else {
        row.subject
    };
    let act = if row.act.is_empty() {
        words.action_open().to_owned()
    } else {
        row.act
    };
    let text = row.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let which = words.your_request_number(Isolated::code(row.reference.clone()));
    view! {
        <li class=if row.unread { "letter letter-new" } else { "letter" }>
            <h2>
                {row.unread.then(|| view! { <strong class="tag tag-blue">{words.message_new()}</strong> " " })}
                {subject}
            </h2>
            <p class="quiet small">
                {words.date_time(row.at)}
                {row.service_title.map(|title| view! { " – " <bdi>{title}</bdi> })}
            </p>
            <div class="prose">{text}</div>
            <PostForm action=routes::messages(words.0) new_document=true>
                <input type="hidden" name="message" value=row.key/>
                <p>
                    <button type="submit" class="btn btn-2">
                        {act} <span class="visually-hidden">" "{which}</span>
                    </button>
                </p>
            </PostForm>
        </li>
    }
    .into_any()
}

fn empty(words: Words) -> AnyView {
    view! {
        <div class="empty">
            <Icon path=SHEET/>
            <p><b>{words.no_messages()}</b></p>
            <p>{words.no_messages_text()}</p>
        </div>
    }
    .into_any()
}
