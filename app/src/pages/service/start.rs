//! Starting, or why that is not possible now.

use domain::view::service::Opening;
use leptos::prelude::*;

use super::is_open;
use crate::components::notice::{Kind, Notice};
use crate::components::post_form::PostForm;
use crate::context::{language, words};
use crate::routes;
use crate::words::{Isolated, Words};

/// What stands under the summary: the button, or a kind word.
#[component]
pub fn Start(
    /// The service's name in addresses.
    id: String,
    /// Whether the reader may start.
    opening: Opening,
    /// How many pages of questions there are.
    pages: usize,
) -> impl IntoView {
    let words = words();
    let open = is_open(&opening);
    view! {
        {match opening {
            Opening::Pilot { opens } => view! {
                <Notice title=with_stop(words.pilot_title())>
                    {words.pilot_text()} {opens.map(|opens| view! { " " {words.pilot_opens(words.weekday_date(opens))} })}
                </Notice>
            }
            .into_any(),
            Opening::NotOnline => view! {
                <Notice title=with_stop(words.not_online_title())>{words.not_online_text()}</Notice>
            }
            .into_any(),
            Opening::TooYoung { min_age } => view! {
                <Notice kind=Kind::Warning title=with_stop(words.too_young_title())>
                    {words.not_eligible_age_min(min_age.into())}
                </Notice>
            }
            .into_any(),
            Opening::NotForYou => view! {
                <Notice kind=Kind::Warning title=with_stop(words.not_for_you_title())>{words.not_for_you_text()}</Notice>
            }
            .into_any(),
            opening => view! { <Buttons id opening/> }.into_any(),
        }}
        {open.then(|| view! { <p class="quiet">{words.form_pages(pages as u64)}" "{words.saved_as_you_go()}</p> })}
    }
}

/// The same button once more at the end of the page.
#[component]
pub fn StartAgain(
    /// The service's name in addresses.
    id: String,
    /// Whether the reader may start.
    opening: Opening,
) -> impl IntoView {
    is_open(&opening).then(|| view! { <div class="top"><Buttons id opening/></div> })
}

#[component]
fn Buttons(
    /// The service's name in addresses.
    id: String,
    /// Whether the reader may start.
    opening: Opening,
) -> impl IntoView {
    let (language, words) = (language(), words());
    match opening {
        Opening::Open {
            start_key,
            draft: Some(draft),
            earlier,
        } => view! {
            <p class="btn-row">
                <a class="btn btn-start" href=routes::application(language, &draft)>{words.resume_application()}</a>
            </p>
            <PostForm action=routes::apply(language, &id)>
                <input type="hidden" name="start_key" value=start_key/>
                <p><button type="submit" class="link-btn">{words.start_another()}</button></p>
                {earlier.map(|earlier| from_earlier(words, earlier))}
            </PostForm>
        }
        .into_any(),
        Opening::Open {
            start_key,
            draft: None,
            earlier,
        } => view! {
            <PostForm action=routes::apply(language, &id)>
                <input type="hidden" name="start_key" value=start_key/>
                <p class="btn-row"><button type="submit" class="btn btn-start">{words.start_application()}</button></p>
                {earlier.map(|earlier| from_earlier(words, earlier))}
            </PostForm>
        }
        .into_any(),
        _ => {
            let door = routes::sign_in(language, &routes::service(language, &id));
            view! { <p class="btn-row"><a class="btn btn-start" href=door>{words.sign_in_to_start()}</a></p> }
                .into_any()
        }
    }
}

/// Takes the answers of an earlier application over, in the same form.
fn from_earlier(words: Words, earlier: String) -> AnyView {
    let said = words.start_from_earlier(Isolated::code(earlier.clone()));
    view! { <p><button type="submit" class="link-btn" name="from" value=earlier>{said}</button></p> }.into_any()
}

/// A heading as the first words of a sentence.
fn with_stop(title: &str) -> String {
    format!("{title}.")
}
