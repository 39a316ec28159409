//! The stream of one page: open while somebody is there to see it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use domain::view::live::Live;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::HtmlInputElement;
use web_sys::EventSource;

use super::Following;

/// Nobody is there after so long without a key or a touch: what updates itself must not keep a session open.
const THERE: f64 = 15.0 * 60_000.0;
/// How often it is looked at whether a stream is wanted.
const EVERY: Duration = Duration::from_secs(20);
/// After a refusal, before the next try: milliseconds, and as much again by chance.
const REST: f64 = 30_000.0;
/// What the server calls its news.
const CHANGED: &str = "change";
/// What is chosen in a list.
const CHOSEN: &str = ".bulk input:checked, .table-cards input:checked";

/// An open stream. It closes when it is dropped.
struct Line {
    address: String,
    source: EventSource,
    _changed: Closure<dyn FnMut()>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens while the page is there.
pub(super) fn listen<T: Live + Send + Sync + 'static>(following: Following<T>) {
    Effect::new(move || {
        let line: StoredValue<Option<Line>, LocalStorage> = StoredValue::new_local(None);
        let (touched, rest) = (Rc::new(Cell::new(now())), Rc::new(Cell::new(0.0)));
        let tend = {
            let touched = touched.clone();
            move || tend(following, line, touched.get(), &rest)
        };
        let by_time = set_interval_with_handle(tend.clone(), EVERY).ok();
        Effect::new({
            let tend = tend.clone();
            move || {
                following.version.track();
                tend();
            }
        });
        let seen = window_event_listener_untyped("visibilitychange", {
            let tend = tend.clone();
            move |_| tend()
        });
        let there = ["pointerdown", "keydown"].map(|name| {
            let (touched, tend) = (touched.clone(), tend.clone());
            window_event_listener_untyped(name, move |_| {
                let away = now() - touched.replace(now()) > THERE;
                if away {
                    tend();
                }
            })
        });
        on_cleanup(move || {
            if let Some(by_time) = by_time {
                by_time.clear();
            }
            seen.remove();
            for listener in there {
                listener.remove();
            }
        });
    });
}

/// Opens or closes, as it is now.
fn tend<T: Live + Send + Sync + 'static>(
    following: Following<T>,
    line: StoredValue<Option<Line>, LocalStorage>,
    touched: f64,
    rest: &Cell<f64>,
) {
    let shown = following.shown.try_with_value(|shown| {
        let shown = shown.as_ref()?;
        let address = following.address.get_value()(shown);
        Some((address, shown.moment().version))
    });
    let wanted = shown
        .flatten()
        .filter(|_| !document().hidden() && now() - touched <= THERE);
    line.try_update_value(|line| {
        let Some((address, version)) = wanted else {
            *line = None;
            return;
        };
        if let Some(open) = line {
            let refused = open.source.ready_state() == EventSource::CLOSED;
            if open.address == address && !refused {
                return;
            }
            *line = None;
            if refused {
                rest.set(now() + REST * (1.0 + js_sys::Math::random()));
            }
        }
        if now() >= rest.get() {
            *line = open(following, address, version);
        }
    });
}

fn open<T: Live + Send + Sync + 'static>(following: Following<T>, address: String, version: i64) -> Option<Line> {
    let source = EventSource::new(&format!("{address}?since={version}")).ok()?;
    let changed = Closure::<dyn FnMut()>::new(move || following.look(false));
    let told = source.add_event_listener_with_callback(CHANGED, changed.as_ref().unchecked_ref());
    told.ok().map(|()| Line {
        address,
        source,
        _changed: changed,
    })
}

fn now() -> f64 {
    js_sys::Date::now()
}

/// Nothing is chosen any more: what is about to stand there may be another thing.
pub(super) fn let_go() {
    let Ok(boxes) = document().query_selector_all(CHOSEN) else {
        return;
    };
    for number in 0..boxes.length() {
        if let Some(one) = boxes
            .get(number)
            .and_then(|one| one.dyn_into::<HtmlInputElement>().ok())
        {
            one.set_checked(false);
        }
    }
}
