//! Bytes in digits: seven bytes are seventeen of them. A square code keeps three digits in ten bits, so hardly anything is
//! lost, and an address takes digits as they are.

/// Bytes of a group.
const GROUP: usize = 7;
/// Digits of a group of so many bytes.
const DIGITS: [usize; GROUP + 1] = [0, 3, 5, 8, 10, 13, 15, 17];

/// Bytes in digits.
pub fn to_digits(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for group in bytes.chunks(GROUP) {
        let number = group
            .iter()
            .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let width = DIGITS[group.len()];
        digits.push_str(&format!("{number:0width$}"));
    }
    digits
}

/// Digits in bytes. Nothing when they are not what [`to_digits`] writes.
pub fn from_digits(digits: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = digits;
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    while !rest.is_empty() {
        let (group, after) = rest.split_at(rest.len().min(DIGITS[GROUP]));
        let length = DIGITS.iter().position(|digits| *digits == group.len())?;
        let number: u64 = group.parse().ok()?;
        let group = number.to_be_bytes();
        let (high, low) = group.split_at(8 - length);
        if high.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(low);
        rest = after;
    }
    Some(bytes)
}
