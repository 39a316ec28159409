//! Where the keyboard and the screen reader are after something changed without a new document.
//!
//! The router moves no focus and browsers announce nothing by themselves. So after a navigation or an answered form the
//! page that arrives takes the focus: its error summary if it has one, else its heading, which is then read out, once.
//! On the first load the browser does this itself.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::context;

/// Id of the error summary.
pub const PROBLEM: &str = "problem";

/// Whether the next page that arrives takes the focus.
#[derive(Clone, Copy)]
pub(crate) struct Wanted(StoredValue<bool>);

#[cfg(feature = "hydrate")]
impl Wanted {
    /// The next page that arrives takes it.
    pub(crate) fn ask(self) {
        self.0.set_value(true);
    }
}

/// The one of this document.
#[cfg(feature = "hydrate")]
pub(crate) fn wanted() -> Wanted {
    expect_context()
}

/// Watches the address; once, inside the router.
pub(crate) fn provide() {
    let wanted = Wanted(StoredValue::new(false));
    provide_context(wanted);
    let location = use_location();
    let posted = context::posted();
    Effect::new(move |before: Option<String>| {
        let address = format!("{}?{}", location.pathname.get(), location.search.get());
        if before.is_some_and(|before| before != address) {
            wanted.0.set_value(true);
            posted.set(Default::default());
        }
        address
    });
}

/// A page has arrived; every page calls this, through [`crate::components::layout::Page`].
pub(crate) fn arrived() {
    let wanted: Option<Wanted> = use_context();
    Effect::new(move || {
        if let Some(Wanted(wanted)) = wanted {
            // A frame later the page stands, and the watch above has seen the new address.
            request_animation_frame(move || {
                if wanted.try_get_value() == Some(true) {
                    wanted.set_value(false);
                    to_page();
                }
            });
        }
    });
}

/// Focuses what the page wants to be read first.
fn to_page() {
    #[cfg(feature = "hydrate")]
    if !to(&format!("#{PROBLEM}")) {
        to("h1");
    }
}

/// Focuses the error summary when it is there, a frame from now.
#[cfg(feature = "hydrate")]
pub(crate) fn to_problem() {
    request_animation_frame(|| {
        to(&format!("#{PROBLEM}"));
    });
}

/// Focuses the element with this id and shows it, a frame from now; what takes no focus by itself is made to.
#[cfg(feature = "hydrate")]
pub(crate) fn to_id(id: String) {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::HtmlElement;

    request_animation_frame(move || {
        let element = document()
            .get_element_by_id(&id)
            .and_then(|found| found.dyn_into::<HtmlElement>().ok());
        let Some(element) = element else { return };
        if element.tag_name() == "FIELDSET" {
            element.set_tab_index(-1);
        }
        _ = element.focus();
    });
}

/// Focuses the first element of that kind, without the jump browsers add, then shows it from its top.
#[cfg(feature = "hydrate")]
fn to(selector: &str) -> bool {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{FocusOptions, HtmlElement};

    let Ok(Some(element)) = document().query_selector(selector) else {
        return false;
    };
    let Ok(element) = element.dyn_into::<HtmlElement>() else {
        return false;
    };
    if !element.has_attribute("tabindex") {
        element.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let focused = element.focus_with_options(&options).is_ok();
    if selector.starts_with('#') {
        element.scroll_into_view();
    }
    focused
}
