//! Views that stand for a moment, and are asked for anew when something has changed.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::queue::QueueView;

/// When a view was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// As the reader's clock shows it.
    pub at: NaiveDateTime,
    /// The same in milliseconds since 1970, in UTC: what changed since is what the reader has not seen.
    pub version: i64,
}

/// A view that is kept up to date while it is looked at.
pub trait Live: Clone {
    /// When it was made.
    fn moment(&self) -> Moment;

    /// Whether a reader would see no difference but the time.
    fn shows_the_same(&self, other: &Self) -> bool;
}

impl Live for QueueView {
    fn moment(&self) -> Moment {
        self.moment
    }

    fn shows_the_same(&self, other: &Self) -> bool {
        let other = Self {
            moment: self.moment,
            ..other.clone()
        };
        *self == other
    }
}
