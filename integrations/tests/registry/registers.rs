//! The registers of the twelve services: who may have what, and who is refused.

use std::collections::BTreeMap;

use domain::value::Value;
use integrations::registry::simulated::{DemoPart, SimulatedRegistry};
use integrations::registry::{Registry, RegistryError, Reply};

use super::{day, holds, id, id_of, put, question};

async fn told(data_set: &str, applicant: &str, answers: &[(&str, &str)]) -> Reply {
    put(data_set, day(2026), applicant, answers).await
}

fn value(reply: &Reply, fact: &str) -> Value {
    reply
        .facts
        .get(&format!("registry.{fact}"))
        .cloned()
        .unwrap_or(Value::Null)
}

fn number(reply: &Reply, fact: &str) -> i64 {
    value(reply, fact).as_int().expect("a number")
}

#[tokio::test]
async fn driving_licences_renew_for_some_and_not_for_others() {
    let rana = told("driving", id(DemoPart::GovernmentEmployee), &[]).await;
    assert!(holds(&rana, "driving.licence_found"));
    assert_eq!(value(&rana, "driving.licence_number"), "4101733".into());
    assert_eq!(value(&rana, "driving.categories"), "B".into());
    assert_eq!(value(&rana, "driving.expiry_date"), "2026-10-12".into());
    assert_eq!(number(&rana, "driving.months_expired"), 1);
    for clean in ["professional_category", "unpaid_fines", "court_ban", "medical_flag"] {
        assert!(!holds(&rana, &format!("driving.{clean}")), "{clean}");
    }
    let old = told("driving", id(DemoPart::OutsidePilot), &[]).await;
    assert!(number(&old, "driving.months_expired") >= 60, "more than five years");
    for (who, fact) in [
        (DemoPart::Parent, "court_ban"),
        (DemoPart::MarriedAdult, "unpaid_fines"),
        (DemoPart::Agent, "professional_category"),
        (DemoPart::Guardian, "medical_flag"),
    ] {
        assert!(
            holds(&told("driving", id(who), &[]).await, &format!("driving.{fact}")),
            "{fact}"
        );
    }
    let none = told("driving", id(DemoPart::AssistedMother), &[]).await;
    assert_eq!((none.facts.len(), holds(&none, "driving.licence_found")), (1, false));
}

#[tokio::test]
async fn a_vehicle_is_told_to_its_owner_only() {
    let plate = |plate: &'static str| [("plate_number", plate)];
    let (rana, muna) = (id(DemoPart::GovernmentEmployee), id(DemoPart::CompanyOwner));
    let own = told("vehicle", rana, &plate("6012341")).await;
    assert!(holds(&own, "vehicle.applicant_is_owner") && holds(&own, "vehicle.insurance_valid"));
    assert_eq!(value(&own, "vehicle.make_model"), "Hyundai i20".into());
    assert_eq!(number(&own, "vehicle.engine_cc"), 1200);
    assert_eq!(value(&own, "vehicle.fuel"), "petrol".into());
    assert_eq!(value(&own, "vehicle.expiry_date"), "2026-10-18".into());
    let strange = told("vehicle", muna, &plate("6012341")).await;
    assert_eq!(
        (strange.facts.len(), holds(&strange, "vehicle.applicant_is_owner")),
        (1, false)
    );
    let company = told("vehicle", muna, &plate("6012374")).await;
    assert!(holds(&company, "vehicle.applicant_is_owner") && holds(&company, "vehicle.inspection_required"));
    let old = told("vehicle", id(DemoPart::OutsidePilot), &plate("6012358")).await;
    assert!(number(&old, "vehicle.months_expired") >= 36);
    let failed = told("vehicle", id(DemoPart::Parent), &plate("6012366")).await;
    assert!(!holds(&failed, "vehicle.inspection_passed"));
    let held = told("vehicle", id(DemoPart::MarriedAdult), &plate("6012390")).await;
    assert!(holds(&held, "vehicle.court_hold"));
    assert!(
        told("vehicle", rana, &plate("9999999")).await.facts.is_empty(),
        "nobody knows it"
    );
}

#[tokio::test]
async fn a_company_is_found_by_its_owner_or_its_number() {
    let (rana, muna) = (id(DemoPart::GovernmentEmployee), id(DemoPart::CompanyOwner));
    let own = told("company", muna, &[]).await;
    assert_eq!(value(&own, "company.licensed_operator_number"), "562000017".into());
    assert!(holds(&own, "company.applicant_is_owner"));
    let other = told("company", rana, &[("licensed_operator_number", "562000017")]).await;
    assert_eq!(value(&other, "company.name_ar"), value(&own, "company.name_ar"));
    assert!(!holds(&other, "company.applicant_is_owner"));
    assert!(
        told("company", muna, &[("licensed_operator_number", "1")])
            .await
            .facts
            .is_empty()
    );
}

fn parcel<'a>(governorate: &'a str, basin: &'a str, parcel: &'a str) -> [(&'static str, &'a str); 3] {
    [
        ("governorate", governorate),
        ("basin_number", basin),
        ("parcel_number", parcel),
    ]
}

