//! What can be done: one file per verb.
//!
//! Each operation takes the [`Portal`], the [`Actor`](domain::person::Actor) who asks and the data, and does the same
//! five things: asks [`domain::permission`] whether the actor may, loads what it needs, lets `domain` decide, saves,
//! and records the event — the last two in one transaction. It refuses by default and reads no ambient state.
//!
//! | To find | Look in |
//! |---|---|
//! | the catalogue, a service's page | [`services`], [`catalogue`] |
//! | accounts, sessions, passwords | [`accounts`] |
//! | starting, filling in, sending, following an application | [`applications`] |
//! | invoices, attempts, notifications, receipts | [`payments`] |
//! | somebody else's consent, the applicant's appointment | [`consents`], [`appointments`] |
//! | the ministry's queue, case and decision | [`casework`] |
//! | issuing and checking documents | [`documents`] |
//! | what people are told, and how | [`notices`] |
//! | remarks about the portal | [`feedback`] |
//! | that something has changed, for pages that update themselves | [`live`] |
//! | a large database for measurements | [`seed`] |
//! | what runs by itself | [`payments::watch`], [`housekeeping`] |
//!
//! **Writes run in their own task** ([`write`]): a web server drops a handler when its client goes away, and a commit
//! must not be dropped with it.

pub mod accounts;
mod advance;
pub mod applications;
pub mod appointments;
pub mod calendar;
pub mod casework;
pub mod catalogue;
pub mod clock;
pub mod consents;
pub mod conversation;
pub mod demo;
pub mod documents;
pub mod error;
pub mod escalation;
mod events;
pub mod feedback;
pub mod figures;
pub mod housekeeping;
pub mod live;
pub mod notices;
pub mod payments;
pub mod pilot;
pub mod portal;
pub mod seed;
pub mod services;
pub mod summaries;

use std::future::Future;

pub use error::OperationError;
pub use portal::{Portal, Session, Settings};

/// Runs a write to its end, whatever happens to the caller.
pub(crate) async fn write<T: Send + 'static>(
    work: impl Future<Output = Result<T, OperationError>> + Send + 'static,
) -> Result<T, OperationError> {
    match tokio::spawn(work).await {
        Ok(done) => done,
        Err(error) => Err(OperationError::Fault(format!("a write did not end: {error}"))),
    }
}

/// Waits until everything written before now is kept and can be read: whoever lost a race may have lost it to a commit
/// that is still under way.
pub(crate) async fn settled(portal: &Portal) -> Result<(), OperationError> {
    Ok(portal.store.begin().await?.commit().await?)
}
