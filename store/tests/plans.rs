//! What the queue, a case and a decision ask never reads a large table from one end to the other.

use chrono::TimeDelta;
use domain::application::{EventKind, Status};
use domain::id::{ApplicationId, EventId, PersonId, TaskId};
use domain::reference::Reference;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use store::events::NewEvent;
use store::seed::{SeededApplication, SeededTask};
use store::{Database, events, people, seed};

use crate::both::Home;
use crate::sample::{actor, day, key, new_person, now};
use crate::statements::statements;

const CASES: u32 = 20_000;
const PEOPLE: u32 = 2_000;

/// What is looked at: the whole of these files.
const FILES: [&str; 10] = [
    "queue.rs",
    "queue/counts.rs",
    "queue/pages.rs",
    "queue/search.rs",
    "queue/waiting.rs",
    "bulk.rs",
    "tasks.rs",
    "applications.rs",
    "applications/write.rs",
    "events.rs",
];

/// Tables that grow with the cases, and what statements call them.
const LARGE: [&str; 14] = [
    "tasks",
    "t",
    "earlier",
    "applications",
    "a",
    "people",
    "p",
    "s",
    "events",
    "person_names",
    "first",
    "second",
    "third",
    "bulk_items",
];

async fn fill(db: &Database) {
    let mut owners = Vec::new();
    let mut tx = db.begin().await.expect("begin");
    for number in 0..PEOPLE {
        let person = new_person(
            &format!("8{number:08}"),
            &format!("سلمى {number} النجار"),
            "Salma An-Najjar",
        );
        people::insert(&mut tx, &person).await.expect("a person");
        owners.push(person.id);
    }
    let nothing = json!({});
    for number in 0..CASES {
        let (owner, open) = (owners[(number % PEOPLE) as usize], number % 10 == 0);
        let service = if number % 4 == 0 {
            "passport-renewal"
        } else {
            "building-permit"
        };
        let status = match (open, number % 50) {
            (true, 10) => Status::Returned,
            (true, _) => Status::InReview,
            (false, _) => Status::Issued,
        };
        let sent_at = now() - TimeDelta::minutes(i64::from(number));
        let application = SeededApplication {
            id: ApplicationId(key()),
            reference: Reference::new(2026, 11, number),
            start_key: key(),
            service_id: service,
            ministry_id: "moi",
            definition_hash: "abc",
            applicant_id: owner,
            status,
            step: Some("review"),
            raw_answers: &nothing,
            facts: &nothing,
            urgent: number % 20 == 0,
            sent_at,
            updated_at: sent_at,
        };
        seed::application(&mut tx, &application).await.expect("an application");
        let task = SeededTask {
            id: TaskId(key()),
            application_id: application.id,
            service_id: service,
            step: "review",
            entity: if number % 3 == 0 { "moi" } else { "molg" },
            role: if number % 6 == 0 { "clerk" } else { "reviewer" },
            assignee_id: (number % 20 == 0).then(|| owners[(number % 7) as usize]),
            opened_at: sent_at,
            due_on: Some(day(u64::from(number % 30))),
            closed: (status != Status::InReview).then_some((sent_at, "approve")),
        };
        seed::task(&mut tx, &task).await.expect("a task");
        line(&mut tx, application.id, owner).await;
    }
    tx.commit().await.expect("commit");
    seed::look_again(db).await.expect("looked at");
}

async fn line(tx: &mut store::Transaction, application: ApplicationId, owner: PersonId) {
    let event = NewEvent {
        id: EventId(key()),
        application_id: Some(application),
        at: now(),
        actor: &actor(owner),
        kind: EventKind::Submitted,
        step: None,
        note: None,
        data: json!({}),
    };
    events::append(tx, &event).await.expect("a line");
}

fn looked_at() -> Vec<(String, String)> {
    let all = statements().into_iter();
    all.filter(|(place, _)| {
        let (file, _) = place.rsplit_once(':').expect("a line");
        FILES.iter().any(|wanted| file.ends_with(&format!("/src/{wanted}")))
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_tables_are_never_read_from_one_end_to_the_other_on_sqlite() {
    let home = Home::sqlite().await;
    fill(&home.database).await;
    let mut connection = SqliteConnection::connect(&home.url).await.expect("a connection");
    let mut scans = Vec::new();
    for (place, text) in looked_at() {
        let explain = format!("explain query plan {text}");
        let rows = sqlx::query(AssertSqlSafe(explain)).fetch_all(&mut connection).await;
        for row in rows.unwrap_or_else(|error| panic!("{place}: {error}")) {
            let detail: String = row.get("detail");
            let scanned = detail
                .strip_prefix("SCAN ")
                .map(|rest| rest.split(' ').next().unwrap_or_default());
            if scanned.is_some_and(|name| LARGE.contains(&name)) {
                scans.push(format!("{place}: {detail}"));
            }
        }
    }
    drop(connection);
    home.end().await;
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_tables_are_never_read_from_one_end_to_the_other_on_postgres() {
    let Some(home) = Home::postgres().await else { return };
    fill(&home.database).await;
    let mut connection = PgConnection::connect(&home.url).await.expect("a connection");
    let run = async |connection: &mut PgConnection, text: String| {
        sqlx::raw_sql(AssertSqlSafe(text.clone()))
            .fetch_all(connection)
            .await
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    };
    // The plan for whatever the values are.
    run(&mut connection, "set plan_cache_mode = force_generic_plan".to_owned()).await;
    let mut scans = Vec::new();
    for (number, (place, text)) in looked_at().into_iter().enumerate() {
        run(&mut connection, format!("prepare looked_at_{number} as {text}")).await;
        let last = (1..=40)
            .rev()
            .find(|last| text.contains(&format!("${last}")))
            .unwrap_or_default();
        let values = if last == 0 {
            String::new()
        } else {
            format!("({})", vec!["null"; last].join(", "))
        };
        for row in run(&mut connection, format!("explain execute looked_at_{number}{values}")).await {
            let line: String = row.get(0);
            let scanned = line
                .split_once("Seq Scan on ")
                .map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
            if scanned.is_some_and(|name| LARGE.contains(&name)) {
                scans.push(format!("{place}: {line}"));
            }
        }
    }
    connection.close().await.expect("closed");
    home.end().await;
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}
