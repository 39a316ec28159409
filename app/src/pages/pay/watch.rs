//! Looking again by itself, with script, while a payment has no result.
//!
//! It asks for the view, and the page is drawn anew only when the state is another, so that whoever reads it is not
//! disturbed. What came by itself is read out; what a press brought moves the focus and needs no second telling.

use std::time::Duration;

use domain::payment::PublicAttempt;
use domain::view::payment::{PayState, PayView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::context::{language, refresh};

/// While the payment company is asked for the result.
const CHECKING: Duration = Duration::from_secs(10);
/// While its page is being made.
const PREPARING: Duration = Duration::from_secs(2);

/// What outlives the page it watches.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    /// What is read out.
    pub(super) news: RwSignal<String>,
    by_itself: StoredValue<bool>,
    refresh: RwSignal<u32>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self {
            news: RwSignal::default(),
            by_itself: StoredValue::new(false),
            refresh: refresh(),
        }
    }

    /// Tells the heading of a state that came by itself, and goes on looking while it may change.
    pub(super) fn over(self, pay: &PayView, heading: &'static str) {
        let every = match &pay.state {
            PayState::Attempt {
                attempt: PublicAttempt::Preparing,
                ..
            } => Some(PREPARING),
            PayState::Attempt {
                attempt: PublicAttempt::Checking,
                ..
            } => Some(CHECKING),
            _ => None,
        };
        let look = self.looking(pay, heading, false);
        Effect::new(move || {
            if self.by_itself.try_update_value(std::mem::take) == Some(true) {
                self.say(heading);
            }
            let look = look.clone();
            let visible = move || {
                if !document().hidden() {
                    look()
                }
            };
            if let Some(Ok(handle)) = every.map(|every| set_interval_with_handle(visible, every)) {
                on_cleanup(move || handle.clear());
            }
        });
    }

    /// Looks once; `aloud` says so also when nothing has changed, because somebody asked.
    pub(super) fn looking(self, pay: &PayView, heading: &'static str, aloud: bool) -> impl Fn() + Clone + use<> {
        let (language, reference, before) = (language(), pay.reference.clone(), pay.state.clone());
        move || {
            let (reference, before) = (reference.clone(), before.clone());
            spawn_local(async move {
                let Ok(now) = api::pay(language, reference).await else {
                    return;
                };
                if now.state != before {
                    self.by_itself.try_set_value(true);
                    self.refresh.try_update(|count| *count += 1);
                } else if aloud {
                    self.say(heading);
                }
            });
        }
    }

    /// The same words a second time need another text to be read out.
    fn say(self, heading: &'static str) {
        self.news.try_update(|news| {
            if news == heading {
                news.push('\u{a0}');
            } else {
                heading.clone_into(news);
            }
        });
    }
}
