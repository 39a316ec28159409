//! My account: what the portal knows of me and where it comes from, and the way out.

pub mod wishes;

use domain::view::session::AccountView;
use leptos::prelude::*;

use crate::components::layout::Page;
use crate::components::notice::{Kind, Notice};
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::page::{load, loaded};
use crate::words::Isolated;
use crate::{api, routes};
use wishes::WishesForm;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let language = language();
    let account = load(|| (), move |()| api::account(language));
    loaded(account, |account| view! { <Account account/> }.into_any())
}

#[component]
fn Account(
    /// What is known.
    account: AccountView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let in_pilot = account.in_pilot;
    let duties = account.duties.clone();
    view! {
        <Page title=words.title(&[words.account()])>
            <div class="split">
                <div class="stack">
                    <h1>{words.account()}</h1>
                    <p class="lede">{words.account_lead()}</p>
                    <Verified account=account.clone()/>
                    <Contact account=account.clone()/>
                    <WishesForm wishes=account.wishes email=account.email/>
                    {(!duties.is_empty()).then(|| view! { <Duties duties/> })}
                </div>
                <div class="stack aside-text">
                    {in_pilot.then(|| view! { <Notice>{words.pilot_welcome()}</Notice> })}
                    <ul class="links">
                        <li><a href=routes::applications(language)>{words.applications_title()}</a></li>
                        <li><a href=routes::messages(language)>{words.messages()}</a></li>
                        <li><a href=routes::services(language)>{words.nav_services()}</a></li>
                    </ul>
                    <PostForm action=routes::sign_out(language) new_document=true>
                        <p><button type="submit" class="btn btn-2">{words.sign_out()}</button></p>
                    </PostForm>
                </div>
            </div>
        </Page>
    }
}

/// What the civil registry said.
#[component]
fn Verified(
    /// The account.
    account: AccountView,
) -> impl IntoView {
    let words = words();
    view! {
        <h2>{words.verified_details()}</h2>
        {if account.verified {
            view! { <p class="prose">{words.verified_details_text()}</p> }.into_any()
        } else {
            view! { <Notice kind=Kind::Warning>{words.not_verified()}</Notice> }.into_any()
        }}
        <dl class="summary">
            <Line name=words.id_number()>{Isolated::code(account.national_id)}</Line>
            <Line name=words.name_parts()><bdi lang="ar" dir="rtl">{account.name_ar}</bdi></Line>
            <Line name=words.name_in_latin()><bdi lang="en" dir="ltr">{account.name_en}</bdi></Line>
            <Line name=words.date_of_birth()>{words.date(account.birth_date)}</Line>
        </dl>
    }
}

/// Where messages go.
#[component]
fn Contact(
    /// The account.
    account: AccountView,
) -> impl IntoView {
    let words = words();
    let email = if account.email.is_empty() {
        view! { <span class="quiet">{words.not_answered()}</span> }.into_any()
    } else {
        Isolated::code(account.email).into()
    };
    view! {
        <h2>{words.contact_details()}</h2>
        <dl class="summary">
            <Line name=words.mobile_number()>{Isolated::code(account.mobile)}</Line>
            <Line name=words.email()>{email}</Line>
        </dl>
    }
}

/// What the person does for the government.
#[component]
fn Duties(
    /// Role and body of each.
    duties: Vec<String>,
) -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <h2>{words.duties()}</h2>
        <ul class="ticks prose">{duties.into_iter().map(|duty| view! { <li>{duty}</li> }).collect_view()}</ul>
        <p class="btn-row"><a class="go" href=routes::staff_queue(language) rel="external">{words.staff_queue()}</a></p>
    }
}

#[component]
fn Line(
    /// What it is.
    name: &'static str,
    /// What is known.
    children: Children,
) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }
}
