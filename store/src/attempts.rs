//! Attempts to pay. One is written down, with the command to make it, before any provider is called: after a crash
//! it is still known what may have been asked.

use chrono::{DateTime, Utc};
use domain::id::{AttemptId, CommandId, InvoiceId};
use domain::money::{Currency, Money};
use domain::payment::AttemptState;
use uuid::Uuid;

use crate::commands::{self, CommandKind};
use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::values;

row! {
    /// An attempt.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AttemptRow in "payment_attempts" {
        /// The key.
        pub id: AttemptId,
        /// To pay which invoice.
        pub invoice_id: InvoiceId,
        /// At which provider.
        pub provider: String,
        /// Our name for it at the provider.
        pub reference: String,
        /// How much.
        pub amount_minor: i64,
        /// Of what.
        pub currency: Currency,
        /// Where it stands.
        pub state: AttemptState,
        /// The provider's page.
        pub redirect_url: Option<String>,
        /// The provider's name for it.
        pub provider_id: Option<String>,
        /// When it was made.
        pub created_at: DateTime<Utc>,
        /// Last change.
        pub updated_at: DateTime<Utc>,
        /// When the provider's page closes.
        pub expires_at: DateTime<Utc>,
        /// When the provider is to be asked.
        pub next_check_at: Option<DateTime<Utc>>,
        /// How often it was asked.
        pub checks: i64,
        /// Why it did not go through, as the provider's code.
        pub decline: Option<String>,
        /// The money came after it had been given up.
        pub late: bool,
        /// Counts the changes.
        pub version: i64,
    }
}

impl AttemptRow {
    /// How much, of what.
    pub fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

/// An attempt to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewAttempt<'a> {
    /// The key.
    pub id: AttemptId,
    /// The key of the command that makes it.
    pub command_id: CommandId,
    /// To pay which invoice.
    pub invoice_id: InvoiceId,
    /// At which provider.
    pub provider: &'a str,
    /// Our name for it at the provider.
    pub reference: &'a str,
    /// Made with the form.
    pub form_key: Uuid,
    /// How much.
    pub amount: Money,
    /// When the provider's page closes.
    pub expires_at: DateTime<Utc>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// A change of state, with what was learned.
#[derive(Clone, Copy, Debug)]
pub struct AttemptMove<'a> {
    /// Which.
    pub id: AttemptId,
    /// As the caller read it.
    pub from: AttemptState,
    /// As the caller read it.
    pub from_version: i64,
    /// Where it then stands.
    pub to: AttemptState,
    /// The provider's page, if it was learned.
    pub redirect_url: Option<&'a str>,
    /// The provider's name for it, if it was learned.
    pub provider_id: Option<&'a str>,
    /// Why it did not go through, if it was learned.
    pub decline: Option<&'a str>,
    /// The money came after it had been given up.
    pub late: bool,
    /// When the provider is to be asked next; none when there is nothing left to ask.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Most attempts of one invoice that are listed.
const MOST_ATTEMPTS: i64 = 100;

/// Adds an attempt with its command, or finds the one that the same form made before. Says whether it is new.
///
/// # Errors
/// [`StoreError::Duplicate`] of `payment_attempts.invoice_id` when one is live, of `payment_attempts.reference` (try
/// another), or of `payment_attempts.form_key` (the form was for another invoice).
pub async fn insert(tx: &mut Transaction, new: NewAttempt<'_>) -> Result<(AttemptRow, bool), StoreError> {
    let insert = sql!(
        "insert into payment_attempts (id, invoice_id, provider, reference, form_key, amount_minor, currency, state,
                                       created_at, updated_at, expires_at, checks, late, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, 0, $11, 1)
         on conflict do nothing"
    );
    let values = values![
        new.id,
        new.invoice_id,
        new.provider,
        new.reference,
        new.form_key,
        new.amount.minor,
        new.amount.currency,
        AttemptState::Created,
        new.at,
        new.expires_at,
        false,
    ];
    let inserted = tx.execute(insert, values).await? == 1;
    if inserted {
        commands::insert(tx, new.command_id, new.id, CommandKind::Create, new.at).await?;
    }
    let made = sql!("select id as value from payment_attempts where form_key = $1");
    let made: Option<Only<AttemptId>> = tx.optional(made, values![new.form_key]).await?;
    let taken = |column: &str| StoreError::Duplicate(format!("payment_attempts.{column}"));
    let Some(Only(id)) = made else {
        let live = live_for_invoice(tx, new.invoice_id).await?;
        return Err(taken(if live.is_some() { "invoice_id" } else { "reference" }));
    };
    let row = by_id(tx, id).await?.ok_or(StoreError::NotFound)?;
    if row.invoice_id != new.invoice_id {
        return Err(taken("form_key"));
    }
    Ok((row, inserted))
}

