//! What an applicant should know when a service changed while they were filling it in.
//!
//! A draft is carried over to the file in force: fees and conditions are those of the day it is sent. Its answers stay
//! as they are, and this says what is asked otherwise.

use serde::{Deserialize, Serialize};

use super::ServiceDefinition;
use super::field::Field;
use crate::language::Text;

/// One thing that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which kind.
    pub kind: DifferenceKind,
    /// The question or paper; nothing where the whole is meant.
    pub what: Option<Text>,
}

/// The kinds, in the order they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// A question that was not there.
    NewQuestion,
    /// A question that is asked otherwise.
    ChangedQuestion,
    /// A question that is not asked any more.
    DroppedQuestion,
    /// A paper that was not asked for.
    NewPaper,
    /// A paper with other rules.
    ChangedPaper,
    /// A paper that is not asked for any more.
    DroppedPaper,
    /// What it costs.
    Fee,
    /// Who may apply.
    Eligibility,
    /// How long it takes.
    Time,
}

impl DifferenceKind {
    /// All, in the order they are told.
    pub const ALL: [Self; 9] = [
        Self::NewQuestion,
        Self::ChangedQuestion,
        Self::DroppedQuestion,
        Self::NewPaper,
        Self::ChangedPaper,
        Self::DroppedPaper,
        Self::Fee,
        Self::Eligibility,
        Self::Time,
    ];
}

/// What is different for the applicant, by kind. Help texts and the work behind the counter do not count.
pub fn differences(old: &ServiceDefinition, new: &ServiceDefinition) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |kind, what: Option<&Text>| {
        found.push(Difference {
            kind,
            what: what.cloned(),
        });
    };
    for field in new.fields() {
        match old.field(&field.key) {
            None => add(DifferenceKind::NewQuestion, Some(&field.label)),
            Some(before) if asked(before) != asked(field) => {
                add(DifferenceKind::ChangedQuestion, Some(&field.label));
            }
            Some(_) => {}
        }
    }
    for field in old.fields().filter(|field| new.field(&field.key).is_none()) {
        add(DifferenceKind::DroppedQuestion, Some(&field.label));
    }
    for paper in &new.documents {
        let plain = |paper: &super::document::Document| (paper.required, paper.required_when.clone());
        match old.document(&paper.key) {
            None => add(DifferenceKind::NewPaper, Some(&paper.label)),
            Some(before) if plain(before) != plain(paper) => add(DifferenceKind::ChangedPaper, Some(&paper.label)),
            Some(_) => {}
        }
    }
    for paper in old.documents.iter().filter(|paper| new.document(&paper.key).is_none()) {
        add(DifferenceKind::DroppedPaper, Some(&paper.label));
    }
    let wholes = [
        (DifferenceKind::Fee, old.fee != new.fee),
        (DifferenceKind::Eligibility, old.eligibility != new.eligibility),
        (DifferenceKind::Time, old.processing_time != new.processing_time),
    ];
    for (kind, _) in wholes.into_iter().filter(|(_, differs)| *differs) {
        add(kind, None);
    }
    found.sort_by_key(|difference| difference.kind);
    found
}

/// The question without its help and without where its first value comes from.
fn asked(field: &Field) -> Field {
    Field {
        hint: None,
        prefill: None,
        default: None,
        fields: field.fields.iter().map(asked).collect(),
        ..field.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn birth() -> ServiceDefinition {
        let text = include_str!("../../../catalogue/services/birth-certificate-extract.json");
        serde_json::from_str(text).expect("a service")
    }

    #[test]
    fn what_an_applicant_should_know_and_nothing_else() {
        let (old, mut new) = (birth(), birth());
        assert_eq!(differences(&old, &new), []);
        new.form.pages[0].fields[0].hint = None;
        new.workflow.steps[0].title.ar.push('!');
        new.title.en.push('!');
        assert_eq!(differences(&old, &new), [], "help, work and titles do not count");

        let dropped = new.form.pages[1].fields.remove(1);
        let mut asked = dropped.clone();
        "another".clone_into(&mut asked.key);
        new.form.pages[2].fields.push(asked.clone());
        new.form.pages[0].fields[0].required ^= true;
        new.documents[0].required = super::super::document::Requirement::Always;
        new.fee.items.clear();
        new.eligibility.min_age += 1;
        let kinds: Vec<DifferenceKind> = differences(&old, &new).iter().map(|found| found.kind).collect();
        let expected = [
            DifferenceKind::NewQuestion,
            DifferenceKind::ChangedQuestion,
            DifferenceKind::DroppedQuestion,
            DifferenceKind::ChangedPaper,
            DifferenceKind::Fee,
            DifferenceKind::Eligibility,
        ];
        assert_eq!(kinds, expected);
        assert_eq!(differences(&old, &new)[0].what, Some(asked.label));
    }
}
