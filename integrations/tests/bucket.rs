//! Files in a bucket, against a stand-in that speaks as much of S3 as is used.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use integrations::files::FileStore;
use integrations::files::objects::Objects;

type Kept = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// One bucket, addressed by path.
async fn bucket(State(kept): State<Kept>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let signed = headers.get("authorization").and_then(|value| value.to_str().ok());
    if !signed.is_some_and(|value| value.starts_with("AWS4-HMAC-SHA256 Credential=of-the-test/")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut kept = kept.lock().expect("kept");
    let key = uri
        .path()
        .trim_start_matches("/papers")
        .trim_start_matches('/')
        .to_owned();
    let query = uri.query().unwrap_or_default();
    match method {
        Method::PUT => {
            kept.insert(key, body);
            [("etag", "\"1\"")].into_response()
        }
        Method::GET if query.contains("list-type=2") => {
            let prefix = query
                .split("prefix=")
                .nth(1)
                .and_then(|rest| rest.split('&').next())
                .unwrap_or_default();
            let prefix = prefix.replace("%2F", "/");
            let objects = kept
                .iter()
                .filter(|(key, _)| key.starts_with(&prefix))
                .map(|(key, bytes)| {
                    format!(
                        "<Contents><Key>{key}</Key><Size>{}</Size><ETag>1</ETag>\
                     <LastModified>2026-11-25T00:00:00.000Z</LastModified></Contents>",
                        bytes.len()
                    )
                });
            format!("<ListBucketResult>{}</ListBucketResult>", objects.collect::<String>()).into_response()
        }
        Method::GET => match kept.get(&key) {
            Some(bytes) => {
                let headers = [("etag", "\"1\""), ("last-modified", "Wed, 25 Nov 2026 00:00:00 GMT")];
                (headers, bytes.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::POST if query.starts_with("delete") => {
            let text = String::from_utf8_lossy(&body).into_owned();
            let keys = text.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
            let deleted = keys.map(|(key, _)| {
                kept.remove(key);
                format!("<Deleted><Key>{key}</Key></Deleted>")
            });
            format!("<DeleteResult>{}</DeleteResult>", deleted.collect::<String>()).into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

#[tokio::test]
async fn files_come_back_from_a_bucket_and_go_when_told() {
    let kept = Kept::default();
    let app = Router::new().fallback(bucket).with_state(Arc::clone(&kept));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let settings = [
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "of-the-test"),
        ("AWS_SECRET_ACCESS_KEY", "of-the-test"),
        ("AWS_REGION", "of-the-test"),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let files = Objects::with("s3://papers/portal", settings).expect("a bucket");
    assert_eq!(files.get("uploads/a").await.expect("asked"), None);
    files.put("uploads/a", vec![7; 300_000]).await.expect("kept");
    for part in ["uploads/a-parts/0", "uploads/a-parts/7", "uploads/ab"] {
        files.put(part, vec![1]).await.expect("kept");
    }
    assert!(
        kept.lock().expect("kept").contains_key("portal/uploads/a"),
        "behind the prefix"
    );
    assert_eq!(files.get("uploads/a").await.expect("asked"), Some(vec![7; 300_000]));
    files.delete_under("uploads/a-parts").await.expect("gone");
    files.delete("uploads/a").await.expect("gone");
    files.delete("uploads/a").await.expect("gone already");
    let left: Vec<String> = kept.lock().expect("kept").keys().cloned().collect();
    assert_eq!(left, ["portal/uploads/ab"]);
}
