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
    /// When.
    pub issued: NaiveDateTime,
    /// Until when.
    pub valid_until: Option<NaiveDate>,
    /// Revoked.
    pub revoked: Option<RevokedView>,
    /// Its kind, as the catalogue writes it.
    pub kind: String,
    /// Both languages, or Arabic alone.
    pub bilingual: bool,
    /// The lines.
    pub lines: Vec<DocumentLine>,
    /// How anyone checks it; none where the service's file says that it is not checked here (`output.verifiable`).
    pub check: Option<CheckView>,
}

/// How anyone checks a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Verification code, in groups.
    pub code: String,
    /// The address to type: host and path of the check page.
    pub place: String,
    /// The signed seal in digits, as the QR code holds it; none when the portal has no key, or the document is revoked.
    pub seal: Option<String>,
    /// The QR code: side length in modules, and an SVG path of its dark modules.
    pub qr: (u32, String),
}

/// That a document was revoked, as its holder and the staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedView {
    /// When; not known of those revoked before that was written down.
    pub on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// Number of the document issued instead.
    pub replaced_by: Option<String>,
}

/// An issued document as the staff read it, and what they may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDocumentView {
    /// Request number, as shown.
    pub reference: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub number: String,
    /// When.
    pub issued: NaiveDateTime,
    /// Until when.
    pub valid_until: Option<NaiveDate>,
    /// Revoked.
    pub revoked: Option<RevokedView>,
    /// Number of the document it was issued instead of.
    pub replaces: Option<String>,
    /// The lines.
    pub lines: Vec<(String, String)>,
    /// Whether the reader may revoke it or issue it anew.
    pub may_revoke: bool,
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
    /// It is ours, and was revoked.
    Revoked {
        /// Title of the document.
        title: String,
        /// When, if that is known.
        on: Option<NaiveDate>,
        /// Another was issued instead.
        replaced: bool,
    },
    /// No such code. Not the same as forged.
    Unknown,
}
