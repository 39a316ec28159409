//! What a service designer should know before a file goes live.
//!
//! Reading a file already refuses wrong types and unknown keys. This finds the rest: names that lead nowhere, steps
//! nobody reaches, examples that do not come out. A file with an [`Severity::Error`] is not used; a
//! [`Severity::Warning`] is a likely slip. The reasons are English sentences for designers, not for citizens.

mod compare;
mod document;
mod fee;
mod field;
mod form;
mod name;
mod path;
mod public;
mod reach;
mod twice;
mod wording;
mod workflow;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::service::{ServiceDefinition, UsualTime};

/// One thing found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where, as a JSON path: `form.pages[2].fields[0].visible_when`.
    pub path: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub mend: String,
    /// Whether the file can be used all the same.
    pub severity: Severity,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Likely a slip; the file can be used.
    Warning,
    /// The file is refused.
    Error,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path, self.reason, self.mend)
    }
}

/// Everything wrong with a file, in its own order. `lists` are the names `options_from` and `offices_from` may use.
pub fn check(definition: &ServiceDefinition, lists: &[String]) -> Vec<Finding> {
    let mut checker = Checker {
        definition,
        lists,
        findings: Vec::new(),
    };
    checker.head();
    checker.eligibility();
    checker.fee();
    checker.documents();
    checker.form();
    checker.workflow();
    checker.output();
    checker.public_fields();
    checker.asked_twice();
    checker.reached();
    checker.findings
}

/// Choices whose list is named in `reference.json` only: nobody can choose until it is there. `here` are the lists that
/// are; those of registries are read when a draft is opened.
pub fn lists_elsewhere(definition: &ServiceDefinition, here: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut look = |path: String, name: Option<&String>| {
        let read_later = |name: &str| name.starts_with("registry.") || name.starts_with("portal.");
        if let Some(name) = name.filter(|name| !here.contains(name) && !read_later(name)) {
            found.push(Finding {
                path,
                reason: format!("the list {name} is empty here"),
                mend: "write the list into a file in lists/; until then the service cannot be applied for".to_owned(),
                severity: Severity::Warning,
            });
        }
    };
    for (path, page) in path::each("form.pages", &definition.form.pages) {
        for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
            look(format!("{path}.options_from"), field.options_from.as_ref());
            for (path, inner) in path::each(&format!("{path}.fields"), &field.fields) {
                look(format!("{path}.options_from"), inner.options_from.as_ref());
            }
        }
    }
    for (path, step) in path::each("workflow.steps", &definition.workflow.steps) {
        look(format!("{path}.offices_from"), step.offices_from.as_ref());
    }
    found
}

/// Whether the file must be refused.
pub fn is_refused(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// One run over a file. The parts of the file are checked in the modules named after them.
struct Checker<'a> {
    definition: &'a ServiceDefinition,
    lists: &'a [String],
    findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn error(&mut self, path: impl Into<String>, reason: impl Into<String>, mend: impl Into<String>) {
        self.add(path.into(), reason.into(), mend.into(), Severity::Error);
    }

    fn warning(&mut self, path: impl Into<String>, reason: impl Into<String>, mend: impl Into<String>) {
        self.add(path.into(), reason.into(), mend.into(), Severity::Warning);
    }

    fn add(&mut self, path: String, reason: String, mend: String, severity: Severity) {
        self.findings.push(Finding {
            path,
            reason,
            mend,
            severity,
        });
    }

    /// Keys stand in addresses, in form fields and in dotted names, so they are kept plain.
    fn key(&mut self, path: &str, key: &str) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !key.starts_with(|c: char| c.is_ascii_lowercase()) || !key.chars().all(plain) {
            self.error(
                format!("{path}.key"),
                "a key is a lower-case letter, then lower-case letters, digits and _",
                "write it like passport_number",
            );
        }
    }

    /// Reports the second of two equal keys, at the path `list[n].key`.
    fn unique<'k>(&mut self, list: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for (at, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.error(
                    format!("{list}[{at}].key"),
                    format!("the key {key} is used twice"),
                    "give one of the two another key, and change the conditions that meant it",
                );
            }
        }
    }

    fn head(&mut self) {
        let definition = self.definition;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if definition.id.is_empty() || !definition.id.chars().all(plain) {
            self.error(
                "id",
                "an id is lower-case letters, digits and hyphens",
                "write it like birth-certificate-extract; it stands in the address",
            );
        }
        if definition.ministry_id.is_empty() {
            self.error(
                "ministry_id",
                "no ministry",
                "write the key of a body in reference.json, entities",
            );
        }
        self.text("ministry", &definition.ministry);
        self.text("title", &definition.title);
        self.text("summary", &definition.summary);
        for (at, source) in definition.prefill.iter().enumerate() {
            self.prefill(&format!("prefill[{at}]"), source);
        }
        let time = &definition.processing_time;
        self.optional_text("processing_time.note", time.note.as_ref());
        self.days("processing_time.working_days", Some(time.working_days));
        if time
            .urgent_working_days
            .is_some_and(|urgent| urgent > time.working_days)
        {
            self.warning(
                "processing_time.urgent_working_days",
                "the urgent path takes longer than the usual one",
                "make urgent_working_days smaller than working_days, or leave it out",
            );
        }
        if let Some(UsualTime::Words(words)) = &definition.processing_time_usual {
            self.text("processing_time_usual", words);
        }
    }

    fn eligibility(&mut self) {
        let definition = self.definition;
        let rules = &definition.eligibility.rules;
        self.unique("eligibility.rules", rules.iter().map(|rule| rule.key.as_str()));
        for (at, rule) in rules.iter().enumerate() {
            let path = format!("eligibility.rules[{at}]");
            self.key(&path, &rule.key);
            self.condition(&format!("{path}.when"), &rule.when, None);
            self.text(&format!("{path}.message"), &rule.message);
        }
    }

    fn output(&mut self) {
        let definition = self.definition;
        let output = &definition.output;
        self.text("output.title", &output.title);
        if let Some(validity) = &output.valid_for {
            self.validity("output.valid_for", validity);
        }
        if let Some(interim) = &output.interim {
            self.text("output.interim.title", &interim.title);
            self.validity("output.interim.valid_for", &interim.valid_for);
        }
        if let Some(group) = &output.per_item {
            self.group("output.per_item", group);
        }
        if output.verifiable && output.verification.is_none() {
            self.warning(
                "output.verification",
                "anyone may check the document, but nothing says what a check shows",
                "add verification with public_fields, or set verifiable to false",
            );
        }
        for (at, delivery) in definition.delivery.iter().enumerate() {
            self.text(&format!("delivery[{at}].label"), &delivery.label);
        }
        if let Some(appeal) = &definition.appeal {
            self.text("appeal.label", &appeal.label);
            self.days("appeal.within_working_days", Some(appeal.within_working_days));
        }
    }
}
