//! Money: start an attempt, learn what became of it, settle once.
//!
//! * Nothing is sent before it is written down: the attempt and the command are committed first ([`start`]).
//! * The return page and the notification are only hints: the provider is asked ([`observe`]).
//! * *Paid once* is a row with two unique keys; whoever inserts it settles, whoever comes later goes to unapplied.

pub mod notify;
pub mod observe;
pub mod page;
pub mod start;
pub mod watch;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::language::Language;
use domain::ledger::{self, PostedLine, Transfer};
use domain::money::Currency;
use domain::payment::{InvoiceEvent, InvoiceState};
use domain::service::workflow::FeeStage;
use domain::view::form::{FeeLineView, FeeView};
use store::Transaction;
use store::applications::ApplicationRow;
use store::invoices::InvoiceRow;

pub use notify::{Notified, notify};
pub use page::{pay, receipt};
pub use start::start;

use crate::advance::Case;
use crate::{OperationError, Portal};

/// Writes transfers; one that is there already is left as it is.
pub(crate) async fn post(
    tx: &mut Transaction,
    portal: &Portal,
    at: DateTime<Utc>,
    transfers: &[Transfer],
) -> Result<(), OperationError> {
    for transfer in transfers {
        let id = domain::id::TransferId(portal.random.key(at));
        store::ledger::post(tx, id, transfer, at).await?;
    }
    Ok(())
}

/// Takes back what is owed when an application ends without payment. Refused while money may be on its way.
pub(crate) async fn cancel_open(tx: &mut Transaction, case: &mut Case<'_>) -> Result<(), OperationError> {
    for invoice in store::invoices::by_application(&mut *tx, case.application.id).await? {
        if invoice.state == InvoiceState::Issued {
            void(tx, case.portal, &invoice, InvoiceEvent::Cancelled, case.now).await?;
        }
    }
    Ok(())
}

/// Ends an open invoice without payment and undoes its postings.
pub(crate) async fn void(
    tx: &mut Transaction,
    portal: &Portal,
    invoice: &InvoiceRow,
    event: InvoiceEvent,
    at: DateTime<Utc>,
) -> Result<(), OperationError> {
    if store::attempts::live_for_invoice(&mut *tx, invoice.id).await?.is_some() {
        return Err(OperationError::Conflict);
    }
    let next = invoice.state.after(event).ok_or(OperationError::Conflict)?;
    store::invoices::set_state(tx, invoice.id, invoice.state, next).await?;
    let lines = store::invoices::lines(&mut *tx, invoice.id).await?;
    let posted: Vec<PostedLine<'_>> = lines
        .iter()
        .map(|line| PostedLine {
            code: &line.code,
            amount: domain::money::Money::new(line.amount_minor, invoice.currency),
            exemption: line.exemption_category.as_deref(),
        })
        .collect();
    post(
        tx,
        portal,
        at,
        &ledger::invoice_void(&invoice.id.to_string(), &invoice.agency, &posted),
    )
    .await
}

/// What an application costs, whether that is settled, and the receipts' numbers.
pub(crate) async fn fee_of(
    portal: &Portal,
    application: &ApplicationRow,
    language: Language,
) -> Result<(FeeView, bool, Vec<String>), OperationError> {
    let service = portal.service_of(application).await?;
    let invoices = store::invoices::by_application(&portal.store, application.id).await?;
    let mut view = crate::applications::status::no_fee(&service);
    let mut receipts = Vec::new();
    let (mut totals, mut due) = (BTreeMap::new(), BTreeMap::new());
    for invoice in invoices
        .iter()
        .filter(|invoice| invoice.state != InvoiceState::Cancelled)
    {
        view.lines.extend(lines_view(portal, invoice, language).await?);
        *totals.entry(invoice.currency).or_default() += invoice.total_minor;
        if !crate::applications::status::is_settled(invoice.state) {
            *due.entry(invoice.currency).or_default() += invoice.total_minor;
        }
        if let Some(found) = store::receipts::by_invoice(&portal.store, invoice.id).await? {
            receipts.push(found.text_number);
        }
    }
    let settled = due.is_empty();
    let amounts = |sums: BTreeMap<Currency, i64>| {
        let each = sums.into_iter().filter(|(_, minor)| *minor > 0);
        each.map(|(currency, minor)| domain::money::Money::new(minor, currency))
            .collect()
    };
    (view.totals, view.due) = (amounts(totals), amounts(due));
    if invoices.is_empty()
        && let Some(facts) = &application.facts
        && let Ok(lines) = domain::fee::lines(&service.definition, facts, FeeStage::Submission, portal.clock.today())
    {
        view = crate::applications::render::fee(&lines, &service.definition, language);
    }
    Ok((view, settled, receipts))
}

pub(crate) async fn lines_view(
    portal: &Portal,
    invoice: &InvoiceRow,
    language: Language,
) -> Result<Vec<FeeLineView>, OperationError> {
    let currency = invoice.currency;
    let lines = store::invoices::lines(&portal.store, invoice.id).await?;
    Ok(lines
        .into_iter()
        .map(|line| FeeLineView {
            label: line.label.get(language).to_owned(),
            quantity: line.quantity,
            unit: line.unit_minor.map(|minor| domain::money::Money::new(minor, currency)),
            amount: domain::money::Money::new(line.amount_minor, currency),
            basis: None,
        })
        .collect())
}
