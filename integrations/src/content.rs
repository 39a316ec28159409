//! What is in a file somebody gave: known by its first bytes, never by its name, and made harmless before it is kept.
//!
//! Pictures are decoded and written anew ([`picture`]): what was beside the picture (place, device, a second file glued
//! to its end) is gone. PDFs are kept as they are, so those with anything that acts by itself are refused ([`pdf`]).

mod names;
mod pdf;
mod picture;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many files are looked into at once. A large picture takes some 150 MB while it is decoded.
static PLACES: Semaphore = Semaphore::const_new(2);

/// The kinds that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
}

impl Kind {
    /// By the first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if starts(b"%PDF-") {
            Some(Self::Pdf)
        } else if starts(b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else if starts(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read to its end, or is not what its first bytes say.
    Broken,
    /// More pixels than [`picture::MOST_PIXELS`].
    TooManyPixels,
    /// Encrypted: what it holds can be checked by nobody.
    Locked,
    /// It holds something that acts by itself, or another file.
    Active,
}

/// Looks into a file and returns it as it may be kept.
///
/// # Errors
/// Why it is not taken.
pub async fn checked(kind: Kind, bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let Ok(_place) = PLACES.acquire().await else {
        return Err(Fault::Broken);
    };
    let looked = spawn_blocking(move || match kind {
        Kind::Pdf => pdf::harmless(&bytes).map(|()| bytes),
        Kind::Jpeg | Kind::Png => picture::written_anew(kind, &bytes),
    });
    // A library that stops in the middle of a hostile file has said enough about it.
    looked.await.unwrap_or(Err(Fault::Broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_content() {
        assert_eq!(Kind::of(b"%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(Kind::of(b"\xFF\xD8\xFF\xE0"), Some(Kind::Jpeg));
        assert_eq!(Kind::of(b"<svg onload=alert(1)>"), None);
        assert_eq!(Kind::of(b"PK\x03\x04"), None);
        assert_eq!(Kind::of(b"MZ"), None);
        assert_eq!(Kind::of(b" %PDF-1.7"), None);
        assert_eq!(Kind::of(b""), None);
    }
}
