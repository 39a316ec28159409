//! The file beside the services: bodies, roles, lists, holidays.

use std::collections::BTreeMap;

use domain::language::Text;
use serde::Deserialize;

/// The parts of `reference.json` the engine uses; the rest of that file is for its readers.
#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) reference: ReferenceData,
    pub(super) entities: Vec<Named>,
    pub(super) roles: Vec<Named>,
}

#[derive(Deserialize)]
pub(super) struct ReferenceData {
    pub(super) governorates: Vec<ReferenceOption>,
    pub(super) marital_statuses: Vec<ReferenceOption>,
    pub(super) exemption_categories: Vec<Named>,
    pub(super) calendar: ReferenceCalendar,
    pub(super) external_lists: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct ReferenceCalendar {
    pub(super) fixed_holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
pub(super) struct Holiday {
    pub(super) date: String,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) key: String,
    pub(super) label: Text,
}

#[derive(Deserialize)]
pub(super) struct ReferenceOption {
    pub(super) value: String,
    pub(super) label: Text,
}
