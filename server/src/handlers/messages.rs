//! The portal's messages: opening them, how somebody wants to be told, and what could not be sent.

use app::routes;
use axum::response::{IntoResponse, Response};
use operations::notices::{dead, inbox, wishes};

use crate::answer::Typed;
use crate::form::Form;
use crate::refusal::Refusal;

/// Marks one message as read and goes where it leads, or marks all and stays.
pub async fn open(mut form: Form) -> Response {
    let (all, message) = (form.take("all"), form.take("message"));
    let asked = form.asked;
    let language = asked.language();
    let done = if all.is_empty() {
        inbox::open(asked.portal(), asked.actor(), language, &message).await
    } else {
        let done = inbox::open_all(asked.portal(), asked.actor()).await;
        done.map(|()| routes::messages(language))
    };
    match done {
        Ok(to) => asked.go(to),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Keeps how somebody wants to be told.
pub async fn wish(mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let posted = wishes::Posted {
        mail: form.take("mail"),
        sms: form.take("sms"),
        language: form.take("language"),
    };
    let asked = form.asked;
    match wishes::set(asked.portal(), asked.actor(), &posted).await {
        Ok(()) => asked.go(format!("{}?saved=1#wishes", routes::account(asked.language()))),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Sends what was given up again, or leaves it.
pub async fn dead(mut form: Form) -> Response {
    let (act, message) = (form.take("act"), form.take("message"));
    let asked = form.asked;
    let (portal, actor) = (asked.portal(), asked.actor());
    let done = match act.as_str() {
        "again" => dead::decide(portal, actor, &message, dead::Verdict::Again).await,
        "drop" => dead::decide(portal, actor, &message, dead::Verdict::GiveUp).await,
        "all" => dead::all_again(portal, actor).await.map(drop),
        _ => return Refusal::BadRequest.into_response(),
    };
    match done {
        Ok(()) => asked.go(routes::staff_messages(asked.language())),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}
