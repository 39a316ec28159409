//! The queue of a desk.

use std::collections::BTreeSet;

use domain::application::Status;
use domain::id::{ApplicationId, PersonId, TaskId};
use domain::person::Duty;
use store::applications::Move;
use store::queue::{self, Counts, Filter, Order, QueueRow, View, WaitingFilter};
use store::tasks::{self, Closing, NewTask};
use store::{Database, people};

use crate::both::both;
use crate::sample::{self, day, draft_of, key, new_person, now, write_once};

fn desk() -> Vec<Duty> {
    let duty = |entity: &str, role: &str| Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    };
    vec![duty("moi", "clerk"), duty("moi", "reviewer")]
}

fn all(duties: &[Duty], reader: PersonId) -> Filter<'_> {
    Filter::all(duties, reader, day(0), 100)
}

async fn ids(db: &Database, filter: Filter<'_>) -> Vec<TaskId> {
    queue::list(db, &filter)
        .await
        .expect("a page")
        .iter()
        .map(|row| row.id)
        .collect()
}

struct Case {
    application: ApplicationId,
    task: TaskId,
}

async fn case(db: &Database, applicant: PersonId, service: &str, role: &str, due: Option<u64>) -> Case {
    let application = draft_of(db, applicant, service).await.id;
    let task = NewTask {
        id: TaskId(key()),
        application_id: application,
        step: "review",
        entity: "moi",
        role,
        due_on: due.map(day),
        clock_from: None,
        clock_days: None,
        assignee_id: None,
        at: now(),
    };
    write_once!(db, tx => tasks::open(&mut tx, task)).expect("open");
    Case {
        application,
        task: task.id,
    }
}

async fn take(db: &Database, task: TaskId, officer: PersonId) {
    write_once!(db, tx => tasks::assign(&mut tx, task, 1, officer)).expect("taken");
}

