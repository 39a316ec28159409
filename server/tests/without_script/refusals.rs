//! What the portal refuses, and how it says so.

use reqwest::Method;

use crate::browser::encoded;
use crate::citizen::{EMPLOYEE, OFFICER, OUTSIDER, PARENT, SERVICE, sent, start};
use crate::town::Town;

/// What is another's does not exist.
pub(crate) async fn another_account(town: Town) {
    let mut owner = town.signed_in(EMPLOYEE).await;
    let application = sent(&mut owner).await;
    let draft = start(&mut owner, "ar").await;
    let mut other = town.signed_in(PARENT).await;
    let token = {
        other.get("/ar/account").await.is(200);
        other.page.form("/ar/sign-out").value("_csrf").to_owned()
    };
    for page in ["", "/pay", "/receipt", "/pay/return"] {
        other.get(&format!("{application}{page}")).await.is(404);
    }
    for page in ["/form/applicant", "/form/check"] {
        other.get(&format!("{draft}{page}")).await.is(404);
        other
            .post(&format!("{draft}{page}"), &[("_csrf", &token)])
            .await
            .is(404);
    }
    for form in ["/pay", "/withdraw", "/discard"] {
        other
            .post(&format!("{application}{form}"), &[("_csrf", &token)])
            .await
            .is(404);
    }
    let case = application.replace("/applications/", "/staff/cases/");
    for page in [case.as_str(), "/ar/staff/queue", "/ar/staff"] {
        other.get(page).await.is(404);
    }
    other
        .post(&format!("{case}/decide"), &[("_csrf", &token)])
        .await
        .is(404);
    // An officer of the ministry has no key to the citizen's own pages.
    let mut officer = town.signed_in(OFFICER).await;
    officer.get(&application).await.is(404);
    // Unpaid, it is not the officer's yet.
    officer.get(&case).await.is(404);
}

/// Who is not in the pilot is told so kindly, and when asking directly too.
pub(crate) async fn the_pilot(town: Town) {
    let mut browser = town.signed_in(OUTSIDER).await;
    let service = format!("/ar/services/{SERVICE}");
    let apply = format!("{service}/apply");
    browser.get(&service).await.is(200).says("تُفتح لك لاحقًا");
    assert!(!browser.page.has_form(&apply));
    browser.get("/ar/account").await.is(200);
    let token = browser.page.form("/ar/sign-out").value("_csrf").to_owned();
    browser
        .post(&apply, &[("_csrf", &token)])
        .await
        .is(403)
        .says("تُفتح لك لاحقًا");
    // Signing out ends it, here and there.
    let session = browser.cookie("s").expect("a session").to_owned();
    browser.get("/ar/account").await.is(200);
    browser.submit("/ar/sign-out", &[]).await.leads_to("/ar");
    assert!(browser.page.header("clear-site-data").contains("\"cookies\""));
    assert_eq!(browser.cookie("s"), None);
    let request = town
        .browser()
        .request(Method::GET, "/ar/account")
        .header("cookie", format!("s={session}"));
    browser.send(request).await.is(303);
}

/// Known and unknown numbers are answered alike; a wrong password is never shown again.
pub(crate) async fn signing_in(town: Town) {
    let known = town.number_of(PARENT).to_owned();
    let mut answers = Vec::new();
    for number in [known.as_str(), "000099994"] {
        let mut browser = town.browser();
        browser.get("/en/sign-in").await.is(200);
        let typed = [("national_id", number), ("password", "a wrong one of mine")];
        let page = browser.submit("/en/sign-in", &typed).await.is(422);
        page.keeps_quiet_about("a wrong one of mine");
        assert!(page.text().contains("id=\"problem\""));
        answers.push(page.words().replace(number, "#"));
    }
    assert_eq!(answers[0], answers[1]);
    // After some tries one waits.
    let mut browser = town.browser();
    browser.get("/en/sign-in").await.is(200);
    for _ in 0..6 {
        browser
            .submit("/en/sign-in", &[("national_id", &known), ("password", "x")])
            .await;
    }
    browser.page.is(429);
    assert!(
        browser
            .page
            .header("retry-after")
            .parse::<u32>()
            .is_ok_and(|seconds| seconds > 0)
    );
    // Elsewhere is nowhere.
    for next in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let mut browser = town.browser();
        browser.get("/en/sign-in").await.is(200);
        let number = town.number_of(EMPLOYEE).to_owned();
        let typed = [
            ("national_id", number.as_str()),
            ("password", &town.password),
            ("next", next),
        ];
        browser.submit("/en/sign-in", &typed).await.leads_to("/en/applications");
        // A session of one's own, which nobody could have planted.
        assert_eq!(browser.cookie("s").map(str::len), Some(43));
    }
}

pub(crate) async fn making_an_account(town: Town) {
    let mut browser = town.browser();
    browser.get("/ar/sign-up").await.is(200);
    browser.submit("/ar/sign-up", &[("national_id", "1")]).await.is(422);
    assert!(browser.page.text().contains("id=\"problem\""));
    let typed = [
        ("national_id", "000077776"),
        ("name_1", "ليلى"),
        ("name_2", "سامي"),
        ("name_3", "عمر"),
        ("name_4", "الحداد"),
        ("birth_date.day", "٤"),
        ("birth_date.month", "7"),
        ("birth_date.year", "1990"),
        ("mobile", "0599123456"),
        ("password", "short"),
    ];
    let page = browser.submit("/ar/sign-up", &typed).await.is(422);
    assert!(page.text().contains("ليلى"), "what was typed stays");
    let mut typed = typed;
    typed[9].1 = "a quiet olive tree at noon";
    let number = valid_number("00007777");
    typed[0].1 = &number;
    browser.submit("/ar/sign-up", &typed).await.leads_to("/ar/applications");
    browser.follow().await.is(200);
    // A second account with the same number is refused without saying whose it is.
    let mut again = town.browser();
    again.get("/ar/sign-up").await.is(200);
    again.submit("/ar/sign-up", &typed).await.is(422);
}

