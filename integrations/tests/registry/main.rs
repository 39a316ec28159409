//! What the simulated registries say about whom.

mod registers;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::value::Value;
use integrations::registry::none::NoRegistry;
use integrations::registry::simulated::{DemoPart, SimulatedRegistry, demo_people, demo_person};
use integrations::registry::{Question, Registry, RegistryError, Reply};

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 11, 25).expect("a day")
}

fn id(part: DemoPart) -> &'static str {
    &demo_person(part).expect("somebody plays it").national_id
}

fn id_of(name_en: &str) -> &'static str {
    let found = demo_people().iter().find(|person| person.name_en.starts_with(name_en));
    &found.expect("in the register").national_id
}

fn question(data_set: &str, applicant: &str, parameters: BTreeMap<String, Value>, today: NaiveDate) -> Question {
    Question {
        data_set: format!("registry.{data_set}"),
        service: "PS/GOV/X/Y/z".to_owned(),
        applicant: applicant.to_owned(),
        parameters,
        issue: "2611-4837-0628".to_owned(),
        today,
    }
}

async fn put(data_set: &str, today: NaiveDate, applicant: &str, answers: &[(&str, &str)]) -> Reply {
    let answers = answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).into()));
    let question = question(data_set, applicant, answers.collect(), today);
    let reply = SimulatedRegistry.ask(&question).await.expect("it answers");
    assert!(reply.is_of(&question.data_set), "{reply:?}");
    reply
}

async fn ask_on(today: NaiveDate, applicant: &str, answers: &[(&str, &str)]) -> Reply {
    put("population", today, applicant, answers).await
}

async fn ask(applicant: &str, answers: &[(&str, &str)]) -> Reply {
    ask_on(day(2026), applicant, answers).await
}

fn holds(reply: &Reply, fact: &str) -> bool {
    reply.facts[&format!("registry.{fact}")] == Value::Bool(true)
}

/// record found, relation confirmed, exact match, record told.
fn standing(reply: &Reply) -> [bool; 4] {
    [
        holds(reply, "population.record_found"),
        holds(reply, "population.relation_confirmed"),
        holds(reply, "population.exact_match"),
        reply.facts.contains_key("registry.population.record"),
    ]
}

#[tokio::test]
async fn oneself_is_confirmed_and_a_stranger_is_unknown() {
    for answers in [&[][..], &[("subject_relation", "self")]] {
        let reply = ask(id(DemoPart::GovernmentEmployee), answers).await;
        assert!(holds(&reply, "population.registered"));
        assert_eq!(standing(&reply), [true; 4]);
        let record = &reply.facts["registry.population.record"];
        assert_eq!(record.part("name_ar"), Some(&"رنا خالد يوسف النجار".into()));
        assert_eq!(record.part("mother_ar"), Some(&"سعاد".into()));
        assert_eq!(record.part("birth_date"), Some(&"1991-05-14".into()));
        assert_eq!(record.part("record_number"), Some(&"1991/2101".into()));
    }
    let reply = ask("123456782", &[("subject_relation", "self")]).await;
    assert!(!holds(&reply, "population.registered"));
    assert_eq!(standing(&reply), [false; 4]);
    assert!(reply.choices["registry.population.minor_children"].is_empty());
}

#[tokio::test]
async fn a_parent_chooses_among_minors_only() {
    let parent = id(DemoPart::Parent);
    let reply = ask(parent, &[]).await;
    let children = &reply.choices["registry.population.minor_children"];
    let names: Vec<&str> = children.iter().map(|child| child.label.en.as_str()).collect();
    assert_eq!(
        names,
        ["Layan Ahmad Mahmoud Al-Khatib", "Yousef Ahmad Mahmoud Al-Khatib"]
    );
    for child in children {
        let answers = [("subject_relation", "child"), ("child_id", &child.raw())];
        assert_eq!(standing(&ask(parent, &answers).await), [true; 4]);
    }
    let grown_up = id_of("Mahmoud Ahmad");
    for (who, child) in [(parent, grown_up), (id(DemoPart::OutsidePilot), id_of("Layan"))] {
        let reply = ask(who, &[("subject_relation", "child"), ("child_id", child)]).await;
        assert_eq!(standing(&reply), [true, false, false, false]);
    }
    // The day decides who is a minor: both are grown up one day, and the eldest was a child once.
    let listed = async |year| {
        let reply = ask_on(day(year), parent, &[]).await;
        reply.choices["registry.population.minor_children"].len()
    };
    assert_eq!((listed(2020).await, listed(2031).await, listed(2035).await), (3, 1, 0));
    // A guardian finds the ward, a service that only asks which child works too.
    let ward = ask(id(DemoPart::Guardian), &[("child_id", id_of("Jana"))]).await;
    assert_eq!(standing(&ward), [true; 4]);
}

