//! The staff's pages as the server writes them.

mod case;
mod queue;

use chrono::NaiveDate;
use domain::language::Language;
use domain::view::outcome::Posted;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

use crate::context;

const REFERENCE: &str = "2611-4837-062";

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

fn html(posted: Posted, view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_meta_context();
        provide_context(Language::Ar);
        provide_context(posted);
        context::provide();
        view().to_html().replace("<!>", "")
    })
}
