//! `hukumati serve`: from settings to a running portal, and down again.

use std::net::SocketAddr;
use std::time::Duration;

use operations::Portal;
use operations::demo::{self, DemoAccountLine};
use store::database::EngineKind;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::commands::{self, Outside};
use crate::config::{Config, Environment};
use crate::gateway::Gateway;
use crate::simulator::{self, Running, Start};
use crate::site::Site;
use crate::{listen, router, worker};

/// Load balancers are given so long to see that nothing new is wanted.
const NOTICE: Duration = Duration::from_secs(5);

/// Serves until a signal comes. The worker runs along where there is one process: with SQLite, and in the
/// demonstration.
///
/// # Errors
/// A sentence.
pub async fn run(mut config: Config) -> Result<(), String> {
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.addr))?;
    let addr = listener.local_addr().map_err(|error| error.to_string())?;
    if !config.base_url_is_set {
        config.base_url = format!("http://{addr}");
    }
    let simulator = if config.demo {
        Some(simulate(&mut config, addr).await?)
    } else {
        None
    };
    let outside = Outside {
        signing: commands::keys::signing(&config)?,
        simulator: simulator.as_ref().map(|running| running.base_url.as_str()),
    };
    let mut portal = commands::portal(&config, outside).await?;
    portal
        .store
        .migrate()
        .await
        .map_err(|error| format!("the database: {error}"))?;
    keep_catalogue(&mut portal).await?;
    if config.demo {
        let people = demo::seed(&portal)
            .await
            .map_err(|error| format!("the demonstration: {error}"))?;
        introduce(&people);
    }
    let alone = config.demo || portal.store.kind() == EngineKind::Sqlite;
    let site = Site::find(config.site_dir.as_deref());
    let gateway = Gateway::new(portal.clone(), config, site);
    let router = router::router(gateway.clone())?;
    let signals = Signals::new()?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(worker::watch_catalogue(portal.clone(), stopped.clone()));
    let work = alone.then(|| tokio::spawn(worker::run(portal.clone(), stopped.clone())));
    let serving = tokio::spawn(listen::serve(listener, router, gateway.clone(), stopped));
    announce(&gateway, addr);
    let ended = end(signals, &gateway, stop, async {
        _ = serving.await;
        if let Some(work) = work {
            _ = work.await;
        }
    });
    ended.await;
    portal.store.close().await;
    drop(simulator);
    Ok(())
}

async fn simulate(config: &mut Config, portal: SocketAddr) -> Result<Running, String> {
    if config.payment_secret.is_empty() {
        config.payment_secret = commands::test_secret();
    }
    std::fs::create_dir_all(&config.data_dir).map_err(|error| format!("{}: {error}", config.data_dir.display()))?;
    simulator::start(Start {
        portal,
        base_url: &config.base_url,
        addr: config.simulator_addr,
        secret: &config.payment_secret,
        data_dir: &config.data_dir,
    })
    .await
}

/// Before anything is served: nothing may be applied for under a file that nobody finds again.
async fn keep_catalogue(portal: &mut Portal) -> Result<(), String> {
    let warnings = portal.catalogue.warnings().len();
    if warnings > 0 {
        tracing::warn!(
            warnings,
            "`hukumati catalogue check` has something to say about the catalogue"
        );
    }
    let kept = portal.keep_catalogue().await;
    kept.map_err(|error| format!("the catalogue cannot be kept: {error}"))
}

/// Who can be tried out.
fn introduce(people: &[DemoAccountLine]) {
    println!("People of the demonstration. The password of all: {}", demo::PASSWORD);
    for person in people {
        println!("  {}  {}, {}", person.national_id, person.name, person.part);
    }
}

/// One line when it is ready, which scripts may wait for.
fn announce(gateway: &Gateway, addr: SocketAddr) {
    println!("Hukumati serves {} (listening on {addr})", gateway.config.base_url);
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, String> {
        let of = |kind| signal(kind).map_err(|error| format!("signals: {error}"));
        Ok(Self {
            terminate: of(SignalKind::terminate())?,
            interrupt: of(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The first signal ends it in order, the second at once.
async fn end(mut signals: Signals, gateway: &Gateway, stop: watch::Sender<bool>, under_way: impl Future<Output = ()>) {
    signals.next().await;
    tracing::info!("stopping: what is under way is finished");
    gateway.drain();
    let orderly = async {
        if gateway.config.environment == Environment::Production {
            tokio::time::sleep(NOTICE).await;
        }
        stop.send_replace(true);
        under_way.await;
    };
    tokio::select! {
        () = orderly => {}
        () = signals.next() => tracing::warn!("stopped at once"),
    }
}

/// Works without serving, for installations of several processes.
///
/// # Errors
/// A sentence.
pub async fn work(config: Config) -> Result<(), String> {
    let mut portal: Portal = commands::portal(&config, Outside::default()).await?;
    keep_catalogue(&mut portal).await?;
    let mut signals = Signals::new()?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(worker::watch_catalogue(portal.clone(), stopped.clone()));
    let work = tokio::spawn(worker::run(portal.clone(), stopped));
    println!("Hukumati's worker runs");
    signals.next().await;
    stop.send_replace(true);
    tokio::select! {
        _ = work => portal.store.close().await,
        () = signals.next() => {}
    }
    Ok(())
}
