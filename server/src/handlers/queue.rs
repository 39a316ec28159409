//! The forms of the queue: several cases chosen, one taken, a view kept; and the way to the next case.

use app::routes;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::view::queue::QueueQuery;
use operations::casework::bulk::{self, Chosen};
use operations::casework::decide::TaskForm;
use operations::casework::{self, views};
use serde::Deserialize;

use crate::answer::Typed;
use crate::asked::Asked;
use crate::form::Form;
use crate::refusal::{Refusal, see_other};

/// What the queue showed when the form was sent, from its hidden inputs.
fn shown(form: &mut Form) -> QueueQuery {
    let mut taken = std::collections::BTreeMap::new();
    for name in QueueQuery::NAMES {
        taken.insert(name, form.take(name));
    }
    QueueQuery::read(|name| taken.get(name).cloned().unwrap_or_default())
}

/// Drafts an action on the cases that were ticked, or takes the one whose button was pressed.
pub async fn choose_cases(mut form: Form) -> Response {
    let one = form.take("one");
    if !one.is_empty() {
        return take_one(form, &one).await;
    }
    let query = shown(&mut form);
    let what = form.take("what");
    let everything = what == "hand_over_all";
    let chosen = Chosen {
        what: if everything { "hand_over".to_owned() } else { what },
        // One box stands for the whole page.
        cases: form
            .take_all("case")
            .iter()
            .flat_map(|case| case.split_whitespace())
            .map(str::to_owned)
            .collect(),
        all_of: if everything { form.take("whose") } else { String::new() },
    };
    let asked = form.asked;
    match bulk::draft(asked.portal(), asked.actor(), chosen).await {
        Ok(id) => asked.go(routes::staff_bulk(asked.language(), &id)),
        Err(error) => {
            let page = routes::staff_queue_found(asked.language(), &query);
            asked.failed_on(&page, error, Typed::default()).await
        }
    }
}

/// The number, the task and its version, with dots between.
async fn take_one(form: Form, one: &str) -> Response {
    let mut parts = one.split('.');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (reference, task, version) = (next(), next().parse(), next().parse());
    let (Ok(task), Ok(version)) = (task, version) else {
        return Refusal::BadRequest.into_response();
    };
    let asked = form.asked;
    let task = TaskForm { task, version };
    match casework::take(asked.portal(), asked.actor(), &reference, &task).await {
        Ok(()) => asked.go(routes::staff_case(asked.language(), &reference)),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Keeps a view.
pub async fn keep_view(mut form: Form) -> Response {
    let typed = Typed::from(&form.inputs);
    let name = form.take("name");
    let query = QueueQuery {
        after: String::new(),
        ..shown(&mut form)
    };
    let asked = form.asked;
    let address = routes::staff_queue_found(asked.language(), &query);
    let kept = views::keep(asked.portal(), asked.actor(), &name, routes::staff_queue_query(&query)).await;
    match kept {
        Ok(()) => asked.go(address),
        Err(error) => asked.failed_on(&address, error, typed).await,
    }
}

/// Forgets a view.
pub async fn forget_view(Path((_, id)): Path<(String, String)>, form: Form) -> Response {
    let asked = form.asked;
    match views::forget(asked.portal(), asked.actor(), &id).await {
        Ok(()) => asked.go(routes::staff_queue(asked.language())),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

/// Behind which case.
#[derive(Deserialize)]
pub struct Behind {
    #[serde(default)]
    after: String,
}

/// Leads to the next case, or to the queue when there is none.
pub async fn next(asked: Asked, Query(behind): Query<Behind>) -> Response {
    match casework::next(asked.portal(), asked.actor(), &behind.after).await {
        Ok(Some(reference)) => see_other(&routes::staff_case(asked.language(), &reference)),
        Ok(None) => see_other(&routes::staff_queue(asked.language())),
        Err(error) => Refusal::from(error).into_response(),
    }
}
