//! Government registries: what the state already knows, so that nobody is asked for it again.
//!
//! One [`Question`] goes to one data set and has one [`Reply`]: facts by their full dotted names
//! (`registry.vehicle.fuel`), which conditions and workflows read, and lists to choose from
//! (`registry.population.minor_children`), which forms show. A fact that is missing is not known. A
//! registry that cannot be reached is [`Away`](RegistryError::Away), and an answer is never made up
//! instead.

pub mod none;
pub mod simulated;
pub mod xroad;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::service::field::Choice;
use domain::value::Value;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What is asked of one data set: who asks, and the answers the catalogue says it needs, nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// The data set, `registry.vehicle`.
    pub data_set: String,
    /// Its place on the exchange, `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE`.
    pub service: String,
    /// The verified identity number of the applicant.
    pub applicant: String,
    /// Checked answers by field key: those the data set needs and that are there.
    pub parameters: BTreeMap<String, Value>,
    /// The number of the application the question is asked for.
    pub issue: String,
    /// The day on which ages count.
    pub today: NaiveDate,
}

impl std::fmt::Debug for Question {
    /// Without the person: questions end in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question")
            .field("data_set", &self.data_set)
            .field("parameters", &self.parameters.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Question {
    /// SHA-256 of what decides the reply, hex: the same question has the same hash, and another one another.
    pub fn hash(&self) -> String {
        let asked = (&self.data_set, &self.service, &self.applicant, &self.parameters);
        let text = serde_json::to_vec(&asked).unwrap_or_default();
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A parameter that is a text and not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.parameters.get(key)?.as_text().filter(|text| !text.is_empty())
    }
}

/// What a registry says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Facts by full dotted name, all of the data set that was asked.
    #[serde(default)]
    pub facts: BTreeMap<String, Value>,
    /// Lists to choose from, by the name a field gives in `options_from`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, Vec<Choice>>,
}

impl Reply {
    /// Whether everything in it belongs to this data set: no register speaks for another.
    pub fn is_of(&self, data_set: &str) -> bool {
        let names = self.facts.keys().chain(self.choices.keys());
        names
            .into_iter()
            .all(|name| domain::registry::data_set(name) == Some(data_set))
    }
}

/// No reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Not configured, or not reachable now: ask again later, or go on by hand.
    #[error("the registry is away")]
    Away,
}

/// A source of government data.
#[async_trait]
pub trait Registry: Send + Sync {
    /// Asks one data set. Asking changes nothing there, so the same question may be asked again.
    ///
    /// # Errors
    /// [`RegistryError::Away`] when there is no reply.
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError>;
}
