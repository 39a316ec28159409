//! The Lahza adapter against the simulator, over real sockets: what the portal will live through.

mod town;

use std::time::Duration;

use domain::money::{Currency, Money};
use integrations::payment::simulator::Act;
use integrations::payment::{PaymentProvider, ProviderError, ProviderState};
use town::{RETURN_URL, Town, request, shekels};

#[tokio::test]
async fn approved_returned_notified_and_queried() {
    let town = Town::build().await;
    let page = town.open("ATT-1", shekels(2500)).await;
    assert!(town.waits("ATT-1").await);
    let html = town.read(&page).await;
    assert!(html.contains("lang=ar dir=rtl") && html.contains("25.00"), "{html}");
    assert!(town.read(&format!("{page}?lang=en")).await.contains("lang=en dir=ltr"));

    let back = town.press(&page, Act::Approve).await;
    assert_eq!(back.as_deref(), Some(format!("{RETURN_URL}&reference=ATT-1").as_str()));
    let view = town.view("ATT-1").await;
    assert_eq!(
        (view.state, view.amount),
        (ProviderState::Succeeded, Some(shekels(2500)))
    );
    assert!(!view.live && view.decline.is_none() && view.provider_id.is_some());

    let delivery = town.deliveries(1).await.remove(0);
    let notification = town.provider.verify_notification(&delivery.0, &delivery.1).unwrap();
    assert_eq!(notification.kind, "charge.success");
    assert_eq!(notification.reference.as_deref(), Some("ATT-1"));
    assert_eq!(notification.view, Some(view));

    // A second click, and the page of a paid transaction, change nothing.
    assert!(town.press(&page, Act::Approve).await.is_some());
    assert!(!town.read(&page).await.contains("<button"));
    let truth = town.truth_of("ATT-1").await;
    assert_eq!(
        (truth["paid"].as_i64(), truth["status"].as_str()),
        (Some(2500), Some("success"))
    );
}

