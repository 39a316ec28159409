//! How long it takes to decide a whole journey: pages, conditions, checks, fee. The same program natively and in WASM,
//! where `scripts/bench` compiles it as the released client is; so the two can be compared.
//!
//! What should hold, for 100 questions and 20 conditions: at most 200 µs natively, 2 ms in WASM. It is measured and not
//! tested: a machine that is busy with something else would fail a test for nothing.

mod hundred;
mod stopwatch;

use std::hint::black_box;

use domain::answer::{CheckContext, RawAnswers};
use domain::fee::{FeeLine, lines};
use domain::journey::Journey;
use domain::service::ServiceDefinition;
use domain::service::workflow::FeeStage;
use sample::{Given, Wish, complete};

/// The service of the catalogue with the most questions.
const LARGEST: &str = include_str!("../../../catalogue/services/building-permit.json");

fn main() {
    let largest = serde_json::from_str(LARGEST).expect("a service");
    let cases = [
        ("100 questions, 20 conditions", hundred::service()),
        ("the largest service", largest),
    ];
    for (name, definition) in cases {
        measure(name, &definition);
    }
}

/// Every question that may be asked is asked and answered.
fn measure(name: &str, definition: &ServiceDefinition) {
    let (sources, lists) = (sample::confirming(definition), sample::lists(definition));
    let context = CheckContext {
        today: "2026-11-25".parse().expect("a day"),
        national_id_checksum: true,
        lists: &lists,
    };
    let given = Given {
        context,
        sources: &sources,
    };
    let wish = Wish {
        optional: true,
        ..Wish::default()
    };
    let typed = complete(definition, given, &wish).expect("answers").answers;
    let (journey, bill) = decide(definition, &typed, given);
    assert!(journey.is_complete() && !bill.is_empty(), "{name}");
    let asked = journey.pages.iter().flat_map(|page| page.visible_fields()).count();
    let took = stopwatch::time(|| decide(definition, black_box(&typed), given));
    stopwatch::say(&format!("{name} ({asked} asked): {took}"));
}

fn decide(definition: &ServiceDefinition, typed: &RawAnswers, given: Given<'_>) -> (Journey, Vec<FeeLine>) {
    let journey = Journey::of(definition, typed, given.sources, &given.context);
    let bill = lines(definition, &journey.facts, FeeStage::Submission, given.context.today).expect("a bill");
    (journey, bill)
}
