//! The programmes that let fees off.

use super::super::Question;
use super::Told;
use super::find;
use super::relation::Relation;
use super::social::programmes;

/// A programme that one grows out of.
const ORPHAN_MINOR: &str = "orphan_minor";

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let fact = told.data_set.to_owned();
    told.reply.facts.insert(fact, confirmed(question).into());
}

/// Whether the exemption the applicant claims is theirs, or the child's the application is for.
fn confirmed(question: &Question) -> bool {
    let (Some(category), Some(applicant)) = (question.text("exemption_category"), find(&question.applicant)) else {
        return false;
    };
    let relation = Relation::of(question);
    let child = relation
        .subject(question)
        .filter(|subject| relation == Relation::Child && relation.holds(question, Some(applicant), subject));
    [Some(applicant), child].into_iter().flatten().any(|person| {
        programmes(person).any(|programme| programme == category)
            && (category != ORPHAN_MINOR || person.is_minor(question.today))
    })
}
