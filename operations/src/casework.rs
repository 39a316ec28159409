//! The ministry's verbs: see the queue, take a case, read it, decide.

pub(crate) mod assess;
pub mod case;
pub mod decide;
pub mod queue;

pub use case::{attachment, case};
pub use decide::{decide, release, take};
pub use queue::queue;
