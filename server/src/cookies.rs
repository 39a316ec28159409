//! Cookies: read and written in one place.
//!
//! | Cookie | What for | Who reads it |
//! |---|---|---|
//! | `s` | the session's token | the server only |
//! | `pre` | a visitor's random number, behind the token of sign-in and sign-up | the server only |
//! | `lang` | the language chosen, where `/` leads | the server only |
//! | `data_saver` | few bytes | the page's loader too |
//!
//! On https the first two are called `__Host-s` and `__Host-pre`: no other host of the domain can set them.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// A cookie of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token.
    Session,
    /// A visitor's random number.
    Visit,
    /// The language chosen.
    Language,
    /// Few bytes.
    DataSaver,
}

/// A year, in seconds.
const YEAR: u32 = 31_536_000;

impl Cookie {
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-s",
            (Self::Session, false) => "s",
            (Self::Visit, true) => "__Host-pre",
            (Self::Visit, false) => "pre",
            (Self::Language, _) => "lang",
            (Self::DataSaver, _) => "data_saver",
        }
    }

    /// Its value in a request. The first one counts.
    pub fn read(self, headers: &HeaderMap, https: bool) -> Option<&str> {
        let name = self.name(https);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name && is_value(value)).then_some(value))
    }

    /// The header that sets it. The values are the portal's own: letters, digits, `-` and `_`.
    pub fn set(self, value: &str, https: bool) -> Option<HeaderValue> {
        let age = match self {
            // Until the browser closes, or the session ends on the server.
            Self::Session | Self::Visit => String::new(),
            Self::Language | Self::DataSaver => format!("; Max-Age={YEAR}"),
        };
        self.header(value, &age, https)
    }

    /// The header that takes it away.
    pub fn clear(self, https: bool) -> Option<HeaderValue> {
        self.header("", "; Max-Age=0", https)
    }

    fn header(self, value: &str, age: &str, https: bool) -> Option<HeaderValue> {
        let name = self.name(https);
        let secure = if https { "; Secure" } else { "" };
        let hidden = if self == Self::DataSaver { "" } else { "; HttpOnly" };
        let text = format!("{name}={value}; Path=/{age}{secure}{hidden}; SameSite=Lax");
        is_value(value).then(|| HeaderValue::from_str(&text).ok()).flatten()
    }
}

fn is_value(text: &str) -> bool {
    text.len() <= 128
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_exact() {
        let set = |cookie: Cookie, https| cookie.set("x", https).expect("a header");
        assert_eq!(
            set(Cookie::Session, true),
            "__Host-s=x; Path=/; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(set(Cookie::Session, false), "s=x; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(
            set(Cookie::DataSaver, true),
            "data_saver=x; Path=/; Max-Age=31536000; Secure; SameSite=Lax"
        );
        assert!(Cookie::Session.set("a;b", true).is_none());
    }

    #[test]
    fn are_read_by_their_exact_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("xs=1; s=2;s=3"));
        headers.append(COOKIE, HeaderValue::from_static("pre=a b; lang=en"));
        assert_eq!(Cookie::Session.read(&headers, false), Some("2"));
        assert_eq!(Cookie::Session.read(&headers, true), None);
        assert_eq!(Cookie::Visit.read(&headers, false), None);
        assert_eq!(Cookie::Language.read(&headers, false), Some("en"));
    }
}
