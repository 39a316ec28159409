//! What people are told, as they read it: in the portal, and on the demonstration's page.

use std::time::Duration;

use crate::browser::Browser;
use crate::citizen::{EMPLOYEE, OFFICER, PARENT, pay, sent};
use crate::journey::reference;
use crate::town::Town;

/// The demonstration's page, once the worker has been round and it says this.
async fn demo_says(browser: &mut Browser, expected: &str) {
    for _ in 0..60 {
        browser.get("/demo/messages").await.is(200);
        if browser.page.text().contains(expected) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("{expected} never came: {}", browser.page.text());
}

/// Told of a payment that is due and of one that was made; opened, counted, and the same on the demonstration's page.
pub(crate) async fn told_read_and_shown(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    browser.get("/ar/messages").await.is(200).says("لا رسائل");
    let application = sent(&mut browser).await;
    let number = reference(&application).to_owned();
    browser.get("/ar/account").await.is(200);
    assert!(browser.page.text().contains("رسالة جديدة"), "the header counts it");
    browser
        .get("/ar/messages")
        .await
        .is(200)
        .says("بانتظار الدفع")
        .says(&number)
        .says("20.00 شيكل");
    // Opening it leads on, and it is not new any more.
    let key = browser.page.find(r#"name="message" value="([^"]+)""#);
    let token = browser.page.form("/ar/messages").value("_csrf").to_owned();
    let fields = [("message", key.as_str()), ("_csrf", token.as_str())];
    browser
        .post("/ar/messages", &fields)
        .await
        .leads_to(&format!("{application}/pay"));
    browser.get("/ar/account").await.is(200);
    assert!(!browser.page.text().contains("رسالة جديدة"), "it is read");
    // Nobody opens another's.
    let mut other = town.signed_in(PARENT).await;
    other.get("/ar/account").await.is(200);
    let token = other.page.form("/ar/account/wishes").value("_csrf").to_owned();
    let theirs = [("message", key.as_str()), ("_csrf", token.as_str())];
    other.post("/ar/messages", &theirs).await.is(404);

    pay(&mut browser, &application).await;
    let mut anyone = town.browser();
    demo_says(&mut anyone, "استلمنا رسم الطلب").await;
    let shown = anyone.page.text();
    assert!(
        shown.contains("MOI-") && shown.contains("We received the fee for application"),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("/ar{}", application.trim_start_matches("/ar"))),
        "the link of the mail"
    );
}

/// Chosen, refused when it makes no sense, and kept.
pub(crate) async fn wishes(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    browser.get("/en/account").await.is(200).says("How we write to you");
    let token = browser.page.form("/en/account/wishes").value("_csrf").to_owned();
    let odd = [("mail", "on"), ("language", "fr"), ("_csrf", token.as_str())];
    browser.post("/en/account/wishes", &odd).await.is(422);
    let only_mail = [("mail", "on"), ("language", "en"), ("_csrf", token.as_str())];
    browser
        .post("/en/account/wishes", &only_mail)
        .await
        .leads_to("/en/account?saved=1#wishes");
    browser.get("/en/account?saved=1").await.is(200).says("as you chose");
    let text = browser.page.text();
    let ticked = |id: &str| {
        let tag = regex_lite::Regex::new(&format!("<input[^>]*id=\"{id}\"[^>]*>")).expect("a pattern");
        tag.find(&text).expect("a box").as_str().contains("checked")
    };
    assert!(ticked("mail") && !ticked("sms"));
    sent(&mut browser).await;
    let mut anyone = town.browser();
    demo_says(&mut anyone, "awaits payment").await;
    let shown = anyone.page.text();
    assert!(
        !shown.contains("رسالة قصيرة") && !shown.contains("Text message"),
        "{shown}"
    );
}

/// What could not be sent is for administrators, and for nobody else.
pub(crate) async fn dead_letters(town: Town) {
    let mut keeper = town.signed_in("Portal administrator").await;
    keeper.get("/ar/staff/admin/messages").await.is(200).says("لا شيء هنا");
    let mut officer = town.signed_in(OFFICER).await;
    officer.get("/ar/staff/admin/messages").await.is(404);
    officer
        .get("/ar/staff/queue")
        .await
        .is(200)
        .keeps_quiet_about("/staff/admin/messages");
    let mut citizen = town.signed_in(EMPLOYEE).await;
    citizen.get("/ar/staff/admin/messages").await.is(404);
}
