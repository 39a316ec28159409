//! A portal in this process, reached over sockets: the twelve services, the three written for tests, registers that say
//! what a test wants, and the payment simulator.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Months, NaiveDate, TimeZone, Utc};
use domain::id::PersonId;
use domain::registry::data_set;
use domain::service::field::Choice;
use domain::value::Value;
use integrations::payment::simulator::{self, SimulatorConfig};
use integrations::registry::{Question, Registry, RegistryError, Reply};
use operations::{Portal, demo};
use server::commands::{self, Outside};
use server::config::{Config, Source};
use server::gateway::Gateway;
use server::site::Site;
use server::{listen, router};
use store::people::{AccountType, NewPerson};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::browser::Browser;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const SECRET: &str = "sk_test_of_the_services";
/// Where the numbers of people begin; those of answers are elsewhere.
const FIRST: usize = 7_000_000;

/// One runtime for all tests, as the server has one: the renderer keeps the first it sees.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
    RUNTIME.block_on(test)
}

/// What the registers say about somebody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) facts: BTreeMap<String, Value>,
    pub(crate) choices: BTreeMap<String, Vec<Choice>>,
}

/// Registers that know what a test told them, by identity number; they are away for everybody else.
#[derive(Default)]
struct Registers(Mutex<BTreeMap<String, Told>>);

#[async_trait]
impl Registry for Registers {
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError> {
        let people = self.0.lock().expect("the registers");
        let told = people.get(&question.applicant).ok_or(RegistryError::Away)?;
        let own = |name: &String| data_set(name) == Some(&question.data_set);
        let (mut facts, mut choices) = (told.facts.clone(), told.choices.clone());
        facts.retain(|name, _| own(name));
        choices.retain(|name, _| own(name));
        Ok(Reply { facts, choices })
    }
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) number: String,
    pub(crate) name_ar: String,
    pub(crate) name_en: String,
    pub(crate) mobile: String,
    pub(crate) email: String,
    pub(crate) address: Option<Value>,
    /// In whole years.
    pub(crate) age: i64,
    /// Whether it is known who they are.
    pub(crate) verified: bool,
    pub(crate) told: Told,
}

pub(crate) struct Town {
    pub(crate) portal: Portal,
    pub(crate) base_url: String,
    registers: Arc<Registers>,
    hash: String,
    people: AtomicUsize,
    /// Identity numbers of the people of the demonstration: there is one for each duty.
    seeded: Vec<String>,
    _stop: watch::Sender<bool>,
    _folder: tempfile::TempDir,
}

impl Town {
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let catalogue = folder.path().join("catalogue");
        for (from, to) in [
            ("catalogue", ""),
            ("catalogue/lists", "lists"),
            ("catalogue/services", "services"),
            ("domain/tests/services", "services"),
        ] {
            copy(&Path::new(ROOT).join(from), &catalogue.join(to));
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base_url = format!("http://{}", listener.local_addr().expect("an address"));
        let data = folder.path().display().to_string();
        let settings = [
            ("HUKUMATI_DATA_DIR".to_owned(), data),
            ("HUKUMATI_CATALOGUE_DIR".to_owned(), catalogue.display().to_string()),
            ("HUKUMATI_PAYMENT_SECRET".to_owned(), SECRET.to_owned()),
        ];
        let source = Source::of(None, settings).expect("settings");
        let mut config = Config::read(&source, true).expect("settings");
        config.pilot = false;
        config.base_url = base_url.clone();
        config.base_url_is_set = true;
        let provider = provider(&base_url, folder.path()).await;
        let outside = Outside {
            signing: commands::keys::signing(&config).expect("a key"),
            simulator: Some(&provider),
        };
        let registers = Arc::new(Registers::default());
        let mut portal = commands::portal(&config, outside).await.expect("a portal");
        portal.registry = registers.clone();
        portal.clock = operations::clock::Clock::of(clock());
        portal.store.migrate().await.expect("migrated");
        portal.keep_catalogue().await.expect("kept");
        let people = demo::seed(&portal).await.expect("seeded");
        let known = store::people::credentials(&portal.store, &people[0].national_id).await;
        let hash = known.expect("the store").expect("an account").password_hash;
        let gateway = Gateway::new(portal.clone(), config, Site::find(None));
        let router = router::router(gateway.clone()).expect("a router");
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(listen::serve(listener, router, gateway, stopped));
        Self {
            portal,
            base_url,
            registers,
            hash,
            people: AtomicUsize::new(FIRST),
            seeded: people.into_iter().map(|line| line.national_id).collect(),
            _stop: stop,
            _folder: folder,
        }
    }

    /// An identity number nobody has.
    pub(crate) fn number(&self) -> String {
        sample::national_id(self.people.fetch_add(1, Ordering::Relaxed))
    }

