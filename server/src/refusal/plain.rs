//! A small page of the server's own, which needs nothing that could be missing: no store, no app, no program.

use app::words::Words;
use domain::language::Language;

/// The page around a body that is HTML already.
pub(crate) fn document(language: Language, css: &str, title: &str, body: &str) -> String {
    let words = Words(language);
    format!(
        "<!DOCTYPE html><html lang=\"{language}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"{}\"></head>\
         <body><header class=\"head\"><div class=\"wrap\"><a class=\"brand\" href=\"/{language}\">\
         <b>{}</b></a></div></header><main class=\"wrap\" id=\"main\"><div class=\"stack prose\">\
         {body}</div></main></body></html>",
        language.direction(),
        escape(&words.title(&[title])),
        escape(css),
        words.portal_name(),
    )
}

/// Text in a page.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
