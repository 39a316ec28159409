//! Repeating groups: the partners of a company, the dependants of an insured person.

use domain::answer::{
    Problem, RawAnswers, check, defaults, drop_blank_items, faulty_input, field_named, free_item, input_names,
    item_field, items_input, shown_items, to_raw,
};
use domain::facts::CaseFacts;
use domain::journey::{Journey, visible_fields};
use domain::service::field::Field;
use serde_json::json;

use crate::{COMPANY, HEALTH, raw, service, sources, state, travel, with_context};

const SHARES: [(&str, &str); 1] = [("share_count", "١٠٠")];

fn partner(index: usize, nationality: &str, shares: &str) -> RawAnswers {
    let name = |key: &str| format!("partners.{index}.{key}");
    let identity = format!("00000{}", ["0018", "0422"][index % 2]);
    let answers = [
        ("partner_kind", "person"),
        ("partner_name", "ليلى"),
        ("partner_nationality", nationality),
        ("partner_national_id", &identity),
        ("partner_passport", "P1234567"),
        ("shares", shares),
        ("is_signatory", "on"),
        ("partner_mobile", "0599123456"),
        ("partner_file", "u-1|هوية.pdf"),
    ];
    answers
        .into_iter()
        .map(|(key, text)| (name(key), vec![text.to_owned()]))
        .collect()
}

fn found(answers: impl IntoIterator<Item = RawAnswers>) -> (Journey, RawAnswers) {
    let raw: RawAnswers = answers.into_iter().flatten().chain(raw(&SHARES)).collect();
    (travel(&service(COMPANY), &raw, &sources(json!({}))), raw)
}

fn group() -> Field {
    service(COMPANY).field("partners").unwrap().clone()
}

#[test]
fn items_are_checked_with_their_own_conditions() {
    let (journey, raw) = found([partner(0, "PS", "60"), partner(3, "JO", "٤٠")]);
    let partners = state(&journey, "partners");
    assert_eq!(partners.problem, None);
    assert_eq!(
        serde_json::to_value(&partners.value).unwrap(),
        json!([
            {"partner_kind": "person", "partner_name": "ليلى", "partner_nationality": "PS", "partner_national_id": "000000018",
             "shares": 60, "is_signatory": true, "partner_mobile": "+970599123456", "partner_file": [{"upload": "u-1", "name": "هوية.pdf"}]},
            {"partner_kind": "person", "partner_name": "ليلى", "partner_nationality": "JO", "partner_passport": "P1234567",
             "shares": 40, "is_signatory": true, "partner_mobile": "+970599123456", "partner_file": [{"upload": "u-1", "name": "هوية.pdf"}]},
        ])
    );
    let indexes: Vec<usize> = partners.items.iter().map(|item| item.index).collect();
    assert_eq!(indexes, [0, 3]);

    let page = service(COMPANY)
        .form
        .pages
        .into_iter()
        .find(|page| page.fields.iter().any(|field| field.key == "partners"))
        .unwrap();
    let shown = with_context(|context| visible_fields(&page, &raw, &CaseFacts::default(), context));
    let shown = |name: &str| shown.iter().find(|(key, _)| key == name).map(|(_, visible)| *visible);
    assert_eq!(shown("partners"), Some(true));
    assert_eq!(shown("partners.0.partner_national_id"), Some(true));
    assert_eq!(shown("partners.3.partner_national_id"), Some(false));
    assert_eq!(shown("partners.3.partner_passport"), Some(true));
    assert_eq!(shown("partners.1.partner_passport"), None);
}

#[test]
fn shares_must_add_up_once_the_total_is_known() {
    let (journey, raw) = found([partner(0, "PS", "60"), partner(1, "PS", "41")]);
    let wrong = state(&journey, "partners");
    assert!(matches!(&wrong.problem, Some(Problem::Custom { message }) if message.en.contains("add up")));
    assert_eq!(
        (wrong.value.as_ref(), journey.facts.answers.get("partners")),
        (None, None)
    );
    assert_eq!(
        wrong.faulty_input(&group(), &raw).as_deref(),
        Some("partners.0.partner_kind")
    );

    let mut without_total = raw.clone();
    without_total.remove("share_count");
    let journey = travel(&service(COMPANY), &without_total, &sources(json!({})));
    assert!(state(&journey, "partners").value.is_some());
}

