//! What an issued document looks like on paper.
//!
//! A [`Sheet`] says what stands on it; [`print`] answers with a PDF that is tagged, archivable (PDF/A-2a) and accessible
//! (PDF/UA-1). The same sheet is the same bytes, always: there is no clock and no chance here, so nothing need be stored.
//! The pages are laid out in three steps, each of which can be read alone:
//!
//! | Step | Where |
//! |---|---|
//! | text becomes lines of glyphs in the order the eye meets them: Arabic joined, Latin and digits turned round | `text.rs` |
//! | what stands where on which page, and what it means to a screen reader | `layout.rs`, `plan.rs` |
//! | the plan becomes PDF | `press.rs` |
//!
//! Lengths are points of 1/72 inch, from the upper left corner of the page.
//! ([Decision 35](../docs/decisions/0035-pdf-library.md))

mod fonts;
mod layout;
mod plan;
mod press;
mod sheet;
mod stitches;
mod text;

pub use press::{PressError, print};
pub use sheet::{Fact, Form, Sheet, Square};
