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
                                       public_fields, language, issued_at, valid_until, status, issued_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
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
                valid_until, status, issued_by
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
                valid_until, status, issued_by
           from documents_issued where number = $1"
    );
    on.optional(select, values![number]).await
}

/// The documents of an application, in the order they were issued.
///
/// # Errors
/// Those of the engine.
pub async fn for_application(mut on: impl Queries, application: ApplicationId) -> Result<Vec<DocumentRow>, StoreError> {
    let select = sql!(
        "select id, application_id, number, code, service_id, kind, title, fields, public_fields, language, issued_at,
                valid_until, status, issued_by
           from documents_issued where application_id = $1 order by id limit $2"
    );
    on.all(select, values![application, MOST_DOCUMENTS]).await
}

/// Takes a document back.
///
/// # Errors
/// [`StoreError::Stale`] when it was taken back before, or is not there.
pub async fn revoke(tx: &mut Transaction, id: DocumentId) -> Result<(), StoreError> {
    let update = sql!("update documents_issued set status = 'revoked' where id = $1 and status = 'valid'");
    tx.change(update, values![id]).await
}
