//! What is kept while somebody types, and what becomes of drafts.

use domain::answer::RawAnswers;
use integrations::registry::simulated::DemoPart;
use operations::applications::copy::copy;
use operations::applications::fill::autosave::keep_page;
use operations::applications::withdraw::discard;
use operations::{OperationError, applications};

use crate::both::both;
use crate::stage::{EN, Stage};

const FOR_MYSELF: [(&str, &str); 6] = [
    ("subject_relation", "self"),
    ("purpose", "passport"),
    ("copies", "3"),
    ("urgency", "normal"),
    ("exemption_category", "none"),
    ("delivery_method", "download"),
];

fn typed(copies: &str) -> RawAnswers {
    RawAnswers::from([("copies".to_owned(), vec![copies.to_owned()])])
}

both! {
    /// What is kept by itself never takes the place of something newer, and is not sending the page on.
    async fn kept_while_typing(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let other = stage.citizen(DemoPart::OutsidePilot).await;
        let reference = stage.start(&rana).await;
        stage.save(&rana, &reference, "applicant", &[]).await;
        stage.save(&rana, &reference, "subject", &[("subject_relation", "self")]).await;
        let keep = |actor, version, copies: &'static str| keep_page(&stage.portal, actor, &reference, "request", version, typed(copies));

        let first = keep(&rana, 0, "2").await.expect("kept");
        let view = applications::form(&stage.portal, &rana, EN, &reference, "request", false).await.expect("page");
        assert_eq!((view.version, view.values["copies"][0].as_str()), (first.version, "2"));
        stage.hands.go_on(chrono::Duration::seconds(5));
        let second = keep(&rana, first.version, "many").await.expect("kept, though it is wrong");
        assert!(second.version > first.version);
        // Loaded before the second: it would take its place.
        assert!(matches!(keep(&rana, first.version, "9").await, Err(OperationError::Conflict)));
        assert!(matches!(keep(&rana, 0, "9").await, Err(OperationError::Conflict)));
        assert!(matches!(keep(&other, second.version, "9").await, Err(OperationError::NotFound | OperationError::Forbidden)));
        let view = applications::form(&stage.portal, &rana, EN, &reference, "request", false).await.expect("page");
        assert_eq!(view.values["copies"], ["many"]);
        assert!(view.fields.iter().all(|field| field.problem.is_none()), "nobody sent it on");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.next_page.as_deref(), Some("request"));
    }

    /// Applying again: the answers are there, nothing is skipped, and only one's own can be taken.
    async fn an_earlier_applications_answers_are_copied(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let mother = stage.citizen(DemoPart::AssistedMother).await;
        let mut answers = FOR_MYSELF.to_vec();
        answers.push(("applicant_mobile", "0599 111 222"));
        let earlier = stage.apply(&rana, &answers).await;
        let draft = stage.start(&rana).await;
        copy(&stage.portal, &rana, &earlier, &draft).await.expect("copied");
        let view = applications::form(&stage.portal, &rana, EN, &draft, "applicant", false).await.expect("page");
        assert_eq!(view.values["applicant_mobile"], ["0599 111 222"]);
        assert_eq!(view.values["applicant_national_id"], ["000021014"], "known, not copied");
        assert_eq!(stage.status(&rana, &draft).await.next_page.as_deref(), Some("applicant"), "nothing is skipped");
        let ahead = applications::form(&stage.portal, &rana, EN, &draft, "request", false).await;
        assert!(matches!(ahead, Err(OperationError::Conflict)));
        // Continue, as often as there are pages.
        stage.fill(&rana, &draft, &[]).await;
        let check = applications::check(&stage.portal, &rana, EN, &draft).await.expect("check");
        assert_eq!((check.incomplete, check.fee.totals[0].minor), (None, 3000));
        assert!(stage.send(&rana, &draft).await.is_ok());

        let hers = stage.start(&mother).await;
        let taken = copy(&stage.portal, &mother, &earlier, &hers).await;
        assert!(matches!(taken, Err(OperationError::NotFound | OperationError::Forbidden)));
        let other = stage.start_of(&rana, "non-conviction-certificate").await;
        assert!(matches!(copy(&stage.portal, &rana, &earlier, &other).await, Err(OperationError::NotFound)));
        // A draft that holds something stays as it is.
        let started = stage.start(&rana).await;
        stage.save(&rana, &started, "applicant", &[("applicant_mobile", "0599 333 444")]).await;
        copy(&stage.portal, &rana, &earlier, &started).await.expect("nothing to do");
        let view = applications::form(&stage.portal, &rana, EN, &started, "applicant", false).await.expect("page");
        assert_eq!(view.values["applicant_mobile"], ["0599 333 444"]);
    }

    /// Thrown away: nothing is left of it, and a sent application cannot be.
    async fn a_draft_is_thrown_away(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let draft = stage.start(&rana).await;
        stage.save(&rana, &draft, "applicant", &[]).await;
        discard(&stage.portal, &rana, &draft).await.expect("thrown away");
        let gone = applications::form(&stage.portal, &rana, EN, &draft, "applicant", false).await;
        assert!(matches!(gone, Err(OperationError::NotFound)));
        let sent = stage.apply(&rana, &FOR_MYSELF).await;
        assert!(matches!(discard(&stage.portal, &rana, &sent).await, Err(OperationError::Conflict)));
    }
}
