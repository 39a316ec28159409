//! Every service of the catalogue and the three written for tests: each sample can be sent, and each comparison is
//! seen both ways unless it hangs on a fact from elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use domain::answer::CheckContext;
use domain::journey::Journey;
use domain::service::ServiceDefinition;
use domain::value::Value;
use sample::{Given, Seen, Stuck, Why, Wish, branches, complete, confirming, lists};

fn services() -> Vec<ServiceDefinition> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["catalogue/services", "domain/tests/services"] {
        for file in fs::read_dir(root.join(folder)).expect("a folder") {
            let text = fs::read_to_string(file.expect("a file").path()).expect("text");
            found.push(serde_json::from_str(&text).expect("a service"));
        }
    }
    assert_eq!(found.len(), 15);
    found
}

fn service(id: &str) -> ServiceDefinition {
    services().into_iter().find(|one| one.id == id).expect("a service")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day")
}

/// Calls `look` with what is given for this service: confirming facts, made-up lists.
fn with_given<T>(definition: &ServiceDefinition, look: impl FnOnce(Given<'_>) -> T) -> T {
    let (sources, lists) = (confirming(definition), lists(definition));
    look(Given {
        context: CheckContext {
            today: today(),
            national_id_checksum: true,
            lists: &lists,
        },
        sources: &sources,
    })
}

#[test]
fn each_sample_can_be_sent_and_each_comparison_is_seen() {
    for definition in services() {
        with_given(&definition, |given| {
            let found = branches(&definition, given);
            assert!(found.samples.len() > 1, "{}", definition.id);
            let mut covered = BTreeSet::new();
            for sample in found.samples {
                let journey = Journey::of(&definition, &sample.answers, given.sources, &given.context);
                assert!(journey.is_complete(), "{}: {:#?}", definition.id, sample.answers);
                covered.extend(sample.covers);
            }
            for open in &found.open {
                assert!(!covered.contains(&open.wanted));
                assert!(matches!(open.why, Why::Fact(_)), "{}: {open:?}", definition.id);
            }
        });
    }
}

#[test]
fn what_a_registry_decides_is_said() {
    let definition = service("birth-certificate-extract");
    with_given(&definition, |given| {
        let open = branches(&definition, given).open;
        let wanted = Seen {
            path: "documents[2].required_when.all[1]".to_owned(),
            holds: true,
        };
        let found = open.iter().find(|open| open.wanted == wanted).expect("it is open");
        assert_eq!(found.why, Why::Fact("registry.exemption_confirmed".to_owned()));
        assert!(
            open.iter().all(|open| !open.wanted.path.starts_with("form.")),
            "{open:#?}"
        );
    });
}

#[test]
fn the_same_seed_gives_the_same_and_another_other_answers() {
    for definition in services() {
        with_given(&definition, |given| {
            let at = |seed| {
                let wish = Wish {
                    seed,
                    optional: seed % 2 == 1,
                    ..Wish::default()
                };
                complete(&definition, given, &wish)
                    .unwrap_or_else(|why| panic!("{} with seed {seed}: {why}", definition.id))
                    .answers
            };
            let all: BTreeSet<_> = (0..40).map(at).collect();
            assert!(all.len() > 3, "{}: {}", definition.id, all.len());
            assert_eq!(at(7), at(7));
        });
    }
}

#[test]
fn a_wish_is_answered_with_what_it_needs() {
    let definition = service("birth-certificate-extract");
    with_given(&definition, |given| {
        let wish = |key: &str, value: &str| Wish {
            answers: BTreeMap::from([(key.to_owned(), Value::from(value))]),
            ..Wish::default()
        };
        let sample = complete(&definition, given, &wish("guardianship_basis", "legal_guardian")).expect("a journey");
        assert_eq!(sample.answers["subject_relation"], ["child"]);
        assert!(sample.answers["guardianship_file"][0].starts_with(sample::FILE_MARK));
        let nobody = complete(&definition, given, &wish("nobody", "x")).map(|_| ());
        assert_eq!(nobody, Err(Stuck::Wish));
    });
    let definition = service("company-registration");
    with_given(&definition, |given| {
        let wish = Wish {
            answers: BTreeMap::from([("share_count".to_owned(), Value::Int(1_001))]),
            ..Wish::default()
        };
        let sample = complete(&definition, given, &wish).expect("a journey");
        assert_eq!(sample.answers["partners.0.shares"], ["500"]);
        assert_eq!(sample.answers["partners.1.shares"], ["501"]);
    });
}
