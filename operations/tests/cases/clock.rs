//! The legal clock: it runs while a ministry works and stands still otherwise; a holiday announced late moves it.

use chrono::{Duration, NaiveDate};
use domain::answer::Problem;
use domain::application::{EventKind, Status};
use domain::person::{ADMINISTRATOR, Actor};
use domain::view::outcome::FormProblem;
use domain::view::queue::QueueTab;
use integrations::registry::simulated::DemoPart;
use operations::calendar::{self, NewDay};
use operations::{OperationError, casework, escalation};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, Stage, asked, decision, problem_at};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn holiday(on: &str) -> NewDay {
    NewDay {
        day: on.to_owned(),
        is_open: Some(false),
        name_ar: "عطلة بقرار".to_owned(),
        name_en: "Holiday by decision".to_owned(),
        ..NewDay::default()
    }
}

/// Who keeps the holidays, and a paid application under review, sent on a Wednesday.
async fn under_review(stage: &Stage) -> (Actor, Actor, String) {
    let administrator = stage.officer("mtde", ADMINISTRATOR).await;
    let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
    let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
    assert_eq!(
        stage.status(&rana, &reference).await.promised,
        None,
        "nothing is promised before it is paid"
    );
    stage.pay(&rana, &reference).await;
    (administrator, rana, reference)
}

both! {
    /// Four working days from Wednesday; sent back on Sunday, mended on Tuesday: two days are not counted.
    async fn it_stands_while_the_applicant_is_waited_for(store) {
        let stage = Stage::set(store).await;
        let (_, rana, reference) = under_review(&stage).await;
        assert_eq!(stage.status(&rana, &reference).await.promised, Some(day("2026-12-01")));
        stage.hands.go_on(Duration::days(4));
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        let back = decision("return_for_correction", "اكتب اسم الأم كما ورد في الهوية", &["subject_mother_name"]);
        stage.decide(&officer, &reference, back).await.expect("returned");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.promised, status.standing), (None, Some(2)));
        stage.hands.go_on(Duration::days(2));
        stage.fill(&rana, &reference, &[("subject_mother_name", "نجاح")]).await;
        stage.send(&rana, &reference).await.expect("sent again");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.promised, status.standing), (Some(day("2026-12-03")), None));
        let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
        assert_eq!(case.promised, Some(day("2026-12-03")));
    }

    /// A holiday moves what is promised and what is due at the desk; taken back, it moves them back.
    async fn holidays_by_decision(store) {
        let stage = Stage::set(store).await;
        let (administrator, rana, reference) = under_review(&stage).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let due = async |stage: &Stage| {
            let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Open, &reference)).await.expect("queue");
            queue.rows[0].due.map(|due| (due.on, due.days_left))
        };
        assert_eq!(due(&stage).await, Some((day("2026-11-29"), 2)));

        calendar::add(&stage.portal, &administrator, holiday("2026-11-29")).await.expect("written down");
        calendar::apply(&stage.portal).await.expect("applied");
        assert_eq!(stage.status(&rana, &reference).await.promised, Some(day("2026-12-02")));
        assert_eq!(due(&stage).await, Some((day("2026-11-30"), 2)));
        calendar::apply(&stage.portal).await.expect("applied once");
        assert_eq!(stage.status(&rana, &reference).await.promised, Some(day("2026-12-02")));

        let twice = calendar::add(&stage.portal, &administrator, holiday("2026-11-29")).await;
        assert_eq!(problem_at(twice.expect_err("it is there"), "day"), FormProblem::DayTaken);
        let elsewhere = NewDay { governorate: "PS-GZA".to_owned(), ..holiday("2026-11-30") };
        calendar::add(&stage.portal, &administrator, elsewhere).await.expect("written down");
        // A Saturday that is worked in place of another day.
        let worked = NewDay { is_open: Some(true), ..holiday("2026-11-28") };
        calendar::add(&stage.portal, &administrator, worked).await.expect("written down");
        calendar::apply(&stage.portal).await.expect("applied");
        assert_eq!(stage.status(&rana, &reference).await.promised, Some(day("2026-12-01")), "Gaza's day is not ours");

        let view = calendar::days(&stage.portal, &administrator).await.expect("the table");
        assert_eq!(view.days.len(), 3);
        for day in view.days {
            calendar::withdraw(&stage.portal, &administrator, &day.id).await.expect("taken back");
            let again = calendar::withdraw(&stage.portal, &administrator, &day.id).await;
            assert!(matches!(again, Err(OperationError::Conflict)));
        }
        calendar::apply(&stage.portal).await.expect("applied");
        assert_eq!(stage.status(&rana, &reference).await.promised, Some(day("2026-12-01")));
        assert_eq!(due(&stage).await, Some((day("2026-11-29"), 2)));
    }

    /// Nobody else sees or changes the table, and slips are named.
    async fn only_an_administrator_keeps_the_holidays(store) {
        let stage = Stage::set(store).await;
        let administrator = stage.officer("mtde", ADMINISTRATOR).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        assert!(matches!(calendar::days(&stage.portal, &officer).await, Err(OperationError::NotFound)));
        let refused = calendar::add(&stage.portal, &officer, holiday("2026-11-29")).await;
        assert!(matches!(refused, Err(OperationError::NotFound)));
        for (typed, input, problem) in [
            (NewDay { day: "2026-02-30".to_owned(), ..holiday("") }, "day", FormProblem::DayUnknown),
            (holiday("2126-01-01"), "day", FormProblem::DayUnknown),
            (NewDay { is_open: None, ..holiday("2026-12-01") }, "what", FormProblem::Answer { problem: Problem::Required }),
            (NewDay { name_en: "  ".to_owned(), ..holiday("2026-12-01") }, "name_en", FormProblem::NameRequired),
            (NewDay { governorate: "PS-ELSEWHERE".to_owned(), ..holiday("2026-12-01") }, "governorate", FormProblem::ChooseGovernorate),
        ] {
            let refused = calendar::add(&stage.portal, &administrator, typed).await.expect_err("a slip");
            assert_eq!(problem_at(refused, input), problem);
        }
        calendar::add(&stage.portal, &administrator, holiday("٢٠٢٦-١٢-٠١")).await.expect("digits of either kind");
    }

    /// What is late is named once, in the history the applicant does not read.
    async fn late_work_is_named_once(store) {
        let stage = Stage::set(store).await;
        let (_, rana, reference) = under_review(&stage).await;
        let lines = async |stage: &Stage| {
            let officer = stage.officer("moi", "civil_status_officer").await;
            let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
            case.history.iter().filter(|line| line.kind == EventKind::Escalated).count()
        };
        escalation::round(&stage.portal).await.expect("nothing late");
        assert_eq!(lines(&stage).await, 0);
        stage.hands.go_on(Duration::days(8));
        escalation::round(&stage.portal).await.expect("named");
        escalation::round(&stage.portal).await.expect("once");
        assert_eq!(lines(&stage).await, 1);
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::InReview);
        assert!(status.history.iter().all(|line| line.kind != EventKind::Escalated));
    }
}
