//! The papers a service asks for.

use super::{Checker, path};
use crate::service::Requirement;
use crate::service::field::Field;

impl<'a> Checker<'a> {
    /// The group in whose items alone a paper is asked for: its condition is looked at in each of them.
    pub(super) fn group_of_paper(&self, key: &str) -> Option<&'a Field> {
        let takes = |field: &Field| field.document.as_deref() == Some(key);
        let definition = self.definition;
        let group = definition.fields().find(|group| group.fields.iter().any(takes));
        group.filter(|_| !definition.fields().any(takes))
    }

    pub(super) fn documents(&mut self) {
        let definition = self.definition;
        self.unique(
            "documents",
            definition.documents.iter().map(|document| document.key.as_str()),
        );
        for (path, document) in path::each("documents", &definition.documents) {
            self.key(&path, &document.key);
            self.text(&format!("{path}.label"), &document.label);
            self.optional_text(&format!("{path}.hint"), document.hint.as_ref());
            match (document.required, &document.required_when) {
                (Requirement::Conditional, None) => {
                    self.error(
                        format!("{path}.required_when"),
                        "a conditional paper needs its condition",
                        "add required_when, or set required to true or false",
                    );
                }
                (Requirement::Always | Requirement::Never, Some(_)) => {
                    self.warning(
                        format!("{path}.required_when"),
                        "only looked at when required is \"conditional\"",
                        "set required to \"conditional\", or leave required_when out",
                    );
                }
                _ => {}
            }
            if let Some(when) = &document.required_when {
                let group = self.group_of_paper(&document.key);
                self.condition(&format!("{path}.required_when"), when, group);
            }
            if document.accepted_types.is_empty() {
                self.error(
                    format!("{path}.accepted_types"),
                    "no media type is taken",
                    "write the types, such as \"application/pdf\" and \"image/jpeg\"",
                );
            }
            if document.max_size_mb == 0 || document.max_files == 0 {
                self.error(
                    &path,
                    "max_size_mb and max_files must be above zero",
                    "write at least 1 for both",
                );
            }
            let mut fields = definition
                .fields()
                .chain(definition.fields().flat_map(|field| &field.fields));
            if !fields.any(|field| field.document.as_ref() == Some(&document.key)) {
                self.warning(
                    &path,
                    "no question takes this paper",
                    "add a question of type file with \"document\" set to its key, or leave the paper out",
                );
            }
        }
    }
}
