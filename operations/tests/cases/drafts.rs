//! What is kept while somebody types, and what becomes of drafts.

use domain::answer::RawAnswers;
use integrations::registry::simulated::DemoPart;
use operations::applications::fill::autosave::keep_page;
use operations::{OperationError, applications};

use crate::both::both;
use crate::stage::{EN, Stage};

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
}
