//! Sessions: a random token in a cookie, its SHA-256 in a table, checked on each request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use domain::id::PersonId;
use domain::person::Actor;
use sha2::{Digest, Sha256};
use store::Transaction;
use store::sessions::SessionRow;

use crate::{OperationError, Portal, Session, write};

/// A citizen's session ends after so long without a request, and after so long in any case.
const CITIZEN: (Duration, Duration) = (Duration::minutes(30), Duration::hours(12));
/// A staff session is shorter.
const STAFF: (Duration, Duration) = (Duration::minutes(15), Duration::hours(8));
/// The last request is noted at most so often.
const NOTED_EVERY: Duration = Duration::seconds(60);

/// A session that has just begun.
#[derive(Clone)]
pub struct Opened {
    /// Goes into the cookie and nowhere else.
    pub token: String,
    /// Whether it belongs to a member of staff.
    pub staff: bool,
}

/// SHA-256 of a token.
fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Opens a session in the caller's transaction.
pub(crate) async fn open(
    tx: &mut Transaction,
    portal: &Portal,
    person: PersonId,
    staff: bool,
) -> Result<Opened, OperationError> {
    let now = portal.clock.now();
    let (idle, whole) = if staff { STAFF } else { CITIZEN };
    let token = URL_SAFE_NO_PAD.encode(portal.random.bytes::<32>());
    let row = SessionRow {
        token_hash: digest(&token),
        person_id: person,
        csrf: URL_SAFE_NO_PAD.encode(portal.random.bytes::<32>()),
        created_at: now,
        last_seen_at: now,
        idle_until: now + idle,
        expires_at: now + whole,
    };
    store::sessions::insert(tx, &row).await?;
    Ok(Opened { token, staff })
}

/// Who a token belongs to; a token that has ended, or never was one, belongs to nobody.
///
/// # Errors
/// When the store is away.
pub async fn resolve(portal: &Portal, token: &str) -> Result<Option<Session>, OperationError> {
    let now = portal.clock.now();
    let Some(found) = store::sessions::find(&portal.store, &digest(token), now).await? else {
        return Ok(None);
    };
    let (row, person) = (found.session, found.person);
    if now - row.last_seen_at >= NOTED_EVERY {
        let (idle, _) = if person.is_staff() { STAFF } else { CITIZEN };
        let (portal, until) = (portal.clone(), (now + idle).min(row.expires_at));
        let noted = write(async move {
            let mut tx = portal.store.begin().await?;
            store::sessions::touch(&mut tx, &row.token_hash, now, until).await?;
            tx.commit().await?;
            Ok(())
        });
        // A busy store must not sign anybody out.
        if let Err(error) = noted.await {
            tracing::warn!(%error, "a session's use was not noted");
        }
    }
    Ok(Some(Session {
        actor: Actor::Person(person),
        csrf: row.csrf,
        last_used_in: Some(found.last_used_in),
        unread: u32::try_from(found.unread).unwrap_or_default(),
    }))
}

/// Whether the session of a token goes on. Asking does not prolong it: a page that updates itself is not a person.
///
/// # Errors
/// When the store is away.
pub async fn goes_on(portal: &Portal, token: &str) -> Result<bool, OperationError> {
    let found = store::sessions::find(&portal.store, &digest(token), portal.clock.now()).await?;
    Ok(found.is_some())
}

/// Ends the session of a token.
///
/// # Errors
/// When the store is away.
pub async fn sign_out(portal: &Portal, token: &str) -> Result<(), OperationError> {
    let (portal, hash) = (portal.clone(), digest(token));
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::sessions::delete(&mut tx, &hash).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
