//! The services, read and checked at start. A broken file stops the start, with its path in the JSON and the reason.
//!
//! While the portal runs, [`shelf`] looks whether the files changed; [`lint`] says everything about a file at once, and
//! [`exchange`] brings files in and out.

pub mod exchange;
pub mod lint;
mod names;
mod read;
mod reference;
mod registries;
pub mod shelf;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::answer::Lists;
use domain::check::Finding;
use domain::fee::EXEMPTION_CATEGORY;
use domain::fold;
use domain::language::{Language, Text};
use domain::person::{ADMINISTRATOR, DIRECTOR, SUPERVISOR};
use domain::registry::DataSet;
use domain::service::ServiceDefinition;
use domain::service::field::Choice;
use sha2::{Digest, Sha256};

use self::reference::{Named, Reference, ReferenceOption};
pub use self::registries::DataSets;

/// The JSON Schema of a service's file. A test of `domain` holds it to the types that read the files.
pub const SCHEMA: &str = include_str!("../../catalogue/service.schema.json");

/// A service and what is worked out from its file once.
#[derive(Clone, Debug)]
pub struct Service {
    /// The file.
    pub definition: ServiceDefinition,
    /// SHA-256 of the file, hex: the version an application was made under.
    pub hash: String,
    /// The file itself.
    pub text: String,
    /// The registries it names.
    pub data_sets: DataSets,
    /// What the search looks at, folded, in both languages.
    search_key: String,
}

/// The services and the lists they use.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    services: Vec<Arc<Service>>,
    /// The last version of services that are not in the folder any more.
    retired: Vec<Arc<Service>>,
    lists: ReferenceLists,
    entities: BTreeMap<String, Text>,
    roles: BTreeMap<String, Text>,
    exemptions: BTreeMap<String, Text>,
    holidays: Vec<(u32, u32)>,
    registries: Vec<DataSet>,
    version: String,
    /// Files that can be used, but hold a likely slip.
    warnings: Vec<(PathBuf, Finding)>,
}

/// The lists a field's `options_from` can name.
#[derive(Clone, Debug, Default)]
pub struct ReferenceLists(BTreeMap<String, Vec<Choice>>);

impl Lists for ReferenceLists {
    fn choices(&self, name: &str) -> Option<&[Choice]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

impl ReferenceLists {
    /// The same lists and those a registry gave for one person.
    #[must_use]
    pub fn with(&self, more: &BTreeMap<String, Vec<Choice>>) -> Self {
        let mut all = self.0.clone();
        all.extend(more.iter().map(|(name, choices)| (name.clone(), choices.clone())));
        Self(all)
    }
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Not there, or not readable.
    #[error("{}: {why}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// Breaks the format or a rule of it.
    #[error("{}: at {at}: {reason}", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The place in the JSON.
        at: String,
        /// What is wrong there.
        reason: String,
    },
}

impl Catalogue {
    fn from_reference(reference: &Reference) -> Self {
        let named = |list: &[Named]| {
            list.iter()
                .map(|named| (named.key.clone(), named.label.clone()))
                .collect()
        };
        let lists = BTreeMap::from([
            (
                "reference.governorates".to_owned(),
                choices(&reference.reference.governorates),
            ),
            (
                "reference.marital_statuses".to_owned(),
                choices(&reference.reference.marital_statuses),
            ),
        ]);
        Self {
            services: Vec::new(),
            retired: Vec::new(),
            lists: ReferenceLists(lists),
            entities: named(&reference.entities),
            roles: roles(named(&reference.roles)),
            exemptions: named(&reference.reference.exemption_categories),
            holidays: reference
                .reference
                .calendar
                .fixed_holidays
                .iter()
                .filter_map(|day| month_and_day(&day.date))
                .collect(),
            registries: Vec::new(),
            version: String::new(),
            warnings: Vec::new(),
        }
    }

    fn finish(&mut self) {
        self.services.sort_by(|a, b| a.definition.id.cmp(&b.definition.id));
        let mut hasher = Sha256::new();
        hasher.update(serde_json::to_vec(&self.lists.0).unwrap_or_default());
        for service in &self.services {
            hasher.update(service.hash.as_bytes());
        }
        self.version = hex(&hasher.finalize());
    }

    /// All services, by name.
    pub fn services(&self) -> &[Arc<Service>] {
        &self.services
    }

    /// The service of that name, as it can be applied for now.
    pub fn find(&self, id: &str) -> Option<&Arc<Service>> {
        self.services.iter().find(|service| service.definition.id == id)
    }

    /// The service of that name, though it may not be offered any more: what is under way goes on.
    pub fn find_ever(&self, id: &str) -> Option<&Arc<Service>> {
        let retired = || self.retired.iter().find(|service| service.definition.id == id);
        self.find(id).or_else(retired)
    }

    /// Likely slips in files that can be used, with their files.
    pub fn warnings(&self) -> &[(PathBuf, Finding)] {
        &self.warnings
    }

