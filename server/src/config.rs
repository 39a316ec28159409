//! Settings: `hukumati.toml` in the working folder, and over it `HUKUMATI_*` of the environment.
//!
//! A setting that is not known, cannot be read, or is not safe together with another stops the start with a sentence
//! that names it. Each setting has one line in [`SETTINGS`]; `hukumati check` prints them all.

mod address;
mod messages;
mod registry;
mod source;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use chrono::NaiveDate;
use integrations::secret::Secret;
use integrations::signing::PublicKey;
use ipnet::IpNet;

pub use messages::Messages;
pub use registry::{Exchange, RegistryChoice};
pub use source::Source;

/// Every setting: its name in the file, and what it is. In the environment it is called `HUKUMATI_` and the name in
/// capitals.
pub const SETTINGS: [(&str, &str); 30] = [
    ("addr", "address to listen on"),
    ("base_url", "address of the portal as people type it"),
    ("catalogue_dir", "folder of the services"),
    ("clamd", "virus scanner: host:port or unix:/path of ClamAV's daemon"),
    ("data_dir", "folder of files and of the SQLite database"),
    ("database_url", "sqlite:… or postgres://…"),
    ("env", "development or production"),
    (
        "files_url",
        "where files are kept: file:///folder or s3://bucket/prefix",
    ),
    ("log", "what is logged: info, debug, or filters of tracing"),
    ("mail_from", "who mail comes from: name@host, or Words <name@host>"),
    ("mail_reply_to", "where answers to mail go, if not there"),
    ("national_id_checksum", "on or off: the check digit of identity numbers"),
    ("opens_on", "day on which the portal opens to everyone"),
    ("payment_secret", "the payment provider's secret key"),
    ("pilot", "on or off: only the people on the pilot's list may apply"),
    ("registry", "xroad, simulated or none"),
    (
        "retired_keys",
        "public keys that signed documents before, and still count",
    ),
    ("signing_key", "file of the key that signs documents"),
    ("simulator_addr", "address of the demonstration's payment simulator"),
    ("site_dir", "folder of the built style and program"),
    (
        "smtp_ca",
        "file with a house’s own certificates for the mail server, as PEM",
    ),
    (
        "smtp_url",
        "mail server: smtps://user:password@host or smtp://user:password@host (STARTTLS)",
    ),
    (
        "sms_body",
        "what the SMS gateway is sent: JSON or a form with {to}, {text} and {id} in it",
    ),
    ("sms_token", "secret of the SMS gateway"),
    ("sms_token_header", "the header it stands in"),
    ("sms_url", "address of the SMS gateway"),
    (
        "trusted_proxies",
        "addresses or networks whose X-Forwarded-For is believed",
    ),
    ("xroad_client", "who the portal is on the exchange of the registries"),
    (
        "xroad_hash",
        "verify or trust: how the request hash of a registry's reply is looked at",
    ),
    (
        "xroad_url",
        "address of the Security Server through which registries are asked",
    ),
];

/// Whether people depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On the machine of whoever works on it.
    Development,
    /// For people.
    Production,
}

/// The settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Address of the portal as people type it, without a slash at the end.
    pub base_url: String,
    /// Whether that was set, or follows from the listener.
    pub base_url_is_set: bool,
    /// Folder of the services.
    pub catalogue_dir: PathBuf,
    /// ClamAV's daemon.
    pub clamd: Option<String>,
    /// Folder of files and of the SQLite database.
    pub data_dir: PathBuf,
    /// The database; may hold a password.
    pub database_url: Secret,
    /// Whether people depend on it.
    pub environment: Environment,
    /// Where files are kept, if not in the data folder.
    pub files_url: Option<String>,
    /// Filters of the log.
    pub log: String,
    /// Where mail and short messages are handed over.
    pub messages: Messages,
    /// Whether check digits are looked at.
    pub national_id_checksum: bool,
    /// When it opens to everyone.
    pub opens_on: Option<NaiveDate>,
    /// The provider's secret; empty: none.
    pub payment_secret: Secret,
    /// Whether the pilot's list counts.
    pub pilot: bool,
    /// Which registries are asked.
    pub registry: RegistryChoice,
    /// Where registries are asked, if any.
    pub exchange: Option<Exchange>,
    /// Public keys that signed before.
    pub retired_keys: Vec<PublicKey>,
    /// File of the key that signs.
    pub signing_key: Option<PathBuf>,
    /// The simulator's address.
    pub simulator_addr: Option<SocketAddr>,
    /// Folder of the built style and program.
    pub site_dir: Option<PathBuf>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The demonstration.
    pub demo: bool,
}

