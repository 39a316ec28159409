//! A provider's notification: its signature is verified, it is written down, and only then answered. It is a hint
//! that makes us ask; only if the provider cannot be asked is its signed word taken, when everything in it fits.

use domain::id::AttemptId;
use integrations::payment::{Notification, NotificationError, ProviderView};
use sha2::{Digest, Sha256};
use store::provider_events::{Mark, NewProviderEvent, ProviderEventState as State, Recorded};

use super::observe;
use crate::catalogue::hex;
use crate::{OperationError, Portal, write};

/// What the provider is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notified {
    /// Written down.
    Recorded,
    /// Was there already.
    Again,
    /// The signature is wrong or missing.
    Refused,
    /// Not what it should be.
    Malformed,
    /// No such provider, or no secret is set.
    NotConfigured,
}

/// Verifies and writes down a notification. It is applied right after, and again by the worker if that fails.
///
/// # Errors
/// When the store is away: the provider then sends it again.
pub async fn notify(
    portal: &Portal,
    provider: &str,
    headers: &http::HeaderMap,
    body: &[u8],
) -> Result<Notified, OperationError> {
    let Some(found) = portal.providers.iter().find(|candidate| candidate.key() == provider) else {
        return Ok(Notified::NotConfigured);
    };
    let notification = match found.verify_notification(headers, body) {
        Ok(notification) => notification,
        Err(NotificationError::NotConfigured) => return Ok(Notified::NotConfigured),
        Err(NotificationError::BadSignature) => {
            tracing::warn!(provider, "a notification with a wrong signature was refused");
            return Ok(Notified::Refused);
        }
        Err(NotificationError::Malformed) => return Ok(Notified::Malformed),
    };
    let recorded = {
        let (portal, provider, body, notification) =
            (portal.clone(), provider.to_owned(), body.to_vec(), notification.clone());
        write(async move {
            let event = NewProviderEvent {
                provider: &provider,
                dedup_key: &notification.dedup_key,
                reference: notification.reference.as_deref(),
                kind: &notification.kind,
                body_sha256: &hex(&Sha256::digest(&body)),
                body: &body,
                at: portal.clock.now(),
            };
            let mut tx = portal.store.begin().await?;
            let recorded = store::provider_events::record(&mut tx, event).await?;
            tx.commit().await?;
            Ok(recorded)
        })
        .await?
    };
    match recorded {
        Recorded::Inserted => {
            let (portal, provider) = (portal.clone(), provider.to_owned());
            tokio::spawn(async move {
                if let Err(error) = apply(&portal, &provider, notification).await {
                    tracing::warn!(%error, "a notification is applied later by the worker");
                }
            });
            Ok(Notified::Recorded)
        }
        Recorded::Same => Ok(Notified::Again),
        Recorded::Different => {
            tracing::error!(
                provider,
                key = notification.dedup_key,
                "a notification came again with another body"
            );
            Ok(Notified::Again)
        }
    }
}

async fn apply(portal: &Portal, provider: &str, notification: Notification) -> Result<(), OperationError> {
    let state = follow(portal, notification.reference.as_deref(), notification.view).await?;
    mark(portal, provider, &notification.dedup_key, 0, state).await
}

/// Follows the hint. The attempt is asked about; the signed word itself counts only if the provider is away.
pub(crate) async fn follow(
    portal: &Portal,
    reference: Option<&str>,
    view: Option<ProviderView>,
) -> Result<State, OperationError> {
    let Some(reference) = reference else {
        return Ok(State::Noop);
    };
    let Some(attempt) = store::attempts::by_reference(&portal.store, reference).await? else {
        return Ok(State::Parked);
    };
    let provider = portal
        .providers
        .iter()
        .find(|provider| provider.key() == attempt.provider);
    let asked = match provider {
        Some(provider) => provider.query(reference).await.ok(),
        None => None,
    };
    match asked.or(view) {
        Some(view) => {
            let id: AttemptId = attempt.id;
            observe::apply(portal, id, view).await?;
            Ok(State::Applied)
        }
        None => Ok(State::Parked),
    }
}

pub(crate) async fn mark(
    portal: &Portal,
    provider: &str,
    key: &str,
    tries: i64,
    state: State,
) -> Result<(), OperationError> {
    let (portal, provider, key) = (portal.clone(), provider.to_owned(), key.to_owned());
    write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        let mark = Mark {
            provider: &provider,
            dedup_key: &key,
            from_tries: tries,
            state,
            reason: None,
            next_try_at: now + chrono::Duration::minutes(1),
        };
        store::provider_events::mark(&mut tx, mark).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
