//! The staff's side.

pub mod case;
pub mod queue;