impl Config {
    /// From the file and the environment of this process.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn load(demo: bool) -> Result<Self, String> {
        Self::read(&Source::of_this_process()?, demo)
    }

    /// From a source.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn read(source: &Source, demo: bool) -> Result<Self, String> {
        let addr = source.parsed("addr", "an address like 127.0.0.1:3000")?;
        let addr = addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let data_dir = PathBuf::from(source.get("data_dir").unwrap_or("data"));
        let database_url = match source.get("database_url") {
            Some(url) => url.to_owned(),
            None => format!("sqlite:{}", data_dir.join("hukumati.db").display()),
        };
        let base_url = source.get("base_url").map(address::base).transpose()?;
        let (registry, exchange) = registry::read(source, demo)?;
        let environment = match source.get("env") {
            None | Some("development") => Environment::Development,
            Some("production") => Environment::Production,
            Some(other) => return Err(source.wrong("env", other, "development or production")),
        };
        let messages = messages::read(source, demo, environment == Environment::Production)?;
        let config = Self {
            addr,
            base_url_is_set: base_url.is_some(),
            base_url: base_url.unwrap_or_else(|| format!("http://{addr}")),
            catalogue_dir: source.get("catalogue_dir").unwrap_or("catalogue").into(),
            clamd: source.get("clamd").map(str::to_owned),
            data_dir,
            files_url: source.get("files_url").map(str::to_owned),
            database_url: Secret::new(database_url),
            environment,
            messages,
            log: source.get("log").unwrap_or("info").to_owned(),
            national_id_checksum: source.switch("national_id_checksum")?.unwrap_or(true),
            opens_on: source.parsed("opens_on", "a date like 2027-01-31")?,
            payment_secret: Secret::new(source.get("payment_secret").unwrap_or_default()),
            pilot: source.switch("pilot")?.unwrap_or(true),
            registry,
            exchange,
            retired_keys: source.list(
                "retired_keys",
                "a public key as `hukumati keys show` prints it",
                PublicKey::read,
            )?,
            signing_key: source.get("signing_key").map(PathBuf::from),
            simulator_addr: source.parsed("simulator_addr", "an address like 127.0.0.1:3001")?,
            site_dir: source.get("site_dir").map(PathBuf::from),
            trusted_proxies: source.list("trusted_proxies", "an address or network", address::network)?,
            demo,
        };
        config.is_safe(source)?;
        Ok(config)
    }

    /// What must not be together.
    fn is_safe(&self, source: &Source) -> Result<(), String> {
        let named = |setting: &str| source.name(setting);
        let test_secret = self.payment_secret.expose().starts_with("sk_test_");
        let live_secret = self.payment_secret.expose().starts_with("sk_live_");
        if self.environment == Environment::Production {
            if self.demo {
                return Err(format!(
                    "--demo is not for {}=production: it has made-up people with a known password",
                    named("env")
                ));
            }
            if !self.https() {
                let base = named("base_url");
                return Err(format!("{base} must begin with https:// in production"));
            }
            if test_secret {
                let secret = named("payment_secret");
                return Err(format!("{secret} is a test key; production needs one for real money"));
            }
        } else if live_secret {
            let (secret, env) = (named("payment_secret"), named("env"));
            return Err(format!("{secret} is for real money; that needs {env}=production"));
        }
        Ok(())
    }

    /// Whether people reach it by https.
    pub fn https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Whether what this address says about others is believed.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }

    /// Name and value of each setting, to be printed: secrets are not.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let shown = |name: &str| match name {
            "addr" => self.addr.to_string(),
            "base_url" => self.base_url.clone(),
            "catalogue_dir" => self.catalogue_dir.display().to_string(),
            "clamd" => or_none(self.clamd.as_ref()),
            "files_url" => or_none(self.files_url.as_ref()),
            "data_dir" => self.data_dir.display().to_string(),
            "database_url" => address::without_password(self.database_url.expose()),
            "env" => format!("{:?}", self.environment).to_lowercase(),
            "log" => self.log.clone(),
            "mail_from" | "mail_reply_to" | "smtp_ca" | "smtp_url" | "sms_body" | "sms_token" | "sms_token_header"
            | "sms_url" => messages::line(&self.messages, name),
            "national_id_checksum" => on_off(self.national_id_checksum),
            "opens_on" => or_none(self.opens_on),
            "payment_secret" if self.payment_secret.is_empty() => "none".to_owned(),
            "payment_secret" => "***".to_owned(),
            "pilot" => on_off(self.pilot),
            "registry" => format!("{:?}", self.registry).to_lowercase(),
            "retired_keys" => self
                .retired_keys
                .iter()
                .map(PublicKey::text)
                .collect::<Vec<_>>()
                .join(","),
            "signing_key" => or_none(self.signing_key.as_ref().map(|path| path.display())),
            "simulator_addr" => or_none(self.simulator_addr),
            "xroad_client" => or_none(self.exchange.as_ref().map(|exchange| &exchange.client)),
            "xroad_hash" => or_none(
                self.exchange
                    .as_ref()
                    .map(|exchange| format!("{:?}", exchange.hash).to_lowercase()),
            ),
            "xroad_url" => or_none(self.exchange.as_ref().map(|exchange| &exchange.url)),
            "site_dir" => or_none(self.site_dir.as_ref().map(|path| path.display())),
            _ => self
                .trusted_proxies
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(","),
        };
        SETTINGS.iter().map(|(name, _)| (*name, shown(name))).collect()
    }
}

fn on_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests;
