//! What a form's handler answers, to a browser with script (as JSON) and without (as a redirect or the page again).

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::answer::Problem;

/// The answer to a posted form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Done; go there. Without script: 303.
    Go {
        /// An address of the portal, with its language.
        to: String,
    },
    /// Kept by itself while somebody typed; the page stays as it is.
    Kept {
        /// Which saving this is, and when.
        kept: Kept,
    },
    /// Something must be mended. Without script: 422 and the page again, with what was typed.
    Mend {
        /// Each with the input it concerns.
        problems: Vec<InputProblem>,
    },
}

/// A page that was kept by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which saving of the page this is.
    pub version: i64,
    /// When, in Palestine.
    pub at: NaiveDateTime,
}

/// A problem and the input it is shown at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputProblem {
    /// Name and id of the input.
    pub input: String,
    /// What is wrong.
    pub problem: FormProblem,
}

/// What can be wrong with the portal's own forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FormProblem {
    /// As with any answer.
    Answer {
        /// The problem.
        problem: Problem,
    },
    /// The identity number and the password do not belong together.
    WrongCredentials,
    /// Too many tries.
    TooManyTries {
        /// Minutes to wait.
        minutes: u32,
    },
    /// There is an account with this identity number already, or the registry does not know the data; one neutral
    /// sentence for both, so that nobody learns who has an account.
    CannotRegister,
    /// Fewer characters than this.
    PasswordTooShort {
        /// The least.
        min: u32,
    },
    /// More bytes than this.
    PasswordTooLong {
        /// The most.
        max: u32,
    },
    /// Holds the name or the number of the person, or is among the best known.
    PasswordGuessable,
    /// The two do not match.
    PasswordsDiffer,
    /// The applicant must be told why.
    NoteRequired,
    /// Nothing was chosen.
    ChooseAction,
    /// No reason of the list was chosen.
    ChooseReason,
    /// No body of the list was chosen.
    ChooseBody,
    /// The body has not answered the last question yet.
    AskedAlready,
    /// As much is written as can be.
    EnoughWritten {
        /// The most.
        max: u32,
    },
    /// Somebody else took or decided it meanwhile.
    TakenMeanwhile,
    /// No reason was given.
    ReasonRequired,
    /// No colleague was chosen.
    ChooseColleague,
    /// No case was chosen.
    ChooseCases,
    /// No name was given for a view of the queue.
    ViewNameRequired,
    /// There are as many views as may be kept.
    TooManyViews {
        /// The most.
        max: u32,
    },
    /// It is too late to call it back.
    TooLate,
    /// Neither yes nor no was chosen.
    ChooseConsent,
    /// No time was chosen.
    ChooseTime,
    /// Somebody else has that time by now.
    SlotTaken,
    /// No day, or one that is too far away.
    DayUnknown,
    /// The day is in the table already.
    DayTaken,
    /// No name, or one that is too long.
    NameRequired,
    /// No governorate of the list.
    ChooseGovernorate,
    /// The form is too old or was made for another session.
    FormExpired,
    /// Questions are still open.
    Incomplete,
    /// A registry must know something before the fee can be worked out, and does not say it.
    FeeUnknown,
    /// The service is not offered any more.
    ServiceClosed,
    /// The file is empty.
    FileEmpty,
    /// The file is larger than this.
    FileTooLarge {
        /// In MB.
        max_mb: u32,
    },
    /// The content is of no accepted kind.
    FileType,
    /// All files of the application together are larger than this.
    FilesTooLarge {
        /// In MB.
        max_mb: u32,
    },
    /// The file cannot be read to its end, or did not arrive whole.
    FileBroken,
    /// The picture has more pixels than are taken.
    FilePixels,
    /// The file is locked by a password.
    FileLocked,
    /// The file holds something that acts by itself, or another file.
    FileActive,
    /// The virus scanner found something.
    FileHarmful,
    /// There are as many files as may be.
    TooManyFiles {
        /// The most.
        max: u32,
    },
}

/// What was posted and refused: given to the page that is shown again. Never holds a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// What was typed, by input name.
    pub values: BTreeMap<String, String>,
    /// What is wrong.
    pub problems: Vec<InputProblem>,
}

impl Posted {
    /// What was typed there.
    pub fn value(&self, input: &str) -> &str {
        self.values.get(input).map_or("", String::as_str)
    }

    /// What is wrong there.
    pub fn problem(&self, input: &str) -> Option<&FormProblem> {
        self.problems
            .iter()
            .find(|problem| problem.input == input)
            .map(|problem| &problem.problem)
    }
}
