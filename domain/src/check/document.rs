//! The papers a service asks for.

use super::{Checker, path};
use crate::service::Requirement;

impl Checker<'_> {
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
                    );
                }
                (Requirement::Always | Requirement::Never, Some(_)) => {
                    self.warning(
                        format!("{path}.required_when"),
                        "only looked at when required is \"conditional\"",
                    );
                }
                _ => {}
            }
            if let Some(when) = &document.required_when {
                self.condition(&format!("{path}.required_when"), when, None);
            }
            if document.accepted_types.is_empty() {
                self.error(format!("{path}.accepted_types"), "no media type is taken");
            }
            if document.max_size_mb == 0 || document.max_files == 0 {
                self.error(&path, "max_size_mb and max_files must be above zero");
            }
            let mut fields = definition
                .fields()
                .chain(definition.fields().flat_map(|field| &field.fields));
            if !fields.any(|field| field.document.as_ref() == Some(&document.key)) {
                self.warning(&path, "no question takes this paper");
            }
        }
    }
}
