//! What a request passes on its way to its handler, in this order. Cheap refusals come first; the store is asked only
//! for a request that may come from a page of the portal.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;

use super::arrival::Arrived;
use super::{body, guard, same_origin, session};
use crate::cookies::Cookie;
use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::route::Route;

/// The gate of one route.
pub async fn gate(State((gateway, route)): State<(Gateway, &'static Route)>, request: Request, next: Next) -> Response {
    let passed = async {
        guard::in_a_language(route, &request)?;
        let _place = gateway.crowd.place(route).await?;
        let inside = inside(&gateway, route, request, next);
        tokio::time::timeout(route.patience, inside)
            .await
            .unwrap_or(Err(Refusal::Busy))
    };
    passed.await.unwrap_or_else(IntoResponse::into_response)
}

async fn inside(gateway: &Gateway, route: &'static Route, request: Request, next: Next) -> Result<Response, Refusal> {
    let mut request = body::limited(route, request).await?;
    same_origin::checked(gateway, route, &request)?;
    if let Some(arrival) = request.extensions().get::<Arrived>() {
        gateway.pace.keep(route, arrival.source)?;
    }
    let who = session::found(gateway, route, request.headers()).await?;
    guard::let_in(gateway, route, &who.session.actor)?;
    session::noted(gateway, &who, request.method(), request.uri().path()).await;
    request.extensions_mut().insert(Arc::clone(&who));
    request.extensions_mut().insert(route);
    let mut response = next.run(request).await;
    if let Some(number) = &who.new_visit
        && let Some(cookie) = Cookie::Visit.set(number, gateway.config.https())
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
