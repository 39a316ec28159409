//! What is true.
//!
//! The rules of the portal, pure: no clock, no randomness, no input or output, no waiting. The same code runs in the
//! browser, to be kind, and on the server, to be sure. The server never trusts the browser's run of it.
//!
//! * A [`service::ServiceDefinition`] is one service of the catalogue: questions, fees, papers, workflow, result.
//! * Answers arrive as text ([`answer::RawAnswers`]), are checked kind by kind ([`answer`]), and a [`journey`] says
//!   which pages are done, which comes next and which may be visited.
//! * [`condition`]s look at [`facts`]; [`fee`] turns facts into invoice lines; [`calendar`] counts working days.
//! * [`workflow`] walks a submitted application from step to step; [`application`] is where it stands.
//! * [`payment`] holds the state machines of money and [`ledger`] its double entries.
//! * [`notice`] says what people are told, and by which ways.
//! * [`upload`] says whether a file that was given may be opened.
//! * [`seal`] is what the square code of a document says by itself.
//! * [`figures`] turns counts into medians and shares, and says what may be told to everybody.
//! * [`permission`] says who may do what.
//! * [`motif`] holds the rows the portal's mark and band are sewn from.
//! * [`view`] holds what the pages show: named fields, nothing else crosses the wire.

pub mod answer;
pub mod application;
pub mod appointment;
pub mod calendar;
pub mod check;
pub mod clock;
pub mod condition;
pub mod facts;
pub mod fee;
pub mod figures;
pub mod fold;
pub mod id;
pub mod journey;
pub mod language;
pub mod ledger;
pub mod money;
pub mod motif;
pub mod notice;
pub mod payment;
pub mod permission;
pub mod person;
pub mod reference;
pub mod registry;
pub mod seal;
pub mod service;
pub mod upload;
pub mod value;
pub mod view;
pub mod workflow;
