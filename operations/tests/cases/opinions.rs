//! Opinions: another body is asked about a case, reads it, answers; the case stays where it is.

use chrono::Duration;
use domain::answer::Problem;
use domain::application::{EventKind, Status};
use domain::person::Actor;
use domain::view::casework::CaseView;
use domain::view::outcome::FormProblem;
use integrations::registry::simulated::DemoPart;
use operations::casework::notes::NoteForm;
use operations::casework::opinions::{self, OpinionForm, OpinionRef};
use operations::conversation::{self, LineForm};
use operations::{OperationError, casework};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, Stage, decision, problem_at};

const SECRET: &str = "ملاحظة لا تخرج من الوزارة";
const OPINION: &str = "لا مانع لدى الوزارة";

fn question(stage: &Stage, body: &str, days: &str) -> OpinionForm {
    OpinionForm {
        key: stage.portal.random.key(stage.portal.clock.now()),
        body: body.to_owned(),
        question: "هل على صاحب الطلب مانع؟".to_owned(),
        days: days.to_owned(),
    }
}

fn first(view: &CaseView) -> OpinionRef {
    let row = view.opinions.rows.first().expect("an opinion");
    OpinionRef {
        id: row.id.parse().expect("a key"),
        version: row.version,
    }
}

async fn read(stage: &Stage, actor: &Actor, reference: &str) -> CaseView {
    casework::case(&stage.portal, actor, EN, reference)
        .await
        .expect("the case")
}

async fn is_hidden(stage: &Stage, actor: &Actor, reference: &str) -> bool {
    let read = casework::case(&stage.portal, actor, EN, reference).await;
    matches!(read, Err(OperationError::NotFound))
}

/// A case that the officer has taken, and somebody of a ministry that has no part in it.
async fn taken(stage: &Stage) -> (Actor, Actor, Actor, String) {
    let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
    let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
    stage.pay(&rana, &reference).await;
    let officer = stage.officer("moi", "civil_status_officer").await;
    stage.take(&officer, &reference).await;
    let asked = stage.officer("mot", "licensing_officer").await;
    (rana, officer, asked, reference)
}

