//! What is typed is kept by itself: a moment after the last change, and when the page is left out of sight. It never
//! takes the place of something newer, and once the page is sent it keeps out of the way.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use crate::context::{session, words};
use domain::view::session::SessionView;

/// Where the keeping stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser keeps"))]
enum Keeping {
    /// Nothing typed yet.
    Quiet,
    /// Kept, and when.
    Kept(NaiveDateTime),
    /// It did not arrive; it is tried again.
    Failed,
    /// Saved from somewhere else meanwhile: keeping this would undo that.
    Elsewhere,
}

/// A handle to the keeping of one page; copies share it.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser keeps"))]
pub(super) struct Autosave {
    keeping: RwSignal<Keeping>,
    /// Which saving the page was loaded from, or has made itself.
    version: StoredValue<i64>,
    /// Something was typed since.
    changed: StoredValue<bool>,
    /// The page is on its way, or may not be kept by itself.
    stopped: StoredValue<bool>,
    under_way: StoredValue<bool>,
    timer: StoredValue<Option<leptos::leptos_dom::helpers::TimeoutHandle>>,
    session: RwSignal<SessionView>,
}

impl Autosave {
    /// `version`: the saving the page was loaded from; none when this page is only sent on purpose.
    pub(super) fn new(version: Option<i64>) -> Self {
        Self {
            keeping: RwSignal::new(Keeping::Quiet),
            version: StoredValue::new(version.unwrap_or_default()),
            changed: StoredValue::new(false),
            stopped: StoredValue::new(version.is_none()),
            under_way: StoredValue::new(false),
            timer: StoredValue::new(None),
            session: session(),
        }
    }

    /// The page is sent: what is typed goes with it.
    #[cfg(feature = "hydrate")]
    pub(super) fn stop(self) {
        self.stopped.try_set_value(true);
    }

    /// A quiet line. It is not read out, since it comes while somebody types.
    pub(super) fn line(self) -> AnyView {
        let words = words();
        let said = move || match self.keeping.get() {
            Keeping::Quiet => None,
            Keeping::Kept(at) => Some(AnyView::from(words.kept_at(words.time(at)))),
            Keeping::Failed => Some(words.kept_not_yet().into_any()),
            Keeping::Elsewhere => Some(words.kept_elsewhere().into_any()),
        };
        let warns = move || matches!(self.keeping.get(), Keeping::Failed | Keeping::Elsewhere);
        view! { <p class="saved" class:quiet=move || !warns() id="kept">{said}</p> }.into_any()
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::view::outcome::Outcome;
    use gloo_net::http::{Request, Response};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    use super::{Autosave, Keeping};

    /// After the last change.
    const A_MOMENT: Duration = Duration::from_secs(3);
    /// After it did not arrive.
    const A_WHILE: Duration = Duration::from_secs(10);

    impl Autosave {
        /// Something was typed in this form.
        pub(in super::super) fn changed(self, form: &HtmlFormElement) {
            self.changed.set_value(true);
            self.wait(form.clone(), A_MOMENT);
        }

        /// The page goes out of sight: now, rather than never.
        pub(in super::super) fn hidden(self, form: HtmlFormElement) {
            if self.changed.try_get_value() == Some(true) {
                self.keep(form);
            }
        }

        fn wait(self, form: HtmlFormElement, time: Duration) {
            if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
                timer.clear();
            }
            let timer = set_timeout_with_handle(move || self.keep(form), time).ok();
            self.timer.try_set_value(timer);
        }

        fn keep(self, form: HtmlFormElement) {
            // A page that was left is nobody's any more.
            if self.stopped.try_get_value() != Some(false) {
                return;
            }
            if self.under_way.get_value() {
                return self.wait(form, A_MOMENT);
            }
            let Some(request) = self.request(&form) else { return };
            self.under_way.set_value(true);
            self.changed.set_value(false);
            spawn_local(async move {
                let answer = request.send().await;
                self.under_way.try_set_value(false);
                if self.stopped.try_get_value() == Some(false) {
                    self.take(answer.ok(), form).await;
                }
            });
        }

        /// The form without its files, which go by themselves.
        fn request(self, form: &HtmlFormElement) -> Option<Request> {
            let data = FormData::new_with_form(form).ok()?;
            data.append_with_str("kept", &self.version.get_value().to_string())
                .ok()?;
            let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
            Request::post(&form.get_attribute("action")?)
                .header("Accept", "application/json")
                .header("X-CSRF", &self.session.read_untracked().csrf)
                .body(body)
                .ok()
        }

        async fn take(self, answer: Option<Response>, form: HtmlFormElement) {
            let outcome = match &answer {
                Some(answer) => answer.json::<Outcome>().await.ok(),
                None => None,
            };
            if let Some(Outcome::Kept { kept }) = outcome {
                self.version.try_set_value(kept.version);
                self.keeping.try_set(Keeping::Kept(kept.at));
                return;
            }
            match answer.map(|answer| answer.status()) {
                Some(409) => {
                    self.stop();
                    self.keeping.try_set(Keeping::Elsewhere);
                }
                // Nothing to try again: the session or the draft is over, which the next press says.
                Some(401 | 403 | 404 | 413 | 419) => self.stop(),
                _ => {
                    self.changed.try_set_value(true);
                    self.keeping.try_set(Keeping::Failed);
                    self.wait(form, A_WHILE);
                }
            }
        }
    }
}
