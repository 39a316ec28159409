//! The portal's messages, and what could not be sent.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::notice::{Channel, Failure, NoticeKind};

/// My messages, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesView {
    /// One page of them.
    pub rows: Vec<MessageView>,
    /// How many of all were not opened yet.
    pub unread: u32,
    /// Where the next page begins.
    pub older: Option<String>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Names it in forms.
    pub key: String,
    /// What it tells.
    pub kind: NoticeKind,
    /// The request number it leads to.
    pub reference: String,
    /// The service's title, where it is known.
    pub service_title: Option<String>,
    /// What it says in a few words; empty when there are no words for it.
    pub subject: String,
    /// What it says.
    pub text: Vec<String>,
    /// The words of its link; empty when there are none.
    pub act: String,
    /// When it happened, in Palestine.
    pub at: NaiveDateTime,
    /// Not opened yet.
    pub unread: bool,
}

/// How somebody wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishesView {
    /// Whether mail is wanted.
    pub mail: bool,
    /// Whether short messages are wanted.
    pub sms: bool,
    /// In which language; none: the one the portal was last used in.
    pub language: Option<Language>,
}

/// What could not be sent, for those who keep the portal in order. It holds no content and no whole address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLettersView {
    /// Those given up longest ago.
    pub rows: Vec<DeadLetterView>,
    /// How many there are in all.
    pub count: u64,
    /// What waits to be sent, by way.
    pub waiting: Vec<WaitingView>,
}

/// A message that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterView {
    /// Names it in forms.
    pub key: String,
    /// By which way it was to go.
    pub channel: Channel,
    /// What it tells.
    pub kind: NoticeKind,
    /// The address, masked.
    pub address: String,
    /// When it happened, in Palestine.
    pub at: NaiveDateTime,
    /// How often it was tried in vain since it was queued, or sent again by hand.
    pub failures: u32,
    /// What the last failure was; not known of what an older program gave up.
    pub failed_as: Option<Failure>,
    /// Why it was given up, as the other house said it.
    pub reason: String,
}

/// How much waits for one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// By which way.
    pub channel: Channel,
    /// How many.
    pub count: u64,
    /// When the oldest happened, in Palestine.
    pub oldest: NaiveDateTime,
}
