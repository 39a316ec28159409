//! Applications as their owner follows them.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::appointment::BookedView;
use super::case_file::ConversationView;
use super::consent::ConsentRow;
use super::form::{CorrectionView, FeeView, SectionView};
use super::live::{Live, Moment};
use crate::application::{EventKind, Status};
use crate::money::Money;
use crate::workflow::ChosenReason;

/// What the owner can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAct {
    /// Go on filling in.
    Continue,
    /// Pay.
    Pay,
    /// Correct and send again.
    Correct,
    /// Choose a time to come.
    Book,
    /// Open the document.
    Open,
    /// Wait.
    Wait,
    /// Nothing any more.
    Nothing,
}

/// One application in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRow {
    /// Request number, as shown.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// Where it stands.
    pub status: Status,
    /// Last change.
    pub updated: NaiveDateTime,
    /// What is next.
    pub next: NextAct,
    /// A draft: until when it is kept.
    pub kept_until: Option<NaiveDate>,
    /// A draft: the title of the page that was saved last.
    pub reached: Option<String>,
}

/// My applications.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationsView {
    /// Newest first.
    pub rows: Vec<ApplicationRow>,
    /// What others ask the reader to agree to, oldest first; on the first page.
    #[serde(default)]
    pub consents: Vec<ConsentRow>,
    /// The request number the older ones begin behind, if there are more.
    pub older: Option<String>,
}

/// A stage of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Which.
    pub kind: StageKind,
    /// Behind, here or ahead.
    pub state: StageState,
    /// When it was done.
    pub on: Option<NaiveDate>,
    /// Until when it must be done.
    pub until: Option<NaiveDate>,
}

/// The stages every application goes through, as far as it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// Sending.
    Submission,
    /// Paying.
    Payment,
    /// Review by officers.
    Review,
    /// Making the document.
    Issue,
    /// Receiving it.
    Delivery,
}

/// Behind, here or ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
    /// Not reached any more: refused, withdrawn or expired.
    Off,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: NaiveDateTime,
    /// Who: a person's name for staff; for the applicant a role and a body.
    pub who: Option<String>,
    /// The step it concerns.
    pub step: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// The reason chosen from the list.
    #[serde(default)]
    pub reason: Option<ChosenReason>,
    /// How much.
    pub amount: Option<Money>,
}

/// A document that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedRow {
    /// Its number, the last part of its address.
    pub number: String,
    /// Its title.
    pub title: String,
    /// When.
    pub issued: NaiveDate,
    /// It was revoked.
    pub revoked: bool,
}

/// Who opened the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// Role and body.
    pub who: String,
    /// When.
    pub at: NaiveDateTime,
    /// The case or an attachment.
    pub kind: EventKind,
}

/// The page of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// When this was so.
    pub moment: Moment,
    /// Request number, as shown.
    pub reference: String,
    /// The service's name in addresses.
    pub service_id: String,
    /// Its title.
    pub service_title: String,
    /// The ministry.
    pub ministry: String,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub since: NaiveDateTime,
    /// What the owner can do.
    pub next: NextAct,
    /// Page to go on with (draft or correction).
    pub next_page: Option<String>,
    /// Who has it now: role and body.
    pub holder: Option<String>,
    /// Until when the holder, or the applicant, must act.
    pub until: Option<NaiveDate>,
    /// When the result is promised; nothing while the legal clock stands still.
    pub promised: Option<NaiveDate>,
    /// Working days left when the clock goes on, while it stands still because somebody else is waited for.
    pub standing: Option<i64>,
    /// Why it came back.
    pub correction: Option<CorrectionView>,
    /// Why it was refused, or another last word.
    pub reason: Option<String>,
    /// The reason chosen from the list.
    pub reason_chosen: Option<ChosenReason>,
    /// What officers and the applicant have written to each other.
    pub conversation: ConversationView,
    /// The thread.
    pub stages: Vec<Stage>,
    /// Newest first.
    pub history: Vec<HistoryRow>,
    /// The applicant's name.
    pub applicant: String,
    /// The person it is about, if another.
    pub subject: Option<String>,
    /// The fee, and whether it is settled.
    pub fee: FeeView,
    /// Settled or nothing due.
    pub fee_settled: bool,
    /// Receipt number, if paid.
    pub receipts: Vec<String>,
    /// Documents issued.
    pub documents: Vec<IssuedRow>,
    /// What was sent.
    pub sections: Vec<SectionView>,
    /// Who opened the file.
    pub reads: Vec<ReadRow>,
    /// When the applicant comes.
    pub appointment: Option<BookedView>,
    /// May be withdrawn.
    pub can_withdraw: bool,
    /// Makes a second press harmless where the owner may apply again with the same answers; none where they may not.
    pub again_key: Option<String>,
}

impl Live for StatusView {
    fn moment(&self) -> Moment {
        self.moment
    }

    /// The key is another each time, and not seen.
    fn shows_the_same(&self, other: &Self) -> bool {
        let other = Self {
            moment: self.moment,
            again_key: self.again_key.clone(),
            ..other.clone()
        };
        *self == other
    }
}
