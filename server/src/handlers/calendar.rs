//! Holidays by decision.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use operations::calendar::{self, NewDay};

use crate::answer::Typed;
use crate::form::Form;

/// Writes a day down.
pub async fn add(mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let new = NewDay {
        day: form.take("day"),
        governorate: form.take("governorate"),
        is_open: match form.take("what").as_str() {
            "open" => Some(true),
            "closed" => Some(false),
            _ => None,
        },
        name_ar: form.take("name_ar"),
        name_en: form.take("name_en"),
    };
    let asked = form.asked;
    match calendar::add(asked.portal(), asked.actor(), new).await {
        Ok(()) => asked.go(routes::calendar(asked.language())),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Takes a day back.
pub async fn withdraw(Path((_, id)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    match calendar::withdraw(asked.portal(), asked.actor(), &id).await {
        Ok(()) => asked.go(routes::calendar(asked.language())),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}
