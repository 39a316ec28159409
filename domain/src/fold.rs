//! What people type, brought to one form: digits to ASCII, marks away, letters that are confused made equal.

/// Most signs over and under one letter. No word has more; a heap of them covers the lines around it.
const MOST_MARKS: usize = 4;

/// The invisible marks that copying brings along: bidi controls, joiners, BOM, tatweel, and the letters and signs that
/// only look like nothing.
fn is_invisible(c: char) -> bool {
    is_joiner(c)
        || matches!(
            c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{0640}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
                | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}'
                | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// What is not seen itself but changes how its neighbours are joined or drawn, in Persian words and in emoji.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Arabic vowel marks and the other signs written over and under letters.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{0610}'..='\u{061A}'
            | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}'
            | '\u{06EA}'..='\u{06ED}' | '\u{08CA}'..='\u{08E1}' | '\u{08E3}'..='\u{08FF}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
    )
}

/// A digit of either Arabic set as 0–9; anything else as it is.
pub(crate) fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{0660}'..='\u{0669}' => c as u32 - 0x0660,
        '\u{06F0}'..='\u{06F9}' => c as u32 - 0x06F0,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// Both Arabic digit sets become 0–9, invisible marks go, the ends are trimmed. For numbers, dates, codes.
pub fn digits(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !is_invisible(*c)).map(ascii_digit).collect();
    clean.trim().to_owned()
}

/// Nothing that can be seen: spaces, controls, invisible marks, signs without a letter.
pub fn is_blank(text: &str) -> bool {
    // A braille cell without dots is a space to those who read braille, so it is not taken out of a text.
    let is_nothing = |c: char| c.is_whitespace() || c.is_control() || c == '\u{2800}' || is_invisible(c) || is_mark(c);
    text.chars().all(is_nothing)
}

/// Free text as it is stored: control and bidi marks go, spaces are joined, letters stay as typed, with as many signs
/// as can be read.
pub fn clean(text: &str) -> String {
    let mut marks = MOST_MARKS;
    let mut is_too_much = |c: char| {
        marks = match c {
            c if is_mark(c) => marks.saturating_add(1),
            c if is_joiner(c) => marks,
            c if c.is_whitespace() || c.is_control() => MOST_MARKS,
            _ => 0,
        };
        is_mark(c) && marks > MOST_MARKS
    };
    let visible: String = text
        .chars()
        .filter(|c| is_joiner(*c) || !is_invisible(*c))
        .filter(|c| !is_too_much(*c))
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect();
    let lines: Vec<String> = visible
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The key names and titles are searched by: hamza forms of alef, ta marbuta, alef maksura folded; vowel marks and
/// tatweel dropped; digits ASCII; lower case; one space between words.
pub fn search_key(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter(|c| !is_invisible(*c) && !is_mark(*c))
        .map(|c| match ascii_digit(c) {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' | 'ی' => 'ي',
            'ؤ' => 'و',
            'ة' => 'ه',
            'ک' => 'ك',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .flat_map(char::to_lowercase)
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether every word of the query starts a word of the text, both folded; the article ال may be left out.
pub fn matches(text_key: &str, query: &str) -> bool {
    let query = search_key(query);
    query.split(' ').filter(|word| !word.is_empty()).all(|word| {
        let bare = strip_article(word);
        text_key
            .split(' ')
            .any(|candidate| candidate.starts_with(word) || strip_article(candidate).starts_with(bare))
    })
}

fn strip_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 2 => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_both_sets_become_ascii() {
        assert_eq!(digits("\u{200F} ٠١٢٣ ۴۵۶۷۸۹ "), "0123 456789");
    }

    #[test]
    fn letters_people_confuse_are_equal() {
        assert_eq!(search_key("إصدار شَهادة ميـلاد"), search_key("اصدار شهاده ميلاد"));
        assert!(matches(&search_key("تجديد رخصة القيادة"), "رخصه قياده"));
        assert!(matches(&search_key("Birth certificate extract"), "BIRTH cert"));
        assert!(!matches(&search_key("تجديد جواز السفر"), "ميلاد"));
    }

    #[test]
    fn cleaning_keeps_what_was_written() {
        assert_eq!(clean("  عبد\u{200F}  الله \u{0007}"), "عبد الله");
        assert_eq!(clean("بِسْمِ ٱللَّهِ"), "بِسْمِ ٱللَّهِ");
        assert_eq!(
            clean("می\u{200C}خواهم \u{2764}\u{FE0F}"),
            "می\u{200C}خواهم \u{2764}\u{FE0F}"
        );
    }

    #[test]
    fn signs_stand_on_letters_and_not_in_heaps() {
        assert_eq!(
            clean(&format!("a{}b", "\u{0301}".repeat(100))),
            format!("a{}b", "\u{0301}".repeat(4))
        );
        assert_eq!(clean("\u{064E} \u{0301}\u{200D}\u{0301}a\u{0301}"), "\u{200D}a\u{0301}");
        for nothing in [
            "",
            " \u{00A0}",
            "\u{064E}\u{0651}",
            "\u{3164}",
            "\u{2800}",
            "\u{E0041}\u{FE0F}\u{00AD}",
        ] {
            assert!(is_blank(nothing), "{nothing:?}");
        }
        assert!(!is_blank("\u{2764}") && !is_blank("."));
        assert_eq!(search_key("Be\u{0301}n"), "ben");
    }
}
