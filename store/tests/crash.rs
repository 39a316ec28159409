//! `kill -9` while many write: what was acknowledged is there, and nothing is there by half.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::application::EventKind;
use domain::id::{ApplicationId, EventId};
use domain::person::Actor;
use store::events::{self, Audience, NewEvent};
use store::{Database, StoreError, applications};
use uuid::Uuid;

use crate::both::{self, Home};
use crate::sample::{self, new_application, now};

/// The database a child works on, and the number from which its keys count.
const CHILD: &str = "HUKUMATI_STORE_CRASH";

const WRITERS: usize = 12;
const KILLS: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill() {
    for home in Home::all().await {
        let mut acknowledged = Vec::new();
        for kill in 0..KILLS {
            let url = home.url.clone();
            let work = move || work_until_killed(&url, kill);
            acknowledged.extend(tokio::task::spawn_blocking(work).await.expect("no panic"));
        }
        assert!(acknowledged.len() > 50, "only {} were written", acknowledged.len());
        let db = Database::connect(&home.url, &both::options())
            .await
            .expect("it opens again");
        assert!(db.is_ready().await);
        for id in acknowledged {
            let row = applications::by_id(&db, id)
                .await
                .expect("read")
                .expect("what was acknowledged");
            assert_eq!(lines(&db, row.id).await, 1, "with its history");
        }
        for id in started(&home.url).await {
            assert_eq!(lines(&db, ApplicationId(id)).await, 1, "nothing is there by half");
        }
        db.close().await;
        home.end().await;
    }
}

/// Runs [`child`] in a process of its own, kills it, and says what it had acknowledged.
fn work_until_killed(url: &str, kill: u64) -> Vec<ApplicationId> {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{kill} {url}"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let mut acknowledged = Vec::new();
    for line in output.lines().map_while(Result::ok) {
        let id = line
            .strip_prefix("kept ")
            .and_then(|id| id.parse::<ApplicationId>().ok());
        acknowledged.extend(id);
        if acknowledged.len() == 60 {
            // Not at once: it should die in the middle of something else each time.
            std::thread::sleep(Duration::from_millis(3 * kill));
            child.kill().expect("killed");
        }
    }
    child.wait().expect("its end");
    acknowledged
}

/// The other half of [`what_was_acknowledged_survives_a_kill`]; has nothing to do when it is not its child.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(work) = std::env::var(CHILD) else { return };
    let (kill, url) = work.split_once(' ').expect("a number and an address");
    let kill: u64 = kill.parse().expect("a number");
    let db = Database::connect(url, &both::options()).await.expect("a database");
    sample::skip_keys((kill + 1) * 1_000_000);
    let applicant = sample::person(&db).await;
    let writers = (0..WRITERS).map(|_| tokio::spawn(write_for_ever(db.clone(), applicant)));
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("no panic");
    }
}

async fn write_for_ever(db: Database, applicant: domain::id::PersonId) {
    loop {
        let id = write(&db, applicant).await.expect("written");
        // One call for the whole line, past the test program's own buffer.
        std::io::stdout()
            .write_all(format!("kept {id}\n").as_bytes())
            .expect("said");
    }
}

async fn write(db: &Database, applicant: domain::id::PersonId) -> Result<ApplicationId, StoreError> {
    let reference = sample::reference();
    let new = new_application(&reference, applicant);
    let mut tx = db.begin().await?;
    let (row, _) = applications::insert_draft(&mut tx, &new).await?;
    let line = NewEvent {
        id: EventId(sample::key()),
        application_id: Some(row.id),
        at: now(),
        actor: &Actor::System,
        kind: EventKind::Started,
        step: None,
        note: None,
        data: serde_json::json!({}),
    };
    events::append(&mut tx, &line).await?;
    tx.commit().await?;
    Ok(row.id)
}

async fn lines(db: &Database, application: ApplicationId) -> usize {
    events::for_application(db, application, Audience::Staff, None, 10)
        .await
        .expect("lines")
        .len()
}

/// Every application there is, acknowledged or not.
async fn started(url: &str) -> Vec<Uuid> {
    use sqlx::{Connection, PgConnection, SqliteConnection};
    let select = "select id from applications";
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("a connection");
        sqlx::query_scalar(select)
            .fetch_all(&mut connection)
            .await
            .expect("keys")
    } else {
        let mut connection = PgConnection::connect(url).await.expect("a connection");
        sqlx::query_scalar(select)
            .fetch_all(&mut connection)
            .await
            .expect("keys")
    }
}
