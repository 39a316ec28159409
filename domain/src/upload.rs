//! A file somebody gave: what the virus scanner says about it.

use serde::{Deserialize, Serialize};

/// What is known of a file's harmlessness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scan {
    /// The scanner has not spoken yet: the file is held, nobody opens it.
    Pending,
    /// Nothing was found.
    Clean,
    /// Something was found; the file is gone.
    Infected,
    /// There was no scanner when it came.
    NotScanned,
}

impl Scan {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Clean, Self::Infected, Self::NotScanned];

    /// The name in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::NotScanned => "not_scanned",
        }
    }

    /// From that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scan| scan.key() == key)
    }

    /// Whether the file may be opened.
    pub const fn may_open(self) -> bool {
        match self {
            Self::Clean | Self::NotScanned => true,
            Self::Pending | Self::Infected => false,
        }
    }
}
