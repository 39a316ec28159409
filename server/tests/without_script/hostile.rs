//! Input nobody means well with: always an answer, never a fault of ours, and no connection held for ever.

use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::browser::{Browser, encoded};
use crate::citizen::{EMPLOYEE, OFFICER, SERVICE, start};
use crate::town::Town;

const NASTY: [&str; 14] = [
    "\0",
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "%00%ff%fe",
    "\u{202e}\u{2066}x",
    "-9223372036854775809",
    "99999999999999999999999999",
    "NaN",
    "1e400",
    "2026-02-30",
    "{\"a\":[[[[[[]]]]]]}",
    "٠٠٠٠٠٠٠٠٠",
    "\r\nSet-Cookie: s=x",
];

fn fine(browser: &Browser, what: &str) {
    let page = &browser.page;
    assert!(page.status < 500, "{what}: {}\n{}", page.status, page.words());
    assert!(
        page.status < 400 || !page.body.is_empty(),
        "{what}: {} is blank",
        page.status
    );
    let text = page.text();
    for leak in ["panicked", "sqlx", "SQLITE", "src/", "Err(", "thread '"] {
        assert!(!text.contains(leak), "{what} tells “{leak}”");
    }
}

pub(crate) async fn hostile_input(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let draft = start(&mut browser, "ar").await;
    addresses(&mut browser, &draft).await;
    browser.get("/ar/account").await.is(200);
    let token = browser.page.form("/ar/sign-out").value("_csrf").to_owned();
    forms(&mut browser, &draft, &token).await;
    questions(&mut browser).await;
    let mut officer = town.signed_in(OFFICER).await;
    officer.get("/ar/staff/queue").await.is(200);
    for nasty in NASTY {
        let query = url::form_urlencoded::byte_serialize(nasty.as_bytes()).collect::<String>();
        officer
            .get(&format!(
                "/ar/staff/queue?q={query}&after={query}&service={query}&view={query}"
            ))
            .await;
        fine(&officer, nasty);
    }
    // It still works.
    browser.get(&format!("{draft}/form/applicant")).await.is(200);
}

async fn addresses(browser: &mut Browser, draft: &str) {
    for nasty in NASTY {
        let part: String = url::form_urlencoded::byte_serialize(nasty.as_bytes()).collect();
        let part = part.replace('+', "%20");
        for address in [
            format!("/ar/services?q={part}&ministry={part}"),
            format!("/ar/services/{part}"),
            format!("/ar/verify/{part}"),
            format!("/ar/verify?code={part}"),
            format!("/ar/applications/{part}"),
            format!("/ar/applications?after={part}&reference={part}"),
            format!("{draft}/form/{part}?from={part}"),
            format!("{draft}/documents/{part}"),
            format!("{draft}/files/{part}"),
            format!("/ar/help/{part}"),
            format!("/ar/sign-in?next={part}"),
            format!("/{part}"),
            format!("/pkg/{part}"),
        ] {
            browser.get(&address).await;
            fine(browser, &address);
        }
    }
}

async fn forms(browser: &mut Browser, draft: &str, token: &str) {
    let key = "0192f0c1-2345-7000-8000-000000000000";
    for nasty in NASTY {
        let names = [
            "national_id",
            "password",
            "next",
            "name_1",
            "birth_date.day",
            "birth_date.year",
            "mobile",
            "email",
            "applicant_mobile",
            "applicant_email",
            "subject_relation",
            "shown",
            "from",
            "later",
            "attach",
            "remove",
            "declaration",
            "start_key",
            "form_key",
            "on",
            nasty,
        ];
        let mut fields: Vec<(String, String)> = names
            .iter()
            .map(|name| ((*name).to_owned(), nasty.to_owned()))
            .collect();
        fields.push(("_csrf".to_owned(), token.to_owned()));
        for action in [
            "/ar/sign-in".to_owned(),
            "/ar/sign-up".to_owned(),
            "/ar/data-saver".to_owned(),
            format!("/ar/services/{SERVICE}/apply"),
            format!("{draft}/form/applicant"),
            format!("{draft}/form/check"),
            format!("{draft}/pay"),
            format!("{draft}/withdraw"),
            format!("/ar/staff/cases/{key}/decide"),
        ] {
            let session = browser.cookie("s").map(str::to_owned);
            let request = encoded(browser.own(&action), &fields);
            browser.send(request).await;
            fine(browser, &action);
            assert_eq!(browser.cookie("s").map(str::to_owned), session, "{action}");
        }
    }
    let many: Vec<(String, String)> = (0..domain::answer::MOST_INPUTS + 100)
        .map(|at| (format!("f{at}"), "x".to_owned()))
        .collect();
    let request = encoded(browser.own(&format!("{draft}/form/applicant")), &many);
    browser.send(request).await.is(400);
    let broken = [
        "--b\r\n",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b",
        "",
    ];
    for body in broken {
        let request = browser.own(&format!("{draft}/form/applicant"));
        let request = request
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body);
        browser.send(request).await;
        fine(browser, body);
    }
}

