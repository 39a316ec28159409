//! What is remembered.
//!
//! The only crate that knows SQL. One text for both engines, SQLite in one file and PostgreSQL on a server; only
//! [`database`] knows which of them it talks to.
//!
//! * A function that reads takes `impl Queries`: `&Database`, or `&mut Transaction` to see its own changes.
//! * A function that writes takes `&mut Transaction`, so several of them are kept together or not at all. See
//!   [`database`] on spawning.
//! * A change of something others may change too is guarded by the version its caller read:
//!   [`StoreError::Stale`] says that somebody else was first.
//! * What happened ([`events`], [`ledger`], [`receipts`]) is only ever added; the tables themselves refuse the rest.
//! * Every list has a limit, and goes on after the last key it gave.
//!
//! Keys and times come from the caller. Keys are UUIDv7 and ascend within a process, because lists are in the order
//! of their keys. Times have microseconds and no finer part: what is read back is then equal to what was written.
//! Text keeps every character except NUL, which PostgreSQL cannot hold.
//!
//! One module per group of tables, with the SQL beside the type of its row:
//!
//! | | |
//! |---|---|
//! | [`people`] | people, their duties, the pilot |
//! | [`sessions`] | who is signed in, and failed tries |
//! | [`applications`], [`drafts`], [`uploads`] | what is asked for, page by page, with its files |
//! | [`service_definitions`], [`registry_replies`] | what a service asked for then, and what the registries said |
//! | [`tasks`], [`queue`], [`bulk`], [`saved_views`] | the work of the ministries |
//! | [`case_notes`], [`conversation`], [`opinions`], [`earlier_submissions`] | what stands in a case beside the answers |
//! | [`calendar_days`] | holidays by decision |
//! | [`consents`], [`appointments`] | who else must agree, and when the applicant comes |
//! | [`events`] | the history |
//! | [`invoices`], [`attempts`], [`commands`], [`provider_events`] | what is owed and what was tried |
//! | [`ledger`], [`receipts`] | the books |
//! | [`documents`] | what was issued |
//! | [`messages`] | what people are told, and how they want to be |
//! | [`feedback`] | remarks about the portal |
//! | [`seed`] | a large database for measurements |

pub mod applications;
pub mod appointments;
pub mod arrivals;
pub mod attempts;
pub mod bulk;
pub mod calendar_days;
pub mod case_notes;
pub mod commands;
pub mod consents;
pub mod conversation;
pub mod database;
pub mod documents;
pub mod drafts;
pub mod earlier_submissions;
pub mod error;
pub mod events;
pub mod feedback;
pub mod invoices;
pub mod ledger;
pub mod messages;
pub mod opinions;
pub mod people;
pub mod provider_events;
pub mod queue;
pub mod receipts;
pub mod registry_replies;
pub mod row;
pub mod saved_views;
pub mod seed;
pub mod service_definitions;
pub mod sessions;
pub mod sql;
pub mod summaries;
pub mod tasks;
pub mod uploads;
pub mod value;

pub use database::{Database, Options, Queries, Transaction};
pub use error::StoreError;
