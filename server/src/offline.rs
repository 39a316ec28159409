//! The page that checks a document without asking us: one file that holds the keys, the words and the program, so that it
//! can be saved, handed on, and opened where there is no network (decision 36).
//!
//! Its policy allows exactly this style and this program, by their hashes, and no connection but to keep itself.

use app::words::Words;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use domain::language::Language;
use integrations::signing::{Keyring, PublicKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::refusal::escape;

const CSS: &str = include_str!("offline/page.css");
/// @noble/ed25519 2.3.0 as it is published, with its licence beside it.
const NOBLE: &str = include_str!("offline/noble-ed25519.js");
const CHECK: &str = include_str!("offline/check.js");
const WORKER: &str = include_str!("offline/worker.js");

/// The page, and the policy it needs.
pub struct OfflinePage {
    /// The whole page.
    pub html: String,
    /// Its `Content-Security-Policy`.
    pub policy: String,
}

/// The keys, as RFC 7517 writes them; `status` says whether one still signs.
pub fn key_set(ring: &Keyring) -> Value {
    let key = |key: &PublicKey, status: &str| {
        json!({
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": key.name(), "x": key.text(), "status": status,
        })
    };
    let current = ring.current().map(|found| key(found, "current"));
    let retired = ring.retired().map(|found| key(found, "retired"));
    json!({ "keys": current.into_iter().chain(retired).collect::<Vec<_>>() })
}

/// The worker that keeps the page.
pub fn worker(language: Language) -> String {
    format!("const PAGE_ADDRESS = \"/{language}/verify/offline\";\n{WORKER}")
}

/// The page in a language, with the keys of this day.
pub fn page(language: Language, ring: &Keyring, origin: &str, today: NaiveDate) -> OfflinePage {
    let words = Words(language);
    let program = format!("{NOBLE}\n{CHECK}");
    let said = said(language, ring, origin, today).to_string().replace('<', "\\u003c");
    let html = format!(
        "<!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{CSS}</style></head><body><main id=\"main\"><p class=\"quiet\">{portal}</p><h1>{heading}</h1>\
         <p>{lead}</p><noscript><p><b>{noscript}</b></p></noscript>\
         <form id=\"form\"><label for=\"content\">{label}</label><p class=\"quiet\" id=\"hint\">{hint}</p>\
         <textarea id=\"content\" rows=\"4\" dir=\"ltr\" autocomplete=\"off\" spellcheck=\"false\" \
         aria-describedby=\"hint\"></textarea><button type=\"submit\">{check}</button>\
         <button type=\"button\" id=\"scan\" hidden>{scan}</button></form>\
         <video id=\"video\" muted playsinline hidden></video>\
         <section id=\"result\" aria-live=\"polite\"></section><p class=\"quiet\">{keys_of}</p>\
         </main><script type=\"application/json\" id=\"said\">{said}</script>\
         <script type=\"module\">{program}</script></body></html>",
        direction = language.direction(),
        title = escape(&words.title(&[words.offline_title()])),
        portal = escape(words.portal_name()),
        heading = escape(words.offline_title()),
        lead = escape(words.offline_lead()),
        noscript = escape(words.offline_noscript()),
        label = escape(words.offline_content()),
        hint = escape(words.offline_content_hint()),
        check = escape(words.verify_button()),
        scan = escape(words.offline_scan()),
        keys_of = escape(&words.offline_keys_of(words.date(today)).to_string()),
    );
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; worker-src 'self'; connect-src 'self'; \
         media-src 'self' blob: mediastream:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         report-uri /csp-report",
        hash(&program),
        hash(CSS),
    );
    OfflinePage { html, policy }
}

/// What the program needs to know.
fn said(language: Language, ring: &Keyring, origin: &str, today: NaiveDate) -> Value {
    let words = Words(language);
    let told = |title: &str, text: &str| json!({ "title": title, "text": text });
    json!({
        "language": language.to_string(),
        "origin": origin,
        "keys": key_set(ring)["keys"],
        "words": {
            "good": told(words.offline_good(), words.offline_good_text()),
            "old": told(words.offline_old(), words.offline_old_text()),
            "bad": told(words.offline_bad(), words.offline_bad_text()),
            "stranger": told(words.offline_stranger(), words.offline_stranger_text()),
            "unread": told(words.offline_unread(), words.offline_unread_text()),
            "document": words.offline_document(),
            "number": words.document_number(),
            "issued": words.issue_date(),
            "until": words.expiry_date(),
            "shortened": words.offline_shortened(),
            "limits": words.offline_limits(words.date(today)).to_string(),
            "online": words.offline_online(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_what_is_in_the_page_and_nothing_else() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
        let page = page(Language::Ar, &Keyring::default(), "https://example.ps", today);
        let between = |start: &str, end: &str| {
            let (_, rest) = page.html.split_once(start).expect("its start");
            rest.split_once(end).expect("its end").0
        };
        for text in [
            between("<script type=\"module\">", "</script>"),
            between("<style>", "</style>"),
        ] {
            let hash = STANDARD.encode(Sha256::digest(text.as_bytes()));
            assert!(page.policy.contains(&hash), "{}", &text[..60]);
        }
        assert!(!page.policy.contains("unsafe"));
        assert!(page.html.contains("25 تشرين الثاني 2026"));
        assert!(page.html.len() < 60_000, "{}", page.html.len());
    }
}