#[tokio::test]
async fn parent_and_spouse_need_the_typed_details_for_a_match() {
    let applicant = id(DemoPart::MarriedAdult);
    let mother = id_of("Fatima");
    let typed = [
        ("subject_relation", "parent"),
        ("subject_national_id", mother),
        ("subject_name", "فاطمه عبدالرحمن اسماعيل حمدان"),
        ("subject_birth_date", "1960-04-25"),
        ("subject_mother_name", "زهره"),
    ];
    assert_eq!(standing(&ask(applicant, &typed).await), [true; 4], "spelling is folded");
    for (at, wrong) in [(2, "فاطمة حمدان"), (3, "1960-04-26"), (4, "زينب")] {
        let mut answers = typed;
        answers[at].1 = wrong;
        assert_eq!(
            standing(&ask(applicant, &answers).await),
            [true, true, false, true],
            "{wrong}"
        );
    }
    let mut spouse = typed;
    spouse[0].1 = "spouse";
    assert!(!holds(&ask(applicant, &spouse).await, "population.relation_confirmed"));
    spouse[1].1 = id_of("Nour");
    assert!(holds(&ask(applicant, &spouse).await, "population.relation_confirmed"));
    let mut late = typed;
    late[1].1 = id_of("Ziad");
    assert!(holds(&ask(applicant, &late).await, "population.relation_confirmed"));
}

#[tokio::test]
async fn an_agent_learns_a_record_only_by_knowing_it() {
    let agent = id(DemoPart::Agent);
    let typed = [
        ("subject_relation", "agent"),
        ("subject_national_id", id(DemoPart::OutsidePilot)),
        ("subject_name", "Samer Ibrahim Hasan Al-Omari"),
        ("subject_birth_date", "1994-08-27"),
        ("subject_mother_name", "وداد"),
    ];
    assert_eq!(standing(&ask(agent, &typed).await), [true, false, true, true]);
    assert_eq!(standing(&ask(agent, &typed[..2]).await), [true, false, false, false]);
    let nobody = [("subject_relation", "agent"), ("subject_national_id", "123456782")];
    assert_eq!(standing(&ask(agent, &nobody).await), [false; 4]);
}

#[tokio::test]
async fn exemptions_follow_household_and_child() {
    let confirmed = async |who, year, answers: &[(&str, &str)]| {
        holds(
            &put("exemption_confirmed", day(year), who, answers).await,
            "exemption_confirmed",
        )
    };
    let mother = id(DemoPart::AssistedMother);
    let assistance = ("exemption_category", "social_assistance_beneficiary");
    let orphan = ("exemption_category", "orphan_minor");
    assert!(confirmed(mother, 2026, &[assistance]).await);
    assert!(!confirmed(mother, 2026, &[]).await);
    assert!(!confirmed(mother, 2026, &[("exemption_category", "none")]).await);
    assert!(!confirmed(mother, 2026, &[orphan]).await, "she is not the orphan");
    let child = [("subject_relation", "child"), ("child_id", id_of("Karim")), orphan];
    assert!(confirmed(mother, 2026, &child).await);
    assert!(!confirmed(mother, 2034, &child).await, "he is of age");
    assert!(
        !confirmed(id(DemoPart::OutsidePilot), 2026, &child).await,
        "not his child"
    );
    assert!(!confirmed(id(DemoPart::Parent), 2026, &[assistance]).await);
}

#[tokio::test]
async fn household_and_company_are_told_to_those_who_have_them() {
    let reply = ask(id(DemoPart::Parent), &[]).await;
    let household = reply.facts["registry.population.household"].as_list().unwrap();
    let relations: Vec<_> = household
        .iter()
        .filter_map(|one| one.part("relation")?.as_text())
        .collect();
    assert_eq!(relations, ["spouse", "child", "child"]);
    assert!(
        put("company", day(2026), id(DemoPart::Parent), &[])
            .await
            .facts
            .is_empty()
    );
    let reply = put("company", day(2026), id(DemoPart::CompanyOwner), &[]).await;
    let name = reply.facts["registry.company.name_ar"].as_text();
    assert!(name.expect("a name").contains("الحداد"));
    let widow = ask(id(DemoPart::AssistedMother), &[]).await;
    assert_eq!(widow.facts["registry.population.household"].as_list().unwrap().len(), 1);
}

#[tokio::test]
async fn without_a_connector_the_registry_is_away() {
    let question = question("population", "1", BTreeMap::new(), day(2026));
    assert_eq!(NoRegistry.ask(&question).await, Err(RegistryError::Away));
}
