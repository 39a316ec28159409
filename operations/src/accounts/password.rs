//! Passwords: Argon2id, bounded to as many at once as there are cores, so that signing in never starves the pages.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::view::outcome::FormProblem;
use tokio::sync::Semaphore;

use crate::OperationError;
use crate::clock::Random;

/// Fewest characters of a password that stands alone (NIST 800-63B-4).
pub const MIN_CHARACTERS: usize = 15;
/// Most bytes; longer ones would only cost time.
pub const MAX_BYTES: usize = 1024;

static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)));

/// A hash of nobody's password: verified when the account is unknown, so that both answers take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| digest("nobody's password", &[7; 16]).unwrap_or_default());

/// OWASP ASVS appendix C: 19 MiB, two passes.
fn hasher() -> Result<Argon2<'static>, OperationError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: impl std::fmt::Display) -> OperationError {
    OperationError::Fault(format!("password hash: {error}"))
}

fn digest(password: &str, salt: &[u8]) -> Result<String, OperationError> {
    let salt = SaltString::encode_b64(salt).map_err(fault)?;
    Ok(hasher()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(fault)?
        .to_string())
}

/// What is wrong with a new password, if anything. `known` are words about the person that must not be in it.
pub fn problem(password: &str, known: &[&str]) -> Option<FormProblem> {
    if password.chars().count() < MIN_CHARACTERS {
        return Some(FormProblem::PasswordTooShort {
            min: u32::try_from(MIN_CHARACTERS).unwrap_or(u32::MAX),
        });
    }
    if password.len() > MAX_BYTES {
        return Some(FormProblem::PasswordTooLong {
            max: u32::try_from(MAX_BYTES).unwrap_or(u32::MAX),
        });
    }
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let personal = known
        .iter()
        .any(|word| word.chars().count() >= 4 && lower.contains(&word.to_lowercase()));
    (personal || letters.len() < 5).then_some(FormProblem::PasswordGuessable)
}

/// The hash to be stored.
///
/// # Errors
/// Only on a fault of the hashing itself.
pub async fn hash(password: String, random: &Random) -> Result<String, OperationError> {
    let salt: [u8; 16] = random.bytes();
    let _permit = AT_ONCE.acquire().await.map_err(fault)?;
    tokio::task::spawn_blocking(move || digest(&password, &salt))
        .await
        .map_err(fault)?
}

/// Whether the password belongs to the hash. Without a hash it takes as long and is never right.
///
/// # Errors
/// Only on a fault of the hashing itself.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, OperationError> {
    let _permit = AT_ONCE.acquire().await.map_err(fault)?;
    tokio::task::spawn_blocking(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.clone());
        let parsed = PasswordHash::new(&text).map_err(fault)?;
        let right = password.len() <= MAX_BYTES && hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(right && known)
    })
    .await
    .map_err(fault)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn verifies_the_right_one_only() {
        let hash = hash("خمسة عشر حرفًا على الأقل".to_owned(), &Random::seeded(1))
            .await
            .expect("hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            verify("خمسة عشر حرفًا على الأقل".to_owned(), Some(hash.clone()))
                .await
                .expect("verify")
        );
        assert!(
            !verify("خمسة عشر حرفًا على الأكثر".to_owned(), Some(hash))
                .await
                .expect("verify")
        );
        assert!(!verify("nobody's password".to_owned(), None).await.expect("verify"));
    }

    #[test]
    fn weak_ones_are_refused() {
        assert_eq!(problem("short", &[]), Some(FormProblem::PasswordTooShort { min: 15 }));
        assert_eq!(problem(&"a".repeat(20), &[]), Some(FormProblem::PasswordGuessable));
        assert_eq!(
            problem("my id 000000422 is it", &["000000422"]),
            Some(FormProblem::PasswordGuessable)
        );
        assert_eq!(problem("a quiet olive tree at noon", &["000000422"]), None);
    }
}
