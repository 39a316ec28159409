//! Is this document genuine? Anyone may ask; the answer shows what is public and nothing else.

use domain::view::certificate::{VerificationResult, VerificationView};
use leptos::prelude::*;

use crate::components::get_form::GetForm;
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::{load, loaded, param, query};
use crate::words::{Isolated, Message, Words};
use crate::{api, routes};

/// What a code looks like.
const EXAMPLE: &str = "7K4M-92QX-TD3H-5WRA";

/// The page at `/verify`, asked with `?code=` by its form or by the address `/verify/{code}` of a printed code.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let language = language();
    let (printed, typed) = (param("code"), query("code"));
    let found = load(
        move || {
            Some(printed.get())
                .filter(|code| !code.is_empty())
                .unwrap_or_else(|| typed.get())
        },
        move |code| async move {
            if code.trim().is_empty() {
                return Ok(VerificationView {
                    code,
                    result: VerificationResult::Ask,
                });
            }
            api::verify(language, code).await
        },
    );
    loaded(found, |found| view! { <Verify found/> }.into_any())
}

#[component]
fn Verify(
    /// What was asked and found.
    found: VerificationView,
) -> impl IntoView {
    let words = words();
    let asked = found.result != VerificationResult::Ask;
    let heading = heading(words, &found.result);
    let title = if asked {
        words.title(&[heading, words.verify_title()])
    } else {
        words.title(&[heading])
    };
    view! {
        <Page title>
            <div class="form-page stack">
                {asked.then(|| view! { <p class="caption">{words.verification_code()}": "{Isolated::code(found.code.clone())}</p> })}
                {verdict(words, &found.result, heading)}
                {asked.then(|| view! { <h2>{words.verify_another()}</h2> })}
                <p><a href=routes::verify_offline(words.0) rel="external">{words.verify_offline_link()}</a></p>
                <Ask code=if matches!(found.result, VerificationResult::Unknown) { found.code.clone() } else { String::new() }/>
            </div>
        </Page>
    }
}

const fn heading(words: Words, result: &VerificationResult) -> &'static str {
    match result {
        VerificationResult::Ask => words.verify_title(),
        VerificationResult::Valid { .. } => words.verify_valid(),
        VerificationResult::Expired { .. } => words.verify_expired(),
        VerificationResult::Revoked { .. } => words.verify_revoked(),
        VerificationResult::Unknown => words.verify_unknown(),
    }
}

fn verdict(words: Words, result: &VerificationResult, heading: &'static str) -> AnyView {
    let said = |class: &'static str, document: Option<&String>, text: Message| {
        view! {
            <div class=class>
                <h1>{heading}</h1>
                {document.map(|title| view! { <p><b><bdi>{title.clone()}</bdi></b></p> })}
                <p>{text}</p>
            </div>
        }
        .into_any()
    };
    match result {
        VerificationResult::Ask => view! {
            <h1>{heading}</h1>
            <p class="lede">{words.verify_lead()}</p>
        }
        .into_any(),
        VerificationResult::Valid { title, issuer, lines } => {
            let rows = lines.iter().map(|(label, value)| {
                view! { <div><dt><bdi>{label.clone()}</bdi></dt><dd><bdi>{value.clone()}</bdi></dd></div> }
            });
            let rows = rows.collect_view();
            view! {
                {said("verdict verdict-good", Some(title), words.verify_valid_text(Isolated::words(issuer.clone())))}
                <dl class="summary">{rows}</dl>
                <p class="quiet">{words.verify_private()}</p>
            }
            .into_any()
        }
        VerificationResult::Expired { title, on } => said(
            "verdict verdict-old",
            Some(title),
            words.verify_expired_text(words.date(*on)),
        ),
        VerificationResult::Revoked { title, on, replaced } => {
            let day = on.map(|day| view! { <p>{words.document_revoked_on(words.date(day))}</p> });
            let text = if *replaced {
                words.verify_replaced_text()
            } else {
                words.verify_revoked_text()
            };
            view! {
                {said("verdict verdict-bad", Some(title), text.into())}
                {day}
            }
            .into_any()
        }
        VerificationResult::Unknown => said("verdict", None, words.verify_unknown_text().into()),
    }
}

#[component]
fn Ask(
    /// What is in the input, to be put right.
    code: String,
) -> impl IntoView {
    let words = words();
    view! {
        <GetForm action=routes::verify(language())>
            <div class="field">
                <label class="label" for="code">{words.verification_code()}</label>
                <p class="hint" id="code-hint">{words.verify_hint(Isolated::code(EXAMPLE))}</p>
                <input
                    type="text"
                    class="input w-20"
                    id="code"
                    name="code"
                    dir="ltr"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    value=code
                    aria-describedby="code-hint"
                />
            </div>
            <p class="btn-row top"><button type="submit" class="btn btn-wide">{words.verify_button()}</button></p>
        </GetForm>
    }
}
