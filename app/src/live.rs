//! Pages that update themselves where script runs, and by a link where it does not.
//!
//! The server tells that something has changed and never what ([`stream`]); the page asks its ordinary question again.
//! What comes is patched into the page that stands, so that the focus, what is typed and what is open stay where they
//! are. A page on which that could put a choice beside another thing than was chosen says that there is something new,
//! and waits to be asked.

#[cfg(feature = "hydrate")]
mod stream;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::view::live::{Live, Moment};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::task::spawn_local;

use crate::context::{self, words};
use crate::error::PortalError;
use crate::page::View;
use crate::words::Words;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, PortalError>> + Send>>;
type Address<T> = Arc<dyn Fn(&T) -> String + Send + Sync>;
type Ask<T> = Arc<dyn Fn(&T) -> Answer<T> + Send + Sync>;

/// What outlives the view it keeps up to date.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only the browser listens and asks")
)]
pub struct Following<T: Send + Sync + 'static> {
    /// What the page shows.
    shown: StoredValue<Option<T>>,
    view: View<T>,
    ask: StoredValue<Ask<T>>,
    /// The address of the stream about what is shown, without the time.
    address: StoredValue<Address<T>>,
    /// Whether something is chosen on the page that must not come to stand beside another thing.
    held: fn() -> bool,
    /// Something new waits to be asked for.
    waits: RwSignal<bool>,
    /// What is read out.
    news: RwSignal<String>,
    /// The version of what is shown.
    version: RwSignal<i64>,
    patching: StoredValue<bool>,
    words: Words,
}

impl<T: Send + Sync + 'static> Clone for Following<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Following<T> {}

/// Keeps a view up to date: where its stream is, how it is asked for, and what holds it. Made by the page, outside of
/// what the view shows.
pub fn follow<T, Asked>(
    view: View<T>,
    address: impl Fn(&T) -> String + Send + Sync + 'static,
    held: fn() -> bool,
    ask: impl Fn(&T) -> Asked + Send + Sync + 'static,
) -> Following<T>
where
    T: Live + Send + Sync + 'static,
    Asked: Future<Output = Result<T, PortalError>> + Send + 'static,
{
    let ask: Ask<T> = Arc::new(move |shown| Box::pin(ask(shown)));
    let address: Address<T> = Arc::new(address);
    let following = Following {
        shown: StoredValue::new(None),
        view,
        ask: StoredValue::new(ask),
        address: StoredValue::new(address),
        held,
        waits: RwSignal::new(false),
        news: RwSignal::default(),
        version: RwSignal::new(0),
        patching: context::patching(),
        words: words(),
    };
    #[cfg(feature = "hydrate")]
    stream::listen(following);
    following
}

impl<T: Live + Send + Sync + 'static> Following<T> {
    /// The page shows this now.
    pub fn shows(self, view: &T) {
        self.shown.set_value(Some(view.clone()));
        self.waits.set(false);
        self.version.set(view.moment().version);
    }

    /// The live region; outside of what changes.
    pub fn region(self) -> AnyView {
        view! { <div class="visually-hidden" role="status">{self.news}</div> }.into_any()
    }

    /// The time of what is shown, and the way to what is now.
    pub fn line(self, moment: Moment, again: String) -> AnyView {
        let (words, waits) = (self.words, self.waits);
        let said = move || {
            if waits.get() {
                view! { <strong>{words.news_since(words.time(moment.at))}</strong> }.into_any()
            } else {
                view! { <span>{words.as_of(words.date_time(moment.at))}</span> }.into_any()
            }
        };
        view! {
            <p class="as-of no-print">
                {said} " " <a href=again on:click=move |event| self.pressed(&event)>{words.refresh_page()}</a>
            </p>
        }
        .into_any()
    }
}

#[cfg(not(feature = "hydrate"))]
impl<T: Live + Send + Sync + 'static> Following<T> {
    /// The browser's alone; the server shows the link.
    fn pressed(self, _: &leptos::ev::MouseEvent) {}
}

#[cfg(feature = "hydrate")]
impl<T: Live + Send + Sync + 'static> Following<T> {
    fn pressed(self, event: &leptos::ev::MouseEvent) {
        // With a key held it is to open in another window.
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        self.look(true);
    }

    /// Asks for the view and shows it: at once when somebody asked, else when nothing holds it.
    fn look(self, asked: bool) {
        let (Some(Some(before)), Some(ask)) = (self.shown.try_get_value(), self.ask.try_get_value()) else {
            return;
        };
        spawn_local(async move {
            let now = ask(&before).await;
            // Another page meanwhile, or a newer answer.
            let shown = self.shown.try_with_value(|shown| shown.as_ref().map(Live::moment));
            if shown != Some(Some(before.moment())) {
                return;
            }
            match now {
                Ok(now) => self.arrived(&before, now, asked),
                // The page itself says what is wrong.
                Err(error) if asked => self.put(Err(error)),
                Err(_) => {}
            }
        });
    }

    fn arrived(self, before: &T, now: T, asked: bool) {
        let words = self.words;
        let same = before.shows_the_same(&now);
        if same && !asked {
            return;
        }
        if !asked && (self.held)() {
            if self.waits.try_get_untracked() == Some(false) {
                self.waits.set(true);
                self.say(words.news_since(words.time(before.moment().at)).plain());
            }
            return;
        }
        self.say(words.updated_at(words.time(now.moment().at)).plain());
        stream::let_go();
        self.put(Ok(now));
    }

    /// Into the page that stands.
    fn put(self, view: Result<T, PortalError>) {
        self.patching.try_set_value(true);
        if let Some(mut place) = self.view.try_write() {
            *place = Some(view);
        }
    }

    /// The same words a second time need another text to be read out.
    fn say(self, text: String) {
        self.news.try_update(|news| {
            *news = if *news == text { text + "\u{a0}" } else { text };
        });
    }
}

/// Whether the list of the queue is being used: something is chosen, or a row is about to be pressed. It must not move
/// then.
#[cfg(feature = "hydrate")]
pub fn list_is_used() -> bool {
    is_there(".bulk input:checked, .table-cards :focus, .table-cards input:checked, .table-cards tbody tr:hover")
}

/// Whether a form of the page is being used.
#[cfg(feature = "hydrate")]
pub fn form_has_focus() -> bool {
    is_there("#main form :focus")
}

#[cfg(feature = "hydrate")]
fn is_there(what: &str) -> bool {
    matches!(document().query_selector(what), Ok(Some(_)))
}

/// The browser's alone.
#[cfg(not(feature = "hydrate"))]
pub fn list_is_used() -> bool {
    false
}

/// The browser's alone.
#[cfg(not(feature = "hydrate"))]
pub fn form_has_focus() -> bool {
    false
}
