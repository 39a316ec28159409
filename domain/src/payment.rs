//! Money owed and money tried: the state machines of invoices and attempts.
//!
//! One table each; nothing else writes a state. *Unknown is not failed*: an attempt whose outcome is not known stays
//! unknown until the provider answers.

pub mod attempt;
pub mod bill;
pub mod invoice;

pub use attempt::{AttemptEvent, AttemptState, PublicAttempt};
pub use bill::BillNumber;
pub use invoice::{InvoiceEvent, InvoiceState};
