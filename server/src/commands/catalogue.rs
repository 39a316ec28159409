//! `hukumati catalogue`: for those who write the files of services.

use std::path::{Path, PathBuf};

use domain::check::Severity;
use operations::catalogue::exchange::{self, ExchangeError, Imported};
use operations::catalogue::lint::{self, Report};
use operations::catalogue::{Catalogue, SCHEMA};

/// What to do with the files.
#[derive(clap::Subcommand)]
pub enum CatalogueCommand {
    /// Say everything that is to be said about a file, a folder of services or a whole catalogue
    Check {
        /// The file or folder
        path: PathBuf,
        /// As JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Bring a file, a folder of services, or a catalogue with its lists into the one that is served
    Import {
        /// The file or folder
        path: PathBuf,
    },
    /// Write the catalogue that is served into an empty folder, with the schema
    Export {
        /// The folder
        path: PathBuf,
    },
    /// Print the JSON Schema of a service's file
    Schema,
}

/// Runs one. `installed` is the folder of the catalogue that is served.
///
/// # Errors
/// A sentence.
pub fn run(command: &CatalogueCommand, installed: &Path) -> Result<(), String> {
    match command {
        CatalogueCommand::Check { path, json } => check(path, installed, *json),
        CatalogueCommand::Import { path } => import(path, installed),
        CatalogueCommand::Export { path } => export(path, installed),
        CatalogueCommand::Schema => {
            print!("{SCHEMA}");
            Ok(())
        }
    }
}

fn check(path: &Path, installed: &Path, json: bool) -> Result<(), String> {
    let report = lint::lint(path, installed).map_err(|error| error.to_string())?;
    if json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        println!("{text}");
    } else {
        print(&report);
        println!("{}", sum(&report));
    }
    match report.errors() {
        0 => Ok(()),
        1 => Err("1 error: the file that has it is not served".to_owned()),
        many => Err(format!("{many} errors: the files that have them are not served")),
    }
}

/// Each finding on lines of its own: where, what, and what to do.
fn print(report: &Report) {
    for found in &report.findings {
        let severity = match found.finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = match found.finding.path.as_str() {
            "" => String::new(),
            path => format!(" at {path}"),
        };
        println!("{}: {severity}{place}", found.file.display());
        println!("    {}", found.finding.reason);
        println!("    {}", found.finding.mend);
    }
}

fn sum(report: &Report) -> String {
    let (errors, warnings) = (report.errors(), report.warnings());
    let many = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let found = match (errors, warnings) {
        (0, 0) => "nothing to mend".to_owned(),
        _ => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
    };
    format!("{}: {found}", many(report.services, "service"))
}

fn import(path: &Path, installed: &Path) -> Result<(), String> {
    let imported = exchange::import(path, installed).map_err(explain)?;
    for (place, what) in imported {
        let what = match what {
            Imported::New => "new".to_owned(),
            Imported::Changed(parts) => format!("changed: {}", parts.join(", ")),
            Imported::Same => "as it was".to_owned(),
        };
        println!("{}: {what}", place.display());
    }
    println!("A portal that runs on this folder takes it within seconds; drafts are shown what changed.");
    Ok(())
}

fn export(path: &Path, installed: &Path) -> Result<(), String> {
    let catalogue = exchange::export(installed, path).map_err(explain)?;
    println!("{}: {} services", path.display(), catalogue.services().len());
    Ok(())
}

/// Prints what refused the files; the sentence is for the end.
fn explain(error: ExchangeError) -> String {
    match error {
        ExchangeError::Refused(report) => {
            print(&report);
            format!("{}; nothing was brought in", sum(&report))
        }
        other => other.to_string(),
    }
}

/// Whether the catalogue that is served is good, in one line.
///
/// # Errors
/// The first thing that breaks it, with its place in the file.
pub fn summary(folder: &Path) -> Result<String, String> {
    let catalogue = Catalogue::load(folder).map_err(|error| format!("the catalogue: {error}"))?;
    let (count, version) = (catalogue.services().len(), catalogue.version());
    let warnings = match catalogue.warnings().len() {
        0 => String::new(),
        some => format!(" `hukumati catalogue check` has {some} warnings."),
    };
    Ok(format!(
        "The catalogue is good: {count} services, version {version}.{warnings}"
    ))
}
