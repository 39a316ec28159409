//! The judicial record: whether there is something in it, and never what.

use std::sync::LazyLock;

use super::super::Question;
use super::records::read;
use super::{Told, find};

static RECORDED: LazyLock<Vec<String>> = LazyLock::new(|| read("judicial.json", include_str!("data/judicial.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let agent = question.text("capacity") == Some("agent");
    let person = match question.text("principal_national_id") {
        Some(principal) if agent => principal,
        _ => &question.applicant,
    };
    if find(person).is_none() {
        return;
    }
    let recorded = RECORDED.iter().any(|known| known == person);
    told.fact("result", if recorded { "record" } else { "clear" });
}
