//! Who we talk to.
//!
//! Everything outside the portal stands behind a trait here, with one file per provider. The rules
//! stay in `domain`, the memory in `store`; this crate only translates and carries.
//!
//! | Kind | Trait | Providers |
//! |---|---|---|
//! | [`payment`] | [`PaymentProvider`](payment::PaymentProvider) | [`lahza`](payment::lahza): cards, Palestine. [`simulator`](payment::simulator): another house's payment page, as its own process, spoken to by the same Lahza adapter |
//! | [`registry`] | [`Registry`](registry::Registry) | [`xroad`](registry::xroad): an X-Road or UXP exchange. [`simulated`](registry::simulated): invented people. [`none`](registry::none): always away, until a connector is configured |
//! | [`files`] | [`FileStore`](files::FileStore) | [`objects`](files::objects): a folder on this machine, or a bucket that speaks S3 |
//! | [`antivirus`] | [`Antivirus`](antivirus::Antivirus) | [`clamd`](antivirus::clamd): ClamAV's daemon |
//! | [`mail`] | [`Mailer`](mail::Mailer) | [`smtp`](mail::smtp): any mail server. [`nowhere`]: the demonstration |
//! | [`sms`] | [`Texter`](sms::Texter) | [`gateway`](sms::gateway): any gateway over HTTP. [`nowhere`] |
//!
//! Beside them stand [`content`]: what is in a file somebody gave, and whether it may be kept; and [`signing`]: the key
//! that signs documents, and those that did.
//!
//! What holds for all of them:
//!
//! * **Unknown is not failed.** A call that timed out may have been carried out. Only an answer that
//!   says *nothing was made* is a refusal; everything else is unknown and is asked about later.
//! * **Nothing is believed because a browser says so.** Evidence is the provider's own answer to our
//!   question, or a message whose signature fits its raw bytes.
//! * **Every wait and every size has a bound**, named beside the code that waits.
//! * **A secret prints as `Secret(…)`** ([`secret::Secret`]); amounts, references and codes may be
//!   logged, people and addresses may not.
//!
//! To add a payment provider: a file `payment/<name>.rs` that implements the trait, a file
//! `payment/<name>_messages.rs` with what goes over the wire and how it is read, and the vectors of
//! its signature as tests. An unknown state of theirs is [`Pending`](payment::ProviderState::Pending),
//! never paid and never failed.

mod address;
pub mod antivirus;
pub mod content;
pub mod files;
pub mod mail;
pub mod nowhere;
pub mod payment;
pub mod registry;
pub mod secret;
pub mod sending;
pub mod signing;
pub mod sms;
