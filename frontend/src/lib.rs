//! The WASM entry: wakes the page the server sent. Nothing else, ever.

/// Called by the loader once the module is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
