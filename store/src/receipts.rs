//! Receipts: numbered without gaps for each agency and year, each sealed with the hash of the one before it, so that
//! a number that was never given or a receipt that was changed shows.

use chrono::{DateTime, Utc};
use domain::id::{InvoiceId, ReceiptId};
use domain::money::{Currency, Money};
use sha2::{Digest, Sha256};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// A receipt.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReceiptRow in "receipts" {
        /// The key.
        pub id: ReceiptId,
        /// Whose fee it was.
        pub agency: String,
        /// The year of its number.
        pub year: i64,
        /// Its number in that year.
        pub number: i64,
        /// Its number as people read it.
        pub text_number: String,
        /// For which invoice.
        pub invoice_id: InvoiceId,
        /// How much; nothing when it was let off.
        pub amount_minor: i64,
        /// Of what.
        pub currency: Currency,
        /// When.
        pub issued_at: DateTime<Utc>,
        /// The seal of the one before, in hexadecimal.
        pub previous_sha256: String,
        /// Its seal.
        pub sha256: String,
    }
}

impl ReceiptRow {
    /// How much, of what.
    pub fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }

    /// Whether its seal is the one its contents give.
    pub fn is_sealed(&self) -> bool {
        self.sha256 == seal(&self.previous_sha256, &self.line())
    }

    fn line(&self) -> String {
        line(
            self.number,
            &self.text_number,
            &self.invoice_id.to_string(),
            self.amount(),
            self.issued_at,
        )
    }
}

/// A receipt to be issued.
#[derive(Clone, Copy, Debug)]
pub struct NewReceipt<'a> {
    /// The key.
    pub id: ReceiptId,
    /// Whose fee it was.
    pub agency: &'a str,
    /// The year of its number.
    pub year: i32,
    /// For which invoice.
    pub invoice_id: InvoiceId,
    /// How much; nothing when it was let off.
    pub amount: Money,
    /// Now.
    pub at: DateTime<Utc>,
}

/// The seal before the first: sixty-four zeros.
const NO_SEAL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is sealed, in one line.
fn line(number: i64, text_number: &str, invoice: &str, amount: Money, issued_at: DateTime<Utc>) -> String {
    let issued_at = issued_at.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "{number}|{text_number}|{invoice}|{}|{}|{issued_at}",
        amount.currency, amount.minor
    )
}

