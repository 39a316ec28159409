//! What other bodies are asked about the case, and what they answer.

use domain::service::FieldKind;
use domain::view::opinion::{CaseOpinionsView, OpinionAnswer, OpinionView};
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::components::select_input::SelectInput;
use crate::components::text_area::TextArea;
use crate::components::text_input::{TextInput, problem_at};
use crate::context::{language, posted, words};
use crate::pages::staff::due;
use crate::routes;
use crate::words::{Isolated, Message, Words};

/// The longest question or answer, in characters; the operation takes no more.
const LONGEST: u32 = 4_000;

/// The part; nothing where nothing is asked and the reader may not ask.
#[component]
pub fn Opinions(
    /// Request number.
    reference: String,
    /// The opinions.
    opinions: CaseOpinionsView,
) -> impl IntoView {
    let words = words();
    // One answer at a time: the inputs of a page have one name each.
    let mut answerable = opinions
        .rows
        .iter()
        .filter(|row| row.may_answer)
        .map(|row| row.id.clone());
    let first = answerable.next();
    let rows = opinions.rows.iter().map(|row| {
        let answer = first.as_ref() == Some(&row.id);
        opinion(words, &reference, row.clone(), answer)
    });
    let rows = rows.collect_view();
    let none = opinions.rows.is_empty();
    let ask = opinions
        .key
        .clone()
        .map(|key| view! { <Ask reference=reference.clone() key_of_form=key bodies=opinions.bodies.clone()/> });
    let list = if none {
        view! { <p class="quiet">{words.opinions_none()}</p> }.into_any()
    } else {
        view! { <ul class="opinions">{rows}</ul> }.into_any()
    };
    (!none || ask.is_some()).then(|| {
        view! {
            <section class="sheet" aria-labelledby="opinions">
                <h2 id="opinions" tabindex="-1">{words.opinions_title()}</h2>
                {list}
                {ask}
            </section>
        }
    })
}

fn opinion(words: Words, reference: &str, row: OpinionView, answer: bool) -> AnyView {
    let state = match (&row.answer, row.withdrawn) {
        (Some(answer), _) => answered(words, answer.clone()),
        (None, true) => view! { <p class="quiet">{words.opinion_withdrawn()}</p> }.into_any(),
        (None, false) => view! { <p>{words.due_date()} ": " {due::view(words, row.due)}</p> }.into_any(),
    };
    let withdraw = row.may_withdraw.then(|| take_back(words, reference, &row));
    let give = answer.then(|| give(words, reference, &row));
    view! {
        <li>
            <p><b><bdi>{row.body}</bdi></b></p>
            <p class="small quiet">{words.note_by(words.date_time(row.asked), row.asker)}</p>
            <p class="as-written" dir="auto">{row.question}</p>
            {state} {withdraw} {give}
        </li>
    }
    .into_any()
}

/// The form in which the desk that asked asks no more.
fn take_back(words: Words, reference: &str, row: &OpinionView) -> AnyView {
    let action = routes::staff_opinion_withdraw(words.0, reference, &row.id);
    let (version, body) = (row.version.to_string(), row.body.clone());
    view! {
        <PostForm action>
            <input type="hidden" name="version" value=version/>
            <button type="submit" class="link-btn">
                {words.opinion_withdraw()} <span class="visually-hidden">": "{body}</span>
            </button>
        </PostForm>
    }
    .into_any()
}

/// The form in which the body that was asked answers.
fn give(words: Words, reference: &str, row: &OpinionView) -> AnyView {
    let action = routes::staff_opinion_answer(words.0, reference, &row.id);
    let version = row.version.to_string();
    let problem = problem_at("opinion_answer", FieldKind::Textarea, words.opinion_answer().to_owned());
    let text = posted().read_untracked().value("opinion_answer").to_owned();
    view! {
        <PostForm action class="stack">
            <input type="hidden" name="version" value=version/>
            <TextArea
                name="opinion_answer"
                label=Message::from(words.opinion_answer())
                hint=words.opinion_answer_hint().into_any()
                rows=5
                longest=LONGEST
                problem
                text
            />
            <p class="btn-row"><button type="submit" class="btn">{words.opinion_give()}</button></p>
        </PostForm>
    }
    .into_any()
}

fn answered(words: Words, answer: OpinionAnswer) -> AnyView {
    view! {
        <blockquote>
            <p class="small quiet">{words.note_by(words.date_time(answer.at), answer.who)}</p>
            <p class="as-written" dir="auto">{answer.text}</p>
        </blockquote>
    }
    .into_any()
}

/// The form in which another body is asked.
#[component]
fn Ask(
    /// Request number.
    reference: String,
    /// Made with the form.
    key_of_form: String,
    /// The bodies that may be asked.
    bodies: Vec<(String, String)>,
) -> impl IntoView {
    let (language, words, before) = (language(), words(), posted());
    let question = before.read_untracked().value("opinion_question").to_owned();
    let problem = problem_at(
        "opinion_question",
        FieldKind::Textarea,
        words.opinion_question().to_owned(),
    );
    view! {
        <details open=move || before.read().problems.iter().any(|found| found.input.starts_with("opinion_"))>
            <summary>{words.opinion_ask()}</summary>
            <div>
            <PostForm action=routes::staff_opinions_of(language, &reference) class="stack">
                <input type="hidden" name="key" value=key_of_form/>
                <p class="quiet small">{words.opinion_ask_hint()}</p>
                <SelectInput
                    name="opinion_body"
                    label=words.opinion_body()
                    nothing=words.opinion_body_choose()
                    options=bodies
                />
                <TextArea
                    name="opinion_question"
                    label=Message::from(words.opinion_question())
                    rows=4
                    longest=LONGEST
                    problem
                    text=question
                />
                <TextInput
                    name="opinion_days"
                    label=words.opinion_days()
                    hint=Message::from(words.opinion_days_hint())
                    kind=FieldKind::Number
                    inputmode="numeric"
                    left_to_right=true
                    class="input w-9"
                />
                <p class="btn-row"><button type="submit" class="btn btn-2">{words.opinion_send()}</button></p>
            </PostForm>
            </div>
        </details>
    }
}

/// An opinion in a list of many: which case, until when.
pub(crate) fn row(words: Words, row: OpinionView) -> AnyView {
    let address = routes::staff_case_at(words.0, &row.reference, "opinions");
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="no" href=address>{Isolated::code(row.reference)}</a>
                <span class="sub"><bdi>{row.service_title}</bdi></span>
            </th>
            <td role="cell" data-label=words.opinion_body()><bdi>{row.body}</bdi></td>
            <td role="cell" data-label=words.opinion_asker()><bdi>{row.asker}</bdi></td>
            <td role="cell" data-label=words.due_date()>{due::view(words, row.due)}</td>
        </tr>
    }
    .into_any()
}
