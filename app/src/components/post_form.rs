//! A form that changes something. Without script it is an ordinary form; with script the same form goes to the same
//! address and what comes back is shown in place (decision 2).
//!
//! While it is under way nothing is greyed out and a second press does nothing; the handler is safe against both. After
//! a second the page says that it is sending. When the line breaks, what was written stays and can be sent again.

#[cfg(feature = "hydrate")]
mod send;

use leptos::prelude::*;

use crate::components::progress::late;
use crate::context::{session, words};
use crate::words::Words;

/// Where the sending stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser sends"))]
enum Sending {
    /// Nothing is under way.
    #[default]
    Quiet,
    /// The answer has not come yet.
    UnderWay,
    /// It did not arrive, or was not taken.
    Failed {
        why: Failure,
        /// Name and value of the button that was pressed.
        button: Option<(String, String)>,
    },
}

/// Why a form was not taken, beyond what its inputs can mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser makes them"))]
enum Failure {
    /// No connection.
    Offline,
    /// Too old, or made for another session.
    Expired,
    /// Too large.
    TooLarge,
    /// Too often.
    TooMany,
    /// Not for this account.
    Forbidden,
    /// Somebody was quicker.
    Conflict,
    /// The portal is busy.
    Busy,
    /// A fault of ours.
    Fault,
}

impl Failure {
    const fn told(self, words: Words) -> &'static str {
        match self {
            Self::Offline => words.offline(),
            Self::Expired => words.form_expired_text(),
            Self::TooLarge => words.sent_too_large(),
            Self::TooMany => words.sent_too_often(),
            Self::Forbidden => words.forbidden_text(),
            Self::Conflict => words.conflict_text(),
            Self::Busy => words.busy_text(),
            Self::Fault => words.fault_text(),
        }
    }
}

/// The form. Its children hold the inputs and at least one submit button.
#[component]
pub fn PostForm(
    /// Where it goes, from [`crate::routes`].
    #[prop(into)]
    action: String,
    /// It holds files.
    #[prop(optional)]
    multipart: bool,
    /// What follows needs a new document: signing in and out, which change whose pages these are.
    #[prop(optional)]
    new_document: bool,
    /// A class for the form.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// Inputs and buttons.
    children: Children,
) -> impl IntoView {
    let (sending, token) = (RwSignal::new(Sending::Quiet), session());
    let busy = move || *sending.read() == Sending::UnderWay;
    #[cfg(feature = "hydrate")]
    let submit = send::submit(sending, new_document);
    #[cfg(not(feature = "hydrate"))]
    let submit = move |_: leptos::ev::SubmitEvent| _ = new_document;
    view! {
        <form
            method="post"
            action=action
            enctype=multipart.then_some("multipart/form-data")
            class=class
            novalidate=true
            aria-busy=move || busy().then_some("true")
            on:submit=submit
        >
            // First, so that a form with large files is refused before they are read.
            <input type="hidden" name="_csrf" value=move || token.read().csrf.clone()/>
            {children()}
            <Answer sending/>
        </form>
    }
}

/// What the form says about its sending.
#[component]
fn Answer(
    /// Where it stands.
    sending: RwSignal<Sending>,
) -> impl IntoView {
    let words = words();
    let late = late(move || *sending.read() == Sending::UnderWay);
    let failed = move || match sending.get() {
        Sending::Failed { why, button } => {
            let (name, value) = button.unzip();
            Some(view! {
                <div class="notice notice-warn top">
                    <p><b>{words.warning()}</b>" "{why.told(words)}</p>
                    <p><button type="submit" class="link-btn" name=name value=value>{words.try_again()}</button></p>
                </div>
            })
        }
        Sending::Quiet | Sending::UnderWay => None,
    };
    view! {
        <div role="status">{move || late.get().then(|| view! { <p class="hint">{words.sending()}</p> })}</div>
        <div role="alert">{failed}</div>
    }
}