/// An identity number with its check digit.
fn valid_number(body: &str) -> String {
    let digits = body.bytes().enumerate().map(|(at, byte)| {
        let product = u32::from(byte - b'0') * if at % 2 == 0 { 1 } else { 2 };
        if product > 9 { product - 9 } else { product }
    });
    format!("{body}{}", (10 - digits.sum::<u32>() % 10) % 10)
}

pub(crate) async fn forged_and_oversized(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let draft = start(&mut browser, "ar").await;
    let page = format!("{draft}/form/applicant");
    let fields = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    // No token, another's token, another house.
    let posted = encoded(browser.own(&page), &fields(&[("applicant_mobile", "0599000000")]));
    browser.send(posted).await.is(403).says("انتهى وقت هذه الصفحة");
    browser.get(&page).await.is(200);
    let token = browser.page.form(&page).value("_csrf").to_owned();
    let forged = browser
        .request(Method::POST, &page)
        .header("origin", "https://evil.example");
    let forged = encoded(
        forged.header("sec-fetch-site", "cross-site"),
        &fields(&[("_csrf", &token)]),
    );
    browser.send(forged).await.is(403);
    let program = browser
        .own(&page)
        .header("accept", "application/json")
        .header("x-csrf", "AAAA");
    browser.send(encoded(program, &[])).await.is(403);
    assert!(browser.page.text().contains("form_expired"), "{}", browser.page.text());
    // Too large, wrong kinds.
    let large = "x".repeat(70_000);
    let posted = encoded(browser.own("/ar/sign-in"), &fields(&[("password", &large)]));
    browser.send(posted).await.is(413);
    assert!(browser.page.text().contains("<h1>"));
    let files = vec![b'x'; 13_000_000];
    let upload = browser
        .own(&page)
        .header("content-type", "multipart/form-data; boundary=b");
    browser.send(upload.body(files)).await.is(413);
    let unbounded = browser.own(&page).header("content-type", "multipart/form-data");
    browser.send(unbounded.body("x")).await.is(400);
    let text = browser.own(&page).header("content-type", "text/plain");
    browser.send(text.body("x")).await.is(415);
    // The program gets outcomes.
    let program = browser
        .own(&page)
        .header("accept", "application/json")
        .header("x-csrf", &token);
    browser
        .send(encoded(program, &fields(&[("applicant_mobile", "0599000000")])))
        .await
        .is(200);
    assert!(
        browser.page.text().contains("\"outcome\":\"go\""),
        "{}",
        browser.page.text()
    );
}

pub(crate) async fn headers(town: Town) {
    let mut browser = town.browser();
    let mut nonces = Vec::new();
    for address in ["/ar", "/en/services", "/ar/nowhere/at/all", "/xx"] {
        let page = browser.get(address).await;
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let nonce = nonce.unwrap_or_else(|| panic!("{address}: {policy}")).to_owned();
        assert_eq!(nonce.len(), 22);
        let expected = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; \
             report-uri /csp-report"
        );
        assert_eq!(policy, expected);
        for script in page.text().split("<script").skip(1) {
            assert!(
                script.starts_with(&format!(" nonce=\"{nonce}\"")),
                "{address}: {script:.80}"
            );
        }
        assert!(!page.text().contains(" style=\""), "{address} carries style");
        nonces.push(nonce);
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "a nonce is used once");
    let page = browser.get("/ar").await.is(200);
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    assert!(
        page.header("permissions-policy")
            .starts_with("camera=(), microphone=()")
    );
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.header("strict-transport-security"), "", "not without https");
    assert_eq!(page.header("server"), "");
    assert_eq!(page.header("set-cookie"), "", "a page for everybody sets no cookie");
    // What is personal is kept nowhere.
    assert_eq!(browser.get("/ar/sign-in").await.header("cache-control"), "no-store");
    let mut known = town.signed_in(PARENT).await;
    assert_eq!(known.get("/ar").await.is(200).header("cache-control"), "no-store");
    assert_eq!(
        known.get("/ar/account").await.is(200).header("cache-control"),
        "no-store"
    );
    let cookie = known.request(Method::GET, "/healthz").send().await.expect("an answer");
    let policy = &cookie.headers()["content-security-policy"];
    assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
    // The language chosen is remembered, for those who choose one.
    let chosen = browser.request(Method::GET, "/en").header("sec-fetch-mode", "navigate");
    browser.send(chosen).await.is(200);
    browser.get("/").await.leads_to("/en");
    browser.get("/en/").await.is(308);
    assert_eq!(browser.page.location(), "/en");
    browser.get("//evil.example/").await;
    assert!(
        browser.page.status == 404 || browser.page.status == 400,
        "{}",
        browser.page.status
    );
    // Few bytes, as the reader wishes.
    browser.get("/en/services").await.is(200);
    browser
        .post("/en/data-saver", &[("on", "1"), ("next", "/en/services")])
        .await
        .leads_to("/en/services");
    assert_eq!(browser.cookie("data_saver"), Some("1"));
    browser.get("/demo/messages").await.is(200);
    browser.get("/readyz").await.is(200);
}
