//! A large database for tests and measurements: all services, many people, open and finished cases with their tasks and
//! lines. Invented, the same each time, and refused in production by whoever calls it.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::application::{EventKind, Status};
use domain::id::{ApplicationId, EventId, PersonId, TaskId};
use domain::person::{Actor, Duty, Person};
use domain::reference::Reference;
use serde_json::{Value as Json, json};
use store::Transaction;
use store::events::NewEvent;
use store::people::{AccountType, NewPerson};
use store::seed::{SeededApplication, SeededTask};

use crate::clock::{Clock, Random};
use crate::{OperationError, Portal, demo, write};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Applications in all.
    pub cases: u32,
    /// Of these, not finished.
    pub open: u32,
}

/// Cases of one transaction.
const BATCH: u32 = 5_000;
/// Cases for each person.
const CASES_EACH: u32 = 3;
/// Officers of each desk.
const OFFICERS: usize = 4;

const NAMES: [(&str, &str); 16] = [
    ("محمد", "Mohammad"),
    ("أحمد", "Ahmad"),
    ("فاطمة", "Fatima"),
    ("مريم", "Mariam"),
    ("خالد", "Khaled"),
    ("سلمى", "Salma"),
    ("يوسف", "Yousef"),
    ("نور", "Nour"),
    ("إبراهيم", "Ibrahim"),
    ("هبة", "Heba"),
    ("عمر", "Omar"),
    ("ليان", "Layan"),
    ("جورج", "George"),
    ("رنا", "Rana"),
    ("طارق", "Tareq"),
    ("هديل", "Hadeel"),
];
const FAMILIES: [(&str, &str); 14] = [
    ("النجار", "An-Najjar"),
    ("الخطيب", "Al-Khatib"),
    ("حمدان", "Hamdan"),
    ("عيسى", "Issa"),
    ("منصور", "Mansour"),
    ("خوري", "Khoury"),
    ("سلامة", "Salameh"),
    ("شاهين", "Shahin"),
    ("قاسم", "Qasem"),
    ("البرغوثي", "Al-Barghouthi"),
    ("عودة", "Odeh"),
    ("صالح", "Saleh"),
    ("جابر", "Jaber"),
    ("زيدان", "Zeidan"),
];

/// A desk, with the service and the step that brings work to it.
struct Desk {
    service: String,
    hash: String,
    ministry: String,
    step: String,
    duty: Duty,
    officers: Vec<PersonId>,
}

