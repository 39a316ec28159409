//! What could not be sent, for those who keep the portal in order: why, and what to do about it. Never what it says.

use domain::view::message::{DeadLetterView, DeadLettersView, WaitingView};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::card_table::{CardTable, head_cell};
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::context::words;
use crate::page::{load, loaded};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page at `/staff/admin/messages`.
#[component]
pub fn LettersPage() -> impl IntoView {
    let letters = load(|| (), move |()| api::dead_letters());
    let page = loaded(letters, |letters| view! { <Letters letters/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

/// The list.
#[component]
pub fn Letters(
    /// What could not be sent.
    letters: DeadLettersView,
) -> impl IntoView {
    let words = words();
    let DeadLettersView { rows, count, waiting } = letters;
    let body = if rows.is_empty() {
        view! { <div class="empty"><h2>{words.letters_none()}</h2></div> }.into_any()
    } else {
        view! {
            <PostForm action=routes::staff_messages(words.0)>
                <p>
                    <button type="submit" class="btn btn-2" name="act" value="all">{words.letters_all_again()}</button>
                </p>
            </PostForm>
            <Table rows/>
        }
        .into_any()
    };
    view! {
        <Page title=title(&[words.letters_title()])>
            <div class="page-head">
                <div>
                    <h1>{words.letters_title()}</h1>
                    <p>{words.letters_count(count)}</p>
                </div>
            </div>
            <p class="prose">{words.letters_text()}</p>
            <ul class="list">{waiting.into_iter().map(|row| waits(words, &row)).collect_view()}</ul>
            <section class="gap" aria-label=words.letters_title()>{body}</section>
        </Page>
    }
}

fn waits(words: Words, row: &WaitingView) -> AnyView {
    view! {
        <li>
            {words.channel(row.channel)} ": "
            {words.letters_waiting(row.count, words.date_time(row.oldest))}
        </li>
    }
    .into_any()
}

#[component]
fn Table(
    /// The oldest first.
    rows: Vec<DeadLetterView>,
) -> impl IntoView {
    let words = words();
    let head = [
        words.letter_what(),
        words.letter_way(),
        words.letter_to(),
        words.letter_when(),
        words.letter_why(),
        words.letter_act(),
    ];
    let head = head.map(|name| head_cell(name, false)).collect_view().into_any();
    let rows = rows.into_iter().map(|row| letter(words, row)).collect_view();
    view! { <CardTable id="letters-caption" caption=words.letters_title() head>{rows}</CardTable> }
}

fn letter(words: Words, row: DeadLetterView) -> AnyView {
    let what = words.notice(row.kind);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{what}</th>
            <td role="cell" data-label=words.letter_way()>{words.channel(row.channel)}</td>
            <td role="cell" data-label=words.letter_to()>{Isolated::code(row.address)}</td>
            <td role="cell" data-label=words.letter_when()>{words.date_time(row.at)}</td>
            <td role="cell" data-label=words.letter_why()>
                {row.failed_as.map(|failure| view! { {words.failure(failure)} " " })}
                <bdi lang="en" dir="ltr">{row.reason}</bdi> " "
                <span class="quiet small">{words.letter_failures(u64::from(row.failures))}</span>
            </td>
            <td role="cell" data-label=words.letter_act()>
                <PostForm action=routes::staff_messages(words.0)>
                    <input type="hidden" name="message" value=row.key/>
                    <button type="submit" class="btn btn-2" name="act" value="again">
                        {words.letter_again()} <span class="visually-hidden">": "{what}</span>
                    </button>
                    " "
                    <button type="submit" class="link-btn" name="act" value="drop">
                        {words.letter_drop()} <span class="visually-hidden">": "{what}</span>
                    </button>
                </PostForm>
            </td>
        </tr>
    }
    .into_any()
}
