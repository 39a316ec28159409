//! What a payer can make the simulator do, and what each does to the book.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::book::{State, What};
use super::{Simulator, millis, notify, now};

/// A button of the payer's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Pays, notifies, returns.
    Approve,
    /// Refuses and returns: `failed`. Going back to the page and paying is still possible.
    Decline,
    /// Refuses and stays on the page for another try, as real pages do.
    InsufficientFunds,
    /// Returns without paying.
    Leave,
    /// Returns at once; verify says `pending` for a while, then it is paid and notified.
    Slow,
    /// Pays and notifies five times.
    AnswersTwice,
    /// Returns at once; verify knows of nothing for a while, then it is paid and notified.
    Late,
    /// Pays and never notifies.
    NoNotification,
    /// Pays another amount than was asked for.
    AmountDiffers,
    /// Sends a notification of success with a wrong signature; nothing is paid.
    ForgedNotification,
}

impl Act {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::Approve,
        Self::Decline,
        Self::InsufficientFunds,
        Self::Leave,
        Self::Slow,
        Self::Late,
        Self::AnswersTwice,
        Self::NoNotification,
        Self::AmountDiffers,
        Self::ForgedNotification,
    ];

    /// The value of the button.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Decline => "decline",
            Self::InsufficientFunds => "insufficient_funds",
            Self::Leave => "leave",
            Self::Slow => "slow",
            Self::AnswersTwice => "answers_twice",
            Self::Late => "late",
            Self::NoNotification => "no_notification",
            Self::AmountDiffers => "amount_differs",
            Self::ForgedNotification => "forged_notification",
        }
    }

    /// What it writes down. Leaving and forging write nothing: nothing is true because of them.
    fn entry(self, asked: i64, simulator: &Simulator) -> Option<What> {
        let pace = &simulator.config.pace;
        let refused = |words: &str, closed| What::Refused {
            words: words.to_owned(),
            closed,
        };
        match self {
            Self::Approve => Some(What::Paid {
                amount: asked,
                notices: 1,
            }),
            Self::Decline => Some(refused("Declined", true)),
            Self::InsufficientFunds => Some(refused("Insufficient Funds", false)),
            Self::Leave | Self::ForgedNotification => None,
            Self::Slow => Some(What::Ordered {
                due: now() + millis(pace.slow),
                shown: true,
            }),
            Self::Late => Some(What::Ordered {
                due: now() + millis(pace.late),
                shown: false,
            }),
            Self::AnswersTwice => Some(What::Paid {
                amount: asked,
                notices: 5,
            }),
            Self::NoNotification => Some(What::Paid {
                amount: asked,
                notices: 0,
            }),
            Self::AmountDiffers => Some(What::Paid {
                amount: other_amount(asked),
                notices: 1,
            }),
        }
    }
}

/// A little less than was asked; a little more when there is little.
fn other_amount(asked: i64) -> i64 {
    if asked > 100 { asked - 100 } else { asked + 100 }
}

/// Where the browser goes next.
pub(super) enum Next {
    /// The same page, for another try.
    Stay,
    /// Back to the merchant.
    Return,
}

/// Carries out what the payer chose. A transaction that is paid or ordered stays as it is, so a second
/// click does nothing. `None`: no such page.
pub(super) fn perform(simulator: &Arc<Simulator>, code: &str, act: Act) -> io::Result<Option<Next>> {
    let mut book = simulator.book();
    let Some(transaction) = book.by_access_code(code) else {
        return Ok(None);
    };
    let reference = transaction.reference.clone();
    if !matches!(transaction.state, State::Open | State::Refused) {
        return Ok(Some(Next::Return));
    }
    if let Some(what) = act.entry(transaction.order.amount, simulator) {
        book.record(&reference, what)?;
    }
    drop(book);
    match act {
        Act::InsufficientFunds => return Ok(Some(Next::Stay)),
        Act::ForgedNotification => notify::forge(simulator, &reference),
        _ => notify::follow_up(simulator, &reference),
    }
    Ok(Some(Next::Return))
}
