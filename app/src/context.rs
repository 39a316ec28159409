//! What every page may ask for.
//!
//! On the server these come from the request, provided by the server crate before rendering: [`Language`],
//! [`SessionView`], [`DataSaver`], and after a refused form [`Posted`]. They travel to the browser inside the page, so
//! that it starts from the same state.

use domain::language::Language;
use domain::view::outcome::Posted;
use domain::view::session::SessionView;
use leptos::prelude::*;

use crate::words::Words;

/// Whether the reader asked for few bytes: the `Save-Data` header or the switch in the footer. Server only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataSaver(pub bool);

/// The number of this request, as in the log; what a person quotes after a fault. Server only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestId(pub String);

/// What changes while the document stays.
#[derive(Clone, Copy)]
struct Shared {
    session: RwSignal<SessionView>,
    posted: RwSignal<Posted>,
    refresh: RwSignal<u32>,
    patching: StoredValue<bool>,
}

/// Sets the context up; once, in [`crate::App`].
pub(crate) fn provide() {
    provide_context(document_language());
    let session = SharedValue::new(|| use_context::<SessionView>().unwrap_or_default()).into_inner();
    let posted = SharedValue::new(use_context::<Posted>).into_inner();
    provide_context(Shared {
        session: RwSignal::new(session),
        posted: RwSignal::new(posted.unwrap_or_default()),
        refresh: RwSignal::new(0),
        patching: StoredValue::new(false),
    });
}

/// The language of the document.
pub fn language() -> Language {
    use_context().unwrap_or_default()
}

/// The words of that language.
pub fn words() -> Words {
    Words(language())
}

/// Who is looking.
pub fn session() -> RwSignal<SessionView> {
    shared().session
}

/// What was posted on this page and refused; empty at first and after each navigation.
pub fn posted() -> RwSignal<Posted> {
    shared().posted
}

/// Counts up when what the page shows has changed on the server; every load depends on it.
pub fn refresh() -> RwSignal<u32> {
    shared().refresh
}

/// Whether the next view that arrives is patched into the page that stands, for pages that update themselves.
pub(crate) fn patching() -> StoredValue<bool> {
    shared().patching
}

fn shared() -> Shared {
    expect_context()
}

/// In the browser, `<html lang>` says it.
#[cfg(feature = "hydrate")]
fn document_language() -> Language {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("lang"))
        .and_then(|code| code.parse().ok())
        .unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
fn document_language() -> Language {
    language()
}
