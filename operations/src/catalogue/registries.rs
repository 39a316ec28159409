//! Which registries are asked for which service, and whether `registries.json` fits the services.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::check::{Finding, Severity};
use domain::language::Text;
use domain::registry::{DataSet, RegistryList, data_set, prefilling_fact};
use domain::service::ServiceDefinition;
use serde_json::Value as Json;

use super::CatalogueError;
use super::read::read;

/// The data sets a service names.
#[derive(Clone, Debug, Default)]
pub struct DataSets {
    /// Asked while the form is filled in: for first values, lists, fees and conditions.
    pub form: BTreeSet<String>,
    /// Needed only by the workflow, and so asked when the application is sent: what nobody may ever send is not
    /// looked up.
    pub sending: BTreeSet<String>,
}

impl DataSets {
    /// Those of a definition: every name of a registry that stands anywhere in it.
    pub(super) fn of(definition: &ServiceDefinition) -> Self {
        let Ok(Json::Object(mut parts)) = serde_json::to_value(definition) else {
            return Self::default();
        };
        let mut sets = Self::default();
        if let Some(workflow) = parts.remove("workflow") {
            collect(&workflow, &mut sets.sending);
        }
        collect(&Json::Object(parts), &mut sets.form);
        sets.sending.retain(|name| !sets.form.contains(name));
        sets
    }
}

fn collect(json: &Json, into: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => {
            let fact = prefilling_fact(text);
            into.extend(fact.as_deref().and_then(data_set).map(str::to_owned));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Json::Object(parts) => parts.values().for_each(|part| collect(part, into)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Reads the data sets. Without the file there are none, and everything is asked by hand.
pub(super) fn load(path: &Path, entities: &BTreeMap<String, Text>) -> Result<Vec<DataSet>, CatalogueError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let list: RegistryList = read(path)?.0;
    let mut seen = BTreeSet::new();
    for (at, data_set) in list.registries.iter().enumerate() {
        let fault = data_set.fault().or_else(|| {
            let unknown = !entities.contains_key(&data_set.entity);
            unknown.then(|| ("entity", format!("there is no body {}", data_set.entity)))
        });
        let twice = || Some(("key", format!("another entry already describes {}", data_set.key)));
        let fault = fault.or_else(|| if seen.insert(&data_set.key) { None } else { twice() });
        if let Some((part, reason)) = fault {
            return Err(broken(path, at, part, reason));
        }
    }
    Ok(list.registries)
}

/// Every answer a data set is sent should be one that a service naming it asks for. It is no error: the services that
/// ask for it may not be here, or not any more.
pub(super) fn fit<'a>(
    data_sets: &[DataSet],
    services: impl Iterator<Item = &'a super::Service> + Clone,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, data_set) in data_sets.iter().enumerate() {
        let naming = services.clone().filter(|service| {
            let sets = &service.data_sets;
            sets.form.contains(&data_set.key) || sets.sending.contains(&data_set.key)
        });
        let keys: BTreeSet<&str> = naming
            .flat_map(|service| service.definition.fields())
            .map(|field| field.key.as_str())
            .collect();
        // A data set that no service names may wait for one.
        if keys.is_empty() {
            continue;
        }
        let mut names: Vec<(&str, String)> = data_set
            .parameters
            .iter()
            .map(|key| ("parameters", key.clone()))
            .collect();
        if let Some(when) = &data_set.when {
            when.names(&mut |name| names.push(("when", name.to_owned())));
        }
        let unknown = names.into_iter().filter(|(_, name)| !keys.contains(name.as_str()));
        found.extend(unknown.map(|(part, name)| Finding {
            path: format!("registries[{at}].{part}"),
            reason: format!("no service that names {} has an answer {name}", data_set.key),
            mend: "write the key of a field, or leave it if its service is not here".to_owned(),
            severity: Severity::Warning,
        }));
    }
    found
}

fn broken(path: &Path, at: usize, part: &str, reason: String) -> CatalogueError {
    CatalogueError::Broken {
        path: path.to_owned(),
        at: format!("registries[{at}].{part}"),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    #[test]
    fn data_sets_of_the_workflow_alone_wait_until_it_is_sent() {
        let catalogue =
            Catalogue::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue")).expect("catalogue");
        let named = |service: &str| {
            let sets = &catalogue.find(service).expect("a service").data_sets;
            let texts = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
            (texts(&sets.form), texts(&sets.sending))
        };
        let (form, sending) = named("non-conviction-certificate");
        assert_eq!(
            (form.as_str(), sending.as_str()),
            ("registry.exemption_confirmed", "registry.judicial")
        );
        let (form, _) = named("vehicle-licence-renewal");
        assert_eq!(form, "registry.company registry.exemption_confirmed registry.vehicle");
        for service in catalogue.services() {
            let sets = &service.data_sets;
            for name in sets.form.iter().chain(&sets.sending) {
                assert!(catalogue.data_set(name).is_some(), "{}: {name}", service.definition.id);
            }
        }
    }

    #[test]
    fn a_data_set_that_fits_no_service_is_told_with_its_place() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
        let catalogue = Catalogue::load(&folder).expect("catalogue");
        let refused = |change: fn(&mut DataSet)| {
            let mut list: Vec<DataSet> = catalogue.data_set("registry.vehicle").cloned().into_iter().collect();
            change(&mut list[0]);
            let found = fit(&list, catalogue.services.iter().map(std::sync::Arc::as_ref));
            found.iter().map(Finding::to_string).collect::<String>()
        };
        let error = refused(|data_set| data_set.parameters.push("plate_numbr".to_owned()));
        assert!(
            error.contains("registries[0].parameters") && error.contains("plate_numbr"),
            "{error}"
        );
        let error = refused(|data_set| {
            data_set.when = serde_json::from_str(r#"{"field":"plate","op":"not_empty"}"#).ok();
        });
        assert!(error.contains("registries[0].when"), "{error}");
    }
}
