//! A page of questions.

use app::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::language::Language;
use operations::applications;
use operations::applications::fill::{Button, Next, PagePost};

use crate::answer::Typed;
use crate::form::Form;

/// Stores the page as typed, right or wrong, and leads on. What is wrong is shown by the page itself.
pub async fn save(Path((_, reference, page)): Path<(String, String, String)>, mut form: Form) -> Response {
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

fn button(form: &mut Form) -> Button {
    let (later, attach, remove) = (form.take("later"), form.take("attach"), form.take("remove"));
    if !remove.is_empty() {
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
