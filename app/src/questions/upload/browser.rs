//! Choosing, dropping, and one file after the other on its way.

use std::collections::BTreeMap;

use domain::upload::Scan;
use domain::view::form::UploadView;
use domain::view::outcome::FormProblem;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Blob, File, HtmlInputElement};

use super::tus::{self, Trouble, Way};
use super::{Coming, State, Uploads, picture};
use crate::context::session;
use crate::questions::Live;
use crate::routes;
use crate::words::Words;

/// What a sender keeps beside the signals.
#[derive(Clone, Copy)]
pub(in crate::questions) struct Sender {
    /// The files themselves, by number.
    files: StoredValue<BTreeMap<u32, (File, Option<Blob>)>, LocalStorage>,
    /// Those that wait their turn.
    turn: StoredValue<Vec<u32>>,
    next: StoredValue<u32>,
    busy: StoredValue<bool>,
    way: StoredValue<Way>,
}

impl Sender {
    pub(super) fn new(live: Live, field: &str, words: Words) -> Self {
        let reference = live.with_form(|form| form.reference.clone());
        Self {
            files: StoredValue::new_local(BTreeMap::new()),
            turn: StoredValue::default(),
            next: StoredValue::new(0),
            busy: StoredValue::new(false),
            way: StoredValue::new(Way {
                announce: routes::uploads(words.0, &reference),
                field: field.to_owned(),
                language: words.0,
                session: session(),
            }),
        }
    }

    pub(super) fn forget(self, number: u32) {
        _ = self.files.try_update_value(|files| files.remove(&number));
    }
}

pub(super) fn chosen(uploads: Uploads, event: &ev::Event) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    let Some(list) = input.files() else { return };
    let files: Vec<File> = (0..list.length()).filter_map(|at| list.get(at)).collect();
    // What goes piece by piece is not sent with the form as well; what is wrong stays, so that one sees what it was.
    if take(uploads, files) {
        input.set_value("");
    }
}

pub(super) fn dropped(uploads: Uploads, event: &ev::DragEvent) {
    let Some(list) = event.data_transfer().and_then(|data| data.files()) else {
        return;
    };
    take(uploads, (0..list.length()).filter_map(|at| list.get(at)).collect());
}

/// Says what is wrong with what was chosen, or puts it on its way.
fn take(uploads: Uploads, files: Vec<File>) -> bool {
    if files.is_empty() {
        return false;
    }
    let (live, key) = (uploads.live, uploads.key());
    let problem = wrong(uploads, &files);
    let good = problem.is_none();
    live.set_problem(&key, problem);
    if !good || !uploads.ready.get_untracked() {
        return false;
    }
    for file in files {
        let number = uploads.sender.next.get_value();
        uploads.sender.next.set_value(number + 1);
        let coming = Coming {
            number,
            name: file.name(),
            percent: 0,
            state: State::Going,
            shrunk: None,
        };
        uploads
            .sender
            .files
            .update_value(|files| _ = files.insert(number, (file, None)));
        uploads.sender.turn.update_value(|turn| turn.push(number));
        uploads.coming.update(|all| all.push(coming));
    }
    go_on(uploads);
    true
}

/// Size, kind and number, before anything is sent over a slow line.
fn wrong(uploads: Uploads, files: &[File]) -> Option<FormProblem> {
    let key = uploads.key();
    let limits = uploads.live.with_form(|form| form.limits(&key).cloned())?;
    let given = uploads
        .given
        .with_untracked(|given| given.iter().filter(|file| file.scan != Scan::Infected).count());
    let coming = uploads.coming.with_untracked(Vec::len);
    let most = f64::from(limits.max_size_mb) * 1_000_000.0;
    // A picture that will be made smaller may be larger now.
    let large = |file: &File| file.size() > most && !(uploads.shrink.get_untracked() && picture::is_one(file));
    let strange = |file: &File| !file.type_().is_empty() && !limits.accepted_types.contains(&file.type_());
    if given + coming + files.len() > limits.max_files as usize {
        Some(FormProblem::TooManyFiles { max: limits.max_files })
    } else if files.iter().any(large) {
        Some(FormProblem::FileTooLarge {
            max_mb: limits.max_size_mb,
        })
    } else if files.iter().any(|file| file.size() < 1.0) {
        Some(FormProblem::FileEmpty)
    } else if files.iter().any(strange) {
        Some(FormProblem::FileType)
    } else {
        None
    }
}

