//! What the square code of a document says by itself, so that it can be checked without asking us (decision 36).
//!
//! A seal is bytes: a head of fixed length, the texts, and sixty-four bytes of an Ed25519 signature over both. In an
//! address it is written in digits, which a square code packs as tightly as bytes. Signing and checking a signature are
//! done elsewhere; here is only the form, in both directions.

use chrono::{Days, NaiveDate};

mod digits;

pub use digits::{from_digits, to_digits};

/// What is signed begins with this, so that a signature for something else never fits a document.
pub const CONTEXT: &[u8] = b"hukumati document\n";
/// Bytes of a signature.
pub const SIGNATURE: usize = 64;
/// The form described here.
const VERSION: u8 = 1;
/// Most bytes of the signed part: what a square code of 32 mm still holds in modules that a phone reads from paper.
const MOST: usize = 330;
/// Longest text, in bytes.
const LONGEST: usize = 255;
/// Before every document: day 0.
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2020, 1, 1);
/// In place of a last day: valid without end.
const WITHOUT_END: u16 = u16::MAX;
/// The bit that says that more lines are public than are told here.
const SHORTENED: u8 = 1;
/// A code of sixteen characters has so many bytes.
const CODE: usize = 10;
/// Crockford's base 32, as the code is printed.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Comes before three bytes of a character that is neither ASCII nor Arabic.
const ESCAPE: u8 = 0x1A;

/// The first bytes of a hash of the public key: which key signed.
pub type KeyId = [u8; 4];

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The verification code, sixteen characters without separators.
    pub code: String,
    /// When it was issued.
    pub issued: NaiveDate,
    /// Its last day, if it has one.
    pub valid_until: Option<NaiveDate>,
    /// The title, in Arabic as it stands on the paper.
    pub title: String,
    /// The document's number.
    pub number: String,
    /// Public lines: what it is, and the value. Never more than the service lets anyone see.
    pub lines: Vec<(String, String)>,
    /// More lines are public than fit.
    pub shortened: bool,
}

impl Seal {
    /// The bytes to be signed, without [`CONTEXT`]. Lines that do not fit are left out, and it says so. Nothing when the
    /// code is none of ours or a day is out of reach.
    pub fn bytes(&self, key: KeyId) -> Option<Vec<u8>> {
        let mut bytes = vec![VERSION];
        bytes.extend(key);
        bytes.extend(code_bytes(&self.code)?);
        bytes.extend(day_number(self.issued)?.to_be_bytes());
        let last = match self.valid_until {
            Some(day) => day_number(day).filter(|day| *day != WITHOUT_END)?,
            None => WITHOUT_END,
        };
        bytes.extend(last.to_be_bytes());
        let flags = bytes.len();
        bytes.push(0);
        bytes.extend(text_bytes(&self.title)?);
        bytes.extend(text_bytes(&self.number)?);
        let mut shortened = self.shortened;
        for (label, value) in &self.lines {
            match (text_bytes(label), text_bytes(value)) {
                (Some(label), Some(value)) if bytes.len() + label.len() + value.len() <= MOST => {
                    bytes.extend(label);
                    bytes.extend(value);
                }
                _ => shortened = true,
            }
        }
        bytes[flags] = if shortened { SHORTENED } else { 0 };
        Some(bytes)
    }

    /// Reads the signed part. Nothing when it is not of this form to its last byte.
    pub fn read(bytes: &[u8]) -> Option<(KeyId, Self)> {
        let (version, rest) = bytes.split_first()?;
        let (key, rest) = rest.split_first_chunk::<4>()?;
        let (code, rest) = rest.split_first_chunk::<CODE>()?;
        let (issued, rest) = rest.split_first_chunk::<2>()?;
        let (last, rest) = rest.split_first_chunk::<2>()?;
        let (flags, rest) = rest.split_first()?;
        if *version != VERSION || *flags > SHORTENED {
            return None;
        }
        let mut texts = Vec::new();
        let mut rest = rest;
        while let Some((length, after)) = rest.split_first() {
            let (text, after) = after.split_at_checked(usize::from(*length))?;
            texts.push(read_text(text)?);
            rest = after;
        }
        if texts.len() < 2 || texts.len() % 2 != 0 {
            return None;
        }
        let mut texts = texts.into_iter();
        let (title, number) = (texts.next()?, texts.next()?);
        let mut lines = Vec::new();
        while let (Some(label), Some(value)) = (texts.next(), texts.next()) {
            lines.push((label, value));
        }
        let last = u16::from_be_bytes(*last);
        let seal = Self {
            code: read_code(code),
            issued: day(u16::from_be_bytes(*issued))?,
            valid_until: if last == WITHOUT_END { None } else { Some(day(last)?) },
            title,
            number,
            lines,
            shortened: *flags == SHORTENED,
        };
        Some((*key, seal))
    }
}

/// The signed part and the signature, as they stand together.
pub fn parted(sealed: &[u8]) -> Option<(&[u8], &[u8; SIGNATURE])> {
    sealed.split_last_chunk::<SIGNATURE>()
}

fn day_number(day: NaiveDate) -> Option<u16> {
    let days = day.signed_duration_since(FIRST_DAY?).num_days();
    u16::try_from(days).ok()
}

fn day(number: u16) -> Option<NaiveDate> {
    FIRST_DAY?.checked_add_days(Days::new(u64::from(number)))
}

fn code_bytes(code: &str) -> Option<[u8; CODE]> {
    let mut bits: u128 = 0;
    let mut count = 0;
    for letter in code.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 5) | u128::try_from(value).ok()?;
        count += 1;
    }
    if count != 16 {
        return None;
    }
    bits.to_be_bytes().last_chunk::<CODE>().copied()
}

fn read_code(bytes: &[u8; CODE]) -> String {
    let bits = bytes.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let letters = (0..16).rev().map(|place| {
        let value = usize::try_from((bits >> (5 * place)) & 31).unwrap_or_default();
        char::from(ALPHABET[value])
    });
    letters.collect()
}

/// The length, and one byte for each character of ASCII or Arabic.
fn text_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0];
    for letter in text.chars() {
        let number = u32::from(letter);
        match number {
            0x20..=0x7E => bytes.push(u8::try_from(number).ok()?),
            0x600..=0x67F => bytes.push(u8::try_from(number - 0x600 + 0x80).ok()?),
            // Marks of direction steer a page, and are not part of what is said.
            0x200E | 0x200F | 0x2066..=0x2069 => {}
            _ => {
                bytes.push(ESCAPE);
                bytes.extend(number.to_be_bytes().last_chunk::<3>()?);
            }
        }
    }
    let length = bytes.len() - 1;
    if length > LONGEST {
        return None;
    }
    bytes[0] = u8::try_from(length).ok()?;
    Some(bytes)
}

fn read_text(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        let number = match *byte {
            byte @ 0x20..=0x7E => u32::from(byte),
            byte @ 0x80.. => u32::from(byte) - 0x80 + 0x600,
            ESCAPE => {
                let [high, middle, low] = [*bytes.next()?, *bytes.next()?, *bytes.next()?];
                u32::from_be_bytes([0, high, middle, low])
            }
            _ => return None,
        };
        text.push(char::from_u32(number)?);
    }
    Some(text)
}
