//! The vehicle register: by plate, told to the owner or the owner's company.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::Question;
use super::records::{expiry, months_between, read};
use super::{Told, company};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vehicle {
    plate: String,
    /// A person's number, or a company's.
    owner: String,
    make_model: String,
    engine_cc: i64,
    fuel: String,
    expires_in_months: i32,
    inspection_required: bool,
    inspection_passed: bool,
    insurance_valid: bool,
    #[serde(default)]
    court_hold: bool,
}

static VEHICLES: LazyLock<Vec<Vehicle>> = LazyLock::new(|| read("vehicles.json", include_str!("data/vehicles.json")));

pub(super) fn tell(question: &Question, told: &mut Told<'_>) {
    let plate = question.text("plate_number").unwrap_or_default();
    let Some(vehicle) = VEHICLES.iter().find(|vehicle| vehicle.plate == plate) else {
        return;
    };
    let owns = vehicle.owner == question.applicant || company::is_owner(&question.applicant, &vehicle.owner);
    told.fact("applicant_is_owner", owns);
    if !owns {
        return;
    }
    let expires = expiry(question.today, vehicle.expires_in_months, 18);
    told.fact("make_model", vehicle.make_model.as_str());
    told.fact("engine_cc", vehicle.engine_cc);
    told.fact("fuel", vehicle.fuel.as_str());
    told.fact("expiry_date", expires.to_string());
    told.fact("months_expired", months_between(expires, question.today));
    told.fact("inspection_required", vehicle.inspection_required);
    told.fact("inspection_passed", vehicle.inspection_passed);
    told.fact("insurance_valid", vehicle.insurance_valid);
    told.fact("court_hold", vehicle.court_hold);
}
