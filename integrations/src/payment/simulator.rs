//! A payment provider of our own making, for the demo and the tests: no money moves.
//!
//! It is another house. It runs as its own process, keeps its own truth in its own file, shows its own
//! pages, and knows the portal only by what a real provider is told: a secret, an address to notify, a
//! callback for the browser. It speaks the Lahza protocol, so the portal reaches it by the very adapter
//! that will carry real money. It may be killed at any moment: the journal is replayed at the start,
//! orders under way are finished and notifications still owed are sent.
//!
//! | Address | What |
//! |---|---|
//! | `POST /transaction/initialize` | opens a transaction (bearer secret) |
//! | `GET /transaction/verify/{reference}` | where it stands (bearer secret) |
//! | `GET`, `POST /checkout/{access_code}` | the payer's page, without script, Arabic or English |
//! | `GET /control/truth` | every transaction as JSON, for tests and for reconciliation by hand |
//! | `GET /healthz` | 200 once it listens |
//!
//! Faults by amount, in the protocol's minor units: one that ends in 98 is recorded and answered with
//! 500; one that ends in 99 is recorded and answered after [`Pace::hang`].

mod act;
mod api;
mod book;
mod checkout;
mod notify;
mod page;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::language::Text;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::secret::Secret;
use book::Book;

pub use act::Act;

/// Longest body of a request to the simulator.
const BODY_LIMIT: usize = 64 * 1024;
/// Notifications on their way at the same time.
const DELIVERIES_AT_ONCE: usize = 8;

/// How the simulator is set up.
#[derive(Clone, Debug)]
pub struct SimulatorConfig {
    /// The secret shared with the portal. One for real money (`sk_live_…`) is refused.
    pub secret: Secret,
    /// Where notifications are posted.
    pub notify_url: String,
    /// Where a payer's browser reaches this process: scheme, host, port, no path.
    pub public_url: String,
    /// The file that is its truth: one JSON entry a line, only ever appended to.
    pub journal: PathBuf,
    /// Who is paid, as the page names it.
    pub payee: Text,
    /// How long things take.
    pub pace: Pace,
}

impl SimulatorConfig {
    /// With the usual payee and pace.
    pub fn new(
        secret: Secret,
        notify_url: impl Into<String>,
        public_url: impl Into<String>,
        journal: impl Into<PathBuf>,
    ) -> Self {
        Self {
            secret,
            notify_url: notify_url.into(),
            public_url: public_url.into().trim_end_matches('/').to_owned(),
            journal: journal.into(),
            payee: Text {
                ar: "حكومتي: بوابة الخدمات الحكومية".to_owned(),
                en: "Hukumati, government services portal".to_owned(),
            },
            pace: Pace::default(),
        }
    }
}

/// How long things take; tests shorten it.
#[derive(Clone, Debug)]
pub struct Pace {
    /// `initialize` with an amount ending in 99 answers after this.
    pub hang: Duration,
    /// [`Act::Slow`]: pending for this long, then paid.
    pub slow: Duration,
    /// [`Act::Late`]: the browser is back at once, paid after this.
    pub late: Duration,
    /// The waits between tries of a notification that was not answered with 2xx.
    pub retries: Vec<Duration>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            hang: Duration::from_secs(30),
            slow: Duration::from_secs(20),
            late: Duration::from_secs(15),
            retries: [1, 3, 10, 30, 60].map(Duration::from_secs).to_vec(),
        }
    }
}

/// The running simulator.
struct Simulator {
    config: SimulatorConfig,
    book: Mutex<Book>,
    client: reqwest::Client,
    deliveries: Semaphore,
}

impl Simulator {
    fn open(config: SimulatorConfig) -> io::Result<Arc<Self>> {
        let secret = config.secret.expose();
        if secret.is_empty() || secret.starts_with("sk_live_") {
            let sentence = "the payment simulator needs a secret of its own, never one for real money";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, sentence));
        }
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        Ok(Arc::new(Self {
            book: Mutex::new(Book::open(&config.journal)?),
            config,
            client,
            deliveries: Semaphore::new(DELIVERIES_AT_ONCE),
        }))
    }

    /// The book, for a moment: never held while waiting. An entry is applied only after it is
    /// written, so a panic elsewhere leaves it whole.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the simulator on this socket until the future is dropped or the process ends.
///
/// # Errors
/// When the settings are unsafe, the journal cannot be read or is in use, or the socket fails.
pub async fn serve(listener: TcpListener, config: SimulatorConfig) -> io::Result<()> {
    let simulator = Simulator::open(config)?;
    notify::resume(&simulator);
    tracing::info!(address = %listener.local_addr()?, "the payment simulator listens; no money moves");
    axum::serve(listener, router(simulator)).await
}

fn router(simulator: Arc<Simulator>) -> Router {
    Router::new()
        .route("/transaction/initialize", post(api::initialize))
        .route("/transaction/verify/{reference}", get(api::verify))
        .route("/checkout/{access_code}", get(checkout::show).post(checkout::act))
        .route("/control/truth", get(api::truth))
        .route("/healthz", get(async || "ok"))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(simulator)
}

/// Milliseconds since 1970. The simulator is another house, so it has a clock of its own.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A length of time in milliseconds.
fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The time as the protocol writes it.
fn timestamp(millis: i64) -> Option<String> {
    let time = chrono::DateTime::from_timestamp_millis(millis)?;
    Some(time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}