    /// Somebody of this age and with this kind of account, about whom the registers say this.
    pub(crate) async fn settle(&self, age: i64, account: AccountType, told: Told) -> Who {
        let number = self.number();
        let who = Who {
            name_ar: "مريم خليل يوسف الطويل".to_owned(),
            name_en: "Maryam Khalil Yousef Al-Tawil".to_owned(),
            mobile: format!("+97059{}", &number[2..]),
            email: "maryam@example.ps".to_owned(),
            address: Some(address()),
            number,
            age,
            verified: true,
            told,
        };
        let now = self.portal.clock.now();
        let person = NewPerson {
            id: PersonId(self.portal.random.key(now)),
            national_id: who.number.clone(),
            name_ar: who.name_ar.clone(),
            name_en: who.name_en.clone(),
            birth_date: born(self.portal.clock.today(), age),
            mobile: who.mobile.clone(),
            email: who.email.clone(),
            address: who
                .address
                .as_ref()
                .map(|parts| serde_json::to_value(parts).expect("JSON")),
            account_type: account,
            password_hash: self.hash.clone(),
            verified: true,
            created_at: now,
        };
        let mut tx = self.portal.store.begin().await.expect("a transaction");
        store::people::insert(&mut tx, &person).await.expect("somebody new");
        tx.commit().await.expect("kept");
        let mut registers = self.registers.0.lock().expect("the registers");
        registers.insert(who.number.clone(), who.told.clone());
        who
    }

    /// A browser of the officer with this duty.
    pub(crate) async fn officer(&self, entity: &str, role: &str) -> Browser {
        for number in &self.seeded {
            let row = store::people::by_national_id(&self.portal.store, number).await;
            let id = row.expect("the store").expect("somebody").id;
            let actor = store::people::actor(&self.portal.store, id).await;
            if actor
                .expect("the store")
                .is_some_and(|person| person.holds(entity, role))
            {
                return self.sign_in(number).await;
            }
        }
        panic!("nobody is {role} at {entity}");
    }

    /// A browser in which they have signed in.
    pub(crate) async fn sign_in(&self, number: &str) -> Browser {
        let mut browser = Browser::new(&self.base_url);
        browser.get("/ar/sign-in").await.is(200);
        let typed = [("national_id", number), ("password", demo::PASSWORD)];
        browser.submit("/ar/sign-in", &typed).await.is(303);
        browser
    }

    /// Somebody who makes an account by the form, and is known to nobody.
    pub(crate) async fn sign_up(&self) -> (Who, Browser) {
        let mut browser = Browser::new(&self.base_url);
        let number = self.number();
        let names = ["سلمى", "حسن", "إبراهيم", "العلي"];
        let typed = [
            ("national_id", number.as_str()),
            ("name_1", names[0]),
            ("name_2", names[1]),
            ("name_3", names[2]),
            ("name_4", names[3]),
            ("birth_date.day", "2"),
            ("birth_date.month", "3"),
            ("birth_date.year", "1985"),
            ("mobile", "0599 765 432"),
            ("password", "five grey stones in a wall"),
        ];
        browser.get("/en/sign-up").await.is(200);
        browser.submit("/en/sign-up", &typed).await.is(303);
        let who = Who {
            name_ar: names.join(" "),
            name_en: String::new(),
            mobile: "+970599765432".to_owned(),
            email: String::new(),
            address: None,
            number,
            age: 41,
            verified: false,
            told: Told::default(),
        };
        (who, browser)
    }
}

/// A Wednesday morning in Palestine, from which on time runs as everywhere.
fn clock() -> impl Fn() -> DateTime<Utc> + Send + Sync {
    let morning = Utc.with_ymd_and_hms(2026, 11, 25, 7, 0, 0).single().expect("a time");
    let start = std::time::Instant::now();
    move || morning + start.elapsed()
}

/// A birthday half a year ago, so that nobody grows older during the test.
fn born(today: NaiveDate, age: i64) -> NaiveDate {
    let months = u32::try_from(age * 12 + 6).expect("an age");
    today.checked_sub_months(Months::new(months)).expect("a day")
}

fn address() -> Value {
    let parts = [
        ("governorate", "PS-RBH"),
        ("locality", "رام الله"),
        ("street", "شارع الإرسال"),
    ];
    Value::Map(parts.map(|(name, text)| (name.to_owned(), Value::from(text))).into())
}

/// Copies the files of a folder, not its folders.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in std::fs::read_dir(from).expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
        }
    }
}

/// The payment simulator, at the address this gives.
async fn provider(portal: &str, folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let config = SimulatorConfig::new(
        integrations::secret::Secret::new(SECRET.to_owned()),
        format!("{portal}/payments/notify/simulated"),
        address.clone(),
        folder.join("simulator.jsonl"),
    );
    tokio::spawn(simulator::serve(listener, config));
    address
}
