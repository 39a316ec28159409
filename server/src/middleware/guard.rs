//! The policy of a route, before its handler. Who is let in here still meets the policy of the operation.

use axum::extract::Request;
use domain::person::Actor;

use super::language;
use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::route::{Policy, Route};

/// An address that begins with no language of the portal does not exist.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn in_a_language(route: &Route, request: &Request) -> Result<(), Refusal> {
    let known = !route.has_language() || language::of_path(request.uri().path()).is_some();
    if known { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Whether the actor may come in.
///
/// # Errors
/// [`Refusal::SignIn`], or [`Refusal::NotFound`]: what is not for somebody does not exist for them.
pub fn let_in(gateway: &Gateway, route: &Route, actor: &Actor) -> Result<(), Refusal> {
    let sign_in = || Refusal::SignIn { next: String::new() };
    match route.policy {
        Policy::Anyone | Policy::Provider => Ok(()),
        Policy::Demo if gateway.settings().demo => Ok(()),
        Policy::Demo => Err(Refusal::NotFound),
        Policy::SignedIn => actor.person().map(|_| ()).ok_or_else(sign_in),
        Policy::Staff if actor.person().ok_or_else(sign_in)?.is_staff() => Ok(()),
        Policy::Staff => Err(Refusal::NotFound),
    }
}
