//! The pay page and the receipt.

use domain::id::ApplicationId;
use domain::language::Language;
use domain::payment::InvoiceState;
use domain::person::Actor;
use domain::view::form::FeeView;
use domain::view::payment::{PayState, PayView, ReceiptView};
use store::attempts::AttemptRow;
use store::invoices::InvoiceRow;
use store::receipts::ReceiptRow;

use super::lines_view;
use crate::applications::draft::own;
use crate::clock::local;
use crate::{OperationError, Portal};

/// The invoice to be paid now: the first open one, else the last.
pub(crate) async fn current_invoice(portal: &Portal, application: ApplicationId) -> Result<InvoiceRow, OperationError> {
    let mut invoices = store::invoices::by_application(&portal.store, application).await?;
    let open = invoices
        .iter()
        .position(|invoice| invoice.state == InvoiceState::Issued);
    match open {
        Some(at) => Ok(invoices.swap_remove(at)),
        None => invoices.pop().ok_or(OperationError::NotFound),
    }
}

/// The pay page of one of the actor's applications.
///
/// # Errors
/// Not found, not the actor's, or nothing was ever due.
pub async fn pay(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
) -> Result<PayView, OperationError> {
    let application = own(portal, actor, reference).await?;
    let invoice = current_invoice(portal, application.id).await?;
    let service = portal.service_of(&application).await?;
    let attempts = store::attempts::list_for_invoice(&portal.store, invoice.id).await?;
    let receipt = store::receipts::by_invoice(&portal.store, invoice.id).await?;
    Ok(PayView {
        reference: application.reference.to_string(),
        service_title: service.definition.title.get(language).to_owned(),
        ministry: service.definition.ministry.get(language).to_owned(),
        bill: invoice.bill_number.to_string(),
        fee: FeeView {
            lines: lines_view(portal, &invoice, language).await?,
            totals: vec![invoice.total()],
            due: Vec::new(),
            indicative: service.definition.is_indicative(),
            open: Vec::new(),
        },
        due: invoice.total(),
        expires: invoice.expires_on,
        state: state(&invoice, attempts.first(), receipt.map(|receipt| receipt.text_number)),
        form_key: portal.random.key(portal.clock.now()).to_string(),
    })
}

fn state(invoice: &InvoiceRow, attempt: Option<&AttemptRow>, receipt: Option<String>) -> PayState {
    match (invoice.state, attempt) {
        (InvoiceState::Paid, _) => PayState::Paid {
            receipt: receipt.unwrap_or_default(),
        },
        (InvoiceState::Exempted, _) => PayState::Exempted,
        // Money may still come in on an attempt of an invoice that has lapsed: the truth about it is shown.
        (InvoiceState::Cancelled | InvoiceState::Expired, Some(attempt)) if attempt.state.is_live() => shown(attempt),
        (InvoiceState::Cancelled | InvoiceState::Expired, _) => PayState::Closed,
        (InvoiceState::Issued, None) => PayState::Due,
        (InvoiceState::Issued, Some(attempt)) => shown(attempt),
    }
}

fn shown(attempt: &AttemptRow) -> PayState {
    PayState::Attempt {
        attempt: attempt.state.public(),
        url: attempt
            .redirect_url
            .clone()
            .filter(|_| attempt.state == domain::payment::AttemptState::AwaitingPayer),
        decline: attempt.decline.clone(),
    }
}

/// The bill with that receipt, or the one that was receipted last.
async fn paid(
    portal: &Portal,
    application: ApplicationId,
    number: Option<&str>,
) -> Result<(InvoiceRow, ReceiptRow), OperationError> {
    let invoices = store::invoices::by_application(&portal.store, application).await?;
    for invoice in invoices.into_iter().rev() {
        let Some(receipt) = store::receipts::by_invoice(&portal.store, invoice.id).await? else {
            continue;
        };
        if number.is_none_or(|number| number == receipt.text_number) {
            return Ok((invoice, receipt));
        }
    }
    Err(OperationError::NotFound)
}

/// A receipt of one of the actor's applications: the one with that number, else the last.
///
/// # Errors
/// Not found, not the actor's, or not paid.
pub async fn receipt(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
    number: Option<&str>,
) -> Result<ReceiptView, OperationError> {
    let application = own(portal, actor, reference).await?;
    let (invoice, receipt) = paid(portal, application.id, number).await?;
    let service = portal.service_of(&application).await?;
    let attempts = store::attempts::list_for_invoice(&portal.store, invoice.id).await?;
    let paid = attempts
        .into_iter()
        .find(|attempt| attempt.state == domain::payment::AttemptState::Succeeded);
    let person = actor.person().ok_or(OperationError::SignIn)?;
    Ok(ReceiptView {
        number: receipt.text_number,
        issued: local(receipt.issued_at),
        reference: application.reference.to_string(),
        agency: portal.catalogue.entity(&invoice.agency, language),
        payer: crate::applications::status::name(&person.name_ar, &person.name_en, language),
        service_title: service.definition.title.get(language).to_owned(),
        bill: invoice.bill_number.to_string(),
        fee: FeeView {
            lines: lines_view(portal, &invoice, language).await?,
            totals: vec![invoice.total()],
            due: Vec::new(),
            indicative: false,
            open: Vec::new(),
        },
        total: invoice.total(),
        transaction: paid.map(|attempt| attempt.provider_id.unwrap_or(attempt.reference)),
    })
}
