//! A portal on a fresh store with a clock that is moved by hand and a payment provider that does as it is told.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Duration, TimeZone, Utc};
use domain::answer::RawAnswers;
use domain::id::TaskId;
use domain::language::Language;
use domain::money::{Currency, Money};
use domain::person::Actor;
use domain::service::FieldKind;
use domain::service::field::Field;
use domain::view::queue::{QueueQuery, QueueTab};
use integrations::files::objects::Objects;
use integrations::payment::{
    Notification, NotificationError, PaymentProvider, PaymentRequest, ProviderError, ProviderState, ProviderView,
    Session,
};
use integrations::registry::simulated::{DemoPart, SimulatedRegistry, demo_person};
use integrations::signing::{Keyring, SigningKey};
use operations::applications::attach::NewFile;
use operations::applications::fill::{Button, Next, PagePost};
use operations::applications::{fill, start, submit};
use operations::casework::decide::{Decision, TaskForm};
use operations::catalogue::shelf::Shelf;
use operations::clock::{Clock, Random};
use operations::notices::Notices;
use operations::notices::texts::Texts;
use operations::{OperationError, Portal, Settings, casework, demo};
use store::Database;
use tempfile::TempDir;

use crate::paper::{pdf, picture};
use crate::post::Post;

pub(crate) const SERVICE: &str = "birth-certificate-extract";
pub(crate) const EN: Language = Language::En;

/// The time of the portal, moved by the test.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<DateTime<Utc>>>);

impl Hands {
    pub(crate) fn go_on(&self, time: Duration) {
        *self.0.lock().expect("time") += time;
    }
}

/// What the provider does with the next call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Makes the page.
    Good,
    /// Makes the page, and the answer is lost.
    LostAnswer,
    /// The call is lost before it arrives.
    LostCall,
    /// Refuses.
    Refusing,
    /// Takes its time to answer.
    Slow,
}

/// A provider whose truth the test holds.
pub(crate) struct Bank {
    pub(crate) mood: Mutex<Mood>,
    pub(crate) truth: Mutex<BTreeMap<String, (ProviderState, Money)>>,
}

impl Bank {
    fn new() -> Self {
        Self {
            mood: Mutex::new(Mood::Good),
            truth: Mutex::default(),
        }
    }

    pub(crate) fn set_mood(&self, mood: Mood) {
        *self.mood.lock().expect("mood") = mood;
    }

    /// The payer pays, or the bank refuses, for the transaction of that reference.
    pub(crate) fn decide(&self, reference: &str, state: ProviderState) {
        self.truth
            .lock()
            .expect("truth")
            .get_mut(reference)
            .expect("a transaction")
            .0 = state;
    }

    /// References of all transactions, as they were made.
    pub(crate) fn references(&self) -> Vec<String> {
        self.truth.lock().expect("truth").keys().cloned().collect()
    }
}

#[async_trait]
impl PaymentProvider for Bank {
    fn key(&self) -> &'static str {
        "simulated"
    }

    fn currencies(&self) -> &[Currency] {
        &Currency::ALL
    }

    fn is_live(&self) -> bool {
        false
    }

    async fn create(&self, request: &PaymentRequest) -> Result<Session, ProviderError> {
        let mood = *self.mood.lock().expect("mood");
        if mood == Mood::Refusing {
            return Err(ProviderError::Refused { code: "401".to_owned() });
        }
        if mood != Mood::LostCall {
            let made = (ProviderState::Pending, request.amount);
            self.truth
                .lock()
                .expect("truth")
                .insert(request.reference.clone(), made);
        }
        if mood == Mood::Slow {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        match mood {
            Mood::Good | Mood::Slow => Ok(Session {
                redirect_url: format!("https://bank.invalid/{}", request.reference),
                provider_id: None,
            }),
            _ => Err(ProviderError::Unknown {
                reason: "timeout".to_owned(),
            }),
        }
    }

    async fn query(&self, reference: &str) -> Result<ProviderView, ProviderError> {
        let found = self.truth.lock().expect("truth").get(reference).copied();
        let (state, amount) = match found {
            Some((state, amount)) => (state, Some(amount)),
            None => (ProviderState::NotFound, None),
        };
        Ok(ProviderView {
            state,
            waits_for_payer: state == ProviderState::Pending,
            reference: reference.to_owned(),
            provider_id: Some("690075529".to_owned()),
            amount,
            live: false,
            decline: None,
        })
    }

    fn verify_notification(&self, _: &http::HeaderMap, _: &[u8]) -> Result<Notification, NotificationError> {
        Err(NotificationError::NotConfigured)
    }
}

pub(crate) struct Stage {
    pub(crate) portal: Portal,
    pub(crate) bank: Arc<Bank>,
    pub(crate) hands: Hands,
    pub(crate) post: Arc<Post>,
    pub(crate) files: TempDir,
}

