//! Starting a payment: written down, committed, and only then sent.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::application::EventKind;
use domain::id::{AttemptId, CommandId};
use domain::language::Language;
use domain::payment::{AttemptEvent, AttemptState, InvoiceState};
use domain::person::Actor;
use domain::reference::Reference;
use integrations::payment::{PaymentProvider, PaymentRequest, ProviderError};
use store::Transaction;
use store::attempts::{AttemptMove, AttemptRow, NewAttempt};
use store::commands::CommandRow;
use uuid::Uuid;

use super::page::current_invoice;
use crate::applications::draft::own;
use crate::events::Entry;
use crate::{OperationError, Portal, settled, write};

/// How long a provider's page may stay open.
const OPEN_FOR: Duration = Duration::hours(1);
/// How long one worker may hold a command; longer than the provider's own time limit.
const LEASE: Duration = Duration::seconds(30);
/// When an attempt whose page is open is first asked about.
const FIRST_CHECK: Duration = Duration::seconds(15);

/// Starts paying the open invoice of one of the actor's applications. A second press, or a second window, joins the
/// attempt that is already under way.
///
/// # Errors
/// Not the actor's, nothing to pay, or no provider takes the currency.
pub async fn start(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    form_key: Uuid,
) -> Result<(), OperationError> {
    let application = own(portal, actor, reference).await?;
    let invoice = current_invoice(portal, application.id).await?;
    if invoice.state != InvoiceState::Issued {
        return Ok(());
    }
    let takes = |provider: &&Arc<dyn PaymentProvider>| provider.currencies().contains(&invoice.currency);
    let provider = portal
        .providers
        .iter()
        .find(takes)
        .ok_or_else(|| OperationError::Unavailable("no provider".to_owned()))?;
    let now = portal.clock.now();
    let id = AttemptId(portal.random.key(now));
    let provider = provider.key();
    let entry = Entry::by(actor, EventKind::PaymentStarted);
    let written = {
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            let attempt = NewAttempt {
                id,
                command_id: CommandId(portal.random.key(now)),
                invoice_id: invoice.id,
                provider,
                reference: &format!("H{}", id.0.simple()),
                form_key,
                amount: invoice.total(),
                expires_at: now + OPEN_FOR,
                at: now,
            };
            match store::attempts::insert(&mut tx, attempt).await {
                Ok((_, true)) => {}
                // One live attempt at a time, and one for each press of the button.
                Ok((_, false)) | Err(store::StoreError::Duplicate(_)) => {
                    drop(tx);
                    settled(&portal).await?;
                    return Ok(false);
                }
                Err(error) => return Err(error.into()),
            }
            entry.write(&mut tx, &portal, application.id, now).await?;
            tx.commit().await?;
            Ok(true)
        })
        .await?
    };
    // The page is fetched at once if that is quick; if not, the worker goes on and the pay page tells.
    if written {
        let (lessor, now) = (portal.clone(), portal.clock.now());
        let leased = write(async move {
            let mut tx = lessor.store.begin().await?;
            let leased = store::commands::lease_for_attempt(&mut tx, id, now, now + LEASE).await?;
            dispatching(&mut tx, leased.as_slice(), now).await?;
            tx.commit().await?;
            Ok(leased)
        })
        .await?;
        if let Some(command) = leased {
            // In a task of its own: whoever presses twice drops the first request, and would wait for the lease to end.
            let portal = portal.clone();
            let sent = tokio::spawn(async move { send(&portal, &command, language).await });
            sent.await.map_err(|error| OperationError::Fault(error.to_string()))??;
        }
    }
    Ok(())
}

/// Sends the commands that wait, each once: those whose own request did not get so far. Returns how many were sent.
///
/// # Errors
/// When the store is away; a provider's failure is written down, not returned.
pub async fn dispatch(portal: &Portal) -> Result<usize, OperationError> {
    let now = portal.clock.now();
    let leased = {
        let portal = portal.clone();
        write(async move {
            let mut tx = portal.store.begin().await?;
            let leased = store::commands::lease(&mut tx, now, now + LEASE, 10).await?;
            dispatching(&mut tx, &leased, now).await?;
            tx.commit().await?;
            Ok(leased)
        })
        .await?
    };
    for command in &leased {
        send(portal, command, Language::default()).await?;
    }
    Ok(leased.len())
}

