//! The land register: whether parcels are there, and whether they stand under the applicant's name.

use std::sync::LazyLock;

use domain::value::Value;
use serde::Deserialize;

use super::super::Question;
use super::records::read;
use super::{Told, company};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parcel {
    governorate: String,
    basin: String,
    parcel: String,
    /// People's numbers, or companies'.
    owners: Vec<String>,
}

static PARCELS: LazyLock<Vec<Parcel>> = LazyLock::new(|| read("land.json", include_str!("data/land.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let asked: Vec<Option<&Parcel>> = match question.parameters.get("parcels").and_then(Value::as_list) {
        Some(items) => items
            .iter()
            .map(|item| parcel(|part| item.part(part)?.as_text()))
            .collect(),
        None => vec![parcel(|part| question.text(part))],
    };
    let all: Option<Vec<&Parcel>> = asked.into_iter().collect();
    told.fact("found", all.is_some());
    let owns = |owner: &String| *owner == question.applicant || company::is_owner(&question.applicant, owner);
    if let Some(all) = all {
        told.fact("name_match", all.iter().all(|parcel| parcel.owners.iter().any(owns)));
    }
}

fn parcel<'a>(part: impl Fn(&str) -> Option<&'a str>) -> Option<&'static Parcel> {
    let is = |name: &str, value: &str| part(name) == Some(value);
    PARCELS.iter().find(|known| {
        is("governorate", &known.governorate) && is("basin_number", &known.basin) && is("parcel_number", &known.parcel)
    })
}
