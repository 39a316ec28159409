//! The staff's side: the work queue, the case with its decision, and what could not be sent.
//!
//! It has its own frame ([`layout`]) and, on top of every page's style, `style/staff.css`, which citizens never
//! download. Everything works without script: tabs, filters and pages of the list are addresses, and what an officer
//! does is a form.

pub mod bulk;
pub mod calendar;
pub mod case;
pub mod decision;
pub mod document;
mod due;
pub mod figures;
pub mod keys;
pub mod layout;
pub mod letters;
pub mod next;
pub mod opinions;
pub mod queue;
#[cfg(all(test, feature = "ssr"))]
mod tests;
