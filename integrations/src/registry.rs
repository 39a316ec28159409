//! Government registries: what the state already knows, so that nobody is asked for it again.
//!
//! One question, one reply: facts by their full dotted names (`registry.population.record_found`),
//! which conditions and workflows read, and lists to choose from
//! (`registry.population.minor_children`), which forms show. A fact that is missing is not known. A
//! registry that cannot be reached is [`Away`](RegistryError::Away), and an answer is never made up
//! instead.

pub mod none;
pub mod simulated;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::service::field::Choice;
use domain::value::Value;

/// Who asks, and what has been answered so far.
#[derive(Clone, Copy)]
pub struct RegistryQuery<'a> {
    /// The verified identity number of the applicant.
    pub applicant_national_id: &'a str,
    /// Checked answers by field key; possibly none yet.
    pub answers: &'a BTreeMap<String, Value>,
    /// The day on which ages count.
    pub today: NaiveDate,
}

/// What the registries say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryReply {
    /// Facts by full dotted name, all beginning with `registry.`.
    pub facts: BTreeMap<String, Value>,
    /// Lists to choose from, by the name a field gives in `options_from`.
    pub choices: BTreeMap<String, Vec<Choice>>,
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
    /// Asks for everything that is known about this applicant and these answers.
    ///
    /// # Errors
    /// [`RegistryError::Away`] when there is no reply.
    async fn ask(&self, query: RegistryQuery<'_>) -> Result<RegistryReply, RegistryError>;
}
