//! Several cases at once, a supervisor's queue, and views that are kept.

use chrono::Duration;
use domain::application::{EventKind, Status};
use domain::person::{Actor, Duty};
use domain::view::outcome::FormProblem;
use domain::view::queue::{BulkStage, BulkView, LeftOut, QueueQuery, QueueTab};
use integrations::registry::simulated::DemoPart;
use operations::casework::bulk::{self, Choice, Chosen, UNDO_SECONDS};
use operations::casework::{self, views};
use store::events::Audience;

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, Stage, asked, decision, problem_at};

/// So many cases that wait for a decision, oldest first.
async fn cases(stage: &Stage, citizen: &Actor, count: usize) -> Vec<String> {
    let mut references = Vec::new();
    for _ in 0..count {
        let reference = stage.apply(citizen, &FOR_MY_FATHER).await;
        stage.pay(citizen, &reference).await;
        references.push(reference);
    }
    references
}

/// The boxes of these cases, as the reader's queue shows them.
async fn boxes(stage: &Stage, reader: &Actor, tab: QueueTab, references: &[String]) -> Vec<String> {
    let queue = casework::queue(&stage.portal, reader, EN, asked(tab, ""))
        .await
        .expect("queue");
    let rows = queue.rows.into_iter();
    rows.filter(|row| references.contains(&row.reference))
        .filter_map(|row| row.task)
        .collect()
}

async fn draft(stage: &Stage, reader: &Actor, what: &str, cases: Vec<String>) -> String {
    let chosen = Chosen {
        what: what.to_owned(),
        cases,
        all_of: String::new(),
    };
    bulk::draft(&stage.portal, reader, chosen).await.expect("drafted")
}

async fn view(stage: &Stage, reader: &Actor, id: &str) -> BulkView {
    bulk::view(&stage.portal, reader, EN, id).await.expect("a view")
}

async fn carry_out(stage: &Stage, reader: &Actor, id: &str) -> BulkView {
    bulk::confirm(&stage.portal, reader, id).await.expect("confirmed");
    stage.hands.go_on(Duration::seconds(UNDO_SECONDS + 1));
    bulk::run::round(&stage.portal).await.expect("carried out");
    view(stage, reader, id).await
}

/// A second person with that duty.
async fn colleague(stage: &Stage, entity: &str, role: &str) -> Actor {
    let person = stage.citizen(DemoPart::Parent).await;
    let id = person.person().expect("a person").id;
    let duty = Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    };
    let mut tx = stage.portal.store.begin().await.expect("begin");
    store::people::add_duty(&mut tx, id, &duty).await.expect("a duty");
    tx.commit().await.expect("commit");
    stage.citizen(DemoPart::Parent).await
}

async fn lines(stage: &Stage, reference: &str, kind: EventKind) -> usize {
    let store = &stage.portal.store;
    let reference = reference.parse().expect("a reference");
    let found = store::applications::by_reference(store, &reference)
        .await
        .expect("store")
        .expect("it");
    let events = store::events::for_application(store, found.id, Audience::Staff, None, 100)
        .await
        .expect("events");
    events.iter().filter(|event| event.kind == kind).count()
}

