//! `hukumati keys`: the key that signs documents.

use std::path::PathBuf;

use integrations::signing::{KeyError, MOST_KEYS, SigningKey};
use operations::clock::Random;

use crate::config::{Config, Environment};

/// What to do with keys.
#[derive(clap::Subcommand)]
pub enum KeysCommand {
    /// Make a new key in a file that only its owner may read
    New {
        /// The file; it must not be there yet
        path: PathBuf,
    },
    /// Print the public half of a key
    Show {
        /// The file
        path: PathBuf,
    },
}

/// Runs one.
///
/// # Errors
/// A sentence.
pub fn run(command: &KeysCommand) -> Result<(), String> {
    let (path, key) = match command {
        KeysCommand::New { path } => (path, SigningKey::create(path, &Random::system().bytes())),
        KeysCommand::Show { path } => (path, SigningKey::read(path)),
    };
    let key = key.map_err(|error| format!("{}: {error}", path.display()))?;
    println!("key = {}", key.public().name());
    println!("public = {}", key.public().text());
    Ok(())
}

/// The key of the settings. The demonstration makes itself one; in production there must be one.
///
/// # Errors
/// A sentence that names the setting.
pub fn signing(config: &Config) -> Result<Option<SigningKey>, String> {
    if config.retired_keys.len() >= MOST_KEYS {
        return Err(format!("HUKUMATI_RETIRED_KEYS holds more than {} keys", MOST_KEYS - 1));
    }
    if let Some(path) = &config.signing_key {
        let key = SigningKey::read(path);
        let wrong = |error: KeyError| format!("HUKUMATI_SIGNING_KEY: {}: {error}", path.display());
        return key.map(Some).map_err(wrong);
    }
    if config.environment == Environment::Production {
        return Err(
            "HUKUMATI_SIGNING_KEY must name the file of the key that signs documents; \
                    `hukumati keys new` makes one"
                .to_owned(),
        );
    }
    if !config.demo {
        return Ok(None);
    }
    let path = config.data_dir.join("signing.key");
    let key = match SigningKey::read(&path) {
        Err(KeyError::File(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            SigningKey::create(&path, &Random::system().bytes())
        }
        read => read,
    };
    key.map(Some).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;

    fn config(environment: &[(&str, &str)], demo: bool) -> Config {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        let source = Source::of(None, environment).expect("settings");
        Config::read(&source, demo).expect("settings")
    }

    #[test]
    fn production_needs_a_key_and_the_demonstration_makes_one() {
        let production = [
            ("HUKUMATI_ENV", "production"),
            ("HUKUMATI_BASE_URL", "https://a.example"),
        ];
        let refused = signing(&config(&production, false)).err().expect("refused");
        assert!(refused.contains("HUKUMATI_SIGNING_KEY"), "{refused}");
        assert!(signing(&config(&[], false)).expect("a machine of one's own").is_none());
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().to_str().expect("a path");
        let demo = config(&[("HUKUMATI_DATA_DIR", data)], true);
        let made = signing(&demo).expect("a key").expect("made");
        let again = signing(&demo).expect("a key").expect("read");
        assert_eq!(made.public(), again.public());
        let missing = config(&[("HUKUMATI_SIGNING_KEY", "/nowhere/signing.key")], false);
        assert!(
            signing(&missing)
                .err()
                .expect("refused")
                .contains("/nowhere/signing.key")
        );
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let environment = [("HUKUMATI_RETIRED_KEYS".into(), "short".into())];
        let source = Source::of(None, environment).expect("settings");
        assert!(
            Config::read(&source, false)
                .expect_err("refused")
                .contains("HUKUMATI_RETIRED_KEYS")
        );
    }
}
