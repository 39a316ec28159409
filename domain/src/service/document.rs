//! Papers asked for, and ways of receiving the result.

use serde::{Deserialize, Serialize};

use super::Basis;
use crate::condition::Condition;
use crate::language::Text;

/// A paper the service asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its name in the file.
    pub key: String,
    /// What it is called.
    pub label: Text,
    /// When it is asked for.
    pub required: Requirement,
    /// Media types taken.
    pub accepted_types: Vec<String>,
    /// Largest file, in MB (1 MB = 1,000,000 bytes).
    pub max_size_mb: u32,
    /// Most files.
    pub max_files: u32,
    /// The condition, when the requirement is `conditional`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Where the demand comes from.
    pub basis: Basis,
    /// Source numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// When a paper is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRequirement", into = "RawRequirement")]
pub enum Requirement {
    /// Always.
    Always,
    /// Never; it may be added.
    Never,
    /// While `required_when` holds.
    Conditional,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RawRequirement {
    Flag(bool),
    Word(String),
}

impl TryFrom<RawRequirement> for Requirement {
    type Error = &'static str;
    fn try_from(raw: RawRequirement) -> Result<Self, Self::Error> {
        match raw {
            RawRequirement::Flag(true) => Ok(Self::Always),
            RawRequirement::Flag(false) => Ok(Self::Never),
            RawRequirement::Word(word) if word == "conditional" => Ok(Self::Conditional),
            RawRequirement::Word(_) => Err("expected true, false or \"conditional\""),
        }
    }
}

impl From<Requirement> for RawRequirement {
    fn from(requirement: Requirement) -> Self {
        match requirement {
            Requirement::Always => Self::Flag(true),
            Requirement::Never => Self::Flag(false),
            Requirement::Conditional => Self::Word("conditional".to_owned()),
        }
    }
}

/// One way of receiving the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Which way.
    pub method: DeliveryMethod,
    /// What it is called.
    pub label: Text,
}

/// The ways of receiving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMethod {
    /// From the account.
    Download,
    /// At an office.
    Collect,
    /// By registered post.
    Post,
}
