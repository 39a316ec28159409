//! What stands in a case beside the answers: notes nobody else reads, questions to the applicant, the reason of a
//! decision, what changed since it was sent back.

use domain::answer::Problem;
use domain::application::{EventKind, Status};
use domain::language::Language;
use domain::notice::NoticeKind;
use domain::view::form::AnswerText;
use domain::view::outcome::FormProblem;
use domain::workflow::{ChosenReason, GeneralReason};
use integrations::registry::simulated::DemoPart;
use operations::casework::decide::Decision;
use operations::casework::notes::NoteForm;
use operations::conversation::{self, LineForm};
use operations::{OperationError, casework, notices};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, Stage, decision, problem_at};

/// Words that stand nowhere but in a note.
const SECRET: &str = "اتصل بمدير الأحوال المدنية";

fn note(stage: &Stage, field: &str, text: &str) -> NoteForm {
    NoteForm {
        key: stage.portal.random.key(stage.portal.clock.now()),
        field: field.to_owned(),
        text: text.to_owned(),
    }
}

fn line(stage: &Stage, text: &str) -> LineForm {
    LineForm {
        key: stage.portal.random.key(stage.portal.clock.now()),
        text: text.to_owned(),
    }
}

async fn paid(stage: &Stage, part: DemoPart) -> (domain::person::Actor, String) {
    let rana = stage.citizen(part).await;
    let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
    stage.pay(&rana, &reference).await;
    (rana, reference)
}

