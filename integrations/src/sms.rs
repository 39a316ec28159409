//! Short messages to people's telephones.

pub mod gateway;

use async_trait::async_trait;

use crate::sending::NotSent;

/// A short message. Not printable, so that it cannot end in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortMessage {
    /// Its name: the same each time it is sent, so that a second copy is known as one.
    pub id: String,
    /// The number, E.164.
    pub to: String,
    /// The text. Nothing personal stands in it.
    pub text: String,
}

/// Who carries short messages.
#[async_trait]
pub trait Texter: Send + Sync {
    /// Hands a message to the next house. Says what that calls it, if it did.
    ///
    /// # Errors
    /// See [`NotSent`].
    async fn send(&self, message: &ShortMessage) -> Result<Option<String>, NotSent>;
}
