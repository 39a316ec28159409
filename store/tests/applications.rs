//! Applications, drafts and files.

use domain::application::Status;
use domain::facts::CaseFacts;
use domain::id::{ApplicationId, UploadId};
use domain::upload::Scan;
use domain::value::Value;
use serde_json::json;
use store::applications::{self, Correction, Move, NewApplication, Submission};
use store::arrivals::{self, ArrivalRow};
use store::registry_replies::{self, RegistryReplyRow};
use store::service_definitions::{self, ServiceDefinitionRow};
use store::uploads::{self, UploadRow};
use store::{Database, StoreError, drafts};
use uuid::Uuid;

use crate::both::both;
use crate::sample::{self, day, draft, draft_of, key, minutes, new_application, now, write_once};

fn to(id: ApplicationId, from_version: i64, status: Status) -> Move<'static> {
    Move {
        id,
        from_version,
        status,
        step: Some("review"),
        resume_step: None,
        due_on: Some(day(5)),
        clock_from: None,
        clock_days: None,
        expires_on: None,
        at: now() + minutes(1),
    }
}

fn upload(application: ApplicationId, name: &str) -> UploadRow {
    UploadRow {
        id: UploadId(key()),
        application_id: application,
        field: "photo".to_owned(),
        name: name.to_owned(),
        content_type: "image/png".to_owned(),
        size: 1000,
        sha256: "00".repeat(32),
        storage_key: key().to_string(),
        created_at: now(),
        removed_at: None,
        scan: Scan::NotScanned,
    }
}

fn arrival(application: ApplicationId) -> ArrivalRow {
    ArrivalRow {
        id: UploadId(key()),
        application_id: application,
        field: "photo".to_owned(),
        name: "صورة.png".to_owned(),
        fingerprint: "1000-1".to_owned(),
        size: 1000,
        received: 0,
        parts: json!([]),
        storage_key: key().to_string(),
        created_at: now(),
    }
}

async fn start(db: &Database, new: &NewApplication<'_>) -> Result<(ApplicationId, bool), StoreError> {
    let mut tx = db.begin().await?;
    let (row, inserted) = applications::insert_draft(&mut tx, new).await?;
    tx.commit().await?;
    Ok((row.id, inserted))
}

