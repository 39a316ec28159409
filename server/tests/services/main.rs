//! Every service as people without script fill it in: each way through its conditions, from the service's page to sent
//! and paid, by real forms over real sockets. The twelve of the catalogue and the three written for tests.
//!
//! Which answers are given is worked out by the crate `sample`; what each page must show is worked out beside the
//! server ([`case`]). A way that `sample` finds and the server does not go is a failure. What was covered:
//! `cargo test -p server --test services -- --nocapture`. What nothing can cover, and why, is kept in `open.txt`;
//! `UPDATE_OPEN=1` before that command writes it anew.

#[expect(dead_code, reason = "the journeys without script use the rest of it")]
#[path = "../without_script/browser.rs"]
mod browser;
mod case;
#[expect(dead_code, reason = "the journeys without script use the rest of it")]
#[path = "../without_script/citizen.rs"]
mod citizen;
mod cost;
mod form;
mod html;
mod last;
mod look;
#[expect(dead_code, reason = "the journeys without script use the rest of it")]
#[path = "../without_script/page.rs"]
mod page;
#[path = "../without_script/paper.rs"]
mod paper;
mod said;
mod service;
mod town;
mod walk;
mod worlds;

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::service::Covered;
use crate::town::{Town, run};

/// Services that are filled in at the same time.
const AT_ONCE: usize = 4;
/// Comparisons that are not seen both ways, with the reason.
const OPEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/services/open.txt");

#[test]
fn each_way_through_each_service() {
    let covered = run(async {
        let town = Arc::new(Town::build().await);
        let mut names: Vec<String> = town
            .portal
            .catalogue
            .services()
            .iter()
            .map(|one| one.definition.id.clone())
            .collect();
        assert_eq!(names.len(), 15);
        let mut under_way = JoinSet::new();
        let mut covered = Vec::new();
        while !names.is_empty() || !under_way.is_empty() {
            while under_way.len() < AT_ONCE
                && let Some(name) = names.pop()
            {
                under_way.spawn(service::each_way(town.clone(), name));
            }
            if let Some(done) = under_way.join_next().await {
                covered.push(done.expect("it ends"));
            }
        }
        covered
    });
    println!("{}", table(&covered));
    let found = open(&covered);
    if std::env::var_os("UPDATE_OPEN").is_some() {
        std::fs::write(OPEN, &found).expect("written");
    }
    let expected = std::fs::read_to_string(OPEN).expect("what is open");
    let faults: Vec<String> = covered.into_iter().flat_map(|one| one.faults).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(expected, found, "what is open is not what was");
}

#[test]
fn a_page_costs_the_same_at_the_beginning_and_at_the_end() {
    run(async {
        let town = Town::build().await;
        cost::stays_the_same(&town).await;
    });
}

/// What was covered, service by service.
fn table(covered: &[Covered]) -> String {
    let mut rows: Vec<String> = covered
        .iter()
        .map(|one| {
            format!(
                "| {} | {} | {} | {} | {} | {} | {} |",
                one.service,
                one.pages,
                one.samples,
                one.posts,
                one.paid,
                one.shown,
                one.open.len()
            )
        })
        .collect();
    rows.sort();
    let head = "| Service | Pages | Applications | Pages sent | Paid | Comparisons covered | Open |\n|---|---|---|---|---|---|---|";
    format!("{head}\n{}\n", rows.join("\n"))
}

/// What is open, and why: a line for each comparison and way.
fn open(covered: &[Covered]) -> String {
    let lines = covered.iter().flat_map(|one| {
        let each = one.open.iter();
        each.map(|(seen, why)| format!("{}: {} {}: {why}\n", one.service, seen.path, seen.holds))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines.concat()
}
