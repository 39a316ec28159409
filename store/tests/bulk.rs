//! Actions on several cases, and views that are kept.

use domain::id::{BulkId, SavedViewId, TaskId};
use store::bulk::{self, BulkKind, BulkRow, BulkState, ItemState};
use store::saved_views::{self, MOST_VIEWS, SavedView};
use store::tasks::{self, NewTask};
use store::{Database, StoreError};

use crate::both::both;
use crate::sample::{self, key, minutes, now, write_once};

async fn task(db: &Database) -> TaskId {
    let application = sample::draft(db).await;
    let task = NewTask {
        id: TaskId(key()),
        application_id: application.id,
        step: "review",
        entity: "moi",
        role: "clerk",
        due_on: None,
        clock_from: None,
        clock_days: None,
        assignee_id: None,
        at: now(),
    };
    write_once!(db, tx => tasks::open(&mut tx, task)).expect("open");
    task.id
}

both! {
    async fn an_action_waits_and_each_case_is_done_once(db) {
        let officer = sample::person(&db).await;
        let tasks = [(task(&db).await, 1), (task(&db).await, 1)];
        let row = BulkRow {
            id: BulkId(key()),
            person_id: officer,
            kind: BulkKind::Take,
            action: None,
            to_id: None,
            reason: None,
            state: BulkState::Drafted,
            created_at: now(),
            run_after: None,
        };
        write_once!(db, tx => bulk::draft(&mut tx, &row, &[tasks[0], tasks[1], tasks[0]])).expect("drafted");
        assert_eq!(bulk::by_id(&db, row.id).await, Ok(Some(row.clone())));
        let items = bulk::items(&db, row.id).await.expect("items");
        assert_eq!(items.iter().map(|item| item.task_id).collect::<Vec<_>>(), [tasks[0].0, tasks[1].0]);
        assert_eq!(bulk::waiting_of(&db, officer).await, Ok(vec![]));
        let later = now() + minutes(1);
        assert_eq!(write_once!(db, tx => bulk::undo(&mut tx, row.id, now())), Err(StoreError::Stale));
        write_once!(db, tx => bulk::confirm(&mut tx, row.id, later)).expect("confirmed");
        assert_eq!(write_once!(db, tx => bulk::confirm(&mut tx, row.id, later)), Err(StoreError::Stale), "once");
        assert_eq!(bulk::due(&db, now(), 9).await, Ok(vec![]));
        assert_eq!(bulk::waiting_of(&db, officer).await.expect("one")[0].cases, 2);
        assert_eq!(bulk::waiting_tasks(&db, officer).await.expect("tasks").len(), 2);
        assert_eq!(write_once!(db, tx => bulk::undo(&mut tx, row.id, later)), Err(StoreError::Stale), "too late");
        assert_eq!(bulk::due(&db, later, 9).await.expect("due")[0].id, row.id);

        let done = |number, state| {
            let (db, id) = (db.clone(), row.id);
            async move { write_once!(db, tx => bulk::finish_item(&mut tx, id, number, state, None)) }
        };
        done(1, ItemState::Done).await.expect("done");
        assert_eq!(done(1, ItemState::Done).await, Err(StoreError::Stale), "never twice");
        assert_eq!(write_once!(db, tx => bulk::undo(&mut tx, row.id, now())), Err(StoreError::Stale), "has begun");
        assert_eq!(write_once!(db, tx => bulk::finish(&mut tx, row.id)), Ok(false), "one is open");
        done(2, ItemState::LeftOut).await.expect("left out");
        assert_eq!(write_once!(db, tx => bulk::finish(&mut tx, row.id)), Ok(true));
        assert_eq!(bulk::waiting_of(&db, officer).await, Ok(vec![]));
    }

    async fn drafts_are_forgotten(db) {
        let officer = sample::person(&db).await;
        let row = BulkRow {
            id: BulkId(key()),
            person_id: officer,
            kind: BulkKind::Release,
            action: None,
            to_id: None,
            reason: None,
            state: BulkState::Drafted,
            created_at: now(),
            run_after: None,
        };
        let one = (task(&db).await, 1);
        write_once!(db, tx => bulk::draft(&mut tx, &row, &[one])).expect("drafted");
        write_once!(db, tx => bulk::forget_drafts(&mut tx, now(), 9)).expect("forgotten");
        assert!(bulk::by_id(&db, row.id).await.expect("it").is_some());
        write_once!(db, tx => bulk::forget_drafts(&mut tx, now() + minutes(1), 9)).expect("forgotten");
        assert_eq!(bulk::by_id(&db, row.id).await, Ok(None));
    }

    async fn views_are_kept_for_their_owner(db) {
        let (me, other) = (sample::person(&db).await, sample::person(&db).await);
        let view = |name: &str, query: &str| SavedView {
            id: SavedViewId(key()),
            name: name.to_owned(),
            query: query.to_owned(),
        };
        let first = view("عاجل", "urgent=1");
        assert_eq!(write_once!(db, tx => saved_views::keep(&mut tx, me, &first, now())), Ok(true));
        assert_eq!(write_once!(db, tx => saved_views::keep(&mut tx, me, &view("عاجل", "due=week"), now())), Ok(true));
        let kept = saved_views::of_person(&db, me).await.expect("views");
        assert_eq!((kept.len(), kept[0].id, kept[0].query.as_str()), (1, first.id, "due=week"), "replaced by name");
        for number in 1..MOST_VIEWS {
            let more = view(&format!("view {number}"), "");
            assert_eq!(write_once!(db, tx => saved_views::keep(&mut tx, me, &more, now())), Ok(true));
        }
        let mut tx = db.begin().await.expect("begin");
        assert_eq!(saved_views::keep(&mut tx, me, &view("one too many", ""), now()).await, Ok(false));
        drop(tx);
        assert_eq!(saved_views::of_person(&db, other).await, Ok(vec![]));
        write_once!(db, tx => saved_views::forget(&mut tx, other, first.id)).expect("nothing");
        assert_eq!(saved_views::of_person(&db, me).await.expect("views").len(), 20, "not another's");
        write_once!(db, tx => saved_views::forget(&mut tx, me, first.id)).expect("forgotten");
        assert_eq!(saved_views::of_person(&db, me).await.expect("views").len(), 19);
    }
}
