//! Learning what became of an attempt, from the provider and nobody else, and settling once.

use chrono::{DateTime, Utc};
use domain::application::{EventKind, Status};
use domain::id::{AttemptId, ReceiptId};
use domain::ledger;
use domain::notice::NoticeKind;
use domain::payment::{AttemptEvent, AttemptState, InvoiceEvent, InvoiceState};
use domain::service::ClockStart;
use integrations::payment::{ProviderState, ProviderView};
use store::Transaction;
use store::attempts::{AttemptMove, AttemptRow};
use store::invoices::InvoiceRow;
use store::receipts::NewReceipt;

use super::post;
use super::start::moved;
use crate::advance::Case;
use crate::events::Entry;
use crate::notices::render::Values;
use crate::{OperationError, Portal, write};

/// Asks the provider about one attempt and carries out what it says. A provider that is away changes nothing.
///
/// # Errors
/// When the store is away.
pub async fn ask(portal: &Portal, attempt: &AttemptRow) -> Result<(), OperationError> {
    let Some(provider) = portal
        .providers
        .iter()
        .find(|provider| provider.key() == attempt.provider)
    else {
        return Ok(());
    };
    match provider.query(&attempt.reference).await {
        Ok(view) => apply(portal, attempt.id, view).await,
        Err(error) => {
            tracing::info!(attempt = %attempt.id, ?error, "the provider did not answer; asked again later");
            Ok(())
        }
    }
}

/// How long an attempt that did not succeed is still asked about.
const WATCHED_FOR: chrono::Duration = chrono::Duration::days(7);
/// After so long, a provider that has never seen our reference never will.
const TIME_TO_ARRIVE: chrono::Duration = chrono::Duration::seconds(60);

/// How often a lost race is run again.
const RACES: usize = 4;

/// What the evidence means for this attempt.
fn event(attempt: &AttemptRow, view: &ProviderView, live: bool, now: DateTime<Utc>) -> Option<AttemptEvent> {
    let ours = view.amount == Some(attempt.amount()) && view.reference == attempt.reference && view.live == live;
    match view.state {
        ProviderState::Succeeded if ours => Some(AttemptEvent::Confirmed),
        ProviderState::Succeeded => Some(AttemptEvent::Mismatched),
        ProviderState::Failed => Some(AttemptEvent::Declined),
        ProviderState::Cancelled => Some(AttemptEvent::Abandoned),
        // Never seen there: our call did not arrive, once enough time has passed for it to have done so.
        ProviderState::NotFound if now - attempt.created_at > TIME_TO_ARRIVE => Some(AttemptEvent::Declined),
        ProviderState::NotFound => None,
        ProviderState::Pending if !view.waits_for_payer => Some(AttemptEvent::Pending),
        // Its page is open, but we never learned where: the payer may try again, and this one stays watched.
        ProviderState::Pending if attempt.redirect_url.is_none() => Some(AttemptEvent::Abandoned),
        ProviderState::Pending if attempt.expires_at < now => Some(AttemptEvent::Lapsed),
        // A page that simply waits for the payer is no news while it is open.
        ProviderState::Pending => None,
    }
}

/// Carries out what a provider says about an attempt. Any order and any number of times ends the same.
///
/// # Errors
/// When the store is away.
pub async fn apply(portal: &Portal, attempt: AttemptId, view: ProviderView) -> Result<(), OperationError> {
    // Whoever loses a race reads again: what the other witness wrote usually leaves nothing to do.
    for _ in 0..RACES {
        match once(portal, attempt, view.clone()).await {
            Err(OperationError::Conflict) => {}
            done => return done,
        }
    }
    Err(OperationError::Conflict)
}

