//! Files with parts taken out, doubled or changed, answers of any kind, pages in any order: nothing panics, nothing
//! required is missing from what may be sent, and nothing that was typed is changed or lost. `fuzz/` asks the same with
//! a fuzzer.

#[path = "hostile/material.rs"]
mod material;
#[path = "hostile/mutation.rs"]
mod mutation;
#[path = "hostile/promises.rs"]
mod promises;

use domain::answer::RawAnswers;
use domain::service::ServiceDefinition;
use proptest::prelude::*;

use material::{Hand, SERVICES, posts};
use mutation::mutate;
use promises::{Post, hold};

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let text = "(.|\n|\\PC){0,12}|[0-9٠-٩]{1,9}|yes|no|on|true|none|0|1|2|\u{202E}x|x\\|y.pdf";
    let typed = (any::<usize>(), prop::collection::vec(text, 0..3));
    prop::collection::vec((any::<usize>(), prop::collection::vec(typed, 0..6)), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn nothing_hostile_breaks_a_journey(
        which in any::<usize>(),
        mutations in prop::collection::vec((prop::collection::vec(any::<usize>(), 1..9), any::<usize>()), 0..6),
        hands in hands(),
    ) {
        let service = &SERVICES[which % SERVICES.len()];
        let mut file = service.file.clone();
        for (turns, deed) in &mutations {
            mutate(&mut file, turns, *deed);
        }
        // What no longer can be read is refused as it comes in.
        let Ok(definition) = serde_json::from_value::<ServiceDefinition>(file) else { return Ok(()) };
        hold(&definition, &posts(service, &definition, &hands), service.given());
    }

    #[test]
    fn pages_may_come_in_any_order(
        which in any::<usize>(),
        order in prop::collection::vec(any::<usize>(), 0..16),
    ) {
        let service = &SERVICES[which % SERVICES.len()];
        let definition: ServiceDefinition = serde_json::from_value(service.file.clone()).expect("a service");
        let pages = &definition.form.pages;
        let order: Vec<usize> = order.iter().map(|at| at % pages.len()).collect();
        let posts: Vec<Post> = order.iter().map(|at| (*at, service.page(&pages[*at]))).collect();
        let given = service.given();
        let asked = |page: &usize| !service.page(&pages[*page]).is_empty();
        let missing = (0..pages.len()).filter(asked).any(|page| !order.contains(&page));
        prop_assert_eq!(hold(&definition, &posts, given).is_complete(), !missing);
        // Those that never came, the last first.
        let all: Vec<Post> = posts.into_iter().chain((0..pages.len()).rev().map(|at| (at, service.page(&pages[at])))).collect();
        prop_assert!(hold(&definition, &all, given).is_complete());
        let emptied: Vec<Post> = all.into_iter().chain([(0, RawAnswers::new())]).collect();
        prop_assert!(!hold(&definition, &emptied, given).is_complete(), "the first page was taken back");
    }
}
