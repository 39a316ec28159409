//! What people type, brought to one form: digits to ASCII, marks away, letters that are confused made equal.

/// Removes the invisible marks that copying brings along: bidi controls, joiners, BOM, tatweel.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{0640}')
}

/// Arabic vowel marks and the other signs written over and under letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}')
}

fn ascii_digit(c: char) -> char {
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

/// Free text as it is stored: control and bidi marks go, spaces are joined, letters stay as typed.
pub fn clean(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !(is_invisible(*c) && *c != '\u{200C}' && *c != '\u{200D}'))
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
    }
}
