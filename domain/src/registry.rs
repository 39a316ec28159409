//! What the catalogue says about government registries: `catalogue/registries.json`.
//!
//! A data set is one question to one register, `registry.vehicle`. Its facts are named after it,
//! `registry.vehicle.fuel`; a data set with a single fact is named like that fact. Which answers are sent along stands
//! in the file and nowhere else: a register learns who asks and what is listed here, nothing more.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::facts::Facts;
use crate::language::Text;

/// What all names of registries begin with.
const PREFIX: &str = "registry.";
/// Where facts about the applicant's business stand under another name.
const BUSINESS: &str = "profile.business.";
/// The data set that knows the applicant's business.
const COMPANY: &str = "registry.company.";

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistryList {
    /// For the readers of the file.
    pub note: String,
    /// The data sets.
    pub registries: Vec<DataSet>,
}

/// One question that can be asked of one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSet {
    /// `registry.vehicle`.
    pub key: String,
    /// The register's name, as it stands inside a sentence.
    pub title: Text,
    /// The body that keeps it, as in `reference.json`.
    pub entity: String,
    /// Where it is on the exchange: `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE`.
    pub service: String,
    /// The answers that are sent along, by key. Those a service does not have are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// Asked only while this holds; without it from the first page on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

impl DataSet {
    /// Whether there is something to ask now.
    pub fn is_asked(&self, facts: &dyn Facts) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(facts))
    }

    /// Whether a fact, or a list to choose from, is one of this data set's.
    pub fn knows(&self, name: &str) -> bool {
        data_set(name) == Some(self.key.as_str())
    }

    /// What is wrong with the entry itself, as a place and a reason.
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let word = |text: &str, more: &[char]| {
            let good = |letter: char| letter.is_ascii_alphanumeric() || more.contains(&letter);
            !text.is_empty() && text.chars().all(good)
        };
        if !self.key.strip_prefix(PREFIX).is_some_and(|name| word(name, &['_'])) {
            return Some(("key", format!("{} is not a name like registry.vehicle", self.key)));
        }
        let parts: Vec<&str> = self.service.split('/').collect();
        if parts.len() != 5 || !parts.iter().all(|part| word(part, &['_', '-'])) {
            let reason = "is not five parts of Latin letters, digits, - and _: INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE";
            return Some(("service", format!("{} {reason}", self.service)));
        }
        let mut seen = self.parameters.clone();
        seen.sort_unstable();
        let twice = seen.windows(2).find(|pair| pair[0] == pair[1]);
        twice.map(|pair| ("parameters", format!("{} stands there twice", pair[0])))
    }
}

/// The data set a fact belongs to: its first two parts.
pub fn data_set(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(PREFIX).filter(|rest| !rest.is_empty())?;
    let length = rest.find('.').unwrap_or(rest.len());
    name.get(..PREFIX.len() + length)
}

/// The fact of a registry that a field's first value comes from. What people see as their business's profile is what
/// the register of companies knows about them.
pub fn prefilling_fact(prefill: &str) -> Option<String> {
    match prefill.strip_prefix(BUSINESS) {
        Some(name) => Some(format!("{COMPANY}{name}")),
        None => data_set(prefill).map(|_| prefill.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_belong_to_the_data_set_of_their_first_two_parts() {
        for name in ["registry.vehicle.fuel", "registry.vehicle", "registry.vehicle.a.b"] {
            assert_eq!(data_set(name), Some("registry.vehicle"), "{name}");
        }
        for name in ["registry.", "registry", "case.fee", ""] {
            assert_eq!(data_set(name), None, "{name}");
        }
        assert_eq!(
            prefilling_fact("profile.business.licensed_operator_number").as_deref(),
            Some("registry.company.licensed_operator_number")
        );
        assert_eq!(
            prefilling_fact("registry.land.area").as_deref(),
            Some("registry.land.area")
        );
        assert_eq!(prefilling_fact("profile.mobile"), None);
    }

    #[test]
    fn an_entry_says_what_is_wrong_with_it() {
        let good = DataSet {
            key: "registry.vehicle".into(),
            title: Text {
                ar: "سجل المركبات".into(),
                en: "vehicle register".into(),
            },
            entity: "mot".into(),
            service: "PS/GOV/MOT/VEHICLES/vehicle".into(),
            parameters: vec!["plate_number".into()],
            when: None,
        };
        assert_eq!(good.fault(), None);
        let mut bad = good.clone();
        bad.key = "vehicle".into();
        assert_eq!(bad.fault().map(|fault| fault.0), Some("key"));
        bad = good.clone();
        bad.service = "PS/GOV/MOT/../vehicle".into();
        assert_eq!(bad.fault().map(|fault| fault.0), Some("service"));
        bad = good.clone();
        bad.parameters.push("plate_number".into());
        assert_eq!(bad.fault().map(|fault| fault.0), Some("parameters"));
    }
}
