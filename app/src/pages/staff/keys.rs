//! The keyboard of the staff's side, for those who decide all day. Single keys, only while nothing that takes text has
//! the focus, and to be switched off (WCAG 2.1.4). A line under each page lists them; without script there is none.

use leptos::prelude::*;

use crate::context::words;

/// The list of keys, and the switch. Nothing until the program is there.
#[component]
pub fn Keys() -> impl IntoView {
    let words = words();
    let (there, set_there) = signal(false);
    let on = RwSignal::new(true);
    #[cfg(feature = "hydrate")]
    browser::listen(on, set_there);
    #[cfg(not(feature = "hydrate"))]
    let _ = set_there;
    let lines = move || {
        let keys = [
            ("J K", words.key_move()),
            ("Enter", words.key_open()),
            ("X", words.key_select()),
            ("T", words.key_take()),
            ("D", words.key_decide()),
            ("N", words.key_next()),
        ];
        keys.map(|(key, does)| view! { <li><kbd dir="ltr">{key}</kbd> " " {does}</li> })
            .collect_view()
    };
    let press = move |_| {
        on.update(|on| *on = !*on);
        #[cfg(feature = "hydrate")]
        browser::remember(on.get_untracked());
    };
    move || {
        there.get().then(|| {
            view! {
                <div class="wrap keys">
                    <details>
                        <summary>{words.keys_title()}</summary>
                        <ul>{lines()}</ul>
                        <button type="button" class="btn btn-2" on:click=press>
                            {move || if on.get() { words.keys_off() } else { words.keys_on() }}
                        </button>
                    </details>
                </div>
            }
        })
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};

    /// Where the browser remembers that they are off.
    const OFF: &str = "hukumati-keys-off";
    /// The links of the list, one to a row.
    const ROWS: &str = ".table-cards a.no";

    pub(super) fn listen(on: RwSignal<bool>, there: WriteSignal<bool>) {
        Effect::new(move || {
            on.set(!is_off());
            there.set(true);
        });
        let handle = window_event_listener(ev::keydown, move |event| {
            if on.get_untracked() && is_plain(&event) && act(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    fn is_off() -> bool {
        let kept = window().local_storage().ok().flatten();
        kept.and_then(|kept| kept.get_item(OFF).ok().flatten()).is_some()
    }

    pub(super) fn remember(on: bool) {
        let Some(kept) = window().local_storage().ok().flatten() else {
            return;
        };
        // Where nothing may be kept, they are on again on the next page.
        _ = if on {
            kept.remove_item(OFF)
        } else {
            kept.set_item(OFF, "1")
        };
    }

    /// A key alone, and nothing that takes text or has keys of its own has the focus.
    fn is_plain(event: &KeyboardEvent) -> bool {
        let alone = !event.ctrl_key() && !event.alt_key() && !event.meta_key() && !event.is_composing();
        let at = document().active_element();
        alone
            && !at.is_some_and(|at| {
                at.matches("input:not([type=checkbox]), textarea, select")
                    .unwrap_or(false)
            })
    }

    fn act(key: &str) -> bool {
        match key.to_lowercase().as_str() {
            "j" => step(1),
            "k" => step(-1),
            "x" => in_row("input[name=case]").is_some_and(press),
            "t" => in_row("button[name=one]")
                .or_else(|| found("form[action$=\"/take\"] button[type=submit]"))
                .is_some_and(press),
            "d" => found("#decision").is_some_and(focus),
            "n" => found("a[data-key=n]").is_some_and(press),
            _ => false,
        }
    }

    fn found(selector: &str) -> Option<Element> {
        document().query_selector(selector).ok().flatten()
    }

    /// What stands in the row that has the focus.
    fn in_row(selector: &str) -> Option<Element> {
        let row = document().active_element()?.closest("tr").ok().flatten()?;
        row.query_selector(selector).ok().flatten()
    }

    fn press(element: Element) -> bool {
        element.dyn_into::<HtmlElement>().is_ok_and(|element| {
            element.click();
            true
        })
    }

    fn focus(element: Element) -> bool {
        element
            .dyn_into::<HtmlElement>()
            .is_ok_and(|element| element.focus().is_ok())
    }

    /// To the next row, or the one before; to the first when none has the focus.
    fn step(by: i32) -> bool {
        let Ok(rows) = document().query_selector_all(ROWS) else {
            return false;
        };
        let here = document()
            .active_element()
            .and_then(|at| at.closest("tr").ok().flatten());
        let at = (0..rows.length()).find(|number| {
            let row = rows.get(*number).and_then(|row| row.dyn_into::<Element>().ok());
            let row = row.and_then(|row| row.closest("tr").ok().flatten());
            here.is_some() && row == here
        });
        let to = match at {
            Some(at) => at.checked_add_signed(by).filter(|to| *to < rows.length()),
            None => Some(0),
        };
        let link = to.and_then(|to| rows.get(to));
        link.and_then(|link| link.dyn_into::<Element>().ok()).is_some_and(focus)
    }
}
