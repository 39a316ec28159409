//! What is asked although it is known, or asked twice.

use std::collections::BTreeMap;

use super::{Checker, path};
use crate::fold;
use crate::service::FieldKind;
use crate::service::field::Field;

/// What the profile knows of the applicant: the source, what a key for it is called, and the kinds of question it fits.
const KNOWN: [(&str, &[&str], &[FieldKind]); 5] = [
    (
        "profile.national_id",
        &["national_id", "id_number", "identity_number"],
        &[FieldKind::NationalId, FieldKind::Text],
    ),
    (
        "profile.mobile",
        &["mobile", "phone", "telephone"],
        &[FieldKind::Phone, FieldKind::Text],
    ),
    ("profile.email", &["email"], &[FieldKind::Email, FieldKind::Text]),
    (
        "profile.full_name_ar",
        &["name", "full_name", "name_ar"],
        &[FieldKind::Text],
    ),
    ("profile.address", &["address", "home_address"], &[FieldKind::Address]),
];
/// In front of a key: the applicant's own.
const OWN: [&str; 3] = ["applicant_", "my_", "own_"];

impl<'a> Checker<'a> {
    pub(super) fn asked_twice(&mut self) {
        let definition = self.definition;
        let mut sources: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, page) in path::each("form.pages", &definition.form.pages) {
            let mut labels: BTreeMap<String, &str> = BTreeMap::new();
            for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
                self.known_already(&path, field);
                self.read_the_same(&path, field, &mut labels);
                self.same_options(&path, field);
                if let Some(source) = field.prefill.as_deref().filter(|source| source.starts_with("profile."))
                    && let Some(first) = sources.insert(source, &field.key)
                {
                    self.warning(
                        format!("{path}.prefill"),
                        format!("{first} is filled from {source} too"),
                        "ask once, and look at that answer",
                    );
                }
                let mut labels = BTreeMap::new();
                for (path, inner) in path::each(&format!("{path}.fields"), &field.fields) {
                    self.read_the_same(&path, inner, &mut labels);
                    self.same_options(&path, inner);
                }
            }
        }
    }

    /// The applicant's own number, telephone or name, typed again.
    fn known_already(&mut self, path: &str, field: &Field) {
        if field.prefill.is_some() {
            return;
        }
        let bare = OWN
            .iter()
            .find_map(|own| field.key.strip_prefix(own))
            .unwrap_or(&field.key);
        let known = KNOWN
            .iter()
            .find(|(_, names, kinds)| names.contains(&bare) && kinds.contains(&field.kind));
        let birth = matches!(bare, "birth_date" | "date_of_birth") && field.kind == FieldKind::Date;
        if let Some((source, ..)) = known {
            self.warning(
                path,
                "the applicant is asked for what the profile knows",
                format!("add \"prefill\": \"{source}\", or say in the key whose it is, as in child_{bare}"),
            );
        } else if birth {
            self.warning(
                path,
                "the applicant is asked for a birth date that is known",
                format!("use applicant.age in conditions, or say in the key whose it is, as in child_{bare}"),
            );
        }
    }

    fn read_the_same(&mut self, path: &str, field: &'a Field, labels: &mut BTreeMap<String, &'a str>) {
        let read = fold::search_key(&field.label.ar);
        // A label of nothing is found elsewhere.
        if !read.is_empty()
            && let Some(first) = labels.insert(read, &field.key)
        {
            self.warning(
                format!("{path}.label"),
                format!("reads the same as the question {first} of this page"),
                "say in the label what makes it different",
            );
        }
    }

    fn same_options(&mut self, path: &str, field: &Field) {
        let mut seen: Vec<String> = Vec::new();
        for (path, option) in path::each(&format!("{path}.options"), &field.options) {
            let read = fold::search_key(&option.label.ar);
            if !read.is_empty() && seen.contains(&read) {
                self.warning(
                    format!("{path}.label"),
                    "reads the same as an option above it",
                    "say in the label what makes it different",
                );
            }
            seen.push(read);
        }
    }
}
