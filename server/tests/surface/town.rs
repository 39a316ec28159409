//! A portal in this process, with people of each kind and a draft that belongs to one of them.

use std::future::Future;
use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use operations::accounts::{self, SignIn};
use operations::{Portal, applications, demo};
use serde::Serialize;
use server::commands::{self, Outside};
use server::config::{Config, Source};
use server::csrf::Secret;
use server::gateway::Gateway;
use server::route::Route;
use server::router;
use server::site::Site;
use tokio::runtime::Runtime;
use tower::ServiceExt;

pub(crate) const ORIGIN: &str = "http://127.0.0.1:3000";
const OWNER: &str = "000021014";
const OTHER: &str = "000021212";

/// One runtime for all tests, as the server has one. What the renderer keeps between two pages belongs to the runtime
/// it saw first; with one for each test, about one page in six thousand waited for a runtime that had ended.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
    RUNTIME.block_on(test)
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// Nobody signed in.
    Visitor,
    /// The citizen whose draft it is.
    Owner,
    /// Another citizen.
    Other,
    /// An officer of a ministry.
    Staff,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Town {
    router: Router,
    pub(crate) gateway: Gateway,
    pub(crate) portal: Portal,
    officer: String,
    sessions: Vec<(Person, String, String)>,
    _folder: tempfile::TempDir,
}

