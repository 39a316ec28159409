//! What hostile cases are made of: real files, a complete journey through each, and texts nobody expects.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use domain::answer::{CheckContext, RawAnswers, input_names, item_field, items_input};
use domain::service::ServiceDefinition;
use domain::service::field::{Choice, Field, FieldKind, Page};
use sample::{Given, Wish};
use serde_json::Value;

use crate::promises::Post;

/// A file, and what is known when a journey through it is complete.
pub(crate) struct Service {
    pub(crate) file: Value,
    pub(crate) typed: RawAnswers,
    sources: BTreeMap<String, domain::value::Value>,
    lists: BTreeMap<String, Vec<Choice>>,
}

/// Of one page: which, and which of its inputs is given what.
pub(crate) type Hand = (usize, Vec<(usize, Vec<String>)>);

/// All services of the catalogue, and those written for tests. Both this crate and the fuzzer stand below the root.
pub(crate) static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["catalogue/services", "domain/tests/services"].map(|folder| root.join(folder));
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).expect("text"));
    texts
        .map(|text| service(serde_json::from_str(&text).expect("JSON")))
        .collect()
});

fn service(file: Value) -> Service {
    let definition: ServiceDefinition = serde_json::from_value(file.clone()).expect("a service");
    let mut service = Service {
        file,
        typed: RawAnswers::new(),
        sources: sample::confirming(&definition),
        lists: sample::lists(&definition),
    };
    let wish = Wish {
        optional: true,
        ..Wish::default()
    };
    service.typed = sample::complete(&definition, service.given(), &wish)
        .expect("answers")
        .answers;
    service
}

impl Service {
    pub(crate) fn given(&self) -> Given<'_> {
        let context = CheckContext {
            today: "2026-11-25".parse().expect("a day"),
            national_id_checksum: true,
            lists: &self.lists,
        };
        Given {
            context,
            sources: &self.sources,
        }
    }

    /// The good answers to the questions of a page.
    pub(crate) fn page(&self, page: &Page) -> RawAnswers {
        let asked = |name: &str| {
            page.fields
                .iter()
                .any(|field| name.split('.').next() == Some(&field.key))
        };
        let typed = self.typed.iter().filter(|(name, _)| asked(name));
        typed.map(|(name, values)| (name.clone(), values.clone())).collect()
    }
}

/// The good answers of each page, but for what is given instead.
pub(crate) fn posts(service: &Service, definition: &ServiceDefinition, hands: &[Hand]) -> Vec<Post> {
    let pages = &definition.form.pages;
    let post = |(at, typed): &Hand| {
        let at = at.checked_rem(pages.len())?;
        let names = inputs(&pages[at]);
        let mut answers = service.page(&pages[at]);
        answers.extend(
            typed
                .iter()
                .map(|(name, texts)| (names[name % names.len()].clone(), texts.clone())),
        );
        Some((at, answers))
    };
    hands.iter().filter_map(post).collect()
}

/// The inputs of a page, of groups those of the first items, and two that nobody asked for.
fn inputs(page: &Page) -> Vec<String> {
    let of_group = |group: &Field| -> Vec<String> {
        let inner = |index| group.fields.iter().map(move |field| item_field(group, index, field));
        let fields = (0..3).chain([9_999]).flat_map(inner);
        fields
            .flat_map(|field| input_names(&field))
            .chain([items_input(group)])
            .collect()
    };
    let names = page.fields.iter().flat_map(|field| match field.kind {
        FieldKind::RepeatingGroup => of_group(field),
        _ => input_names(field),
    });
    names.chain(["nobody.0.asked", ""].map(str::to_owned)).collect()
}
