//! What the portal tells people: on which occasion, by which ways, and with which values in the sentence.
//!
//! The texts themselves live on the server (decision 34). What a short message may hold is decided here: it is read on
//! locked screens and by whoever holds the telephone, so it names the portal, the request number and what to do, and
//! never a person, a service or an office.

mod sending;
pub mod sms;

pub use sending::{Failure, Sending};

use serde::{Deserialize, Serialize};

/// A way by which somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The messages of the portal. Everybody gets those; nobody can switch them off, because decisions are served here.
    Portal,
    /// Mail.
    Mail,
    /// A short message to the mobile telephone.
    Sms,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Portal, Self::Mail, Self::Sms];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }
}

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// It was sent and is being looked at.
    Submitted,
    /// Something is to be paid.
    PaymentAsked,
    /// It is not paid yet, and the last day is near.
    PaymentNear,
    /// Money came.
    Paid,
    /// Somebody else has applied for something that needs the reader's consent.
    ConsentAsked,
    /// It must be corrected.
    Returned,
    /// A time to come must be chosen.
    AppointmentAsked,
    /// A time was chosen.
    AppointmentBooked,
    /// The time was moved.
    AppointmentMoved,
    /// The time is near.
    AppointmentNear,
    /// Granted; the document is being made.
    Approved,
    /// The document is there.
    Issued,
    /// Refused.
    Rejected,
    /// A time ran out.
    Expired,
    /// The applicant took it back.
    Withdrawn,
    /// The entity ended it.
    Cancelled,
    /// A draft will be thrown away.
    DraftEnding,
    /// A document does not count any more.
    DocumentRevoked,
    /// A document does not count any more, and another took its place.
    DocumentReplaced,
    /// An officer asks the applicant something.
    QuestionAsked,
}

/// A page of the portal to which a notice leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The application.
    Application,
    /// Its pay page.
    Pay,
    /// Where a time is chosen.
    Appointment,
    /// The request for consent.
    Consent,
}

/// A value in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blank {
    /// The request number.
    Reference,
    /// The service's title.
    Service,
    /// An amount of money.
    Amount,
    /// The receipt's number.
    Receipt,
    /// The last day.
    Until,
    /// The office.
    Office,
    /// Day and time.
    Time,
}

impl Blank {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Reference,
        Self::Service,
        Self::Amount,
        Self::Receipt,
        Self::Until,
        Self::Office,
        Self::Time,
    ];

    /// The name in braces.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Service => "service",
            Self::Amount => "amount",
            Self::Receipt => "receipt",
            Self::Until => "until",
            Self::Office => "office",
            Self::Time => "time",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|blank| blank.key() == key)
    }

    /// Whether it tells a stranger nothing, and so may stand in a short message or in the subject of a mail.
    pub const fn is_impersonal(self) -> bool {
        match self {
            Self::Reference | Self::Until | Self::Time => true,
            Self::Service | Self::Amount | Self::Receipt | Self::Office => false,
        }
    }
}

