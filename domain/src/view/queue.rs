//! The work queue, and what is done from it with several cases at once.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::casework::Due;
use super::live::Moment;
use crate::application::Status;

/// Types with a name in addresses: all of them, the name, and from it.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All of them, as shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in addresses, forms and the database.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// From that name.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

keyed! {
    /// Which part of the queue.
    QueueTab {
        /// Mine and free ones.
        Open = "open",
        /// Mine.
        Mine = "mine",
        /// Free ones.
        Available = "available",
        /// All of the desk, whoever has them.
        Office = "office",
        /// Past their date, whoever has them.
        Overdue = "overdue",
        /// Those that stand elsewhere now.
        Waiting = "waiting",
    }
}

keyed! {
    /// Which last days.
    DueRange {
        /// Today.
        Today = "today",
        /// The next seven days.
        Week = "week",
        /// The next thirty days.
        Month = "month",
    }
}

impl DueRange {
    /// Days from today to the last of them.
    pub const fn days(self) -> u64 {
        match self {
            Self::Today => 0,
            Self::Week => 6,
            Self::Month => 29,
        }
    }
}

keyed! {
    /// What is done with several cases at once.
    BulkWhat {
        /// Take.
        Take = "take",
        /// Give back to the queue.
        Release = "release",
        /// Give to a colleague, or back to the queue, whoever has it.
        HandOver = "hand_over",
        /// Decide.
        Decide = "decide",
    }
}

keyed! {
    /// Why a case is left out.
    LeftOut {
        /// It was done, or ended otherwise.
        Closed = "closed",
        /// Somebody touched it since.
        Changed = "changed",
        /// A colleague has it.
        Taken = "taken",
        /// The reader has it already.
        YoursAlready = "yours_already",
        /// The reader does not have it.
        NotYours = "not_yours",
        /// Not of the reader's desk.
        NotYourDesk = "not_your_desk",
        /// The reader's own application.
        OwnApplication = "own_application",
        /// Nobody has it, so it cannot go back.
        FreeAlready = "free_already",
        /// The colleague has it already.
        TheirsAlready = "theirs_already",
        /// The colleague does not hold its role.
        NotTheirRole = "not_their_role",
        /// It is the colleague's own application.
        TheirApplication = "their_application",
        /// Its step has no such action, or one that needs a text or an amount.
        NoSuchAction = "no_such_action",
        /// It did not work.
        Fault = "fault",
    }
}

/// What the address of the queue asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    /// Which part; none: the first of the reader's.
    pub tab: Option<QueueTab>,
    /// What is searched for.
    pub text: String,
    /// The service, or nothing.
    pub service: String,
    /// The step of it, or nothing.
    pub step: String,
    /// Only the fast path.
    pub urgent: bool,
    /// Only what came back after a correction.
    pub resent: bool,
    /// Only these last days.
    pub due: Option<DueRange>,
    /// Only what this colleague has: a key, or nothing.
    pub assignee: String,
    /// By age instead of by last day.
    pub by_age: bool,
    /// The place the page begins behind, or nothing.
    pub after: String,
}

impl QueueQuery {
    /// Names of its parts in an address.
    pub const NAMES: [&'static str; 10] = [
        "view", "q", "service", "step", "urgent", "resent", "due", "assignee", "sort", "after",
    ];

    /// From the parts of an address or a form, each empty if it is not there.
    pub fn read(part: impl Fn(&str) -> String) -> Self {
        Self {
            tab: QueueTab::from_key(&part("view")),
            text: part("q"),
            service: part("service"),
            step: part("step"),
            urgent: part("urgent") == "1",
            resent: part("resent") == "1",
            due: DueRange::from_key(&part("due")),
            assignee: part("assignee"),
            by_age: part("sort") == "age",
            after: part("after"),
        }
    }

    /// The parts of its address; those that are empty say nothing.
    pub fn parts(&self) -> [(&'static str, &str); 10] {
        let flag = |set: bool| if set { "1" } else { "" };
        [
            ("view", self.tab.map_or("", QueueTab::key)),
            ("q", &self.text),
            ("service", &self.service),
            ("step", &self.step),
            ("urgent", flag(self.urgent)),
            ("resent", flag(self.resent)),
            ("due", self.due.map_or("", DueRange::key)),
            ("assignee", &self.assignee),
            ("sort", if self.by_age { "age" } else { "" }),
            ("after", &self.after),
        ]
    }

    /// Something narrows the list down.
    pub fn is_filtered(&self) -> bool {
        self.unfiltered()
            != Self {
                after: String::new(),
                ..self.clone()
            }
    }

    /// The same part in the same order, whole.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self {
            tab: self.tab,
            by_age: self.by_age,
            ..Self::default()
        }
    }
}

