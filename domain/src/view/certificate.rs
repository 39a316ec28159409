//! Issued documents, and what a check of one shows.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::language::Text;

/// One line of a document, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// What it is.
    pub label: Text,
    /// The value.
    pub value: Text,
}

/// A document as its owner reads and prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Request number, as shown.
    pub reference: String,
    /// Title.
    pub title: Text,
    /// The ministry.
    pub ministry: Text,
    /// Document number.
    pub number: String,
    /// Verification code, in groups.
    pub code: String,
    /// Address of the check.
    pub verify_url: String,
    /// When.
    pub issued: NaiveDateTime,
    /// Until when.
    pub valid_until: Option<NaiveDate>,
    /// Taken back.
    pub revoked: bool,
    /// Both languages, or Arabic alone.
    pub bilingual: bool,
    /// The lines.
    pub lines: Vec<DocumentLine>,
    /// The QR code: side length in modules, and an SVG path of its dark modules.
    pub qr: (u32, String),
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationView {
    /// The code asked for, as typed.
    pub code: String,
    /// What was found.
    pub result: VerificationResult,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum VerificationResult {
    /// Nothing was asked.
    Ask,
    /// It is ours and good.
    Valid {
        /// Title of the document.
        title: String,
        /// Who issued it.
        issuer: String,
        /// The public fields only.
        lines: Vec<(String, String)>,
    },
    /// It is ours, and its time has passed.
    Expired {
        /// Title of the document.
        title: String,
        /// Since when.
        on: NaiveDate,
    },
    /// It is ours, and was taken back.
    Revoked {
        /// Title of the document.
        title: String,
    },
    /// No such code. Not the same as forged.
    Unknown,
}