/// The questions of the browser's program.
async fn questions(browser: &mut Browser) {
    let deep = "[".repeat(200);
    for body in [
        "",
        "{",
        "null",
        "{}",
        "{\"language\":\"xx\"}",
        "{\"language\":1}",
        &deep,
        "\u{feff}{}",
    ] {
        for name in ["session", "service", "form", "queue", "catalogue", "verify"] {
            let request = browser
                .own(&format!("/api/{name}"))
                .header("referer", "https://evil.example/");
            let request = request
                .header("content-type", "application/json")
                .header("accept", "text/html");
            browser.send(request.body(body.to_owned())).await;
            fine(browser, body);
            assert!(browser.page.status >= 400, "{name} {body}: {}", browser.page.status);
            assert_eq!(browser.page.header("location"), "");
        }
    }
    let form = browser
        .own("/api/session")
        .header("content-type", "application/x-www-form-urlencoded");
    browser.send(form.body("language=ar")).await.is(415);
    let large = browser.own("/api/session").header("content-type", "application/json");
    browser.send(large.body(" ".repeat(70_000))).await.is(413);
    browser.send(browser.own("/api/nothing").body("{}")).await.is(404);
    let right = browser.own("/api/session").header("content-type", "application/json");
    browser.send(right.body("{\"language\":\"ar\"}")).await.is(200);
    browser.send(browser.request(Method::GET, "/api/session")).await.is(405);
}

pub(crate) async fn slow_and_broken_connections(town: Town) {
    let address = town.base_url.strip_prefix("http://").expect("http").to_owned();
    // A header that never ends, a first byte that never comes, and a preface that stops: all are closed.
    let began = Instant::now();
    let mut dribble = TcpStream::connect(&address).await.expect("a connection");
    let mut silent = TcpStream::connect(&address).await.expect("a connection");
    let mut preface = TcpStream::connect(&address).await.expect("a connection");
    preface.write_all(b"PRI * HTTP").await.expect("written");
    dribble
        .write_all(b"GET /ar HTTP/1.1\r\nhost: x\r\nx: ")
        .await
        .expect("written");
    while began.elapsed() < Duration::from_secs(20) && dribble.write_all(b"y").await.is_ok() {
        sleep(Duration::from_millis(500)).await;
    }
    for stream in [&mut dribble, &mut silent, &mut preface] {
        let mut rest = Vec::new();
        let ended = timeout(Duration::from_secs(3), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a connection is held");
    }
    // Between requests one may rest longer than a header may take.
    let mut calm = TcpStream::connect(&address).await.expect("a connection");
    for pause in [12, 0] {
        calm.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .expect("written");
        let mut answer = [0; 1024];
        let length = calm.read(&mut answer).await.expect("an answer");
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"), "after a pause");
        sleep(Duration::from_secs(pause)).await;
    }
    // Too many headers, a broken line.
    for text in [
        format!("GET /ar HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(100)),
        format!("GET /ar HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n", "b".repeat(40_000)),
        "GET /ar HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n".to_owned(),
        "NONSENSE\r\n\r\n".to_owned(),
    ] {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        _ = stream.write_all(text.as_bytes()).await;
        let mut answer = Vec::new();
        _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer))
            .await
            .expect("it ends");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

/// What is under way when the process is told to end is finished; nothing new begins.
pub(crate) async fn stopping(mut town: Town) {
    let address = town.base_url.strip_prefix("http://").expect("http").to_owned();
    let mut under_way = TcpStream::connect(&address).await.expect("a connection");
    let head = "POST /payments/notify/simulated HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{";
    under_way.write_all(head.as_bytes()).await.expect("written");
    let mut idle = TcpStream::connect(&address).await.expect("a connection");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("written");
    let mut answer = vec![0; 1024];
    _ = idle.read(&mut answer).await.expect("an answer");
    town.terminate();
    sleep(Duration::from_millis(300)).await;
    assert!(
        TcpStream::connect(&address).await.is_err(),
        "it still takes connections"
    );
    under_way.write_all(b"}").await.expect("written");
    let mut answer = Vec::new();
    timeout(Duration::from_secs(5), under_way.read_to_end(&mut answer))
        .await
        .expect("in time")
        .expect("an answer");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let began = Instant::now();
    assert!(
        tokio::task::spawn_blocking(move || town.ended()).await.expect("joined"),
        "it ended badly"
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}
