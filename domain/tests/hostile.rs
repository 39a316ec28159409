//! Files with parts taken out, doubled or changed, and answers of any kind: nothing panics, nothing required is
//! missing from what may be sent, and nothing that was typed is changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::answer::{CheckContext, RawAnswers, input_names};
use domain::check::check;
use domain::journey::Journey;
use domain::service::ServiceDefinition;
use domain::service::field::Choice;
use proptest::prelude::*;
use serde_json::Value;

fn files() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../catalogue/services", "tests/services"].map(|folder| root.join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let texts = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("text"));
    texts.map(|text| serde_json::from_str(&text).expect("JSON")).collect()
}

/// Walks to a place by turns and takes out, doubles or exchanges what is there.
fn mutate(value: &mut Value, turns: &[usize], deed: usize) {
    let Some((turn, rest)) = turns.split_first() else {
        return;
    };
    match value {
        Value::Array(items) if !items.is_empty() => {
            let at = turn % items.len();
            match (rest, deed % 3) {
                ([], 0) => drop(items.remove(at)),
                ([], 1) => items.push(items[at].clone()),
                ([], _) => items.swap(0, at),
                _ => mutate(&mut items[at], rest, deed),
            }
        }
        Value::Object(parts) if !parts.is_empty() => {
            let key = parts.keys().nth(turn % parts.len()).cloned().unwrap_or_default();
            match rest {
                [] => drop(parts.remove(&key)),
                _ => mutate(&mut parts[&key], rest, deed),
            }
        }
        Value::String(text) => *text = format!("{text}{}", deed % 2),
        Value::Number(_) => *value = Value::from([0, -1, i64::MAX][deed % 3]),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_hostile_breaks_a_journey(
        which in 0_usize..15,
        mutations in prop::collection::vec((prop::collection::vec(any::<usize>(), 1..9), any::<usize>()), 0..6),
        texts in prop::collection::vec("(.|\n|\\PC){0,12}|[0-9٠-٩]{1,9}|yes|no|on|true|none|\u{202E}x", 1..40),
    ) {
        let mut file = files().swap_remove(which);
        for (turns, deed) in &mutations {
            mutate(&mut file, turns, *deed);
        }
        // What no longer can be read is refused as it comes in.
        let Ok(definition) = serde_json::from_value::<ServiceDefinition>(file) else { return Ok(()) };
        let _ = check(&definition, &[]);
        let mut names: Vec<String> = definition.fields().flat_map(input_names).take(400).collect();
        names.push("nobody.0.asked".to_owned());
        let typed: RawAnswers = names.into_iter().zip(texts.iter().cycle()).map(|(name, text)| (name, vec![text.clone()])).collect();
        let before = typed.clone();
        let lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
        let context = CheckContext { today: "2026-11-25".parse().expect("a day"), national_id_checksum: true, lists: &lists };
        let journey = Journey::of(&definition, &typed, &BTreeMap::new(), &context);
        prop_assert_eq!(typed, before);
        let mut fields = journey.pages.iter().filter(|page| page.visible).flat_map(|page| &page.fields);
        let missing = fields.any(|field| field.visible && field.required && field.value.is_none());
        prop_assert!(!(missing && journey.is_complete()));
    }
}
