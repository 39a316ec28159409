//! Money, whatever happens on the way.

use chrono::Duration;
use domain::application::{EventKind, Status};
use domain::payment::PublicAttempt;
use domain::person::Actor;
use domain::view::payment::PayState;
use integrations::payment::ProviderState;
use integrations::registry::simulated::DemoPart;
use operations::payments;
use store::Database;

use crate::both::both;
use crate::stage::{EN, Mood, Stage};

const ANSWERS: [(&str, &str); 3] = [("subject_relation", "self"), ("purpose", "school"), ("copies", "1")];

async fn to_the_pay_page(store: Database) -> (Stage, Actor, String) {
    let stage = Stage::set(store).await;
    let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
    let reference = stage.apply(&rana, &ANSWERS).await;
    (stage, rana, reference)
}

async fn state(stage: &Stage, actor: &Actor, reference: &str) -> PayState {
    payments::pay(&stage.portal, actor, EN, reference)
        .await
        .expect("the pay page")
        .state
}

async fn balance(stage: &Stage, account: &str) -> i64 {
    let balances = store::ledger::balances(&stage.portal.store, None, 1000)
        .await
        .expect("books");
    balances
        .iter()
        .find(|row| row.account == account)
        .map_or(0, |row| row.minor)
}

both! {
    /// A second press without script drops the request of the first while the provider is asked. The payer is not held up.
    async fn a_request_that_is_dropped_still_leads_to_the_provider(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.bank.set_mood(Mood::Slow);
        let asked = async {
            while stage.bank.references().is_empty() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = asked => {}
            () = stage.press_pay(&rana, &reference) => panic!("it was to be dropped"),
        }
        let led = async {
            while !matches!(state(&stage, &rana, &reference).await, PayState::Attempt { url: Some(_), .. }) {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), led).await.expect("the way on");
        assert_eq!(stage.bank.references().len(), 1);
    }

    /// The answer to our call is lost: nothing is called failed, the payer is told to wait, and the money is found.
    async fn a_lost_answer_is_unknown_until_the_provider_tells(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.bank.set_mood(Mood::LostAnswer);
        stage.press_pay(&rana, &reference).await;
        let shown = state(&stage, &rana, &reference).await;
        assert!(matches!(shown, PayState::Attempt { attempt: PublicAttempt::Checking, .. }), "{shown:?}");
        // Pressing again makes no second transaction.
        stage.press_pay(&rana, &reference).await;
        assert_eq!(stage.bank.references().len(), 1);
        stage.bank.decide(&stage.bank.references()[0], ProviderState::Succeeded);
        stage.hands.go_on(Duration::seconds(20));
        payments::watch::round(&stage.portal).await;
        assert!(matches!(state(&stage, &rana, &reference).await, PayState::Paid { .. }));
        assert_eq!(balance(&stage, "clearing:simulated").await, 1000);
        assert_eq!(balance(&stage, "receivable:moi").await, 0);
    }

    /// The call never arrived: once the provider has had time and still knows nothing, the payer may try again.
    async fn a_lost_call_lets_the_payer_try_again(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.bank.set_mood(Mood::LostCall);
        stage.press_pay(&rana, &reference).await;
        for _ in 0..3 {
            stage.hands.go_on(Duration::seconds(40));
            payments::observe::returned(&stage.portal, &rana, &reference).await.expect("asked");
        }
        let shown = state(&stage, &rana, &reference).await;
        assert!(matches!(shown, PayState::Attempt { attempt: PublicAttempt::NotPaid, .. }), "{shown:?}");
        stage.bank.set_mood(Mood::Good);
        stage.pay(&rana, &reference).await;
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// Refused, tried again, paid; then the first one succeeds late: that money is kept apart, nothing is doubled.
    async fn a_second_payment_goes_to_unapplied(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.press_pay(&rana, &reference).await;
        let first = stage.bank.references()[0].clone();
        stage.bank.decide(&first, ProviderState::Failed);
        payments::observe::returned(&stage.portal, &rana, &reference).await.expect("asked");
        let shown = state(&stage, &rana, &reference).await;
        assert!(matches!(shown, PayState::Attempt { attempt: PublicAttempt::NotPaid, .. }), "{shown:?}");
        stage.hands.go_on(Duration::seconds(1));
        stage.press_pay(&rana, &reference).await;
        let again = state(&stage, &rana, &reference).await;
        assert!(matches!(again, PayState::Attempt { attempt: PublicAttempt::Open, .. }), "the newest is shown: {again:?}");
        let second = stage.bank.references().into_iter().find(|known| *known != first).expect("a second transaction");
        stage.bank.decide(&second, ProviderState::Succeeded);
        payments::observe::returned(&stage.portal, &rana, &reference).await.expect("asked");
        assert!(matches!(state(&stage, &rana, &reference).await, PayState::Paid { .. }));

        let attempt = store::attempts::by_reference(&stage.portal.store, &first).await.expect("store").expect("attempt");
        stage.bank.decide(&first, ProviderState::Succeeded);
        for _ in 0..3 {
            payments::observe::ask(&stage.portal, &attempt).await.expect("asked");
        }
        assert_eq!(balance(&stage, "unapplied:simulated").await, -1000);
        assert_eq!(balance(&stage, "clearing:simulated").await, 2000);
        assert_eq!(balance(&stage, "receivable:moi").await, 0);
        assert_eq!(store::ledger::imbalance(&stage.portal.store).await.expect("books"), []);
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.history.iter().filter(|row| row.kind == EventKind::Paid).count(), 1);
    }

    /// Asked by the browser, the worker and a notification at once: one settlement, one receipt.
    async fn many_witnesses_settle_once(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.press_pay(&rana, &reference).await;
        stage.bank.decide(&stage.bank.references()[0], ProviderState::Succeeded);
        stage.hands.go_on(Duration::seconds(30));
        let returned = || payments::observe::returned(&stage.portal, &rana, &reference);
        let (a, b, c, ()) = tokio::join!(returned(), returned(), returned(), payments::watch::round(&stage.portal));
        assert!([a, b, c].iter().any(Result::is_ok));
        assert_eq!(balance(&stage, "clearing:simulated").await, 1000);
        let receipts = store::receipts::list(&stage.portal.store, "moi", 2026, 0, 10).await.expect("receipts");
        assert_eq!(receipts.len(), 1);
        assert!(receipts[0].is_sealed());
    }

    /// Two presses at once, with two keys: one live attempt, one page.
    async fn two_presses_make_one_attempt(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        tokio::join!(stage.press_pay(&rana, &reference), stage.press_pay(&rana, &reference));
        assert_eq!(stage.bank.references().len(), 1);
    }

    /// Evidence that does not fit is nobody's payment until people look.
    async fn another_amount_is_not_a_payment(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.press_pay(&rana, &reference).await;
        let of = stage.bank.references()[0].clone();
        stage.bank.truth.lock().expect("truth").get_mut(&of).expect("it").1.minor = 1;
        stage.bank.decide(&of, ProviderState::Succeeded);
        payments::observe::returned(&stage.portal, &rana, &reference).await.expect("asked");
        let shown = state(&stage, &rana, &reference).await;
        assert!(matches!(shown, PayState::Attempt { attempt: PublicAttempt::Checking, .. }), "{shown:?}");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::AwaitingPayment);
        assert_eq!(balance(&stage, "clearing:simulated").await, 0);
    }

    /// A refusal before anything was made is definite.
    async fn a_refused_call_is_not_paid(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.bank.set_mood(Mood::Refusing);
        stage.press_pay(&rana, &reference).await;
        let shown = state(&stage, &rana, &reference).await;
        assert!(matches!(shown, PayState::Attempt { attempt: PublicAttempt::NotPaid, .. }), "{shown:?}");
    }

    /// Not paid in time: the application ends and owes nothing; with money perhaps on its way it is left alone.
    async fn an_unpaid_application_expires(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.press_pay(&rana, &reference).await;
        stage.hands.go_on(Duration::days(60));
        stage.bank.truth.lock().expect("truth").clear();
        payments::watch::round(&stage.portal).await;
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Expired);
        assert_eq!(balance(&stage, "receivable:moi").await, 0);
        assert_eq!(state(&stage, &rana, &reference).await, PayState::Closed);
        assert_eq!(store::ledger::imbalance(&stage.portal.store).await.expect("books"), []);
    }

    /// Withdrawn before payment: nothing is owed; with an attempt under way it must wait.
    async fn withdrawing_waits_for_money_on_its_way(store) {
        let (stage, rana, reference) = to_the_pay_page(store).await;
        stage.press_pay(&rana, &reference).await;
        let early = operations::applications::withdraw::withdraw(&stage.portal, &rana, &reference).await;
        assert!(early.is_err());
        stage.bank.decide(&stage.bank.references()[0], ProviderState::Failed);
        payments::observe::returned(&stage.portal, &rana, &reference).await.expect("asked");
        operations::applications::withdraw::withdraw(&stage.portal, &rana, &reference).await.expect("withdrawn");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Withdrawn);
        assert_eq!(balance(&stage, "receivable:moi").await, 0);
    }
}
