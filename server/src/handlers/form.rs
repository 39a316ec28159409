//! A page of questions.

use app::routes;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::language::Language;
use domain::view::outcome::Outcome;
use operations::applications;
use operations::applications::fill::{Button, Next, PagePost, autosave};

use crate::answer::Typed;
use crate::form::Form;

/// Stores the page as typed, right or wrong, and leads on. What is wrong is shown by the page itself.
pub async fn save(Path((_, reference, page)): Path<(String, String, String)>, mut form: Form) -> Response {
    if let Ok(version) = form.take("kept").parse() {
        return keep(&reference, &page, version, form).await;
    }
    let from_check = form.take("from") == "check";
    let button = button(&mut form);
    let shown = form.take_all("shown");
    let typed = Typed::from(&form.inputs);
    let Form { asked, inputs, files } = form;
    let post = PagePost {
        inputs,
        shown,
        files,
        button,
        from_check,
    };
    let saved = applications::save_page(asked.portal(), asked.actor(), &reference, &page, post).await;
    match saved {
        Ok(next) => asked.go(address(asked.language(), &reference, &page, from_check, next)),
        Err(error) => asked.failed(error, typed).await,
    }
}

/// Keeps the page while somebody types: the page's program asks for it, and nothing changes on the screen.
async fn keep(reference: &str, page: &str, version: i64, form: Form) -> Response {
    let Form { asked, inputs, .. } = form;
    let kept = autosave::keep_page(asked.portal(), asked.actor(), reference, page, version, inputs).await;
    match kept {
        Ok(kept) => Json(Outcome::Kept { kept }).into_response(),
        Err(error) => asked.failed(error, Typed::default()).await,
    }
}

fn button(form: &mut Form) -> Button {
    let (later, attach, remove) = (form.take("later"), form.take("attach"), form.take("remove"));
    let (add_item, remove_item) = (form.take("add_item"), form.take("remove_item"));
    if !remove_item.is_empty() {
        Button::RemoveItem(remove_item)
    } else if !add_item.is_empty() {
        Button::AddItem(add_item)
    } else if !remove.is_empty() {
        Button::Remove(remove)
    } else if !attach.is_empty() {
        Button::Attach(attach)
    } else if later.is_empty() {
        Button::Continue
    } else {
        Button::Later
    }
}

fn address(language: Language, reference: &str, page: &str, from_check: bool, next: Next) -> String {
    let form = if from_check {
        routes::form_from_check
    } else {
        routes::form
    };
    match next {
        Next::Same { at } => format!("{}#{at}", form(language, reference, page)),
        Next::Page(page) => form(language, reference, &page),
        Next::Check => routes::check(language, reference),
        Next::Later => routes::applications(language),
    }
}
