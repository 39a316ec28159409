//! One application: filled in, sent, and worked on to an end.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Duration, Months};
use domain::answer::{RawAnswers, items_input};
use domain::application::Status;
use domain::id::PersonId;
use domain::person::Actor;
use domain::service::ServiceDefinition;
use domain::service::field::FieldKind;
use domain::service::workflow::Outcome;
use domain::workflow::desk;
use operations::applications::attach::NewFile;
use operations::applications::fill::{self, Button, Next, PagePost};
use operations::appointments::{self, Choice};
use operations::casework::decide::{Decision, TaskForm, decide, take};
use operations::{casework, consents, demo, payments};
use store::applications::ApplicationRow;
use store::people::{AccountType, NewPerson};
use store::tasks::TaskRow;

use super::registers::{Registers, Told};
use super::ways::{AGREE, BOOK, LAPSE, PAY, REFUSE, Ways};
use crate::paper::{pdf, picture};
use crate::stage::{EN, Stage, decision};

/// Choices after which a case is taken to go round in a circle.
const MOST: usize = 80;
/// Longer than anything is waited for.
const LONG: Duration = Duration::days(200);

/// The members of staff of the demonstration: somebody for every duty.
pub(crate) struct Staff(Vec<Actor>);

impl Staff {
    pub(crate) async fn of(stage: &Stage) -> Self {
        let mut people = Vec::new();
        for line in demo::seed(&stage.portal).await.expect("people") {
            people.push(stage.person(&line.national_id).await);
        }
        Self(people)
    }

    fn who(&self, task: &TaskRow) -> &Actor {
        let holds = |actor: &&Actor| {
            actor
                .person()
                .is_some_and(|person| person.holds(&task.entity, &task.role))
        };
        let found = self.0.iter().find(holds);
        found.unwrap_or_else(|| panic!("nobody is {} at {}", task.role, task.entity))
    }
}

pub(crate) struct Walker<'a> {
    stage: &'a Stage,
    staff: &'a Staff,
    definition: &'a ServiceDefinition,
    answers: &'a RawAnswers,
    applicant: Actor,
    reference: String,
}

impl<'a> Walker<'a> {
    /// Sends an application with these answers.
    pub(crate) async fn start(
        stage: &'a Stage,
        staff: &'a Staff,
        definition: &'a ServiceDefinition,
        registers: &Registers,
        told: &Told,
        answers: &'a RawAnswers,
    ) -> Self {
        registers.say(told);
        let age = told.facts.get("applicant.age").and_then(domain::value::Value::as_int);
        let applicant = settle(stage, None, age.expect("an age"), account(definition)).await;
        let reference = stage.start_of(&applicant, &definition.id).await;
        let walker = Self {
            stage,
            staff,
            definition,
            answers,
            applicant,
            reference,
        };
        walker.fill_and_send().await;
        walker
    }

    async fn fill_and_send(&self) {
        let mut page = self.definition.form.pages[0].key.clone();
        for _ in 0..60 {
            match self.save(&page).await {
                Next::Page(next) => page = next,
                Next::Same { at } if at != "problem" => {}
                Next::Check => {
                    self.stage.send(&self.applicant, &self.reference).await.expect("sent");
                    return;
                }
                other => panic!(
                    "{} {page}: {other:?}\n{}",
                    self.definition.id,
                    self.problems(&page).await
                ),
            }
        }
        panic!("{}: the pages do not end", self.definition.id);
    }

    async fn problems(&self, page: &str) -> String {
        let view = fill::form(&self.stage.portal, &self.applicant, EN, &self.reference, page, true).await;
        let fields = view.expect("the page").fields.into_iter();
        let wrong = fields.filter_map(|field| Some(format!("{}: {:?}", field.key, field.problem?)));
        wrong.collect::<Vec<_>>().join("\n")
    }

