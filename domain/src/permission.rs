//! Who may do what: the whole policy as one function. What it does not allow is refused.

use crate::id::PersonId;
use crate::person::{Actor, Person};

/// What somebody wants to do, with the thing it concerns.
#[derive(Clone, Copy, Debug)]
pub enum Act<'a> {
    /// Start an application for oneself.
    Apply {
        /// Whether the portal is open to this person (pilot).
        open: bool,
    },
    /// Read, fill, send, pay or withdraw one's own application, or read its documents.
    OwnApplication {
        /// Whose it is.
        applicant: PersonId,
    },
    /// Read a request for one's consent, and answer it.
    Consent {
        /// The identity number of the person who is asked.
        party_number: &'a str,
        /// Whether the reader has proved to be who the account says: a number alone can be typed by anybody.
        verified: bool,
        /// Whose application it is: nobody agrees to their own.
        applicant: PersonId,
    },
    /// See a ministry's queue.
    SeeQueue,
    /// Read a case: whoever holds a duty in a body that works on it.
    ReadCase {
        /// The owning ministry and every body of its workflow that has had or has a task on it.
        entities: &'a [String],
    },
    /// Read and write the internal notes of a case, and read what was written with the applicant.
    Annotate {
        /// Every body of the workflow that has had or has a task on it.
        entities: &'a [String],
        /// Whose application it is: what is written for the staff is not for them, though they work there.
        applicant: PersonId,
    },
    /// Answer for a body that is asked for its opinion.
    GiveOpinion {
        /// The body that is asked.
        entity: &'a str,
        /// Whose application it is: nobody has a say in their own.
        applicant: PersonId,
    },
    /// Take, give back or decide a task.
    WorkTask {
        /// The body of the task.
        entity: &'a str,
        /// The role of the task.
        role: &'a str,
        /// Whose application it is: nobody decides on their own.
        applicant: PersonId,
        /// Who has it now.
        assignee: Option<PersonId>,
    },
    /// Hand work of a colleague to another, or back to the queue.
    HandOver {
        /// The body of the task.
        entity: &'a str,
    },
    /// See what open work a body has, in whose hands, and who decides how much.
    SeeLoad {
        /// The body.
        entity: &'a str,
    },
    /// See the figures of a body: volumes, durations, refusals, satisfaction, revenue.
    SeeReports {
        /// The body.
        entity: &'a str,
    },
    /// Change what holds for everybody, as holidays, and keep the portal in order: send again what could not be sent.
    Administer,
    /// Revoke an issued document, or issue it anew.
    RevokeDocument {
        /// The desks that issue such documents: body and role.
        desks: &'a [(String, String)],
        /// Whose document it is: nobody has a hand in their own.
        applicant: PersonId,
    },
    /// What only the portal itself does: settle a payment, expire, issue by itself.
    Automatic,
}

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in; signing in may help.
    #[error("sign in first")]
    SignIn,
    /// As if it did not exist.
    #[error("not found")]
    Invisible,
    /// Seen, but not allowed.
    #[error("not allowed")]
    Forbidden,
    /// The pilot has not opened for this person yet.
    #[error("not open yet")]
    NotOpenYet,
    /// Somebody else has the task.
    #[error("somebody else has it")]
    TakenByAnother,
}

/// Whether the actor may do it.
///
/// # Errors
/// The reason it is refused.
pub fn may(actor: &Actor, act: Act<'_>) -> Result<(), Denied> {
    match (actor, act) {
        (Actor::System, Act::Automatic) => Ok(()),
        (Actor::System, _) => Err(Denied::Forbidden),
        (_, Act::Automatic) => Err(Denied::Invisible),
        (Actor::Visitor, _) => Err(Denied::SignIn),
        (Actor::Person(person), act) => person_may(person, act),
    }
}

fn person_may(person: &Person, act: Act<'_>) -> Result<(), Denied> {
    match act {
        Act::Apply { open: true } => Ok(()),
        Act::Apply { open: false } => Err(Denied::NotOpenYet),
        Act::OwnApplication { applicant } if applicant == person.id => Ok(()),
        Act::OwnApplication { .. } => Err(Denied::Invisible),
        Act::Consent {
            party_number,
            verified,
            applicant,
        } if verified && person.national_id == party_number && applicant != person.id => Ok(()),
        Act::Consent { .. } => Err(Denied::Invisible),
        Act::SeeQueue if person.is_staff() => Ok(()),
        Act::SeeQueue => Err(Denied::Invisible),
        Act::Administer if person.is_administrator() => Ok(()),
        Act::Administer => Err(Denied::Invisible),
        Act::ReadCase { entities } if entities.iter().any(|entity| person.works_for(entity)) => Ok(()),
        Act::ReadCase { .. } => Err(Denied::Invisible),
        Act::Annotate { entities, applicant } => {
            if !entities.iter().any(|entity| person.works_for(entity)) {
                Err(Denied::Invisible)
            } else if applicant == person.id {
                Err(Denied::Forbidden)
            } else {
                Ok(())
            }
        }
        Act::GiveOpinion { entity, .. } if !person.works_for(entity) => Err(Denied::Invisible),
        Act::GiveOpinion { applicant, .. } if applicant == person.id => Err(Denied::Forbidden),
        Act::GiveOpinion { .. } => Ok(()),
        Act::WorkTask {
            entity,
            role,
            applicant,
            assignee,
        } => {
            if !person.works_for(entity) {
                Err(Denied::Invisible)
            } else if !person.holds(entity, role) || applicant == person.id {
                Err(Denied::Forbidden)
            } else if assignee.is_some_and(|assignee| assignee != person.id) {
                Err(Denied::TakenByAnother)
            } else {
                Ok(())
            }
        }
        Act::RevokeDocument { desks, applicant } => {
            if !desks.iter().any(|(entity, _)| person.works_for(entity)) {
                Err(Denied::Invisible)
            } else if applicant == person.id || !desks.iter().any(|(entity, role)| person.holds(entity, role)) {
                Err(Denied::Forbidden)
            } else {
                Ok(())
            }
        }
        Act::HandOver { entity } if person.supervises(entity) => Ok(()),
        Act::HandOver { entity } if person.works_for(entity) => Err(Denied::Forbidden),
        Act::SeeLoad { entity } if person.supervises(entity) || person.directs(entity) => Ok(()),
        Act::SeeReports { entity } if person.directs(entity) => Ok(()),
        Act::SeeLoad { entity } | Act::SeeReports { entity } if person.works_for(entity) => Err(Denied::Forbidden),
        Act::HandOver { .. } | Act::SeeLoad { .. } | Act::SeeReports { .. } | Act::Automatic => Err(Denied::Invisible),
    }
}
