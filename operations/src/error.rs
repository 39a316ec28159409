//! How an operation can fail, as its caller needs to know it.

use chrono::NaiveDate;
use domain::permission::Denied;
use domain::view::outcome::InputProblem;

/// Why an operation did not happen.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// There is no such thing, or not for this actor.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignIn,
    /// Not allowed.
    #[error("not allowed")]
    Forbidden,
    /// The pilot is not open to this person yet.
    #[error("not open yet")]
    NotOpenYet {
        /// When it opens to everyone, if known.
        opens: Option<NaiveDate>,
    },
    /// The form must be mended.
    #[error("problems in the form")]
    Problems(Vec<InputProblem>),
    /// A file that nobody opens until the virus scanner has spoken.
    #[error("held until it is scanned")]
    Held,
    /// Somebody else was quicker.
    #[error("changed meanwhile")]
    Conflict,
    /// Busy or away; trying again helps.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours; the text is for the log only.
    #[error("fault: {0}")]
    Fault(String),
}

impl From<Denied> for OperationError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::SignIn => Self::SignIn,
            Denied::Invisible => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
            Denied::NotOpenYet => Self::NotOpenYet { opens: None },
            Denied::TakenByAnother => Self::Conflict,
        }
    }
}

impl From<store::StoreError> for OperationError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError as S;
        match error {
            S::NotFound => Self::NotFound,
            S::Stale => Self::Conflict,
            S::Busy => Self::Unavailable("busy".to_owned()),
            S::Unavailable(why) => Self::Unavailable(why),
            S::Duplicate(what) => Self::Fault(format!("{what} is taken")),
            error @ S::Corrupt { .. } => Self::Fault(error.to_string()),
        }
    }
}