    /// Sends one page: what it shows, with the answers of the sample, and the files it asks for.
    async fn save(&self, page: &str) -> Next {
        let stage = self.stage;
        let view = fill::form(&stage.portal, &self.applicant, EN, &self.reference, page, false).await;
        let view = view.expect("the page");
        let mut inputs = view.values.clone();
        for field in &view.page.fields {
            let names = match field.kind {
                FieldKind::RepeatingGroup => vec![items_input(field)],
                _ => domain::answer::input_names(field),
            };
            let inside = format!("{}.", field.key);
            let of_field = |name: &str| names.iter().any(|own| own == name) || name.starts_with(&inside);
            let typed = self.answers.iter().filter(|(name, _)| of_field(name));
            inputs.extend(typed.map(|(name, values)| (name.clone(), values.clone())));
        }
        inputs.retain(|_, values| !values.iter().any(|value| value.starts_with(sample::FILE_MARK)));
        let shown: Vec<String> = view
            .fields
            .iter()
            .filter(|field| field.visible)
            .map(|field| field.key.clone())
            .collect();
        let asked = |key: &&String| {
            let wanted = view.limits(key).is_some_and(|limits| limits.required);
            wanted && view.uploads.get(*key).is_none_or(Vec::is_empty)
        };
        let files = shown.iter().filter(asked).map(|key| {
            let kinds = view
                .limits(key)
                .map(|limits| limits.accepted_types.clone())
                .unwrap_or_default();
            NewFile {
                field: key.clone(),
                name: "paper".to_owned(),
                bytes: if kinds.iter().any(|kind| kind == "application/pdf") {
                    pdf()
                } else {
                    picture()
                },
            }
        });
        let post = PagePost {
            inputs,
            files: files.collect(),
            shown: shown.clone(),
            button: Button::Continue,
            from_check: false,
        };
        let saved = fill::save_page(&stage.portal, &self.applicant, &self.reference, page, post).await;
        saved.unwrap_or_else(|why| panic!("{} {page}: {why:?}", self.definition.id))
    }

    async fn application(&self) -> ApplicationRow {
        let reference = self.reference.parse().expect("a number");
        let found = store::applications::by_reference(&self.stage.portal.store, &reference).await;
        found.expect("store").expect("an application")
    }

    /// Works on it until it ends; whether something was chosen that nobody chose before.
    pub(crate) async fn to_the_end(&self, ways: &mut Ways, ends: &mut BTreeMap<&'static str, usize>) -> bool {
        let mut new = false;
        for _ in 0..MOST {
            let application = self.application().await;
            if let Some(end) = ended(application.status) {
                *ends.entry(end).or_default() += 1;
                return new;
            }
            let tasks = store::tasks::open_for_application(&self.stage.portal.store, application.id).await;
            let task = tasks.expect("store").into_iter().next();
            let step = application.step.clone().unwrap_or_default();
            new |= match (application.status, task) {
                (Status::Returned, _) => {
                    self.fill_and_send().await;
                    false
                }
                (_, Some(task)) => self.at_desk(&task, ways).await,
                (Status::AwaitingPayment, None) => self.at_bill(&step, ways).await,
                (Status::AwaitingAppointment, None) => self.books(&step, ways).await,
                (Status::AwaitingConsent, None) => self.at_consent(&application, &step, ways).await,
                (status, None) => panic!("{} {step}: {status:?} and nobody has it", self.definition.id),
            };
        }
        panic!("{}: it does not end", self.definition.id);
    }

    async fn at_desk(&self, task: &TaskRow, ways: &mut Ways) -> bool {
        let way = ways
            .best(&task.step)
            .unwrap_or_else(|| panic!("{}: no choice", task.step));
        let portal = &self.stage.portal;
        let officer = self.staff.who(task);
        let form = |task: &TaskRow| TaskForm {
            task: task.id,
            version: task.version,
        };
        let what = format!("{} {} {way}", self.definition.id, task.step);
        take(portal, officer, &self.reference, &form(task)).await.expect(&what);
        let taken = store::tasks::open_for_application(&portal.store, task.application_id).await;
        let taken = taken
            .expect("store")
            .into_iter()
            .find(|row| row.id == task.id)
            .expect("it");
        let view = casework::case(portal, officer, EN, &self.reference).await.expect(&what);
        let found = desk(&self.definition.workflow, &task.step).expect("a desk");
        let action = found
            .actions
            .iter()
            .find(|action| action.key == way)
            .expect("an action");
        let marked = match action.outcome {
            Outcome::ReturnForCorrection => view.correctable.first().map(|(key, _)| key.clone()),
            _ => None,
        };
        let rows = view
            .task
            .iter()
            .flat_map(|task| &task.actions)
            .filter(|row| row.key == way);
        let amounts = rows
            .flat_map(|row| &row.amounts)
            .map(|amount| (amount.name.clone(), "25".to_owned()));
        let decision = Decision {
            fields: marked.into_iter().collect(),
            amounts: amounts.collect(),
            ..decision(&way, "سبب القرار", &[])
        };
        decide(portal, officer, &self.reference, &form(&taken), decision)
            .await
            .expect(&what);
        ways.take(&task.step, &way)
    }

