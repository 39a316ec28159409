//! Answers to be read once more: question, answer, "change".

use std::collections::BTreeMap;

use domain::view::form::{AnswerRow, AnswerText, SectionView, SourceState, SourceView};
use leptos::prelude::*;

use crate::components::source::source;
use crate::context::{language, words};
use crate::routes;
use crate::words::{Isolated, Message, Words};

/// The answers of one question page.
#[component]
pub fn Summary(
    /// The page's answers.
    section: SectionView,
    /// Request number, for the addresses of files and question pages.
    reference: String,
    /// Whether each answer that may be changed has its link.
    #[prop(optional)]
    change: bool,
    /// Whether what may not be changed says where it comes from.
    #[prop(optional)]
    sources: bool,
    /// Which answers are a registry's, by field key.
    #[prop(optional)]
    registries: BTreeMap<String, SourceView>,
) -> impl IntoView {
    let page = section.page;
    let rows = section
        .rows
        .into_iter()
        .map(|row| {
            let link = (change && row.changeable).then(|| question(&reference, &page, &row.field));
            let from = origin(&row, sources, registries.get(&row.field));
            summary_row(row, &reference, link, from)
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }
}

/// The address of one question, to be changed and then to come back to the last page.
pub fn question(reference: &str, page: &str, field: &str) -> String {
    format!("{}#f-{field}", routes::form_from_check(language(), reference, page))
}

/// The address of one question.
pub fn anchor(reference: &str, page: &str, field: &str) -> String {
    format!("{}#f-{field}", routes::form(language(), reference, page))
}

/// Where an answer comes from, for those that are not the applicant's own.
fn origin(row: &AnswerRow, sources: bool, registry: Option<&SourceView>) -> Option<Message> {
    let words = words();
    match registry {
        _ if row.answer == AnswerText::None => None,
        Some(registry) if matches!(registry.state, SourceState::Told { .. }) => Some(source(words, registry)),
        _ => (sources && !row.changeable).then(|| words.from_records().into()),
    }
}

fn summary_row(row: AnswerRow, reference: &str, link: Option<String>, from: Option<Message>) -> AnyView {
    let words = words();
    let label = row.label.clone();
    let several = matches!(row.answer, AnswerText::Items { .. });
    view! {
        <div class:of-items=several>
            <dt><bdi>{row.label}</bdi></dt>
            <dd>
                {answer(words, row.answer, |upload| routes::file(language(), reference, upload))}
                {from.map(|from| view! { <small class="quiet">{from}</small> })}
            </dd>
            {link
                .map(|link| {
                    view! {
                        <dd class="do">
                            <a href=link>{words.change()}<span class="visually-hidden">" "{label}</span></a>
                        </dd>
                    }
                })}
        </div>
    }
    .into_any()
}

/// One answer, each kind as it reads best; `file` gives the address of an upload.
pub fn answer(words: Words, answer: AnswerText, file: impl Fn(&str) -> String) -> AnyView {
    answer_with(words, answer, &|files| self::files(files, &file))
}

/// One answer, with files shown in a way of the page's own.
pub fn answer_with(words: Words, answer: AnswerText, files: &dyn Fn(Vec<(String, String)>) -> AnyView) -> AnyView {
    match answer {
        AnswerText::None => view! { <span class="quiet">{words.not_answered()}</span> }.into_any(),
        AnswerText::Words { text } => lines(text.lines().map(str::to_owned).collect()),
        AnswerText::Code { text } => Isolated::code(text).into(),
        AnswerText::Date { date } => words.date(date).into(),
        AnswerText::Amount { amount } => words.money(amount).into(),
        AnswerText::YesNo { yes } => if yes { words.yes() } else { words.no() }.into_any(),
        AnswerText::Lines { lines: parts } => lines(parts),
        AnswerText::Files { files: given } => files(given),
        AnswerText::Items { label, items } => {
            let items = items.into_iter().enumerate().map(|(at, item)| {
                let number = words.item_number(Isolated::words(label.clone()), at as u64 + 1);
                let rows = item.into_iter().map(|(label, answer)| {
                    view! {
                        <div>
                            <dt><bdi>{label}</bdi></dt>
                            <dd>{answer_with(words, answer, files)}</dd>
                        </div>
                    }
                });
                view! {
                    <li>
                        <p class="item-name">{number}</p>
                        <dl>{rows.collect_view()}</dl>
                    </li>
                }
            });
            view! { <ol class="items">{items.collect_view()}</ol> }.into_any()
        }
    }
}

fn files(files: Vec<(String, String)>, file: &impl Fn(&str) -> String) -> AnyView {
    let links = files.into_iter().map(|(upload, name)| {
        view! { <li><a href=file(&upload) rel="external">{Isolated::words(name)}</a></li> }
    });
    view! { <ul class="list">{links.collect_view()}</ul> }.into_any()
}

/// Lines one under the other, each in the direction of its own letters.
fn lines(parts: Vec<String>) -> AnyView {
    parts
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            view! {
                {(at > 0).then(|| view! { <br /> })}
                <bdi>{line}</bdi>
            }
        })
        .collect_view()
        .into_any()
}
