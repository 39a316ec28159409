//! A page taken apart: tags and texts in their order.

use crate::page::unescaped;

/// One part of a page.
#[derive(Debug)]
pub(crate) enum Piece {
    Open(Tag),
    Close(String),
    Text(String),
}

/// A tag that opens.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(attribute, _)| attribute == name)?;
        Some(&found.1)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// Elements that stand inside a line.
const INLINE: [&str; 9] = ["a", "b", "bdi", "em", "small", "span", "strong", "time", "abbr"];
/// Elements whose content nobody reads.
const UNREAD: [&str; 2] = ["script", "style"];

/// The parts of a page, without comments, scripts and styles.
pub(crate) fn pieces(mut html: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    while let Some(at) = html.find('<') {
        if at > 0 {
            found.push(Piece::Text(unescaped(&html[..at])));
        }
        html = &html[at..];
        if html.starts_with("<!--") {
            html = after(html, "-->");
        } else if html.starts_with("<!") {
            html = after(html, ">");
        } else if let Some(rest) = html.strip_prefix("</") {
            let end = rest.find('>').unwrap_or(rest.len());
            found.push(Piece::Close(rest[..end].trim().to_ascii_lowercase()));
            html = after(rest, ">");
        } else {
            let (tag, rest) = open(&html[1..]);
            html = rest;
            if UNREAD.contains(&tag.name.as_str()) {
                html = after(html, &format!("</{}>", tag.name));
            } else {
                found.push(Piece::Open(tag));
            }
        }
    }
    found.push(Piece::Text(unescaped(html)));
    found
}

fn after<'a>(html: &'a str, mark: &str) -> &'a str {
    html.split_once(mark).map_or("", |(_, rest)| rest)
}

/// The tag whose name stands first, and what comes after it.
fn open(html: &str) -> (Tag, &str) {
    let end = html
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(html.len());
    let mut tag = Tag {
        name: html[..end].to_ascii_lowercase(),
        attributes: Vec::new(),
    };
    let mut rest = &html[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (tag, rest.get(1..).unwrap_or_default());
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "=>/".contains(c))
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
            value = unescaped(inside);
            rest = behind;
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(bare.len());
            value = unescaped(&bare[..end]);
            rest = &bare[end..];
        }
        tag.attributes.push((name, value));
    }
}

/// What stands in the first element of that name.
pub(crate) fn inside<'a>(pieces: &'a [Piece], name: &str) -> &'a [Piece] {
    let opens = |piece: &Piece| matches!(piece, Piece::Open(tag) if tag.name == name);
    let closes = |piece: &Piece| matches!(piece, Piece::Close(closed) if closed == name);
    let Some(start) = pieces.iter().position(opens) else {
        return &[];
    };
    let rest = &pieces[start + 1..];
    let end = rest.iter().position(closes).unwrap_or(rest.len());
    &rest[..end]
}

/// What is read: one line for each block, without marks of direction.
pub(crate) fn lines(pieces: &[Piece]) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                if let Some(line) = lines.last_mut() {
                    line.extend(text.chars().filter(|c| !is_mark(*c)));
                }
            }
            Piece::Open(Tag { name, .. }) | Piece::Close(name) => {
                if !INLINE.contains(&name.as_str()) {
                    lines.push(String::new());
                }
            }
        }
    }
    let words = lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    words.filter(|line| !line.is_empty()).collect()
}

/// Whether a sign only says how its neighbours run.
pub(crate) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')
}
