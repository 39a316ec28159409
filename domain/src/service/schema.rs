//! The format of the catalogue as a JSON Schema, for editors and other programs.
//!
//! It is worked out from the types that read the files, so it says what they take: the same keys, the same words, the
//! same sentences. What the types cannot say, [`crate::check`] does.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::ServiceDefinition;
use super::document::Requirement;
use super::fee::ExemptItems;

/// The schema of one service's file, in the version of 2020-12.
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<ServiceDefinition>()
}

impl JsonSchema for Requirement {
    fn schema_name() -> Cow<'static, str> {
        "Requirement".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "When a paper is asked for: always, never, or while required_when holds.",
            "enum": [true, false, "conditional"],
        })
    }
}

impl JsonSchema for ExemptItems {
    fn schema_name() -> Cow<'static, str> {
        "ExemptItems".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The items an exemption is off: their keys, or every item that is exemptible.",
            "anyOf": [
                { "const": "all_exemptible" },
                { "type": "array", "items": { "type": "string" } },
            ],
        })
    }
}
