//! Files on their way, piece by piece, while the page goes on. Without script there are none: the form carries files.
//!
//! Where the line breaks a file waits and goes on by itself; where the page was closed it goes on when the same file is
//! chosen again. (decision 32)

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod picture;
#[cfg(feature = "hydrate")]
mod tus;

use domain::service::field::Field;
use domain::upload::Scan;
use domain::view::form::UploadView;
use leptos::ev;
use leptos::prelude::*;

use super::Live;
use crate::words::{Isolated, Words};

/// How a file on its way is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser sends"))]
pub(super) enum State {
    /// Its pieces go.
    Going,
    /// The line broke.
    Waiting,
    /// It was given up.
    Failed,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coming {
    /// Tells it from the others of the page.
    pub(super) number: u32,
    /// Its name.
    pub(super) name: String,
    /// Of 100.
    pub(super) percent: u32,
    /// How it is doing.
    pub(super) state: State,
    /// Bytes before and after it was made smaller.
    pub(super) shrunk: Option<(u64, u64)>,
}

/// The files of one field, in the browser; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Uploads {
    /// The page.
    pub(super) live: Live,
    /// The field.
    pub(super) field: StoredValue<Field>,
    /// The words.
    pub(super) words: Words,
    /// Files that are there.
    pub(super) given: RwSignal<Vec<UploadView>>,
    /// Files on their way.
    pub(super) coming: RwSignal<Vec<Coming>>,
    /// Pictures are made smaller before they are sent.
    pub(super) shrink: RwSignal<bool>,
    /// The script runs, and the field takes pieces.
    pub(super) ready: RwSignal<bool>,
    /// Something is held over the field.
    pub(super) over: RwSignal<bool>,
    #[cfg(feature = "hydrate")]
    pub(super) sender: browser::Sender,
}

impl Uploads {
    /// Made with the question, outside of what is drawn again.
    pub(super) fn new(live: Live, field: &Field, words: Words) -> Self {
        Self {
            live,
            field: StoredValue::new(field.clone()),
            words,
            given: RwSignal::new(given(live, &field.key)),
            coming: RwSignal::new(Vec::new()),
            shrink: RwSignal::new(false),
            ready: RwSignal::new(false),
            over: RwSignal::new(false),
            #[cfg(feature = "hydrate")]
            sender: browser::Sender::new(live, &field.key, words),
        }
    }

    /// The field's key.
    pub(super) fn key(self) -> String {
        self.field.with_value(|field| field.key.clone())
    }

    /// Whether the field has as many files as it may; none that were taken away count.
    pub(super) fn is_full(self, most: usize) -> bool {
        let there = |files: &Vec<UploadView>| files.iter().filter(|file| file.scan != Scan::Infected).count();
        self.given.with(there) >= most
    }

    /// Files were chosen.
    pub(super) fn chosen(self, event: &ev::Event) {
        #[cfg(feature = "hydrate")]
        browser::chosen(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    }

    fn dropped(self, event: &ev::DragEvent) {
        #[cfg(feature = "hydrate")]
        browser::dropped(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    }

    fn held_over(self, event: &ev::DragEvent, over: bool) {
        if self.ready.get_untracked() {
            event.prevent_default();
            self.over.set(over);
        }
    }

    fn cancel(self, number: u32) {
        self.coming.update(|coming| coming.retain(|file| file.number != number));
        #[cfg(feature = "hydrate")]
        self.sender.forget(number);
    }

    fn again(self, number: u32) {
        #[cfg(feature = "hydrate")]
        browser::again(self, number);
        #[cfg(not(feature = "hydrate"))]
        let _ = number;
    }

    /// Whether one may go on from the page: nothing is on its way.
    fn is_quiet(self) -> bool {
        self.coming
            .with(|coming| coming.iter().all(|file| file.state == State::Failed))
    }
}

/// The files so far: as the server lists them, or as the answer names them where it lists none.
fn given(live: Live, key: &str) -> Vec<UploadView> {
    let mut given = live.with_form(|form| form.uploads.get(key).cloned().unwrap_or_default());
    for entry in live.answers(key) {
        if let Some((id, name)) = entry.split_once('|')
            && given.iter().all(|file| file.id != id)
        {
            given.push(UploadView {
                id: id.to_owned(),
                name: name.to_owned(),
                size: 0,
                scan: Scan::NotScanned,
            });
        }
    }
    given
}

/// The place where files are dropped: everything of the field.
pub(super) fn place(uploads: Uploads, inside: AnyView) -> AnyView {
    let words = uploads.words;
    let live = uploads.live;
    // A file within an item of a list belongs to the item, which the form alone knows.
    let takes = live.has_field(&uploads.key());
    Effect::new(move || uploads.ready.set(takes));
    // Going on from the page would leave what is on its way behind.
    Effect::new(move || {
        let wrong = uploads.field.with_value(|field| live.problem(field).is_some());
        let good = !wrong && uploads.coming.with(Vec::is_empty);
        live.arriving(uploads.key(), !uploads.is_quiet(), good);
    });
    view! {
        <div
            class="drop"
            class:over=uploads.over
            on:dragover=move |event| uploads.held_over(&event, true)
            on:dragleave=move |event| uploads.held_over(&event, false)
            on:drop=move |event| {
                uploads.held_over(&event, false);
                uploads.dropped(&event);
            }
        >
            {move || list(uploads, words)} {inside}
            {move || {
                let held = live.is_held() && !uploads.is_quiet();
                view! { <p class="small" role="status">{held.then(|| words.upload_busy())}</p> }
            }}
        </div>
    }
    .into_any()
}

fn list(uploads: Uploads, words: Words) -> Option<AnyView> {
    let coming = uploads.coming.get();
    (!coming.is_empty()).then(|| {
        let rows = coming.into_iter().map(|file| row(uploads, words, file)).collect_view();
        view! { <ul class="tasks coming">{rows}</ul> }.into_any()
    })
}

fn row(uploads: Uploads, words: Words, file: Coming) -> AnyView {
    let name = || Isolated::words(file.name.clone());
    let number = file.number;
    let told = match file.state {
        // Said at every tenth, so that it is not read out without end.
        State::Going => words.upload_progress(name(), words.percent(file.percent / 10 * 10)),
        State::Waiting => words.upload_waits(name()),
        State::Failed => words.upload_failed(name()),
    };
    let label = told.to_string();
    let shrunk = file.shrunk.map(|(before, after)| {
        let text = words.upload_shrunk(words.file_size(after), words.file_size(before), name());
        view! { <span class="sub">{text}</span> }
    });
    let again = (file.state == State::Failed).then(|| {
        view! {
            <button type="button" class="link-btn" on:click=move |_| uploads.again(number)>
                {words.try_again()} <span class="visually-hidden">" " {name()}</span>
            </button>
        }
    });
    view! {
        <li>
            <span>
                <span role="status">{told}</span> {shrunk}
                <progress max={100} value=file.percent aria-label=label></progress>
            </span>
            {again}
            <button type="button" class="link-btn" on:click=move |_| uploads.cancel(number)>
                {words.upload_cancel()} <span class="visually-hidden">" " {name()}</span>
            </button>
        </li>
    }
    .into_any()
}
