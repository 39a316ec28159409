//! Invoices: what is owed for one application at one stage. Lines and bill number are fixed when it is made.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, InvoiceId, PersonId};
use domain::language::Text;
use domain::money::{Currency, Money};
use domain::payment::{BillNumber, InvoiceState};
use uuid::Uuid;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{FIRST_DAY, values};

row! {
    /// An invoice.
    #[derive(Clone, Debug, PartialEq)]
    pub struct InvoiceRow in "invoices" {
        /// The key.
        pub id: InvoiceId,
        /// What it is paid by.
        pub bill_number: BillNumber,
        /// For which application.
        pub application_id: ApplicationId,
        /// At which stage, as the catalogue writes it.
        pub stage: String,
        /// Whose fee it is.
        pub agency: String,
        /// Who pays.
        pub payer_id: PersonId,
        /// The currency of all lines.
        pub currency: Currency,
        /// The sum of all lines.
        pub total_minor: i64,
        /// Where it stands.
        pub state: InvoiceState,
        /// When it was made.
        pub created_at: DateTime<Utc>,
        /// The last day to pay.
        pub expires_on: Option<NaiveDate>,
        /// Counts the changes.
        pub version: i64,
    }
}

impl InvoiceRow {
    /// The sum of all lines.
    pub fn total(&self) -> Money {
        Money::new(self.total_minor, self.currency)
    }
}

row! {
    /// A line: a fee, or what is let off one.
    #[derive(Clone, Debug, PartialEq)]
    pub struct InvoiceLineRow in "invoice_lines" {
        /// Its place, from 0.
        pub number: i64,
        /// The fee's key.
        pub code: String,
        /// What it is called.
        pub label: Text,
        /// The kind of fee, or `exemption`.
        pub kind: String,
        /// How many.
        pub quantity: i64,
        /// For one.
        pub unit_minor: Option<i64>,
        /// For all; less than nothing for what is let off.
        pub amount_minor: i64,
        /// Where the amount comes from.
        pub basis: String,
        /// Why it is let off.
        pub exemption_category: Option<String>,
    }
}

/// An invoice with its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// The invoice.
    pub row: InvoiceRow,
    /// Its lines, in order.
    pub lines: Vec<InvoiceLineRow>,
}

/// Most lines of one invoice.
const MOST_LINES: i64 = 200;

/// Most invoices of one application that are listed.
const MOST_INVOICES: i64 = 50;

/// Adds an invoice with its lines.
///
/// # Errors
/// [`StoreError::Duplicate`] of `invoices.application_id,stage,currency` when there is one that was not cancelled, or
/// of `invoices.bill_number` (try another number).
pub async fn insert(tx: &mut Transaction, invoice: &Invoice) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into invoices (id, bill_number, application_id, stage, agency, payer_id, currency, total_minor, state,
                               created_at, expires_on, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
         on conflict do nothing"
    );
    let row = &invoice.row;
    let values = values![
        row.id,
        row.bill_number,
        row.application_id,
        row.stage,
        row.agency,
        row.payer_id,
        row.currency,
        row.total_minor,
        row.state,
        row.created_at,
        row.expires_on,
    ];
    if tx.execute(insert, values).await? == 0 {
        return Err(duplicate(tx, row).await?);
    }
    for line in &invoice.lines {
        insert_line(tx, row.id, line).await?;
    }
    Ok(())
}

async fn insert_line(tx: &mut Transaction, invoice: InvoiceId, line: &InvoiceLineRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into invoice_lines (invoice_id, number, code, label, kind, quantity, unit_minor, amount_minor, basis,
                                    exemption_category)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let values = values![
        invoice,
        line.number,
        line.code,
        line.label,
        line.kind,
        line.quantity,
        line.unit_minor,
        line.amount_minor,
        line.basis,
        line.exemption_category,
    ];
    tx.execute(insert, values).await.map(drop)
}

async fn duplicate(tx: &mut Transaction, row: &InvoiceRow) -> Result<StoreError, StoreError> {
    let select = sql!("select id as value from invoices where bill_number = $1");
    let same_number: Option<Only<InvoiceId>> = tx.optional(select, values![row.bill_number]).await?;
    let columns = if same_number.is_some() {
        "bill_number"
    } else {
        "application_id,stage,currency"
    };
    Ok(StoreError::Duplicate(format!("invoices.{columns}")))
}

/// The invoice with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: InvoiceId) -> Result<Option<Invoice>, StoreError> {
    let select = sql!(
        "select id, bill_number, application_id, stage, agency, payer_id, currency, total_minor, state, created_at,
                expires_on, version
           from invoices where id = $1"
    );
    let row = on.optional(select, values![id]).await?;
    with_lines(on, row).await
}

/// The invoice that is paid by this number.
///
/// # Errors
/// Those of the engine.
pub async fn by_bill_number(mut on: impl Queries, number: &BillNumber) -> Result<Option<Invoice>, StoreError> {
    let select = sql!(
        "select id, bill_number, application_id, stage, agency, payer_id, currency, total_minor, state, created_at,
                expires_on, version
           from invoices where bill_number = $1"
    );
    let row = on.optional(select, values![number]).await?;
    with_lines(on, row).await
}

async fn with_lines(on: impl Queries, row: Option<InvoiceRow>) -> Result<Option<Invoice>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let lines = lines(on, row.id).await?;
    Ok(Some(Invoice { row, lines }))
}

/// The lines of an invoice, in order.
///
/// # Errors
/// Those of the engine.
pub async fn lines(mut on: impl Queries, id: InvoiceId) -> Result<Vec<InvoiceLineRow>, StoreError> {
    let select = sql!(
        "select number, code, label, kind, quantity, unit_minor, amount_minor, basis, exemption_category
           from invoice_lines where invoice_id = $1 order by number limit $2"
    );
    on.all(select, values![id, MOST_LINES]).await
}

/// The invoices of an application, in the order they were made. [`lines`] has their lines.
///
/// # Errors
/// Those of the engine.
pub async fn by_application(mut on: impl Queries, application: ApplicationId) -> Result<Vec<InvoiceRow>, StoreError> {
    let select = sql!(
        "select id, bill_number, application_id, stage, agency, payer_id, currency, total_minor, state, created_at,
                expires_on, version
           from invoices where application_id = $1 order by id limit $2"
    );
    on.all(select, values![application, MOST_INVOICES]).await
}

/// Invoices that may still be paid though their last day has passed, from the one after `after` on.
///
/// # Errors
/// Those of the engine.
pub async fn list_lapsed(
    mut on: impl Queries,
    today: NaiveDate,
    after: Option<(NaiveDate, InvoiceId)>,
    limit: i64,
) -> Result<Vec<InvoiceRow>, StoreError> {
    let select = sql!(
        "select id, bill_number, application_id, stage, agency, payer_id, currency, total_minor, state, created_at,
                expires_on, version
           from invoices
          where state = 'issued' and expires_on < $1 and (expires_on, id) > ($2, $3)
          order by expires_on, id limit $4"
    );
    let (day, id) = after.unwrap_or((FIRST_DAY, InvoiceId(Uuid::nil())));
    on.all(select, values![today, day, id, limit]).await
}

/// Moves an invoice that is still in the state its caller read.
///
/// # Errors
/// [`StoreError::Stale`] when it is not.
pub async fn set_state(
    tx: &mut Transaction,
    id: InvoiceId,
    from: InvoiceState,
    to: InvoiceState,
) -> Result<(), StoreError> {
    let update = sql!("update invoices set state = $3, version = version + 1 where id = $1 and state = $2");
    tx.change(update, values![id, from, to]).await
}
