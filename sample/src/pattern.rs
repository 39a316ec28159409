//! A text that fits a pattern of the catalogue.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Signs taken where a pattern leaves the choice.
const LIKED: [char; 6] = ['4', 'A', 'a', 'ا', '1', '0'];

/// The shortest fitting text that says something; nothing when the pattern cannot be read. `nth` changes one digit, so
/// that items of a group differ.
pub(crate) fn example(pattern: &str, nth: usize) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    let digit = char::from_digit(u32::try_from(nth % 10).ok()?, 10)?;
    if nth > 0 && text.contains('4') {
        text = text.replacen('4', &digit.to_string(), 1);
    }
    Some(text)
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            let within = |liked: &&char| {
                ranges
                    .iter()
                    .any(|range| (range.start()..=range.end()).contains(*liked))
            };
            let liked = LIKED.iter().find(within).copied();
            text.push(liked.or_else(|| Some(ranges.first()?.start()))?);
        }
        HirKind::Class(Class::Bytes(class)) => text.push(char::from(class.ranges().first()?.start())),
        HirKind::Repetition(repetition) => {
            let times = repetition.min.max(1).min(repetition.max.unwrap_or(u32::MAX));
            for _ in 0..times {
                write(&repetition.sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, text)?,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn patterns_of_the_catalogue_have_examples() {
        for (pattern, text) in [
            ("^[0-9]{9}$", "444444444"),
            ("^([0-9]{7}|[0-9]{5}[A-Z])$", "4444444"),
            ("^[A-Za-z' -]{3,80}$", "AAA"),
            ("^[0-9]{1,6}(/[0-9]{1,4})?$", "4/4"),
            ("^[A-Za-z0-9&.,' -]*$", "4"),
        ] {
            assert_eq!(example(pattern, 0).as_deref(), Some(text), "{pattern}");
        }
        assert_ne!(example("^[0-9]{9}$", 1), example("^[0-9]{9}$", 2));
        assert_eq!(example("(", 0), None);
    }
}
