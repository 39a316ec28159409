//! The door. One sentence for a wrong number and a wrong password, so that nobody learns who has an account.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::notice::Notice;
use crate::components::password_input::PasswordInput;
use crate::components::post_form::PostForm;
use crate::components::text_input::TextInput;
use crate::context::{language, posted, session, words};
use crate::page::query;
use crate::routes;
use crate::words::Isolated;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (language, words) = (language(), words());
    let asked_next = query("next");
    // After a refusal the address has lost it, and what was posted still knows.
    let next = move || {
        let posted = posted().read().value("next").to_owned();
        if posted.is_empty() { asked_next.get() } else { posted }
    };
    let problems = posted_problems(vec![
        ("national_id", FieldKind::NationalId, words.id_number().to_owned()),
        ("password", FieldKind::Text, words.password().to_owned()),
    ]);
    view! {
        <Page title=words.title(&[words.sign_in()]) faulty=Signal::derive(move || !problems.read().is_empty())>
            <div class="door">
                <div>
                    <ErrorSummary problems/>
                    <div class="sheet">
                        <h1>{words.sign_in()}</h1>
                        {move || (!asked_next.read().is_empty()).then(|| view! { <p class="quiet">{words.sign_in_first()}</p> })}
                        <PostForm action=routes::sign_in(language, "") new_document=true>
                            <TextInput
                                name="national_id"
                                label=words.id_number()
                                hint=words.id_number_hint()
                                kind=FieldKind::NationalId
                                autocomplete="username"
                                inputmode="numeric"
                                left_to_right=true
                                class="input input-id w-9"
                            />
                            <PasswordInput label=words.password() autocomplete="current-password"/>
                            <input type="hidden" name="next" value=next/>
                            <p class="btn-row top"><button type="submit" class="btn btn-wide">{words.sign_in()}</button></p>
                        </PostForm>
                        <p class="or">
                            <a href=format!("{}#password", routes::help(language, "help"))>{words.forgot_password()}</a>
                        </p>
                    </div>
                </div>
                <Beside/>
            </div>
        </Page>
    }
}

/// What a newcomer needs, and what everybody should know.
#[component]
fn Beside() -> impl IntoView {
    let (language, words) = (language(), words());
    let demo = session().read_untracked().demo;
    view! {
        <div class="stack aside-text">
            {demo.then(|| view! { <Notice title=format!("{}.", words.sign_in_demo_title())>{words.sign_in_demo_text()}</Notice> })}
            <h2 class="h-small">{words.no_account_question()}</h2>
            <p>{words.no_account_text()}</p>
            <p><a class="btn btn-2" href=routes::sign_up(language)>{words.create_account()}</a></p>
            <h2 class="h-small">{words.beware_fraud()}</h2>
            <p>{words.beware_fraud_text(Isolated::code(host()))}</p>
        </div>
    }
}

/// The portal's address as people see it.
fn host() -> String {
    #[cfg(feature = "ssr")]
    {
        let base = use_context::<operations::Portal>()
            .map(|portal| portal.settings.base_url.clone())
            .unwrap_or_default();
        base.split_once("://").map(|(_, host)| host.to_owned()).unwrap_or(base)
    }
    #[cfg(not(feature = "ssr"))]
    window().location().host().unwrap_or_default()
}
