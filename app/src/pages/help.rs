//! Help and the small print: short, and only what is true of the software.

use leptos::prelude::*;

use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::layout::Page;
use crate::context::{language, words};
use crate::page::param;
use crate::pages::problem::NotFoundPage;
use crate::words::{Isolated, Words};
use crate::{contact, routes};

/// The page of a topic.
#[component]
pub fn HelpPage() -> impl IntoView {
    let topic = param("topic");
    move || {
        let words = words();
        match topic.read().as_str() {
            "help" => show(words.help(), help(words)),
            "privacy" => show(words.privacy_notice(), privacy(words)),
            "cookies" => show(words.cookies(), cookies(words)),
            "accessibility" => show(words.accessibility_statement(), accessibility(words)),
            "about" => show(words.about_portal(), about(words)),
            _ => view! { <NotFoundPage/> }.into_any(),
        }
    }
}

fn show(title: &'static str, text: AnyView) -> AnyView {
    let words = words();
    view! {
        <Page title=words.title(&[title])>
            <Breadcrumbs/>
            <div class="stack prose">
                <h1>{title}</h1>
                {text}
            </div>
        </Page>
    }
    .into_any()
}

/// Headings with a paragraph each.
fn parts<const N: usize>(parts: [(&'static str, &'static str); N]) -> impl IntoView {
    parts.map(|(title, text)| {
        view! {
            <h2>{title}</h2>
            <p>{text}</p>
        }
    })
}

fn help(words: Words) -> AnyView {
    let first = [
        (words.help_apply_title(), words.help_apply_text()),
        (words.help_pay_title(), words.help_pay_text()),
        (words.help_follow_title(), words.help_follow_text()),
    ];
    view! {
        {parts(first)}
        <h2 id="password">{words.help_password_title()}</h2>
        <p>{words.help_password_text()}</p>
        <h2>{words.help_slow_title()}</h2>
        <p>{words.help_slow_text()}</p>
        <h2 id="centres">{words.help_centres_title()}</h2>
        <p>{words.help_centres_text()}</p>
        <h2>{words.help_call_title()}</h2>
        <p>{words.call_us(contact::phone())}" "{words.office_hours(contact::from(), contact::until())}</p>
        <p class="btn-row"><a href=routes::feedback(language())>{words.beta_link()}</a></p>
    }
    .into_any()
}

fn privacy(words: Words) -> AnyView {
    let all = [
        (words.privacy_keep_title(), words.privacy_keep_text()),
        (words.privacy_why_title(), words.privacy_why_text()),
        (words.privacy_who_title(), words.privacy_who_text()),
        (words.privacy_long_title(), words.privacy_long_text()),
        (words.privacy_right_title(), words.privacy_right_text()),
    ];
    view! {
        {parts(all)}
        <p class="quiet top">{words.privacy_note()}</p>
    }
    .into_any()
}

fn cookies(words: Words) -> AnyView {
    let rows = [
        (words.cookies_session(), words.cookies_session_until()),
        (words.cookies_language(), words.cookies_year()),
        (words.cookies_saver(), words.cookies_year()),
    ];
    let rows = rows.map(|(what, until)| view! { <tr><th scope="row">{what}</th><td>{until}</td></tr> });
    view! {
        <p>{words.cookies_text()}</p>
        <table>
            <caption>{words.cookies_caption()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.cookies_name()}</th>
                    <th scope="col">{words.cookies_until()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn accessibility(words: Words) -> AnyView {
    view! {
        <h2>{words.accessibility_aim_title()}</h2>
        <p>{words.accessibility_aim_text(Isolated::code("WCAG 2.2 AA"))}</p>
        <h2>{words.accessibility_works_title()}</h2>
        <p>{words.accessibility_works_text(words.percent(400))}</p>
        <h2>{words.accessibility_gaps_title()}</h2>
        <p>{words.accessibility_gaps_text()}</p>
        <h2>{words.accessibility_report_title()}</h2>
        <p>{words.accessibility_report_text()}" "{words.call_us(contact::phone())}</p>
        <p class="btn-row"><a href=routes::feedback(language())>{words.beta_link()}</a></p>
    }
    .into_any()
}

fn about(words: Words) -> AnyView {
    let all = [
        (words.about_what_title(), words.about_what_text()),
        (words.about_steps_title(), words.about_steps_text()),
    ];
    view! {
        {parts(all)}
        <h2 id="software">{words.free_software()}</h2>
        <p>{words.about_software_text(Isolated::code("MIT, Apache-2.0"))}</p>
    }
    .into_any()
}
