//! What the server answers when a request comes to nothing.
//!
//! A handler or a middleware returns a [`Refusal`]; it leaves here as a bare status, and
//! [`crate::middleware::dressing`] makes a page of it, or JSON for a program, in the reader's language. So an answer
//! without words cannot leave the server, wherever it was refused.

mod page;
mod plain;

use axum::response::{IntoResponse, Response};
use http::header::{LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use operations::OperationError;

pub use page::{Setting, json, page};
pub(crate) use plain::{document, escape};

/// Why a request comes to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing, or not for this reader.
    NotFound,
    /// Nobody is signed in; where signing in leads back to.
    SignIn {
        /// An address of the portal.
        next: String,
    },
    /// Not allowed.
    Forbidden,
    /// It does not come from a page of the portal, or from one that is too old.
    FormExpired,
    /// Changed meanwhile.
    Conflict,
    /// A file the virus scanner has not spoken on.
    Held,
    /// Not readable.
    BadRequest,
    /// Of a kind that is not taken here.
    UnsupportedType,
    /// Larger than what is taken here, in bytes.
    TooLarge {
        /// The most.
        most: usize,
    },
    /// Too often.
    TooMany {
        /// Wait so long.
        seconds: u32,
    },
    /// Busy or away; trying again helps.
    Busy,
    /// A fault of ours, already in the log.
    Fault,
}

impl Refusal {
    /// The status that says so.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::FormExpired => StatusCode::FORBIDDEN,
            Self::Conflict | Self::Held => StatusCode::CONFLICT,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        match &self {
            Self::Busy => _ = headers.insert(RETRY_AFTER, HeaderValue::from_static("5")),
            Self::TooMany { seconds } => _ = headers.insert(RETRY_AFTER, (*seconds).into()),
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<OperationError> for Refusal {
    /// The detail of a fault goes to the log here, once; the span names the request.
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::NotFound => Self::NotFound,
            OperationError::SignIn => Self::SignIn { next: String::new() },
            OperationError::Forbidden | OperationError::NotOpenYet { .. } => Self::Forbidden,
            OperationError::Problems(_) => Self::BadRequest,
            OperationError::Conflict => Self::Conflict,
            OperationError::Held => Self::Held,
            OperationError::Unavailable(why) => {
                tracing::warn!(why, "an operation was not possible now");
                Self::Busy
            }
            OperationError::Fault(why) => {
                tracing::error!(why, "an operation met a fault");
                Self::Fault
            }
        }
    }
}

/// Another page; after a form as after a link (303).
pub fn see_other(to: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, to)
}

/// Another address. What is no header value leads home.
pub fn redirect(status: StatusCode, to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (status, [(LOCATION, to)]).into_response()
}
