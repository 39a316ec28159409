//! Who may: everything else is refused, and what is hidden does not exist.

use domain::person::Actor;
use domain::view::outcome::FormProblem;
use domain::view::queue::QueueTab;
use domain::view::service::Opening;
use integrations::registry::simulated::DemoPart;
use operations::accounts::{SignIn, resolve, sign_in, sign_out};
use operations::{OperationError, applications, casework, demo, payments, services};

use crate::both::both;
use crate::stage::{EN, SERVICE, Stage, asked, problem_at};

fn is_not_found<T>(result: Result<T, OperationError>) -> bool {
    matches!(result, Err(OperationError::NotFound))
}

fn asks_to_sign_in<T>(result: Result<T, OperationError>) -> bool {
    matches!(result, Err(OperationError::SignIn))
}

both! {
    /// Another's application is as if it did not exist, for every verb.
    async fn another_persons_application_does_not_exist(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let other = stage.citizen(DemoPart::Parent).await;
        let reference = stage.apply(&rana, &[("subject_relation", "self"), ("purpose", "school"), ("copies", "1")]).await;
        let portal = &stage.portal;
        assert!(is_not_found(applications::status(portal, &other, EN, &reference).await));
        assert!(is_not_found(applications::form(portal, &other, EN, &reference, "applicant", false).await));
        assert!(is_not_found(applications::check(portal, &other, EN, &reference).await));
        assert!(is_not_found(payments::pay(portal, &other, EN, &reference).await));
        assert!(is_not_found(payments::receipt(portal, &other, EN, &reference, None).await));
        assert!(is_not_found(applications::withdraw::withdraw(portal, &other, &reference).await));
        assert!(is_not_found(stage.send(&other, &reference).await));
        assert!(is_not_found(casework::case(portal, &other, EN, &reference).await));
        assert!(asks_to_sign_in(applications::status(portal, &Actor::Visitor, EN, &reference).await));
        assert!(asks_to_sign_in(casework::case(portal, &Actor::Visitor, EN, &reference).await));
        // A number that was never given out looks the same.
        assert!(is_not_found(applications::status(portal, &rana, EN, "2611-0000-0000").await));
    }

    /// Staff see the cases of their own bodies only, and nobody decides on their own application.
    async fn staff_see_their_own_bodies_only(store) {
        let stage = Stage::set(store).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let reference = stage.apply(&officer, &[("subject_relation", "self"), ("purpose", "school"), ("copies", "1")]).await;
        stage.pay(&officer, &reference).await;
        let form = stage.task(&officer, &reference).await;
        let own = casework::take(&stage.portal, &officer, &reference, &form).await;
        assert!(matches!(own, Err(OperationError::Forbidden)), "{own:?}");
        let elsewhere = stage.officer("mot", "licensing_officer").await;
        assert!(is_not_found(casework::case(&stage.portal, &elsewhere, EN, &reference).await));
        let queue = casework::queue(&stage.portal, &elsewhere, EN, asked(QueueTab::Open, &reference)).await.expect("queue");
        assert!(queue.rows.is_empty());
        let citizen = stage.citizen(DemoPart::Parent).await;
        assert!(is_not_found(casework::queue(&stage.portal, &citizen, EN, asked(QueueTab::Open, "")).await));
    }

    /// In the pilot only people on the list may apply; the others are told, not turned away.
    async fn the_pilot_opens_for_those_on_the_list(store) {
        let stage = Stage::set(store).await;
        let outside = stage.citizen(DemoPart::OutsidePilot).await;
        let view = services::service(&stage.portal, &outside, EN, SERVICE).await.expect("page");
        assert_eq!(view.opening, Opening::Pilot { opens: None });
        let key = stage.portal.random.key(stage.portal.clock.now());
        let refused = applications::start(&stage.portal, &outside, SERVICE, key).await;
        assert!(matches!(refused, Err(OperationError::NotOpenYet { .. })));
        let visitor = services::service(&stage.portal, &Actor::Visitor, EN, SERVICE).await.expect("page");
        assert_eq!(visitor.opening, Opening::SignIn);
        let other = services::service(&stage.portal, &Actor::Visitor, EN, "driving-licence-renewal").await.expect("page");
        assert_eq!(other.opening, Opening::SignIn, "each of the twelve can be applied for");
    }

    /// Signing in: right, wrong, too often; signing out ends it.
    async fn signing_in_and_out(store) {
        let stage = Stage::set(store).await;
        let typed = |national_id: &str, password: &str| SignIn {
            national_id: national_id.to_owned(),
            password: password.to_owned(),
            source: "127.0.0.2".to_owned(),
        };
        let opened = sign_in(&stage.portal, typed("٠٠٠٠٢١٠١٤", demo::PASSWORD)).await.expect("signed in");
        let session = resolve(&stage.portal, &opened.token).await.expect("store").expect("a session");
        assert!(session.actor.person().is_some_and(|person| person.national_id == "000021014"));
        sign_out(&stage.portal, &opened.token).await.expect("out");
        assert!(resolve(&stage.portal, &opened.token).await.expect("store").is_none());
        for number in ["000021014", "000000018"] {
            let wrong = sign_in(&stage.portal, typed(number, "not the password")).await;
            assert_eq!(problem_at(wrong.err().expect("refused"), "national_id"), FormProblem::WrongCredentials);
        }
        for _ in 0..4 {
            let _ = sign_in(&stage.portal, typed("000021014", "still not it")).await;
        }
        let locked = sign_in(&stage.portal, typed("000021014", demo::PASSWORD)).await;
        let problem = problem_at(locked.err().expect("refused"), "national_id");
        assert!(matches!(problem, FormProblem::TooManyTries { minutes: 1 }), "{problem:?}");
        let elsewhere = SignIn { source: "127.0.0.3".to_owned(), ..typed("000021014", demo::PASSWORD) };
        sign_in(&stage.portal, elsewhere).await.expect("the owner is not locked out elsewhere");
        stage.hands.go_on(chrono::Duration::minutes(2));
        sign_in(&stage.portal, typed("000021014", demo::PASSWORD)).await.expect("after the wait");
    }

    /// A session ends when it is not used, and in any case after its whole time.
    async fn sessions_end(store) {
        let stage = Stage::set(store).await;
        let typed = SignIn { national_id: "000021014".to_owned(), password: demo::PASSWORD.to_owned(), source: "s".to_owned() };
        let opened = sign_in(&stage.portal, typed).await.expect("signed in");
        let mut lived = chrono::Duration::zero();
        while resolve(&stage.portal, &opened.token).await.expect("store").is_some() {
            stage.hands.go_on(chrono::Duration::minutes(20));
            lived += chrono::Duration::minutes(20);
        }
        assert_eq!(lived, chrono::Duration::hours(12));
    }
}