/// SHA-256 of the seal before, a line break and the line, in hexadecimal.
fn seal(previous: &str, line: &str) -> String {
    let hash = Sha256::digest(format!("{previous}\n{line}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number as people read it: `MOI-2026-000001`.
fn text_number(agency: &str, year: i32, number: i64) -> String {
    format!("{}-{year}-{number:06}", agency.to_uppercase())
}

/// Issues a receipt under the next number. The number is taken in the caller's transaction: whoever else wants one of
/// the same agency and year waits until it ends, and when it fails the number is free again.
///
/// An invoice has one receipt; a second call finds the first one's.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such invoice.
pub async fn issue(tx: &mut Transaction, new: NewReceipt<'_>) -> Result<ReceiptRow, StoreError> {
    let year = i64::from(new.year);
    let number = next_number(tx, new.agency, year).await?;
    // Asked only now, when nobody else can be issuing one of the same agency.
    if let Some(issued) = by_invoice(&mut *tx, new.invoice_id).await? {
        give_back(tx, new.agency, year).await?;
        return Ok(issued);
    }
    let previous_sha256 = seal_of(tx, new.agency, year, number - 1).await?;
    let mut receipt = ReceiptRow {
        id: new.id,
        agency: new.agency.to_owned(),
        year,
        number,
        text_number: text_number(new.agency, new.year, number),
        invoice_id: new.invoice_id,
        amount_minor: new.amount.minor,
        currency: new.amount.currency,
        issued_at: new.at,
        previous_sha256,
        sha256: String::new(),
    };
    receipt.sha256 = seal(&receipt.previous_sha256, &receipt.line());
    insert(tx, &receipt).await?;
    Ok(receipt)
}

async fn next_number(tx: &mut Transaction, agency: &str, year: i64) -> Result<i64, StoreError> {
    let upsert = sql!(
        "insert into receipt_counters (agency, year, last) values ($1, $2, 1)
         on conflict (agency, year) do update set last = receipt_counters.last + 1
         returning last as value"
    );
    let Only(number) = tx.one(upsert, values![agency, year]).await?;
    Ok(number)
}

async fn give_back(tx: &mut Transaction, agency: &str, year: i64) -> Result<(), StoreError> {
    let update = sql!("update receipt_counters set last = last - 1 where agency = $1 and year = $2");
    tx.change(update, values![agency, year]).await
}

async fn seal_of(tx: &mut Transaction, agency: &str, year: i64, number: i64) -> Result<String, StoreError> {
    if number == 0 {
        return Ok(NO_SEAL.to_owned());
    }
    let select = sql!("select sha256 as value from receipts where agency = $1 and year = $2 and number = $3");
    let Only(sha256) = tx.one(select, values![agency, year, number]).await?;
    Ok(sha256)
}

async fn insert(tx: &mut Transaction, receipt: &ReceiptRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into receipts (id, agency, year, number, text_number, invoice_id, amount_minor, currency, issued_at,
                               previous_sha256, sha256)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let values = values![
        receipt.id,
        receipt.agency,
        receipt.year,
        receipt.number,
        receipt.text_number,
        receipt.invoice_id,
        receipt.amount_minor,
        receipt.currency,
        receipt.issued_at,
        receipt.previous_sha256,
        receipt.sha256,
    ];
    tx.execute(insert, values).await.map(drop)
}

/// The receipt of an invoice.
///
/// # Errors
/// Those of the engine.
pub async fn by_invoice(mut on: impl Queries, invoice: InvoiceId) -> Result<Option<ReceiptRow>, StoreError> {
    let select = sql!(
        "select id, agency, year, number, text_number, invoice_id, amount_minor, currency, issued_at,
                previous_sha256, sha256
           from receipts where invoice_id = $1"
    );
    on.optional(select, values![invoice]).await
}

/// The receipt with this number, as people read it.
///
/// # Errors
/// Those of the engine.
pub async fn by_number(mut on: impl Queries, number: &str) -> Result<Option<ReceiptRow>, StoreError> {
    let select = sql!(
        "select id, agency, year, number, text_number, invoice_id, amount_minor, currency, issued_at,
                previous_sha256, sha256
           from receipts where text_number = $1"
    );
    on.optional(select, values![number]).await
}

/// The receipts of an agency and year in order, from the one after number `after` on; for checking the chain.
///
/// # Errors
/// Those of the engine.
pub async fn list(
    mut on: impl Queries,
    agency: &str,
    year: i32,
    after: i64,
    limit: i64,
) -> Result<Vec<ReceiptRow>, StoreError> {
    let select = sql!(
        "select id, agency, year, number, text_number, invoice_id, amount_minor, currency, issued_at,
                previous_sha256, sha256
           from receipts where agency = $1 and year = $2 and number > $3
          order by number limit $4"
    );
    on.all(select, values![agency, i64::from(year), after, limit]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_at(number: i64, text: &str, invoice: &str, amount: Money, at: &str) -> String {
        line(number, text, invoice, amount, at.parse().expect("a moment"))
    }

    /// Two links of a chain, worked out by hand with another program.
    #[test]
    fn seals_follow_the_vectors() {
        let first = Money::new(2500, Currency::Ils);
        let first = line_at(1, "RCPT-2026-000001", "INV-1", first, "2026-01-01T12:30:56Z");
        let one = seal(NO_SEAL, &first);
        assert_eq!(one, "7a55c161c1546cdf0700b112aee0bc10abf6f090be873340224f54ea8a11abf9");
        let second = Money::new(1500, Currency::Jod);
        let second = line_at(2, "RCPT-2026-000002", "INV-2", second, "2026-01-01T12:31:00Z");
        let two = seal(&one, &second);
        assert_eq!(two, "188d171d8c038a474292248e8b45d02d04e49e9829038eb5f9870249a2d7fdc2");
    }
}
