//! What the worker does about money: sends what waits, asks what is open, applies what came in, lets lapse what is late.

use chrono::NaiveDate;
use domain::application::Status;
use domain::id::ApplicationId;
use domain::payment::{InvoiceEvent, InvoiceState};
use domain::workflow::END_EXPIRED;

use super::{notify, observe, start, void};
use crate::advance::Case;
use crate::{OperationError, Portal, write};

/// Most rows of one kind in one round.
const BATCH: i64 = 50;

/// One round. Each part goes on if another fails.
pub async fn round(portal: &Portal) {
    let report = |what: &str, result: Result<(), OperationError>| {
        if let Err(error) = result {
            tracing::warn!(%error, what, "a part of the payment round failed and is tried again");
        }
    };
    report("dispatch", start::dispatch(portal).await.map(|_| ()));
    report("check", check(portal).await);
    report("inbox", inbox(portal).await);
    report("expire", expire(portal).await);
}

async fn check(portal: &Portal) -> Result<(), OperationError> {
    let now = portal.clock.now();
    for attempt in store::attempts::due_for_check(&portal.store, now, BATCH).await? {
        // The next check is written first, so that a crash here never makes a hot loop.
        let scheduled = {
            let (portal, attempt) = (portal.clone(), attempt.clone());
            write(async move {
                let mut tx = portal.store.begin().await?;
                let next = observe::next_check(&attempt, attempt.state, now);
                store::attempts::schedule(&mut tx, attempt.id, attempt.version, next, now).await?;
                tx.commit().await?;
                Ok(())
            })
            .await
        };
        match scheduled {
            Ok(()) => observe::ask(portal, &attempt).await?,
            // Somebody else has just moved it.
            Err(OperationError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn inbox(portal: &Portal) -> Result<(), OperationError> {
    for event in store::provider_events::due(&portal.store, portal.clock.now(), BATCH).await? {
        let followed = async {
            let state = notify::follow(portal, event.reference.as_deref(), None).await?;
            notify::mark(portal, &event.provider, &event.dedup_key, event.tries, state).await
        };
        match followed.await {
            // Somebody else is just following it; the others do not wait for that.
            Ok(()) | Err(OperationError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Applications whose payment was not made, or whose consent was not given, in time. One with money perhaps on its way
/// is left alone. All pages are looked through: drafts whose day has passed stand in the same list.
async fn expire(portal: &Portal) -> Result<(), OperationError> {
    let today = portal.clock.today();
    let mut after = None;
    loop {
        let page = store::applications::list_expired(&portal.store, today, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.expires_on.map(|day| (day, last.id));
        for late in page.iter().filter(|row| lapses(row.status)) {
            match lapse(portal, late.id, today).await {
                Ok(()) | Err(OperationError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether waiting for this has an end.
const fn lapses(status: Status) -> bool {
    matches!(status, Status::AwaitingPayment | Status::AwaitingConsent)
}

/// Ends one application, if it still waits: what was paid or answered since the list was read counts.
async fn lapse(portal: &Portal, id: ApplicationId, today: NaiveDate) -> Result<(), OperationError> {
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let application = store::applications::hold(&mut tx, id).await?;
        let late = application.expires_on.is_some_and(|day| day < today);
        if !late || !lapses(application.status) {
            return Err(OperationError::Conflict);
        }
        let service = portal
            .version(&mut tx, &application.service_id, &application.definition_hash)
            .await?;
        let mut case = Case::of(&portal, &service, application);
        for invoice in store::invoices::by_application(&mut tx, case.application.id).await? {
            if invoice.state == InvoiceState::Issued {
                void(&mut tx, &portal, &invoice, InvoiceEvent::Lapsed, case.now).await?;
            }
        }
        let step = case.application.step.clone().unwrap_or_default();
        let workflow = &case.definition.workflow;
        let to = workflow.step(&step).and_then(|step| step.on_expiry.clone());
        case.advance(&mut tx, to.as_deref().unwrap_or(END_EXPIRED)).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
