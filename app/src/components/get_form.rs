//! A form that only asks: a search, a filter. With script it goes on within the document; the address is the same.

use leptos::prelude::*;

/// The form.
#[component]
pub fn GetForm(
    /// Where it goes, from [`crate::routes`].
    #[prop(into)]
    action: String,
    /// A class for the form.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// `search`, where nothing around it says so.
    #[prop(optional, into)]
    role: Option<&'static str>,
    /// Inputs and buttons.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let submit = submit();
    #[cfg(not(feature = "hydrate"))]
    let submit = |_: leptos::ev::SubmitEvent| ();
    view! { <form action=action class=class role=role on:submit=submit>{children()}</form> }
}

/// Goes to the address the browser would go to, without what was left empty.
#[cfg(feature = "hydrate")]
fn submit() -> impl Fn(leptos::ev::SubmitEvent) + 'static {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{FormData, HtmlFormElement};
    use leptos_router::NavigateOptions;
    use leptos_router::hooks::use_navigate;

    let navigate = use_navigate();
    move |event: leptos::ev::SubmitEvent| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some((form, data)) = form.and_then(|form| FormData::new_with_form(&form).ok().map(|data| (form, data)))
        else {
            return;
        };
        event.prevent_default();
        let pairs: Vec<(String, String)> = js_sys::Array::from(&data.entries())
            .iter()
            .filter_map(|pair| {
                let pair = pair.dyn_into::<js_sys::Array>().ok()?;
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            })
            .collect();
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let action = form.get_attribute("action").unwrap_or_default();
        navigate(&crate::routes::with_query(action, &pairs), NavigateOptions::default());
    }
}