both! {
    /// Asked, read, answered: the other body sees the case for it, and nothing that is not for it.
    async fn another_body_gives_its_opinion(store) {
        let stage = Stage::set(store).await;
        let (rana, officer, asked, reference) = taken(&stage).await;
        let portal = &stage.portal;
        let key = || portal.random.key(portal.clock.now());
        let note = NoteForm { key: key(), field: String::new(), text: SECRET.to_owned() };
        casework::note(portal, &officer, &reference, note).await.expect("written");
        let line = LineForm { key: key(), text: SECRET.to_owned() };
        conversation::ask(portal, &officer, &reference, line).await.expect("asked");
        assert!(is_hidden(&stage, &asked, &reference).await, "nobody asked them");

        let form = question(&stage, "mot", "٣");
        opinions::ask(portal, &officer, &reference, form.clone()).await.expect("asked");
        opinions::ask(portal, &officer, &reference, form).await.expect("pressed twice");
        let again = opinions::ask(portal, &officer, &reference, question(&stage, "mot", "3")).await;
        assert_eq!(problem_at(again.expect_err("once"), "opinion_body"), FormProblem::AskedAlready);

        let listed = opinions::waiting(portal, &asked, EN).await.expect("the list");
        assert_eq!(listed.asked.len(), 1);
        assert_eq!(listed.asked[0].due.map(|due| due.days_left), Some(3));
        assert_eq!(opinions::waiting(portal, &officer, EN).await.expect("the list").awaited.len(), 1);
        let view = read(&stage, &asked, &reference).await;
        assert!(!view.sections.is_empty() && view.notes.is_none() && view.conversation.is_none());
        let shown = format!("{view:?}");
        assert!(!shown.contains(SECRET) && !shown.contains("NoteWritten"), "{shown}");
        assert!(view.opinions.rows[0].may_answer && view.opinions.key.is_none());
        assert!(view.task.as_ref().is_some_and(|task| !task.takeable && !task.mine && task.actions.is_empty()));

        // Late, it is said so to both; it stays possible to answer.
        stage.hands.go_on(Duration::days(10));
        let late = opinions::waiting(portal, &officer, EN).await.expect("the list").awaited.remove(0);
        assert!(late.due.is_some_and(|due| due.days_left < 0), "{:?}", late.due);
        let seen = first(&view);
        opinions::answer(portal, &asked, &reference, seen, OPINION).await.expect("answered");
        let twice = opinions::answer(portal, &asked, &reference, seen, "غيره").await;
        assert_eq!(problem_at(twice.expect_err("once"), "opinion_answer"), FormProblem::TakenMeanwhile);

        let view = read(&stage, &officer, &reference).await;
        let answer = view.opinions.rows[0].answer.clone().expect("an answer");
        assert_eq!(answer.text, OPINION);
        assert!(answer.who.contains("Ministry of Transport"), "{}", answer.who);
        let kinds: Vec<EventKind> = view.history.iter().map(|row| row.kind).collect();
        assert!(kinds.contains(&EventKind::OpinionAsked) && kinds.contains(&EventKind::OpinionGiven));
        assert!(!is_hidden(&stage, &asked, &reference).await, "what they said they may read again");

        // The applicant reads who looked, and not what was said.
        let status = stage.status(&rana, &reference).await;
        assert!(status.reads.iter().any(|row| row.who.contains("Ministry of Transport")), "{:?}", status.reads);
        let shown = format!("{status:?}");
        assert!(!shown.contains(OPINION) && !shown.contains("OpinionAsked"), "{shown}");
        let name = asked.person().expect("a person").name_en.clone();
        assert!(!shown.contains(&name), "{shown}");
        assert_eq!(status.status, Status::InReview, "the case stays where it is");
        stage.decide(&officer, &reference, decision("approve", "", &[])).await.expect("decided");
    }

    /// A question that is taken back, or overtaken by the decision, closes the case to the other body.
    async fn what_nobody_waits_for_is_closed(store) {
        let stage = Stage::set(store).await;
        let (_, officer, asked, reference) = taken(&stage).await;
        let portal = &stage.portal;
        opinions::ask(portal, &officer, &reference, question(&stage, "mot", "3")).await.expect("asked");
        let seen = first(&read(&stage, &asked, &reference).await);
        let foreign = opinions::withdraw(portal, &asked, &reference, seen).await;
        assert!(matches!(foreign, Err(OperationError::Forbidden)), "{foreign:?}");
        opinions::withdraw(portal, &officer, &reference, seen).await.expect("taken back");
        assert!(is_hidden(&stage, &asked, &reference).await);
        let late = opinions::answer(portal, &asked, &reference, seen, OPINION).await;
        assert!(matches!(late, Err(OperationError::NotFound)), "{late:?}");

        opinions::ask(portal, &officer, &reference, question(&stage, "mot", "3")).await.expect("asked anew");
        stage.decide(&officer, &reference, decision("reject", "القيد غير موجود", &[])).await.expect("without waiting");
        assert!(is_hidden(&stage, &asked, &reference).await);
        assert!(opinions::waiting(portal, &asked, EN).await.expect("the list").asked.is_empty());
    }

    /// Only who has the case asks, another body, until a day that is not far; and everything wrong is said at once.
    async fn who_may_ask_whom(store) {
        let stage = Stage::set(store).await;
        let (rana, officer, asked, reference) = taken(&stage).await;
        let portal = &stage.portal;
        let wrong = OpinionForm { question: " ".to_owned(), ..question(&stage, "moi", "31") };
        let refused = opinions::ask(portal, &officer, &reference, wrong).await.expect_err("refused");
        let OperationError::Problems(problems) = refused else { panic!("problems") };
        let found: Vec<_> = problems.iter().map(|found| (found.input.as_str(), found.problem.clone())).collect();
        let answer = |problem| FormProblem::Answer { problem };
        assert_eq!(found, [
            ("opinion_body", FormProblem::ChooseBody),
            ("opinion_question", answer(Problem::Required)),
            ("opinion_days", answer(Problem::TooLarge { max: 30 })),
        ]);
        for nobody in [rana, asked] {
            let refused = opinions::ask(portal, &nobody, &reference, question(&stage, "mof", "3")).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        }
        let form = stage.task(&officer, &reference).await;
        casework::release(portal, &officer, &reference, &form).await.expect("given back");
        let refused = opinions::ask(portal, &officer, &reference, question(&stage, "mot", "3")).await;
        assert!(matches!(refused, Err(OperationError::Forbidden)), "{refused:?}");
    }
}
