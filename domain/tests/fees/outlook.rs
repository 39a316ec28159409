//! What can be said about the fee before everything is known.

use domain::facts::CaseFacts;
use domain::fee::{lines, names, outlook};
use domain::language::Language;
use domain::service::workflow::FeeStage;
use domain::view::form::OpenFee;
use serde_json::json;

use crate::{day, service};

fn facts(answers: serde_json::Value) -> CaseFacts {
    CaseFacts {
        answers: serde_json::from_value(answers).expect("answers"),
        sources: Default::default(),
    }
}

fn said(id: &str, answers: serde_json::Value) -> (Vec<i64>, Vec<OpenFee>) {
    let definition = service(id);
    let found = outlook(
        &definition.fee,
        &definition.form.pages,
        &facts(answers),
        day("2026-11-23"),
    );
    let due = found.lines.iter().map(|line| line.amount.minor).collect();
    (due, found.open.iter().map(|(.., why)| *why).collect())
}

#[test]
fn what_waits_for_an_answer_or_an_officer_is_named_and_not_free() {
    assert_eq!(
        said("land-title-extract", json!({})),
        (vec![500], vec![OpenFee::Answer])
    );
    let two = json!({"parcels": [{}, {}], "copies": 1, "exemption_category": "none"});
    assert_eq!(said("land-title-extract", two), (vec![6000, 500], vec![]));
    let let_off = json!({"parcels": [{}], "copies": 1, "exemption_category": "social_assistance_beneficiary"});
    assert_eq!(said("land-title-extract", let_off), (vec![3000, -3000, 500], vec![]));
    let (due, open) = said("building-permit", json!({}));
    assert_eq!(due.len(), 1);
    assert!(
        !open.is_empty() && open.iter().all(|why| *why == OpenFee::Assessed),
        "{open:?}"
    );
    let view = outlook(
        &service("building-permit").fee,
        &[],
        &facts(json!({})),
        day("2026-11-23"),
    )
    .view(Language::En, true);
    assert!(
        view.open
            .iter()
            .all(|open| open.amount.is_none() && !open.label.is_empty())
    );
}

#[test]
fn where_everything_is_known_it_is_the_bill() {
    let definition = service("birth-certificate-extract");
    let facts =
        facts(json!({"copies": 3, "urgency": "urgent", "exemption_category": "none", "delivery_method": "download"}));
    let found = outlook(&definition.fee, &definition.form.pages, &facts, day("2026-11-23"));
    assert_eq!(
        Ok(found.lines),
        lines(&definition, &facts, FeeStage::Submission, day("2026-11-23"))
    );
    // The pages the browser is sent hold only what is named; the answer is the same.
    let mut named = Vec::new();
    names(&definition.fee, &mut |name| named.push(name.to_owned()));
    let mut few = definition.form.pages.clone();
    for page in &mut few {
        page.fields.retain(|field| named.contains(&field.key));
    }
    assert_eq!(
        outlook(&definition.fee, &few, &facts, day("2026-11-23")),
        outlook(&definition.fee, &definition.form.pages, &facts, day("2026-11-23"))
    );
}
