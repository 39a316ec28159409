//! What the commands share, and the small ones themselves.

pub mod catalogue;
pub mod keys;

use std::sync::Arc;

use domain::person::Duty;
use integrations::antivirus::Antivirus;
use integrations::antivirus::clamd::Clamd;
use integrations::files::objects::Objects;
use integrations::mail::Mailer;
use integrations::mail::smtp::Smtp;
use integrations::nowhere::Nowhere;
use integrations::payment::PaymentProvider;
use integrations::payment::lahza::{Lahza, LahzaConfig};
use integrations::registry::Registry;
use integrations::registry::none::NoRegistry;
use integrations::registry::simulated::SimulatedRegistry;
use integrations::secret::Secret;
use integrations::signing::{Keyring, SigningKey};
use integrations::sms::Texter;
use integrations::sms::gateway::Gateway;
use operations::catalogue::Catalogue;
use operations::catalogue::shelf::Shelf;
use operations::clock::{Clock, Random};
use operations::notices::Notices;
use operations::notices::texts::Texts;
use operations::{OperationError, Portal, Settings};
use store::{Database, Options};

use crate::config::{Config, Environment, RegistryChoice};
use crate::router::ROUTES;

/// Where cards are charged.
const LAHZA: &str = "https://api.lahza.io";

/// What runs beside the portal.
#[derive(Default)]
pub struct Outside<'a> {
    /// The key that signs documents; a worker needs none.
    pub signing: Option<SigningKey>,
    /// The payment simulator.
    pub simulator: Option<&'a str>,
}

/// The portal of the settings: everything is opened, nothing is migrated.
///
/// # Errors
/// A sentence.
pub async fn portal(config: &Config, outside: Outside<'_>) -> Result<Portal, String> {
    let files = files(config)?;
    let registry: Arc<dyn Registry> = match (config.registry, &config.exchange) {
        (RegistryChoice::XRoad, Some(exchange)) => Arc::new(exchange.connector()?),
        (RegistryChoice::Simulated, _) => Arc::new(SimulatedRegistry),
        (RegistryChoice::None | RegistryChoice::XRoad, _) => Arc::new(NoRegistry),
    };
    let shelf = Shelf::load(&config.catalogue_dir).map_err(|error| format!("the catalogue: {error}"))?;
    Ok(Portal {
        store: database(config).await?,
        catalogue: shelf.now(),
        shelf,
        clock: Clock::system(),
        random: Random::system(),
        registry,
        providers: providers(config, outside.simulator)?,
        files: Arc::new(files),
        antivirus: antivirus(config)?,
        notices: notices(config)?,
        signing: Arc::new(Keyring::new(outside.signing, config.retired_keys.clone())),
        settings: Arc::new(Settings {
            base_url: config.base_url.clone(),
            pilot: config.pilot,
            opens_on: config.opens_on,
            national_id_checksum: config.national_id_checksum,
            demo: config.demo,
            ..Settings::default()
        }),
    })
}

fn files(config: &Config) -> Result<Objects, String> {
    match &config.files_url {
        Some(url) => Objects::at(url).map_err(|error| format!("HUKUMATI_FILES_URL: {error}")),
        None => {
            let folder = config.data_dir.join("files");
            Objects::folder(&folder).map_err(|error| format!("{}: {error}", folder.display()))
        }
    }
}

fn antivirus(config: &Config) -> Result<Option<Arc<dyn Antivirus>>, String> {
    let Some(address) = &config.clamd else { return Ok(None) };
    let clamd = Clamd::at(address).map_err(|error| format!("HUKUMATI_CLAMD: {error}"))?;
    Ok(Some(Arc::new(clamd)))
}

/// Who carries messages. In the demonstration they go nowhere, and are shown.
fn notices(config: &Config) -> Result<Notices, String> {
    let texts = Arc::new(Texts::own()?);
    if config.demo {
        return Ok(Notices {
            mail: Some(Arc::new(Nowhere)),
            sms: Some(Arc::new(Nowhere)),
            texts,
        });
    }
    let mut mail: Option<Arc<dyn Mailer>> = None;
    if let Some(config) = &config.messages.mail {
        mail = Some(Arc::new(Smtp::new(config).map_err(|error| format!("mail: {error}"))?));
    }
    let mut sms: Option<Arc<dyn Texter>> = None;
    if let Some(config) = &config.messages.sms {
        sms = Some(Arc::new(Gateway::new(config).map_err(|error| format!("SMS: {error}"))?));
    }
    Ok(Notices { mail, sms, texts })
}

fn providers(config: &Config, simulator: Option<&str>) -> Result<Vec<Arc<dyn PaymentProvider>>, String> {
    let secret = config.payment_secret.clone();
    let lahza = match simulator {
        Some(simulator) => LahzaConfig::new("simulated", simulator, secret),
        None if secret.is_empty() => return Ok(Vec::new()),
        None => LahzaConfig::new("lahza", LAHZA, secret),
    };
    let lahza = Lahza::new(lahza).map_err(|error| format!("payments: {error}"))?;
    Ok(vec![Arc::new(lahza)])
}

