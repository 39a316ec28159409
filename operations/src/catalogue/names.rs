//! Names that only `reference.json` knows: roles and bodies.

use domain::check::{Finding, Severity};
use domain::service::ServiceDefinition;

use super::Catalogue;

/// Roles and bodies of a file without a name: people would read the key.
pub(super) fn unknown(definition: &ServiceDefinition, catalogue: &Catalogue) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut look = |path: String, key: &str, known: bool, list: &str| {
        if !known && !key.is_empty() {
            found.push(Finding {
                path,
                reason: format!("{key} has no name in reference.json, so people read the key"),
                mend: format!("add it to {list}, or write one that is there"),
                severity: Severity::Warning,
            });
        }
    };
    let mut role = |path: String, key: &str| look(path, key, catalogue.roles.contains_key(key), "roles");
    for (at, step) in definition.workflow.steps.iter().enumerate() {
        role(format!("workflow.steps[{at}].role"), &step.role);
        for (nth, branch) in step.branches.iter().enumerate() {
            if let Some(key) = &branch.role {
                role(format!("workflow.steps[{at}].branches[{nth}].role"), key);
            }
        }
    }
    if let Some(appeal) = &definition.appeal {
        role("appeal.decided_by_role".to_owned(), &appeal.decided_by_role);
    }
    let mut entity = |path: String, key: &str| look(path, key, catalogue.entities.contains_key(key), "entities");
    entity("ministry_id".to_owned(), &definition.ministry_id);
    for (at, step) in definition.workflow.steps.iter().enumerate() {
        if let Some(key) = &step.entity {
            entity(format!("workflow.steps[{at}].entity"), key);
        }
        for (nth, branch) in step.branches.iter().enumerate() {
            if let Some(key) = &branch.entity {
                entity(format!("workflow.steps[{at}].branches[{nth}].entity"), key);
            }
        }
    }
    found
}