impl NoticeKind {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Submitted,
        Self::PaymentAsked,
        Self::PaymentNear,
        Self::Paid,
        Self::ConsentAsked,
        Self::Returned,
        Self::AppointmentAsked,
        Self::AppointmentBooked,
        Self::AppointmentMoved,
        Self::AppointmentNear,
        Self::Approved,
        Self::Issued,
        Self::Rejected,
        Self::Expired,
        Self::Withdrawn,
        Self::Cancelled,
        Self::DraftEnding,
        Self::DocumentRevoked,
        Self::DocumentReplaced,
        Self::QuestionAsked,
    ];

    /// The name in the database and in the tables of texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::PaymentAsked => "payment_asked",
            Self::PaymentNear => "payment_near",
            Self::Paid => "paid",
            Self::ConsentAsked => "consent_asked",
            Self::Returned => "returned",
            Self::AppointmentAsked => "appointment_asked",
            Self::AppointmentBooked => "appointment_booked",
            Self::AppointmentMoved => "appointment_moved",
            Self::AppointmentNear => "appointment_near",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::DraftEnding => "draft_ending",
            Self::DocumentRevoked => "document_revoked",
            Self::DocumentReplaced => "document_replaced",
            Self::QuestionAsked => "question_asked",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The ways by which it goes. A short message costs money and attention: it goes where something must be done, or
    /// where something ended.
    pub const fn channels(self) -> &'static [Channel] {
        use Channel::{Mail, Portal, Sms};
        match self {
            Self::Submitted | Self::Approved | Self::Withdrawn => &[Portal, Mail],
            Self::PaymentAsked
            | Self::PaymentNear
            | Self::Paid
            | Self::ConsentAsked
            | Self::Returned
            | Self::AppointmentAsked
            | Self::AppointmentBooked
            | Self::AppointmentMoved
            | Self::AppointmentNear
            | Self::Issued
            | Self::Rejected
            | Self::Expired
            | Self::Cancelled
            | Self::DraftEnding
            | Self::DocumentRevoked
            | Self::DocumentReplaced
            | Self::QuestionAsked => &[Portal, Mail, Sms],
        }
    }

    /// The values its sentences may have.
    pub const fn blanks(self) -> &'static [Blank] {
        use Blank::{Amount, Office, Receipt, Reference, Service, Time, Until};
        match self {
            Self::PaymentAsked => &[Reference, Service, Amount, Until],
            Self::PaymentNear | Self::ConsentAsked | Self::DraftEnding => &[Reference, Service, Until],
            Self::Paid => &[Reference, Service, Amount, Receipt],
            Self::AppointmentBooked | Self::AppointmentMoved | Self::AppointmentNear => {
                &[Reference, Service, Office, Time]
            }
            Self::Submitted
            | Self::Returned
            | Self::AppointmentAsked
            | Self::Approved
            | Self::Issued
            | Self::Rejected
            | Self::Expired
            | Self::Withdrawn
            | Self::Cancelled
            | Self::DocumentRevoked
            | Self::DocumentReplaced
            | Self::QuestionAsked => &[Reference, Service],
        }
    }

    /// The values that are there each time: the only ones a short message or a subject can count on. A sentence whose
    /// other values are not known is left out.
    pub fn always_has(self, blank: Blank) -> bool {
        let sometimes = matches!(self, Self::PaymentAsked | Self::ConsentAsked) && blank == Blank::Until;
        self.blanks().contains(&blank) && !sometimes
    }

    /// Where it leads.
    pub const fn place(self) -> Place {
        match self {
            Self::PaymentAsked | Self::PaymentNear => Place::Pay,
            Self::AppointmentAsked => Place::Appointment,
            Self::ConsentAsked => Place::Consent,
            Self::Submitted
            | Self::Paid
            | Self::Returned
            | Self::AppointmentBooked
            | Self::AppointmentMoved
            | Self::AppointmentNear
            | Self::Approved
            | Self::Issued
            | Self::Rejected
            | Self::Expired
            | Self::Withdrawn
            | Self::Cancelled
            | Self::DraftEnding
            | Self::DocumentRevoked
            | Self::DocumentReplaced
            | Self::QuestionAsked => Place::Application,
        }
    }
}

/// The part of an address that tells its owner which one it is, and others nothing: `r…@example.ps`, `+970…56`.
pub fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}…@{host}")
        }
        None => {
            let characters: Vec<char> = address.chars().collect();
            if characters.len() < 8 {
                return "…".to_owned();
            }
            let (head, tail) = (&characters[..4], &characters[characters.len() - 2..]);
            head.iter().chain(&['…']).chain(tail).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_key(kind.key()), Some(kind));
            let portal = kind.channels().contains(&Channel::Portal);
            assert!(portal, "{kind:?}: nobody is only told elsewhere");
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::from_key(channel.key()), Some(channel));
        }
        for blank in Blank::ALL {
            assert_eq!(Blank::from_key(blank.key()), Some(blank));
        }
    }

    #[test]
    fn a_masked_address_hides_its_owner() {
        assert_eq!(masked("rana@example.ps"), "r…@example.ps");
        assert_eq!(masked("+970599123456"), "+970…56");
        assert_eq!(masked("123"), "…");
    }
}