#[tokio::test]
async fn duplicate_notifications_share_one_key() {
    let town = Town::build().await;
    let page = town.open("ATT-2", shekels(1000)).await;
    town.press(&page, Act::AnswersTwice).await;
    let deliveries = town.deliveries(5).await;
    let keys: std::collections::BTreeSet<String> = deliveries
        .iter()
        .map(|(headers, body)| town.provider.verify_notification(headers, body).unwrap().dedup_key)
        .collect();
    assert_eq!((deliveries.len(), keys.len()), (5, 1));
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_a_question_finds_the_deed() {
    let town = Town::build().await;
    for (reference, minor, reason) in [("ATT-3", 1299, "timeout"), ("ATT-4", 1298, "status_500")] {
        let lost = town.provider.create(&request(reference, shekels(minor))).await;
        assert_eq!(
            lost,
            Err(ProviderError::Unknown {
                reason: reason.to_owned()
            })
        );
        assert!(town.waits(reference).await);
        let again = town.provider.create(&request(reference, shekels(minor))).await;
        assert_eq!(
            again,
            Err(ProviderError::Unknown {
                reason: "duplicate".to_owned()
            })
        );
    }
    assert_eq!(town.view("ATT-5").await.state, ProviderState::NotFound);
}

#[tokio::test]
async fn a_refusal_is_not_the_end_of_the_page() {
    let town = Town::build().await;
    let page = town.open("ATT-6", shekels(1000)).await;
    assert_eq!(
        town.press(&page, Act::InsufficientFunds).await,
        None,
        "stays for another try"
    );
    let view = town.view("ATT-6").await;
    assert!(view.waits_for_payer);
    assert_eq!(view.decline.as_deref(), Some("Insufficient Funds"));
    assert!(town.read(&page).await.contains("role=alert"));

    assert!(town.press(&page, Act::Decline).await.is_some());
    assert_eq!(town.view("ATT-6").await.state, ProviderState::Failed);
    assert!(
        town.press(&page, Act::Approve).await.is_some(),
        "the payer went back and paid"
    );
    let view = town.view("ATT-6").await;
    assert_eq!((view.state, view.decline), (ProviderState::Succeeded, None));
    assert_eq!(town.truth_of("ATT-6").await["refusals"], 2);
}

#[tokio::test]
async fn slow_and_late_payments_succeed_in_their_time() {
    let town = Town::build().await;
    for (reference, act, waits) in [("ATT-7", Act::Slow, false), ("ATT-8", Act::Late, true)] {
        let page = town.open(reference, shekels(1000)).await;
        assert!(town.press(&page, act).await.is_some(), "the browser is back at once");
        let view = town.view(reference).await;
        assert_eq!((view.state, view.waits_for_payer), (ProviderState::Pending, waits));
        assert!(
            !town.read(&page).await.contains("<button"),
            "it cannot be paid twice meanwhile"
        );
    }
    assert_eq!(town.deliveries(2).await.len(), 2);
    assert_eq!(town.view("ATT-7").await.state, ProviderState::Succeeded);
    assert_eq!(town.view("ATT-8").await.state, ProviderState::Succeeded);
}

#[tokio::test]
async fn dishonest_and_silent_answers() {
    let town = Town::build().await;
    let page = town.open("ATT-9", shekels(1000)).await;
    town.press(&page, Act::Leave).await;
    assert!(town.waits("ATT-9").await);
    town.press(&page, Act::ForgedNotification).await;
    let (headers, body) = town.deliveries(1).await.remove(0);
    assert!(String::from_utf8_lossy(&body).contains("charge.success"));
    assert!(town.provider.verify_notification(&headers, &body).is_err());
    assert!(town.waits("ATT-9").await, "nothing was paid");

    let page = town.open("ATT-10", shekels(1000)).await;
    town.press(&page, Act::AmountDiffers).await;
    let view = town.view("ATT-10").await;
    assert_eq!(
        (view.state, view.amount),
        (ProviderState::Succeeded, Some(shekels(900)))
    );

    let page = town.open("ATT-11", shekels(1000)).await;
    town.press(&page, Act::NoNotification).await;
    assert_eq!(town.view("ATT-11").await.state, ProviderState::Succeeded);
    assert_eq!(town.truth_of("ATT-11").await["notifications"]["owed"], 0);
}

#[tokio::test]
async fn dinars_are_exact_or_not_at_all() {
    let town = Town::build().await;
    let fils = |minor| Money::new(minor, Currency::Jod);
    let page = town.open("ATT-12", fils(1500)).await;
    assert!(town.read(&page).await.contains("1.500"));
    town.press(&page, Act::Approve).await;
    assert_eq!(town.view("ATT-12").await.amount, Some(fils(1500)));
    assert_eq!(town.truth_of("ATT-12").await["paid"], 150);
    let odd = town.provider.create(&request("ATT-13", fils(1505))).await;
    assert_eq!(odd, Err(ProviderError::NotRepresentable));
    assert_eq!(town.view("ATT-13").await.state, ProviderState::NotFound);
}

#[tokio::test]
async fn a_killed_simulator_remembers() {
    let mut town = Town::build().await;
    town.refuse_notifications(true);
    let paid = town.open("ATT-14", shekels(1000)).await;
    let late = town.open("ATT-15", shekels(2000)).await;
    let open = town.open("ATT-16", shekels(3000)).await;
    town.press(&paid, Act::Approve).await;
    town.press(&late, Act::Late).await;
    town.kill_and_restart().await;
    assert_eq!(town.view("ATT-14").await.state, ProviderState::Succeeded);
    assert!(town.waits("ATT-16").await);
    town.refuse_notifications(false);

    let mut references: Vec<_> = town
        .deliveries(2)
        .await
        .iter()
        .filter_map(|(headers, body)| town.provider.verify_notification(headers, body).unwrap().reference)
        .collect();
    references.sort();
    assert_eq!(
        references,
        ["ATT-14", "ATT-15"],
        "what was owed is sent, what was ordered is paid"
    );
    assert!(
        town.press(&open, Act::Approve).await.is_some(),
        "the page is still there"
    );
}

#[tokio::test]
async fn a_notification_nobody_takes_is_given_up() {
    let town = Town::build().await;
    town.refuse_notifications(true);
    let page = town.open("ATT-17", shekels(1000)).await;
    town.press(&page, Act::Approve).await;
    for _ in 0..500 {
        if town.truth_of("ATT-17").await["notifications"]["given_up"] == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it still tries");
}

#[tokio::test]
async fn strangers_get_nothing() {
    let town = Town::build().await;
    assert_eq!(town.status(&town.address("/checkout/0000")).await, 404);
    assert_eq!(town.status(&town.address("/transaction/verify/ATT-1")).await, 401);
    let stranger = town.adapter("sk_test_of_somebody_else");
    let refused = stranger.create(&request("ATT-18", shekels(1000))).await;
    assert_eq!(refused, Err(ProviderError::Refused { code: "401".to_owned() }));
    let unknown = stranger.query("ATT-18").await;
    assert_eq!(
        unknown,
        Err(ProviderError::Unknown {
            reason: "status_401".to_owned()
        })
    );
    let bad = town.provider.create(&request("../ATT", shekels(1000))).await;
    assert_eq!(
        bad,
        Err(ProviderError::Refused {
            code: "bad_reference".to_owned()
        })
    );
}