both! {
    /// Confirmed, called back, confirmed again; what somebody touched meanwhile is left out and said so.
    async fn several_are_taken_and_decided_after_a_time_to_call_it_back(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let references = cases(&stage, &rana, 3).await;
        let empty = bulk::draft(&stage.portal, &officer, Chosen { what: "take".to_owned(), ..Chosen::default() }).await;
        assert_eq!(problem_at(empty.expect_err("nothing chosen"), "case"), FormProblem::ChooseCases);

        let chosen = boxes(&stage, &officer, QueueTab::Available, &references).await;
        assert_eq!(chosen.len(), 3);
        let id = draft(&stage, &officer, "take", chosen.clone()).await;
        let shown = view(&stage, &officer, &id).await;
        assert_eq!((shown.stage, shown.affected()), (BulkStage::Preview, 3));
        let other = stage.officer("moi", "exemption_officer").await;
        assert!(bulk::view(&stage.portal, &other, EN, &id).await.is_err(), "nobody else's");
        bulk::confirm(&stage.portal, &officer, &id).await.expect("confirmed");
        bulk::confirm(&stage.portal, &officer, &id).await.expect("pressed twice");
        bulk::run::round(&stage.portal).await.expect("a round");
        let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Open, "")).await.expect("queue");
        assert_eq!(queue.pending.len(), 1);
        assert!(queue.rows.iter().all(|row| row.pending && !row.mine), "shown as waiting: {:?}", queue.rows);
        bulk::undo(&stage.portal, &officer, &id).await.expect("called back");
        stage.hands.go_on(Duration::seconds(UNDO_SECONDS + 1));
        bulk::run::round(&stage.portal).await.expect("a round");
        assert_eq!(view(&stage, &officer, &id).await.stage, BulkStage::Undone);
        assert_eq!(lines(&stage, &references[0], EventKind::Taken).await, 0);

        let id = draft(&stage, &officer, "take", chosen).await;
        stage.take(&officer, &references[2]).await;
        let shown = carry_out(&stage, &officer, &id).await;
        assert_eq!((shown.stage, shown.affected()), (BulkStage::Done, 2));
        let left = shown.cases.iter().find(|case| case.left_out.is_some()).expect("one");
        assert_eq!((left.reference.as_str(), left.left_out), (references[2].as_str(), Some(LeftOut::Changed)));
        let late = bulk::undo(&stage.portal, &officer, &id).await;
        assert_eq!(problem_at(late.expect_err("too late"), "main"), FormProblem::TooLate);
        assert_eq!(lines(&stage, &references[0], EventKind::Taken).await, 1);

        let mine = boxes(&stage, &officer, QueueTab::Mine, &references).await;
        assert_eq!(mine.len(), 3);
        let id = draft(&stage, &officer, "decide", mine).await;
        let shown = view(&stage, &officer, &id).await;
        assert_eq!(shown.stage, BulkStage::Choose);
        let offered: Vec<&str> = shown.actions.iter().map(|(key, ..)| key.as_str()).collect();
        assert_eq!(offered, ["approve"], "neither what needs a text nor what needs an amount");
        let nothing = bulk::choose(&stage.portal, &officer, &id, Choice::default()).await;
        assert_eq!(problem_at(nothing.expect_err("no decision"), "action"), FormProblem::ChooseAction);
        let refuse = Choice { action: "reject".to_owned(), ..Choice::default() };
        bulk::choose(&stage.portal, &officer, &id, refuse).await.expect("chosen");
        let shown = view(&stage, &officer, &id).await;
        assert!(shown.cases.iter().all(|case| case.left_out == Some(LeftOut::NoSuchAction)), "{shown:?}");
        let approve = Choice { action: "approve".to_owned(), ..Choice::default() };
        bulk::choose(&stage.portal, &officer, &id, approve).await.expect("chosen");
        bulk::confirm(&stage.portal, &officer, &id).await.expect("confirmed");
        stage.hands.go_on(Duration::seconds(UNDO_SECONDS + 1));
        // Two workers at once.
        let (one, two) = tokio::join!(bulk::run::round(&stage.portal), bulk::run::round(&stage.portal));
        one.expect("carried out");
        two.expect("carried out");
        for reference in &references {
            assert_eq!(stage.status(&rana, reference).await.status, Status::Approved, "{reference}");
            assert_eq!(lines(&stage, reference, EventKind::Approved).await, 1);
        }
        assert_eq!(view(&stage, &officer, &id).await.affected(), 3);
    }

    /// A supervisor sees all work of the body, and gives an absent colleague's to another, or back to the queue.
    async fn a_supervisor_hands_work_over(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let supervisor = stage.officer("moi", "supervisor").await;
        let references = cases(&stage, &rana, 2).await;
        stage.take(&officer, &references[0]).await;
        stage.take(&officer, &references[1]).await;
        let second = colleague(&stage, "moi", "civil_status_officer").await;
        let key = |actor: &Actor| actor.person().expect("a person").id.to_string();

        let queue = casework::queue(&stage.portal, &supervisor, EN, QueueQuery::default()).await.expect("queue");
        assert_eq!(queue.query.tab, Some(QueueTab::Office));
        assert_eq!((queue.rows.len(), queue.count(QueueTab::Office)), (2, 2));
        assert!(queue.rows.iter().all(|row| !row.takeable && row.assignee.is_some()));
        assert!(queue.colleagues.iter().any(|(one, _)| *one == key(&second)), "{:?}", queue.colleagues);
        let elsewhere = stage.officer("mot", "supervisor").await;
        let theirs = casework::queue(&stage.portal, &elsewhere, EN, QueueQuery::default()).await.expect("queue");
        assert!(theirs.rows.is_empty());
        let all_of = Chosen { what: "hand_over".to_owned(), cases: Vec::new(), all_of: key(&officer) };
        let none = bulk::draft(&stage.portal, &elsewhere, all_of.clone()).await;
        assert_eq!(problem_at(none.expect_err("not their body"), "case"), FormProblem::ChooseCases);
        let none = bulk::draft(&stage.portal, &officer, all_of.clone()).await;
        assert_eq!(problem_at(none.expect_err("no supervisor"), "case"), FormProblem::ChooseCases);
        let chosen = boxes(&stage, &officer, QueueTab::Mine, &references).await;
        let id = draft(&stage, &officer, "hand_over", chosen).await;
        let shown = view(&stage, &officer, &id).await;
        assert!(shown.cases.iter().all(|case| case.left_out == Some(LeftOut::NotYourDesk)));

        let id = bulk::draft(&stage.portal, &supervisor, all_of).await.expect("drafted");
        let bare = bulk::choose(&stage.portal, &supervisor, &id, Choice::default()).await.expect_err("nothing chosen");
        assert_eq!(problem_at(bare, "reason"), FormProblem::ReasonRequired);
        let give = |to: String| Choice { to, reason: "في إجازة".to_owned(), ..Choice::default() };
        let wrong = stage.officer("moi", "exemption_officer").await;
        bulk::choose(&stage.portal, &supervisor, &id, give(key(&wrong))).await.expect("chosen");
        let shown = view(&stage, &supervisor, &id).await;
        assert!(shown.cases.iter().all(|case| case.left_out == Some(LeftOut::NotTheirRole)));
        bulk::choose(&stage.portal, &supervisor, &id, give(key(&second))).await.expect("chosen");
        let shown = carry_out(&stage, &supervisor, &id).await;
        assert_eq!((shown.stage, shown.affected()), (BulkStage::Done, 2));
        assert_eq!(boxes(&stage, &second, QueueTab::Mine, &references).await.len(), 2);
        assert_eq!(lines(&stage, &references[0], EventKind::Reassigned).await, 1);
        let status = stage.status(&rana, &references[0]).await;
        assert!(!format!("{status:?}").contains("في إجازة"), "the applicant does not read why");

        let one = boxes(&stage, &supervisor, QueueTab::Office, &references[..1]).await;
        let id = draft(&stage, &supervisor, "hand_over", one).await;
        bulk::choose(&stage.portal, &supervisor, &id, give("queue".to_owned())).await.expect("chosen");
        carry_out(&stage, &supervisor, &id).await;
        assert_eq!(boxes(&stage, &officer, QueueTab::Available, &references).await.len(), 1);
        assert_eq!(boxes(&stage, &second, QueueTab::Mine, &references).await.len(), 1);
    }

    /// What stands with the applicant is in its own part; the next case is the one behind, then from the start.
    async fn others_are_waited_for_and_the_next_case_is_found(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let references = cases(&stage, &rana, 3).await;
        let next = async |behind: &str| casework::next(&stage.portal, &officer, behind).await.expect("next");
        assert_eq!(next("").await.as_ref(), Some(&references[0]));
        assert_eq!(next(&references[0]).await.as_ref(), Some(&references[1]));
        assert_eq!(next(&references[2]).await.as_ref(), Some(&references[0]));
        stage.take(&officer, &references[1]).await;
        let returned = decision("return_for_correction", "اكتب اسم الأم", &["subject_mother_name"]);
        stage.decide(&officer, &references[1], returned).await.expect("returned");
        assert_eq!(next(&references[1]).await.as_ref(), Some(&references[2]), "behind where it stood");
        let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Waiting, "")).await.expect("queue");
        assert_eq!(queue.count(QueueTab::Waiting), 1);
        let [row] = queue.rows.as_slice() else { panic!("{:?}", queue.rows) };
        assert_eq!(row.reference, references[1]);
        assert_eq!(row.stands.map(|(status, _)| status), Some(Status::Returned));
        let other = stage.officer("moi", "passport_officer").await;
        let theirs = casework::queue(&stage.portal, &other, EN, asked(QueueTab::Waiting, "")).await.expect("queue");
        assert!(theirs.rows.is_empty(), "not of their desk");
        assert!(casework::next(&stage.portal, &rana, "").await.is_err(), "no staff, no queue");
    }

    async fn a_queue_costs_the_same_however_long_it_is(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let mut costs = Vec::new();
        for count in [1, 4] {
            let references = cases(&stage, &rana, count).await;
            for tab in [QueueTab::Open, QueueTab::Office, QueueTab::Waiting] {
                let before = stage.portal.store.statements();
                casework::queue(&stage.portal, &officer, EN, asked(tab, "")).await.expect("queue");
                costs.push(stage.portal.store.statements() - before);
            }
            let before = stage.portal.store.statements();
            casework::case(&stage.portal, &officer, EN, &references[0]).await.expect("case");
            costs.push(stage.portal.store.statements() - before);
            stage.take(&officer, &references[0]).await;
            let form = stage.task(&officer, &references[0]).await;
            let before = stage.portal.store.statements();
            let approve = decision("approve", "", &[]);
            casework::decide(&stage.portal, &officer, &references[0], &form, approve).await.expect("approved");
            costs.push(stage.portal.store.statements() - before);
        }
        let (few, many) = costs.split_at(costs.len() / 2);
        assert_eq!(few, many);
        assert!(costs.iter().all(|cost| *cost <= 20), "{costs:?}");
    }

    async fn views_are_kept(store) {
        let stage = Stage::set(store).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let nameless = views::keep(&stage.portal, &officer, "  ", "urgent=1".to_owned()).await;
        assert_eq!(problem_at(nameless.expect_err("no name"), "name"), FormProblem::ViewNameRequired);
        views::keep(&stage.portal, &officer, "عاجل", "view=open&urgent=1".to_owned()).await.expect("kept");
        let queue = casework::queue(&stage.portal, &officer, EN, QueueQuery::default()).await.expect("queue");
        assert_eq!(queue.saved[0].query, "view=open&urgent=1");
        for number in 1..20 {
            views::keep(&stage.portal, &officer, &format!("{number}"), String::new()).await.expect("kept");
        }
        let full = views::keep(&stage.portal, &officer, "more", String::new()).await;
        assert_eq!(problem_at(full.expect_err("full"), "name"), FormProblem::TooManyViews { max: 20 });
        views::forget(&stage.portal, &officer, &queue.saved[0].id).await.expect("forgotten");
        views::keep(&stage.portal, &officer, "more", String::new()).await.expect("room again");
        let citizen = stage.citizen(DemoPart::Parent).await;
        assert!(views::keep(&stage.portal, &citizen, "x", String::new()).await.is_err());
    }
}