both! {
    /// A note is read by the staff of the case, beside the answer it is about, and by nobody else anywhere.
    async fn internal_notes_stay_inside(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = paid(&stage, DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let portal = &stage.portal;
        let form = note(&stage, "subject_mother_name", &format!("{SECRET}\nثم انتظر"));
        casework::note(portal, &officer, &reference, form.clone()).await.expect("written");
        casework::note(portal, &officer, &reference, form).await.expect("pressed twice");
        casework::note(portal, &officer, &reference, note(&stage, "nothing", SECRET)).await.expect("on the whole");

        let view = casework::case(portal, &officer, EN, &reference).await.expect("case");
        let notes = view.notes.expect("notes");
        assert_eq!(notes.rows.len(), 2, "{:?}", notes.rows);
        let first = &notes.rows[0];
        assert_eq!(first.field.as_ref().map(|(key, _)| key.as_str()), Some("subject_mother_name"));
        assert_eq!(first.text, format!("{SECRET}\nثم انتظر"));
        assert_eq!(notes.rows[1].field, None, "a field that is not there");
        assert!(first.who.contains("Ministry of Interior"), "{}", first.who);
        let written = view.history.iter().filter(|row| row.kind == EventKind::NoteWritten);
        assert_eq!(written.map(|row| row.note.clone()).collect::<Vec<_>>(), [None, None]);

        // Sent back and corrected, nothing of it reaches the applicant.
        stage.take(&officer, &reference).await;
        let back = decision("return_for_correction", "اكتب اسم الأم", &["subject_mother_name"]);
        stage.decide(&officer, &reference, back).await.expect("returned");
        for language in [Language::Ar, Language::En] {
            let status = operations::applications::status(portal, &rana, language, &reference).await.expect("status");
            let form = operations::applications::form(portal, &rana, language, &reference, "subject", false).await;
            let messages = notices::inbox::messages(portal, &rana, language, None).await.expect("messages");
            let shown = format!("{status:?} {:?} {messages:?}", form.expect("page"));
            assert!(!shown.contains(SECRET) && !shown.contains("NoteWritten"), "{shown}");
        }

        // An applicant who works at the ministry reads none either, and writes none.
        let own = stage.apply(&officer, &[("subject_relation", "self"), ("purpose", "school"), ("copies", "1")]).await;
        stage.pay(&officer, &own).await;
        let view = casework::case(portal, &officer, EN, &own).await.expect("case");
        assert!(view.notes.is_none() && view.conversation.is_none());
        let refused = casework::note(portal, &officer, &own, note(&stage, "", SECRET)).await;
        assert!(matches!(refused, Err(OperationError::Forbidden)), "{refused:?}");
        // To another ministry and to the applicant the case is not there.
        for nobody in [stage.officer("mot", "licensing_officer").await, rana] {
            let refused = casework::note(portal, &nobody, &reference, note(&stage, "", SECRET)).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        }
        for (typed, wrong) in [(" \n ".to_owned(), Problem::Required), ("ا".repeat(2_001), Problem::TooLong { max: 2_000 })] {
            let refused = casework::note(portal, &officer, &reference, note(&stage, "", &typed)).await;
            let problem = problem_at(refused.expect_err("refused"), "internal_note");
            assert_eq!(problem, FormProblem::Answer { problem: wrong });
        }
    }

    /// The officer asks, the applicant is told and answers, both read the same.
    async fn an_officer_asks_and_the_applicant_answers(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = paid(&stage, DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let portal = &stage.portal;
        let early = conversation::answer(portal, &rana, &reference, line(&stage, "مرحبا")).await;
        assert!(matches!(early, Err(OperationError::Conflict)), "nobody asked: {early:?}");
        let early = conversation::ask(portal, &officer, &reference, line(&stage, "ما اسم الأم؟")).await;
        assert!(matches!(early, Err(OperationError::Forbidden)), "the case is not taken: {early:?}");

        stage.take(&officer, &reference).await;
        let question = line(&stage, "ما اسم الأم كما في الهوية؟");
        conversation::ask(portal, &officer, &reference, question.clone()).await.expect("asked");
        conversation::ask(portal, &officer, &reference, question).await.expect("pressed twice");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.conversation.rows.len(), 1);
        let asked = &status.conversation.rows[0];
        assert!(!asked.from_applicant && asked.who.contains("Ministry of Interior"));
        let name = officer.person().expect("a person").name_en.clone();
        assert!(!asked.who.contains(&name), "the applicant reads the desk: {}", asked.who);
        assert!(status.conversation.key.is_some(), "it can be answered");
        let told = notices::inbox::messages(portal, &rana, EN, None).await.expect("messages");
        let told = told.rows.iter().filter(|row| row.kind == NoticeKind::QuestionAsked);
        assert_eq!(told.count(), 1, "told once");

        conversation::answer(portal, &rana, &reference, line(&stage, "نجاح\nكما في الهوية")).await.expect("answered");
        let view = casework::case(portal, &officer, EN, &reference).await.expect("case");
        let said = view.conversation.expect("the conversation").rows;
        assert_eq!(said.iter().map(|row| row.from_applicant).collect::<Vec<_>>(), [false, true]);
        assert_eq!(said[1].text, "نجاح\nكما في الهوية");
        assert!(said[0].who.contains(&name), "the staff read the name: {}", said[0].who);
        let kinds: Vec<EventKind> = status_kinds(&stage, &rana, &reference).await;
        assert!(kinds.contains(&EventKind::ApplicantAsked) && kinds.contains(&EventKind::ApplicantAnswered));

        // Nobody talks to themselves for ever, and nothing is said in an application that is over.
        for _ in 0..4 {
            conversation::answer(portal, &rana, &reference, line(&stage, "؟")).await.expect("answered");
        }
        let enough = conversation::answer(portal, &rana, &reference, line(&stage, "؟")).await.expect_err("enough");
        assert_eq!(problem_at(enough, "message"), FormProblem::EnoughWritten { max: 5 });
        let other = stage.citizen(DemoPart::Parent).await;
        let foreign = conversation::answer(portal, &other, &reference, line(&stage, "؟")).await;
        assert!(matches!(foreign, Err(OperationError::NotFound)), "{foreign:?}");
        stage.decide(&officer, &reference, decision("reject", "القيد غير موجود", &[])).await.expect("refused");
        let late = conversation::answer(portal, &rana, &reference, line(&stage, "؟")).await;
        assert!(matches!(late, Err(OperationError::Conflict)), "{late:?}");
        assert!(stage.status(&rana, &reference).await.conversation.key.is_none());
    }

    /// A decision against the applicant names a reason of the list, and the applicant reads it.
    async fn a_refusal_has_a_reason_of_the_list(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = paid(&stage, DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        let because = |action: &str, note: &str, reason: &str| Decision {
            reason: reason.to_owned(),
            ..decision(action, note, &["subject_mother_name"])
        };
        let nothing = stage.decide(&officer, &reference, because("return_for_correction", "", "")).await;
        let OperationError::Problems(problems) = nothing.expect_err("refused") else { panic!("problems") };
        let inputs: Vec<&str> = problems.iter().map(|problem| problem.input.as_str()).collect();
        assert_eq!(inputs, ["reason.return_for_correction", "note"], "all that is wrong is said at once");
        // A reason that only fits a refusal.
        let unfit = stage.decide(&officer, &reference, because("return_for_correction", "x", "asked_before")).await;
        let problem = problem_at(unfit.expect_err("refused"), "reason.return_for_correction");
        assert_eq!(problem, FormProblem::ChooseReason);

        let back = because("return_for_correction", "اكتب اسم الأم", "records_differ");
        stage.decide(&officer, &reference, back).await.expect("returned");
        let differ = ChosenReason::General(GeneralReason::RecordsDiffer);
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.correction.expect("why").reasons, std::slice::from_ref(&differ));
        let returned = status.history.iter().find(|row| row.kind == EventKind::Returned).expect("a line");
        assert_eq!(returned.reason, Some(differ));

        stage.send(&rana, &reference).await.expect("sent again");
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, because("reject", "القيد غير موجود", "conditions_not_met")).await.expect("refused");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::Rejected);
        assert_eq!(status.reason.as_deref(), Some("القيد غير موجود"));
        assert_eq!(status.reason_chosen, Some(ChosenReason::General(GeneralReason::ConditionsNotMet)));
    }

    /// What was corrected stands beside what was sent before, and nothing else.
    async fn what_changed_since_it_was_sent_back_is_shown(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = paid(&stage, DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        let view = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
        assert!(view.resent.is_none(), "it was sent once");
        let back = || decision("return_for_correction", "اكتب اسم الأم", &["subject_mother_name"]);
        stage.decide(&officer, &reference, back()).await.expect("returned");
        stage.save(&rana, &reference, "subject", &[("subject_mother_name", "نجاح")]).await;
        stage.send(&rana, &reference).await.expect("sent again");

        let words = |text: &str| AnswerText::Words { text: text.to_owned() };
        let changed = async || {
            let view = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
            let rows = view.resent.expect("what changed").rows.into_iter();
            rows.map(|row| (row.before, row.after)).collect::<Vec<_>>()
        };
        assert_eq!(changed().await, [(words("خطأ"), words("نجاح"))]);
        // Sent back once more: the last submission counts. Sent as it was: nothing changed.
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, back()).await.expect("returned");
        stage.send(&rana, &reference).await.expect("sent again");
        assert_eq!(changed().await, []);
    }
}

async fn status_kinds(stage: &Stage, actor: &domain::person::Actor, reference: &str) -> Vec<EventKind> {
    let status = stage.status(actor, reference).await;
    status.history.into_iter().map(|row| row.kind).collect()
}
