//! A file that comes piece by piece to the program as people run it, over a line that breaks in the middle of a piece.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::browser::Browser;
use crate::citizen::{EMPLOYEE, fill, start};
use crate::paper::PDF;
use crate::town::Town;

/// Base64 of `exemption_file` and of `a.pdf`.
const METADATA: &str = "field ZXhlbXB0aW9uX2ZpbGU=,filename YS5wZGY=";

fn request(browser: &Browser, method: Method, path: &str, token: &str) -> RequestBuilder {
    let origin = browser.own(path).build().expect("a request").headers()["origin"].clone();
    browser
        .request(method, path)
        .header("origin", origin)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("tus-resumable", "1.0.0")
        .header("x-csrf", token)
}

async fn offset(browser: &Browser, at: &str, token: &str) -> usize {
    let answer = request(browser, Method::HEAD, at, token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 204);
    let offset = answer.headers()["upload-offset"].to_str().expect("text");
    offset.parse().expect("a number")
}

pub(crate) async fn a_file_goes_on_where_the_line_broke(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = start(&mut browser, "ar").await;
    let page = |name: &str| format!("{application}/form/{name}");
    fill(&mut browser, &page("applicant"), &[], &page("subject")).await;
    let answers = [("subject_relation", "self")];
    fill(&mut browser, &page("subject"), &answers, &page("request")).await;
    browser.get(&page("request")).await.is(200);
    let token = browser.page.form(&page("request")).value("_csrf").to_owned();

    let announced = request(&browser, Method::POST, &format!("{application}/uploads"), &token)
        .header("upload-length", PDF.len())
        .header("upload-metadata", METADATA)
        .send()
        .await
        .expect("an answer");
    assert_eq!(announced.status(), 201);
    let at = announced.headers()["location"].to_str().expect("text").to_owned();

    // As a phone in a lift: the head and a hundred bytes, then nothing, and the connection is reset.
    let address = town.base_url.strip_prefix("http://").expect("http");
    let mut line = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "PATCH {at} HTTP/1.1\r\nhost: {address}\r\norigin: {}\r\nsec-fetch-site: same-origin\r\n\
         accept: application/json\r\ncookie: s={}\r\nx-csrf: {token}\r\ntus-resumable: 1.0.0\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: {}\r\n\r\n",
        town.base_url,
        browser.cookie("s").expect("a session"),
        PDF.len(),
    );
    line.write_all(head.as_bytes()).await.expect("written");
    line.write_all(&PDF[..100]).await.expect("written");
    sleep(Duration::from_millis(300)).await;
    drop(line);
    for _ in 0..50 {
        if offset(&browser, &at, &token).await > 0 {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(offset(&browser, &at, &token).await, 100, "what came counts");

    let rest = request(&browser, Method::PATCH, &at, &token)
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", 100)
        .body(PDF[100..].to_vec())
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        (rest.status().as_u16(), &rest.headers()["upload-scan"]),
        (204, &"not_scanned".parse().expect("text"))
    );
    let id = at.rsplit('/').next().expect("a key");
    let kept = browser.get(&format!("{application}/files/{id}")).await.is(200);
    assert_eq!(kept.body, PDF);
}
