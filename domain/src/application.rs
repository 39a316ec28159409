//! Where an application stands, and its history.

pub mod event;
pub mod status;

pub use event::EventKind;
pub use status::{Status, Transition};
