//! Documents after they were issued: revoked by the desk, checked by others.

use crate::citizen::{EMPLOYEE, OFFICER, PARENT, decide, pay, sent, take};
use crate::town::Town;

const REASON: &str = "تلفت الورقة";

/// The desk revokes what it issued and issues it anew; without a choice the form comes back with what was written.
pub(crate) async fn issued_anew(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = sent(&mut browser).await;
    pay(&mut browser, &application).await;
    let mut officer = town.signed_in(OFFICER).await;
    let case = take(&mut officer, &application).await;
    decide(&mut officer, &case, &[("action", "issue_certificate")]).await;
    officer.get(&case).await.is(200);
    let desk = officer.page.find(&format!(r#"href="({case}/documents/[^"]+)""#));
    officer.get(&desk).await.is(200);
    officer.submit(&desk, &[("reason", REASON)]).await.is(422).says(REASON);
    let typed = [("deed", "replace"), ("reason", REASON)];
    officer.submit(&desk, &typed).await.leads_to(&desk);
    officer.follow().await.is(200).says(REASON);
    assert!(!officer.page.has_form(&desk), "what is revoked is not revoked again");

    let number = desk.rsplit('/').next().unwrap_or_default().to_owned();
    let before = format!("{application}/documents/{number}");
    browser.get(&before).await.is(200).says(REASON);
    let code = browser.page.find("/ar/verify/([A-Z0-9-]+)");
    browser.get(&format!("{before}/pdf")).await.leads_to(&before);
    browser.get(&application).await.is(200);
    let anew = browser
        .page
        .find(&format!(r#"href="({application}/documents/[^"]+/pdf)""#));
    assert!(!anew.contains(&number));
    browser.get(&anew).await.is(200);
    let mut other = town.signed_in(PARENT).await;
    for hidden in [&anew, &before, &desk] {
        other.get(hidden).await.is(404);
    }
    let mut anyone = town.browser();
    anyone
        .get(&format!("/ar/verify/{code}"))
        .await
        .is(200)
        .says("وأصدرت بدلًا منها")
        .keeps_quiet_about(REASON);
}

/// The keys and the page that needs nobody.
pub(crate) async fn checked_without_us(town: Town) {
    let mut anyone = town.browser();
    anyone
        .get("/.well-known/hukumati-keys.json")
        .await
        .is(200)
        .says("Ed25519");
    anyone.get("/ar/verify/offline").await.is(200).says("بلا إنترنت");
    let policy = anyone.page.header("content-security-policy");
    assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe") && !policy.contains("nonce"));
    anyone.get("/ar/verify").await.is(200);
    assert!(anyone.page.header("content-security-policy").contains("nonce-"));
    anyone
        .get("/en/verify/offline/worker.js")
        .await
        .is(200)
        .says("/en/verify/offline");
    assert_eq!(anyone.page.header("service-worker-allowed"), "/en/verify");
}
