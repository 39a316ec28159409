//! Whom an application is about, and whether the applicant is to them what they say.
//!
//! The person is found by `subject_relation` (`self`, `child`, `parent`, `spouse`, `agent`), `child_id` and
//! `subject_national_id`; without any of them it is the applicant.

use domain::fold;

use super::super::Question;
use super::{DemoPerson, find};

/// What the applicant says to be to the person the application is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Oneself,
    Child,
    Parent,
    Spouse,
    /// By power of attorney, or anything else the register does not know: never confirmed here.
    Other,
}

impl Relation {
    pub(super) fn of(question: &Question) -> Self {
        match question.text("subject_relation") {
            Some("self") => Self::Oneself,
            Some("child") => Self::Child,
            Some("parent") => Self::Parent,
            Some("spouse") => Self::Spouse,
            Some(_) => Self::Other,
            // Services that only ask which child.
            None if question.text("child_id").is_some() => Self::Child,
            None => Self::Oneself,
        }
    }

    pub(super) fn subject(self, question: &Question) -> Option<&'static DemoPerson> {
        find(match self {
            Self::Oneself => &question.applicant,
            Self::Child => question.text("child_id")?,
            Self::Parent | Self::Spouse | Self::Other => question.text("subject_national_id")?,
        })
    }

    pub(super) fn holds(self, question: &Question, applicant: Option<&DemoPerson>, subject: &DemoPerson) -> bool {
        let Some(applicant) = applicant else {
            return false;
        };
        let id = Some(subject.national_id.as_str());
        match self {
            Self::Oneself => true,
            Self::Child => subject.is_minor(question.today) && subject.is_in_care_of(&applicant.national_id),
            Self::Parent => [&applicant.father_id, &applicant.mother_id]
                .iter()
                .any(|link| link.as_deref() == id),
            Self::Spouse => applicant.spouse_id.as_deref() == id,
            Self::Other => false,
        }
    }

    /// For oneself and one's child nothing is typed: the record is chosen, so the relation decides.
    pub(super) fn matches(self, question: &Question, subject: &DemoPerson, confirmed: bool) -> bool {
        match self {
            Self::Oneself | Self::Child => confirmed,
            Self::Parent | Self::Spouse | Self::Other => {
                let typed = |key| question.text(key).map(name_key).unwrap_or_default();
                let name = typed("subject_name");
                let mother = typed("subject_mother_name");
                let born = subject.birth_date.to_string();
                (name == name_key(&subject.name_ar) || name == name_key(&subject.name_en))
                    && (mother == name_key(&subject.mother.ar) || mother == name_key(&subject.mother.en))
                    && question.text("subject_birth_date") == Some(born.as_str())
            }
        }
    }
}

/// Names compare folded and without spaces: عبد الرحمن and عبدالرحمن are one name.
fn name_key(name: &str) -> String {
    fold::search_key(name).replace(' ', "")
}