#[test]
fn the_number_of_items_is_limited() {
    assert_eq!(state(&found([]).0, "partners").problem, Some(Problem::Required));
    let one = found([partner(0, "PS", "100")]).0;
    assert_eq!(state(&one, "partners").problem, Some(Problem::TooFewItems { min: 2 }));
    let crowd = found((0..51).map(|at| partner(at, "JO", "1"))).0;
    assert_eq!(
        state(&crowd, "partners").problem,
        Some(Problem::TooManyItems { max: 50 })
    );
}

#[test]
fn a_blank_item_is_left_out_even_with_its_first_values() {
    let group = group();
    let begins: RawAnswers = group
        .fields
        .iter()
        .flat_map(|field| defaults(&item_field(&group, 2, field)))
        .collect();
    assert_eq!(begins, raw(&[("partners.2.partner_nationality", "PS")]));
    let (journey, _) = found([partner(0, "PS", "60"), partner(1, "PS", "40"), begins]);
    let partners = state(&journey, "partners");
    assert!(partners.problem.is_none() && partners.items[2].blank);
    assert_eq!(partners.value.as_ref().unwrap().as_list().unwrap().len(), 2);
}

#[test]
fn the_error_points_into_the_item() {
    let mut wrong = partner(1, "PS", "40");
    wrong.extend(raw(&[("partners.1.partner_mobile", "12")]));
    let (journey, raw) = found([partner(0, "PS", "60"), wrong]);
    let partners = state(&journey, "partners");
    assert_eq!(partners.problem, Some(Problem::Phone));
    assert_eq!(
        partners.items[1]
            .answers
            .iter()
            .filter(|answer| answer.problem.is_some())
            .count(),
        1
    );
    assert_eq!(
        partners.faulty_input(&group(), &raw).as_deref(),
        Some("partners.1.partner_mobile")
    );
    assert_eq!(
        faulty_input(&group(), &Problem::Phone, &raw),
        "partners.1.partner_mobile"
    );
}

#[test]
fn values_that_must_differ_do() {
    let dependants = service(HEALTH).field("dependants").unwrap().clone();
    let relation = dependants.fields[2].options[0].raw();
    let household = json!([
        {"name": "سعاد", "national_id": "000000018", "relation": relation, "birth_date": "2015-06-01", "disabled": false},
        {"name": "نور", "national_id": "000000422", "relation": relation, "birth_date": "2018-11-30", "disabled": true},
    ]);
    let mut answers = to_raw(&dependants, &serde_json::from_value(household.clone()).unwrap());
    assert!(answers.keys().all(|name| input_names(&dependants).contains(name)));
    let check = |answers: &RawAnswers| travel(&service(HEALTH), answers, &sources(json!({})));
    assert_eq!(
        serde_json::to_value(&state(&check(&answers), "dependants").value).unwrap(),
        household
    );
    assert_eq!(state(&check(&RawAnswers::new()), "dependants").problem, None);

    answers.extend(raw(&[("dependants.1.national_id", "٠٠٠٠٠٠٠١٨")]));
    let journey = check(&answers);
    assert_eq!(state(&journey, "dependants").problem, Some(Problem::Duplicate));
    assert_eq!(
        faulty_input(&dependants, &Problem::Duplicate, &answers),
        "dependants.1.national_id"
    );

    answers.extend(raw(&[("dependants.0.birth_date.year", "2027")]));
    let journey = check(&answers);
    let late = state(&journey, "dependants");
    assert!(matches!(late.problem, Some(Problem::TooLate { .. })));
    assert_eq!(
        faulty_input(&dependants, late.problem.as_ref().unwrap(), &answers),
        "dependants.0.birth_date.day"
    );
}