both! {
    /// Pressing twice, or a browser that sends again: one draft.
    async fn one_form_starts_one_draft(db) {
        let applicant = sample::person(&db).await;
        let start_key = key();
        let presses = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let reference = sample::reference();
                let new = NewApplication { start_key, ..new_application(&reference, applicant) };
                start(&db, &new).await
            })
        });
        let mut ids = Vec::new();
        let mut inserted = 0;
        for press in presses.collect::<Vec<_>>() {
            let (id, new) = press.await.expect("no panic").expect("a draft");
            ids.push(id);
            inserted += u32::from(new);
        }
        ids.dedup();
        assert_eq!((ids.len(), inserted), (1, 1));

        let reference = sample::reference();
        let other = sample::person(&db).await;
        let foreign = NewApplication { start_key, ..new_application(&reference, other) };
        let refused = start(&db, &foreign).await;
        assert_eq!(refused, Err(StoreError::Duplicate("applications.start_key".to_owned())));
    }

    async fn a_number_is_given_once(db) {
        let row = draft(&db).await;
        let new = new_application(&row.reference, row.applicant_id);
        let taken = start(&db, &new).await;
        assert_eq!(taken, Err(StoreError::Duplicate("applications.reference".to_owned())));
        let found = applications::by_reference(&db, &row.reference).await.expect("read").expect("it");
        assert_eq!(found, row);
        assert_eq!((row.status, row.version, row.expires_on), (Status::Draft, 1, Some(day(30))));
        assert_eq!(applications::by_id(&db, ApplicationId(key())).await, Ok(None));
    }

    async fn only_the_first_of_two_moves_is_made(db) {
        let row = draft(&db).await;
        let moves = (0..6).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let version = applications::set_status(&mut tx, to(row.id, 1, Status::Submitted)).await?;
                tx.commit().await.map(|()| version)
            })
        });
        let mut results = Vec::new();
        for one in moves.collect::<Vec<_>>() {
            results.push(one.await.expect("no panic"));
        }
        assert_eq!(results.iter().filter(|result| **result == Ok(2)).count(), 1);
        assert_eq!(results.iter().filter(|result| **result == Err(StoreError::Stale)).count(), 5);
        let row = applications::by_id(&db, row.id).await.expect("read").expect("it");
        assert_eq!((row.status, row.version, row.step.as_deref()), (Status::Submitted, 2, Some("review")));
        assert_eq!((row.due_on, row.ended_at), (Some(day(5)), None));
        assert_eq!(row.updated_at, now() + minutes(1));

        let ended = write_once!(db, tx => applications::set_status(&mut tx, to(row.id, 2, Status::Rejected)));
        assert_eq!(ended, Ok(3));
        let row = applications::by_id(&db, row.id).await.expect("read").expect("it");
        assert_eq!(row.ended_at, Some(now() + minutes(1)), "a final status ends it");
    }

    async fn answers_are_frozen_and_corrected(db) {
        let row = draft(&db).await;
        let mut facts = CaseFacts::default();
        facts.answers.insert("copies".to_owned(), Value::Int(2));
        facts.set("applicant.age", 36);
        let raw_answers = json!({ "copies": ["٢"] });
        let sent = Submission {
            id: row.id,
            from_version: 1,
            definition_hash: "def",
            subject_name: Some("ليان"),
            raw_answers: &raw_answers,
            facts: &facts,
            urgent: true,
            governorate: Some("PS-JEN"),
            submitted_at: now(),
            at: now(),
        };
        assert_eq!(write_once!(db, tx => applications::freeze(&mut tx, sent)), Ok(2));
        assert_eq!(write_once!(db, tx => applications::freeze(&mut tx, sent)), Err(StoreError::Stale));
        let frozen = applications::by_id(&db, row.id).await.expect("read").expect("it");
        assert_eq!(frozen.raw_answers, Some(raw_answers.clone()));
        assert_eq!(frozen.facts, Some(facts.clone()));
        assert_eq!((frozen.subject_name.as_deref(), frozen.urgent), (Some("ليان"), true));
        assert_eq!((frozen.submitted_at, frozen.definition_hash.as_str()), (Some(now()), "def"));

        let correction = Correction { note: "الصورة غير واضحة".to_owned(), reasons: Vec::new(), fields: vec!["photo".to_owned()] };
        let version = write_once!(db, tx => applications::set_correction(&mut tx, row.id, 2, Some(&correction), now()));
        assert_eq!(version, Ok(3));
        let mut facts = facts.clone();
        facts.set("case.fee_minor", 500);
        assert_eq!(write_once!(db, tx => applications::set_facts(&mut tx, row.id, 3, &facts, now())), Ok(4));
        let row = applications::by_id(&db, row.id).await.expect("read").expect("it");
        assert_eq!((row.correction, row.facts), (Some(correction), Some(facts.clone())));

        let again = Submission { from_version: 4, facts: &facts, ..sent };
        assert_eq!(write_once!(db, tx => applications::freeze(&mut tx, again)), Ok(5));
        let row = applications::by_id(&db, row.id).await.expect("read").expect("it");
        assert_eq!(row.correction, None, "sending it again answers the correction");
    }

    async fn lists_are_paged_by_key(db) {
        let applicant = sample::person(&db).await;
        let mut expected = Vec::new();
        for _ in 0..7 {
            expected.push(draft_of(&db, applicant, "tax-clearance-certificate").await.id);
        }
        draft(&db).await;
        expected.reverse();
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = applications::list_for_person(&db, applicant, before, 3).await.expect("a page");
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.iter().map(|row| row.id));
        }
        assert_eq!(seen, expected);
    }

    async fn what_expires_is_found_in_order(db) {
        let first = draft(&db).await;
        let second = draft(&db).await;
        let ended = draft(&db).await;
        write_once!(db, tx => applications::set_status(&mut tx, to(ended.id, 1, Status::Withdrawn))).expect("ended");
        assert_eq!(applications::list_expired(&db, day(30), None, 10).await, Ok(vec![]), "the last day counts");
        let page = applications::list_expired(&db, day(31), None, 1).await.expect("a page");
        assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), vec![first.id]);
        let after = Some((day(30), first.id));
        let page = applications::list_expired(&db, day(31), after, 10).await.expect("a page");
        assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), vec![second.id]);
    }

    async fn pages_are_kept_as_typed_until_it_is_sent(db) {
        let row = draft(&db).await;
        let (wrong, right) = (json!({ "age": ["اثنان"] }), json!({ "age": ["2"] }));
        let shown = json!(["age"]);
        for (page, answers) in [("b", &wrong), ("a", &right), ("b", &right)] {
            let saved = write_once!(db, tx => drafts::save_page(&mut tx, row.id, page, answers, &shown, now()));
            saved.expect("saved");
        }
        let pages = drafts::pages(&db, row.id).await.expect("pages");
        let pages: Vec<_> = pages.into_iter().map(|page| (page.page, page.answers, page.shown)).collect();
        assert_eq!(pages, vec![
            ("a".to_owned(), right.clone(), shown.clone()),
            ("b".to_owned(), right.clone(), shown.clone()),
        ]);
        write_once!(db, tx => applications::set_status(&mut tx, to(row.id, 1, Status::Submitted))).expect("sent");
        let late = write_once!(db, tx => drafts::save_page(&mut tx, row.id, "a", &wrong, &shown, now()));
        assert_eq!(late, Err(StoreError::Stale), "what was sent is not changed behind the officer's back");
    }

    async fn files_are_listed_until_they_are_taken_away(db) {
        let row = draft(&db).await;
        let (first, second) = (upload(row.id, "صورة.png"), upload(row.id, "b.png"));
        for file in [&first, &second] {
            write_once!(db, tx => uploads::insert(&mut tx, file)).expect("a file");
        }
        assert_eq!(uploads::list(&db, row.id).await, Ok(vec![first.clone(), second.clone()]));
        assert_eq!(uploads::total_size(&db, row.id).await, Ok(2000));
        let other = draft(&db).await;
        let foreign = write_once!(db, tx => uploads::remove(&mut tx, other.id, first.id, now()));
        assert_eq!(foreign, Err(StoreError::Stale), "not through another application");
        write_once!(db, tx => uploads::remove(&mut tx, row.id, first.id, now())).expect("taken away");
        let twice = write_once!(db, tx => uploads::remove(&mut tx, row.id, first.id, now()));
        assert_eq!(twice, Err(StoreError::Stale));
        assert_eq!(uploads::list(&db, row.id).await, Ok(vec![second]));
        assert_eq!(uploads::total_size(&db, row.id).await, Ok(1000));
        assert_eq!(uploads::total_size(&db, ApplicationId(Uuid::nil())).await, Ok(0));
        let kept = uploads::by_id(&db, first.id).await.expect("read").expect("a file");
        assert_eq!(kept.removed_at, Some(now()));
    }

    /// Uploads that arrive at the same time cannot pass the limit together.
    async fn totals_hold_for_uploads_at_once(db) {
        let row = draft(&db).await;
        let tries = (0..6).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                uploads::insert(&mut tx, &upload(row.id, "x.png")).await?;
                if uploads::total_size(&mut tx, row.id).await? > 2000 {
                    return Ok(false);
                }
                tx.commit().await.map(|()| true)
            })
        });
        let mut kept = 0;
        for one in tries.collect::<Vec<_>>() {
            kept += u32::from(one.await.expect("no panic").expect("an answer"));
        }
        assert_eq!((kept, uploads::total_size(&db, row.id).await), (2, Ok(2000)));
    }

    async fn files_wait_for_the_scanner_until_it_has_spoken(db) {
        let row = draft(&db).await;
        let held = |name| UploadRow { scan: Scan::Pending, ..upload(row.id, name) };
        let (good, bad) = (held("good.png"), held("bad.png"));
        for file in [&good, &bad, &upload(row.id, "old.png")] {
            write_once!(db, tx => uploads::insert(&mut tx, file)).expect("a file");
        }
        assert_eq!(uploads::pending(&db, None, 9).await, Ok(vec![good.clone(), bad.clone()]));
        assert_eq!(uploads::pending(&db, Some(good.id), 9).await, Ok(vec![bad.clone()]));
        write_once!(db, tx => uploads::scanned(&mut tx, good.id, Scan::Clean, now())).expect("clean");
        write_once!(db, tx => uploads::scanned(&mut tx, bad.id, Scan::Infected, now())).expect("infected");
        let again = write_once!(db, tx => uploads::scanned(&mut tx, bad.id, Scan::Clean, now()));
        assert_eq!(again, Err(StoreError::Stale), "what was said is said");
        assert_eq!(uploads::pending(&db, None, 9).await, Ok(vec![]));
        let names: Vec<String> = uploads::list(&db, row.id).await.expect("files").into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["good.png", "old.png"]);
        let gone = UploadRow { scan: Scan::Infected, removed_at: Some(now()), ..bad };
        assert_eq!(uploads::infected(&db, row.id).await, Ok(vec![gone]));
    }

    async fn a_file_arrives_piece_by_piece(db) {
        let row = draft(&db).await;
        let file = arrival(row.id);
        write_once!(db, tx => arrivals::insert(&mut tx, &file)).expect("announced");
        let parts = json!(["a"]);
        write_once!(db, tx => arrivals::advance(&mut tx, file.id, 0, 400, &parts)).expect("a piece");
        let twice = write_once!(db, tx => arrivals::advance(&mut tx, file.id, 0, 300, &parts));
        assert_eq!(twice, Err(StoreError::Stale), "a piece is kept once");
        let found = arrivals::by_id(&db, file.id).await.expect("read").expect("it");
        assert_eq!((found.received, found.parts.clone()), (400, parts));
        assert_eq!(arrivals::list(&db, row.id).await, Ok(vec![found.clone()]));
        assert_eq!(arrivals::total_received(&db, row.id).await, Ok(400));
        assert_eq!(arrivals::abandoned(&db, now(), 9).await, Ok(vec![]));
        let later = now() + chrono::Duration::seconds(1);
        assert_eq!(arrivals::abandoned(&db, later, 9).await, Ok(vec![found]));
        write_once!(db, tx => arrivals::remove(&mut tx, file.id)).expect("it arrived");
        let twice = write_once!(db, tx => arrivals::remove(&mut tx, file.id));
        assert_eq!(twice, Err(StoreError::Stale), "it arrives once");
    }

    async fn files_of_services_are_kept_as_they_were(db) {
        let file = |hash: char, service: &str, second: i64| ServiceDefinitionRow {
            hash: hash.to_string().repeat(64),
            service_id: service.to_owned(),
            content: format!("{{ \"id\": \"{service}\" }}"),
            added_at: now() + chrono::Duration::seconds(second),
        };
        let (old, new, other) = (file('a', "one", 0), file('b', "one", 1), file('c', "two", 0));
        for file in [&old, &new, &other, &ServiceDefinitionRow { added_at: now() + chrono::Duration::days(9), ..old.clone() }] {
            write_once!(db, tx => service_definitions::keep(&mut tx, file)).expect("kept");
        }
        assert_eq!(service_definitions::by_hash(&db, &old.hash).await, Ok(Some(old)), "as it came first");
        assert_eq!(service_definitions::by_hash(&db, "d").await, Ok(None));
        assert_eq!(service_definitions::latest(&db).await, Ok(vec![new, other]));
    }

    async fn a_draft_is_deleted_with_all_of_it(db) {
        let row = draft(&db).await;
        let (file, coming) = (upload(row.id, "a.png"), arrival(row.id));
        write_once!(db, tx => uploads::insert(&mut tx, &file)).expect("a file");
        write_once!(db, tx => arrivals::insert(&mut tx, &coming)).expect("announced");
        write_once!(db, tx => drafts::save_page(&mut tx, row.id, "a", &json!({}), &json!([]), now())).expect("a page");
        let told = |question: &str| RegistryReplyRow {
            data_set: "registry.driving".to_owned(),
            question: question.to_owned(),
            reply: json!({ "facts": {} }),
            fetched_at: now(),
        };
        for question in ["a", "b"] {
            write_once!(db, tx => registry_replies::keep(&mut tx, row.id, &told(question))).expect("kept");
        }
        assert_eq!(registry_replies::list(&db, row.id).await, Ok(vec![told("b")]), "the last one");
        let stale = write_once!(db, tx => applications::delete_draft(&mut tx, row.id, 9));
        assert_eq!(stale, Err(StoreError::Stale));
        let files = write_once!(db, tx => applications::delete_draft(&mut tx, row.id, 1));
        assert_eq!(files, Ok(vec![file.storage_key, coming.storage_key]));
        assert_eq!(applications::by_id(&db, row.id).await, Ok(None));
        assert_eq!(drafts::pages(&db, row.id).await, Ok(vec![]));
        assert_eq!(registry_replies::list(&db, row.id).await, Ok(vec![]));
        write_once!(db, tx => registry_replies::keep(&mut tx, row.id, &told("late"))).expect("nothing to keep it for");

        let sent = draft(&db).await;
        write_once!(db, tx => applications::set_status(&mut tx, to(sent.id, 1, Status::Submitted))).expect("sent");
        let refused = write_once!(db, tx => applications::delete_draft(&mut tx, sent.id, 2));
        assert_eq!(refused, Err(StoreError::Stale), "only drafts");
    }
}
