//! Papers: what may be given is said before anything is chosen; what was given can be seen and taken back.

use domain::view::form::FileLimits;
use leptos::prelude::*;

use super::frame::{Question, single};
use crate::routes;
use crate::words::{Isolated, Words};

/// The native input, under it the files so far.
pub(super) fn view(question: &Question) -> AnyView {
    let words = question.words;
    let name = question.key().to_owned();
    let limits = question.live.with_form(|form| form.limits(question.key()).cloned());
    let given = given(question);
    let most = limits.as_ref().map_or(1, |limits| limits.max_files as usize);
    let left = most.saturating_sub(given.len());
    let mut said: Vec<AnyView> = Vec::new();
    let mut accept = None;
    if let Some(limits) = limits {
        accept = Some(limits.accepted_types.join(","));
        said = sentences(words, &limits);
    }
    let hints = question.hints(said);
    let described = question.described(!hints.is_empty());
    let list = (!given.is_empty()).then(|| files(question, given));
    let input = if left == 0 {
        // The label keeps something to name, and an error somewhere to lead.
        view! { <input type="hidden" id=name.clone() /> }.into_any()
    } else {
        view! {
            <input
                type="file"
                class="file"
                id=name.clone()
                name=name.clone()
                accept=accept
                multiple={left > 1}
                aria-invalid=question.invalid(&name)
                aria-describedby=described
            />
            {(most > 1)
                .then(|| {
                    view! {
                        <p class="btn-row after">
                            <button type="submit" class="btn btn-2" name="attach" value=name.clone()>
                                {words.upload()}
                            </button>
                        </p>
                    }
                })}
        }
        .into_any()
    };
    single(question, &name, hints, view! { {list} {input} }.into_any())
}

/// Kinds, size, number, and the paper's own sentence.
fn sentences(words: Words, limits: &FileLimits) -> Vec<AnyView> {
    let size = words.file_size(u64::from(limits.max_size_mb) * 1_000_000);
    let mut said: Vec<AnyView> = Vec::new();
    if let Some(hint) = &limits.hint {
        said.push(view! { <bdi>{hint.clone()}</bdi> }.into_any());
    }
    said.push(
        words
            .upload_limits(words.choice(kinds(words, &limits.accepted_types)), size)
            .into(),
    );
    if limits.max_files > 1 {
        said.push(
            words
                .upload_limit_files(words.files_count(limits.max_files.into()))
                .into(),
        );
    }
    said
}

/// Media types as people call them.
fn kinds(words: Words, types: &[String]) -> Vec<Isolated> {
    let mut kinds: Vec<Isolated> = Vec::new();
    for media in types {
        let kind = match media.split_once('/') {
            Some(("image", _)) => Isolated::words(words.file_kind_image()),
            Some((_, "pdf")) => Isolated::words(words.file_kind_pdf()),
            Some((_, other)) => Isolated::code(other.to_owned()),
            None => continue,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Upload key and name of each file so far.
fn given(question: &Question) -> Vec<(String, String)> {
    let entries = question.live.answers(question.key());
    entries
        .iter()
        .filter_map(|entry| entry.split_once('|'))
        .map(|(id, name)| (id.to_owned(), name.to_owned()))
        .collect()
}

fn files(question: &Question, given: Vec<(String, String)>) -> AnyView {
    let words = question.words;
    let reference = question.live.with_form(|form| form.reference.clone());
    let heading = format!("{}-files", question.key());
    view! {
        <p class="label after" id=heading.clone()>{words.files_so_far()}</p>
        <ul class="tasks" aria-labelledby=heading>
            {given
                .into_iter()
                .map(|(id, name)| {
                    let address = routes::file(words.0, &reference, &id);
                    view! {
                        <li>
                            <a href=address rel="external">{Isolated::code(name.clone())}</a>
                            <button type="submit" class="link-btn" name="remove" value=id>
                                {words.remove()}
                                <span class="visually-hidden">" " {Isolated::code(name)}</span>
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
