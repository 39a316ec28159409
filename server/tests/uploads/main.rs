//! Files that come piece by piece, over HTTP, as a client of tus 1.0 sends them.

#[expect(dead_code, reason = "the test of the surface uses the rest of it")]
#[path = "../surface/town.rs"]
mod town;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::answer::{RawAnswers, input_names};
use domain::language::Language;
use domain::service::FieldKind;
use operations::accounts;
use operations::applications::fill::{PagePost, form, save_page};
use town::{Answer, Person, Town, run, same_origin};

const FIELD: &str = "exemption_file";
const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// A draft of the owner whose page with the file may be visited.
async fn draft(town: &Town) -> String {
    let reference = town.draft().await;
    let token = town.session_token(Person::Owner);
    let session = accounts::resolve(&town.portal, token).await.expect("the store");
    let actor = session.expect("a session").actor;
    for page in ["applicant", "subject"] {
        let view = form(&town.portal, &actor, Language::En, &reference, page, false)
            .await
            .expect("the page");
        let mut inputs: RawAnswers = view.values.clone();
        inputs.insert("subject_relation".to_owned(), vec!["self".to_owned()]);
        let visible = view.fields.iter().filter(|field| field.visible);
        let shown: Vec<String> = visible.map(|field| field.key.clone()).collect();
        let asked = view.page.fields.iter().filter(|field| field.kind != FieldKind::File);
        let names: Vec<String> = asked.flat_map(input_names).collect();
        inputs.retain(|name, _| names.contains(name));
        let post = PagePost {
            inputs,
            shown,
            ..PagePost::default()
        };
        save_page(&town.portal, &actor, &reference, page, post)
            .await
            .expect("saved");
    }
    reference
}

fn metadata(field: &str) -> String {
    let word = |text: &str| STANDARD.encode(text);
    format!("filename {},field {}", word("صورة.png"), word(field))
}

async fn ask(
    town: &Town,
    person: Person,
    (method, path): (Method, &str),
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let token = town.token_of(person).await;
    let mut all = vec![
        ("x-csrf", token.as_str()),
        ("tus-resumable", "1.0.0"),
        ("accept", "application/json"),
    ];
    all.extend(headers);
    town.send(method, path, person, &same_origin(&all), body).await
}

async fn announce(town: &Town, reference: &str, size: usize) -> String {
    let path = format!("/ar/applications/{reference}/uploads");
    let size = size.to_string();
    let headers = [("upload-length", size.as_str()), ("upload-metadata", &metadata(FIELD))];
    let answer = ask(town, Person::Owner, (Method::POST, &path), &headers, Vec::new()).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    answer.headers["location"].to_str().expect("text").to_owned()
}

/// A picture of one pixel.
fn picture() -> Vec<u8> {
    STANDARD
        .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
        .expect("base64")
}

fn offset(answer: &Answer) -> &str {
    answer.headers["upload-offset"].to_str().expect("text")
}

#[test]
fn a_file_comes_in_two_pieces() {
    run(async {
        let town = Town::build().await;
        let reference = draft(&town).await;
        let bytes = picture();
        let at = announce(&town, &reference, bytes.len()).await;

        let first = ask(
            &town,
            Person::Owner,
            (Method::PATCH, &at),
            &[PIECE, ("upload-offset", "0")],
            bytes[..30].to_vec(),
        )
        .await;
        assert_eq!((first.status, offset(&first)), (StatusCode::NO_CONTENT, "30"));
        assert!(!first.headers.contains_key("upload-scan"));
        let state = ask(&town, Person::Owner, (Method::HEAD, &at), &[], Vec::new()).await;
        assert_eq!((state.status, offset(&state)), (StatusCode::NO_CONTENT, "30"));
        assert_eq!(state.headers["cache-control"], "no-store");
        let wrong = ask(
            &town,
            Person::Owner,
            (Method::PATCH, &at),
            &[PIECE, ("upload-offset", "0")],
            bytes.clone(),
        )
        .await;
        assert_eq!(wrong.status, StatusCode::CONFLICT);

        let rest = ask(
            &town,
            Person::Owner,
            (Method::PATCH, &at),
            &[PIECE, ("upload-offset", "30")],
            bytes[30..].to_vec(),
        )
        .await;
        assert_eq!(rest.status, StatusCode::NO_CONTENT);
        assert_eq!(rest.headers["upload-scan"], "not_scanned");
        let id = at.rsplit('/').next().expect("a key");
        let file = ask(
            &town,
            Person::Owner,
            (Method::GET, &format!("/ar/applications/{reference}/files/{id}")),
            &[],
            Vec::new(),
        )
        .await;
        assert_eq!(
            (file.status, &file.headers["content-type"]),
            (StatusCode::OK, &"image/png".parse().expect("a value"))
        );
        assert_ne!(file.body, bytes, "a picture is written anew");
    });
}