/// A key of this test alone.
fn signing() -> Keyring {
    let folder = TempDir::new().expect("a folder");
    let key = SigningKey::create(&folder.path().join("signing.key"), &[7; 32]).expect("a key");
    Keyring::new(Some(key), Vec::new())
}

impl Stage {
    pub(crate) async fn set(store: Database) -> Self {
        // A Wednesday morning in Palestine.
        let morning = Utc.with_ymd_and_hms(2026, 11, 25, 7, 0, 0).single().expect("a time");
        let hands = Hands(Arc::new(Mutex::new(morning)));
        let files = TempDir::new().expect("a folder");
        let bank = Arc::new(Bank::new());
        let post = Arc::new(Post::default());
        let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
        let now = hands.clone();
        let shelf = Shelf::load(&catalogue).expect("the catalogue");
        let mut portal = Portal {
            store,
            catalogue: shelf.now(),
            shelf,
            clock: Clock::of(move || *now.0.lock().expect("time")),
            random: Random::seeded(7),
            registry: Arc::new(SimulatedRegistry),
            providers: vec![bank.clone()],
            files: Arc::new(Objects::folder(files.path()).expect("a file store")),
            antivirus: None,
            notices: Notices {
                mail: Some(post.clone()),
                sms: Some(post.clone()),
                texts: Arc::new(Texts::own().expect("texts")),
            },
            signing: Arc::new(signing()),
            settings: Arc::new(Settings {
                demo: true,
                ..Settings::default()
            }),
        };
        portal.keep_catalogue().await.expect("kept");
        demo::seed(&portal).await.expect("people");
        Self {
            portal,
            bank,
            hands,
            post,
            files,
        }
    }

    pub(crate) async fn person(&self, national_id: &str) -> Actor {
        let row = store::people::by_national_id(&self.portal.store, national_id)
            .await
            .expect("store")
            .expect("a person");
        Actor::Person(
            store::people::actor(&self.portal.store, row.id)
                .await
                .expect("store")
                .expect("an actor"),
        )
    }

    pub(crate) async fn citizen(&self, part: DemoPart) -> Actor {
        self.person(&demo_person(part).expect("a person").national_id).await
    }

    /// The member of staff with this duty.
    pub(crate) async fn officer(&self, entity: &str, role: &str) -> Actor {
        let lines = demo::seed(&self.portal).await.expect("people");
        for line in lines {
            let actor = self.person(&line.national_id).await;
            if actor.person().is_some_and(|person| person.holds(entity, role)) {
                return actor;
            }
        }
        panic!("nobody is {role} at {entity}");
    }

    /// Starts a draft and returns its request number.
    pub(crate) async fn start(&self, actor: &Actor) -> String {
        self.start_of(actor, SERVICE).await
    }

    /// Starts a draft of any service.
    pub(crate) async fn start_of(&self, actor: &Actor, service: &str) -> String {
        let key = self.portal.random.key(self.portal.clock.now());
        let (reference, _) = start(&self.portal, actor, service, key).await.expect("started");
        reference.to_string()
    }

    /// Fills in, sends, and returns the request number.
    pub(crate) async fn apply_for(&self, actor: &Actor, service: &str, answers: &[(&str, &str)]) -> String {
        let reference = self.start_of(actor, service).await;
        self.fill(actor, &reference, answers).await;
        self.send(actor, &reference).await.expect("sent");
        reference
    }

    /// Fills the pages one after the other with their first values and these answers, to the check page.
    pub(crate) async fn fill(&self, actor: &Actor, reference: &str, answers: &[(&str, &str)]) {
        let mut page = "applicant".to_owned();
        for _ in 0..20 {
            match self.save(actor, reference, &page, answers).await {
                Next::Page(next) => page = next,
                Next::Same { at } if at != "problem" => {}
                Next::Check => return,
                other => panic!("page {page}: {other:?}"),
            }
        }
        panic!("the pages do not end");
    }

