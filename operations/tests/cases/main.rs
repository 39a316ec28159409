//! What can be done, done: whole cases on a real store, on both engines, with the demonstration's people.

mod bodies;
#[expect(dead_code, reason = "the store's own tests use the rest of it")]
#[path = "../../../store/tests/both.rs"]
mod both;
mod case_file;
mod catalogue;
mod clock;
mod costs;
mod desk;
mod documents;
mod drafts;
mod groups;
mod journey;
mod live;
mod many;
mod notices;
mod opinions;
mod outside;
mod paper;
mod paths;
mod pay;
mod policy;
mod post;
mod registries;
mod reminders;
mod stage;
mod summaries;
mod uploads;
