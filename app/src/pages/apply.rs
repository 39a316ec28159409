//! Filling in an application.

pub mod check_answers;
pub mod question;
