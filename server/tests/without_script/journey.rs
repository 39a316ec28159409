//! From the home page to a document in the hand.

use crate::citizen::{EMPLOYEE, OFFICER, SERVICE, decide, declaration, fill, pay, send, sent, start, take};
use crate::paper::PDF;
use crate::town::Town;

pub(crate) async fn for_oneself(town: Town) {
    let mut browser = town.browser();
    browser.get("/").await.leads_to("/ar");
    browser.follow().await.is(200);
    browser.get("/ar/services").await.is(200);
    let service = format!("/ar/services/{SERVICE}");
    browser.get(&service).await.is(200).says("إصدار مستخرج شهادة ميلاد");
    browser
        .get("/ar/applications")
        .await
        .leads_to("/ar/sign-in?next=%2Far%2Fapplications");
    // Signing in leads back.
    browser.get(&format!("/ar/sign-in?next={service}")).await.is(200);
    let number = town.number_of(EMPLOYEE);
    let typed = [("national_id", number), ("password", town.password.as_str())];
    browser.submit("/ar/sign-in", &typed).await.leads_to(&service);
    browser.follow().await.is(200);
    // The button pressed twice makes one draft.
    let apply = format!("{service}/apply");
    let key = browser.page.form(&apply).value("start_key").to_owned();
    let token = browser.page.form(&apply).value("_csrf").to_owned();
    browser.submit(&apply, &[]).await.is(303);
    let first = browser.page.location().to_owned();
    browser
        .post(&apply, &[("start_key", &key), ("_csrf", &token)])
        .await
        .leads_to(&first);
    let application = first
        .strip_suffix("/form/applicant")
        .expect("the first page")
        .to_owned();
    each_page_wrong_then_right(&mut browser, &application).await;
    sent_twice(&mut browser, &application).await;
    pay(&mut browser, &application).await;
    browser.get(&format!("{application}/receipt")).await.is(200);
    browser.get(&application).await.is(200);
    browser
        .get("/ar/applications")
        .await
        .is(200)
        .says(reference(&application));
    issued(&town, &mut browser, &application).await;
}

pub(crate) fn reference(application: &str) -> &str {
    application.rsplit('/').next().unwrap_or_default()
}

async fn each_page_wrong_then_right(browser: &mut crate::browser::Browser, application: &str) {
    let page = |name: &str| format!("{application}/form/{name}");
    let wrong = [
        ("applicant", "applicant_mobile", "12345"),
        ("subject", "subject_relation", ""),
        ("request", "copies", "0"),
        ("delivery", "delivery_method", "pigeon"),
    ];
    for (name, input, answer) in wrong {
        let address = page(name);
        browser.get(&address).await.is(200);
        browser
            .submit(&address, &[(input, answer)])
            .await
            .leads_to(&format!("{address}#problem"));
        let again = browser.get(&address).await.is(200);
        assert!(
            again.text().contains("id=\"problem\""),
            "{address} does not say what is wrong"
        );
        match name {
            "applicant" => {
                fill(
                    browser,
                    &address,
                    &[("applicant_mobile", "٠٥٩٩ ١٢٣ ٤٥٦")],
                    &page("subject"),
                )
                .await;
            }
            "subject" => {
                fill(browser, &address, &[("subject_relation", "self")], &page("request")).await;
            }
            "request" => {
                let answers = [("purpose", "school"), ("copies", "٢")];
                fill(browser, &address, &answers, &page("delivery")).await;
            }
            _ => fill(browser, &address, &[("delivery_method", "download")], &page("check")).await,
        }
    }
}

async fn sent_twice(browser: &mut crate::browser::Browser, application: &str) {
    let (check, pay) = (format!("{application}/form/check"), format!("{application}/pay"));
    browser.get(&check).await.is(200);
    // Without the declaration the page comes again, with what is wrong.
    browser.submit(&check, &[]).await.is(422);
    assert!(browser.page.text().contains("id=\"problem\""));
    let ticked = declaration(browser);
    let token = browser.page.form(&check).value("_csrf").to_owned();
    let answers = [("declaration", ticked.as_str()), ("_csrf", &token)];
    browser.post(&check, &answers).await.leads_to(&pay);
    browser.post(&check, &answers).await.leads_to(&pay);
}

