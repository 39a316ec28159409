//! Documents issued to citizens. The code on one is what anyone may check; a check reads `public_fields` alone.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ApplicationId, DocumentId, PersonId};
use domain::language::{Language, Text};
use serde_json::Value as Json;

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// Whether a document still counts.
    pub enum DocumentStatus {
        /// It does, until its last day.
        Valid = "valid",
        /// It was taken back.
        Revoked = "revoked",
    }
}

row! {
    /// A document.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DocumentRow in "documents_issued" {
        /// The key.
        pub id: DocumentId,
        /// Of which application.
        pub application_id: ApplicationId,
        /// Its number.
        pub number: String,
        /// What a check asks for.
        pub code: String,
        /// The service it comes from.
        pub service_id: String,
        /// Its kind, as the catalogue writes it.
        pub kind: String,
        /// Its title.
        pub title: Text,
        /// All lines.
        pub fields: Json,
        /// The lines a check shows.
        pub public_fields: Json,
        /// The language it was asked for in.
        pub language: Language,
        /// When.
        pub issued_at: DateTime<Utc>,
        /// Until when.
        pub valid_until: Option<NaiveDate>,
        /// Whether it still counts.
        pub status: DocumentStatus,
        /// Who issued it; none when the portal did.
        pub issued_by: Option<PersonId>,
        /// When it was revoked.
        pub revoked_at: Option<DateTime<Utc>>,
        /// Who revoked it; none when the portal did.
        pub revoked_by: Option<PersonId>,
        /// Why, for its holder.
        pub revoked_reason: Option<String>,
        /// The document it was issued instead of.
        pub replaces: Option<DocumentId>,
    }
}

/// Most documents of one application.
const MOST_DOCUMENTS: i64 = 200;

/// Adds a document.
///
/// # Errors
/// [`StoreError::Duplicate`] of `documents_issued.number` or `documents_issued.code`: try another.
pub async fn insert(tx: &mut Transaction, document: &DocumentRow) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into documents_issued (id, application_id, number, code, service_id, kind, title, fields,
                                       public_fields, language, issued_at, valid_until, status, issued_by,
                                       revoked_at, revoked_by, revoked_reason, replaces)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict do nothing"
    );
    let values = values![
        document.id,
        document.application_id,
        document.number,
        document.code,
        document.service_id,
        document.kind,
        document.title,
        document.fields,
        document.public_fields,
        document.language,
        document.issued_at,
        document.valid_until,
        document.status,
        document.issued_by,
        document.revoked_at,
        document.revoked_by,
        document.revoked_reason,
        document.replaces,
    ];
    if tx.execute(insert, values).await? == 1 {
        return Ok(());
    }
    let select = sql!("select id as value from documents_issued where number = $1");
    let same_number: Option<Only<DocumentId>> = tx.optional(select, values![document.number]).await?;
    let column = if same_number.is_some() { "number" } else { "code" };
    Err(StoreError::Duplicate(format!("documents_issued.{column}")))
}

/// The document with this code.
///
/// # Errors
/// Those of the engine.
pub async fn by_code(mut on: impl Queries, code: &str) -> Result<Option<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by, revoked_at, revoked_by, revoked_reason, replaces
           from documents_issued where code = $1"
    );
    on.optional(select, values![code]).await
}

/// The document with this number.
///
/// # Errors
/// Those of the engine.
pub async fn by_number(mut on: impl Queries, number: &str) -> Result<Option<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by, revoked_at, revoked_by, revoked_reason, replaces
           from documents_issued where number = $1"
    );
    on.optional(select, values![number]).await
}

/// A document by its key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by, revoked_at, revoked_by, revoked_reason, replaces
           from documents_issued where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The documents of an application, in the order they were issued.
///
/// # Errors
/// Those of the engine.
pub async fn for_application(mut on: impl Queries, application: ApplicationId) -> Result<Vec<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by, revoked_at, revoked_by, revoked_reason, replaces
           from documents_issued where application_id = $1 order by id limit $2"
    );
    on.all(select, values![application, MOST_DOCUMENTS]).await
}

/// The document that was issued instead of this one.
///
/// # Errors
/// Those of the engine.
pub async fn replacing(mut on: impl Queries, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by, revoked_at, revoked_by, revoked_reason, replaces
           from documents_issued where replaces = $1"
    );
    on.optional(select, values![id]).await
}

/// Why a document is revoked.
#[derive(Clone, Copy, Debug)]
pub struct Revocation<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; none: by the portal.
    pub by: Option<PersonId>,
    /// Why, for its holder.
    pub reason: Option<&'a str>,
}

/// Revokes a document.
///
/// # Errors
/// [`StoreError::Stale`] when it was revoked before, or is not there.
pub async fn revoke(tx: &mut Transaction, id: DocumentId, why: Revocation<'_>) -> Result<(), StoreError> {
    let update = sql!(
        "update documents_issued set status = 'revoked', revoked_at = $2, revoked_by = $3, revoked_reason = $4
          where id = $1 and status = 'valid'"
    );
    let reason = why.reason.map(str::to_owned);
    tx.change(update, values![id, why.at, why.by, reason]).await
}
