//! Everything that is to be said about files at once, for those who write them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::check::{Finding, Severity};
use domain::service::ServiceDefinition;
use serde::Serialize;

use super::read::{Beside, beside, json_files, read};
use super::{Catalogue, CatalogueError};

/// What was found in some files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many services were looked at.
    pub services: usize,
    /// By file and place.
    pub findings: Vec<FileFinding>,
}

/// A finding and the file it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFinding {
    /// The file.
    pub file: PathBuf,
    /// What was found there.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Report {
    /// How many findings refuse their file.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many are likely slips.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let found = self.findings.iter();
        found.filter(|found| found.finding.severity == severity).count()
    }
}

/// Looks at a file, a folder of services or a whole catalogue. Lists, roles and bodies are those of the catalogue it
/// stands in, else those of `installed`.
///
/// # Errors
/// A file or folder that cannot be read, or a `reference.json` or list that is broken.
pub fn lint(path: &Path, installed: &Path) -> Result<Report, CatalogueError> {
    let files = files(path)?;
    let around = around(path).unwrap_or(installed);
    let mut report = report(&files, &beside(around)?);
    // The registries are checked against all services together.
    if report.errors() == 0 && around == path {
        let registries = path.join("registries.json");
        match Catalogue::load(path) {
            Ok(whole) => {
                let of_it = whole.warnings.into_iter().filter(|(file, _)| *file == registries);
                let of_it = of_it.map(|(file, finding)| FileFinding { file, finding });
                report.findings.extend(of_it);
            }
            Err(CatalogueError::Broken { path, at, reason }) => report.findings.push(FileFinding {
                file: path,
                finding: error(&at, reason, "see docs/decisions/0027-registries-by-data-set.md"),
            }),
            Err(other) => return Err(other),
        }
    }
    Ok(report)
}

/// The files of services meant by a path: itself, those of a catalogue, or those of the folder.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, CatalogueError> {
    let services = path.join("services");
    if services.is_dir() {
        json_files(&services)
    } else if path.is_dir() {
        json_files(path)
    } else if !path.exists() {
        Err(CatalogueError::Unreadable {
            path: path.to_owned(),
            why: "no such file or folder".to_owned(),
        })
    } else {
        Ok(vec![path.to_owned()])
    }
}

/// The catalogue a path is, or stands in.
fn around(path: &Path) -> Option<&Path> {
    let mut folders = path.ancestors().take(3);
    folders.find(|folder| folder.join("reference.json").is_file())
}

pub(super) fn report(files: &[PathBuf], beside: &Beside) -> Report {
    let mut report = Report::default();
    let mut ids: BTreeMap<String, &PathBuf> = BTreeMap::new();
    for file in files {
        report.services += 1;
        let mut findings = match read::<ServiceDefinition>(file) {
            Ok((definition, _)) => {
                let mut findings = beside.findings(&definition);
                if let Some(first) = ids.insert(definition.id.clone(), file) {
                    let reason = format!("{} already describes {}", first.display(), definition.id);
                    findings.push(error("id", reason, "give one of the two another id"));
                }
                findings
            }
            Err(CatalogueError::Broken { at, reason, .. }) => {
                let mend = "hukumati catalogue schema says what may stand where";
                vec![error(&at, reason, mend)]
            }
            Err(other) => vec![error("", other.to_string(), "see whether it is there and may be read")],
        };
        findings.sort_by_cached_key(|finding| natural(&finding.path));
        report.findings.extend(findings.into_iter().map(|finding| FileFinding {
            file: file.clone(),
            finding,
        }));
    }
    report
}

fn error(path: &str, reason: String, mend: &str) -> Finding {
    Finding {
        path: path.to_owned(),
        reason,
        mend: mend.to_owned(),
        severity: Severity::Error,
    }
}

/// A path so that `fields[2]` stands before `fields[10]`.
fn natural(path: &str) -> Vec<(String, usize)> {
    path.split('[')
        .map(|part| match part.split_once(']') {
            Some((number, rest)) => (rest.to_owned(), number.parse().unwrap_or(0)),
            None => (part.to_owned(), 0),
        })
        .collect()
}
