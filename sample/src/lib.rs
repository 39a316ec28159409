//! Answers made up for tests: whole journeys through any service.
//!
//! * [`complete`] gives one journey that can be sent, with answers the caller may wish for.
//! * [`branches`] gives enough of them that each comparison of the file is seen both true and false, and says which
//!   could not be, and why: [`Open`].
//! * [`seen`] says what each comparison came to in any journey: one that went over a server as well.
//! * [`confirming`] gives facts of the registries that let the applicant through, [`lists`] options for every list.
//!
//! Nothing here reads a clock or draws lots: the same file, facts and seed give the same answers. A crate of its own
//! and only ever a dev-dependency, so that no program holds it and no other crate is built twice.
//!
//! **Files** stand in the answers as `sample-1|passport.pdf`, see [`FILE_MARK`]: who posts real forms puts real uploads
//! there. **Readonly** fields have answers too; a server that fills them from the profile does not want them.

mod branches;
mod facts;
mod fill;
mod pattern;
mod solve;
mod target;
mod value;

use std::collections::BTreeMap;

use domain::answer::{CheckContext, RawAnswers};
use domain::value::Value;

pub use branches::{Branches, Open, Seen, Why, branches, seen};
pub use facts::{confirming, lists};
pub use fill::{Stuck, complete};
pub use value::national_id;

/// What the answer to a question for files begins with: no upload of this name exists.
pub const FILE_MARK: &str = "sample-";

/// What is known besides the answers.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The day and the lists.
    pub context: CheckContext<'a>,
    /// Facts with a dot in their name.
    pub sources: &'a BTreeMap<String, Value>,
}

/// What a sample should be like.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Which of several good answers is taken.
    pub seed: usize,
    /// Whether optional questions are answered.
    pub optional: bool,
    /// Checked values by key, `partners.0.shares` inside a group; what they need to be asked for is wished for too.
    pub answers: BTreeMap<String, Value>,
}

/// One journey that can be sent.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What is typed.
    pub answers: RawAnswers,
    /// What each comparison came to.
    pub covers: Vec<Seen>,
}
