//! Tasks and the history.

use domain::application::EventKind;
use domain::id::{ApplicationId, EventId, PersonId, TaskId};
use domain::person::Actor;
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::events::{self, ActorKind, Audience, NewEvent};
use store::tasks::{self, Closing, NewTask};
use store::{Database, StoreError};

use crate::both::{Home, both};
use crate::sample::{self, actor, day, draft, key, minutes, now, write_once};

fn task(application: ApplicationId, step: &str) -> NewTask<'_> {
    NewTask {
        id: TaskId(key()),
        application_id: application,
        step,
        entity: "moi",
        role: "clerk",
        due_on: Some(day(3)),
        clock_from: None,
        clock_days: None,
        assignee_id: None,
        at: now(),
    }
}

fn closing(id: TaskId, from_version: i64, by: PersonId) -> Closing<'static> {
    Closing {
        id,
        from_version,
        action: Some("accept"),
        outcome: Some("approve"),
        decided_by: Some(by),
        note: Some("تم"),
        reason: None,
        at: now() + minutes(5),
    }
}

fn event(application: ApplicationId, actor: &Actor, kind: EventKind) -> NewEvent<'_> {
    NewEvent {
        id: EventId(key()),
        application_id: Some(application),
        at: now(),
        actor,
        kind,
        step: Some("review"),
        note: None,
        data: json!({ "n": 1 }),
    }
}

both! {
    async fn a_step_is_open_once(db) {
        let row = draft(&db).await;
        write_once!(db, tx => tasks::open(&mut tx, task(row.id, "review"))).expect("open");
        let twice = write_once!(db, tx => tasks::open(&mut tx, task(row.id, "review")));
        assert_eq!(twice, Err(StoreError::Duplicate("tasks.application_id,step".to_owned())));
        write_once!(db, tx => tasks::open(&mut tx, task(row.id, "inspect"))).expect("another step");
        let open = tasks::open_for_application(&db, row.id).await.expect("tasks");
        assert_eq!(open.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["review", "inspect"]);

        let officer = sample::person(&db).await;
        write_once!(db, tx => tasks::close(&mut tx, closing(open[0].id, 1, officer))).expect("closed");
        write_once!(db, tx => tasks::open(&mut tx, task(row.id, "review"))).expect("open again, after it was closed");
        assert_eq!(tasks::open_for_application(&db, row.id).await.expect("tasks").len(), 2);
        let all = tasks::all_for_application(&db, row.id).await.expect("tasks");
        assert_eq!(all.len(), 3);
        assert_eq!((all[0].action.as_deref(), all[0].outcome.as_deref()), (Some("accept"), Some("approve")));
        assert_eq!((all[0].decided_by, all[0].closed_at), (Some(officer), Some(now() + minutes(5))));
    }

    /// Two officers press "take" together: one has it.
    async fn one_officer_has_a_task(db) {
        let row = draft(&db).await;
        let new = task(row.id, "review");
        write_once!(db, tx => tasks::open(&mut tx, new)).expect("open");
        let mut officers = Vec::new();
        for _ in 0..4 {
            officers.push(sample::person(&db).await);
        }
        let takes = officers.iter().map(|officer| {
            let (db, officer, id) = (db.clone(), *officer, new.id);
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                tasks::assign(&mut tx, id, 1, officer).await?;
                tx.commit().await.map(|()| officer)
            })
        });
        let mut winners = Vec::new();
        for take in takes.collect::<Vec<_>>() {
            match take.await.expect("no panic") {
                Ok(officer) => winners.push(officer),
                Err(error) => assert_eq!(error, StoreError::Stale),
            }
        }
        assert_eq!(winners.len(), 1);
        let winner = winners[0];
        let other = *officers.iter().find(|officer| **officer != winner).expect("another");

        let taken = tasks::by_id(&db, new.id).await.expect("read").expect("a task");
        assert_eq!((taken.assignee_id, taken.version), (Some(winner), 2));
        let stolen = write_once!(db, tx => tasks::assign(&mut tx, new.id, 2, other));
        assert_eq!(stolen, Err(StoreError::Stale), "even with the right version");
        let not_theirs = write_once!(db, tx => tasks::release(&mut tx, new.id, 2, other));
        assert_eq!(not_theirs, Err(StoreError::Stale));
        assert_eq!(write_once!(db, tx => tasks::release(&mut tx, new.id, 2, winner)), Ok(3));
        assert_eq!(write_once!(db, tx => tasks::reassign(&mut tx, new.id, 3, Some(other))), Ok(4));
        let stale = write_once!(db, tx => tasks::close(&mut tx, closing(new.id, 3, other)));
        assert_eq!(stale, Err(StoreError::Stale), "a decision on an older state");
        write_once!(db, tx => tasks::close(&mut tx, closing(new.id, 4, other))).expect("closed");
        let twice = write_once!(db, tx => tasks::close(&mut tx, closing(new.id, 5, other)));
        assert_eq!(twice, Err(StoreError::Stale), "closed is closed");
        let late = write_once!(db, tx => tasks::assign(&mut tx, new.id, 5, winner));
        assert_eq!(late, Err(StoreError::Stale));
    }

    async fn the_history_is_read_by_those_it_is_for(db) {
        let row = draft(&db).await;
        let officer = actor(sample::person(&db).await);
        let kinds = [
            EventKind::Submitted,
            EventKind::ReviewStarted,
            EventKind::CaseRead,
            EventKind::AttachmentRead,
            EventKind::Approved,
        ];
        for kind in kinds {
            let by = if kind == EventKind::ReviewStarted { &Actor::System } else { &officer };
            write_once!(db, tx => events::append(&mut tx, &event(row.id, by, kind))).expect("a line");
        }
        let all = events::for_application(&db, row.id, Audience::Staff, None, 10).await.expect("lines");
        let mut newest_first = kinds;
        newest_first.reverse();
        assert_eq!(all.iter().map(|line| line.kind).collect::<Vec<_>>(), newest_first);
        assert_eq!((all[3].actor_kind, all[3].actor_id), (ActorKind::System, None));
        assert_eq!(all[0].actor_name, Some(sample::text("سلمى", "Salma")));
        assert_eq!((&all[0].data, all[0].at, all[0].public), (&json!({ "n": 1 }), now(), true));

        let public = events::for_application(&db, row.id, Audience::Applicant, None, 2).await.expect("lines");
        assert_eq!(public.iter().map(|line| line.kind).collect::<Vec<_>>(), [
            EventKind::Approved,
            EventKind::ReviewStarted,
        ]);
        let before = public.last().map(|line| line.id);
        let rest = events::for_application(&db, row.id, Audience::Applicant, before, 2).await.expect("lines");
        assert_eq!(rest.iter().map(|line| line.kind).collect::<Vec<_>>(), [EventKind::Submitted]);

        let reads = events::reads_of_application(&db, row.id, None, 10).await.expect("lines");
        assert_eq!(reads.iter().map(|line| line.kind).collect::<Vec<_>>(), [
            EventKind::AttachmentRead,
            EventKind::CaseRead,
        ]);
    }
}

