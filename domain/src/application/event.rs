//! The lines of an application's history. Rows that are never changed.

use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A draft was opened.
    Started,
    /// It was sent, or sent again after correction.
    Submitted,
    /// Payment was asked for.
    PaymentAsked,
    /// A payment was tried.
    PaymentStarted,
    /// Money came.
    Paid,
    /// Nothing was due.
    NothingDue,
    /// A payment did not go through.
    PaymentFailed,
    /// Another person's consent was asked for.
    ConsentAsked,
    /// It went to an officer.
    ReviewStarted,
    /// An officer took it.
    Taken,
    /// An officer gave it back to the queue.
    Released,
    /// A supervisor handed the work over.
    Reassigned,
    /// The exemption was confirmed.
    ExemptionConfirmed,
    /// The exemption was refused.
    ExemptionRefused,
    /// An appointment was asked for.
    AppointmentAsked,
    /// An inspection was asked for.
    InspectionAsked,
    /// Another body was asked.
    ExternalAsked,
    /// The registries were looked up.
    RegistryChecked,
    /// Sent back for correction.
    Returned,
    /// Granted.
    Approved,
    /// Refused.
    Rejected,
    /// The document was issued.
    Issued,
    /// A time ran out.
    Expired,
    /// Taken back.
    Withdrawn,
    /// Ended by the entity.
    Cancelled,
    /// An officer read the case.
    CaseRead,
    /// An officer opened an attachment.
    AttachmentRead,
    /// Another person agreed.
    ConsentGiven,
    /// Another person refused.
    ConsentRefused,
    /// The applicant chose a time, or moved it.
    AppointmentBooked,
    /// The applicant did not come.
    AppointmentMissed,
    /// One of the bodies that were asked has no objection.
    BodyAgreed,
    /// One of the bodies that were asked objects.
    BodyObjected,
    /// A task was past its last day, and the supervisor was told.
    Escalated,
    /// The owner took a document home. Written by earlier releases; such lines stay readable.
    DocumentRead,
    /// A document was revoked.
    DocumentRevoked,
    /// A document was issued anew, and the one before revoked.
    DocumentReplaced,
    /// A member of staff wrote an internal note. What it says stands elsewhere.
    NoteWritten,
    /// An officer wrote to the applicant.
    ApplicantAsked,
    /// The applicant answered.
    ApplicantAnswered,
    /// Another body was asked for its opinion, beside the workflow.
    OpinionAsked,
    /// It gave its opinion.
    OpinionGiven,
    /// The question was taken back.
    OpinionWithdrawn,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 43] = [
        Self::Started,
        Self::Submitted,
        Self::PaymentAsked,
        Self::PaymentStarted,
        Self::Paid,
        Self::NothingDue,
        Self::PaymentFailed,
        Self::ConsentAsked,
        Self::ReviewStarted,
        Self::Taken,
        Self::Released,
        Self::Reassigned,
        Self::ExemptionConfirmed,
        Self::ExemptionRefused,
        Self::AppointmentAsked,
        Self::InspectionAsked,
        Self::ExternalAsked,
        Self::RegistryChecked,
        Self::Returned,
        Self::Approved,
        Self::Rejected,
        Self::Issued,
        Self::Expired,
        Self::Withdrawn,
        Self::Cancelled,
        Self::CaseRead,
        Self::AttachmentRead,
        Self::ConsentGiven,
        Self::ConsentRefused,
        Self::AppointmentBooked,
        Self::AppointmentMissed,
        Self::BodyAgreed,
        Self::BodyObjected,
        Self::Escalated,
        Self::DocumentRead,
        Self::DocumentRevoked,
        Self::DocumentReplaced,
        Self::NoteWritten,
        Self::ApplicantAsked,
        Self::ApplicantAnswered,
        Self::OpinionAsked,
        Self::OpinionGiven,
        Self::OpinionWithdrawn,
    ];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Submitted => "submitted",
            Self::PaymentAsked => "payment_asked",
            Self::PaymentStarted => "payment_started",
            Self::Paid => "paid",
            Self::NothingDue => "nothing_due",
            Self::PaymentFailed => "payment_failed",
            Self::ConsentAsked => "consent_asked",
            Self::ReviewStarted => "review_started",
            Self::Taken => "taken",
            Self::Released => "released",
            Self::Reassigned => "reassigned",
            Self::ExemptionConfirmed => "exemption_confirmed",
            Self::ExemptionRefused => "exemption_refused",
            Self::AppointmentAsked => "appointment_asked",
            Self::InspectionAsked => "inspection_asked",
            Self::ExternalAsked => "external_asked",
            Self::RegistryChecked => "registry_checked",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Issued => "issued",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::CaseRead => "case_read",
            Self::AttachmentRead => "attachment_read",
            Self::ConsentGiven => "consent_given",
            Self::ConsentRefused => "consent_refused",
            Self::AppointmentBooked => "appointment_booked",
            Self::AppointmentMissed => "appointment_missed",
            Self::BodyAgreed => "body_agreed",
            Self::BodyObjected => "body_objected",
            Self::Escalated => "escalated",
            Self::DocumentRead => "document_read",
            Self::DocumentRevoked => "document_revoked",
            Self::DocumentReplaced => "document_replaced",
            Self::NoteWritten => "note_written",
            Self::ApplicantAsked => "applicant_asked",
            Self::ApplicantAnswered => "applicant_answered",
            Self::OpinionAsked => "opinion_asked",
            Self::OpinionGiven => "opinion_given",
            Self::OpinionWithdrawn => "opinion_withdrawn",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether the applicant reads it in the history. Who opened the file has its own page.
    pub const fn is_public(self) -> bool {
        !matches!(
            self,
            Self::CaseRead
                | Self::AttachmentRead
                | Self::RegistryChecked
                | Self::Released
                | Self::Reassigned
                | Self::PaymentStarted
                | Self::Escalated
                | Self::DocumentRead
                | Self::NoteWritten
                | Self::OpinionAsked
                | Self::OpinionGiven
                | Self::OpinionWithdrawn
        )
    }
}
