//! Time per call, from batches long enough for any clock. No library for it runs in WASM outside a browser.

use std::fmt;
use std::hint::black_box;

const BATCHES: usize = 25;
const BATCH_MS: f64 = 100.0;

/// Time per call, in microseconds.
pub(crate) struct Took {
    fastest: f64,
    median: f64,
    slowest: f64,
}

impl fmt::Display for Took {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fastest,
            median,
            slowest,
        } = self;
        write!(out, "{median:.1} µs (batches from {fastest:.1} to {slowest:.1})")
    }
}

/// Calls often enough that what is compiled or remembered at first does not count.
pub(crate) fn time<T>(call: impl Fn() -> T) -> Took {
    let mut calls = 1;
    while batch(&call, calls) < BATCH_MS {
        calls *= 2;
    }
    let mut took: Vec<f64> = (0..BATCHES)
        .map(|_| batch(&call, calls) * 1_000.0 / f64::from(calls))
        .collect();
    took.sort_by(f64::total_cmp);
    Took {
        fastest: took[0],
        median: took[BATCHES / 2],
        slowest: took[BATCHES - 1],
    }
}

/// Milliseconds for so many calls.
fn batch<T>(call: impl Fn() -> T, calls: u32) -> f64 {
    let clock = clock();
    for _ in 0..calls {
        black_box(call());
    }
    clock()
}

/// Milliseconds since it was asked for.
#[cfg(not(target_arch = "wasm32"))]
fn clock() -> impl Fn() -> f64 {
    let start = std::time::Instant::now();
    move || start.elapsed().as_secs_f64() * 1_000.0
}

#[cfg(target_arch = "wasm32")]
fn clock() -> impl Fn() -> f64 {
    let start = js_sys::Date::now();
    move || js_sys::Date::now() - start
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn say(line: &str) {
    web_sys::console::log_1(&line.into());
}
