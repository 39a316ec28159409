//! What strangers see when they check a document: never an identity number, an address or a way to reach somebody.

use super::{Checker, path};
use crate::service::FieldKind;
use crate::service::field::Field;

/// What every document can show, besides answers and names that end in `_initials`.
const KNOWN: [&str; 5] = ["document_number", "issue_date", "valid_until", "expiry_date", "status"];
const INITIALS: &str = "_initials";

impl Checker<'_> {
    pub(super) fn public_fields(&mut self) {
        let Some(verification) = &self.definition.output.verification else {
            return;
        };
        let list = "output.verification.public_fields";
        for (at, (path, name)) in path::each(list, &verification.public_fields).enumerate() {
            if verification.public_fields[..at].contains(name) {
                self.warning(&path, format!("{name} is named twice"), "leave one of the two out");
            }
            if KNOWN.contains(&name.as_str()) || name.ends_with(INITIALS) {
                continue;
            }
            match self.shown(name) {
                None => self.warning(
                    &path,
                    format!("{name} is no answer: a check shows nothing for it"),
                    format!(
                        "name an answer, a name ending in {INITIALS}, or one of {}",
                        KNOWN.join(", ")
                    ),
                ),
                Some(field) if is_private(field) => self.error(
                    &path,
                    format!("{name} would be shown to anybody who checks the document"),
                    "leave it out; for a person show a name ending in _initials",
                ),
                Some(field) if names_somebody(field) => self.warning(
                    &path,
                    format!("{name} shows a whole name to anybody"),
                    "show a name ending in _initials instead",
                ),
                Some(_) => {}
            }
        }
    }

    /// The answer of this name, also inside the group each of whose items gets a document.
    fn shown(&self, name: &str) -> Option<&Field> {
        let definition = self.definition;
        let inside = || {
            let group = definition.field(definition.output.per_item.as_ref()?)?;
            group.fields.iter().find(|field| field.key == name)
        };
        definition.field(name).or_else(inside)
    }
}

/// Kinds of answers that are never for strangers.
fn is_private(field: &Field) -> bool {
    let kinds = [
        FieldKind::NationalId,
        FieldKind::Phone,
        FieldKind::Email,
        FieldKind::Iban,
        FieldKind::Address,
        FieldKind::File,
        FieldKind::RepeatingGroup,
    ];
    kinds.contains(&field.kind) || field.prefill.as_deref() == Some("profile.national_id")
}

fn names_somebody(field: &Field) -> bool {
    let source = field.prefill.as_deref();
    source.is_some_and(|source| source.starts_with("profile.full_name"))
}