/// A secret for one run of the demonstration.
pub fn test_secret() -> Secret {
    let bytes: [u8; 16] = Random::system().bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Secret::new(format!("sk_test_{hex}"))
}

async fn database(config: &Config) -> Result<Database, String> {
    let url = config.database_url.expose();
    let opened = Database::connect(url, &Options::default()).await;
    opened.map_err(|error| format!("the database of HUKUMATI_DATABASE_URL: {error}"))
}

/// Brings the tables to what this program expects.
///
/// # Errors
/// A sentence.
pub async fn migrate(config: &Config) -> Result<(), String> {
    let store = database(config).await?;
    store
        .migrate()
        .await
        .map_err(|error| format!("the database: {error}"))?;
    store.close().await;
    println!("The database is as this version needs it.");
    Ok(())
}

/// Fills an empty database with invented cases.
///
/// # Errors
/// A sentence: in production, or when there are cases already.
pub async fn seed(config: &Config, size: operations::seed::Size) -> Result<(), String> {
    if config.environment == Environment::Production {
        return Err("invented cases are refused in production".to_owned());
    }
    let mut portal = portal(config, Outside::default()).await?;
    let failed = |error: OperationError| match error {
        OperationError::Forbidden => "there are cases already; only an empty database is filled".to_owned(),
        error => error.to_string(),
    };
    let migrated = portal.store.migrate().await;
    migrated.map_err(|error| format!("the database: {error}"))?;
    portal.keep_catalogue().await.map_err(failed)?;
    let told = |done| {
        if done % 50_000 == 0 {
            println!("{done} of {} cases", size.cases);
        }
    };
    operations::seed::seed(&portal, size, told).await.map_err(failed)?;
    portal.store.close().await;
    println!("{} cases, of which {} open.", size.cases, size.open);
    Ok(())
}

/// Says whether the settings, the catalogue and the database are good.
///
/// # Errors
/// A sentence for the first that is not.
pub async fn check(config: &Config) -> Result<(), String> {
    for (name, value) in config.lines() {
        println!("{name} = {value}");
    }
    keys::signing(config)?;
    println!("{}", catalogue::summary(&config.catalogue_dir)?);
    let store = database(config).await?;
    let ready = store.is_ready().await;
    store.close().await;
    if ready {
        println!("The database takes writes.");
        Ok(())
    } else {
        Err("the database takes no writes: run `hukumati migrate`, or look at its disk".to_owned())
    }
}

/// Gives a person a duty in a ministry.
///
/// # Errors
/// A sentence: no such account, body or role.
pub async fn staff_add(config: &Config, national_id: &str, duty: Duty) -> Result<(), String> {
    let catalogue = Catalogue::load(&config.catalogue_dir).map_err(|error| format!("the catalogue: {error}"))?;
    let english = domain::language::Language::En;
    if catalogue.entity(&duty.entity, english) == duty.entity {
        return Err(format!("the catalogue knows no body “{}”", duty.entity));
    }
    let store = database(config).await?;
    let person = store::people::by_national_id(&store, national_id)
        .await
        .map_err(|error| format!("the database: {error}"))?
        .ok_or_else(|| format!("nobody with the number {national_id} has an account"))?;
    let written = async {
        let mut tx = store.begin().await?;
        store::people::add_duty(&mut tx, person.id, &duty).await?;
        tx.commit().await
    };
    written.await.map_err(|error| format!("the database: {error}"))?;
    store.close().await;
    println!("{} is now {} at {}.", person.name_en, duty.role, duty.entity);
    Ok(())
}

/// Puts an identity number on the pilot's list.
///
/// # Errors
/// A sentence.
pub async fn pilot_add(config: &Config, national_id: &str) -> Result<(), String> {
    let store = database(config).await?;
    let written = async {
        let mut tx = store.begin().await?;
        store::people::pilot_add(&mut tx, national_id, Clock::system().now()).await?;
        tx.commit().await
    };
    written.await.map_err(|error| format!("the database: {error}"))?;
    store.close().await;
    println!("{national_id} is on the pilot's list.");
    Ok(())
}

/// Makes the numbers per day anew.
///
/// # Errors
/// A sentence.
pub async fn summaries_rebuild(config: &Config) -> Result<(), String> {
    let portal = portal(config, Outside::default()).await?;
    let rebuilt = operations::summaries::rebuild(&portal).await;
    let rebuilt = rebuilt.map_err(|error| format!("the database: {error}; try again when less happens"))?;
    portal.store.close().await;
    println!(
        "{} numbers, of which {} were not as they should be.",
        rebuilt.rows, rebuilt.mended
    );
    Ok(())
}

/// Prints every route with its policy.
///
/// # Errors
/// None that can happen: the table is plain data.
pub fn routes() -> Result<(), String> {
    let table = serde_json::to_string_pretty(ROUTES).map_err(|error| error.to_string())?;
    println!("{table}");
    Ok(())
}
