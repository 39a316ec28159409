//! Where settings come from: a file, and over it the environment.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use super::SETTINGS;

const FILE: &str = "hukumati.toml";
const PREFIX: &str = "HUKUMATI_";
/// Names of ours in the environment that are no settings: they belong to the scripts around the program.
const NOT_OURS: [&str; 1] = ["HUKUMATI_TOOLS"];

/// The settings as text, each with where it was found.
#[derive(Clone, Debug, Default)]
pub struct Source {
    values: BTreeMap<String, (String, Place)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    File,
    Environment,
}

impl Source {
    /// The file in the working folder, if there is one, and the environment.
    ///
    /// # Errors
    /// A sentence that names the setting or the file.
    pub fn of_this_process() -> Result<Self, String> {
        let file = match std::fs::read_to_string(Path::new(FILE)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(format!("{FILE} cannot be read: {error}")),
        };
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, value)| match value.into_string() {
                Ok(value) => Ok((name, value)),
                Err(_) => Err(format!("{name} is not text")),
            });
        Self::of(file.as_deref(), environment.collect::<Result<Vec<_>, _>>()?)
    }

    /// From a file's text and an environment.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn of(file: Option<&str>, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut source = Self::default();
        let table: toml::Table = file
            .unwrap_or_default()
            .parse()
            .map_err(|error| format!("{FILE} cannot be read: {error}"))?;
        for (name, value) in table {
            let text = text(&value).ok_or_else(|| format!("{FILE}: {name} is no single value"))?;
            source.put(&name, text, Place::File, &format!("{FILE}: {name}"))?;
        }
        for (name, value) in environment {
            if NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            let setting = name.trim_start_matches(PREFIX).to_lowercase();
            source.put(&setting, value, Place::Environment, &name)?;
        }
        Ok(source)
    }

    fn put(&mut self, name: &str, value: String, place: Place, shown: &str) -> Result<(), String> {
        if !SETTINGS.iter().any(|(known, _)| *known == name) {
            return Err(format!("{shown} is no setting of this program"));
        }
        // Set to nothing is not set.
        if !value.trim().is_empty() {
            self.values.insert(name.to_owned(), (value.trim().to_owned(), place));
        }
        Ok(())
    }

    /// The text of a setting.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(value, _)| value.as_str())
    }

    /// The name of a setting as whoever set it knows it.
    pub fn name(&self, name: &str) -> String {
        match self.values.get(name) {
            Some((_, Place::File)) => format!("{FILE}: {name}"),
            _ => format!("{PREFIX}{}", name.to_uppercase()),
        }
    }

    /// The sentence for a value that cannot be read.
    pub fn wrong(&self, name: &str, value: &str, expected: &str) -> String {
        format!("{}: “{value}” is not {expected}", self.name(name))
    }

    /// A value of a type.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn parsed<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| self.wrong(name, value, expected))
    }

    /// On or off.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn switch(&self, name: &str) -> Result<Option<bool>, String> {
        match self.get(name) {
            None => Ok(None),
            Some("on" | "true" | "1") => Ok(Some(true)),
            Some("off" | "false" | "0") => Ok(Some(false)),
            Some(other) => Err(self.wrong(name, other, "on or off")),
        }
    }

    /// Values with commas between; `wanted` says what each has to be.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn list<T>(&self, name: &str, wanted: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
        let parts = self.get(name).unwrap_or_default().split(',').map(str::trim);
        let one = |part| read(part).ok_or_else(|| self.wrong(name, part, wanted));
        parts.filter(|part| !part.is_empty()).map(one).collect()
    }
}

fn text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(on) => Some(on.to_string()),
        toml::Value::Datetime(at) => Some(at.to_string()),
        toml::Value::Array(values) => values
            .iter()
            .map(text)
            .collect::<Option<Vec<_>>>()
            .map(|parts| parts.join(",")),
        toml::Value::Float(_) | toml::Value::Table(_) => None,
    }
}
