//! Bytes that may be a file: it is read or refused, and if it can be read the promises of `domain/tests/hostile.rs` hold.
//! Begin with the real ones: `cargo fuzz run definition fuzz/corpus/definition catalogue/services`.

#![no_main]

#[path = "../../domain/tests/hostile/material.rs"]
mod material;
#[path = "../../domain/tests/hostile/promises.rs"]
mod promises;

use domain::service::ServiceDefinition;
use libfuzzer_sys::fuzz_target;

use material::{Hand, SERVICES, posts};

fuzz_target!(|bytes: &[u8]| {
    let Ok(definition) = serde_json::from_slice::<ServiceDefinition>(bytes) else {
        return;
    };
    let typed: Vec<(usize, Vec<String>)> = (0..60).map(|input| (input, vec!["1".to_owned()])).collect();
    let hands: Vec<Hand> = (0..definition.form.pages.len())
        .map(|page| (page, typed.clone()))
        .collect();
    let real = SERVICES
        .iter()
        .find(|service| service.file["id"] == definition.id.as_str());
    let service = real.unwrap_or(&SERVICES[0]);
    promises::hold(&definition, &posts(service, &definition, &hands), service.given());
});
