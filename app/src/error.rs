//! What can go wrong when a page asks for its view. A closed set without free text: nothing internal can leak.

use chrono::NaiveDate;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a page cannot show its view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum PortalError {
    /// There is no such thing, or not for this reader.
    NotFound,
    /// Nobody is signed in.
    SignIn,
    /// Not allowed.
    Forbidden,
    /// The pilot is not open to this person yet.
    NotOpenYet {
        /// When it opens to everyone, if known.
        opens: Option<NaiveDate>,
    },
    /// Changed meanwhile.
    Conflict,
    /// Busy, or no connection; trying again helps.
    Unavailable,
    /// A fault of ours.
    Fault {
        /// What the log calls it; may be empty.
        reference: String,
    },
    /// The browser sent what nobody can read.
    BadRequest,
}

impl PortalError {
    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignIn => 401,
            Self::Forbidden | Self::NotOpenYet { .. } => 403,
            Self::Conflict => 409,
            Self::Unavailable => 503,
            Self::Fault { .. } => 500,
            Self::BadRequest => 400,
        }
    }
}

impl FromServerFnError for PortalError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unavailable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::BadRequest,
            _ => Self::Fault {
                reference: String::new(),
            },
        }
    }
}

/// The operation's failure as the reader may know it; its detail is logged here, once, under the request's number.
#[cfg(feature = "ssr")]
pub(crate) fn told(error: operations::OperationError) -> PortalError {
    use operations::OperationError;
    let reference = || {
        leptos::prelude::use_context::<crate::context::RequestId>()
            .unwrap_or_default()
            .0
    };
    let told = match error {
        OperationError::NotFound => PortalError::NotFound,
        OperationError::SignIn => PortalError::SignIn,
        OperationError::Forbidden => PortalError::Forbidden,
        OperationError::NotOpenYet { opens } => PortalError::NotOpenYet { opens },
        OperationError::Problems(_) => PortalError::BadRequest,
        OperationError::Conflict | OperationError::Held => PortalError::Conflict,
        OperationError::Unavailable(why) => {
            tracing::warn!(request = reference(), why, "a page had to say that the portal is busy");
            PortalError::Unavailable
        }
        OperationError::Fault(why) => {
            tracing::error!(request = reference(), why, "a page met a fault");
            PortalError::Fault { reference: reference() }
        }
    };
    answer_with(told.status());
    told
}

/// Sets the status of the answer being made: of the page, or of a server function called by the browser.
#[cfg(feature = "ssr")]
pub(crate) fn answer_with(status: u16) {
    let options = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    if let (Some(options), Ok(status)) = (options, http::StatusCode::from_u16(status)) {
        options.set_status(status);
    }
}
