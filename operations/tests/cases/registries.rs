//! What government knows is not asked, and asked of government once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{Duration, NaiveDate};
use domain::application::Status;
use domain::id::PersonId;
use domain::person::Actor;
use domain::view::form::{FormView, SourceState};
use domain::view::outcome::FormProblem;
use integrations::registry::simulated::{DemoPart, SimulatedRegistry, demo_people};
use integrations::registry::{Question, Registry, RegistryError, Reply};
use operations::applications::fill::{self, Next};
use operations::applications::{check, withdraw};
use operations::{Settings, casework};
use store::people::{AccountType, NewPerson};

use crate::both::both;
use crate::stage::{EN, Stage, problem_at};

const DRIVING: &str = "driving-licence-renewal";
const VEHICLE: &str = "vehicle-licence-renewal";
const RENEW: [(&str, &str); 6] = [
    ("wears_glasses", "no"),
    ("health_change", "no"),
    ("renewal_years", "2"),
    ("delivery_method", "collect"),
    ("collect_office", "mot_ramallah"),
    ("exemption_category", "none"),
];

/// The simulated registries behind somebody who counts the questions, and who can be sent away.
#[derive(Default)]
struct Counter {
    asked: Mutex<Vec<Question>>,
    away: Mutex<BTreeSet<String>>,
}

#[async_trait]
impl Registry for Counter {
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError> {
        self.asked.lock().expect("asked").push(question.clone());
        if self.away.lock().expect("away").contains(&question.data_set) {
            return Err(RegistryError::Away);
        }
        SimulatedRegistry.ask(question).await
    }
}

impl Counter {
    fn send_away(&self, data_set: &str) {
        self.away.lock().expect("away").insert(format!("registry.{data_set}"));
    }

    fn call_back(&self) {
        self.away.lock().expect("away").clear();
    }

    /// The data sets that were asked since the last look.
    fn asked(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *self.asked.lock().expect("asked"));
        let mut names: Vec<String> = asked.into_iter().map(|question| question.data_set).collect();
        names.sort_unstable();
        names
    }
}

async fn set(store: store::Database) -> (Stage, Arc<Counter>) {
    let mut stage = Stage::set(store).await;
    let counter = Arc::new(Counter::default());
    stage.portal.registry = counter.clone();
    (stage, counter)
}

async fn page(stage: &Stage, actor: &Actor, reference: &str, page: &str) -> FormView {
    fill::form(&stage.portal, actor, EN, reference, page, false)
        .await
        .expect("the page")
}

/// Somebody who is in the register, with an account nobody has verified.
async fn unverified(stage: &Stage) -> Actor {
    let number = "000021022";
    let known = demo_people()
        .iter()
        .find(|person| person.national_id == number)
        .expect("in the register");
    let now = stage.portal.clock.now();
    let person = NewPerson {
        id: PersonId(stage.portal.random.key(now)),
        national_id: number.to_owned(),
        name_ar: known.name_ar.clone(),
        name_en: known.name_en.clone(),
        birth_date: known.birth_date,
        mobile: "+970599123456".to_owned(),
        email: "khaled@example.org".to_owned(),
        address: None,
        account_type: AccountType::Citizen,
        password_hash: String::new(),
        verified: false,
        created_at: now,
    };
    let mut tx = stage.portal.store.begin().await.expect("a transaction");
    store::people::insert(&mut tx, &person).await.expect("a person");
    tx.commit().await.expect("kept");
    stage.person(number).await
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day")
}

fn is_readonly(view: &FormView, key: &str) -> bool {
    view.page
        .fields
        .iter()
        .find(|field| field.key == key)
        .expect("a field")
        .readonly
}

/// The first office a list has, so that a page with a list can be sent.
fn office(stage: &Stage, list: &str) -> String {
    let lists = stage.portal.catalogue.lists();
    domain::answer::Lists::choices(lists, list).expect("offices")[0].raw()
}

