//! How long a short message is: what the network charges and cuts by (3GPP TS 23.038, 23.040).

/// Characters of one part in the alphabet every network has.
const GSM_ONE: usize = 160;
/// The same where a message has several parts: some room goes to putting them together.
const GSM_EACH: usize = 153;
/// UTF-16 units of one part with any other letter in it, as every Arabic text has.
const WIDE_ONE: usize = 70;
/// The same where a message has several parts.
const WIDE_EACH: usize = 67;

/// The network's alphabet, without the letters that count twice.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
                   abcdefghijklmnopqrstuvwxyzäöñüà";
/// Letters that count twice.
const GSM_TWICE: &str = "^{}\\[~]|€\u{c}";

/// How many parts the text is sent in.
pub fn parts(text: &str) -> usize {
    let gsm: Option<usize> = text
        .chars()
        .map(|c| match c {
            c if GSM.contains(c) => Some(1),
            c if GSM_TWICE.contains(c) => Some(2),
            _ => None,
        })
        .sum();
    let (length, one, each) = match gsm {
        Some(length) => (length, GSM_ONE, GSM_EACH),
        None => (text.encode_utf16().count(), WIDE_ONE, WIDE_EACH),
    };
    if length <= one { 1 } else { length.div_ceil(each) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_takes_seventy_and_latin_a_hundred_and_sixty() {
        assert_eq!(parts(&"ا".repeat(70)), 1);
        assert_eq!(parts(&"ا".repeat(71)), 2);
        assert_eq!(parts(&"ا".repeat(135)), 3);
        assert_eq!(parts(&"a".repeat(160)), 1);
        assert_eq!(parts(&"a".repeat(161)), 2);
        assert_eq!(parts(&"€".repeat(80)), 1);
        assert_eq!(parts(&"€".repeat(81)), 2);
    }

    #[test]
    fn one_letter_makes_it_wide() {
        assert_eq!(parts(&format!("{}’", "a".repeat(69))), 1);
        assert_eq!(parts(&format!("{}’", "a".repeat(70))), 2);
        // Outside the basic plane a letter is two units.
        assert_eq!(parts(&"😀".repeat(35)), 1);
        assert_eq!(parts(&"😀".repeat(36)), 2);
    }
}
