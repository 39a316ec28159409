//! What the store promises about keeping and not keeping.

use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::database::EngineKind;
use store::people::{self, Contact};
use store::{Database, Options, StoreError, sessions};

use crate::both::{self, Home, both};
use crate::sample::{self, new_person, now, write_once};

both! {
    async fn a_dropped_transaction_leaves_no_trace(db) {
        let new = new_person("900000001", "سلمى", "Salma");
        let mut tx = db.begin().await.expect("begin");
        people::insert(&mut tx, &new).await.expect("a person");
        let inside = people::by_id(&mut tx, new.id).await.expect("read");
        assert!(inside.is_some(), "a transaction sees its own changes");
        assert_eq!(people::by_id(&db, new.id).await, Ok(None), "nobody else does");
        drop(tx);
        write_once!(db, tx => people::insert(&mut tx, &new)).expect("the number is free again");
        assert!(people::by_id(&db, new.id).await.expect("read").is_some());
    }

    async fn a_failed_transaction_cannot_be_kept(db) {
        let id = sample::person(&db).await;
        let mut tx = db.begin().await.expect("begin");
        people::set_password_hash(&mut tx, id, "other").await.expect("a change");
        let nobody = domain::id::PersonId(sample::key());
        let duty = domain::person::Duty { entity: "moi".to_owned(), role: "clerk".to_owned() };
        assert_eq!(people::add_duty(&mut tx, nobody, &duty).await, Err(StoreError::NotFound));
        let after = people::set_password_hash(&mut tx, id, "third").await;
        assert!(after.is_err(), "nothing more is done in it");
        assert!(tx.commit().await.is_err());
        let row = people::by_id(&db, id).await.expect("read").expect("a person");
        let kept = people::credentials(&db, &row.national_id).await.expect("read").expect("credentials");
        assert_eq!(kept.password_hash, "$argon2id$…");
    }

    /// Many writers at once: all are kept, none waits for ever, and one that rolls back takes no other with it.
    async fn writers_share_the_commit_and_not_the_failure(db) {
        let mut tasks = Vec::new();
        for number in 0..120_u32 {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                let new = new_person(&format!("{number:09}"), "اسم", "Name");
                let mut tx = db.begin().await?;
                people::insert(&mut tx, &new).await?;
                if number % 5 == 0 {
                    drop(tx);
                } else if number % 5 == 1 {
                    people::insert(&mut tx, &new).await.expect_err("the same number twice");
                    tx.commit().await?;
                } else {
                    tx.commit().await?;
                    // Kept means readable by anybody, at once.
                    assert!(people::by_id(&db, new.id).await?.is_some());
                }
                Ok::<_, StoreError>(())
            }));
        }
        for task in tasks {
            task.await.expect("no panic").expect("kept");
        }
        for number in 0..120_u32 {
            let found = people::by_national_id(&db, &format!("{number:09}")).await.expect("read");
            assert_eq!(found.is_some(), number % 5 != 0, "{number}");
        }
    }

    async fn times_and_text_come_back_as_they_were_written(db) {
        let new = people::NewPerson {
            name_en: "O'Neil \"<&\u{1F600} \0 end".to_owned(),
            address: Some(serde_json::json!({ "note": "a\0b", "lines": ["\u{202E}x", "\\u0000"] })),
            ..new_person("900000002", "فاطمة \u{200F}الزهراء", "")
        };
        write_once!(db, tx => people::insert(&mut tx, &new)).expect("a person");
        let row = people::by_id(&db, new.id).await.expect("read").expect("a person");
        assert_eq!(row.created_at, now());
        assert_eq!(row.name_ar, new.name_ar);
        assert_eq!(row.name_en, "O'Neil \"<&\u{1F600} \u{FFFD} end", "all but NUL");
        let address = serde_json::json!({ "note": "a\u{FFFD}b", "lines": ["\u{202E}x", "\\u0000"] });
        assert_eq!(row.address, Some(address));
        assert_eq!(row.birth_date, new.birth_date);
        assert!(row.verified);
    }

    /// The order of times as the engine sees it is their order in time, whatever their fractions.
    async fn times_are_ordered(db) {
        let person = sample::person(&db).await;
        let moments = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.100Z"];
        let moments = moments.map(|moment| moment.parse::<DateTime<Utc>>().expect("a moment"));
        for (number, until) in (0_u8..).zip(moments) {
            let session = sessions::SessionRow {
                token_hash: vec![number],
                person_id: person,
                csrf: "c".to_owned(),
                created_at: until,
                last_seen_at: until,
                idle_until: until,
                expires_at: until,
            };
            write_once!(db, tx => sessions::insert(&mut tx, &session)).expect("a session");
        }
        for (ended, now) in (1..).zip(moments) {
            let mut tx = db.begin().await.expect("begin");
            assert_eq!(sessions::delete_expired(&mut tx, now, 10).await, Ok(ended));
        }
    }

    async fn it_is_ready_and_can_be_migrated_again(db) {
        assert!(db.is_ready().await);
        assert!(db.is_ready().await);
        db.migrate().await.expect("nothing to do");
    }
}