async fn renew(stage: &Stage, actor: &Actor, reference: &str, more: &[(&str, &str)]) {
    let office = office(stage, "offices.mot_directorates");
    let mut answers: Vec<(&str, &str)> = more.iter().chain(&RENEW).copied().collect();
    for (key, value) in &mut answers {
        if *key == "collect_office" {
            *value = &office;
        }
    }
    stage.fill(actor, reference, &answers).await;
}

both! {
    /// One call for the whole draft, one more when it is sent; readonly, with source and day beside it.
    async fn a_data_set_is_asked_once_for_a_draft_and_again_when_it_is_sent(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, DRIVING).await;
        renew(&stage, &rana, &reference, &[]).await;
        assert_eq!(counter.asked(), ["registry.driving"], "filled in, page after page");
        stage.hands.go_on(Duration::days(3));
        let view = page(&stage, &rana, &reference, "licence").await;
        assert!(is_readonly(&view, "licence_number") && !view.registry_away);
        assert_eq!(view.values["licence_number"], ["4101733"]);
        assert_eq!(view.values["licence_expiry.year"], ["2026"]);
        let source = &view.sources["licence_number"];
        assert_eq!((source.title.as_str(), source.state), ("driving licence register", SourceState::Told { on: today() }));
        let shown = check(&stage.portal, &rana, EN, &reference).await.expect("the last page");
        assert_eq!(shown.sources["licence_expiry"].state, SourceState::Told { on: today() });
        assert!(counter.asked().is_empty(), "days later too");

        stage.send(&rana, &reference).await.expect("sent");
        assert_eq!(counter.asked(), ["registry.driving"], "read again");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::AwaitingPayment);
    }

    /// Away is not unknown, and not made up: the question is asked by hand and says why; when the register is back, its
    /// word counts.
    async fn a_registry_that_is_away_becomes_a_question(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, DRIVING).await;
        counter.send_away("driving");
        stage.save(&rana, &reference, "applicant", &[]).await;
        let view = page(&stage, &rana, &reference, "licence").await;
        assert!(view.registry_away && !is_readonly(&view, "licence_number"));
        assert_eq!(view.sources["licence_number"].state, SourceState::Away);
        assert!(!view.values.contains_key("licence_number"));
        let next = stage.save(&rana, &reference, "licence", &[]).await;
        assert_eq!(next, Next::Same { at: "problem".to_owned() }, "it is needed now");
        let typed = [
            ("licence_number", "777"),
            ("licence_categories", "B"),
            ("licence_expiry.day", "1"),
            ("licence_expiry.month", "10"),
            ("licence_expiry.year", "2026"),
        ];
        renew(&stage, &rana, &reference, &typed).await;
        let view = page(&stage, &rana, &reference, "licence").await;
        assert_eq!(view.values["licence_number"], ["777"]);
        counter.call_back();
        let view = page(&stage, &rana, &reference, "licence").await;
        assert_eq!(view.values["licence_number"], ["4101733"], "the register's word stands over the typed one");
        assert!(is_readonly(&view, "licence_number"));
        counter.send_away("driving");
        stage.send(&rana, &reference).await.expect("what was said a moment ago still stands");
    }

    /// Without any register the application is made by hand, and the officer is told.
    async fn a_whole_application_goes_by_hand(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        counter.send_away("driving");
        let reference = stage.start_of(&rana, DRIVING).await;
        let typed = [
            ("licence_number", "777"),
            ("licence_categories", "B"),
            ("licence_expiry.day", "1"),
            ("licence_expiry.month", "10"),
            ("licence_expiry.year", "2026"),
        ];
        renew(&stage, &rana, &reference, &typed).await;
        counter.asked();
        stage.send(&rana, &reference).await.expect("sent");
        assert!(stage.status(&rana, &reference).await.status.is_open());
    }

    /// Where the fee depends on a register it is not guessed: everything else is asked by hand, and sent when it is back.
    async fn a_fee_waits_for_its_register(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        for data_set in ["vehicle", "company"] {
            counter.send_away(data_set);
        }
        let insurer = office(&stage, "reference.insurers");
        let typed = [
            ("owner_type", "individual"),
            ("plate_number", "6012341"),
            ("vehicle_make_model", "Hyundai"),
            ("engine_cc", "1200"),
            ("vehicle_expiry.day", "1"),
            ("vehicle_expiry.month", "10"),
            ("vehicle_expiry.year", "2026"),
            ("insurer", insurer.as_str()),
            ("policy_number", "12"),
            ("policy_expiry.day", "1"),
            ("policy_expiry.month", "10"),
            ("policy_expiry.year", "2027"),
        ];
        let reference = stage.start_of(&rana, VEHICLE).await;
        stage.save(&rana, &reference, "applicant", &typed).await;
        let next = stage.save(&rana, &reference, "vehicle", &[("plate_number", "6012341")]).await;
        assert_eq!(next, Next::Same { at: "f-vehicle_make_model".to_owned() }, "asked by hand now");
        renew(&stage, &rana, &reference, &typed).await;
        let refused = stage.send(&rana, &reference).await.expect_err("nobody knows the fee");
        assert_eq!(problem_at(refused, "check"), FormProblem::FeeUnknown);
        counter.call_back();
        stage.send(&rana, &reference).await.expect("sent");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::AwaitingPayment);
    }

    /// What was said days ago does not stand when the register is away as it is sent.
    async fn an_old_reply_does_not_stand_at_sending(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, DRIVING).await;
        renew(&stage, &rana, &reference, &[]).await;
        stage.hands.go_on(Duration::days(3));
        counter.send_away("driving");
        let refused = stage.send(&rana, &reference).await.expect_err("the licence is asked now");
        assert_eq!(problem_at(refused, "check"), FormProblem::Incomplete);
        let view = page(&stage, &rana, &reference, "licence").await;
        assert_eq!(view.sources["licence_number"].state, SourceState::Away);
        counter.call_back();
        stage.send(&rana, &reference).await.expect("sent");
    }

    /// Nothing is asked before its question can be put; another plate is another question; a stranger's vehicle is
    /// nobody's to renew.
    async fn another_plate_is_another_question(store) {
        let (stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, VEHICLE).await;
        stage.save(&rana, &reference, "applicant", &[("owner_type", "individual")]).await;
        assert_eq!(counter.asked(), ["registry.company"]);
        let view = page(&stage, &rana, &reference, "vehicle").await;
        assert_eq!(view.sources["vehicle_make_model"].state, SourceState::Waiting);
        let next = stage.save(&rana, &reference, "vehicle", &[("plate_number", "12")]).await;
        assert_eq!(next, Next::Same { at: "problem".to_owned() });
        let view = page(&stage, &rana, &reference, "vehicle").await;
        let wrong: Vec<&str> = view.fields.iter().filter(|field| field.problem.is_some()).map(|field| field.key.as_str()).collect();
        assert_eq!(wrong, ["plate_number"], "what the register fills in is not the applicant's mistake");
        assert!(counter.asked().is_empty());

        let next = stage.save(&rana, &reference, "vehicle", &[("plate_number", "6012341")]).await;
        assert_eq!(next, Next::Page("insurance_page".to_owned()));
        assert_eq!(counter.asked(), ["registry.vehicle"]);
        let view = page(&stage, &rana, &reference, "vehicle").await;
        assert_eq!(view.values["vehicle_make_model"], ["Hyundai i20"]);
        assert!(matches!(view.sources["engine_cc"].state, SourceState::Told { .. }));

        stage.save(&rana, &reference, "vehicle", &[("plate_number", "6012382")]).await;
        assert_eq!(counter.asked(), ["registry.vehicle"], "another plate");
        let view = page(&stage, &rana, &reference, "vehicle").await;
        assert_eq!(view.sources["vehicle_make_model"].state, SourceState::Unknown, "not hers: nothing is told");
        assert!(!view.values.contains_key("vehicle_make_model"));
        stage.save(&rana, &reference, "vehicle", &[("plate_number", "6012341")]).await;
        assert_eq!(counter.asked(), ["registry.vehicle"]);
        assert!(!page(&stage, &rana, &reference, "vehicle").await.sources.is_empty());
        assert!(counter.asked().is_empty());
    }

    /// The business's number is a first value that may be changed; its name follows the number.
    async fn a_company_is_known_by_its_owner(store) {
        let (stage, counter) = set(store).await;
        let muna = stage.citizen(DemoPart::CompanyOwner).await;
        let reference = stage.start_of(&muna, VEHICLE).await;
        stage.save(&muna, &reference, "applicant", &[("owner_type", "business")]).await;
        counter.asked();
        let view = page(&stage, &muna, &reference, "business").await;
        assert_eq!(view.values["licensed_operator_number"], ["562000017"]);
        assert!(!is_readonly(&view, "licensed_operator_number") && is_readonly(&view, "business_name"));
        assert!(view.values["business_name"][0].contains("الحداد"));
        assert!(view.sources.contains_key("licensed_operator_number"));
        assert!(counter.asked().is_empty());
        stage.save(&muna, &reference, "business", &[("licensed_operator_number", "123456789"), ("signatory_capacity", "owner")]).await;
        assert_eq!(counter.asked(), ["registry.company"]);
        let view = page(&stage, &muna, &reference, "business").await;
        assert_eq!(view.sources["business_name"].state, SourceState::Unknown);
        assert!(!is_readonly(&view, "business_name"));
        assert!(!view.sources.contains_key("licensed_operator_number"), "it is her own answer now");
    }

    /// The refusals of the demonstration, in the words of the service's file.
    async fn registers_refuse_whom_the_service_is_not_for(store) {
        let (stage, _) = set(store).await;
        for part in [DemoPart::MarriedAdult, DemoPart::AssistedMother] {
            let citizen = stage.citizen(part).await;
            let reference = stage.start_of(&citizen, DRIVING).await;
            let typed = [
                ("licence_number", "777"),
                ("licence_categories", "B"),
                ("licence_expiry.day", "1"),
                ("licence_expiry.month", "10"),
                ("licence_expiry.year", "2026"),
            ];
            renew(&stage, &citizen, &reference, &typed).await;
            let shown = check(&stage.portal, &citizen, EN, &reference).await.expect("the last page");
            assert!(shown.refused.is_some(), "{part:?}");
        }
    }

    /// Nobody who has not proved who they are is told anything; a draft thrown away takes its replies with it.
    async fn unverified_people_are_told_nothing(store) {
        let (mut stage, counter) = set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let draft = stage.start_of(&rana, DRIVING).await;
        renew(&stage, &rana, &draft, &[]).await;
        withdraw::discard(&stage.portal, &rana, &draft).await.expect("thrown away");
        counter.asked();

        stage.portal.settings = Arc::new(Settings { pilot: false, ..Settings::default() });
        let khaled = unverified(&stage).await;
        let reference = stage.start_of(&khaled, DRIVING).await;
        stage.save(&khaled, &reference, "applicant", &[]).await;
        let view = page(&stage, &khaled, &reference, "licence").await;
        assert!(counter.asked().is_empty());
        assert!(view.registry_away && !is_readonly(&view, "licence_number"));
        assert_eq!(view.sources["licence_number"].state, SourceState::Away);
    }

    /// The officer sees which answers are a register's, and that one was away.
    async fn the_officer_sees_where_answers_come_from(store) {
        let (stage, counter) = set(store).await;
        for (part, away) in [(DemoPart::Parent, false), (DemoPart::Agent, true)] {
            if away {
                counter.send_away("driving");
            }
            let citizen = stage.citizen(part).await;
            let reference = stage.start_of(&citizen, DRIVING).await;
            let typed = [
                ("licence_number", "777"),
                ("licence_categories", "B"),
                ("licence_expiry.day", "1"),
                ("licence_expiry.month", "10"),
                ("licence_expiry.year", "2026"),
                ("health_change", "yes"),
            ];
            renew(&stage, &citizen, &reference, &typed).await;
            stage.send(&citizen, &reference).await.expect("sent");
            stage.pay(&citizen, &reference).await;
            let (entity, role) = if away { ("moh", "medical_officer") } else { ("mot", "licensing_officer") };
            let officer = stage.officer(entity, role).await;
            let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
            assert_eq!((case.sources.contains_key("licence_number"), case.registry_away), (!away, away));
        }
    }
}