/// The line breaks in the middle of a piece: what came before counts, and the file goes on from there.
#[test]
fn a_piece_that_breaks_off_is_kept_as_far_as_it_came() {
    run(async {
        let town = Town::build().await;
        let reference = draft(&town).await;
        let bytes = picture();
        let at = announce(&town, &reference, bytes.len()).await;
        let came: Vec<Result<Vec<u8>, std::io::Error>> = vec![
            Ok(bytes[..20].to_vec()),
            Ok(bytes[20..30].to_vec()),
            Err(std::io::ErrorKind::ConnectionReset.into()),
        ];
        let body = Body::from_stream(futures_util::stream::iter(came));
        let headers = [PIECE, ("upload-offset", "0")];
        ask(&town, Person::Owner, (Method::PATCH, &at), &headers, body).await;
        let state = ask(&town, Person::Owner, (Method::HEAD, &at), &[], Vec::new()).await;
        assert_eq!((state.status, offset(&state)), (StatusCode::NO_CONTENT, "30"));
        let rest = [PIECE, ("upload-offset", "30")];
        let rest = ask(&town, Person::Owner, (Method::PATCH, &at), &rest, bytes[30..].to_vec()).await;
        assert_eq!(rest.headers["upload-scan"], "not_scanned");
    });
}

#[test]
fn what_is_not_taken_is_said_at_the_field() {
    run(async {
        let town = Town::build().await;
        let reference = draft(&town).await;
        let at = announce(&town, &reference, 9).await;
        let refused = ask(
            &town,
            Person::Owner,
            (Method::PATCH, &at),
            &[PIECE, ("upload-offset", "0")],
            b"MZ harmful"[..9].to_vec(),
        )
        .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let outcome: serde_json::Value = serde_json::from_slice(&refused.body).expect("JSON");
        assert_eq!(outcome["problems"][0]["input"], FIELD);
        assert_eq!(outcome["problems"][0]["problem"]["what"], "file_type");
        let gone = ask(&town, Person::Owner, (Method::HEAD, &at), &[], Vec::new()).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);

        let path = format!("/ar/applications/{reference}/uploads");
        let large = [("upload-length", "5000001"), ("upload-metadata", &metadata(FIELD))];
        let large = ask(&town, Person::Owner, (Method::POST, &path), &large, Vec::new()).await;
        assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
        let elsewhere = [
            ("upload-length", "9"),
            ("upload-metadata", &metadata("applicant_mobile")),
        ];
        let elsewhere = ask(&town, Person::Owner, (Method::POST, &path), &elsewhere, Vec::new()).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_file_is_its_senders_alone() {
    run(async {
        let town = Town::build().await;
        let reference = draft(&town).await;
        let at = announce(&town, &reference, 9).await;
        for person in [Person::Other, Person::Staff] {
            for (method, headers) in [
                (Method::HEAD, &[][..]),
                (Method::PATCH, &[PIECE, ("upload-offset", "0")]),
                (Method::DELETE, &[]),
            ] {
                let answer = ask(&town, person, (method.clone(), &at), headers, b"x".to_vec()).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{person:?} {method}");
            }
        }
        let cancelled = ask(&town, Person::Owner, (Method::DELETE, &at), &[], Vec::new()).await;
        assert_eq!(cancelled.status, StatusCode::NO_CONTENT);
        let again = ask(&town, Person::Owner, (Method::DELETE, &at), &[], Vec::new()).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_not_the_protocol_is_refused() {
    run(async {
        let town = Town::build().await;
        let reference = draft(&town).await;
        let at = announce(&town, &reference, 9).await;
        let token = town.token_of(Person::Owner).await;
        let old = [("x-csrf", token.as_str()), ("tus-resumable", "0.2.2")];
        let old = town
            .send(Method::DELETE, &at, Person::Owner, &same_origin(&old), Vec::new())
            .await;
        assert_eq!(old.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(old.headers["tus-version"], "1.0.0");
        for (headers, status) in [
            (vec![PIECE], StatusCode::BAD_REQUEST),
            (vec![PIECE, ("upload-offset", "-1")], StatusCode::BAD_REQUEST),
            (vec![("upload-offset", "0")], StatusCode::UNSUPPORTED_MEDIA_TYPE),
            (
                vec![PIECE, ("upload-offset", "0"), ("content-length", "9000000")],
                StatusCode::PAYLOAD_TOO_LARGE,
            ),
        ] {
            let answer = ask(&town, Person::Owner, (Method::PATCH, &at), &headers, b"x".to_vec()).await;
            assert_eq!(answer.status, status, "{headers:?}");
        }
        let path = format!("/ar/applications/{reference}/uploads");
        let nameless = ask(&town, Person::Owner, (Method::POST, &path), &[], Vec::new()).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
    });
}
