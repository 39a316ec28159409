//! The token that shows that a form was made by the portal, for this person.
//!
//! Behind it stands a secret: for somebody signed in, one that is kept with the session; for a visitor, one derived
//! from a random cookie of their own (`pre`). A stranger's page can make a browser send the cookie but can neither read
//! it nor know what is derived from it. Nothing is kept on the server for visitors, so replicas need not agree on a key.
//!
//! Each page carries the secret masked by fresh random bytes: the same secret never appears twice in compressed
//! answers, so that their lengths tell nothing about it (BREACH).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use operations::clock::Random;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Name of the field in forms.
pub const FIELD: &str = "_csrf";
/// Name of the header the program sends.
pub const HEADER: &str = "x-csrf";

const LENGTH: usize = 32;

/// What stands behind the tokens of one person.
#[derive(Clone)]
pub struct Secret([u8; LENGTH]);

impl Secret {
    /// Of a session.
    pub fn of_session(kept: &str) -> Self {
        Self::derived("session", kept)
    }

    /// Of a visit, from its cookie.
    pub fn of_visit(cookie: &str) -> Self {
        Self::derived("visit", cookie)
    }

    fn derived(purpose: &str, from: &str) -> Self {
        let hash = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(from);
        Self(hash.finalize().into())
    }

    /// A token for one page.
    pub fn token(&self, random: &Random) -> String {
        let mask: [u8; LENGTH] = random.bytes();
        let masked = mask.iter().zip(self.0).map(|(mask, byte)| mask ^ byte);
        let token: Vec<u8> = mask.iter().copied().chain(masked).collect();
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Whether a token was made from this secret; in constant time.
    pub fn fits(&self, token: &str) -> bool {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else {
            return false;
        };
        let Some((mask, masked)) = token.split_at_checked(LENGTH) else {
            return false;
        };
        let unmasked: Vec<u8> = mask.iter().zip(masked).map(|(mask, byte)| mask ^ byte).collect();
        masked.len() == LENGTH && bool::from(unmasked.ct_eq(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_secret_only_and_never_looks_the_same() {
        let (random, secret) = (Random::seeded(1), Secret::of_session("a"));
        let (one, two) = (secret.token(&random), secret.token(&random));
        assert!(secret.fits(&one) && secret.fits(&two));
        assert_ne!(one, two);
        assert!(!Secret::of_session("b").fits(&one));
        assert!(!Secret::of_visit("a").fits(&one));
    }

    #[test]
    fn nothing_else_fits() {
        let secret = Secret::of_visit("a");
        let token = secret.token(&Random::seeded(1));
        for wrong in ["", "AA", &token[1..], &format!("{token}AA"), "ا", &"A".repeat(86)] {
            assert!(!secret.fits(wrong), "{wrong}");
        }
    }
}
