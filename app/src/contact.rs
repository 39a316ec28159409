//! How people reach the government by telephone. An installation changes these three.

use crate::words::Isolated;

/// The number, as people read it.
pub fn phone() -> Isolated {
    Isolated::code("1700 000 000")
}

/// When somebody answers: from.
pub fn from() -> Isolated {
    Isolated::code("8:00")
}

/// When somebody answers: until.
pub fn until() -> Isolated {
    Isolated::code("15:00")
}