/// The lock state before a call: committed, so that a crash in the middle is known to have been one.
async fn dispatching(tx: &mut Transaction, leased: &[CommandRow], now: DateTime<Utc>) -> Result<(), OperationError> {
    for command in leased {
        let Some(attempt) = store::attempts::by_id(&mut *tx, command.attempt_id).await? else {
            continue;
        };
        if let Some(next) = attempt.state.after(AttemptEvent::Dispatched) {
            store::attempts::set_state(tx, moved(&attempt, next, now)).await?;
        }
    }
    Ok(())
}

/// A move that keeps what the attempt knows.
pub(crate) fn moved(attempt: &AttemptRow, to: AttemptState, at: DateTime<Utc>) -> AttemptMove<'_> {
    AttemptMove {
        id: attempt.id,
        from: attempt.state,
        from_version: attempt.version,
        to,
        redirect_url: attempt.redirect_url.as_deref(),
        provider_id: attempt.provider_id.as_deref(),
        decline: attempt.decline.as_deref(),
        late: attempt.late,
        next_check_at: None,
        at,
    }
}

async fn send(portal: &Portal, command: &CommandRow, language: Language) -> Result<(), OperationError> {
    let Some(attempt) = store::attempts::by_id(&portal.store, command.attempt_id).await? else {
        return Ok(());
    };
    // A lease that lapsed in the middle of a call: nobody knows whether it was made. Only a query tells.
    let again = command.tries > 1;
    let outcome = if attempt.state != AttemptState::Dispatching {
        None
    } else if again {
        Some(Err(ProviderError::Unknown {
            reason: "the call was interrupted".to_owned(),
        }))
    } else {
        Some(call(portal, &attempt, language).await)
    };
    let (portal, command) = (portal.clone(), command.clone());
    write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        if let Some(outcome) = outcome
            && let Some(attempt) = store::attempts::by_id(&mut tx, command.attempt_id).await?
            && let Some(change) = learned(&attempt, &outcome, now)
        {
            store::attempts::set_state(&mut tx, change).await?;
        }
        store::commands::finish(&mut tx, command.id, command.tries).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

async fn call(
    portal: &Portal,
    attempt: &AttemptRow,
    language: Language,
) -> Result<integrations::payment::Session, ProviderError> {
    let Some(provider) = portal
        .providers
        .iter()
        .find(|provider| provider.key() == attempt.provider)
    else {
        return Err(ProviderError::Refused {
            code: "provider_not_configured".to_owned(),
        });
    };
    let Ok(Some(application)) = application_of(portal, attempt).await else {
        return Err(ProviderError::Refused {
            code: "no_application".to_owned(),
        });
    };
    let request = PaymentRequest {
        reference: attempt.reference.clone(),
        amount: attempt.amount(),
        // No personal address leaves the portal: the provider asks for one, and gets one of ours.
        email: format!("{}@receipts.invalid", attempt.reference.to_lowercase()),
        return_url: format!(
            "{}/{language}/applications/{application}/pay/return",
            portal.settings.base_url
        ),
        language,
    };
    provider.create(&request).await
}

/// The request number the attempt belongs to.
async fn application_of(portal: &Portal, attempt: &AttemptRow) -> Result<Option<Reference>, OperationError> {
    let Some(invoice) = store::invoices::by_id(&portal.store, attempt.invoice_id).await? else {
        return Ok(None);
    };
    let application = store::applications::by_id(&portal.store, invoice.row.application_id).await?;
    Ok(application.map(|application| application.reference))
}

fn learned<'a>(
    attempt: &'a AttemptRow,
    outcome: &'a Result<integrations::payment::Session, ProviderError>,
    now: DateTime<Utc>,
) -> Option<AttemptMove<'a>> {
    let to = |event: AttemptEvent| attempt.state.after(event).map(|state| moved(attempt, state, now));
    let refused = |code: &'a str| {
        to(AttemptEvent::Refused).map(|change| AttemptMove {
            decline: Some(code),
            ..change
        })
    };
    match outcome {
        Ok(session) => to(AttemptEvent::PageReady).map(|change| AttemptMove {
            redirect_url: Some(&session.redirect_url),
            provider_id: session.provider_id.as_deref(),
            next_check_at: Some(now + FIRST_CHECK),
            ..change
        }),
        Err(ProviderError::Refused { code }) => refused(code),
        Err(ProviderError::NotRepresentable) => refused("amount_not_representable"),
        Err(ProviderError::Unknown { reason }) => {
            tracing::warn!(attempt = %attempt.id, reason, "the outcome of a payment call is not known");
            to(AttemptEvent::Lost).map(|change| AttemptMove {
                next_check_at: Some(now + FIRST_CHECK),
                ..change
            })
        }
    }
}