/// A web server drops a handler when its client goes away, wherever it waits. No connection may go back to the pool
/// with a transaction still open in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_go_away_leave_no_transaction_open() {
    for home in Home::all().await {
        let id = sample::person(&home.database).await;
        for polls in 0..40 {
            let db = home.database.clone();
            let write = async move {
                let mut tx = db.begin().await?;
                let contact = Contact {
                    mobile: "+970590000000",
                    email: "",
                    address: None,
                };
                people::update_contact(&mut tx, id, contact).await?;
                tx.commit().await
            };
            tokio::spawn(abandoned(write, polls)).await.expect("no panic");
            if home.database.kind() == EngineKind::Postgres {
                no_session_stays_in_a_transaction(&home.url, polls).await;
            }
        }
        write_once!(home.database, tx => people::set_password_hash(&mut tx, id, "new")).expect("still writes");
        home.end().await;
    }
}

/// Polls so many times and then drops, as the server does.
async fn abandoned(work: impl Future<Output = Result<(), StoreError>>, polls: u32) {
    let mut work = Box::pin(work);
    let mut left = polls;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        work.as_mut().poll(context).map(drop)
    })
    .await;
}

async fn no_session_stays_in_a_transaction(url: &str, polls: u32) {
    let mut connection = PgConnection::connect(url).await.expect("the server");
    for _ in 0..200 {
        let (open,): (i64,) = sqlx::query_as(
            "select count(*) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null",
        )
        .fetch_one(&mut connection)
        .await
        .expect("activity");
        if open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("after {polls} polls a session stays inside a transaction");
}

/// Several processes start at once: one migrates, the others wait, all succeed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starters_do_not_trip_over_each_other() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let starters = (0..6).map(|_| {
        let url = url.clone();
        tokio::spawn(async move {
            let db = Database::connect(&url, &both::options()).await?;
            db.migrate().await?;
            assert!(db.is_ready().await);
            db.close().await;
            Ok::<_, StoreError>(())
        })
    });
    for starter in starters.collect::<Vec<_>>() {
        starter.await.expect("no panic").expect("started");
    }
}

/// Another process has the lock: a write is refused in time and nothing hangs; reads go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_held_elsewhere_is_busy() {
    let home = Home::sqlite().await;
    let impatient = Options {
        patience: Duration::from_millis(200),
        waiting: 8,
        ..Options::default()
    };
    let db = Database::connect(&home.url, &impatient).await.expect("a database");
    let person = sample::person(&db).await;
    let mut other = SqliteConnection::connect(&home.url).await.expect("another process");
    sqlx::query("begin immediate")
        .execute(&mut other)
        .await
        .expect("the lock");

    let tries = (0..20).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { db.begin().await.map(drop) })
    });
    for one in tries.collect::<Vec<_>>() {
        assert_eq!(one.await.expect("no panic"), Err(StoreError::Busy));
    }
    assert!(!db.is_ready().await);
    assert!(people::by_id(&db, person).await.expect("a read").is_some());

    sqlx::query("rollback")
        .execute(&mut other)
        .await
        .expect("the lock is free");
    write_once!(db, tx => people::set_password_hash(&mut tx, person, "new")).expect("a write");
    db.close().await;
    home.end().await;
}

#[tokio::test]
async fn addresses_that_cannot_work_are_refused_with_a_sentence() {
    for url in [
        "",
        "mysql://x",
        "data.db",
        "sqlite::memory:",
        "sqlite:x?mode=memory",
        "postgres://127.0.0.1:1/x",
    ] {
        let options = Options {
            patience: Duration::from_millis(300),
            ..Options::default()
        };
        match Database::connect(url, &options).await.map(drop) {
            Err(StoreError::Unavailable(why)) => assert!(!why.is_empty(), "{url}"),
            Err(StoreError::Busy) => assert!(url.starts_with("postgres:"), "{url}"),
            other => panic!("{url}: {other:?}"),
        }
    }
}

/// Nothing can be written past the one writer, and what is acknowledged is on disk.
#[tokio::test]
async fn sqlite_is_set_up_as_promised() {
    let home = Home::sqlite().await;
    let mut connection = SqliteConnection::connect(&home.url).await.expect("a connection");
    let (mode,): (String,) = sqlx::query_as("pragma journal_mode")
        .fetch_one(&mut connection)
        .await
        .expect("a pragma");
    assert_eq!(mode, "wal");
    home.end().await;
}
