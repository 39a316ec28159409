//! The books: double-entry transfers, and the settlement row that makes an invoice paid exactly once. Rows are added
//! and never changed; the tables refuse it.

use chrono::{DateTime, Utc};
use domain::id::{AttemptId, InvoiceId, TransferId};
use domain::ledger::Transfer;
use domain::money::{Currency, Money};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::row;
use crate::sql::sql;
use crate::value::values;

row! {
    /// What an account has: debits less credits.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BalanceRow in "ledger_transfers" {
        /// The account.
        pub account: String,
        /// Of what.
        pub currency: Currency,
        /// How much.
        pub minor: i64,
    }
}

row! {
    struct ImbalanceRow in "ledger_transfers" {
        currency: Currency,
        minor: i64,
    }
}

row! {
    /// Which attempt settled an invoice.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SettlementRow in "settlements" {
        /// The invoice.
        pub invoice_id: InvoiceId,
        /// The attempt.
        pub attempt_id: AttemptId,
        /// When.
        pub settled_at: DateTime<Utc>,
    }
}

/// Writes a transfer, unless one with the same reason and subject is there. Says whether it was written.
///
/// # Errors
/// [`StoreError::Corrupt`] for an amount of nothing, or an account that would owe itself.
pub async fn post(
    tx: &mut Transaction,
    id: TransferId,
    transfer: &Transfer,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into ledger_transfers (id, debit, credit, amount_minor, currency, reason, subject, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (reason, subject) do nothing"
    );
    let values = values![
        id,
        transfer.debit.0,
        transfer.credit.0,
        transfer.amount.minor,
        transfer.amount.currency,
        transfer.reason,
        transfer.subject,
        at,
    ];
    Ok(tx.execute(insert, values).await? == 1)
}

/// What every account has, by account and currency, from the account after `after` on.
///
/// # Errors
/// Those of the engine.
pub async fn balances(mut on: impl Queries, after: Option<&str>, limit: i64) -> Result<Vec<BalanceRow>, StoreError> {
    let select = sql!(
        "select account, currency, cast(sum(minor) as bigint) as minor
           from (select debit as account, currency, amount_minor as minor from ledger_transfers
                 union all
                 select credit, currency, -amount_minor from ledger_transfers) entries
          where account > $1
          group by account, currency
          order by account, currency limit $2"
    );
    on.all(select, values![after.unwrap_or_default(), limit]).await
}

/// What all accounts together have, for each currency that is not in balance. Always nothing; asked so that an alarm
/// can ring if it ever is not.
///
/// # Errors
/// Those of the engine.
pub async fn imbalance(mut on: impl Queries) -> Result<Vec<Money>, StoreError> {
    let select = sql!(
        "select currency, cast(sum(minor) as bigint) as minor
           from (select currency, amount_minor as minor from ledger_transfers
                 union all
                 select currency, -amount_minor from ledger_transfers) entries
          group by currency having sum(minor) <> 0
          order by currency limit 10"
    );
    let rows: Vec<ImbalanceRow> = on.all(select, values![]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Money::new(row.minor, row.currency))
        .collect())
}

/// Makes an invoice paid by an attempt. Says whether it did: `false` when the invoice is settled already, or the
/// attempt settled another one; the money is then kept apart.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such invoice or attempt.
pub async fn settle(
    tx: &mut Transaction,
    invoice: InvoiceId,
    attempt: AttemptId,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let insert = sql!(
        "insert into settlements (invoice_id, attempt_id, settled_at) values ($1, $2, $3)
         on conflict do nothing"
    );
    Ok(tx.execute(insert, values![invoice, attempt, at]).await? == 1)
}

/// Which attempt settled an invoice, if one did.
///
/// # Errors
/// Those of the engine.
pub async fn settlement(mut on: impl Queries, invoice: InvoiceId) -> Result<Option<SettlementRow>, StoreError> {
    let select = sql!("select invoice_id, attempt_id, settled_at from settlements where invoice_id = $1");
    on.optional(select, values![invoice]).await
}
