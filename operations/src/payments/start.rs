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
use store::invoices::InvoiceRow;
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
    let attempt = Pressed {
        id,
        invoice,
        provider: provider.key(),
        form_key,
        entry: Entry::by(actor, EventKind::PaymentStarted),
    };
    let portal = portal.clone();
    // To its end, the call too: a second press drops the request of the first, and a lease that nobody uses any more
    // would hold up the payer.
    write(async move {
        if !attempt.written(&portal, now).await? {
            return Ok(());
        }
        // The page is fetched at once if that is quick; if not, the worker goes on and the pay page tells.
        let mut tx = portal.store.begin().await?;
        let now = portal.clock.now();
        let leased = store::commands::lease_for_attempt(&mut tx, id, now, now + LEASE).await?;
        dispatching(&mut tx, leased.as_slice(), now).await?;
        tx.commit().await?;
        match &leased {
            Some(command) => send(&portal, command, language).await,
            None => Ok(()),
        }
    })
    .await
}

/// A press of the button, with the bill it is for.
struct Pressed {
    id: AttemptId,
    invoice: InvoiceRow,
    provider: &'static str,
    form_key: Uuid,
    entry: Entry,
}

impl Pressed {
    /// Writes attempt and command; not when one is live already, or this press came before.
    async fn written(self, portal: &Portal, now: DateTime<Utc>) -> Result<bool, OperationError> {
        let mut tx = portal.store.begin().await?;
        let attempt = NewAttempt {
            id: self.id,
            command_id: CommandId(portal.random.key(now)),
            invoice_id: self.invoice.id,
            provider: self.provider,
            reference: &format!("H{}", self.id.0.simple()),
            form_key: self.form_key,
            amount: self.invoice.total(),
            expires_at: now + OPEN_FOR,
            at: now,
        };
        match store::attempts::insert(&mut tx, attempt).await {
            Ok((_, true)) => {}
            // One live attempt at a time, and one for each press of the button.
            Ok((_, false)) | Err(store::StoreError::Duplicate(_)) => {
                drop(tx);
                settled(portal).await?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        self.entry
            .write(&mut tx, portal, self.invoice.application_id, now)
            .await?;
        tx.commit().await?;
        Ok(true)
    }
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
