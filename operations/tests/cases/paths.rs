//! Every service of the catalogue, worked from sent to its ends by everything its workflow lets anybody do: each action
//! of each desk, paying and letting a bill lapse, coming and not coming, agreeing and refusing.
//!
//! The answers come from the crate `sample`; the registers say what a way needs. A choice that no case reached is a
//! failure. In the end the books must be even.

mod registers;
mod walk;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::answer::{CheckContext, RawAnswers};
use operations::Settings;
use operations::catalogue::{Catalogue, Service};
use sample::{Given, branches, confirming, lists};

use crate::both::both;
use crate::paths::registers::{Registers, Told, others};
use crate::paths::walk::{Staff, Walker};
use crate::paths::ways::Ways;
use crate::stage::Stage;

/// Applications made with the same answers that showed nothing new, after which other answers are tried.
const PATIENCE: usize = 1;

/// Applications that differ in what the workflow looks at, with what the registers say.
fn plan(service: &Service, catalogue: &Catalogue, today: chrono::NaiveDate) -> Vec<(Told, Vec<RawAnswers>)> {
    let definition = &service.definition;
    let is_registered = |name: &String| {
        let set = domain::registry::data_set(name);
        name == "applicant.age" || set.is_some_and(|set| catalogue.data_set(set).is_some())
    };
    let mut base = confirming(definition);
    base.retain(|name, _| is_registered(name));
    let mut choices = lists(definition);
    choices.retain(|name, _| is_registered(name));
    let known = catalogue.lists().with(&choices);
    let context = CheckContext {
        today,
        national_id_checksum: true,
        lists: &known,
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for facts in others(definition, &base, is_registered) {
        let given = Given {
            context,
            sources: &facts,
        };
        let mut samples = Vec::new();
        for sample in branches(definition, given).samples {
            let shows = sample
                .covers
                .into_iter()
                .filter(|seen| seen.path.starts_with("workflow"));
            let shows: BTreeSet<_> = shows.collect();
            let told = format!("{facts:?}");
            if samples.is_empty() || seen.insert((told, shows)) {
                samples.push(sample.answers);
            }
        }
        let told = Told {
            facts,
            choices: choices.clone(),
        };
        found.push((told, samples));
    }
    found
}

async fn every_way(store: store::Database, service: &str) {
    let mut stage = Stage::set(store).await;
    let registers = Arc::new(Registers::default());
    stage.portal.registry = registers.clone();
    stage.portal.settings = Arc::new(Settings {
        pilot: false,
        ..Settings::default()
    });
    let service = stage.portal.catalogue.find(service).expect("a service").clone();
    let plan = plan(&service, &stage.portal.catalogue, stage.portal.clock.today());
    let mut ways = Ways::of(&service.definition.workflow);
    let staff = Staff::of(&stage).await;
    let (mut cases, mut ends) = (0, BTreeMap::new());
    for (told, samples) in plan {
        for answers in samples {
            let mut vain = 0;
            while vain <= PATIENCE && !ways.open().is_empty() {
                let walker = Walker::start(&stage, &staff, &service.definition, &registers, &told, &answers).await;
                let new = walker.to_the_end(&mut ways, &mut ends).await;
                cases += 1;
                vain = if new { 0 } else { vain + 1 };
            }
        }
    }
    let id = service.definition.id.as_str();
    println!("{id}: {cases} cases, {} choices, ends {ends:?}", ways.len());
    assert!(ways.open().is_empty(), "{id}: nobody could choose {:?}", ways.open());
    let imbalance = store::ledger::imbalance(&stage.portal.store).await;
    assert_eq!(imbalance.expect("books"), [], "{id}");
    assert!(
        ends.contains_key("issued") && ends.contains_key("rejected"),
        "{id}: {ends:?}"
    );
}

/// A test of each service, on each engine; and that there is one for each.
macro_rules! services {
    ($($name:ident: $id:literal,)+) => {
        both! {
            $(async fn $name(store) { every_way(store, $id).await; })+
        }

        #[test]
        fn each_service_has_a_test() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue/services");
            let files = std::fs::read_dir(folder).expect("the catalogue");
            let files = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
            let files: BTreeSet<String> = files.collect();
            let tested: BTreeSet<String> = [$($id),+].iter().map(|id| format!("{id}.json")).collect();
            assert_eq!(tested, files);
        }
    };
}

services! {
    attestation: "academic-certificate-attestation",
    birth_certificate: "birth-certificate-extract",
    building_permit: "building-permit",
    company: "company-registration",
    driving_licence: "driving-licence-renewal",
    health_insurance: "health-insurance-enrolment",
    identity_card: "identity-card-issuance",
    land_title: "land-title-extract",
    non_conviction: "non-conviction-certificate",
    passport: "passport-renewal",
    tax_clearance: "tax-clearance-certificate",
    vehicle_licence: "vehicle-licence-renewal",
}