/// One case in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Request number, as shown.
    pub reference: String,
    /// Goes into forms as `case`: the task and the state of it that is shown. None where there is no work.
    pub task: Option<String>,
    /// The service.
    pub service_title: String,
    /// The step.
    pub step_title: String,
    /// The applicant.
    pub applicant: String,
    /// When it was sent.
    pub submitted: Option<NaiveDate>,
    /// The deadline.
    pub due: Option<Due>,
    /// Where it stands, and since when, if it waits for others.
    pub stands: Option<(Status, NaiveDate)>,
    /// Who has it.
    pub assignee: Option<String>,
    /// Mine.
    pub mine: bool,
    /// The reader may take it.
    pub takeable: bool,
    /// On the fast path.
    pub urgent: bool,
    /// Came back after correction.
    pub resent: bool,
    /// An action of the reader on it waits to be carried out.
    pub pending: bool,
}

/// An action on several cases that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRow {
    /// The last part of its address.
    pub id: String,
    /// What.
    pub what: BulkWhat,
    /// How many cases.
    pub cases: u64,
    /// When it is carried out.
    pub at: NaiveDateTime,
}

/// A view the reader keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedViewRow {
    /// Goes into the form that forgets it.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The part of its address behind the question mark.
    pub query: String,
}

/// The queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// When it was made.
    pub moment: Moment,
    /// Bodies and roles of the reader.
    pub desk: String,
    /// What is shown; the part is always named.
    pub query: QueueQuery,
    /// The parts the reader has, with how many each holds. Counting stops at [`QueueView::MOST_COUNTED`].
    pub tabs: Vec<(QueueTab, u64)>,
    /// The cases in their order.
    pub rows: Vec<QueueRow>,
    /// Services of the reader's bodies: name in addresses, title.
    pub services: Vec<(String, String)>,
    /// Steps of the service that is chosen: key, title.
    pub steps: Vec<(String, String)>,
    /// For a supervisor, those who work for the body: key, name.
    pub colleagues: Vec<(String, String)>,
    /// The reader may hand work over.
    pub supervisor: bool,
    /// Views the reader keeps.
    pub saved: Vec<SavedViewRow>,
    /// Actions of the reader that wait.
    pub pending: Vec<PendingRow>,
    /// The place the next page begins behind, the value of `after` in the address.
    pub next: Option<String>,
}

impl QueueView {
    /// A part that holds more than this is given as one more.
    pub const MOST_COUNTED: u64 = 1000;

    /// How many a part holds.
    pub fn count(&self, tab: QueueTab) -> u64 {
        let found = self.tabs.iter().find(|(one, _)| *one == tab);
        found.map_or(0, |(_, count)| *count)
    }
}

/// How far an action on several cases is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkStage {
    /// Something is to be chosen first.
    Choose,
    /// To be looked at and confirmed.
    Preview,
    /// Confirmed; can be called back.
    Waiting,
    /// Its time has come.
    Running,
    /// Carried out.
    Done,
    /// Called back.
    Undone,
}

/// One case of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkCase {
    /// Request number, as shown.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// The step.
    pub step_title: String,
    /// The applicant.
    pub applicant: String,
    /// Who has it now.
    pub assignee: Option<String>,
    /// Why nothing happens to it.
    pub left_out: Option<LeftOut>,
}

/// An action on several cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkView {
    /// The last part of its address.
    pub id: String,
    /// What.
    pub what: BulkWhat,
    /// How far it is.
    pub stage: BulkStage,
    /// The cases.
    pub cases: Vec<BulkCase>,
    /// Decisions that may be chosen: key, label, for how many of the cases.
    pub actions: Vec<(String, String, u64)>,
    /// Colleagues who may be given the work: key, name.
    pub colleagues: Vec<(String, String)>,
    /// What was chosen: the decision, or who is given the work.
    pub chosen: Option<String>,
    /// Why it is handed over.
    pub reason: Option<String>,
    /// When it is carried out.
    pub at: Option<NaiveDateTime>,
}

impl BulkView {
    /// How many cases something happens to.
    pub fn affected(&self) -> usize {
        self.cases.iter().filter(|case| case.left_out.is_none()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let query = QueueQuery {
            tab: Some(QueueTab::Office),
            text: "سلمى".to_owned(),
            service: "passport-renewal".to_owned(),
            step: "review".to_owned(),
            urgent: true,
            resent: true,
            due: Some(DueRange::Week),
            assignee: "x".to_owned(),
            by_age: true,
            after: "y".to_owned(),
        };
        let parts = query.parts();
        assert_eq!(parts.map(|(name, _)| name), QueueQuery::NAMES);
        let part = |wanted: &str| {
            let found = parts.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
        };
        assert_eq!(QueueQuery::read(part), query);
        assert!(query.is_filtered() && !query.unfiltered().is_filtered());
        assert_eq!(QueueQuery::read(|_| String::new()), QueueQuery::default());
    }
}
