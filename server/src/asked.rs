//! What a handler is asked, and by whom.

use app::context::DataSaver;
use axum::extract::FromRequestParts;
use domain::language::Language;
use domain::person::Actor;
use http::Uri;
use http::request::Parts;
use operations::Portal;

use crate::cookies::Cookie;
use crate::gateway::Gateway;
use crate::middleware::arrival::Arrived;
use crate::middleware::session::Asking;
use crate::refusal::Refusal;
use crate::route::Route;

/// What a handler is asked, and by whom. Only the [gate](crate::middleware::gate) makes it possible to have one.
#[derive(Clone)]
pub struct Asked {
    /// What may be used.
    pub gateway: Gateway,
    /// What can be done.
    portal: Portal,
    /// What is known from the head of the request.
    pub arrival: Arrived,
    /// Who asks.
    pub who: Asking,
    /// The line of the table.
    pub route: &'static Route,
    /// The address.
    pub uri: Uri,
    /// Whether the reader wants few bytes.
    pub data_saver: DataSaver,
}

impl Asked {
    /// What can be done.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.who.session.actor
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.arrival.language
    }

    /// Path and query.
    pub fn address(&self) -> &str {
        self.uri.path_and_query().map_or("/", |address| address.as_str())
    }
}

impl FromRequestParts<Gateway> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Refusal> {
        let found = (
            parts.extensions.get::<Arrived>(),
            parts.extensions.get::<Asking>(),
            parts.extensions.get::<&'static Route>(),
        );
        let (Some(arrival), Some(who), Some(route)) = found else {
            tracing::error!("a handler stands outside the gate");
            return Err(Refusal::Fault);
        };
        let https = gateway.config.https();
        let switch = Cookie::DataSaver.read(&parts.headers, https) == Some("1");
        let save = parts.headers.get("save-data").is_some_and(|value| value == "on");
        Ok(Self {
            gateway: gateway.clone(),
            portal: gateway.portal(),
            arrival: arrival.clone(),
            who: who.clone(),
            route,
            uri: parts.uri.clone(),
            data_saver: DataSaver(switch || save),
        })
    }
}
