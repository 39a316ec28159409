//! Papers: what may be given is said before anything is chosen; what was given can be seen and taken back.

use domain::upload::Scan;
use domain::view::form::{FileLimits, UploadView};
use leptos::prelude::*;

use super::frame::{Question, single};
use super::upload::{self, Uploads};
use crate::routes;
use crate::words::{Isolated, Words};

/// Most a form without script carries, in MB.
const FORM_MB: u32 = 12;

/// The native input, over it the files so far.
pub(super) fn view(question: &Question) -> AnyView {
    let words = question.words;
    let limits = question.live.with_form(|form| form.limits(question.key()).cloned());
    let most = limits.as_ref().map_or(1, |limits| limits.max_files as usize);
    let mut said: Vec<AnyView> = Vec::new();
    let mut accept = None;
    if let Some(limits) = &limits {
        accept = Some(limits.accepted_types.join(","));
        said = sentences(words, limits);
    }
    let hints = question.hints(said);
    let described = !hints.is_empty();
    let Some(uploads) = question.uploads else {
        return ().into_any();
    };
    let (list, inputs) = (question.clone(), question.clone());
    let inside = view! {
        {move || files(&list, uploads.given.get())}
        {move || {
            if uploads.is_full(most) {
                // The label keeps something to name, and an error somewhere to lead.
                view! { <input type="hidden" id=inputs.key().to_owned() /> }.into_any()
            } else {
                open(&inputs, uploads, accept.clone(), most > 1, described)
            }
        }}
    };
    let place = upload::place(uploads, inside.into_any());
    single(question, question.key(), hints, place)
}

/// What files are chosen with.
fn open(question: &Question, uploads: Uploads, accept: Option<String>, several: bool, described: bool) -> AnyView {
    let (words, name) = (question.words, question.key().to_owned());
    let photos = accept.as_deref().is_some_and(|accept| accept.contains("image/"));
    let attach = several.then(|| {
        view! {
            <p class="btn-row after" hidden=move || uploads.ready.get()>
                <button type="submit" class="btn btn-2" name="attach" value=name.clone()>
                    {words.upload()}
                </button>
            </p>
        }
    });
    view! {
        <input
            type="file"
            class="file"
            id=name.clone()
            name=name.clone()
            accept=accept
            multiple=several
            aria-invalid=question.invalid(&name)
            aria-describedby=question.described(described)
            on:change=move |event| uploads.chosen(&event)
        />
        {attach}
        {move || uploads.ready.get().then(|| aids(&name, uploads, photos))}
    }
    .into_any()
}

/// For phones: the camera at once. Without script the input before it offers that too.
fn photo(name: &str, uploads: Uploads, words: Words) -> AnyView {
    let id = format!("{name}-photo");
    view! {
        <div class="photo">
            <label class="label" for=id.clone()>{words.upload_photo()}</label>
            <input
                type="file"
                class="file"
                id=id
                accept={"image/jpeg,image/png"}
                capture="environment"
                on:change=move |event| uploads.chosen(&event)
            />
        </div>
    }
    .into_any()
}

/// What script adds.
fn aids(name: &str, uploads: Uploads, photos: bool) -> AnyView {
    let words = uploads.words;
    let photo = photos.then(|| photo(name, uploads, words));
    let shrink = photos.then(|| {
        view! {
            <label class="small">
                <input
                    type="checkbox"
                    prop:checked=uploads.shrink
                    on:change=move |event| uploads.shrink.set(event_target_checked(&event))
                />
                " "
                {words.upload_shrink()}
            </label>
        }
    });
    view! { {photo} <p class="hint drop-hint">{words.upload_drop()}</p> {shrink} }.into_any()
}

/// Kinds, size, number, and the paper's own sentence.
fn sentences(words: Words, limits: &FileLimits) -> Vec<AnyView> {
    let megabytes = |count: u32| words.file_size(u64::from(count) * 1_000_000);
    let size = megabytes(limits.max_size_mb);
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
    if limits.max_size_mb > FORM_MB {
        said.push(words.upload_large_plain(megabytes(FORM_MB)).into());
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

fn files(question: &Question, given: Vec<UploadView>) -> Option<AnyView> {
    let words = question.words;
    let (gone, given): (Vec<_>, Vec<_>) = given.into_iter().partition(|file| file.scan == Scan::Infected);
    let told = gone.into_iter().map(|file| {
        let text = words.scan_removed(Isolated::words(file.name));
        view! { <p class="error">{text}</p> }
    });
    let told = told.collect_view();
    if given.is_empty() {
        return (!told.is_empty()).then(|| told.into_any());
    }
    let heading = format!("{}-files", question.key());
    let rows = given.into_iter().map(|file| row(question, file)).collect_view();
    let list = view! {
        {told}
        <p class="label after" id=heading.clone()>{words.files_so_far()}</p>
        <ul class="tasks" aria-labelledby=heading>{rows}</ul>
    };
    Some(list.into_any())
}

fn row(question: &Question, file: UploadView) -> AnyView {
    let words = question.words;
    let reference = question.live.with_form(|form| form.reference.clone());
    let name = || Isolated::words(file.name.clone());
    let size = (file.size > 0).then(|| words.file_size(file.size).view());
    let what = if file.scan.may_open() {
        let address = routes::file(words.0, &reference, &file.id);
        let clean = (file.scan == Scan::Clean).then(|| words.scan_clean());
        let apart = (size.is_some() && clean.is_some()).then_some(" · ");
        view! {
            <span>
                <a href=address rel="external">{name()}</a>
                " "
                <span class="sub">{size} {apart} {clean}</span>
            </span>
        }
        .into_any()
    } else {
        view! { <span>{name()} " " <span class="sub">{words.scan_held()}</span></span> }.into_any()
    };
    view! {
        <li>
            {what}
            <button type="submit" class="link-btn" name="remove" value=file.id.clone()>
                {words.remove()} <span class="visually-hidden">" " {name()}</span>
            </button>
        </li>
    }
    .into_any()
}
