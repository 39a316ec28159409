//! What must be true of every page that is read.

use domain::answer::RawAnswers;
use domain::language::Language;

use crate::case::Case;
use crate::html::{Piece, inside, lines, pieces};
use crate::page::Page;

/// The page is whole, in its language, says nothing is wrong, and shows no name of the machine's.
pub(crate) fn at(page: &Page, case: &Case<'_>, language: Language, typed: &RawAnswers) {
    let html = page.text();
    let pieces = pieces(&html);
    let document = pieces.iter().find_map(|piece| match piece {
        Piece::Open(tag) if tag.name == "html" => Some(tag),
        _ => None,
    });
    let document = document.unwrap_or_else(|| panic!("{} is no page", page.path));
    let said = (document.get("lang"), document.get("dir"));
    assert_eq!(
        said,
        (Some(language.code()), Some(language.direction())),
        "{}",
        page.path
    );
    assert!(
        !html.contains("id=\"problem\""),
        "{} says something is wrong",
        page.path
    );
    let mut read = lines(inside(&pieces, "main"));
    assert!(!read.is_empty(), "{} is blank", page.path);
    read.extend(lines(inside(&pieces, "title")));
    let own = words_of(case, typed);
    for line in &read {
        assert!(!is_unmade(line), "{} says “{line}”", page.path);
        let foreign = language == Language::En && line.chars().any(is_arabic);
        let theirs = || own.iter().any(|word| !word.is_empty() && line.contains(word.as_str()));
        assert!(!foreign || theirs(), "{} says in English “{line}”", page.path);
    }
}

/// What the main part of a page says, line by line.
pub(crate) fn said(page: &Page) -> Vec<String> {
    lines(inside(&pieces(&page.text()), "main"))
}

/// What somebody wrote themselves, in whatever letters.
fn words_of(case: &Case<'_>, typed: &RawAnswers) -> Vec<String> {
    let mut words: Vec<String> = typed.values().flatten().cloned().collect();
    words.push(case.who.name_ar.clone());
    if let Some(domain::value::Value::Map(parts)) = &case.who.address {
        words.extend(parts.values().filter_map(|part| part.as_text().map(str::to_owned)));
    }
    words
}

/// A name that is the machine's, or a place that was to be filled.
fn is_unmade(line: &str) -> bool {
    let name = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        let source = ["registry.", "reference.", "offices.", "profile.", "settings.", "case."];
        let known = word.contains('_')
            || source
                .iter()
                .any(|head| word.starts_with(head) && word.len() > head.len());
        known && word.chars().all(small)
    };
    line.contains(['{', '}']) || line.contains("undefined") || line.split_whitespace().any(name)
}

fn is_arabic(sign: char) -> bool {
    ('\u{0600}'..='\u{06ff}').contains(&sign) && sign.is_alphabetic()
}
