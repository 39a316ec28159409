//! The register of certificates: those of the applicant, as a form's repeating group takes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::value::Value;
use serde::Deserialize;

use super::super::Question;
use super::Told;
use super::records::read;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Certificate {
    holder: String,
    certificate_type: String,
    institution: String,
    graduation_year: i64,
    seat_or_student_number: String,
}

static CERTIFICATES: LazyLock<Vec<Certificate>> =
    LazyLock::new(|| read("education.json", include_str!("data/education.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    // What somebody else has is told to nobody: an officer looks.
    if question
        .text("holder_national_id")
        .is_some_and(|holder| holder != question.applicant)
    {
        return;
    }
    let own = CERTIFICATES.iter().filter(|known| known.holder == question.applicant);
    let item = |known: &Certificate| {
        Value::Map(BTreeMap::from([
            ("certificate_type".to_owned(), known.certificate_type.as_str().into()),
            ("institution".to_owned(), known.institution.as_str().into()),
            ("graduation_year".to_owned(), known.graduation_year.into()),
            (
                "seat_or_student_number".to_owned(),
                known.seat_or_student_number.as_str().into(),
            ),
        ]))
    };
    told.fact("certificates", Value::List(own.map(item).collect()));
}
