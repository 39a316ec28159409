//! The steps of a citizen and of an officer that several journeys take.

use crate::browser::Browser;

pub(crate) const SERVICE: &str = "birth-certificate-extract";
/// An employee in the pilot.
pub(crate) const EMPLOYEE: &str = "government employee in the pilot";
/// Not in the pilot.
pub(crate) const OUTSIDER: &str = "citizen outside the pilot";
/// Another citizen, in the pilot.
pub(crate) const PARENT: &str = "parent of two minors";
/// Reviews and issues extracts of birth certificates.
pub(crate) const OFFICER: &str = "Civil status officer";

/// Starts an application and gives its address, `/ar/applications/…`.
pub(crate) async fn start(browser: &mut Browser, language: &str) -> String {
    let service = format!("/{language}/services/{SERVICE}");
    browser.get(&service).await.is(200);
    browser.submit(&format!("{service}/apply"), &[]).await.is(303);
    let first = browser.page.location().to_owned();
    let application = first.strip_suffix("/form/applicant").expect("the first page");
    application.to_owned()
}

/// Fills in a page and goes on to the next.
pub(crate) async fn fill(browser: &mut Browser, page: &str, answers: &[(&str, &str)], next: &str) {
    browser.get(page).await.is(200);
    browser.submit(page, answers).await.leads_to(next);
}

/// From the first page to the last for oneself.
pub(crate) async fn fill_in(browser: &mut Browser, application: &str) {
    let page = |name: &str| format!("{application}/form/{name}");
    fill(browser, &page("applicant"), &[], &page("subject")).await;
    fill(
        browser,
        &page("subject"),
        &[("subject_relation", "self")],
        &page("request"),
    )
    .await;
    let request = [("purpose", "school"), ("copies", "2")];
    fill(browser, &page("request"), &request, &page("delivery")).await;
    fill(browser, &page("delivery"), &[], &page("check")).await;
}

/// Ticks the declaration and sends.
pub(crate) async fn send(browser: &mut Browser, application: &str, next: &str) {
    let check = format!("{application}/form/check");
    browser.get(&check).await.is(200);
    let ticked = declaration(browser);
    browser.submit(&check, &[("declaration", &ticked)]).await.leads_to(next);
}

/// The value of the box on the last page.
pub(crate) fn declaration(browser: &Browser) -> String {
    let text = browser.page.text();
    let boxes = regex_lite::Regex::new(r#"<input[^>]*name="declaration"[^>]*>"#).expect("a pattern");
    let found = boxes.find(&text).expect("a box").as_str();
    let value = regex_lite::Regex::new(r#"value="([^"]*)""#).expect("a pattern");
    value
        .captures(found)
        .map_or_else(|| "on".to_owned(), |value| value[1].to_owned())
}

/// Pays at the provider's page, and comes back.
pub(crate) async fn pay(browser: &mut Browser, application: &str) {
    let pay = format!("{application}/pay");
    browser.get(&pay).await.is(200);
    browser.submit(&pay, &[]).await.leads_to(&pay);
    browser.follow().await.is(200);
    let provider = browser
        .page
        .find(r#"href="(http://127\.0\.0\.1:[0-9]+/checkout/[^"]+)""#);
    browser.get(&provider).await.is(200);
    browser.post(&provider, &[("act", "approve")]).await.is(303);
    let back = browser.page.location().to_owned();
    assert!(back.contains(&format!("{pay}/return?")), "{back}");
    browser.get(&back).await.leads_to(&pay);
    browser.follow().await.is(200);
}

/// The officer takes the case.
pub(crate) async fn take(officer: &mut Browser, application: &str) -> String {
    let case = application.replace("/applications/", "/staff/cases/");
    officer.get(&case).await.is(200);
    officer.submit(&format!("{case}/take"), &[]).await.leads_to(&case);
    officer.follow().await.is(200);
    case
}

/// The officer decides.
pub(crate) async fn decide(officer: &mut Browser, case: &str, answers: &[(&str, &str)]) {
    officer.get(case).await.is(200);
    officer.submit(&format!("{case}/decide"), answers).await.leads_to(case);
    officer.follow().await.is(200);
}

/// A sent application for oneself, to be paid.
pub(crate) async fn sent(browser: &mut Browser) -> String {
    let application = start(browser, "ar").await;
    fill_in(browser, &application).await;
    send(browser, &application, &format!("{application}/pay")).await;
    application
}
