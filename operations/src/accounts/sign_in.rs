//! Signing in with an identity number and a password.
//!
//! Known and unknown numbers take the same time and get the same answer. Tries are counted by number and source, so
//! that nobody can lock somebody else out.

use chrono::Duration;
use domain::fold;
use domain::view::outcome::{FormProblem, InputProblem};

use super::password;
use super::session::{self, Opened};
use crate::{OperationError, Portal, write};

/// Tries that cost nothing but time to type.
const FREE_TRIES: i64 = 5;
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::hours(12);

/// What was typed.
#[derive(Clone, Default)]
pub struct SignIn {
    /// The identity number, as typed.
    pub national_id: String,
    /// The password.
    pub password: String,
    /// Where the request came from.
    pub source: String,
}

fn problem(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: input.to_owned(),
        problem,
    }])
}

/// How long to wait after so many failed tries: nothing, then 1, 2, 4… minutes.
fn wait(failures: i64) -> Duration {
    let over = failures - FREE_TRIES;
    if over < 0 {
        return Duration::zero();
    }
    let minutes = 1_i64
        .checked_shl(u32::try_from(over.min(20)).unwrap_or_default())
        .unwrap_or(i64::MAX);
    Duration::minutes(minutes).min(LONGEST_WAIT)
}

/// Opens a session.
///
/// # Errors
/// Problems at the form: wrong credentials, or too many tries.
pub async fn sign_in(portal: &Portal, typed: SignIn) -> Result<Opened, OperationError> {
    let national_id: String = fold::digits(&typed.national_id)
        .chars()
        .filter(char::is_ascii_digit)
        .take(20)
        .collect();
    let now = portal.clock.now();
    if let Some(failed) = store::sessions::failures(&portal.store, &national_id, &typed.source).await? {
        let until = failed.last_at + wait(failed.failures);
        if until > now {
            let minutes = u32::try_from(((until - now).num_seconds() + 59) / 60).unwrap_or(u32::MAX);
            return Err(problem("national_id", FormProblem::TooManyTries { minutes }));
        }
    }
    let found = store::people::credentials(&portal.store, &national_id)
        .await?
        .filter(|row| row.disabled_at.is_none());
    let right = password::verify(typed.password, found.as_ref().map(|row| row.password_hash.clone())).await?;
    let person = match found.filter(|_| right) {
        Some(row) => store::people::actor(&portal.store, row.id).await?,
        None => None,
    };
    let (portal, source) = (portal.clone(), typed.source);
    write(async move {
        let mut tx = portal.store.begin().await?;
        let Some(person) = person else {
            store::sessions::record_failure(&mut tx, &national_id, &source, now).await?;
            tx.commit().await?;
            return Err(problem("national_id", FormProblem::WrongCredentials));
        };
        store::sessions::clear_failures(&mut tx, &national_id, &source).await?;
        let opened = session::open(&mut tx, &portal, person.id, person.is_staff()).await?;
        tx.commit().await?;
        Ok(opened)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_and_has_an_end() {
        assert_eq!(wait(4), Duration::zero());
        assert_eq!(wait(5), Duration::minutes(1));
        assert_eq!(wait(8), Duration::minutes(8));
        assert_eq!(wait(1_000), LONGEST_WAIT);
    }
}
