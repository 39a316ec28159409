//! A bucket that speaks S3, reached by the HTTP client the portal already has.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService,
};
use object_store::{ObjectStore, RetryConfig};
use url::Url;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest time for one request: the largest file over a slow line.
const REQUEST: Duration = Duration::from_secs(60);
/// How often a request is tried again; a person waits for it.
const RETRIES: usize = 2;

/// The bucket of the address, with key, region and endpoint from `AWS_*`.
pub(super) fn bucket(
    url: &Url,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Arc<dyn ObjectStore>, String> {
    let name = url.host_str().ok_or_else(|| format!("{url}: no bucket is named"))?;
    let retry = RetryConfig {
        max_retries: RETRIES,
        retry_timeout: REQUEST,
        ..RetryConfig::default()
    };
    let mut builder = AmazonS3Builder::new();
    for (name, value) in variables {
        // Those of the name that the library does not know are not meant for it.
        if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>()
            && name.starts_with("AWS_")
        {
            builder = builder.with_config(key, value);
        }
    }
    let store = builder
        .with_bucket_name(name)
        .with_http_connector(Connector)
        .with_retry(retry)
        .build()
        .map_err(|error| format!("{url}: {error}"))?;
    Ok(Arc::new(store))
}

/// Makes the library use our client, so that there is one and not two of them in the program.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| object_store::Error::Generic {
                store: "S3",
                source: Box::new(error),
            })?;
        Ok(HttpClient::new(Client(client)))
    }
}

#[derive(Debug)]
struct Client(reqwest::Client);

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let request = self
            .0
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers)
            .body(body.to_bytes());
        let response: http::Response<reqwest::Body> = request.send().await.map_err(told)?.into();
        let (parts, body) = response.into_parts();
        Ok(HttpResponse::from_parts(
            parts,
            HttpResponseBody::new(body.map_err(told)),
        ))
    }
}

fn told(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_decode() {
        HttpErrorKind::Decode
    } else if error.is_request() {
        HttpErrorKind::Request
    } else {
        HttpErrorKind::Unknown
    };
    HttpError::new(kind, error.without_url())
}
