//! The demonstration's mail and short messages, as they would have been sent. Nobody in it is real, so everybody may
//! read them.

use chrono::NaiveDateTime;
use domain::language::Language;
use domain::notice::{Channel, Sending};
use store::messages::lists;

use super::{language, render};
use crate::clock::local;
use crate::{OperationError, Portal};

/// Most that are shown.
const SHOWN: i64 = 60;

/// A message that would have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldBeSent {
    /// By which way.
    pub channel: Channel,
    /// Where to.
    pub to: String,
    /// In the language its reader uses first, then in the other one: subject, where there is one, and text.
    pub texts: Vec<(Language, Option<String>, String)>,
    /// When it happened, in Palestine.
    pub at: NaiveDateTime,
    /// Where it stands.
    pub state: Sending,
}

/// All of them, newest first.
///
/// # Errors
/// Not the demonstration.
pub async fn would_be_sent(portal: &Portal) -> Result<Vec<WouldBeSent>, OperationError> {
    if !portal.settings.demo {
        return Err(OperationError::NotFound);
    }
    let mut all = Vec::new();
    for row in lists::newest(&portal.store, SHOWN).await? {
        let Some(reach) = store::messages::reach(&portal.store, row.person_id).await? else {
            continue;
        };
        let theirs = language(&reach);
        let mut texts = Vec::new();
        for language in [theirs, theirs.other()] {
            match render::shown(portal, &row, language) {
                Ok((subject, text)) => texts.push((language, subject, text)),
                Err(error) => texts.push((language, None, error.to_string())),
            }
        }
        all.push(WouldBeSent {
            channel: row.channel,
            to: match row.channel {
                Channel::Sms => reach.mobile,
                Channel::Mail | Channel::Portal => reach.email,
            },
            texts,
            at: local(row.at),
            state: row.state,
        });
    }
    Ok(all)
}
