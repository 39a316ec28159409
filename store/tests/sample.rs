//! Things to test with.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::id::{ApplicationId, AttemptId, InvoiceId, PersonId};
use domain::language::Text;
use domain::money::{Currency, Money};
use domain::payment::{BillNumber, InvoiceState};
use domain::person::{Actor, Person};
use domain::reference::Reference;
use store::applications::{self, ApplicationRow, NewApplication};
use store::attempts::{self, AttemptRow, NewAttempt};
use store::invoices::{self, Invoice, InvoiceLineRow, InvoiceRow};
use store::people::{self, AccountType, NewPerson};
use store::{Database, StoreError};
use uuid::Uuid;

static NUMBER: AtomicU64 = AtomicU64::new(1);

fn next() -> u64 {
    NUMBER.fetch_add(1, Ordering::SeqCst)
}

/// Counts keys from a number on, so that several processes make different ones.
pub(crate) fn skip_keys(to: u64) {
    NUMBER.store(to, Ordering::SeqCst);
}

/// A new key; each is after the one before.
pub(crate) fn key() -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + u128::from(next()))
}

/// A moment with microseconds.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-25T08:30:00.123456Z".parse().expect("a moment")
}

pub(crate) fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

/// So many days after the day of [`now`].
pub(crate) fn day(after: u64) -> NaiveDate {
    now().date_naive() + Days::new(after)
}

pub(crate) fn new_person(national_id: &str, name_ar: &str, name_en: &str) -> NewPerson {
    NewPerson {
        id: PersonId(key()),
        national_id: national_id.to_owned(),
        name_ar: name_ar.to_owned(),
        name_en: name_en.to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1990, 2, 28).expect("a day"),
        mobile: "+970599123456".to_owned(),
        email: String::new(),
        address: Some(serde_json::json!({ "governorate": "ramallah" })),
        account_type: AccountType::Citizen,
        password_hash: "$argon2id$…".to_owned(),
        verified: true,
        created_at: now(),
    }
}

/// A person of their own.
pub(crate) async fn person(db: &Database) -> PersonId {
    let number = format!("{:09}", next());
    let new = new_person(&number, "أحمد خليل النجّار", "Ahmad Khalil An-Najjar");
    let mut tx = db.begin().await.expect("begin");
    people::insert(&mut tx, &new).await.expect("a person");
    tx.commit().await.expect("commit");
    new.id
}

pub(crate) fn actor(id: PersonId) -> Actor {
    Actor::Person(Person {
        id,
        national_id: "900000001".to_owned(),
        name_ar: "سلمى".to_owned(),
        name_en: "Salma".to_owned(),
        duties: Vec::new(),
    })
}

pub(crate) fn reference() -> Reference {
    Reference::new(2026, 11, u32::try_from(next()).expect("few"))
}

pub(crate) fn new_application(reference: &Reference, applicant: PersonId) -> NewApplication<'_> {
    NewApplication {
        id: ApplicationId(key()),
        reference,
        start_key: key(),
        service_id: "birth-certificate-extract",
        ministry_id: "moi",
        definition_hash: "abc",
        applicant_id: applicant,
        expires_on: Some(day(30)),
        at: now(),
    }
}

/// A draft of a person of its own.
pub(crate) async fn draft(db: &Database) -> ApplicationRow {
    let applicant = person(db).await;
    draft_of(db, applicant, "birth-certificate-extract").await
}

pub(crate) async fn draft_of(db: &Database, applicant: PersonId, service: &str) -> ApplicationRow {
    let reference = reference();
    let new = NewApplication {
        service_id: service,
        ..new_application(&reference, applicant)
    };
    let mut tx = db.begin().await.expect("begin");
    let (row, inserted) = applications::insert_draft(&mut tx, &new).await.expect("a draft");
    tx.commit().await.expect("commit");
    assert!(inserted);
    row
}

pub(crate) fn text(ar: &str, en: &str) -> Text {
    Text {
        ar: ar.to_owned(),
        en: en.to_owned(),
    }
}

pub(crate) fn new_invoice(application: &ApplicationRow, minor: i64) -> Invoice {
    Invoice {
        row: InvoiceRow {
            id: InvoiceId(key()),
            bill_number: BillNumber::new(26, next()),
            application_id: application.id,
            stage: "submission".to_owned(),
            agency: "moi".to_owned(),
            payer_id: application.applicant_id,
            currency: Currency::Ils,
            total_minor: minor,
            state: InvoiceState::Issued,
            created_at: now(),
            expires_on: Some(day(14)),
            version: 1,
        },
        lines: vec![InvoiceLineRow {
            number: 0,
            code: "extract".to_owned(),
            label: text("رسم المستخرج", "Extract fee"),
            kind: "fixed".to_owned(),
            quantity: 1,
            unit_minor: Some(minor),
            amount_minor: minor,
            basis: "assumed".to_owned(),
            exemption_category: None,
        }],
    }
}

/// An invoice of an application of its own.
pub(crate) async fn invoice(db: &Database) -> Invoice {
    let application = draft(db).await;
    let invoice = new_invoice(&application, 2500);
    let mut tx = db.begin().await.expect("begin");
    invoices::insert(&mut tx, &invoice).await.expect("an invoice");
    tx.commit().await.expect("commit");
    invoice
}

pub(crate) fn new_attempt(invoice: InvoiceId, reference: &str) -> NewAttempt<'_> {
    NewAttempt {
        id: AttemptId(key()),
        command_id: domain::id::CommandId(key()),
        invoice_id: invoice,
        provider: "sandbox",
        reference,
        form_key: key(),
        amount: Money::new(2500, Currency::Ils),
        expires_at: now() + minutes(30),
        at: now(),
    }
}

pub(crate) async fn try_attempt(db: &Database, invoice: InvoiceId) -> Result<AttemptRow, StoreError> {
    let reference = format!("ATT-{}", next());
    let mut tx = db.begin().await?;
    let (row, _) = attempts::insert(&mut tx, new_attempt(invoice, &reference)).await?;
    tx.commit().await?;
    Ok(row)
}

pub(crate) async fn attempt(db: &Database, invoice: InvoiceId) -> AttemptRow {
    try_attempt(db, invoice).await.expect("an attempt")
}

/// One write in a transaction of its own: `write!(db, tx => applications::set_status(&mut tx, …))`.
macro_rules! write_once {
    ($db:expr, $tx:ident => $write:expr) => {{
        let mut $tx = $db.begin().await.expect("begin");
        let written = $write.await;
        match &written {
            Ok(_) => $tx.commit().await.expect("commit"),
            Err(_) => drop($tx),
        }
        written
    }};
}
pub(crate) use write_once;
