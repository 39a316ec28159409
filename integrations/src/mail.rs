//! Mail to people.

pub mod smtp;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::language::Language;

use crate::sending::NotSent;

/// A mail. Not printable, so that it cannot end in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its name: the same each time it is sent, so that a second copy is known as one.
    pub id: String,
    /// When what it tells of happened.
    pub at: DateTime<Utc>,
    /// The address.
    pub to: String,
    /// The language of its texts.
    pub language: Language,
    /// Nothing personal stands in it.
    pub subject: String,
    /// The text for programs that show no HTML.
    pub text: String,
    /// The same as a whole document of HTML.
    pub html: String,
}

/// Who carries mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail to the next house. Says what that calls it, if it did.
    ///
    /// # Errors
    /// See [`NotSent`].
    async fn send(&self, mail: &Mail) -> Result<Option<String>, NotSent>;
}
