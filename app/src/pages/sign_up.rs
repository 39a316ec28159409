//! Making an account: one for each identity number, checked in the civil registry.

use domain::service::FieldKind;
use leptos::prelude::*;

use crate::components::back_link::BackLink;
use crate::components::date_input::DateInput;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::password_input::PasswordInput;
use crate::components::post_form::PostForm;
use crate::components::text_input::TextInput;
use crate::context::{language, words};
use crate::routes;
use crate::words::{Isolated, Words};

/// Fewest characters of a password; `operations::accounts` refuses shorter ones.
const PASSWORD_MIN: u64 = 15;

/// The page.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let (language, words) = (language(), words());
    let problems = posted_problems(labels(words));
    view! {
        <Page title=words.title(&[words.create_account()]) faulty=Signal::derive(move || !problems.read().is_empty())>
            <BackLink href=routes::sign_in(language, "") label=words.sign_in()/>
            <div class="form-page">
                <ErrorSummary problems/>
                <h1>{words.create_account()}</h1>
                <p class="lede">{words.sign_up_lead()}</p>
                <PostForm action=routes::sign_up(language) new_document=true class="top">
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
                    <Names/>
                    <DateInput
                        name="birth_date"
                        label=words.date_of_birth()
                        hint=words.date_hint(Isolated::code("14 3 1990"))
                        own_birthday=true
                    />
                    <Reach/>
                    <PasswordInput
                        label=words.new_password()
                        hint=words.new_password_hint(PASSWORD_MIN)
                        autocomplete="new-password"
                    />
                    <p class="btn-row top">
                        <button type="submit" class="btn btn-wide">{words.create_account()}</button>
                    </p>
                    <p class="quiet after">{words.terms_text()}</p>
                </PostForm>
            </div>
        </Page>
    }
}

/// The four parts of the name, and how the passport writes it.
#[component]
fn Names() -> impl IntoView {
    let words = words();
    view! {
        <fieldset class="field">
            <legend>{words.name_parts()}</legend>
            <p class="hint">{words.full_name_hint()}</p>
            <div class="names">
                <TextInput name="name_1" label=words.first_name() autocomplete="given-name"/>
                <TextInput name="name_2" label=words.father_name() autocomplete="additional-name"/>
                <TextInput name="name_3" label=words.grandfather_name() autocomplete="additional-name"/>
                <TextInput name="name_4" label=words.family_name() autocomplete="family-name"/>
            </div>
        </fieldset>
        <TextInput name="name_en" label=words.label_optional(words.name_latin()).plain() left_to_right=true autocomplete="name"/>
    }
}

/// Telephone and mail.
#[component]
fn Reach() -> impl IntoView {
    let words = words();
    view! {
        <TextInput
            name="mobile"
            label=words.mobile_number()
            hint=words.mobile_number_hint(Isolated::code("059 912 3456"))
            kind=FieldKind::Phone
            autocomplete="tel"
            inputmode="tel"
            left_to_right=true
            class="input w-9"
        />
        <TextInput
            name="email"
            label=words.label_optional(words.email()).plain()
            kind=FieldKind::Email
            autocomplete="email"
            inputmode="email"
            left_to_right=true
        />
    }
}

fn labels(words: Words) -> Vec<(&'static str, FieldKind, String)> {
    let labels = [
        ("national_id", FieldKind::NationalId, words.id_number()),
        ("name_1", FieldKind::Text, words.first_name()),
        ("name_2", FieldKind::Text, words.father_name()),
        ("name_3", FieldKind::Text, words.grandfather_name()),
        ("name_4", FieldKind::Text, words.family_name()),
        ("name_en", FieldKind::Text, words.name_latin()),
        ("birth_date", FieldKind::Date, words.date_of_birth()),
        ("mobile", FieldKind::Phone, words.mobile_number()),
        ("email", FieldKind::Email, words.email()),
        ("password", FieldKind::Text, words.new_password()),
    ];
    labels
        .map(|(input, kind, label)| (input, kind, label.to_owned()))
        .into()
}
