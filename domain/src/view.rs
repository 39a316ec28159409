//! What the pages show. Named fields, nothing else crosses the wire.
//!
//! The server fills these from rows and rules; the pages only read them. Texts are already in the reader's language
//! unless the type is [`crate::language::Text`]; times are local (`Asia/Hebron`), since the browser has no time zones.
//! A secret is not a field of any of them.

pub mod application;
pub mod appointment;
pub mod calendar;
pub mod case_file;
pub mod casework;
pub mod certificate;
pub mod consent;
pub mod figures;
pub mod form;
pub mod live;
pub mod message;
pub mod opinion;
pub mod outcome;
pub mod payment;
pub mod queue;
pub mod service;
pub mod session;