both! {
    async fn the_most_urgent_comes_first_and_pages_join(db) {
        let applicant = sample::person(&db).await;
        let reader = sample::person(&db).await;
        let mut placed = Vec::new();
        for number in 0..23_u64 {
            // Two roles, several of the same day, and some without any.
            let due = (number % 5 != 4).then_some(number % 4);
            let role = if number % 3 == 0 { "reviewer" } else { "clerk" };
            let made = case(&db, applicant, "passport-renewal", role, due).await;
            placed.push((due.unwrap_or(u64::MAX), made.task));
        }
        case(&db, applicant, "passport-renewal", "approver", Some(0)).await;
        placed.sort();
        let expected: Vec<TaskId> = placed.into_iter().map(|(_, task)| task).collect();
        let desk = desk();
        assert_eq!(ids(&db, all(&desk, reader)).await, expected, "the approver's is not seen");

        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = queue::list(&db, &Filter { after, limit: 4, ..all(&desk, reader) }).await.expect("a page");
            assert!(page.len() <= 4);
            let Some(last) = page.last() else { break };
            after = Some(last.place(Order::Due));
            seen.extend(page.iter().map(|row| row.id));
        }
        assert_eq!(seen, expected);
        assert_eq!(ids(&db, all(&[], reader)).await, [], "no desk, no queue");
    }

    async fn the_parts_are_what_they_are_called(db) {
        let applicant = sample::person(&db).await;
        let (me, other) = (sample::person(&db).await, sample::person(&db).await);
        let service = "passport-renewal";
        let free = case(&db, applicant, service, "clerk", Some(1)).await.task;
        let free_late = case(&db, applicant, service, "clerk", Some(0)).await.task;
        let mine = case(&db, applicant, service, "clerk", Some(3)).await.task;
        let mine_undated = case(&db, applicant, service, "reviewer", None).await.task;
        let theirs_late = case(&db, applicant, service, "reviewer", Some(0)).await.task;
        let closed = case(&db, applicant, service, "clerk", Some(0)).await.task;
        take(&db, mine, me).await;
        take(&db, mine_undated, me).await;
        take(&db, theirs_late, other).await;
        let done = Closing {
            id: closed,
            from_version: 1,
            action: None,
            outcome: None,
            decided_by: None,
            note: None,
            reason: None,
            at: now(),
        };
        write_once!(db, tx => tasks::close(&mut tx, done)).expect("closed");

        let desk = desk();
        let tomorrow = Filter { today: day(1), ..all(&desk, me) };
        let of = |view| ids(&db, Filter { view, ..tomorrow });
        assert_eq!(of(View::All).await, [free_late, theirs_late, free, mine, mine_undated]);
        assert_eq!(of(View::Open).await, [free_late, free, mine, mine_undated]);
        assert_eq!(of(View::Mine).await, [mine, mine_undated]);
        assert_eq!(of(View::Available).await, [free_late, free]);
        assert_eq!(of(View::Overdue).await, [free_late, theirs_late], "today is not late");
        let counts = queue::counts(&db, &desk, me, day(1)).await.expect("counts");
        assert_eq!(counts, Counts { open: 4, mine: 2, available: 2, overdue: 2, total: 5 });
        for view in [View::All, View::Open, View::Mine, View::Available, View::Overdue] {
            assert_eq!(counts.of(view), i64::try_from(of(view).await.len()).expect("few"), "{view:?}");
        }

        let narrow = &desk[..1];
        assert_eq!(ids(&db, Filter { view: View::Mine, ..all(narrow, me) }).await, [mine], "not outside the desk");
        let twice = [desk.clone(), desk.clone()].concat();
        assert_eq!(queue::counts(&db, &twice, me, day(1)).await, Ok(counts), "a duty named twice counts once");
        assert_eq!(ids(&db, Filter { duties: &twice, ..tomorrow }).await.len(), 5);
        assert_eq!(queue::counts(&db, &[], me, day(1)).await, Ok(Counts::default()));
    }

    async fn rows_show_what_the_list_needs(db) {
        let applicant = sample::person(&db).await;
        let me = sample::person(&db).await;
        let made = case(&db, applicant, "tax-clearance-certificate", "clerk", Some(2)).await;
        take(&db, made.task, me).await;
        let desk = desk();
        let rows = queue::list(&db, &all(&desk, me)).await.expect("a page");
        let [row] = rows.as_slice() else { panic!("one row") };
        let QueueRow { application_id, assignee_id, due_on, service_id, .. } = row;
        assert_eq!((*application_id, *assignee_id, *due_on), (made.application, Some(me), Some(day(2))));
        assert_eq!((service_id.as_str(), row.version), ("tax-clearance-certificate", 2));
        assert_eq!(row.applicant_ar, "أحمد خليل النجّار");
        assert_eq!(row.assignee_en.as_deref(), Some("Ahmad Khalil An-Najjar"));
        assert!(!row.resent);

        let back = Closing {
            id: made.task,
            from_version: 2,
            action: Some("return"),
            outcome: Some("return_for_correction"),
            decided_by: Some(me),
            note: Some("الصورة"),
            reason: None,
            at: now(),
        };
        write_once!(db, tx => tasks::close(&mut tx, back)).expect("closed");
        let again = NewTask {
            id: TaskId(key()),
            application_id: made.application,
            step: "review",
            entity: "moi",
            role: "clerk",
            due_on: None,
            clock_from: None,
            clock_days: None,
            assignee_id: Some(me),
            at: now(),
        };
        write_once!(db, tx => tasks::open(&mut tx, again)).expect("open");
        for view in [View::All, View::Mine] {
            let rows = queue::list(&db, &Filter { view, ..all(&desk, me) }).await.expect("a page");
            assert!(rows[0].resent, "{view:?}");
        }
    }

    async fn cases_are_found_by_name_number_and_service(db) {
        let me = sample::person(&db).await;
        let named = |number: &str, ar: &str, en: &str| new_person(number, ar, en);
        let people = [
            named("401234567", "فاطمة أحمد الخطيب", "Fatima Ahmad Al-Khatib"),
            named("409876543", "مُحمّد علي النجّار", "Mohammad Ali Najjar"),
        ];
        let mut cases = Vec::new();
        for (person, service) in people.iter().zip(["passport-renewal", "building-permit"]) {
            write_once!(db, tx => people::insert(&mut tx, person)).expect("a person");
            cases.push(case(&db, person.id, service, "clerk", Some(1)).await);
        }
        let (fatima, mohammad) = (cases[0].task, cases[1].task);
        let desk = desk();
        for view in [View::All, View::Mine] {
            if view == View::Mine {
                take(&db, fatima, me).await;
                take(&db, mohammad, me).await;
            }
            let rows = queue::list(&db, &all(&desk, me)).await.expect("a page");
            let number = |task| rows.iter().find(|row| row.id == task).expect("it").reference.to_string();
            let (whole, digits) = (number(fatima), number(mohammad).replace('-', ""));
            let searches: Vec<(&str, Vec<TaskId>)> = vec![
                ("فاطمه", vec![fatima]),
                ("الخطيب", vec![fatima]),
                ("خطيب احمد", vec![fatima]),
                ("محمد النجار", vec![mohammad]),
                ("نجار", vec![mohammad]),
                ("KHATIB", vec![fatima]),
                ("moham na", vec![mohammad]),
                ("٤٠١٢٣٤٥٦٧", vec![fatima]),
                ("٤٠١٢٣", vec![]),
                ("40", vec![]),
                (&whole, vec![fatima]),
                (&digits, vec![mohammad]),
                ("فاطمة النجار", vec![]),
                ("طمة", vec![]),
                ("%", vec![fatima, mohammad]),
                ("_", vec![fatima, mohammad]),
                ("' or 1=1 --", vec![]),
                ("  ", vec![fatima, mohammad]),
            ];
            for (text, expected) in searches {
                let found = ids(&db, Filter { view, text: Some(text), ..all(&desk, me) }).await;
                let found: BTreeSet<TaskId> = found.into_iter().collect();
                assert_eq!(found, expected.into_iter().collect(), "{view:?} {text}");
            }
            let permits = Filter { view, service: Some("building-permit"), ..all(&desk, me) };
            assert_eq!(ids(&db, permits).await, [mohammad]);
        }
    }

    /// More people than a search starts from: it reads along the queue and finds the same.
    async fn a_common_name_is_found_along_the_queue(db) {
        let me = sample::person(&db).await;
        let mut tx = db.begin().await.expect("begin");
        for number in 0..510_u32 {
            let namesake = new_person(&format!("77{number:07}"), "محمد حمدان", "Mohammad Hamdan");
            people::insert(&mut tx, &namesake).await.expect("a person");
        }
        tx.commit().await.expect("commit");
        let mut tasks = Vec::new();
        for (number, family) in [("780000001", "النجار"), ("779999999", "زيدان"), ("790000001", "النجار")] {
            let person = new_person(number, &format!("محمد {family}"), "Mohammad");
            write_once!(db, tx => people::insert(&mut tx, &person)).expect("a person");
            tasks.push(case(&db, person.id, "passport-renewal", "clerk", Some(1)).await.task);
        }
        take(&db, tasks[0], me).await;
        let desk = desk();
        let find = |view, text| ids(&db, Filter { view, text: Some(text), ..all(&desk, me) });
        assert_eq!(find(View::All, "محمد").await, tasks);
        assert_eq!(find(View::All, "779999999").await, [tasks[1]], "an identity number");
        assert_eq!(find(View::All, "77").await, [], "not the beginning of one");
        assert_eq!(find(View::All, "محمد نجار").await, [tasks[0], tasks[2]]);
        assert_eq!(find(View::Mine, "محمد").await, [tasks[0]]);
        assert_eq!(find(View::Available, "محمد").await, [tasks[1], tasks[2]]);
        assert_eq!(find(View::Open, "محمد").await, tasks);
        assert_eq!(find(View::Overdue, "محمد").await, []);
    }

    /// Pages by age join too, and every filter holds in both orders and along both ways of searching.
    async fn filters_hold_in_both_orders(db) {
        let applicant = sample::person(&db).await;
        let (reader, other) = (sample::person(&db).await, sample::person(&db).await);
        let mut made = Vec::new();
        for number in 0..12_u64 {
            let service = if number % 2 == 0 { "passport-renewal" } else { "building-permit" };
            made.push(case(&db, applicant, service, "clerk", Some(11 - number)).await);
        }
        take(&db, made[3].task, other).await;
        let desk = desk();
        let oldest = Filter { order: Order::Age, ..all(&desk, reader) };
        let newest_last: Vec<TaskId> = made.iter().map(|case| case.task).collect();
        let mut seen = Vec::new();
        let mut after = None;
        while seen.len() < made.len() {
            let page = queue::list(&db, &Filter { after, limit: 5, ..oldest }).await.expect("a page");
            after = page.last().map(|last| last.place(Order::Age));
            seen.extend(page.iter().map(|row| row.id));
        }
        assert_eq!(seen, newest_last);
        let mut most_urgent_first = newest_last.clone();
        most_urgent_first.reverse();
        assert_eq!(ids(&db, all(&desk, reader)).await, most_urgent_first);

        for (order, text) in [
            (Order::Due, None), (Order::Age, None), (Order::Due, Some("احمد")), (Order::Age, Some("احمد")),
        ] {
            let base = Filter { order, text, ..all(&desk, reader) };
            let of = |filter| ids(&db, filter);
            let permits = of(Filter { service: Some("building-permit"), ..base }).await;
            assert_eq!(permits.len(), 6, "{order:?}");
            assert_eq!(of(Filter { step: Some("review"), ..base }).await.len(), 12);
            assert_eq!(of(Filter { step: Some("issue"), ..base }).await, []);
            assert_eq!(of(Filter { urgent: true, ..base }).await, []);
            assert_eq!(of(Filter { resent: true, ..base }).await, []);
            assert_eq!(of(Filter { assignee: Some(other), ..base }).await, [made[3].task]);
            assert_eq!(of(Filter { view: View::Available, ..base }).await.len(), 11);
            let mut between =
                of(Filter { due_from: Some(day(3)), due_until: Some(day(5)), ..base }).await;
            between.sort();
            assert_eq!(between, [made[6].task, made[7].task, made[8].task], "{order:?} {text:?}");
        }
        assert_eq!(queue::roles(&db, "moi").await.expect("roles"), ["clerk"]);
        assert_eq!(queue::roles(&db, "moh").await.expect("roles"), [] as [&str; 0]);
        assert_eq!(queue::held_by(&db, &desk, other, 10).await, Ok(vec![made[3].task]));
        let place = queue::place_of(&db, &desk, made[4].application).await.expect("a place").expect("one");
        let behind = ids(&db, Filter { after: Some(place), ..all(&desk, reader) }).await;
        assert_eq!(behind, most_urgent_first[8..]);
    }

    /// What a desk has had and others have now; what it never had is not shown.
    async fn cases_wait_for_others(db) {
        let applicant = sample::person(&db).await;
        let mut had = Vec::new();
        for number in 0..4_u64 {
            let made = case(&db, applicant, "passport-renewal", if number == 3 { "approver" } else { "clerk" }, None).await;
            let to = Move {
                id: made.application,
                from_version: 1,
                status: if number == 2 { Status::InReview } else { Status::Returned },
                step: Some("review"),
                resume_step: None,
                due_on: None,
                clock_from: None,
                clock_days: None,
                expires_on: None,
                at: now() + sample::minutes(9 - i64::try_from(number).expect("few")),
            };
            write_once!(db, tx => store::applications::set_status(&mut tx, to)).expect("moved");
            had.push(made.application);
        }
        let (desk, services) = (desk(), ["passport-renewal".to_owned(), "building-permit".to_owned()]);
        let filter = WaitingFilter {
            duties: &desk, services: &services, text: None, urgent: false, after: None, limit: 10,
        };
        let rows = queue::waiting(&db, &filter).await.expect("a page");
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [had[1], had[0]], "longest first");
        assert_eq!(queue::waiting_count(&db, &desk, &services, 1000).await, Ok(2));
        assert_eq!(queue::waiting_count(&db, &desk, &services, 1).await, Ok(1));
        let after = Some((rows[0].updated_at, rows[0].id));
        assert_eq!(queue::waiting(&db, &WaitingFilter { after, ..filter }).await.expect("a page").len(), 1);
        let text = Some("لا احد");
        assert_eq!(queue::waiting(&db, &WaitingFilter { text, ..filter }).await, Ok(vec![]));
        assert_eq!(queue::waiting(&db, &WaitingFilter { duties: &[], ..filter }).await, Ok(vec![]));
    }
}
