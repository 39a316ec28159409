//! Nowhere: what the demonstration sends goes there. Its people are invented, and their numbers may be somebody's.

use async_trait::async_trait;

use crate::mail::{Mail, Mailer};
use crate::sending::NotSent;
use crate::sms::{ShortMessage, Texter};

/// Takes everything, and keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

/// What it calls everything.
pub const NAME: &str = "demo";

#[async_trait]
impl Mailer for Nowhere {
    async fn send(&self, _: &Mail) -> Result<Option<String>, NotSent> {
        Ok(Some(NAME.to_owned()))
    }
}

#[async_trait]
impl Texter for Nowhere {
    async fn send(&self, _: &ShortMessage) -> Result<Option<String>, NotSent> {
        Ok(Some(NAME.to_owned()))
    }
}
