//! The birth certificate extract, through each relation to the person in the record.

use domain::answer::{Problem, RawAnswers};
use domain::journey::Journey;
use serde_json::json;

use crate::{BIRTH, raw, service, sources, state, travel};

const APPLICANT: [(&str, &str); 3] = [
    ("applicant_name", "أمل خالد محمود عودة"),
    ("applicant_national_id", "٠٠٠٠٠٠٤٢٢"),
    ("applicant_mobile", "٠٥٩٩ ١٢٣ ٤٥٦"),
];
const REQUEST: [(&str, &str); 5] = [
    ("certificate_language", "ar"),
    ("purpose", "school"),
    ("copies", "٢"),
    ("urgency", "normal"),
    ("exemption_category", "none"),
];
const END: [(&str, &str); 2] = [("delivery_method", "download"), ("declaration", "on")];
const PERSON: [(&str, &str); 6] = [
    ("subject_national_id", "000000018"),
    ("subject_name", "خالد محمود سعيد عودة"),
    ("subject_birth_date.day", "٧"),
    ("subject_birth_date.month", "كانون الثاني"),
    ("subject_birth_date.year", "١٩٦٠"),
    ("subject_mother_name", "فاطمة"),
];

fn answers(parts: &[&[(&str, &str)]]) -> RawAnswers {
    parts.iter().flat_map(|part| raw(part)).collect()
}

fn go(answers: &RawAnswers, facts: serde_json::Value) -> Journey {
    travel(&service(BIRTH), answers, &sources(facts))
}

#[test]
fn the_pages_follow_one_another() {
    let nothing = go(&RawAnswers::new(), json!({}));
    assert_eq!(nothing.next_page(), Some("applicant"));
    assert!(nothing.may_visit("applicant") && !nothing.may_visit("subject"));
    assert!(!nothing.may_visit("elsewhere") && nothing.page("elsewhere").is_none());
    assert_eq!(nothing.position("request"), Some((3, 5)));
    assert_eq!(nothing.page_before("applicant"), None);
    assert_eq!(nothing.page_before("subject"), Some("applicant"));
    assert_eq!(nothing.page_after("delivery"), Some("declaration"));
    assert_eq!(nothing.page_after("declaration"), None);

    let begun = go(&answers(&[&APPLICANT]), json!({}));
    assert_eq!(begun.next_page(), Some("subject"));
    assert!(begun.may_visit("subject") && !begun.may_visit("request"));

    let ahead = go(&answers(&[&APPLICANT, &REQUEST]), json!({}));
    assert_eq!(ahead.next_page(), Some("subject"));
    assert!(ahead.page("request").unwrap().is_complete() && !ahead.may_visit("delivery"));
}

#[test]
fn for_oneself() {
    let journey = go(
        &answers(&[&APPLICANT, &[("subject_relation", "self")], &REQUEST, &END]),
        json!({}),
    );
    assert!(journey.is_complete() && journey.next_page().is_none());
    let shown: Vec<&str> = journey
        .page("subject")
        .unwrap()
        .visible_fields()
        .map(|field| field.key.as_str())
        .collect();
    assert_eq!(shown, ["subject_relation"]);
    let facts = serde_json::to_value(&journey.facts.answers).unwrap();
    assert_eq!(
        facts,
        json!({
            "applicant_name": "أمل خالد محمود عودة", "applicant_national_id": "000000422",
            "applicant_mobile": "+970599123456", "subject_relation": "self", "certificate_language": "ar",
            "purpose": "school", "copies": 2, "urgency": "normal", "exemption_category": "none",
            "delivery_method": "download", "declaration": true,
        })
    );
}

#[test]
fn for_a_child() {
    let child = [("subject_relation", "child"), ("child_id", "000000018")];
    let mother = answers(&[&APPLICANT, &child, &[("guardianship_basis", "mother")], &REQUEST, &END]);
    assert!(go(&mother, json!({"registry.population.relation_confirmed": true})).is_complete());

    let mut guardian = mother.clone();
    guardian.extend(raw(&[("guardianship_basis", "legal_guardian")]));
    let journey = go(&guardian, json!({"registry.population.relation_confirmed": true}));
    let problems: Vec<_> = journey.page("subject").unwrap().problems().collect();
    assert_eq!(problems, [("guardianship_file", &Problem::Required)]);
    guardian.extend(raw(&[("guardianship_file", "0191|حجة.pdf")]));
    assert!(go(&guardian, json!({"registry.population.relation_confirmed": true})).is_complete());
    guardian.insert("guardianship_file".into(), vec!["a|1".into(), "b|2".into()]);
    assert_eq!(
        state(&go(&guardian, json!({})), "guardianship_file").problem,
        Some(Problem::TooManyFiles { max: 1 })
    );

    // What was answered for a child is forgotten when the extract is for oneself: the page, and the file behind it.
    guardian.extend(raw(&[("subject_relation", "self")]));
    let journey = go(&guardian, json!({}));
    assert!(journey.is_complete());
    assert!(
        ["child_id", "guardianship_basis", "guardianship_file"]
            .iter()
            .all(|key| !journey.facts.answers.contains_key(*key))
    );
}

