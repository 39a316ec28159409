//! A route: what it is, who may use it, what it takes. The table of all of them is in [`crate::router`].

use std::time::Duration;

use axum::routing::MethodRouter;
use serde::Serialize;

use crate::gateway::Gateway;

/// Longest body of a form, a question of the browser, a notification.
pub const FORM_BYTES: usize = 64 * 1024;
/// Longest body of a form with files.
pub const UPLOAD_BYTES: usize = 12_000_000;
/// Longest piece of a file that comes piece by piece.
pub const PIECE_BYTES: usize = 4 * 1024 * 1024;
/// Longest time for an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest time for a form with files: a phone on a slow line.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(120);

/// Who may use a route. What a route lets in, its operation still decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Anyone.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever works for a ministry on the portal; to others it does not exist.
    Staff,
    /// A payment provider, known by the signature of what it sends.
    Provider,
    /// Anyone, in the demonstration only.
    Demo,
}

/// How a route knows that a request comes from a page of the portal. Unsafe methods only, but for [`Csrf::Visit`],
/// which also marks the pages that give a visitor the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Csrf {
    /// Nothing to protect: it only reads, or is known by a signature.
    None,
    /// The browser's word: `Sec-Fetch-Site` and `Origin`.
    Origin,
    /// That, and the token of the session.
    Session,
    /// That, and the token of the visit, for those who are not signed in yet.
    Visit,
}

/// The methods the portal uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads. Also answers `HEAD`.
    Get,
    /// Changes something, or asks with a body.
    Post,
    /// Adds a piece to a file.
    Patch,
    /// Forgets a file that is on its way.
    Delete,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, in axum's notation.
    pub path: &'static str,
    /// Who may use it.
    pub policy: Policy,
    /// How it knows its own pages.
    pub csrf: Csrf,
    /// Longest body.
    pub body: usize,
    /// Longest time.
    #[serde(skip)]
    pub patience: Duration,
    /// Who answers.
    #[serde(skip)]
    pub handler: fn() -> MethodRouter<Gateway>,
}

impl Route {
    /// A route that reads.
    pub const fn get(path: &'static str, policy: Policy, handler: fn() -> MethodRouter<Gateway>) -> Self {
        Self {
            method: Method::Get,
            path,
            policy,
            csrf: Csrf::None,
            body: FORM_BYTES,
            patience: PATIENCE,
            handler,
        }
    }

    /// A form of the portal: the token is always asked for.
    pub const fn post(path: &'static str, policy: Policy, handler: fn() -> MethodRouter<Gateway>) -> Self {
        let get = Self::get(path, policy, handler);
        Self {
            method: Method::Post,
            csrf: Csrf::Session,
            ..get
        }
    }

    /// Another method with the same protection as a form; its token stands in a header.
    pub const fn method(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// Takes pieces of files.
    pub const fn pieces(self) -> Self {
        Self {
            body: PIECE_BYTES,
            patience: UPLOAD_PATIENCE,
            ..self
        }
    }

    /// With another protection.
    pub const fn csrf(self, csrf: Csrf) -> Self {
        Self { csrf, ..self }
    }

    /// Takes files.
    pub const fn uploads(self) -> Self {
        Self {
            body: UPLOAD_BYTES,
            patience: UPLOAD_PATIENCE,
            ..self
        }
    }

    /// Whether the address begins with a language.
    pub fn has_language(&self) -> bool {
        self.path.starts_with("/{lang}")
    }
}