#[test]
fn the_list_of_items_says_which_there_are_and_in_which_order() {
    let group = group();
    assert_eq!(items_input(&group), "partners.items");
    assert_eq!(
        shown_items(&group, &RawAnswers::new()),
        [0, 1],
        "as many as there must be"
    );
    let list =
        |numbers: &[&str]| RawAnswers::from([(items_input(&group), numbers.iter().map(|n| (*n).to_owned()).collect())]);
    let (journey, raw) = found([
        partner(0, "PS", "60"),
        partner(3, "JO", "40"),
        list(&["3", "0", "3", "007", "x", ""]),
    ]);
    assert_eq!(shown_items(&group, &raw), [3, 0]);
    let partners = state(&journey, "partners");
    let shares: Vec<_> = partners
        .value
        .as_ref()
        .unwrap()
        .as_list()
        .unwrap()
        .iter()
        .map(|item| item.part("shares").unwrap().as_int())
        .collect();
    assert_eq!(shares, [Some(40), Some(60)], "in the order of the list");
    // What is not listed is not there, though it was sent; what is listed and was not sent is blank.
    let (journey, raw) = found([partner(0, "PS", "60"), partner(3, "JO", "40"), list(&["0", "7"])]);
    let partners = state(&journey, "partners");
    assert_eq!(
        partners
            .items
            .iter()
            .map(|item| (item.index, item.blank))
            .collect::<Vec<_>>(),
        [(0, false), (7, true)]
    );
    assert_eq!(partners.problem, Some(Problem::TooFewItems { min: 2 }));
    assert_eq!(
        faulty_input(&group, &Problem::Required, &raw),
        "partners.0.partner_kind"
    );
    assert_eq!([free_item(&[]), free_item(&[0, 2]), free_item(&[1, 0])], [0, 1, 2]);
}

#[test]
fn each_question_of_an_item_has_its_own_problem() {
    let mut wrong = partner(1, "PS", "many");
    wrong.extend(raw(&[("partners.1.partner_mobile", "12")]));
    let (journey, raw) = found([partner(0, "PS", "60"), wrong]);
    let definition = service(COMPANY);
    let page = definition
        .form
        .pages
        .iter()
        .find(|page| page.key == "partners_page")
        .unwrap();
    let questions = journey.page("partners_page").unwrap().questions(page, &raw);
    let told: Vec<&str> = questions
        .iter()
        .filter(|one| one.problem.is_some() && one.key.starts_with("partners"))
        .map(|one| one.input.as_str())
        .collect();
    assert_eq!(
        told,
        ["partners.1.shares", "partners.1.partner_mobile"],
        "the group is not blamed for its item"
    );
    let (field, place) = field_named(&page.fields, "partners.1.shares").unwrap();
    assert_eq!(
        (field.key.as_str(), place.map(|(group, at)| (group.key.as_str(), at))),
        ("partners.1.shares", Some(("partners", 1)))
    );
    for odd in [
        "partners.01.shares",
        "partners.99999.shares",
        "partners.0.unknown",
        "partners.0",
        "partners.0.shares.x",
        "x",
    ] {
        assert!(field_named(&page.fields, odd).is_none(), "{odd}");
    }
}

/// A group that need not have any particular answer: what is in an item decides whether there is one.
fn notes() -> Field {
    let words = json!({"ar": "ملاحظة", "en": "Note"});
    let inner = |key: &str, kind: &str| json!({"key": key, "type": kind, "label": words});
    let inner = [
        inner("note", "text"),
        inner("paper", "file"),
        inner("boxes", "checkbox"),
    ];
    let mut group = json!({"key": "g", "type": "repeating_group", "label": words, "fields": inner, "required": true});
    group["fields"][2]["options"] = json!([{"value": "a", "label": words}]);
    serde_json::from_value(group).unwrap()
}

#[test]
fn an_item_in_which_nothing_can_be_seen_is_none() {
    let tried = |answers: &[(&str, &str)]| with_context(|context| check(&notes(), &raw(answers), context));
    for nothing in [" ", "\u{200B}\u{2066}", "\u{3164}", "\u{064E}\u{0301}", "\u{200D}"] {
        assert_eq!(tried(&[("g.0.note", nothing)]), Err(Problem::Required), "{nothing:?}");
    }
    assert_eq!(tried(&[("g.0.paper", "no upload")]), Err(Problem::Required));
    assert!(tried(&[("g.0.note", "."), ("g.0.paper", "no upload")]).is_ok());
}

#[test]
fn an_item_is_not_blank_when_only_its_second_text_says_something() {
    let mut answers = RawAnswers::from([("g.0.boxes".to_owned(), vec![String::new(), "a".to_owned()])]);
    let ticked = json!([{"boxes": ["a"]}]);
    let found = with_context(|context| check(&notes(), &answers, context));
    assert_eq!(serde_json::to_value(found.unwrap()).unwrap(), ticked);
    answers.insert("g.1.note".to_owned(), vec![" ".to_owned(), "x".to_owned()]);
    drop_blank_items(&notes(), &mut answers);
    assert_eq!(answers["g.items"], ["0", "1"], "the second text is not thrown away");
}
