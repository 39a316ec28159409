//! A small browser without script: it keeps cookies, sends what browsers send, and follows redirects when told to.

use std::collections::BTreeMap;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, redirect};

use crate::page::{Form, Page};

/// The browser of one person.
pub(crate) struct Browser {
    client: Client,
    base_url: String,
    cookies: BTreeMap<String, String>,
    /// The page that is open.
    pub(crate) page: Page,
}

impl Browser {
    pub(crate) fn new(base_url: &str) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build();
        Self {
            client: client.expect("a client"),
            base_url: base_url.to_owned(),
            cookies: BTreeMap::new(),
            page: Page::default(),
        }
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base_url)
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// A request with this browser's cookies, for tests that make their own.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.client.request(method, self.address(path));
        if cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, cookies.join("; "))
        }
    }

    /// The same with what a browser adds to a form of this page.
    pub(crate) fn own(&self, path: &str) -> RequestBuilder {
        let request = self.request(Method::POST, path);
        request
            .header("origin", &self.base_url)
            .header("sec-fetch-site", "same-origin")
    }

    async fn open(&mut self, request: RequestBuilder) -> &Page {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let path = response.url().path().to_owned();
        self.keep(&headers);
        let body = response.bytes().await.expect("a body").to_vec();
        self.page = Page {
            path,
            status,
            headers,
            body,
        };
        &self.page
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("text");
            let (name, value) = line
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a pair");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Opens a page.
    pub(crate) async fn get(&mut self, path: &str) -> &Page {
        let request = self.request(Method::GET, path).header("sec-fetch-site", "same-origin");
        self.open(request).await
    }

    /// Goes where the last answer leads.
    pub(crate) async fn follow(&mut self) -> &Page {
        let to = self.page.location().to_owned();
        self.get(&to).await
    }

    /// Goes on until a page stands.
    pub(crate) async fn arrive(&mut self) -> &Page {
        for _ in 0..5 {
            if self.page.headers.get(LOCATION).is_none() {
                return &self.page;
            }
            self.follow().await;
        }
        panic!("it never arrives: {}", self.page.path);
    }

    /// Fills in the form of the open page that goes to `action`, with its hidden inputs and first choices, and sends it.
    pub(crate) async fn submit(&mut self, action: &str, answers: &[(&str, &str)]) -> &Page {
        self.press(action, answers, None).await
    }

    /// The same with a button that has a name.
    pub(crate) async fn press(
        &mut self,
        action: &str,
        answers: &[(&str, &str)],
        button: Option<(&str, &str)>,
    ) -> &Page {
        let form = self.page.form(action);
        let mut fields = form.filled(answers);
        fields.extend(button.map(|(name, value)| (name.to_owned(), value.to_owned())));
        self.post_form(&form.action, form.multipart, &fields, &[]).await
    }

    /// Sends the form with files: field, name, content.
    pub(crate) async fn upload(
        &mut self,
        action: &str,
        answers: &[(&str, &str)],
        button: (&str, &str),
        files: &[(&str, &str, &[u8])],
    ) -> &Page {
        let form: Form = self.page.form(action);
        assert!(form.multipart, "the form takes files");
        let mut fields = form.filled(answers);
        fields.push((button.0.to_owned(), button.1.to_owned()));
        self.post_form(&form.action, true, &fields, files).await
    }

    /// Sends a form that was filled in.
    pub(crate) async fn post_form(
        &mut self,
        action: &str,
        in_parts: bool,
        fields: &[(String, String)],
        files: &[(&str, &str, &[u8])],
    ) -> &Page {
        let request = self.own(action);
        let request = if in_parts {
            multipart(request, fields, files)
        } else {
            encoded(request, fields)
        };
        self.open(request).await
    }

    /// Sends fields as they are.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let request = encoded(self.own(path), &fields);
        self.open(request).await
    }

    /// Sends a request a test made.
    pub(crate) async fn send(&mut self, request: RequestBuilder) -> &Page {
        self.open(request).await
    }
}

/// The fields as a form without files sends them.
pub(crate) fn encoded(request: RequestBuilder, fields: &[(String, String)]) -> RequestBuilder {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.finish())
}

const BOUNDARY: &str = "----a-boundary-of-the-tests";

fn multipart(request: RequestBuilder, fields: &[(String, String)], files: &[(&str, &str, &[u8])]) -> RequestBuilder {
    let mut body = Vec::new();
    let mut part = |disposition: String, content: &[u8]| {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (field, name, content) in files {
        part(format!("name=\"{field}\"; filename=\"{name}\""), content);
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    request
        .header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(body)
}
