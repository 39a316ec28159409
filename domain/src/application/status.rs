//! The states of an application and the one table of moves between them. Nothing else changes a status.

use serde::{Deserialize, Serialize};

use super::EventKind;

/// Where an application stands. The words people read are in the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being filled in.
    Draft,
    /// Sent, not yet anywhere.
    Submitted,
    /// The applicant must pay.
    AwaitingPayment,
    /// Another person must agree.
    AwaitingConsent,
    /// With an officer.
    InReview,
    /// The applicant must correct something.
    Returned,
    /// The applicant must come.
    AwaitingAppointment,
    /// An inspector must go.
    AwaitingInspection,
    /// Another body must answer.
    AwaitingExternal,
    /// Granted; the document is being made.
    Approved,
    /// The document is there.
    Issued,
    /// Refused.
    Rejected,
    /// Taken back by the applicant.
    Withdrawn,
    /// Ended by the entity.
    Cancelled,
    /// A time ran out.
    Expired,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Draft,
        Self::Submitted,
        Self::AwaitingPayment,
        Self::AwaitingConsent,
        Self::InReview,
        Self::Returned,
        Self::AwaitingAppointment,
        Self::AwaitingInspection,
        Self::AwaitingExternal,
        Self::Approved,
        Self::Issued,
        Self::Rejected,
        Self::Withdrawn,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The name in the database and in the catalogue's `case_states`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::AwaitingPayment => "awaiting_payment",
            Self::AwaitingConsent => "awaiting_consent",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::AwaitingAppointment => "awaiting_appointment",
            Self::AwaitingInspection => "awaiting_inspection",
            Self::AwaitingExternal => "awaiting_external",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Nothing moves any more.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Issued | Self::Rejected | Self::Withdrawn | Self::Cancelled | Self::Expired
        )
    }

    /// Sent and not ended: somebody works on it or waits.
    pub const fn is_open(self) -> bool {
        !self.is_final() && !matches!(self, Self::Draft)
    }

    /// It is the applicant's turn.
    pub const fn is_applicants_turn(self) -> bool {
        matches!(
            self,
            Self::Draft | Self::AwaitingPayment | Self::Returned | Self::AwaitingAppointment
        )
    }
}

/// What moves an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The applicant sends it.
    Submit,
    /// The workflow stops at a payment.
    AskPayment,
    /// The workflow stops at another person's consent.
    AskConsent,
    /// The workflow stops at an officer.
    Review,
    /// The workflow stops at an appointment.
    AskAppointment,
    /// The workflow stops at an inspection.
    Inspect,
    /// The workflow stops at another body.
    AskExternal,
    /// Granted; the workflow stops at issuing.
    Approve,
    /// An officer sends it back.
    Return,
    /// The document is issued.
    Issue,
    /// Refused.
    Reject,
    /// A time ran out.
    Expire,
    /// The applicant takes it back.
    Withdraw,
    /// The entity ends it.
    Cancel,
}

impl Transition {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Submit,
        Self::AskPayment,
        Self::AskConsent,
        Self::Review,
        Self::AskAppointment,
        Self::Inspect,
        Self::AskExternal,
        Self::Approve,
        Self::Return,
        Self::Issue,
        Self::Reject,
        Self::Expire,
        Self::Withdraw,
        Self::Cancel,
    ];

    /// The status it leads to.
    pub const fn target(self) -> Status {
        match self {
            Self::Submit => Status::Submitted,
            Self::AskPayment => Status::AwaitingPayment,
            Self::AskConsent => Status::AwaitingConsent,
            Self::Review => Status::InReview,
            Self::AskAppointment => Status::AwaitingAppointment,
            Self::Inspect => Status::AwaitingInspection,
            Self::AskExternal => Status::AwaitingExternal,
            Self::Approve => Status::Approved,
            Self::Return => Status::Returned,
            Self::Issue => Status::Issued,
            Self::Reject => Status::Rejected,
            Self::Expire => Status::Expired,
            Self::Withdraw => Status::Withdrawn,
            Self::Cancel => Status::Cancelled,
        }
    }

    /// The line it leaves in the history.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Submit => EventKind::Submitted,
            Self::AskPayment => EventKind::PaymentAsked,
            Self::AskConsent => EventKind::ConsentAsked,
            Self::Review => EventKind::ReviewStarted,
            Self::AskAppointment => EventKind::AppointmentAsked,
            Self::Inspect => EventKind::InspectionAsked,
            Self::AskExternal => EventKind::ExternalAsked,
            Self::Approve => EventKind::Approved,
            Self::Return => EventKind::Returned,
            Self::Issue => EventKind::Issued,
            Self::Reject => EventKind::Rejected,
            Self::Expire => EventKind::Expired,
            Self::Withdraw => EventKind::Withdrawn,
            Self::Cancel => EventKind::Cancelled,
        }
    }
}

/// Not in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {from:?} cannot {transition:?}")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: Status,
    /// What was tried.
    pub transition: Transition,
}

impl Status {
    /// The one table: where the transition leads from here.
    ///
    /// # Errors
    /// When the table has no such edge.
    pub fn after(self, transition: Transition) -> Result<Self, IllegalMove> {
        use Transition as T;
        let legal = match transition {
            T::Submit => matches!(self, Self::Draft | Self::Returned),
            // Stops of the workflow: from any place where it was moving, also to the same kind of place again.
            T::AskPayment
            | T::AskConsent
            | T::Review
            | T::AskAppointment
            | T::Inspect
            | T::AskExternal
            | T::Approve => self.is_open() && !matches!(self, Self::Returned),
            // Also once it is back already: a second body that was asked at once may have something to mend too.
            T::Return => {
                matches!(
                    self,
                    Self::InReview
                        | Self::Returned
                        | Self::Approved
                        | Self::AwaitingAppointment
                        | Self::AwaitingInspection
                        | Self::AwaitingExternal
                )
            }
            T::Issue => matches!(
                self,
                Self::Submitted
                    | Self::AwaitingPayment
                    | Self::InReview
                    | Self::Approved
                    | Self::AwaitingExternal
                    | Self::AwaitingInspection
            ),
            T::Reject => self.is_open() && !matches!(self, Self::Returned),
            T::Expire => self.is_open() || matches!(self, Self::Draft),
            T::Withdraw => {
                matches!(
                    self,
                    Self::Submitted
                        | Self::AwaitingPayment
                        | Self::AwaitingConsent
                        | Self::Returned
                        | Self::AwaitingAppointment
                        | Self::InReview
                )
            }
            T::Cancel => self.is_open(),
        };
        if legal {
            Ok(transition.target())
        } else {
            Err(IllegalMove { from: self, transition })
        }
    }
}
