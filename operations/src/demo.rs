//! The demonstration: invented people with accounts, staff for every duty of the workflows, the pilot's list.
//!
//! Seeding twice changes nothing. It is refused outside the demonstration by whoever calls it.

use std::collections::BTreeSet;

use domain::id::PersonId;
use domain::person::{ADMINISTRATOR, DIRECTOR, Duty, SUPERVISOR};
use domain::service::workflow::StepKind;
use integrations::registry::simulated::{DemoPart, demo_people};
use store::people::{AccountType, NewPerson};

use crate::accounts::password;
use crate::{OperationError, Portal, write};

/// The password of every demonstration account. It is printed at start and in the README: it protects nothing.
pub const PASSWORD: &str = "olive-tree-2026-demo";

/// The body that runs the portal.
const OPERATOR: &str = "mtde";

/// An account of the demonstration, as it is announced at start.
#[derive(Clone, Debug)]
pub struct DemoAccountLine {
    /// Nine digits.
    pub national_id: String,
    /// The name in Latin letters.
    pub name: String,
    /// Who it is.
    pub part: String,
}

/// Makes the accounts that are missing, and returns all of them.
///
/// # Errors
/// When the store is away.
pub async fn seed(portal: &Portal) -> Result<Vec<DemoAccountLine>, OperationError> {
    let mut lines = Vec::new();
    let hash = password::hash(PASSWORD.to_owned(), &portal.random).await?;
    for (person, pilot, line) in citizens(portal, &hash) {
        add(portal, person, Vec::new(), pilot).await?;
        lines.push(line);
    }
    lines.extend(staff(portal, &hash).await?);
    Ok(lines)
}

fn citizens(portal: &Portal, hash: &str) -> Vec<(NewPerson, bool, DemoAccountLine)> {
    let now = portal.clock.now();
    demo_people()
        .iter()
        .filter_map(|person| {
            let account = person.account.as_ref()?;
            let new = NewPerson {
                id: PersonId(portal.random.key(now)),
                national_id: person.national_id.clone(),
                name_ar: person.name_ar.clone(),
                name_en: person.name_en.clone(),
                birth_date: person.birth_date,
                mobile: account.mobile.clone(),
                email: account.email.clone(),
                address: Some(serde_json::json!({
                    "governorate": account.address.governorate,
                    "locality": account.address.locality,
                    "street": account.address.street,
                })),
                account_type: AccountType::Citizen,
                password_hash: hash.to_owned(),
                verified: true,
                created_at: now,
            };
            let line = DemoAccountLine {
                national_id: person.national_id.clone(),
                name: person.name_en.clone(),
                part: part(account.part).to_owned(),
            };
            Some((new, account.government_employee, line))
        })
        .collect()
}

const fn part(part: DemoPart) -> &'static str {
    match part {
        DemoPart::GovernmentEmployee => "citizen, government employee in the pilot",
        DemoPart::OutsidePilot => "citizen outside the pilot",
        DemoPart::Parent => "parent of two minors, in the pilot",
        DemoPart::CompanyOwner => "company owner",
        DemoPart::MarriedAdult => "married, with a living parent",
        DemoPart::Agent => "agent of others",
        DemoPart::AssistedMother => "household in the cash assistance programme",
        DemoPart::Guardian => "guardian of an orphan",
    }
}

/// Given and family names of invented staff, one for each duty in turn.
const GIVEN: [(&str, &str); 12] = [
    ("سناء", "Sanaa"),
    ("مالك", "Malek"),
    ("هديل", "Hadeel"),
    ("رامي", "Rami"),
    ("ديما", "Dima"),
    ("وائل", "Wael"),
    ("نسرين", "Nisreen"),
    ("جمال", "Jamal"),
    ("عبير", "Abeer"),
    ("فراس", "Firas"),
    ("لمى", "Lama"),
    ("حسام", "Husam"),
];
const FAMILY: [(&str, &str); 10] = [
    ("عودة", "Odeh"),
    ("البرغوثي", "Al-Barghouthi"),
    ("قاسم", "Qasem"),
    ("الشوا", "Al-Shawa"),
    ("دراغمة", "Daraghmeh"),
    ("زيدان", "Zeidan"),
    ("النتشة", "Al-Natsheh"),
    ("صباح", "Sabah"),
    ("حماد", "Hammad"),
    ("جرار", "Jarrar"),
];