impl Town {
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let catalogue = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue");
        let settings = [
            ("HUKUMATI_DATA_DIR".to_owned(), folder.path().display().to_string()),
            ("HUKUMATI_CATALOGUE_DIR".to_owned(), catalogue.to_owned()),
            (
                "HUKUMATI_PAYMENT_SECRET".to_owned(),
                "sk_test_of_the_surface".to_owned(),
            ),
        ];
        let source = Source::of(None, settings).expect("settings");
        let config = Config::read(&source, true).expect("settings");
        // Nobody is there; what it would say is told by its signature.
        let outside = Outside {
            signing: commands::keys::signing(&config).expect("a key"),
            simulator: Some("http://127.0.0.1:9"),
        };
        let portal = commands::portal(&config, outside).await.expect("a portal");
        portal.store.migrate().await.expect("migrated");
        let people = demo::seed(&portal).await.expect("seeded");
        let officer = people.iter().find(|line| line.part.contains("Civil status officer"));
        let officer = officer.expect("an officer").national_id.clone();
        let gateway = Gateway::new(portal.clone(), config, Site::find(None));
        let router = router::router(gateway.clone()).expect("a router");
        let mut town = Self {
            router,
            gateway,
            portal,
            officer,
            sessions: Vec::new(),
            _folder: folder,
        };
        for person in [Person::Owner, Person::Other, Person::Staff] {
            town.sign_in(person).await;
        }
        town
    }

    async fn sign_in(&mut self, person: Person) {
        let national_id = match person {
            Person::Owner | Person::Visitor => OWNER,
            Person::Other => OTHER,
            Person::Staff => &self.officer,
        };
        let typed = SignIn {
            national_id: national_id.to_owned(),
            password: demo::PASSWORD.to_owned(),
            source: "127.0.0.1".to_owned(),
        };
        let opened = accounts::sign_in(&self.portal, typed).await.expect("signed in");
        let session = accounts::resolve(&self.portal, &opened.token).await.expect("the store");
        let csrf = session.expect("a session").csrf;
        self.sessions.push((person, opened.token, csrf));
    }

    fn session(&self, person: Person) -> Option<(&str, &str)> {
        let found = self.sessions.iter().find(|(who, ..)| *who == person)?;
        Some((&found.1, &found.2))
    }

    /// The session of this person, as its cookie has it.
    pub(crate) fn session_token(&self, person: Person) -> &str {
        self.session(person).expect("signed in").0
    }

    /// A token as the pages of this person carry it.
    pub(crate) async fn token_of(&self, person: Person) -> String {
        let (_, csrf) = self.session(person).unwrap_or_default();
        Secret::of_session(csrf).token(self.gateway.random())
    }

    /// An address of the route, about a new draft of the owner.
    pub(crate) async fn path(&self, path: &str) -> String {
        let reference = if path.contains("{reference}") {
            self.draft().await
        } else {
            String::new()
        };
        [
            ("{lang}", "ar"),
            ("{reference}", reference.as_str()),
            ("services/{id}", "services/birth-certificate-extract"),
            ("{id}", "0192f0c1-2345-7000-8000-000000000000"),
            ("{page}", "applicant"),
            ("{topic}", "privacy"),
            ("{code}", "AAAA-BBBB-CCCC"),
            ("{number}", "1"),
            ("{provider}", "simulated"),
            ("{*file}", "nothing.js"),
        ]
        .iter()
        .fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    pub(crate) async fn draft(&self) -> String {
        let token = self.session_token(Person::Owner);
        let session = accounts::resolve(&self.portal, token).await.expect("the store");
        let actor = session.expect("a session").actor;
        let key = self.portal.random.key(self.portal.clock.now());
        let started = applications::start(&self.portal, &actor, "birth-certificate-extract", key);
        started.await.expect("a draft").0.to_string()
    }

    /// The status of a well-formed request.
    pub(crate) async fn ask(&mut self, route: &Route, person: Person) -> u16 {
        let status = self.asked(route, person).await;
        if route.path.ends_with("/sign-out") && person != Person::Visitor {
            self.sessions.retain(|(who, ..)| *who != person);
            self.sign_in(person).await;
        }
        status
    }

    async fn asked(&self, route: &Route, person: Person) -> u16 {
        if word(&route.method) == "GET" {
            let path = self.path(route.path).await;
            return self
                .send(Method::GET, &path, person, &[], String::new())
                .await
                .status
                .as_u16();
        }
        if route.path.starts_with("/api/") {
            let body = question(&self.draft().await);
            let headers = [(header::CONTENT_TYPE.as_str(), "application/json")];
            let path = self.path(route.path).await;
            let own = same_origin(&headers);
            return self.send(Method::POST, &path, person, &own, body).await.status.as_u16();
        }
        let token = self.token_of(person).await;
        self.post(route, person, &token).await.as_u16()
    }

    /// The status of a form with this token.
    pub(crate) async fn post(&self, route: &Route, person: Person, token: &str) -> StatusCode {
        let path = self.path(route.path).await;
        let headers = [(header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        let body = format!("_csrf={token}");
        let headers = [headers[0], ("x-csrf", token)];
        self.send(method(route), &path, person, &same_origin(&headers), body)
            .await
            .status
    }

    /// The status of the owner's form sent by a page elsewhere.
    pub(crate) async fn forged(&self, route: &Route, site: Option<&str>, origin: Option<&str>) -> StatusCode {
        let path = self.path(route.path).await;
        let token = self.token_of(Person::Owner).await;
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(site.map(|site| ("sec-fetch-site", site)));
        headers.extend(origin.map(|origin| ("origin", origin)));
        headers.push(("x-csrf", &token));
        let body = format!("_csrf={token}");
        self.send(method(route), &path, Person::Owner, &headers, body)
            .await
            .status
    }

    /// A request without anything.
    pub(crate) async fn plain(&self, method: Method, path: &str) -> Answer {
        self.send(method, path, Person::Visitor, &[], String::new()).await
    }

    /// What is answered, with a body that is still to be read.
    pub(crate) async fn raw(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Body) {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body)
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        person: Person,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some((token, _)) = self.session(person) {
            request = request.header(header::COOKIE, format!("s={token}"));
        }
        let request = request.body(body.into()).expect("a request");
        let (status, headers, body) = self.raw(request).await;
        let endless = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "text/event-stream");
        let body = if endless {
            Vec::new()
        } else {
            to_bytes(body, 10_000_000).await.expect("a body").to_vec()
        };
        Answer { status, headers, body }
    }
}

/// The method of a route.
fn method(route: &Route) -> Method {
    word(&route.method).parse().expect("a method")
}

/// What every server function finds its arguments in.
fn question(reference: &str) -> String {
    serde_json::json!({
        "language": "ar", "reference": reference, "id": "birth-certificate-extract",
        "page": "applicant", "from_check": false, "code": "AAAA-BBBB-CCCC", "number": "1",
        "query": "", "wanted": {}, "ministry": null, "service": null, "after": null, "tab": "open",
    })
    .to_string()
}

pub(crate) fn same_origin<'a>(headers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    headers.iter().copied().chain(own).collect()
}

/// A value as `hukumati routes` prints it.
pub(crate) fn word(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("JSON");
    text.trim_matches('"').to_owned()
}
