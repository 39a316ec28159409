//! A page as it arrived, and its forms.

use regex_lite::Regex;
use reqwest::header::{HeaderMap, LOCATION};

/// What was answered.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Path of its address.
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A form of a page.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) multipart: bool,
    /// What it sends when nothing is changed.
    fields: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Has this status.
    pub(crate) fn is(&self, status: u16) -> &Self {
        let text = self.text();
        let main = text.find("<main").unwrap_or_default();
        let shown: String = text[main..].chars().take(3000).collect();
        assert_eq!(self.status, status, "{}\n{shown}", self.path);
        self
    }

    /// Says this.
    pub(crate) fn says(&self, words: &str) -> &Self {
        let text = self.words();
        assert!(text.contains(words), "{} does not say “{words}”:\n{text}", self.path);
        self
    }

    /// Does not say this.
    pub(crate) fn keeps_quiet_about(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(!text.contains(words), "{} says “{words}”:\n{text}", self.path);
        self
    }

    /// The words of the page without marks and isolates.
    pub(crate) fn words(&self) -> String {
        let text = self.text();
        let text = text
            .split_once("<main")
            .map_or(text.as_str(), |(_, main)| main)
            .to_owned();
        let marks = Regex::new(r"(?s)<script.*?</script>|<!--.*?-->|<[^>]*>").expect("a pattern");
        let plain = marks.replace_all(&text, "");
        unescaped(&plain)
            .chars()
            .filter(|c| !"\u{2068}\u{2069}\u{200e}\u{200f}".contains(*c))
            .collect()
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(LOCATION);
        let location = location.unwrap_or_else(|| panic!("{} {} leads nowhere", self.status, self.path));
        location.to_str().expect("an address")
    }

    /// Leads there.
    pub(crate) fn leads_to(&self, to: &str) -> &Self {
        self.is(303);
        assert_eq!(self.location(), to);
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The form that goes to an address.
    pub(crate) fn form(&self, action: &str) -> Form {
        let text = self.text();
        let forms = Regex::new(r"(?s)<form([^>]*)>(.*?)</form>").expect("a pattern");
        let found = forms
            .captures_iter(&text)
            .find(|form| attribute(&form[1], "action").as_deref() == Some(action));
        let found = found.unwrap_or_else(|| panic!("{} has no form to {action}:\n{}", self.path, self.words()));
        Form {
            action: action.to_owned(),
            multipart: attribute(&found[1], "enctype").as_deref() == Some("multipart/form-data"),
            fields: fields(&found[2]),
        }
    }

    pub(crate) fn has_form(&self, action: &str) -> bool {
        self.text().contains(&format!("action=\"{action}\""))
    }

    /// The first address on the page that matches a pattern with one group.
    pub(crate) fn find(&self, pattern: &str) -> String {
        let text = unescaped(&self.text());
        let found = Regex::new(pattern)
            .expect("a pattern")
            .captures(&text)
            .map(|found| found[1].to_owned());
        found.unwrap_or_else(|| panic!("{} has no {pattern}:\n{}", self.path, self.words()))
    }
}

impl Form {
    /// The hidden inputs and first choices, with these answers in place of their own.
    pub(crate) fn filled(&self, answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let answered = |name: &str| answers.iter().any(|(answer, _)| *answer == name);
        let kept = self.fields.iter().filter(|(name, _)| !answered(name)).cloned();
        let new = answers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        kept.chain(new).collect()
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

/// What a browser sends: texts, what is ticked, what is chosen; no buttons and no files.
fn fields(form: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let inputs = Regex::new(r"<input([^>]*)>").expect("a pattern");
    for input in inputs.captures_iter(form) {
        let Some(name) = attribute(&input[1], "name").filter(|name| !name.is_empty()) else {
            continue;
        };
        let kind = attribute(&input[1], "type").unwrap_or_default();
        let ticked = !matches!(kind.as_str(), "radio" | "checkbox") || has(&input[1], "checked");
        if ticked && !matches!(kind.as_str(), "file" | "submit" | "button") {
            fields.push((name, attribute(&input[1], "value").unwrap_or_default()));
        }
    }
    let areas = Regex::new(r"(?s)<textarea([^>]*)>(.*?)</textarea>").expect("a pattern");
    for area in areas.captures_iter(form) {
        fields.extend(attribute(&area[1], "name").map(|name| (name, unescaped(&area[2]))));
    }
    let selects = Regex::new(r"(?s)<select([^>]*)>(.*?)</select>").expect("a pattern");
    let options = Regex::new(r"<option([^>]*)>").expect("a pattern");
    for select in selects.captures_iter(form) {
        let chosen = options
            .captures_iter(&select[2])
            .find(|option| has(&option[1], "selected"));
        let chosen = chosen.or_else(|| options.captures(&select[2]));
        let value = chosen
            .and_then(|option| attribute(&option[1], "value"))
            .unwrap_or_default();
        fields.extend(attribute(&select[1], "name").map(|name| (name, value)));
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let pattern = Regex::new(&format!("(?:^|\\s){name}=\"([^\"]*)\"")).expect("a pattern");
    pattern.captures(tag).map(|found| unescaped(&found[1]))
}

fn has(tag: &str, name: &str) -> bool {
    Regex::new(&format!("(?:^|\\s){name}(?:[\\s=/]|$)"))
        .expect("a pattern")
        .is_match(tag)
}

/// The text behind the signs that stand for others.
pub(crate) fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&")
}