/// Not even somebody with the database's password changes the past by a slip.
#[tokio::test]
async fn history_and_books_refuse_changes() {
    let changes = [
        "update events set note = 'x'",
        "delete from events",
        "update ledger_transfers set amount_minor = 1",
        "delete from ledger_transfers",
        "update receipts set amount_minor = 1",
        "delete from receipts",
        "update settlements set settled_at = null",
        "delete from settlements",
    ];
    for home in Home::all().await {
        fill(&home.database).await;
        for change in changes {
            let error = if home.url.starts_with("sqlite:") {
                let mut connection = SqliteConnection::connect(&home.url).await.expect("a connection");
                sqlx::query(change).execute(&mut connection).await.map(drop)
            } else {
                let mut connection = PgConnection::connect(&home.url).await.expect("a connection");
                sqlx::query(change).execute(&mut connection).await.map(drop)
            };
            let error = error.expect_err(change).to_string();
            assert!(error.contains("is append-only"), "{change}: {error}");
        }
        home.end().await;
    }
}

/// One row in each of those tables.
async fn fill(db: &Database) {
    let invoice = sample::invoice(db).await;
    let attempt = sample::attempt(db, invoice.row.id).await;
    let id = domain::id::TransferId(key());
    let payment = domain::ledger::payment("a", "moi", "sandbox", attempt.amount());
    let receipt = store::receipts::NewReceipt {
        id: domain::id::ReceiptId(key()),
        agency: "moi",
        year: 2026,
        invoice_id: invoice.row.id,
        amount: attempt.amount(),
        at: now(),
    };
    let mut tx = db.begin().await.expect("begin");
    let line = event(invoice.row.application_id, &Actor::System, EventKind::Paid);
    events::append(&mut tx, &line).await.expect("a line");
    store::ledger::post(&mut tx, id, &payment, now())
        .await
        .expect("a transfer");
    store::ledger::settle(&mut tx, invoice.row.id, attempt.id, now())
        .await
        .expect("settled");
    store::receipts::issue(&mut tx, receipt).await.expect("a receipt");
    tx.commit().await.expect("commit");
}
