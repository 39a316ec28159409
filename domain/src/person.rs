//! Who is acting.

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

/// A duty: one role in one body. The names are those of `catalogue/reference.json`, plus the portal's own roles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Duty {
    /// Key of the ministry or other body.
    pub entity: String,
    /// Key of the role.
    pub role: String,
}

/// Roles of the portal itself, beside those the workflows name.
pub const SUPERVISOR: &str = "supervisor";
/// The role of whoever leads a body and sees its figures. No work on cases comes with it.
pub const DIRECTOR: &str = "director";
/// The role of whoever changes what holds for everybody, such as holidays, and keeps the portal in order. No work on
/// cases comes with it.
pub const ADMINISTRATOR: &str = "administrator";

/// Whoever is asking for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in.
    Visitor,
    /// A person with an account. Staff are people who hold duties; they may apply as citizens too.
    Person(Person),
    /// The portal itself: the worker, a provider's notification.
    System,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The key.
    pub id: PersonId,
    /// The identity number, nine digits.
    pub national_id: String,
    /// The full name in Arabic.
    pub name_ar: String,
    /// The full name in Latin letters.
    pub name_en: String,
    /// Duties in ministries; empty for most.
    pub duties: Vec<Duty>,
}

impl Person {
    /// Whether the person works for the government on the portal.
    pub fn is_staff(&self) -> bool {
        !self.duties.is_empty()
    }

    /// Whether the person holds this role in this body.
    pub fn holds(&self, entity: &str, role: &str) -> bool {
        self.duties
            .iter()
            .any(|duty| duty.entity == entity && duty.role == role)
    }

    /// Whether the person sees all work of this body, and hands it over.
    pub fn supervises(&self, entity: &str) -> bool {
        self.holds(entity, SUPERVISOR)
    }

    /// Whether the person leads this body.
    pub fn directs(&self, entity: &str) -> bool {
        self.holds(entity, DIRECTOR)
    }

    /// Whether the person has any duty in this body that has to do with its cases.
    pub fn works_for(&self, entity: &str) -> bool {
        self.duties
            .iter()
            .any(|duty| duty.entity == entity && ![ADMINISTRATOR, DIRECTOR].contains(&duty.role.as_str()))
    }

    /// Whether the person keeps the portal itself in order.
    pub fn is_administrator(&self) -> bool {
        self.duties.iter().any(|duty| duty.role == ADMINISTRATOR)
    }
}

impl Actor {
    /// The person, if one is signed in.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Visitor | Self::System => None,
        }
    }
}