    async fn at_bill(&self, step: &str, ways: &mut Ways) -> bool {
        let way = ways.best(step).unwrap_or_else(|| PAY.to_owned());
        if way == LAPSE {
            self.lapse().await;
            return ways.take(step, LAPSE);
        }
        // One bill for each currency.
        for _ in 0..3 {
            self.stage.pay(&self.applicant, &self.reference).await;
            let now = self.application().await;
            if now.status != Status::AwaitingPayment || now.step.as_deref() != Some(step) {
                return ways.take(step, PAY);
            }
        }
        panic!("{} {step}: it is never paid", self.definition.id);
    }

    /// Nobody does anything for a long time.
    async fn lapse(&self) {
        self.stage.hands.go_on(LONG);
        payments::watch::round(&self.stage.portal).await;
        self.stage.hands.go_on(-LONG);
    }

    async fn books(&self, step: &str, ways: &mut Ways) -> bool {
        let portal = &self.stage.portal;
        let page = async |office: Option<&str>, day| {
            appointments::appointment(portal, &self.applicant, EN, &self.reference, office, day)
                .await
                .expect("the page")
        };
        let first = page(None, None).await;
        let office = first.office.clone().unwrap_or_else(|| first.offices[0].0.clone());
        for day in first.days {
            let view = page(Some(&office), Some(day)).await;
            if let Some(time) = view.times.first() {
                let slot = format!("{day}T{time}");
                let choice = Choice {
                    office: office.clone(),
                    slot,
                };
                appointments::book(portal, &self.applicant, &self.reference, &choice)
                    .await
                    .expect("booked");
                return ways.take(step, BOOK);
            }
        }
        panic!("{} {step}: no time is free", self.definition.id);
    }

    async fn at_consent(&self, application: &ApplicationRow, step: &str, ways: &mut Ways) -> bool {
        let way = ways.best(step).unwrap_or_else(|| AGREE.to_owned());
        if way == LAPSE {
            self.lapse().await;
            return ways.take(step, LAPSE);
        }
        let portal = &self.stage.portal;
        let asked = store::consents::last_of(&portal.store, application.id)
            .await
            .expect("store")
            .expect("asked");
        let known = store::people::by_national_id(&portal.store, &asked.party_number)
            .await
            .expect("store");
        let party = match known {
            Some(_) => self.stage.person(&asked.party_number).await,
            None => settle(self.stage, Some(&asked.party_number), 50, AccountType::Citizen).await,
        };
        let answer = if way == REFUSE { "refused" } else { "given" };
        consents::answer(portal, &party, &self.reference, answer)
            .await
            .expect("answered");
        ways.take(step, &way)
    }
}

const fn ended(status: Status) -> Option<&'static str> {
    match status {
        Status::Issued => Some("issued"),
        Status::Rejected => Some("rejected"),
        Status::Expired => Some("expired"),
        _ => None,
    }
}

/// The kind of account the service is for.
fn account(definition: &ServiceDefinition) -> AccountType {
    let kinds = &definition.eligibility.account_types;
    let all = [AccountType::Citizen, AccountType::Resident, AccountType::Business];
    let fits = |kind: &AccountType| kinds.is_empty() || kinds.iter().any(|name| name == kind.key());
    all.into_iter().find(fits).expect("an account")
}

/// Somebody new of this age.
async fn settle(stage: &Stage, number: Option<&str>, age: i64, account_type: AccountType) -> Actor {
    static NUMBER: AtomicUsize = AtomicUsize::new(7_000_000);
    let next = || sample::national_id(NUMBER.fetch_add(1, Ordering::Relaxed));
    let number = number.map_or_else(next, str::to_owned);
    let now = stage.portal.clock.now();
    let months = u32::try_from(age * 12 + 6).expect("an age");
    let person = NewPerson {
        id: PersonId(stage.portal.random.key(now)),
        national_id: number.clone(),
        name_ar: "مريم خليل يوسف الطويل".to_owned(),
        name_en: "Maryam Khalil Yousef Al-Tawil".to_owned(),
        birth_date: stage
            .portal
            .clock
            .today()
            .checked_sub_months(Months::new(months))
            .expect("a day"),
        mobile: format!("+97059{}", &number[2..]),
        email: "maryam@example.ps".to_owned(),
        address: Some(serde_json::json!({
            "governorate": "PS-RBH", "locality": "رام الله", "street": "شارع الإرسال",
        })),
        account_type,
        password_hash: "none".to_owned(),
        verified: true,
        created_at: now,
    };
    let mut tx = stage.portal.store.begin().await.expect("a transaction");
    store::people::insert(&mut tx, &person).await.expect("somebody new");
    tx.commit().await.expect("kept");
    stage.person(&number).await
}
