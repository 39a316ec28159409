//! The officer's way: review, correction, refusal, exemption.

use domain::application::{EventKind, Status};
use domain::view::outcome::FormProblem;
use domain::view::queue::QueueTab;
use integrations::registry::simulated::DemoPart;
use operations::applications::submit::Sent;
use operations::{OperationError, casework};

use crate::both::both;
use crate::stage::{EN, Stage, asked, decision, problem_at};

/// For the father, with the mother's name wrong: the registry confirms the relation but the record does not match.
pub(crate) const FOR_MY_FATHER: [(&str, &str); 11] = [
    ("subject_relation", "parent"),
    ("subject_national_id", "000021022"),
    ("subject_name", "خالد يوسف أحمد النجار"),
    ("subject_birth_date.day", "3"),
    ("subject_birth_date.month", "شباط"),
    ("subject_birth_date.year", "1958"),
    ("subject_mother_name", "خطأ"),
    ("purpose", "other"),
    ("purpose_other", "معاملة تقاعد"),
    ("copies", "2"),
    ("delivery_method", "download"),
];

both! {
    /// Returned with a reason, corrected, resumed at the same step, approved.
    async fn a_case_is_returned_corrected_and_approved(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        assert_eq!(stage.status(&rana, &reference).await.status, Status::InReview);

        let officer = stage.officer("moi", "civil_status_officer").await;
        let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Available, "")).await.expect("queue");
        let row = queue.rows.iter().find(|row| row.reference == reference).expect("in the queue");
        assert_eq!(row.due.map(|due| due.days_left), Some(2));
        stage.take(&officer, &reference).await;
        let view = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
        assert!(view.comparisons.iter().any(|row| !row.matches), "{:?}", view.comparisons);
        assert!(view.correctable.iter().any(|(key, _)| key == "subject_mother_name"));
        assert!(!view.correctable.iter().any(|(key, _)| key == "copies"), "what was paid for stays");

        let without = stage.decide(&officer, &reference, decision("return_for_correction", " ", &[])).await;
        assert_eq!(problem_at(without.expect_err("a reason is needed"), "note"), FormProblem::NoteRequired);
        let returned = decision("return_for_correction", "اكتب اسم الأم كما ورد في الهوية", &["subject_mother_name"]);
        stage.decide(&officer, &reference, returned).await.expect("returned");

        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::Returned);
        let correction = status.correction.expect("why");
        assert_eq!(correction.fields[0].1, "subject_mother_name");
        assert_eq!(status.next_page.as_deref(), Some("subject"));
        let form = operations::applications::form(&stage.portal, &rana, EN, &reference, "subject", false).await.expect("page");
        let open: Vec<&str> =
            form.page.fields.iter().filter(|field| !field.readonly).map(|field| field.key.as_str()).collect();
        assert_eq!(open, ["subject_mother_name"], "only what was marked may be changed");
        // An attempt to change something else is not taken.
        stage.save(&rana, &reference, "subject", &[("subject_mother_name", "نجاح"), ("subject_name", "غيره")]).await;
        assert_eq!(stage.send(&rana, &reference).await.expect("sent again"), Sent::Status);

        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::InReview);
        let shown = format!("{:?}", status.sections);
        assert!(shown.contains("نجاح") && !shown.contains("غيره"), "{shown}");
        let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Open, &reference)).await.expect("queue");
        assert!(queue.rows.iter().any(|row| row.reference == reference && row.resent));
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, decision("approve", "", &[])).await.expect("approved");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// Refused with a reason the applicant reads; the case is closed for everybody.
    async fn a_case_is_refused(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        let unknown = stage.decide(&officer, &reference, decision("promote", "x", &[])).await;
        assert_eq!(problem_at(unknown.expect_err("no such action"), "action"), FormProblem::ChooseAction);
        stage.decide(&officer, &reference, decision("reject", "القيد غير موجود", &[])).await.expect("refused");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.reason.as_deref()), (Status::Rejected, Some("القيد غير موجود")));
        let view = casework::case(&stage.portal, &officer, EN, &reference).await.expect("still readable");
        assert!(view.task.is_none());
    }

    /// Two officers: whoever is second is told, and nothing is overwritten.
    async fn two_officers_never_decide_one_task(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let stale = stage.task(&officer, &reference).await;
        casework::take(&stage.portal, &officer, &reference, &stale).await.expect("taken");
        let again = casework::take(&stage.portal, &officer, &reference, &stale).await;
        assert_eq!(problem_at(again.expect_err("an old version"), "task"), FormProblem::TakenMeanwhile);
        let fresh = stage.task(&officer, &reference).await;
        let approve = || casework::decide::decide(&stage.portal, &officer, &reference, &fresh, decision("approve", "", &[]));
        let (one, two) = tokio::join!(approve(), approve());
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// A claim no registry confirms is looked at first, and refused with a reason; then the fee is due.
    async fn an_unfounded_exemption_is_refused(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start(&rana).await;
        let answers = [("subject_relation", "self"), ("purpose", "work"), ("copies", "2"), ("exemption_category", "orphan_minor")];
        // The proof is asked for on the page of the claim.
        for page in ["applicant", "subject"] {
            stage.save(&rana, &reference, page, &answers).await;
        }
        stage.save(&rana, &reference, "request", &answers).await;
        attach(&stage, &rana, &reference).await;
        stage.fill(&rana, &reference, &answers).await;
        assert_eq!(stage.send(&rana, &reference).await.expect("sent"), Sent::Status);
        assert_eq!(stage.status(&rana, &reference).await.status, Status::InReview);

        let officer = stage.officer("moi", "exemption_officer").await;
        stage.take(&officer, &reference).await;
        let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
        let file = casework::attachment(&stage.portal, &officer, &reference, &case.attachments[0].id).await.expect("file");
        assert!(file.bytes.starts_with(b"%PDF-"));
        stage.decide(&officer, &reference, decision("refuse_exemption", "لا ينطبق", &[])).await.expect("refused");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::AwaitingPayment);
        assert_eq!(status.fee.totals[0].minor, 2000, "the whole fee is due after the refusal");
        assert!(status.reads.iter().any(|read| read.kind == EventKind::AttachmentRead));
        stage.pay(&rana, &reference).await;
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }
}

