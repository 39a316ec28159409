//! The whole surface: each route of the table, asked by each kind of person, about a thing that is another's.
//!
//! What they are answered is kept in `expected.txt`. A change there is a change of who may do what, and is read as one.
//! `UPDATE_SURFACE=1 cargo test -p server --test surface` writes it anew.

mod town;

use axum::http::{Method, StatusCode, header};
use domain::language::Language;
use domain::notice::NoticeKind;
use domain::reference::Reference;
use server::route::{Csrf, Policy};
use server::router::ROUTES;

use town::{Person, Town, run};

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/surface/expected.txt");

#[test]
fn who_may_do_what_is_as_written() {
    run(async {
        let mut town = Town::build().await;
        let mut lines = vec!["method path policy csrf: visitor owner other staff".to_owned()];
        for route in ROUTES {
            let mut answers = Vec::new();
            for person in [Person::Visitor, Person::Owner, Person::Other, Person::Staff] {
                answers.push(town.ask(route, person).await.to_string());
            }
            let (policy, csrf) = (town::word(&route.policy), town::word(&route.csrf));
            let method = town::word(&route.method);
            lines.push(format!(
                "{method} {} {policy} {csrf}: {}",
                route.path,
                answers.join(" ")
            ));
        }
        let found = lines.join("\n") + "\n";
        if std::env::var_os("UPDATE_SURFACE").is_some() {
            std::fs::write(EXPECTED, &found).expect("written");
        }
        let expected = std::fs::read_to_string(EXPECTED).unwrap_or_default();
        for (expected, found) in expected.lines().zip(found.lines()) {
            assert_eq!(expected, found);
        }
        assert_eq!(expected.lines().count(), found.lines().count());
    });
}

/// A message leads to a page there is, for whoever gets it.
#[test]
fn every_notice_leads_to_a_page() {
    let reference = Reference::new(2026, 11, 4_837_062);
    for (kind, language) in NoticeKind::ALL
        .into_iter()
        .flat_map(|kind| Language::ALL.map(|language| (kind, language)))
    {
        let path = operations::notices::render::path(kind, language, &reference);
        let fits = |pattern: &str| {
            let (names, parts): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
            let mut pairs = names.iter().zip(&parts);
            names.len() == parts.len() && pairs.all(|(name, part)| name == part || name.starts_with('{'))
        };
        let mut pages = ROUTES
            .iter()
            .filter(|route| route.method == server::route::Method::Get && fits(route.path));
        let policy = pages.next().map(|route| route.policy);
        assert_eq!(policy, Some(Policy::SignedIn), "{kind:?}: {path}");
    }
}

#[test]
fn nothing_is_answered_by_a_fault_and_nothing_is_blank() {
    run(async {
        let town = Town::build().await;
        for route in ROUTES {
            for method in [
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::DELETE,
                Method::PATCH,
            ] {
                let answer = town.plain(method.clone(), &town.path(route.path).await).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{method} {}: {}",
                    route.path,
                    answer.status
                );
                let refused = answer.status.is_client_error() && method != Method::HEAD;
                assert!(!refused || !answer.body.is_empty(), "{method} {} is blank", route.path);
            }
        }
    });
}

#[test]
fn other_methods_are_named() {
    run(async {
        let town = Town::build().await;
        let answer = town.plain(Method::DELETE, "/ar/sign-in").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        let allowed = answer.headers[header::ALLOW].to_str().expect("text");
        assert!(allowed.contains("GET") && allowed.contains("POST"));
    });
}

#[test]
fn a_request_from_elsewhere_changes_nothing() {
    run(async {
        let town = Town::build().await;
        let posts = ROUTES.iter().filter(|route| town::word(&route.method) != "GET");
        for route in posts.filter(|route| route.csrf != Csrf::None) {
            for (site, origin) in [
                (Some("cross-site"), Some("https://evil.example")),
                (Some("same-site"), Some("http://127.0.0.1:1")),
                (Some("none"), None),
                (None, None),
                (None, Some("null")),
                (Some("same-origin"), Some("https://evil.example")),
                (Some("cross-site"), Some(town::ORIGIN)),
            ] {
                let status = town.forged(route, site, origin).await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {site:?} {origin:?}", route.path);
            }
        }
    });
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    run(async {
        let town = Town::build().await;
        for route in ROUTES
            .iter()
            .filter(|route| matches!(route.csrf, Csrf::Session | Csrf::Visit))
        {
            if town::word(&route.method) == "GET" || route.path.starts_with("/api/") {
                continue;
            }
            let person = if route.policy == Policy::Staff {
                Person::Staff
            } else {
                Person::Owner
            };
            for token in ["", "AAAA", &town.token_of(Person::Other).await] {
                let status = town.post(route, person, token).await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {token}", route.path);
            }
        }
    });
}