/// The attempt with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: AttemptId) -> Result<Option<AttemptRow>, StoreError> {
    let select = sql!(
        "select id, invoice_id, provider, reference, amount_minor, currency, state, redirect_url, provider_id,
                created_at, updated_at, expires_at, next_check_at, checks, decline, late, version
           from payment_attempts where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The attempt a provider knows by this name.
///
/// # Errors
/// Those of the engine.
pub async fn by_reference(mut on: impl Queries, reference: &str) -> Result<Option<AttemptRow>, StoreError> {
    let select = sql!(
        "select id, invoice_id, provider, reference, amount_minor, currency, state, redirect_url, provider_id,
                created_at, updated_at, expires_at, next_check_at, checks, decline, late, version
           from payment_attempts where reference = $1"
    );
    on.optional(select, values![reference]).await
}

/// The live attempt of an invoice: there is at most one.
///
/// # Errors
/// Those of the engine.
pub async fn live_for_invoice(mut on: impl Queries, invoice: InvoiceId) -> Result<Option<AttemptRow>, StoreError> {
    let select = sql!(
        "select id, invoice_id, provider, reference, amount_minor, currency, state, redirect_url, provider_id,
                created_at, updated_at, expires_at, next_check_at, checks, decline, late, version
           from payment_attempts
          where invoice_id = $1
            and state in ('created', 'dispatching', 'awaiting_payer', 'processing', 'unknown', 'needs_review')"
    );
    on.optional(select, values![invoice]).await
}

/// The attempts of an invoice, newest first.
///
/// # Errors
/// Those of the engine.
pub async fn list_for_invoice(mut on: impl Queries, invoice: InvoiceId) -> Result<Vec<AttemptRow>, StoreError> {
    let select = sql!(
        "select id, invoice_id, provider, reference, amount_minor, currency, state, redirect_url, provider_id,
                created_at, updated_at, expires_at, next_check_at, checks, decline, late, version
           from payment_attempts where invoice_id = $1 order by id desc limit $2"
    );
    on.all(select, values![invoice, MOST_ATTEMPTS]).await
}

/// Attempts whose provider is to be asked now, the longest waiting first.
///
/// # Errors
/// Those of the engine.
pub async fn due_for_check(
    mut on: impl Queries,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<AttemptRow>, StoreError> {
    let select = sql!(
        "select id, invoice_id, provider, reference, amount_minor, currency, state, redirect_url, provider_id,
                created_at, updated_at, expires_at, next_check_at, checks, decline, late, version
           from payment_attempts
          where next_check_at <= $1
          order by next_check_at, id limit $2"
    );
    on.all(select, values![now, limit]).await
}

/// Moves an attempt. What was not learned stays as it was. Says the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn set_state(tx: &mut Transaction, to: AttemptMove<'_>) -> Result<i64, StoreError> {
    let update = sql!(
        "update payment_attempts
            set state = $4, redirect_url = coalesce($5, redirect_url), provider_id = coalesce($6, provider_id),
                decline = coalesce($7, decline), late = $8, next_check_at = $9, updated_at = $10,
                version = version + 1
          where id = $1 and state = $2 and version = $3"
    );
    let values = values![
        to.id,
        to.from,
        to.from_version,
        to.to,
        to.redirect_url,
        to.provider_id,
        to.decline,
        to.late,
        to.next_check_at,
        to.at,
    ];
    tx.change(update, values).await?;
    Ok(to.from_version + 1)
}

/// Counts one question to the provider and says when the next one is; none when there is nothing left to ask. Says
/// the new version.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the caller read it.
pub async fn schedule(
    tx: &mut Transaction,
    id: AttemptId,
    from_version: i64,
    next_check_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let update = sql!(
        "update payment_attempts
            set checks = checks + 1, next_check_at = $3, updated_at = $4, version = version + 1
          where id = $1 and version = $2"
    );
    tx.change(update, values![id, from_version, next_check_at, at]).await?;
    Ok(from_version + 1)
}