async fn attach(stage: &Stage, actor: &domain::person::Actor, reference: &str) {
    use operations::applications::attach::NewFile;
    use operations::applications::fill::{Button, PagePost, form, save_page};
    let view = form(&stage.portal, actor, EN, reference, "request", false)
        .await
        .expect("page");
    let file = |bytes: &[u8]| NewFile {
        field: "exemption_file".to_owned(),
        name: "إثبات.pdf".to_owned(),
        bytes: bytes.to_vec(),
    };
    let post = |bytes: &[u8]| PagePost {
        inputs: view.values.clone(),
        files: vec![file(bytes)],
        button: Button::Attach("exemption_file".to_owned()),
        ..PagePost::default()
    };
    let wrong = save_page(&stage.portal, actor, reference, "request", post(b"MZ not a document")).await;
    assert_eq!(
        problem_at(wrong.expect_err("not taken"), "exemption_file"),
        FormProblem::FileType
    );
    let broken = save_page(&stage.portal, actor, reference, "request", post(b"%PDF-1.7 proof")).await;
    assert_eq!(
        problem_at(broken.expect_err("not taken"), "exemption_file"),
        FormProblem::FileBroken
    );
    let empty = save_page(&stage.portal, actor, reference, "request", post(b"")).await;
    assert_eq!(
        problem_at(empty.expect_err("not taken"), "exemption_file"),
        FormProblem::FileEmpty
    );
    save_page(&stage.portal, actor, reference, "request", post(&crate::paper::pdf()))
        .await
        .expect("taken");
    let full = save_page(&stage.portal, actor, reference, "request", post(&crate::paper::pdf())).await;
    assert!(
        matches!(full, Err(OperationError::Problems(_))),
        "one file may be given: {full:?}"
    );
}