/// One officer for each role in each body of the workflows, a supervisor for each body, and a director for each body that
/// has services. Whoever is there keeps the number and the duty, whatever services come later.
async fn staff(portal: &Portal, hash: &str) -> Result<Vec<DemoAccountLine>, OperationError> {
    let (mut missing, mut behind) = (duties(portal), leaders(portal));
    let mut lines = Vec::new();
    while let Some(person) = store::people::by_national_id(&portal.store, &staff_number(lines.len())).await? {
        let held = store::people::duties(&portal.store, person.id).await?;
        lines.push(line(portal, &person.national_id, &person.name_en, held.first()));
        for duty in &held {
            missing.remove(duty);
        }
        behind.retain(|duty| !held.contains(duty));
    }
    for duty in missing.into_iter().chain(behind) {
        let person = officer(portal, lines.len(), hash);
        lines.push(line(portal, &person.national_id, &person.name_en, Some(&duty)));
        add(portal, person, vec![duty], true).await?;
    }
    Ok(lines)
}

/// Who stands behind the officers, so that their numbers stay: the administrator, and the directors.
fn leaders(portal: &Portal) -> Vec<Duty> {
    let duty = |entity: &str, role: &str| Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    };
    let services = portal.catalogue.services().iter();
    let bodies: BTreeSet<&str> = services
        .map(|service| service.definition.ministry_id.as_str())
        .collect();
    let directors = bodies.into_iter().map(|body| duty(body, DIRECTOR));
    std::iter::once(duty(OPERATOR, ADMINISTRATOR))
        .chain(directors)
        .collect()
}

fn duties(portal: &Portal) -> BTreeSet<Duty> {
    let mut duties: BTreeSet<Duty> = BTreeSet::new();
    for service in portal.catalogue.services() {
        let definition = &service.definition;
        let mut add = |entity: &str, role: &str| {
            for role in [role, SUPERVISOR] {
                duties.insert(Duty {
                    entity: entity.to_owned(),
                    role: role.to_owned(),
                });
            }
        };
        for step in &definition.workflow.steps {
            let entity = step.entity.as_deref().unwrap_or(&definition.ministry_id);
            if !matches!(step.role.as_str(), "applicant" | "third_party" | "system") && step.kind != StepKind::Parallel
            {
                add(entity, &step.role);
            }
            for branch in &step.branches {
                if let Some(role) = &branch.role {
                    add(branch.entity.as_deref().unwrap_or(entity), role);
                }
            }
        }
    }
    duties
}

fn line(portal: &Portal, national_id: &str, name: &str, duty: Option<&Duty>) -> DemoAccountLine {
    let english = domain::language::Language::En;
    let part = duty.map(|duty| {
        let entity = portal.catalogue.entity(&duty.entity, english);
        format!("{} at {entity}", portal.catalogue.role(&duty.role, english))
    });
    DemoAccountLine {
        national_id: national_id.to_owned(),
        name: name.to_owned(),
        part: part.unwrap_or_default(),
    }
}

fn officer(portal: &Portal, number: usize, hash: &str) -> NewPerson {
    let now = portal.clock.now();
    let given = GIVEN[number % GIVEN.len()];
    let family = FAMILY[(number / GIVEN.len() + number) % FAMILY.len()];
    NewPerson {
        id: PersonId(portal.random.key(now)),
        national_id: staff_number(number),
        name_ar: format!("{} {}", given.0, family.0),
        name_en: format!("{} {}", given.1, family.1),
        birth_date: chrono::NaiveDate::from_ymd_opt(1980, 1, 1).unwrap_or_default(),
        mobile: format!("+97059900{number:04}"),
        email: String::new(),
        address: None,
        account_type: AccountType::Citizen,
        password_hash: hash.to_owned(),
        verified: true,
        created_at: now,
    }
}

/// An identity number of the test range with its check digit.
fn staff_number(number: usize) -> String {
    let body = format!("0000{:04}", 9000 + number);
    let sum: u32 = body
        .bytes()
        .enumerate()
        .map(|(at, byte)| {
            let product = u32::from(byte - b'0') * if at % 2 == 0 { 1 } else { 2 };
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

async fn add(portal: &Portal, person: NewPerson, duties: Vec<Duty>, pilot: bool) -> Result<(), OperationError> {
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        let now = portal.clock.now();
        match store::people::insert(&mut tx, &person).await {
            Ok(()) => {
                for duty in &duties {
                    store::people::add_duty(&mut tx, person.id, duty).await?;
                }
            }
            Err(store::StoreError::Duplicate(_)) => {}
            Err(error) => return Err(error.into()),
        }
        if pilot {
            store::people::pilot_add(&mut tx, &person.national_id, now).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}
