//! Names in the raw bytes of a PDF, also those no table leads to: some readers look for objects by themselves when a
//! file is damaged, and would find them.

/// Longest name that is looked at.
const LONGEST: usize = 32;

/// Every name that stands in the bytes (`/Name`), with `#4A` read as the letter it means.
pub(super) fn each(bytes: &[u8], mut found: impl FnMut(&[u8])) {
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'/') {
        at += next + 1;
        let mut name = [0; LONGEST];
        let mut length = 0;
        let mut place = at;
        while let Some(byte) = bytes.get(place).copied().filter(|byte| is_regular(*byte)) {
            let escaped = (byte == b'#').then(|| escape(bytes, place)).flatten();
            place += if escaped.is_some() { 3 } else { 1 };
            if length == LONGEST {
                break;
            }
            name[length] = escaped.unwrap_or(byte);
            length += 1;
        }
        found(&name[..length]);
    }
}

fn escape(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok()
}

/// Neither white space nor one of the marks that end a name.
fn is_regular(byte: u8) -> bool {
    !matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ') && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let mut names = Vec::new();
        each(b"<</S/JavaScript/J#53 (x)/#4a#61va#53cript 1>>/", |name| {
            names.push(String::from_utf8_lossy(name).into_owned());
        });
        assert_eq!(names, ["S", "JavaScript", "JS", "JavaScript", ""]);
    }
}
