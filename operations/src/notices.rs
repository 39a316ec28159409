//! What people are told, and how it gets to them (decision 34).
//!
//! * What happens queues its message in its own transaction ([`queue`]): one statement, no words.
//! * The words are made when a message is sent or read ([`texts`], [`render`]): a broken text puts one message off and
//!   stops no decision.
//! * The worker hands messages to the next house ([`send`]), at least once, unless what they tell does not hold any
//!   more (`outdated`), and reminds people of days that are near ([`remind`]).
//! * What could not be sent waits for people ([`dead`]). The portal's own messages are in [`inbox`], how somebody wants
//!   to be told in [`wishes`], and what the demonstration would have sent in [`would_be_sent`].

pub mod dead;
pub mod inbox;
mod outdated;
pub(crate) mod queue;
pub mod remind;
pub mod render;
pub mod send;
pub mod texts;
pub mod wishes;
pub mod would_be_sent;

use std::sync::Arc;

use domain::language::Language;
use domain::notice::Channel;
use integrations::mail::Mailer;
use integrations::sms::Texter;
use store::messages::ReachRow;

use texts::Texts;

/// Who carries messages, and in which words.
#[derive(Clone, Default)]
pub struct Notices {
    /// Who carries mail; without one none is queued.
    pub mail: Option<Arc<dyn Mailer>>,
    /// Who carries short messages; without one none is queued.
    pub sms: Option<Arc<dyn Texter>>,
    /// The words.
    pub texts: Arc<Texts>,
}

impl Notices {
    /// Whether a message can go by this way.
    pub(crate) fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Portal => true,
            Channel::Mail => self.mail.is_some(),
            Channel::Sms => self.sms.is_some(),
        }
    }
}

/// The language somebody is told in.
pub(crate) fn language(reach: &ReachRow) -> Language {
    reach.told_in.unwrap_or(reach.last_used_in)
}
