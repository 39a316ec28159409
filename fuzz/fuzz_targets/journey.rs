//! A real file with parts changed, answers of any kind, pages in any order: the promises of `domain/tests/hostile.rs`.

#![no_main]

#[path = "../../domain/tests/hostile/material.rs"]
mod material;
#[path = "../../domain/tests/hostile/mutation.rs"]
mod mutation;
#[path = "../../domain/tests/hostile/promises.rs"]
mod promises;

use arbitrary::Arbitrary;
use domain::service::ServiceDefinition;
use libfuzzer_sys::fuzz_target;

use material::{Hand, SERVICES, Service, posts};
use mutation::mutate;

/// More only take time: each is looked at with all before it.
const MOST_POSTS: usize = 16;

#[derive(Arbitrary, Debug)]
struct Case {
    which: u8,
    /// Where in the file, and what is done there.
    mutations: Vec<(Vec<u8>, u8)>,
    /// Which page is posted, and which of its inputs holds what.
    hands: Vec<(u8, Vec<(u8, Vec<Text>)>)>,
}

#[derive(Arbitrary, Debug)]
enum Text {
    /// A good answer to some question of the service.
    Good(u8),
    Typed(String),
}

impl Text {
    fn of(&self, service: &Service) -> String {
        match self {
            Self::Good(at) => {
                let mut good = service.typed.values().flatten().cycle();
                good.nth((*at).into()).cloned().unwrap_or_default()
            }
            Self::Typed(text) => text.clone(),
        }
    }
}

impl Case {
    fn hands(&self, service: &Service) -> Vec<Hand> {
        let texts = |texts: &Vec<Text>| texts.iter().map(|text| text.of(service)).collect();
        let typed = |(input, given): &(u8, Vec<Text>)| (usize::from(*input), texts(given));
        let hand = |(page, given): &(u8, Vec<_>)| (usize::from(*page), given.iter().map(typed).collect());
        self.hands.iter().take(MOST_POSTS).map(hand).collect()
    }
}

fuzz_target!(|case: Case| {
    let service = &SERVICES[usize::from(case.which) % SERVICES.len()];
    let mut file = service.file.clone();
    for (turns, deed) in &case.mutations {
        let turns: Vec<usize> = turns.iter().map(|turn| (*turn).into()).collect();
        mutate(&mut file, &turns, (*deed).into());
    }
    if let Ok(definition) = serde_json::from_value::<ServiceDefinition>(file) {
        promises::hold(
            &definition,
            &posts(service, &definition, &case.hands(service)),
            service.given(),
        );
    }
});
