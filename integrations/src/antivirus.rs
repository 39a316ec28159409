//! Who looks for what is harmful in files.

pub mod clamd;

use async_trait::async_trait;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Clean,
    /// Something with this name.
    Infected(String),
}

/// The scanner gave no verdict; the file waits and is looked at again.
#[derive(Debug, thiserror::Error)]
#[error("the virus scanner gave no verdict: {0}")]
pub struct NoVerdict(pub String);

/// A scanner.
#[async_trait]
pub trait Antivirus: Send + Sync {
    /// Looks at a content.
    ///
    /// # Errors
    /// [`NoVerdict`]: it is away, too slow, or could not read it.
    async fn scan(&self, bytes: &[u8]) -> Result<Verdict, NoVerdict>;
}
