//! Files into services.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::check::{self, Finding, Severity};
use domain::service::ServiceDefinition;
use domain::service::field::Choice;

use super::reference::Reference;
use super::{Catalogue, CatalogueError, Service, names, registries};

/// What stands beside the services in a folder.
pub(super) struct Beside {
    /// Without services yet.
    pub(super) catalogue: Catalogue,
    /// Lists that may be named, though nobody has written them down here.
    elsewhere: Vec<String>,
}

/// Reads `reference.json` and `lists/*.json` of a folder.
pub(super) fn beside(folder: &Path) -> Result<Beside, CatalogueError> {
    let reference: Reference = read(&folder.join("reference.json"))?.0;
    let mut catalogue = Catalogue::from_reference(&reference);
    for path in json_files(&folder.join("lists"))? {
        let lists: BTreeMap<String, Vec<Choice>> = read(&path)?.0;
        catalogue.lists.0.extend(lists);
    }
    Ok(Beside {
        catalogue,
        elsewhere: reference.reference.external_lists.into_keys().collect(),
    })
}

impl Beside {
    /// Everything that is to be said about a service of this folder.
    pub(super) fn findings(&self, definition: &ServiceDefinition) -> Vec<Finding> {
        let here: Vec<String> = self.catalogue.lists.0.keys().cloned().collect();
        let known: Vec<String> = here.iter().chain(&self.elsewhere).cloned().collect();
        let mut findings = check::check(definition, &known);
        findings.extend(check::lists_elsewhere(definition, &here));
        findings.extend(names::unknown(definition, &self.catalogue));
        findings
    }
}

impl Catalogue {
    /// Reads `services/*.json`, `lists/*.json`, `registries.json` and `reference.json` of a folder.
    ///
    /// # Errors
    /// The first file that is missing or broken, with the place and the reason.
    pub fn load(folder: &Path) -> Result<Self, CatalogueError> {
        let beside = beside(folder)?;
        let mut catalogue = beside.catalogue.clone();
        for path in json_files(&folder.join("services"))? {
            let (definition, text) = read::<ServiceDefinition>(&path)?;
            for finding in beside.findings(&definition) {
                if finding.severity == Severity::Error {
                    return Err(CatalogueError::broken(&path, finding));
                }
                catalogue.warnings.push((path.clone(), finding));
            }
            if catalogue.find(&definition.id).is_some() {
                return Err(CatalogueError::Broken {
                    path,
                    at: "id".into(),
                    reason: format!("another file already describes {}", definition.id),
                });
            }
            catalogue.services.push(Arc::new(Service::new(definition, text)));
        }
        let path = folder.join("registries.json");
        catalogue.registries = registries::load(&path, &catalogue.entities)?;
        let found = registries::fit(&catalogue.registries, catalogue.services.iter().map(Arc::as_ref));
        catalogue
            .warnings
            .extend(found.into_iter().map(|finding| (path.clone(), finding)));
        catalogue.finish();
        Ok(catalogue)
    }
}

impl CatalogueError {
    fn broken(path: &Path, finding: Finding) -> Self {
        Self::Broken {
            path: path.to_owned(),
            at: finding.path,
            reason: format!("{}; {}", finding.reason, finding.mend),
        }
    }
}

/// The `.json` files of a folder, by name.
pub(super) fn json_files(folder: &Path) -> Result<Vec<PathBuf>, CatalogueError> {
    let unreadable = |why: std::io::Error| CatalogueError::Unreadable {
        path: folder.to_owned(),
        why: why.to_string(),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A file's content, and the file itself.
pub(super) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<(T, String), CatalogueError> {
    let text = std::fs::read_to_string(path).map_err(|why| CatalogueError::Unreadable {
        path: path.to_owned(),
        why: why.to_string(),
    })?;
    Ok((parse(path, &text)?, text))
}

/// What a text that stands in a file says.
pub(super) fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> Result<T, CatalogueError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| CatalogueError::Broken {
        path: path.to_owned(),
        at: error.path().to_string(),
        reason: error.into_inner().to_string(),
    })?;
    json.end().map_err(|error| CatalogueError::Broken {
        path: path.to_owned(),
        at: "end".into(),
        reason: error.to_string(),
    })?;
    Ok(value)
}
