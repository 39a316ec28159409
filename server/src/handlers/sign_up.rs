//! Making an account.

use axum::response::Response;
use operations::accounts::{self, SignUp};

use super::{own_page, sign_in};
use crate::answer::Typed;
use crate::form::Form;

/// Makes an account and opens a session.
pub async fn sign_up(mut form: Form) -> Response {
    let password = form.take("password");
    let typed = Typed::from(&form.inputs);
    let next = form.take("next");
    let (inputs, asked) = (form.inputs, form.asked);
    match accounts::sign_up(asked.portal(), SignUp { inputs, password }).await {
        Ok(opened) => sign_in::begin(&asked, &opened, own_page(&next)).await,
        Err(error) => asked.failed(error, typed).await,
    }
}
