//! The ministry's verbs: see the queue, take a case, read it, decide; the same for several cases at once.

pub(crate) mod assess;
pub mod bulk;
pub mod case;
pub mod decide;
mod desk;
mod hand_over;
pub mod next;
pub mod notes;
pub mod opinions;
pub mod queue;
mod resent;
mod ruling;
pub mod views;

pub use case::{attachment, case};
pub use decide::{decide, release, take};
pub use next::next;
pub use notes::note;
pub use queue::queue;