    /// Sends one page as a browser would: what it shows, with these answers in it.
    pub(crate) async fn save(&self, actor: &Actor, reference: &str, page: &str, answers: &[(&str, &str)]) -> Next {
        let view = fill::form(&self.portal, actor, EN, reference, page, false)
            .await
            .expect("the page");
        let shown: Vec<String> = view
            .fields
            .iter()
            .filter(|field| field.visible)
            .map(|field| field.key.clone())
            .collect();
        let mut inputs: RawAnswers = RawAnswers::new();
        for field in view
            .page
            .fields
            .iter()
            .filter(|field| shown.contains(&field.key) && field.kind != FieldKind::File)
        {
            for name in domain::answer::input_names(field) {
                let typed = answers
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| vec![(*value).to_owned()]);
                if let Some(values) = typed.or_else(|| view.values.get(&name).cloned()) {
                    inputs.insert(name, values);
                }
            }
            if field.kind == FieldKind::RepeatingGroup {
                list_items(field, answers, &mut inputs);
            }
        }
        let asked = view.page.fields.iter().filter(|field| field.kind == FieldKind::File);
        let files = asked
            .filter(|field| shown.contains(&field.key) && view.files.get(&field.key).is_some_and(|file| file.required))
            .filter(|field| !view.values.contains_key(&field.key))
            .map(|field| NewFile {
                field: field.key.clone(),
                name: "paper".to_owned(),
                bytes: match &view.files[&field.key].accepted_types {
                    kinds if kinds.iter().any(|kind| kind == "application/pdf") => pdf(),
                    _ => picture(),
                },
            })
            .collect();
        let post = PagePost {
            inputs,
            shown,
            files,
            button: Button::Continue,
            from_check: false,
        };
        fill::save_page(&self.portal, actor, reference, page, post)
            .await
            .expect("saved")
    }

    /// Ticks the declaration and sends.
    pub(crate) async fn send(&self, actor: &Actor, reference: &str) -> Result<submit::Sent, OperationError> {
        let ticked = BTreeMap::from([("declaration".to_owned(), vec!["true".to_owned()])]);
        submit::submit(&self.portal, actor, reference, &ticked).await
    }

    /// The whole way to the pay page.
    pub(crate) async fn apply(&self, actor: &Actor, answers: &[(&str, &str)]) -> String {
        let reference = self.start(actor).await;
        self.fill(actor, &reference, answers).await;
        self.send(actor, &reference).await.expect("sent");
        reference
    }

    pub(crate) async fn press_pay(&self, actor: &Actor, reference: &str) {
        let key = self.portal.random.key(self.portal.clock.now());
        operations::payments::start(&self.portal, actor, EN, reference, key)
            .await
            .expect("started");
    }

    /// Pays the way it should go.
    pub(crate) async fn pay(&self, actor: &Actor, reference: &str) {
        let before = self.bank.references();
        self.press_pay(actor, reference).await;
        let new = self
            .bank
            .references()
            .into_iter()
            .find(|known| !before.contains(known))
            .expect("a transaction");
        self.bank.decide(&new, ProviderState::Succeeded);
        operations::payments::observe::returned(&self.portal, actor, reference)
            .await
            .expect("asked");
    }

    pub(crate) async fn status(&self, actor: &Actor, reference: &str) -> domain::view::application::StatusView {
        operations::applications::status(&self.portal, actor, EN, reference)
            .await
            .expect("the status page")
    }

    pub(crate) async fn task(&self, officer: &Actor, reference: &str) -> TaskForm {
        let view = casework::case(&self.portal, officer, EN, reference)
            .await
            .expect("the case");
        let task = view.task.expect("an open task");
        TaskForm {
            task: task.id.parse::<TaskId>().expect("a key"),
            version: task.version,
        }
    }

    pub(crate) async fn take(&self, officer: &Actor, reference: &str) {
        let form = self.task(officer, reference).await;
        casework::take(&self.portal, officer, reference, &form)
            .await
            .expect("taken");
    }

    pub(crate) async fn decide(
        &self,
        officer: &Actor,
        reference: &str,
        decision: Decision,
    ) -> Result<(), OperationError> {
        let form = self.task(officer, reference).await;
        casework::decide::decide(&self.portal, officer, reference, &form, decision).await
    }
}

/// Lists the items that were typed beside those that are, as the button that adds one does.
fn list_items(group: &Field, answers: &[(&str, &str)], inputs: &mut RawAnswers) {
    let typed = answers.iter().map(|(name, _)| ((*name).to_owned(), Vec::new()));
    let typed = domain::answer::shown_items(group, &typed.collect());
    let listed = inputs.entry(domain::answer::items_input(group)).or_default();
    for item in typed.iter().map(usize::to_string) {
        if !listed.contains(&item) {
            listed.push(item);
        }
    }
}

/// What the address of the queue asks for.
pub(crate) fn asked(tab: QueueTab, text: &str) -> QueueQuery {
    QueueQuery {
        tab: Some(tab),
        text: text.to_owned(),
        ..QueueQuery::default()
    }
}

pub(crate) fn decision(action: &str, note: &str, fields: &[&str]) -> Decision {
    Decision {
        action: action.to_owned(),
        note: note.to_owned(),
        reason: "other".to_owned(),
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        ..Decision::default()
    }
}

/// The problem a form came back with, at that input.
pub(crate) fn problem_at(error: OperationError, input: &str) -> domain::view::outcome::FormProblem {
    let OperationError::Problems(problems) = error else {
        panic!("{error:?}")
    };
    let found = problems.iter().find(|problem| problem.input == input);
    found
        .unwrap_or_else(|| panic!("nothing at {input}: {problems:?}"))
        .problem
        .clone()
}
