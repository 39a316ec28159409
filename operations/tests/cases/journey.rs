//! The citizen's way, from the first page to the document.

use domain::application::{EventKind, Status};
use domain::view::application::NextAct;
use domain::view::certificate::VerificationResult;
use domain::view::outcome::FormProblem;
use integrations::registry::simulated::DemoPart;
use operations::applications::fill::Next;
use operations::applications::submit::Sent;
use operations::{OperationError, documents, payments, services};

use crate::both::both;
use crate::stage::{EN, SERVICE, Stage, decision, problem_at};

const FOR_MYSELF: [(&str, &str); 6] = [
    ("subject_relation", "self"),
    ("purpose", "passport"),
    ("copies", "٣"),
    ("urgency", "normal"),
    ("exemption_category", "none"),
    ("delivery_method", "download"),
];

both! {
    /// For oneself: filled in, sent, paid, matched by the registry, issued, checked by anyone.
    async fn from_search_to_certificate(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let found = services::catalogue(&stage.portal, EN, "شهاده ميلاد", None).expect("found");
        assert_eq!(found.cards.len(), 1);
        assert_eq!(found.cards[0].id, SERVICE);

        let reference = stage.start(&rana).await;
        stage.fill(&rana, &reference, &FOR_MYSELF).await;
        let check = operations::applications::check(&stage.portal, &rana, EN, &reference).await.expect("check");
        assert_eq!(check.refused, None);
        assert_eq!(check.fee.totals[0].minor, 3000);
        assert_eq!(check.declarations.len(), 1);
        assert_eq!(stage.send(&rana, &reference).await.expect("sent"), Sent::Pay);

        stage.pay(&rana, &reference).await;
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::Approved, "an exact match goes straight to issuing");
        assert!(status.fee_settled && !status.receipts.is_empty());
        assert!(status.promised.is_some() && status.holder.is_some() && status.until.is_some());

        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, decision("issue_certificate", "", &[])).await.expect("issued");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.next), (Status::Issued, NextAct::Open));
        let number = &status.documents[0].number;
        let document = documents::certificate(&stage.portal, &rana, &reference, number).await.expect("document");
        assert!(document.lines.iter().any(|line| line.value.ar.contains("رنا")));
        let check = document.check.expect("a check");
        assert!(check.qr.0 > 20 && check.qr.1.starts_with('M'));

        let checked = documents::verify(&stage.portal, EN, &check.code.to_lowercase()).await.expect("checked");
        let VerificationResult::Valid { lines, .. } = checked.result else { panic!("{:?}", checked.result) };
        let shown = format!("{lines:?}");
        assert!(shown.contains(number.as_str()) && !shown.contains("رنا") && !shown.contains("Rana"), "{shown}");
        assert!(!shown.contains("000021014"), "an identity number is never public: {shown}");
        let unknown = documents::verify(&stage.portal, EN, "0000-0000-0000-0000").await.expect("checked");
        assert_eq!(unknown.result, VerificationResult::Unknown);

        assert!(!status.reads.is_empty(), "the owner sees who opened the file");
        let kinds: Vec<EventKind> = status.history.iter().map(|row| row.kind).collect();
        for kind in [EventKind::Submitted, EventKind::Paid, EventKind::Issued] {
            assert_eq!(kinds.iter().filter(|found| **found == kind).count(), 1, "{kind:?} in {kinds:?}");
        }
        let receipt = payments::receipt(&stage.portal, &rana, EN, &reference, None).await.expect("receipt");
        assert_eq!(receipt.total.minor, 3000);
        assert_eq!(store::ledger::imbalance(&stage.portal.store).await.expect("books"), []);
    }

    /// Wrong answers are kept as typed and come back on their page; pages ahead cannot be visited.
    async fn wrong_answers_are_kept_and_told(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start(&rana).await;
        let early = operations::applications::form(&stage.portal, &rana, EN, &reference, "delivery", false).await;
        assert!(matches!(early, Err(OperationError::Conflict)));
        let same = stage.save(&rana, &reference, "applicant", &[("applicant_mobile", "12345")]).await;
        assert_eq!(same, Next::Same { at: "problem".to_owned() });
        let view = operations::applications::form(&stage.portal, &rana, EN, &reference, "applicant", false).await.expect("page");
        assert_eq!(view.values["applicant_mobile"], ["12345"]);
        assert!(view.fields.iter().any(|field| field.key == "applicant_mobile" && field.problem.is_some()));
        // Readonly answers come from their source, whatever is posted.
        assert_eq!(view.values["applicant_national_id"], ["000021014"]);

        stage.save(&rana, &reference, "applicant", &[("applicant_mobile", "0599 123 456")]).await;
        let more = stage.save(&rana, &reference, "subject", &[("subject_relation", "parent")]).await;
        assert!(matches!(&more, Next::Same { at } if at.starts_with("f-subject_")), "{more:?}");
        let view = operations::applications::form(&stage.portal, &rana, EN, &reference, "subject", false).await.expect("page");
        assert!(view.more && view.fields.iter().all(|field| field.problem.is_none()));
        let blocked = stage.send(&rana, &reference).await.expect_err("not complete");
        assert_eq!(problem_at(blocked, "check"), FormProblem::Incomplete);
    }

    /// Sent twice at once: one application, one invoice, the same answer.
    async fn sent_twice_is_sent_once(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start(&rana).await;
        stage.fill(&rana, &reference, &FOR_MYSELF).await;
        let (one, two) = tokio::join!(stage.send(&rana, &reference), stage.send(&rana, &reference));
        assert_eq!((one.expect("one"), two.expect("two")), (Sent::Pay, Sent::Pay));
        assert_eq!(stage.send(&rana, &reference).await.expect("again"), Sent::Pay);
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.history.iter().filter(|row| row.kind == EventKind::Submitted).count(), 1);
        assert_eq!(status.fee.totals.len(), 1);
    }

    /// A household in the programme pays nothing: no provider, no waiting.
    async fn an_exempted_household_pays_nothing(store) {
        let stage = Stage::set(store).await;
        let mother = stage.citizen(DemoPart::AssistedMother).await;
        let mut answers = FOR_MYSELF.to_vec();
        answers[4] = ("exemption_category", "social_assistance_beneficiary");
        let reference = stage.apply(&mother, &answers).await;
        let status = stage.status(&mother, &reference).await;
        assert_eq!(status.status, Status::Approved);
        assert!(status.fee_settled && status.fee.totals.is_empty());
        assert!(status.history.iter().any(|row| row.kind == EventKind::NothingDue));
    }

    /// Somebody who is no relative is told why, before anything is sent.
    async fn a_stranger_is_refused_before_sending(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start(&rana).await;
        let answers = [
            ("subject_relation", "spouse"),
            ("subject_national_id", "000021113"),
            ("subject_name", "سامر إبراهيم حسن العمري"),
            ("subject_birth_date.day", "27"),
            ("subject_birth_date.month", "8"),
            ("subject_birth_date.year", "1994"),
            ("subject_mother_name", "ليلى"),
            ("purpose", "travel"),
            ("copies", "1"),
        ];
        stage.fill(&rana, &reference, &answers).await;
        let check = operations::applications::check(&stage.portal, &rana, EN, &reference).await.expect("check");
        assert!(check.refused.is_some_and(|reason| reason.contains("parent, child or spouse")));
        assert!(stage.send(&rana, &reference).await.is_err());
    }

    /// A draft nobody touches is thrown away after its time; one that is worked on is kept.
    async fn drafts_are_kept_for_their_time_and_no_longer(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let (left, kept) = (stage.start(&rana).await, stage.start(&rana).await);
        stage.hands.go_on(chrono::Duration::days(25));
        stage.save(&rana, &kept, "applicant", &[]).await;
        stage.hands.go_on(chrono::Duration::days(10));
        operations::housekeeping::round(&stage.portal).await.expect("cleared away");
        assert!(matches!(own(&stage, &rana, &left).await, Err(OperationError::NotFound)));
        assert!(own(&stage, &rana, &kept).await.is_ok());
    }
}

async fn own(
    stage: &Stage,
    actor: &domain::person::Actor,
    reference: &str,
) -> Result<domain::view::application::StatusView, OperationError> {
    operations::applications::status(&stage.portal, actor, EN, reference).await
}
