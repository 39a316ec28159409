//! What a handler answers: another page, or what must be mended. A person gets a redirect or the page again with what
//! was typed; the page's program gets the typed outcome.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::answer::RawAnswers;
use domain::view::outcome::{FormProblem, InputProblem, Outcome, Posted};
use http::StatusCode;
use http::header::RETRY_AFTER;
use operations::OperationError;

use crate::asked::Asked;
use crate::pages;
use crate::refusal::{Refusal, see_other};

impl Asked {
    /// Done: go there.
    pub fn go(&self, to: String) -> Response {
        if self.arrival.json {
            Json(Outcome::Go { to }).into_response()
        } else {
            see_other(&to)
        }
    }

    /// It was not done: the form again if it can be mended, else a refusal. `typed` holds no password.
    pub async fn failed(&self, error: OperationError, typed: Typed) -> Response {
        self.failed_on(&self.arrival.again, error, typed).await
    }

    /// It was not done, and the form stands on this page.
    pub async fn failed_on(&self, page: &str, error: OperationError, typed: Typed) -> Response {
        match error {
            OperationError::Problems(problems) => self.mend(page, problems, typed).await,
            error => Refusal::from(error).into_response(),
        }
    }

    async fn mend(&self, page: &str, problems: Vec<InputProblem>, typed: Typed) -> Response {
        let wait = problems.iter().find_map(|found| match found.problem {
            FormProblem::TooManyTries { minutes } => Some(minutes),
            _ => None,
        });
        let status = match wait {
            Some(_) => StatusCode::TOO_MANY_REQUESTS,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let mut response = if self.arrival.json {
            (status, Json(Outcome::Mend { problems })).into_response()
        } else {
            let posted = Posted {
                values: typed.0,
                problems,
            };
            pages::again(self, page, Some(posted), status).await
        };
        if let Some(minutes) = wait {
            response
                .headers_mut()
                .insert(RETRY_AFTER, (u64::from(minutes) * 60).into());
        }
        response
    }
}

/// What was typed, to be shown again.
#[derive(Default)]
pub struct Typed(BTreeMap<String, String>);

impl From<&RawAnswers> for Typed {
    fn from(inputs: &RawAnswers) -> Self {
        // Several values of one name, as of boxes ticked, stand on a line each.
        Self(
            inputs
                .iter()
                .map(|(name, values)| (name.clone(), values.join("\n")))
                .collect(),
        )
    }
}