async fn once(portal: &Portal, attempt: AttemptId, view: ProviderView) -> Result<(), OperationError> {
    let portal = portal.clone();
    write(async move {
        let now = portal.clock.now();
        let mut tx = portal.store.begin().await?;
        let Some(attempt) = store::attempts::by_id(&mut tx, attempt).await? else {
            return Ok(());
        };
        let provider = portal
            .providers
            .iter()
            .find(|provider| provider.key() == attempt.provider);
        let live = provider.is_some_and(|provider| provider.is_live());
        let next = event(&attempt, &view, live, now).and_then(|event| attempt.state.after(event));
        let Some(next) = next else {
            // Another witness may have been first by a moment: its commit is waited for, so that whoever asks next
            // reads what it wrote.
            tx.commit().await?;
            return Ok(());
        };
        let late = matches!(
            attempt.state,
            AttemptState::Failed | AttemptState::Cancelled | AttemptState::Expired
        );
        let change = AttemptMove {
            decline: view.decline.as_deref(),
            provider_id: view.provider_id.as_deref().or(attempt.provider_id.as_deref()),
            late: late && next == AttemptState::Succeeded,
            next_check_at: next_check(&attempt, next, now),
            ..moved(&attempt, next, now)
        };
        store::attempts::set_state(&mut tx, change).await?;
        match next {
            AttemptState::Succeeded => settle(&mut tx, &portal, &attempt, now).await?,
            AttemptState::Failed | AttemptState::Cancelled | AttemptState::Expired => {
                told(&mut tx, &portal, &attempt, now).await?;
            }
            _ => {}
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// When an attempt is asked about next: soon at first, then ever more seldom. One that did not succeed is asked about
/// each day for a week more: money can come late. One that did is never asked about again.
pub(crate) fn next_check(attempt: &AttemptRow, state: AttemptState, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const MINUTES: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1440, 1440];
    if state == AttemptState::Succeeded {
        return None;
    }
    if !state.is_live() {
        return (now - attempt.created_at < WATCHED_FOR).then(|| now + chrono::Duration::days(1));
    }
    let step = usize::try_from(attempt.checks).unwrap_or(0).min(MINUTES.len() - 1);
    Some(now + chrono::Duration::minutes(MINUTES[step]))
}

/// The money is there. Whether it settles the invoice is decided by the one row that can be inserted once.
async fn settle(
    tx: &mut Transaction,
    portal: &Portal,
    attempt: &AttemptRow,
    now: DateTime<Utc>,
) -> Result<(), OperationError> {
    let invoice = store::invoices::by_id(&mut *tx, attempt.invoice_id)
        .await?
        .ok_or(OperationError::NotFound)?
        .row;
    let payable = invoice.state.after(InvoiceEvent::Settled);
    let application = store::applications::by_id(&mut *tx, invoice.application_id)
        .await?
        .ok_or(OperationError::NotFound)?;
    let waits = application.status == Status::AwaitingPayment;
    let first = waits && payable.is_some() && store::ledger::settle(tx, invoice.id, attempt.id, now).await?;
    let id = attempt.id.to_string();
    let Some(paid) = payable.filter(|_| first) else {
        // Late, double, or for an application that has ended: kept apart until people decide.
        tracing::error!(attempt = %attempt.id, invoice = %invoice.id, "money that settles nothing: unapplied");
        return post(
            tx,
            portal,
            now,
            &[ledger::unapplied(&id, &attempt.provider, attempt.amount())],
        )
        .await;
    };
    post(
        tx,
        portal,
        now,
        &[ledger::payment(
            &id,
            &invoice.agency,
            &attempt.provider,
            attempt.amount(),
        )],
    )
    .await?;
    store::invoices::set_state(tx, invoice.id, invoice.state, paid).await?;
    let receipt = NewReceipt {
        id: ReceiptId(portal.random.key(now)),
        agency: &invoice.agency,
        year: crate::events::year_and_month(now).0,
        invoice_id: invoice.id,
        amount: invoice.total(),
        at: now,
    };
    let receipt = store::receipts::issue(tx, receipt).await?;
    crate::summaries::paid(tx, &application.service_id, &receipt).await?;
    let service = portal
        .version(&mut *tx, &application.service_id, &application.definition_hash)
        .await?;
    let mut case = Case::of(portal, &service, application);
    let data = serde_json::json!({ "amount_minor": invoice.total_minor, "currency": invoice.currency.code() });
    case.record(tx, Entry::system(EventKind::Paid).with(data)).await?;
    tell_paid(tx, &case, &invoice, receipt.text_number).await?;
    let others = store::invoices::by_application(&mut *tx, case.application.id).await?;
    if others.iter().any(|other| other.state == InvoiceState::Issued) {
        return Ok(());
    }
    case.start_clock(ClockStart::PaymentConfirmed);
    crate::documents::issue::issue_interim(tx, &case).await?;
    let step = case.application.step.clone().unwrap_or_default();
    let next = case.definition.workflow.step(&step).and_then(|step| step.to.clone());
    let next = next.ok_or_else(|| OperationError::Fault(format!("payment step {step} leads nowhere")))?;
    case.advance(tx, &next).await
}

/// Tells the applicant that the money is there, with the receipt's number.
async fn tell_paid(
    tx: &mut Transaction,
    case: &Case<'_>,
    invoice: &InvoiceRow,
    receipt: String,
) -> Result<(), OperationError> {
    let values = Values {
        amounts: vec![invoice.total()],
        receipt: Some(receipt),
        ..Values::default()
    };
    case.tell(tx, NoticeKind::Paid, &format!("paid:{}", invoice.id), values)
        .await
}

async fn told(
    tx: &mut Transaction,
    portal: &Portal,
    attempt: &AttemptRow,
    now: DateTime<Utc>,
) -> Result<(), OperationError> {
    let Some(invoice) = store::invoices::by_id(&mut *tx, attempt.invoice_id).await? else {
        return Ok(());
    };
    Entry::system(EventKind::PaymentFailed)
        .write(tx, portal, invoice.row.application_id, now)
        .await
}

/// The browser came back from the provider: one bounded question, whatever the address says.
///
/// # Errors
/// Not the actor's application, or the store is away.
pub async fn returned(portal: &Portal, actor: &domain::person::Actor, reference: &str) -> Result<(), OperationError> {
    let application = crate::applications::draft::own(portal, actor, reference).await?;
    let invoice = super::page::current_invoice(portal, application.id).await?;
    if let Some(attempt) = store::attempts::live_for_invoice(&portal.store, invoice.id).await? {
        ask(portal, &attempt).await?;
    }
    Ok(())
}