#[test]
fn for_a_parent_or_spouse() {
    for relation in ["parent", "spouse"] {
        let relation = [("subject_relation", relation)];
        let empty = go(&answers(&[&APPLICANT, &relation]), json!({}));
        let missing: Vec<&str> = empty.page("subject").unwrap().problems().map(|(key, _)| key).collect();
        assert_eq!(
            missing,
            [
                "subject_national_id",
                "subject_name",
                "subject_birth_date",
                "subject_mother_name"
            ]
        );

        let full = answers(&[&APPLICANT, &relation, &PERSON, &REQUEST, &END]);
        let confirmed = go(&full, json!({"registry.population.relation_confirmed": true}));
        assert!(confirmed.is_complete());
        assert_eq!(state(&confirmed, "subject_birth_date").value, Some("1960-01-07".into()));

        // The register is silent: an officer will look. It says no: refused.
        assert!(go(&full, json!({})).is_complete());
        let refused = go(&full, json!({"registry.population.relation_confirmed": false}));
        assert_eq!(refused.refused.as_ref().unwrap().rule, "subject_link");
        assert!(!refused.is_complete() && refused.next_page().is_none());
    }
}

#[test]
fn for_a_person_represented() {
    let agent = answers(&[&APPLICANT, &[("subject_relation", "agent")], &PERSON, &REQUEST, &END]);
    let journey = go(&agent, json!({}));
    assert_eq!(journey.next_page(), Some("subject"));
    assert_eq!(state(&journey, "agent_poa_file").problem, Some(Problem::Required));
    let mut with_paper = agent.clone();
    with_paper.extend(raw(&[("agent_poa_file", "0191|وكالة.pdf")]));
    assert!(go(&with_paper, json!({"registry.population.relation_confirmed": false})).is_complete());
}

#[test]
fn a_proof_is_asked_for_only_when_the_register_says_no() {
    let orphan = answers(&[
        &APPLICANT,
        &[("subject_relation", "self")],
        &REQUEST,
        &END,
        &[("exemption_category", "orphan_minor")],
    ]);
    assert!(go(&orphan, json!({})).is_complete());
    assert!(go(&orphan, json!({"registry.exemption_confirmed": true})).is_complete());
    assert!(!state(&go(&orphan, json!({})), "exemption_file").required);
    let journey = go(&orphan, json!({"registry.exemption_confirmed": false}));
    assert!(state(&journey, "exemption_file").required);
    assert_eq!(state(&journey, "exemption_file").problem, Some(Problem::Required));
    assert_eq!(journey.next_page(), Some("request"));
}

#[test]
fn delivery_by_post_asks_for_the_address() {
    let mut post = answers(&[
        &APPLICANT,
        &[("subject_relation", "self")],
        &REQUEST,
        &END,
        &[("delivery_method", "post")],
    ]);
    assert_eq!(
        state(&go(&post, json!({})), "delivery_address").problem,
        Some(Problem::Required)
    );
    post.extend(raw(&[
        ("delivery_address.governorate", "PS-JEN"),
        ("delivery_address.locality", "برقين"),
    ]));
    assert!(go(&post, json!({})).is_complete());
    post.extend(raw(&[("delivery_method", "collect"), ("collect_office", "jenin")]));
    let journey = go(&post, json!({}));
    assert!(journey.is_complete() && !journey.facts.answers.contains_key("delivery_address"));
}

#[test]
fn the_youngest_age_is_looked_at_from_the_start() {
    let young = go(&RawAnswers::new(), json!({"applicant.age": 15}));
    assert_eq!(young.refused.unwrap().rule, "min_age");
    assert!(go(&RawAnswers::new(), json!({"applicant.age": 16})).refused.is_none());
}
