//! How somebody wants to be told.

use domain::language::Language;
use domain::view::message::WishesView;
use leptos::prelude::*;

use crate::components::choices::Radios;
use crate::components::notice::{Kind, Notice};
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::page::query;
use crate::routes;

/// The form.
#[component]
pub fn WishesForm(
    /// As they are now.
    wishes: WishesView,
    /// The address mail would go to; may be empty.
    email: String,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let saved = !query("saved").get_untracked().is_empty();
    let no_mail = email.is_empty();
    let chosen = match wishes.language {
        None => "last",
        Some(language) => language.code(),
    };
    let languages = vec![
        ("last", words.wish_language_last().to_owned()),
        (Language::Ar.code(), words.language_arabic().to_owned()),
        (Language::En.code(), words.language_english().to_owned()),
    ];
    view! {
        <section aria-labelledby="wishes">
            <h2 id="wishes">{words.wishes_title()}</h2>
            {saved.then(|| view! { <Notice kind=Kind::Done>{words.wishes_saved()}</Notice> })}
            <p class="prose">{words.wishes_text()}</p>
            <PostForm action=routes::wishes(language) class="top">
                <fieldset class="field choices">
                    <legend>{words.wishes_question()}</legend>
                    <div class="choice">
                        <input type="checkbox" id="mail" name="mail" value="on" checked=wishes.mail/>
                        <label for="mail">
                            {words.wish_mail()}
                            {no_mail.then(|| view! { <span>{words.wish_mail_none()}</span> })}
                        </label>
                    </div>
                    <div class="choice">
                        <input type="checkbox" id="sms" name="sms" value="on" checked=wishes.sms/>
                        <label for="sms">{words.wish_sms()} <span>{words.wish_sms_text()}</span></label>
                    </div>
                </fieldset>
                <Radios name="language" label=words.wish_language() options=languages chosen=chosen/>
                <p class="btn-row top"><button type="submit" class="btn">{words.wishes_save()}</button></p>
            </PostForm>
        </section>
    }
}
