//! How far a message to another house has come.

use serde::{Deserialize, Serialize};

/// Where an outgoing message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// It waits for its time.
    Queued,
    /// A worker has it.
    Underway,
    /// The next house has taken it.
    Sent,
    /// Given up by the portal; people look at it.
    Dead,
    /// Given up by people, or wanted by nobody any more.
    Dropped,
}

impl Sending {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Underway, Self::Sent, Self::Dead, Self::Dropped];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Underway => "underway",
            Self::Sent => "sent",
            Self::Dead => "dead",
            Self::Dropped => "dropped",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Why a message was put off or given up last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The next house will never take this message.
    Refused,
    /// The next house put this message off.
    PutOff,
    /// Nobody was there, or nothing of ours was taken.
    Away,
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Refused, Self::PutOff, Self::Away];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::PutOff => "put_off",
            Self::Away => "away",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for state in Sending::ALL {
            assert_eq!(Sending::from_key(state.key()), Some(state));
        }
        for failure in Failure::ALL {
            assert_eq!(Failure::from_key(failure.key()), Some(failure));
        }
    }
}