/// Fills an empty database. `told` hears how many cases there are by now.
///
/// # Errors
/// There are cases already; the store is away.
pub async fn seed(portal: &Portal, size: Size, told: impl Fn(u32)) -> Result<(), OperationError> {
    if store::seed::applications(&portal.store).await? > 0 {
        return Err(OperationError::Forbidden);
    }
    demo::seed(portal).await?;
    // The same rows each time.
    let portal = Portal {
        random: Random::seeded(u64::from(size.cases)),
        ..portal.clone()
    };
    let now = portal.clock.now();
    let people = people(&portal, (size.cases / CASES_EACH).max(100)).await?;
    let desks = std::sync::Arc::new(desks(&portal, &people).await?);
    let people = std::sync::Arc::new(people);
    let mut done = 0;
    while done < size.cases {
        let until = (done + BATCH).min(size.cases);
        let (portal, desks, people) = (portal.clone(), desks.clone(), people.clone());
        write(async move {
            let mut tx = portal.store.begin().await?;
            for number in done..until {
                let case = Case { number, size, now };
                case.add(&mut tx, &portal.random, &desks, &people).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await?;
        done = until;
        told(done);
    }
    crate::summaries::rebuild(&portal).await?;
    Ok(store::seed::look_again(&portal.store).await?)
}

async fn people(portal: &Portal, count: u32) -> Result<Vec<PersonId>, OperationError> {
    let mut made = Vec::new();
    let born = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap_or_default();
    let now = Clock::now(&portal.clock);
    let mut number = 0;
    while number < count {
        let until = (number + BATCH).min(count);
        let portal = portal.clone();
        let more = write(async move {
            let mut more = Vec::new();
            let mut tx = portal.store.begin().await?;
            for number in number..until {
                let at = |list: &[(&'static str, &'static str)], place: u32| list[place as usize % list.len()];
                let (given, father) = (at(&NAMES, number), at(&NAMES, number / 16));
                let (grandfather, family) = (at(&NAMES, number / 256 + 3), at(&FAMILIES, number / 7));
                let person = NewPerson {
                    id: PersonId(portal.random.key(now)),
                    national_id: format!("8{number:08}"),
                    name_ar: format!("{} {} {} {}", given.0, father.0, grandfather.0, family.0),
                    name_en: format!("{} {} {} {}", given.1, father.1, grandfather.1, family.1),
                    birth_date: born + Days::new(u64::from(number % 16_000)),
                    mobile: format!("+97059{number:07}"),
                    email: String::new(),
                    address: None,
                    account_type: AccountType::Citizen,
                    // Nobody signs in with this.
                    password_hash: "!".to_owned(),
                    verified: true,
                    created_at: now,
                };
                store::people::insert(&mut tx, &person).await?;
                more.push(person.id);
            }
            tx.commit().await?;
            Ok(more)
        })
        .await?;
        made.extend(more);
        number = until;
    }
    Ok(made)
}

/// Every desk of every service, with officers.
async fn desks(portal: &Portal, people: &[PersonId]) -> Result<Vec<Desk>, OperationError> {
    let mut desks = Vec::new();
    let mut tx = portal.store.begin().await?;
    for service in portal.catalogue.services() {
        let definition = &service.definition;
        for step in &definition.workflow.steps {
            let Some(desk) = domain::workflow::desk(&definition.workflow, &step.key) else {
                continue;
            };
            let duty = Duty {
                entity: desk.entity.unwrap_or(&definition.ministry_id).to_owned(),
                role: desk.role.to_owned(),
            };
            let officers = (0..OFFICERS).filter_map(|place| people.get(desks.len() * OFFICERS + place));
            let officers: Vec<PersonId> = officers.copied().collect();
            for officer in &officers {
                store::people::add_duty(&mut tx, *officer, &duty).await?;
            }
            desks.push(Desk {
                service: definition.id.clone(),
                hash: service.hash.clone(),
                ministry: definition.ministry_id.clone(),
                step: step.key.clone(),
                duty,
                officers,
            });
        }
    }
    tx.commit().await?;
    Ok(desks)
}

/// One case among all: the last ones are open.
struct Case {
    number: u32,
    size: Size,
    now: DateTime<Utc>,
}

impl Case {
    async fn add(
        &self,
        tx: &mut Transaction,
        random: &Random,
        desks: &[Desk],
        people: &[PersonId],
    ) -> Result<(), OperationError> {
        let chance = random.number();
        let pick = |of: usize, turn: u32| usize::try_from(chance.rotate_right(turn) % of as u64).unwrap_or_default();
        let desk = &desks[pick(desks.len(), 0)];
        let open = self.number >= self.size.cases - self.size.open.min(self.size.cases);
        // Years of finished cases, then three weeks of open ones.
        let age = if open {
            pick(21 * 24, 8)
        } else {
            21 * 24 + pick(3 * 365 * 24, 8)
        };
        let sent_at = self.now - Duration::hours(i64::try_from(age).unwrap_or_default());
        let status = status(open, pick(20, 16));
        let waits = open && !matches!(status, Status::InReview);
        let (raw_answers, facts) = answers(self.number);
        let application = SeededApplication {
            id: ApplicationId(random.key(sent_at)),
            reference: Reference::new(
                2000 + i32::try_from(self.number / 10_000_000).unwrap_or_default(),
                1,
                self.number,
            ),
            start_key: random.key(sent_at),
            service_id: &desk.service,
            ministry_id: &desk.ministry,
            definition_hash: &desk.hash,
            applicant_id: people[self.number as usize % people.len()],
            status,
            step: open.then_some(desk.step.as_str()),
            raw_answers: &raw_answers,
            facts: &facts,
            urgent: pick(20, 24) == 0,
            sent_at,
            updated_at: sent_at + Duration::hours(2),
        };
        store::seed::application(tx, &application).await?;
        let officer = desk.officers.get(pick(desk.officers.len().max(1), 32)).copied();
        let done_at = sent_at + Duration::hours(2);
        let days = Days::new(u64::try_from(pick(15, 40)).unwrap_or_default());
        let task = SeededTask {
            id: TaskId(random.key(sent_at)),
            application_id: application.id,
            service_id: &desk.service,
            step: &desk.step,
            entity: &desk.duty.entity,
            role: &desk.duty.role,
            // Half of what is open is free.
            assignee_id: officer.filter(|_| !open || waits || pick(2, 48) == 0),
            opened_at: sent_at,
            due_on: (pick(30, 52) != 0).then(|| (sent_at + Duration::days(4)).date_naive() + days),
            closed: (!open || waits).then_some((done_at, outcome(status))),
        };
        store::seed::task(tx, &task).await?;
        self.lines(tx, random, &application, officer, status).await
    }

    async fn lines(
        &self,
        tx: &mut Transaction,
        random: &Random,
        application: &SeededApplication<'_>,
        officer: Option<PersonId>,
        status: Status,
    ) -> Result<(), OperationError> {
        let applicant = actor(application.applicant_id);
        let officer = officer.map_or(Actor::System, actor);
        let mut lines = vec![
            (EventKind::Submitted, applicant),
            (EventKind::ReviewStarted, Actor::System),
        ];
        match status {
            Status::Issued => lines.push((EventKind::Issued, officer)),
            Status::Rejected => lines.push((EventKind::Rejected, officer)),
            Status::Returned => lines.push((EventKind::Returned, officer)),
            _ => {}
        }
        for (kind, actor) in &lines {
            let event = NewEvent {
                id: EventId(random.key(application.sent_at)),
                application_id: Some(application.id),
                at: application.sent_at,
                actor,
                kind: *kind,
                step: application.step,
                note: None,
                data: json!({}),
            };
            store::events::append(tx, &event).await?;
        }
        Ok(())
    }
}

const fn status(open: bool, chance: usize) -> Status {
    match (open, chance) {
        (true, 0) => Status::AwaitingPayment,
        (true, 1 | 2) => Status::Returned,
        (true, 3) => Status::AwaitingAppointment,
        (true, _) => Status::InReview,
        (false, 0 | 1) => Status::Rejected,
        (false, 2) => Status::Withdrawn,
        (false, _) => Status::Issued,
    }
}

const fn outcome(status: Status) -> &'static str {
    match status {
        Status::Returned => "return_for_correction",
        Status::Rejected => "reject",
        _ => "approve",
    }
}

fn actor(id: PersonId) -> Actor {
    Actor::Person(Person {
        id,
        national_id: String::new(),
        name_ar: "اسم".to_owned(),
        name_en: "Name".to_owned(),
        duties: Vec::new(),
    })
}

/// Answers as long as those of a form.
fn answers(number: u32) -> (Json, Json) {
    let text = "نص جواب كما يكتبه الناس في صفحات الطلب ".repeat(6);
    let raw = json!({ "applicant_mobile": ["0599123456"], "purpose_other": [text], "copies": [number.to_string()] });
    let facts = serde_json::to_value(domain::facts::CaseFacts::default()).unwrap_or_default();
    (raw, facts)
}