#[tokio::test]
async fn land_matches_the_owners_name() {
    let (rana, muna) = (id(DemoPart::GovernmentEmployee), id(DemoPart::CompanyOwner));
    assert!(holds(
        &told("land", rana, &parcel("PS-RBH", "12", "45")).await,
        "land.name_match"
    ));
    assert!(!holds(
        &told("land", muna, &parcel("PS-RBH", "12", "45")).await,
        "land.name_match"
    ));
    assert!(
        holds(
            &told("land", muna, &parcel("PS-NBS", "24", "102")).await,
            "land.name_match"
        ),
        "her company"
    );
    let unknown = told("land", rana, &parcel("PS-RBH", "99", "45")).await;
    assert!(!holds(&unknown, "land.found") && value(&unknown, "land.name_match") == Value::Null);
    let item = |basin: &str| {
        let parts = parcel("PS-RBH", basin, "45").map(|(name, part)| (name.to_owned(), part.into()));
        Value::Map(BTreeMap::from(parts))
    };
    for (basins, found) in [(vec!["12"], true), (vec!["12", "99"], false)] {
        let list = Value::List(basins.into_iter().map(item).collect());
        let asked = question("land", rana, BTreeMap::from([("parcels".to_owned(), list)]), day(2026));
        let reply = SimulatedRegistry.ask(&asked).await.expect("it answers");
        assert_eq!(holds(&reply, "land.found"), found);
        assert_eq!(value(&reply, "land.name_match") == Value::Bool(true), found);
    }
}

#[tokio::test]
async fn passports_of_oneself_and_of_a_child_in_ones_care() {
    let rana = told("passport", id(DemoPart::GovernmentEmployee), &[]).await;
    assert!(holds(&rana, "passport.exists"));
    assert_eq!(value(&rana, "passport.name_en"), "Rana Khaled Yousef Al-Najjar".into());
    assert!(number(&rana, "passport.months_to_expiry") <= 6);
    let early = told("passport", id(DemoPart::MarriedAdult), &[]).await;
    assert!(number(&early, "passport.months_to_expiry") > 6);
    let none = told("passport", id(DemoPart::OutsidePilot), &[]).await;
    assert_eq!((none.facts.len(), holds(&none, "passport.exists")), (1, false));
    let child = [("child_id", id_of("Yousef"))];
    let son = told("passport", id(DemoPart::Parent), &child).await;
    assert_eq!(value(&son, "passport.number"), "P1410066".into());
    assert!(
        told("passport", id(DemoPart::OutsidePilot), &child)
            .await
            .facts
            .is_empty(),
        "not his son"
    );
}

#[tokio::test]
async fn cover_ends_soon_late_or_never_began() {
    let cover = async |part| told("health_insurance", id(part), &[]).await;
    let rana = cover(DemoPart::GovernmentEmployee).await;
    assert!(holds(&rana, "health_insurance.active"));
    assert!(number(&rana, "health_insurance.months_to_expiry") <= 2);
    let long = cover(DemoPart::OutsidePilot).await;
    assert!(number(&long, "health_insurance.months_to_expiry") > 2);
    let ended = cover(DemoPart::Parent).await;
    assert!(!holds(&ended, "health_insurance.active") && value(&ended, "health_insurance.number") != Value::Null);
    assert_eq!(cover(DemoPart::CompanyOwner).await.facts.len(), 1);
}

#[tokio::test]
async fn tax_certificates_records_and_programmes_are_told_to_their_own() {
    let (rana, muna) = (id(DemoPart::GovernmentEmployee), id(DemoPart::CompanyOwner));
    assert!(!holds(&told("tax", rana, &[]).await, "tax.balance_due"));
    assert!(holds(
        &told("tax", id(DemoPart::OutsidePilot), &[]).await,
        "tax.balance_due"
    ));
    let company = [("licensed_operator_number", "562000017")];
    assert!(holds(&told("tax", muna, &company).await, "tax.registered"));
    assert!(told("tax", rana, &company).await.facts.is_empty(), "not her company");

    let papers = told("education", rana, &[]).await;
    assert_eq!(
        value(&papers, "education.certificates").as_list().map(<[Value]>::len),
        Some(2)
    );
    let other = [("capacity", "agent"), ("holder_national_id", muna)];
    assert!(told("education", rana, &other).await.facts.is_empty());

    let result = async |who, answers: &[(&str, &str)]| value(&told("judicial", who, answers).await, "judicial.result");
    assert_eq!(result(rana, &[("capacity", "self")]).await, "clear".into());
    let guardian = id(DemoPart::Guardian);
    assert_eq!(result(guardian, &[]).await, "record".into());
    let agent = [("capacity", "agent"), ("principal_national_id", guardian)];
    assert_eq!(result(rana, &agent).await, "record".into());
    let oneself = [("capacity", "self"), ("principal_national_id", guardian)];
    assert_eq!(result(rana, &oneself).await, "clear".into());

    assert!(holds(
        &told("social", id(DemoPart::AssistedMother), &[]).await,
        "social.assistance"
    ));
    assert!(!holds(&told("social", rana, &[]).await, "social.assistance"));
}

/// Every data set of the catalogue is simulated, and one that is not there is away.
#[tokio::test]
async fn all_data_sets_of_the_catalogue_are_answered_the_same_each_time() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/registries.json");
    let text = std::fs::read_to_string(file).expect("the file");
    let list: domain::registry::RegistryList = serde_json::from_str(&text).expect("data sets");
    assert!(list.registries.len() >= 12);
    for data_set in &list.registries {
        let name = data_set.key.trim_start_matches("registry.");
        let asked = question(name, id(DemoPart::CompanyOwner), BTreeMap::new(), day(2026));
        let first = SimulatedRegistry.ask(&asked).await;
        assert!(first.is_ok(), "{name}");
        assert_eq!(first, SimulatedRegistry.ask(&asked).await, "{name}");
    }
    let unknown = question("weather", "1", BTreeMap::new(), day(2026));
    assert_eq!(SimulatedRegistry.ask(&unknown).await, Err(RegistryError::Away));
}
