//! What a service designer should know before a file goes live.
//!
//! Reading a file already refuses wrong types and unknown keys. This finds the rest: names that lead nowhere, steps
//! nobody reaches, examples that do not come out. A file with an [`Severity::Error`] is not used; a
//! [`Severity::Warning`] is a likely slip. The reasons are English sentences for designers, not for citizens.

mod document;
mod fee;
mod field;
mod form;
mod name;
mod path;
mod workflow;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::service::{ServiceDefinition, UsualTime};

/// One thing found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where, as a JSON path: `form.pages[2].fields[0].visible_when`.
    pub path: String,
    /// What is wrong.
    pub reason: String,
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
        write!(f, "{}: {}", self.path, self.reason)
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
    checker.findings
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
    fn error(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.add(path.into(), reason.into(), Severity::Error);
    }

    fn warning(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.add(path.into(), reason.into(), Severity::Warning);
    }

    fn add(&mut self, path: String, reason: String, severity: Severity) {
        self.findings.push(Finding { path, reason, severity });
    }

    /// Both languages, always.
    fn text(&mut self, path: &str, text: &Text) {
        if text.ar.trim().is_empty() {
            self.error(format!("{path}.ar"), "the Arabic text is empty");
        }
        if text.en.trim().is_empty() {
            self.error(format!("{path}.en"), "the English text is empty");
        }
    }

    fn optional_text(&mut self, path: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(path, text);
        }
    }

    /// Keys stand in addresses, in form fields and in dotted names, so they are kept plain.
    fn key(&mut self, path: &str, key: &str) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !key.starts_with(|c: char| c.is_ascii_lowercase()) || !key.chars().all(plain) {
            self.error(
                format!("{path}.key"),
                "a key is a lower-case letter, then lower-case letters, digits and _",
            );
        }
    }

    /// Reports the second of two equal keys, at the path `list[n].key`.
    fn unique<'k>(&mut self, list: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for (at, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.error(format!("{list}[{at}].key"), format!("the key {key} is used twice"));
            }
        }
    }

    fn head(&mut self) {
        let definition = self.definition;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if definition.id.is_empty() || !definition.id.chars().all(plain) {
            self.error("id", "an id is lower-case letters, digits and hyphens");
        }
        if definition.ministry_id.is_empty() {
            self.error("ministry_id", "no ministry");
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