async fn issued(town: &Town, browser: &mut crate::browser::Browser, application: &str) {
    let mut officer = town.signed_in(OFFICER).await;
    officer.arrive().await.is(200).says(reference(application));
    let case = take(&mut officer, application).await;
    decide(&mut officer, &case, &[("action", "issue_certificate")]).await;
    browser.get(application).await.is(200);
    let document = browser.page.find(&format!(r#"href="({application}/documents/[^"]+)""#));
    browser.get(&document).await.is(200).says("مستخرج شهادة ميلاد");
    let code = browser.page.find("/ar/verify/([A-Z0-9-]+)");
    printed(browser, &document).await;
    let mut anyone = town.browser();
    anyone
        .get(&format!("/ar/verify/{code}"))
        .await
        .is(200)
        .says("مستخرج شهادة ميلاد");
    anyone
        .get("/ar/verify/0000-0000-0000")
        .await
        .is(200)
        .keeps_quiet_about("مستخرج شهادة ميلاد");
}

/// The paper, for its owner alone.
async fn printed(browser: &mut crate::browser::Browser, document: &str) {
    let pdf = format!("{document}/pdf");
    assert!(browser.page.text().contains(&format!("href=\"{pdf}\"")));
    browser.get(&pdf).await.is(200);
    assert_eq!(browser.page.header("content-type"), "application/pdf");
    assert_eq!(browser.page.header("cache-control"), "private, no-store");
    assert!(
        browser
            .page
            .header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''")
    );
}

/// The father's day of birth is typed wrong, so an officer looks, sends it back, and gets it again.
pub(crate) async fn for_a_relative_through_review(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = start(&mut browser, "en").await;
    let page = |name: &str| format!("{application}/form/{name}");
    fill(&mut browser, &page("applicant"), &[], &page("subject")).await;
    // The choice brings more questions, without script on the same page once more.
    browser.get(&page("subject")).await.is(200);
    browser
        .submit(&page("subject"), &[("subject_relation", "parent")])
        .await
        .is(303);
    assert!(browser.page.location().starts_with(&format!("{}#f-", page("subject"))));
    let father = [
        ("subject_relation", "parent"),
        ("subject_national_id", "000021022"),
        ("subject_name", "خالد يوسف أحمد النجار"),
        ("subject_birth_date.day", "4"),
        ("subject_birth_date.month", "2"),
        ("subject_birth_date.year", "1958"),
        ("subject_mother_name", "حليمة"),
    ];
    fill(&mut browser, &page("subject"), &father, &page("request")).await;
    fill(
        &mut browser,
        &page("request"),
        &[("purpose", "work")],
        &page("delivery"),
    )
    .await;
    fill(&mut browser, &page("delivery"), &[], &page("check")).await;
    send(&mut browser, &application, &format!("{application}/pay")).await;
    pay(&mut browser, &application).await;
    let mut officer = town.signed_in(OFFICER).await;
    let case = take(&mut officer, &application).await;
    // The applicant must be told why.
    let decide_at = format!("{case}/decide");
    officer
        .submit(&decide_at, &[("action", "return_for_correction")])
        .await
        .is(422);
    assert!(officer.page.text().contains("id=\"problem\""));
    let why = "تاريخ الميلاد لا يطابق السجل.";
    let back = [
        ("action", "return_for_correction"),
        ("reason.return_for_correction", "records_differ"),
        ("note", why),
        ("field", "subject_birth_date"),
    ];
    decide(&mut officer, &case, &back).await;
    // The citizen reads why, mends that and nothing else, and sends again.
    browser
        .get(&application)
        .await
        .is(200)
        .says(why)
        .says("What was answered differs from the records");
    browser.get(&page("subject")).await.is(200);
    let mended = [("subject_birth_date.day", "3"), ("subject_name", "آخر")];
    browser.submit(&page("subject"), &mended).await.is(303);
    assert!(!browser.page.location().contains('#'), "{}", browser.page.location());
    browser.get(&page("check")).await.is(200).says("خالد يوسف أحمد النجار");
    // Nothing is paid a second time, so the status page says that it was sent.
    send(&mut browser, &application, &format!("{application}?sent=1")).await;
    // The officer gets it back, approves and issues.
    let case = take(&mut officer, &application).await;
    officer
        .get(&case)
        .await
        .is(200)
        .says("What changed since it was returned");
    decide(&mut officer, &case, &[("action", "approve")]).await;
    let case = take(&mut officer, &application).await;
    decide(&mut officer, &case, &[("action", "issue_certificate")]).await;
    browser.get(&application).await.is(200);
    browser.page.find(&format!(r#"href="({application}/documents/[^"]+)""#));
}

pub(crate) async fn left_and_discarded(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = start(&mut browser, "ar").await;
    let page = |name: &str| format!("{application}/form/{name}");
    fill(&mut browser, &page("applicant"), &[], &page("subject")).await;
    // Save and come back.
    browser.get(&page("subject")).await.is(200);
    let agent = [("subject_relation", "agent")];
    browser
        .press(&page("subject"), &agent, Some(("later", "1")))
        .await
        .leads_to("/ar/applications");
    browser.follow().await.is(200).says(reference(&application));
    // What is attached is known by its content and comes back as a download.
    browser.get(&page("subject")).await.is(200);
    let attach = ("attach", "agent_poa_file");
    let not_a_paper = [("agent_poa_file", "wakala.pdf", b"<svg onload=alert(1)>".as_slice())];
    browser
        .upload(&page("subject"), &[], attach, &not_a_paper)
        .await
        .is(422);
    let paper = [("agent_poa_file", "../وكالة\u{202e}.pdf", PDF)];
    browser.get(&page("subject")).await.is(200);
    browser.upload(&page("subject"), &[], attach, &paper).await.is(303);
    browser.get(&page("subject")).await.is(200);
    let file = browser.page.find(&format!(r#"href="({application}/files/[^"]+)""#));
    let kept = browser.get(&file).await.is(200);
    assert_eq!(kept.body, PDF);
    assert_eq!(kept.header("content-type"), "application/pdf");
    assert!(
        kept.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''%D9%88")
    );
    assert!(kept.header("content-security-policy").contains("sandbox"));
    assert_eq!(kept.header("cache-control"), "no-store");
    let mut other = town.signed_in(crate::citizen::PARENT).await;
    other.get(&file).await.is(404);
    let id = file.rsplit('/').next().expect("an id").to_owned();
    browser.get(&page("subject")).await.is(200);
    browser
        .press(&page("subject"), &[], Some(("remove", &id)))
        .await
        .is(303);
    browser.get(&file).await.is(404);
    // Thrown away.
    browser.get(&application).await.is(200);
    let discard = format!("{application}/discard");
    browser.submit(&discard, &[]).await.leads_to("/ar/applications");
    browser.get(&application).await.is(404);
    // A sent one is withdrawn.
    let sent = sent(&mut browser).await;
    browser.get(&sent).await.is(200);
    browser.submit(&format!("{sent}/withdraw"), &[]).await.leads_to(&sent);
    browser.follow().await.is(200);
    assert!(!browser.page.has_form(&format!("{sent}/withdraw")));
}
