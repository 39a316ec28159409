//! A small town for the tests: the simulator as a house of its own, a portal that takes notifications,
//! and a payer with a browser.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use domain::language::Language;
use domain::money::{Currency, Money};
use integrations::payment::lahza::{Lahza, LahzaConfig};
use integrations::payment::simulator::{Act, Pace, SimulatorConfig, serve};
use integrations::payment::{PaymentProvider, PaymentRequest, ProviderState, ProviderView};
use integrations::secret::Secret;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Where the browser comes back to.
pub(crate) const RETURN_URL: &str = "http://127.0.0.1:9/pay/return?token=t";
const SECRET: &str = "sk_test_of_the_town";

/// An amount in agorot.
pub(crate) fn shekels(minor: i64) -> Money {
    Money::new(minor, Currency::Ils)
}

/// A request as the portal makes it.
pub(crate) fn request(reference: &str, amount: Money) -> PaymentRequest {
    PaymentRequest {
        reference: reference.to_owned(),
        amount,
        email: "payer@example.org".to_owned(),
        return_url: RETURN_URL.to_owned(),
        language: Language::Ar,
    }
}

/// A delivery as it came over the wire.
pub(crate) type Delivery = (HeaderMap, Bytes);

#[derive(Default)]
struct Portal {
    taken: Mutex<Vec<Delivery>>,
    refuses: AtomicBool,
}

/// Everything a test needs.
pub(crate) struct Town {
    /// The adapter under test.
    pub(crate) provider: Lahza,
    portal: Arc<Portal>,
    browser: reqwest::Client,
    config: SimulatorConfig,
    port: u16,
    house: Option<Runtime>,
    _folder: tempfile::TempDir,
}

impl Town {
    /// Builds the houses and waits until they answer.
    pub(crate) async fn build() -> Self {
        let portal = Arc::new(Portal::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let notify_url = format!("http://{}/notify", listener.local_addr().expect("bound"));
        let router = axum::Router::new()
            .route("/notify", post(take))
            .with_state(Arc::clone(&portal));
        tokio::spawn(async move { axum::serve(listener, router).await });

        let folder = tempfile::tempdir().expect("a folder");
        let house = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = house.local_addr().expect("bound").port();
        let mut config = SimulatorConfig::new(
            Secret::new(SECRET),
            notify_url,
            format!("http://127.0.0.1:{port}"),
            folder.path().join("simulator.jsonl"),
        );
        config.pace = Pace {
            hang: Duration::from_secs(5),
            slow: Duration::from_millis(800),
            late: Duration::from_millis(800),
            retries: vec![Duration::from_millis(50); 5],
        };
        let no_redirects = reqwest::redirect::Policy::none();
        Self {
            provider: adapter(port, SECRET),
            portal,
            browser: reqwest::Client::builder()
                .redirect(no_redirects)
                .no_proxy()
                .build()
                .expect("a client"),
            house: Some(move_in(house, config.clone())),
            config,
            port,
            _folder: folder,
        }
    }

    /// Another adapter to the same house.
    pub(crate) fn adapter(&self, secret: &str) -> Lahza {
        adapter(self.port, secret)
    }

    /// An address of the house.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.config.public_url)
    }

    /// Stops every task of the house at once, as a kill does, and starts it again on the same port.
    pub(crate) async fn kill_and_restart(&mut self) {
        let house = self.house.take().expect("it runs");
        let down = tokio::task::spawn_blocking(move || house.shutdown_timeout(Duration::from_secs(2)));
        down.await.expect("it is down");
        let listener = std::net::TcpListener::bind(("127.0.0.1", self.port)).expect("the same port");
        self.house = Some(move_in(listener, self.config.clone()));
    }

    /// Opens a session and gives the address of its page.
    pub(crate) async fn open(&self, reference: &str, amount: Money) -> String {
        let session = self
            .provider
            .create(&request(reference, amount))
            .await
            .expect("a session");
        session.redirect_url
    }

    /// What the adapter learns by asking.
    pub(crate) async fn view(&self, reference: &str) -> ProviderView {
        self.provider.query(reference).await.expect("an answer")
    }

    /// Whether the provider says that its page waits for the payer.
    pub(crate) async fn waits(&self, reference: &str) -> bool {
        let view = self.view(reference).await;
        view.state == ProviderState::Pending && view.waits_for_payer
    }

    /// Reads a page.
    pub(crate) async fn read(&self, page: &str) -> String {
        let response = self.browser.get(page).send().await.expect("a page");
        assert_eq!(response.status(), StatusCode::OK);
        response.text().await.expect("text")
    }

    /// The status of an address.
    pub(crate) async fn status(&self, address: &str) -> u16 {
        self.browser
            .get(address)
            .send()
            .await
            .expect("an answer")
            .status()
            .as_u16()
    }

    /// Presses a button; the address the browser is sent back to, or `None` when it stays on the page.
    pub(crate) async fn press(&self, page: &str, act: Act) -> Option<String> {
        let form = format!("act={}", act.key());
        let press = self.browser.post(page).body(form);
        let press = press.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = press.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let to = response.headers()[header::LOCATION]
            .to_str()
            .expect("an address")
            .to_owned();
        to.starts_with("http").then_some(to)
    }

    /// Waits for this many deliveries and takes them.
    pub(crate) async fn deliveries(&self, count: usize) -> Vec<Delivery> {
        for _ in 0..1000 {
            {
                let mut taken = self.portal.taken.lock().expect("whole");
                if taken.len() >= count {
                    return std::mem::take(&mut *taken);
                }
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{count} deliveries did not come");
    }

    /// Whether the portal answers notifications with 503.
    pub(crate) fn refuse_notifications(&self, refuse: bool) {
        self.portal.refuses.store(refuse, Ordering::SeqCst);
    }

    /// One transaction of the simulator's own truth.
    pub(crate) async fn truth_of(&self, reference: &str) -> Value {
        let truth = self.read(&self.address("/control/truth")).await;
        let truth: Vec<Value> = serde_json::from_str(&truth).expect("a list");
        truth
            .into_iter()
            .find(|one| one["reference"] == reference)
            .expect("it is there")
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if let Some(house) = self.house.take() {
            house.shutdown_background();
        }
    }
}

fn adapter(port: u16, secret: &str) -> Lahza {
    let base = format!("http://127.0.0.1:{port}");
    let mut config = LahzaConfig::new("simulated", base, Secret::new(secret));
    config.total_timeout = Duration::from_millis(1500);
    Lahza::new(config).expect("good settings")
}

fn move_in(listener: std::net::TcpListener, config: SimulatorConfig) -> Runtime {
    let house = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    listener.set_nonblocking(true).expect("non-blocking");
    house.spawn(async move {
        let listener = TcpListener::from_std(listener).expect("a socket");
        serve(listener, config).await.expect("it serves");
    });
    house
}

async fn take(State(portal): State<Arc<Portal>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if portal.refuses.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    portal.taken.lock().expect("whole").push((headers, body));
    StatusCode::OK
}
