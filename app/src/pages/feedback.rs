//! Feedback on the portal, without an account: the first group of users is there to tell what goes wrong.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::choices::Radios;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::components::text_area::TextArea;
use crate::components::text_input::problem_at;
use crate::context::{language, posted, words};
use crate::page::query;
use crate::{contact, routes};

/// The page; with `?sent=1`, its thanks.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let sent = query("sent");
    move || {
        if sent.read().is_empty() {
            view! { <Ask/> }.into_any()
        } else {
            view! { <Thanks/> }.into_any()
        }
    }
}

#[component]
fn Ask() -> impl IntoView {
    let (language, words) = (language(), words());
    let again = posted().read_untracked().value("service").to_owned();
    let service = if again.is_empty() {
        query("service").get_untracked()
    } else {
        again
    };
    let problems = posted_problems(vec![
        ("rating", FieldKind::Radio, words.feedback_rating().to_owned()),
        ("text", FieldKind::Textarea, words.feedback_text().to_owned()),
    ]);
    let ratings = vec![
        ("5", words.rating_very_easy().to_owned()),
        ("4", words.rating_easy().to_owned()),
        ("3", words.rating_neither().to_owned()),
        ("2", words.rating_hard().to_owned()),
        ("1", words.rating_very_hard().to_owned()),
    ];
    view! {
        <Page title=words.title(&[words.feedback()]) faulty=Signal::derive(move || !problems.read().is_empty())>
            <div class="form-page">
                <ErrorSummary problems/>
                <h1>{words.feedback()}</h1>
                <p class="lede">{words.feedback_lead()}</p>
                <PostForm action=routes::feedback(language) class="top">
                    <Radios name="rating" label=words.feedback_rating() options=ratings/>
                    <input type="hidden" name="service" value=service/>
                    <What/>
                    <p class="btn-row top"><button type="submit" class="btn btn-wide">{words.feedback_send()}</button></p>
                </PostForm>
            </div>
        </Page>
    }
}

/// What should be better, in one's own words.
#[component]
fn What() -> impl IntoView {
    let words = words();
    let label = words.label_optional(words.feedback_text());
    let problem = problem_at("text", FieldKind::Textarea, words.feedback_text().to_owned());
    let text = posted().read_untracked().value("text").to_owned();
    view! { <TextArea name="text" label rows=6 problem text/> }
}

#[component]
fn Thanks() -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <Page title=words.title(&[words.feedback_sent_title()])>
            <div class="stack prose">
                <h1>{words.feedback_sent_title()}</h1>
                <p>{words.feedback_sent_text()}</p>
                <p>{words.call_us(contact::phone())}</p>
                <p class="btn-row"><a class="btn" href=routes::home(language)>{words.go_home()}</a></p>
            </div>
        </Page>
    }
}
