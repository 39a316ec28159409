//! The document around the app. Made on the server only.
//!
//! * The style comes first and alone: the program of the page is asked for after everything is shown, and not at all
//!   where bytes are dear ([`LOADER`]; Leptos's own preloads would nearly double the first paint on a slow line).
//! * No attribute carries style or script; the one inline script carries the nonce of the content policy.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;

use crate::App;
use crate::context::{DataSaver, language, words};
use crate::routes;

/// Where the page's style and program are, with the hashes of their contents in the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style of every page.
    pub css: String,
    /// What staff pages add to it.
    pub staff_css: String,
    /// The program's glue.
    pub js: String,
    /// The program.
    pub wasm: String,
}

/// Fetches and starts the program once the page is there. Not under `Save-Data`, not on 2G, not with the switch on.
const LOADER: &str = "(function(js,wasm){var c=navigator.connection||{};\
if(c.saveData||/2g/.test(c.effectiveType||'')||/(^|; )data_saver=1/.test(document.cookie))return;\
var go=function(){import(js).then(function(m){return m.default({module_or_path:wasm}).then(function(){m.hydrate()})})};\
addEventListener('load',function(){window.requestIdleCallback?requestIdleCallback(go,{timeout:2000}):setTimeout(go,1)})})";

/// The whole document.
pub fn shell() -> impl IntoView {
    let language = language();
    let assets: Assets = use_context().unwrap_or_default();
    let url = use_context::<RequestUrl>()
        .map(|url| url.as_ref().to_owned())
        .unwrap_or_default();
    let (path, search) = path_and_search(&url);
    let staff = routes::is_staff(path);
    let base = use_context::<operations::Portal>()
        .map(|portal| portal.settings.base_url.clone())
        .unwrap_or_default();
    let elsewhere = [language, language.other()].map(|language| {
        let address = format!("{base}{}", routes::in_language(language, path, search));
        view! { <link rel="alternate" hreflang=language.code() href=address/> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=language.code() dir=language.direction() class=staff.then_some("staff")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#232c15"/>
                <meta name="description" content=words().home_lead()/>
                <link rel="stylesheet" href=assets.css.clone()/>
                {staff.then(|| view! { <link rel="stylesheet" href=assets.staff_css.clone()/> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {elsewhere}
                {loader(&assets)}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The loader, unless the reader asked for few bytes or there is no program.
fn loader(assets: &Assets) -> Option<impl IntoView + use<>> {
    let saving = use_context::<DataSaver>().unwrap_or_default().0;
    let script = format!("{LOADER}({:?},{:?})", assets.js, assets.wasm);
    (!saving && !assets.js.is_empty()).then(|| view! { <script nonce=use_nonce()>{script}</script> })
}

/// Path and search of an absolute address.
fn path_and_search(url: &str) -> (&str, &str) {
    let url = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    url.split_once('?').unwrap_or((url, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(
            path_and_search("http://leptos.dev/ar/services?q=a"),
            ("/ar/services", "q=a")
        );
        assert_eq!(path_and_search("http://leptos.dev/ar"), ("/ar", ""));
        assert_eq!(path_and_search("/ar?x"), ("/ar", "x"));
        assert_eq!(path_and_search(""), ("", ""));
    }
}
