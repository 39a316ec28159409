//! Services brought into a catalogue and out of it.
//!
//! What comes in is first put together with what is there, in a folder beside it, and read as at start: nothing stands
//! in the catalogue that would stop the next one. Each file then takes its place in one move.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::service::ServiceDefinition;
use serde_json::Value;

use super::lint::{Report, files, report};
use super::read::{beside, json_files, read};
use super::{Catalogue, CatalogueError, SCHEMA};

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It was not there.
    New,
    /// It was there, and these parts are others now.
    Changed(Vec<String>),
    /// It was there as it is.
    Same,
}

/// Why nothing was brought in or out.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The files are not good.
    #[error("{} errors", .0.errors())]
    Refused(Report),
    /// They are good, and the catalogue with them in it is not.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The disk.
    #[error("{}: {why}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// There is something in the way.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
}

/// Brings a file, a folder of services or the services and lists of a catalogue into the one of `folder`.
///
/// # Errors
/// What is wrong; nothing is changed then.
pub fn import(path: &Path, folder: &Path) -> Result<Vec<(PathBuf, Imported)>, ExchangeError> {
    let lists = path.join("lists");
    let lists = if lists.is_dir() {
        json_files(&lists)?
    } else {
        Vec::new()
    };
    let staging = folder.join(format!(".import-{}", std::process::id()));
    let done = staged(path, &lists, folder, &staging);
    // What is left of it is nobody's.
    _ = std::fs::remove_dir_all(&staging);
    done
}

fn staged(
    path: &Path,
    lists: &[PathBuf],
    folder: &Path,
    staging: &Path,
) -> Result<Vec<(PathBuf, Imported)>, ExchangeError> {
    copy_catalogue(folder, staging)?;
    for list in lists {
        copy(list, &staging.join("lists").join(list.file_name().unwrap_or_default()))?;
    }
    let services = files(path)?;
    let found = report(&services, &beside(staging)?);
    if found.errors() > 0 {
        return Err(ExchangeError::Refused(found));
    }
    let mut moves = Vec::new();
    for list in lists {
        moves.push(Path::new("lists").join(list.file_name().unwrap_or_default()));
    }
    let there = Catalogue::load(folder)?;
    for service in services {
        let (definition, _) = read::<ServiceDefinition>(&service)?;
        let place = place_of(&definition.id, folder, &there)?;
        copy(&service, &staging.join(&place))?;
        moves.push(place);
    }
    Catalogue::load(staging)?;
    let mut imported = Vec::new();
    for place in moves {
        let (from, to) = (staging.join(&place), folder.join(&place));
        let what = compare(&from, &to);
        if what != Imported::Same {
            std::fs::rename(&from, &to).map_err(|why| disk(&to, &why))?;
        }
        imported.push((place, what));
    }
    Ok(imported)
}

/// The file that describes the service now, whatever it is called; else one named after it.
fn place_of(id: &str, folder: &Path, there: &Catalogue) -> Result<PathBuf, ExchangeError> {
    if there.find(id).is_some() {
        for file in json_files(&folder.join("services"))? {
            if read::<ServiceDefinition>(&file)?.0.id == id {
                return Ok(Path::new("services").join(file.file_name().unwrap_or_default()));
            }
        }
    }
    Ok(Path::new("services").join(format!("{id}.json")))
}

/// What is different, by the keys at the top of the file.
fn compare(new: &Path, old: &Path) -> Imported {
    let value = |path: &Path| -> Option<Value> { serde_json::from_slice(&std::fs::read(path).ok()?).ok() };
    let (Some(new), Some(old)) = (value(new), value(old)) else {
        return Imported::New;
    };
    let keys = |value: &Value| -> BTreeSet<String> {
        let parts = value.as_object();
        parts.map(|parts| parts.keys().cloned().collect()).unwrap_or_default()
    };
    let all: BTreeSet<String> = &keys(&new) | &keys(&old);
    let changed: Vec<String> = all.into_iter().filter(|key| new.get(key) != old.get(key)).collect();
    if changed.is_empty() {
        Imported::Same
    } else {
        Imported::Changed(changed)
    }
}

/// Writes the catalogue of `folder` out: `reference.json`, lists, services and the schema. It is read before it is
/// called good.
///
/// # Errors
/// A folder that is not empty, a catalogue that is broken, the disk.
pub fn export(folder: &Path, path: &Path) -> Result<Catalogue, ExchangeError> {
    let taken = std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    if taken || path.is_file() {
        return Err(ExchangeError::NotEmpty(path.to_owned()));
    }
    Catalogue::load(folder)?;
    copy_catalogue(folder, path)?;
    let file = path.join("service.schema.json");
    std::fs::write(&file, SCHEMA).map_err(|why| disk(&file, &why))?;
    Ok(Catalogue::load(path)?)
}

fn copy_catalogue(from: &Path, to: &Path) -> Result<(), ExchangeError> {
    for part in ["lists", "services"] {
        let folder = to.join(part);
        std::fs::create_dir_all(&folder).map_err(|why| disk(&folder, &why))?;
        for file in json_files(&from.join(part))? {
            copy(&file, &folder.join(file.file_name().unwrap_or_default()))?;
        }
    }
    copy(&from.join("reference.json"), &to.join("reference.json"))?;
    let registries = from.join("registries.json");
    if registries.is_file() {
        copy(&registries, &to.join("registries.json"))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), ExchangeError> {
    std::fs::copy(from, to).map(|_| ()).map_err(|why| disk(from, &why))
}

fn disk(path: &Path, why: &std::io::Error) -> ExchangeError {
    ExchangeError::Disk {
        path: path.to_owned(),
        why: why.to_string(),
    }
}