pub(super) fn again(uploads: Uploads, number: u32) {
    change(uploads, number, |file| file.state = State::Going);
    uploads.sender.turn.update_value(|turn| turn.push(number));
    go_on(uploads);
}

/// One file at a time: on a slow line two take twice as long.
fn go_on(uploads: Uploads) {
    if uploads.sender.busy.get_value() {
        return;
    }
    uploads.sender.busy.set_value(true);
    spawn_local(async move {
        while let Some(number) = next(uploads) {
            let Some((file, blob)) = prepared(uploads, number).await else {
                continue;
            };
            let way = uploads.sender.way.get_value();
            let told = move |percent, waits| {
                let state = if waits { State::Waiting } else { State::Going };
                change(uploads, number, |file| {
                    file.percent = percent;
                    file.state = state;
                })
            };
            let sent = tus::send(&way, &file, &blob, told).await;
            arrived(uploads, number, &file, &blob, sent);
        }
        _ = uploads.sender.busy.try_set_value(false);
    });
}

fn next(uploads: Uploads) -> Option<u32> {
    let turn = |turn: &mut Vec<u32>| (!turn.is_empty()).then(|| turn.remove(0));
    uploads.sender.turn.try_update_value(turn).flatten()
}

/// The file, and what of it is sent: itself, or a smaller picture.
async fn prepared(uploads: Uploads, number: u32) -> Option<(File, Blob)> {
    let found = uploads.sender.files.try_with_value(|files| files.get(&number).cloned());
    let (file, ready) = found.flatten()?;
    if let Some(blob) = ready {
        return Some((file, blob));
    }
    let mut blob: Blob = file.clone().into();
    if uploads.shrink.try_get_untracked()?
        && picture::is_one(&file)
        && let Some(smaller) = picture::smaller(&file).await
    {
        let sizes = (picture::bytes(&file), picture::bytes(&smaller));
        change(uploads, number, |file| file.shrunk = Some(sizes));
        blob = smaller;
    }
    let kept = blob.clone();
    uploads.sender.files.try_update_value(|files| {
        if let Some(entry) = files.get_mut(&number) {
            entry.1 = Some(kept);
        }
    })?;
    Some((file, blob))
}

fn arrived(uploads: Uploads, number: u32, file: &File, blob: &Blob, sent: Result<(String, Scan), Trouble>) {
    let gone = || {
        uploads.sender.forget(number);
        _ = uploads
            .coming
            .try_update(|coming| coming.retain(|file| file.number != number));
    };
    match sent {
        Ok((id, scan)) => {
            let view = UploadView {
                id,
                name: file.name(),
                size: picture::bytes(blob),
                scan,
            };
            gone();
            _ = uploads
                .field
                .try_with_value(|field| uploads.live.set_problem(&field.key, None));
            _ = uploads.given.try_update(|given| {
                given.retain(|file| file.scan != Scan::Infected && file.id != view.id);
                given.push(view);
            });
        }
        Err(Trouble::Refused(problem)) => {
            // What is wrong first: once nothing is on its way, whoever waits goes on.
            _ = uploads
                .field
                .try_with_value(|field| uploads.live.refused(&field.key, problem));
            gone();
        }
        Err(Trouble::Cancelled) => gone(),
        Err(Trouble::Failed) => _ = change(uploads, number, |file| file.state = State::Failed),
    }
}

/// Changes what is shown of a file. No longer there: it was cancelled, or the page was left.
fn change(uploads: Uploads, number: u32, how: impl FnOnce(&mut Coming)) -> bool {
    let found = uploads.coming.try_update(|coming| {
        let file = coming.iter_mut().find(|file| file.number == number);
        file.map(how).is_some()
    });
    found.unwrap_or(false)
}
