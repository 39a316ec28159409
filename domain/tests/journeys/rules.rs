//! Rules over several answers, hidden pages, and conditions that look ahead.

use domain::answer::RawAnswers;
use domain::check::check;
use domain::journey::visible_fields;
use domain::service::ServiceDefinition;
use serde_json::{Value as Json, json};

use crate::{BIRTH, DRIVING, raw, service, sources, state, travel, with_context};

/// A service with these pages; the rest is borrowed.
fn with_form(form: Json) -> ServiceDefinition {
    let mut json: Json = serde_json::from_str(BIRTH).unwrap();
    json["form"] = form;
    json["eligibility"]["rules"] = json!([]);
    serde_json::from_value(json).unwrap()
}

fn text(key: &str, when: Json) -> Json {
    json!({"key": key, "type": "text", "label": {"ar": "س", "en": "q"}, "required": true, "visible_when": when})
}

fn page(key: &str, when: Json, fields: &[Json]) -> Json {
    json!({"key": key, "title": {"ar": "ص", "en": "p"}, "visible_when": when, "fields": fields})
}

#[test]
fn older_drivers_choose_two_years_at_most() {
    let blocked = |years: &str, age: i64| {
        let facts = sources(json!({"applicant.age": age}));
        travel(&service(DRIVING), &raw(&[("renewal_years", years)]), &facts)
            .blocked
            .len()
    };
    assert_eq!(blocked("5", 65), 1);
    assert_eq!(blocked("2", 65), 0);
    assert_eq!(blocked("5", 64), 0);
}

#[test]
fn a_rule_waits_for_the_answers_it_looks_at() {
    let message = json!({"ar": "لا", "en": "No"});
    let rule = json!({"when": {"field": "a", "op": "neq", "value": "yes"}, "message": message});
    let form = json!({"pages": [page("p", json!(null), &[text("a", json!(null))])], "cross_field_rules": [rule]});
    let service = with_form(form);
    let go = |answers: &[(&str, &str)]| travel(&service, &raw(answers), &sources(json!({})));
    assert!(go(&[]).blocked.is_empty());
    assert_eq!(go(&[("a", "no")]).blocked.len(), 1);
    assert!(!go(&[("a", "no")]).is_complete());
    assert!(go(&[("a", "yes")]).is_complete());
}

#[test]
fn a_hidden_page_is_skipped_and_forgotten() {
    let when = json!({"field": "a", "op": "eq", "value": "yes"});
    let always = json!(null);
    let pages = [
        page("one", always.clone(), &[text("a", always.clone())]),
        page("two", when, &[text("b", always.clone())]),
        page("three", json!({"field": "b", "op": "empty"}), &[text("c", always)]),
    ];
    let service = with_form(json!({"pages": pages}));
    let go = |answers: &[(&str, &str)]| travel(&service, &raw(answers), &sources(json!({})));
    let hidden = go(&[("a", "no"), ("b", "left over"), ("c", "x")]);
    assert!(hidden.is_complete() && !hidden.facts.answers.contains_key("b"));
    assert_eq!((hidden.position("two"), hidden.position("three")), (None, Some((2, 2))));
    assert_eq!(
        (hidden.page_after("one"), hidden.page_before("three")),
        (Some("three"), Some("one"))
    );
    assert!(!hidden.may_visit("two") && hidden.may_visit("three"));
    let shown = go(&[("a", "yes"), ("b", "here")]);
    assert_eq!(shown.position("two"), Some((2, 2)));
    assert!(shown.is_complete());
}

#[test]
fn the_browser_forgets_what_was_stored_for_the_page_it_shows() {
    let when = json!({"field": "a", "op": "eq", "value": "yes"});
    let form = json!({"pages": [page("p", json!(null), &[text("a", json!(null)), text("b", when)])]});
    let service = with_form(form);
    let stored = travel(&service, &raw(&[("a", "yes"), ("b", "x")]), &sources(json!({})));
    let live =
        with_context(|context| visible_fields(&service.form.pages[0], &raw(&[("a", "")]), &stored.facts, context));
    assert_eq!(live, [("a".to_owned(), true), ("b".to_owned(), false)]);
}

#[test]
fn a_condition_may_look_ahead_and_circles_end() {
    let looks_ahead = text("a", json!({"field": "b", "op": "eq", "value": "yes"}));
    let service = with_form(json!({"pages": [page("p", json!(null), &[looks_ahead, text("b", json!(null))])]}));
    let journey = travel(&service, &raw(&[("b", "yes")]), &sources(json!({})));
    assert!(state(&journey, "a").visible && journey.next_page() == Some("p"));

    let circle = [
        text("a", json!({"field": "b", "op": "empty"})),
        text("b", json!({"field": "a", "op": "empty"})),
    ];
    let service = with_form(json!({"pages": [page("p", json!({"field": "a", "op": "empty"}), &circle)]}));
    let both: RawAnswers = raw(&[("a", "1"), ("b", "2")]);
    let journey = travel(&service, &both, &sources(json!({})));
    assert_eq!(journey, travel(&service, &both, &sources(json!({}))));
    assert_eq!(journey.facts.answers.len(), 1);
}

#[test]
fn questions_that_decide_over_each_other_are_refused() {
    let pages = [
        page(
            "one",
            json!({"always": true}),
            &[text("a", json!({"field": "b", "op": "neq", "value": "x"}))],
        ),
        page(
            "two",
            json!({"always": true}),
            &[text("b", json!({"field": "a", "op": "eq", "value": "y"}))],
        ),
    ];
    let service = with_form(json!({ "pages": pages }));
    let journey = travel(&service, &raw(&[("a", "y")]), &sources(json!({})));
    assert!(
        journey.is_complete(),
        "b is asked for by now, but was decided before a was known"
    );
    let findings = check(&service, &[]);
    let told = findings.iter().filter(|finding| finding.reason.contains("in turn"));
    let told: Vec<&str> = told.map(|finding| finding.path.as_str()).collect();
    assert_eq!(told, ["form.pages[0].fields[0]", "form.pages[1].fields[0]"]);
}
