//! HMAC-SHA256 over raw bytes, written as lower-case hexadecimal.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const HEX_LENGTH: usize = 64;

fn mac(secret: &str, body: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    mac.finalize().into_bytes().into()
}

/// The signature of these bytes.
pub fn sign(secret: &str, body: &[u8]) -> String {
    hex(&mac(secret, body))
}

/// Whether the header is exactly the signature of these bytes. Compared in constant time; upper-case
/// digits are accepted; spaces, another length, anything not hexadecimal are not.
pub fn verify(secret: &str, body: &[u8], header: &[u8]) -> bool {
    let Some(claimed) = unhex(header) else {
        return false;
    };
    mac(secret, body).ct_eq(&claimed).into()
}

/// SHA-256 of a text, as lower-case hexadecimal.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()).into())
}

fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(text: &[u8]) -> Option<[u8; 32]> {
    if text.len() != HEX_LENGTH {
        return None;
    }
    let value = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = (value(pair[0])? << 4) | value(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk_test_vector_not_a_real_key";
    const B2: &str = r#"{"event":"charge.success","data":{"id":690075529,"domain":"test","status":"success","reference":"ATT-01HZX","amount":2500,"currency":"ILS","channel":"card","paid_at":"2026-01-01T12:30:56.000Z","fees":100}}"#;
    const V8: &str = "72d75b05f4046b01e32ee6694f28092e2a288fa221d6720b81ee8eb369406614";
    const B3: &str = r#"{"event":"charge.success","data":{"reference":"ATT-02","amount":1000,"currency":"JOD","customer":{"first_name":"فاطمة"}}}"#;
    const V10: &str = "4ff6b36b020d10acb8fd0516505687ce5c1b687fef1d6f526224a025bf0906eb";
    const B3_ESCAPED: &str = r#"{"event":"charge.success","data":{"reference":"ATT-02","amount":1000,"currency":"JOD","customer":{"first_name":"\u0641\u0627\u0637\u0645\u0629"}}}"#;
    const V11: &str = "fdce996dd6c7cc36a96dcda700f1761d7e05cb53aa3b2cd4c02457f94f4d768b";

    #[test]
    fn v1_rfc_4231_case_2() {
        assert_eq!(
            sign("Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn v8_v10_v11_lahza_bodies() {
        assert_eq!((B2.len(), B3.len()), (205, 126));
        assert_eq!(sign(KEY, B2.as_bytes()), V8);
        assert_eq!(sign(KEY, B3.as_bytes()), V10);
        assert_eq!(sign(KEY, B3_ESCAPED.as_bytes()), V11);
        assert!(verify(KEY, B3.as_bytes(), V10.as_bytes()));
        assert!(
            !verify(KEY, B3_ESCAPED.as_bytes(), V10.as_bytes()),
            "only the raw bytes count"
        );
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let mut body = B2.as_bytes().to_vec();
        for at in 0..body.len() {
            for bit in 0..8 {
                body[at] ^= 1 << bit;
                assert!(!verify(KEY, &body, V8.as_bytes()));
                body[at] ^= 1 << bit;
            }
        }
        let mut header = V8.as_bytes().to_vec();
        for at in 0..header.len() {
            let kept = header[at];
            for other in (0..=255).filter(|other: &u8| !other.eq_ignore_ascii_case(&kept)) {
                header[at] = other;
                assert!(!verify(KEY, B2.as_bytes(), &header));
            }
            header[at] = kept;
        }
    }

    #[test]
    fn header_forms() {
        let body = B2.as_bytes();
        assert!(verify(KEY, body, V8.to_uppercase().as_bytes()));
        for wrong in [
            String::new(),
            V8[1..].to_owned(),
            format!("{V8}00"),
            format!(" {V8}"),
            format!("sha256={V8}"),
            "g".repeat(64),
            "0".repeat(64),
            "0".repeat(10_240),
            format!("+{}", &V8[1..]),
        ] {
            assert!(!verify(KEY, body, wrong.as_bytes()), "{wrong:.20}");
        }
        assert!(!verify("another key", body, V8.as_bytes()));
    }
}
