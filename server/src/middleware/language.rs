//! Which language: the address says it, else the cookie, else the browser, else Arabic.

use axum::extract::Request;
use domain::language::Language;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

use crate::cookies::Cookie;

/// The language of an address, if it begins with one.
pub fn of_path(path: &str) -> Option<Language> {
    path.trim_start_matches('/')
        .split('/')
        .next()
        .and_then(|first| first.parse().ok())
}

/// The language to answer in.
pub fn of(path: &str, headers: &HeaderMap, https: bool) -> Language {
    of_path(path).unwrap_or_else(|| without_path(headers, https))
}

/// Where `/` leads.
pub fn without_path(headers: &HeaderMap, https: bool) -> Language {
    let cookie = Cookie::Language.read(headers, https).and_then(|code| code.parse().ok());
    let accept = headers.get(ACCEPT_LANGUAGE).and_then(|accept| accept.to_str().ok());
    cookie.or_else(|| accept.and_then(accepted)).unwrap_or_default()
}

/// The language of a page whose reader would otherwise be led to the other one: worth remembering. So the cookie is
/// set for those who have chosen and for nobody else.
pub fn chosen(request: &Request, https: bool) -> Option<Language> {
    let navigates = request
        .headers()
        .get("sec-fetch-mode")
        .is_some_and(|mode| mode == "navigate");
    let language = of_path(request.uri().path()).filter(|_| navigates)?;
    (language != without_path(request.headers(), https)).then_some(language)
}

/// The one of ours that the browser likes best.
fn accepted(header: &str) -> Option<Language> {
    let weighed = header.split(',').take(20).filter_map(|part| {
        let (range, quality) = part.split_once(';').unwrap_or((part, "q=1"));
        let code = range.trim().split('-').next()?.to_ascii_lowercase();
        let quality: f32 = quality.trim().strip_prefix("q=")?.trim().parse().ok()?;
        Some((code.parse::<Language>().ok()?, quality)).filter(|(_, quality)| *quality > 0.0)
    });
    // The first of equals.
    let best = weighed.fold(None, |best: Option<(Language, f32)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_asked() {
        assert_eq!(accepted("en-GB,en;q=0.9,ar;q=0.8"), Some(Language::En));
        assert_eq!(accepted("fr, ar-PS;q=0.9, en;q=0.9"), Some(Language::Ar));
        assert_eq!(accepted("ar;q=0, en;q=0.1"), Some(Language::En));
        assert_eq!(accepted("*"), None);
        assert_eq!(accepted("en;q=x"), None);
    }

    #[test]
    fn the_address_comes_first() {
        assert_eq!(of_path("/ar/services"), Some(Language::Ar));
        assert_eq!(of_path("/arx"), None);
        assert_eq!(of_path("//en"), Some(Language::En));
        assert_eq!(without_path(&HeaderMap::new(), true), Language::Ar);
    }
}