    /// Whether a service can be applied for here: the lists it names are there.
    /// What a registry would fill in is asked by hand where the registry is not connected.
    pub fn is_online(&self, definition: &ServiceDefinition) -> bool {
        definition.fields().all(|field| {
            field
                .options_from
                .as_deref()
                .is_none_or(|name| self.lists.choices(name).is_some() || name.starts_with("registry."))
        })
    }

    /// The data set of that name.
    pub fn data_set(&self, key: &str) -> Option<&DataSet> {
        self.registries.iter().find(|data_set| data_set.key == key)
    }

    /// The lists fields can name.
    pub fn lists(&self) -> &ReferenceLists {
        &self.lists
    }

    /// A digest of everything in it: pages made from it are valid while it stays the same.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The name of a ministry or another body.
    pub fn entity(&self, key: &str, language: Language) -> String {
        named(&self.entities, key, language)
    }

    /// The name of a body in both languages.
    pub fn entity_text(&self, key: &str) -> Text {
        self.entities.get(key).cloned().unwrap_or_else(|| Text {
            ar: key.to_owned(),
            en: key.to_owned(),
        })
    }

    /// The name of a role.
    pub fn role(&self, key: &str, language: Language) -> String {
        named(&self.roles, key, language)
    }

    /// The name of an exemption category; one the reference does not list is called what the service's form calls it.
    pub fn exemption(&self, definition: &ServiceDefinition, key: &str, language: Language) -> String {
        if let Some(text) = self.exemptions.get(key) {
            return text.get(language).to_owned();
        }
        let options = definition.field(EXEMPTION_CATEGORY).map(|field| &field.options);
        let own = options.and_then(|options| options.iter().find(|option| option.raw() == key));
        own.map_or_else(|| key.to_owned(), |option| option.label.get(language).to_owned())
    }

    /// The holidays that fall on the same day each year, as month and day.
    pub fn fixed_holidays(&self) -> &[(u32, u32)] {
        &self.holidays
    }
}

impl Service {
    fn new(definition: ServiceDefinition, text: String) -> Self {
        let words = [
            &definition.title,
            &definition.summary,
            &definition.ministry,
            &definition.output.title,
        ];
        let joined: Vec<&str> = words
            .iter()
            .flat_map(|text| [text.ar.as_str(), text.en.as_str()])
            .collect();
        Self {
            search_key: fold::search_key(&joined.join(" ")),
            data_sets: DataSets::of(&definition),
            hash: hex(&Sha256::digest(&text)),
            definition,
            text,
        }
    }

    /// Whether the words typed lead here.
    pub fn matches(&self, query: &str) -> bool {
        fold::matches(&self.search_key, query)
    }
}

/// The roles of the file, and those the portal itself knows.
fn roles(mut named: BTreeMap<String, Text>) -> BTreeMap<String, Text> {
    let own = [
        (SUPERVISOR, "مشرف", "Supervisor"),
        (DIRECTOR, "مدير عام", "Director-general"),
        (ADMINISTRATOR, "مدير البوابة", "Portal administrator"),
    ];
    for (key, ar, en) in own {
        named.entry(key.to_owned()).or_insert_with(|| Text {
            ar: ar.to_owned(),
            en: en.to_owned(),
        });
    }
    named
}

fn named(table: &BTreeMap<String, Text>, key: &str, language: Language) -> String {
    table
        .get(key)
        .map_or_else(|| key.to_owned(), |text| text.get(language).to_owned())
}

fn choices(options: &[ReferenceOption]) -> Vec<Choice> {
    options
        .iter()
        .map(|option| Choice {
            value: option.value.clone().into(),
            label: option.label.clone(),
        })
        .collect()
}

fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue")
    }

    #[test]
    fn the_twelve_are_read_and_found_by_folded_words() {
        let catalogue = Catalogue::load(&folder()).expect("catalogue");
        assert!(catalogue.services().len() >= 12);
        let found: Vec<&str> = catalogue
            .services()
            .iter()
            .filter(|service| service.matches("شهاده ميلاد"))
            .map(|service| service.definition.id.as_str())
            .collect();
        assert_eq!(found, ["birth-certificate-extract"]);
    }

    #[test]
    fn a_broken_file_is_refused_with_its_place() {
        let broken = std::env::temp_dir().join(format!("hukumati-catalogue-{}", std::process::id()));
        for part in ["services", "lists"] {
            std::fs::create_dir_all(broken.join(part)).expect("folder");
        }
        std::fs::copy(folder().join("reference.json"), broken.join("reference.json")).expect("copy");
        let path = "services/birth-certificate-extract.json";
        let text = std::fs::read_to_string(folder().join(path)).expect("file");
        let text = text.replacen("\"max_files\": 1,", "\"max_files\": 1, \"surprise\": true,", 1);
        std::fs::write(broken.join(path), text).expect("write");
        let error = Catalogue::load(&broken).expect_err("must be refused").to_string();
        std::fs::remove_dir_all(&broken).expect("clean up");
        assert!(error.contains("birth-certificate-extract.json"), "{error}");
        assert!(error.contains("documents[0]") && error.contains("surprise"), "{error}");
    }
}
