//! Who is asking: found from the session cookie, on each request, in the store.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::person::Actor;
use http::HeaderMap;
use operations::notices::wishes;
use operations::{Session, accounts};

use crate::cookies::Cookie;
use crate::csrf::Secret;
use crate::gateway::Gateway;
use crate::middleware::language;
use crate::refusal::Refusal;
use crate::route::{Csrf, Method, Policy, Route};

/// Who is asking.
pub struct Who {
    /// The actor, with a token for the forms of the page about to be made.
    pub session: Session,
    /// The session's own token, to end it.
    pub token: Option<String>,
    /// A visitor's new random number, for a cookie.
    pub new_visit: Option<String>,
    /// What a posted token may have been made from.
    secrets: Vec<Secret>,
}

impl Who {
    /// Whether a posted token is one of ours.
    pub fn made(&self, token: &str) -> bool {
        self.secrets.iter().any(|secret| secret.fits(token))
    }
}

/// What [`Who`] is called in a request's extensions.
pub type Asking = Arc<Who>;

/// Finds out. Without a cookie the store is not asked.
///
/// # Errors
/// [`Refusal::Busy`] when the store is away and the page is not for everybody.
pub async fn found(gateway: &Gateway, route: &Route, headers: &HeaderMap) -> Result<Asking, Refusal> {
    let https = gateway.config.https();
    let token = Cookie::Session.read(headers, https);
    let session = match token {
        Some(token) => match accounts::resolve(&gateway.portal(), token).await {
            Ok(session) => session,
            // What everybody may see is still shown.
            Err(error) if route.policy == Policy::Anyone && route.method == Method::Get => {
                tracing::warn!(%error, "a session could not be looked up");
                None
            }
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let visit = (route.csrf == Csrf::Visit)
        .then(|| Cookie::Visit.read(headers, https))
        .flatten();
    let random = gateway.random();
    let mut secrets: Vec<Secret> = visit.map(Secret::of_visit).into_iter().collect();
    let mut new_visit = None;
    let (mut last_used_in, mut unread) = (None, 0);
    let (actor, secret) = match session {
        Some(session) => {
            (last_used_in, unread) = (session.last_used_in, session.unread);
            let secret = Secret::of_session(&session.csrf);
            secrets.push(secret.clone());
            (session.actor, Some(secret))
        }
        // The page needs a token; a form that is posted without the cookie gets one, but its own does not count.
        None if route.csrf == Csrf::Visit => {
            let secret = secrets.first().cloned().unwrap_or_else(|| {
                let number = URL_SAFE_NO_PAD.encode(random.bytes::<32>());
                Secret::of_visit(new_visit.insert(number))
            });
            (Actor::Visitor, Some(secret))
        }
        None => (Actor::Visitor, None),
    };
    let csrf = secret.map(|secret| secret.token(random)).unwrap_or_default();
    let token = token.map(str::to_owned);
    Ok(Arc::new(Who {
        session: Session {
            actor,
            csrf,
            last_used_in,
            unread,
        },
        token,
        new_visit,
        secrets,
    }))
}

/// Notes which language a person uses the portal in, when a page in another one than before is opened: people are told
/// things in it. Addresses without a language say nothing.
pub async fn noted(gateway: &Gateway, who: &Who, method: &http::Method, path: &str) {
    let (Some(person), Some(language)) = (who.session.actor.person(), language::of_path(path)) else {
        return;
    };
    if *method == http::Method::GET && who.session.last_used_in.is_some_and(|before| before != language) {
        wishes::note_language(&gateway.portal(), person.id, language).await;
    }
}
