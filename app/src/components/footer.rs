//! What stands below every citizen's page: feedback, help, the small print, the data-saver switch.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::motif::Band;
use crate::context::{DataSaver, language, words};
use crate::{contact, routes};

/// The last line of the page.
#[component]
pub fn FeedbackLine() -> impl IntoView {
    let (language, words) = (language(), words());
    view! {
        <section class="feedback" aria-label=words.feedback()>
            <div class="wrap">
                <p>{words.feedback_question()}" "<a href=routes::feedback(language)>{words.feedback_link()}</a></p>
            </div>
        </section>
    }
}

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let (language, words) = (language(), words());
    let help = |topic| routes::help(language, topic);
    view! {
        <footer class="foot">
            <Band id="edge-foot" on_deep=true/>
            <div class="wrap">
                <div id="help">
                    <p class="help">{words.need_help()}" "<b>{contact::phone()}</b></p>
                    <p>{words.office_hours(contact::from(), contact::until())}</p>
                    <p><a href=help("help") + "#centres">{words.nearest_centre()}</a></p>
                </div>
                <nav aria-label=words.footer_help()>
                    <ul class="list">
                        <li><a href=help("help")>{words.help()}</a></li>
                        <li><a href=help("privacy")>{words.privacy_notice()}</a></li>
                        <li><a href=help("cookies")>{words.cookies()}</a></li>
                        <li><a href=help("accessibility")>{words.accessibility_statement()}</a></li>
                    </ul>
                </nav>
                <nav aria-label=words.about_portal()>
                    <ul class="list">
                        <li><a href=help("about")>{words.about_portal()}</a></li>
                        <li><a href=routes::figures(language)>{words.figures_title()}</a></li>
                        <li><a href=help("about") + "#software">{words.free_software()}</a></li>
                        <li><a href=routes::staff(language) rel="external">{words.staff_door()}</a></li>
                    </ul>
                </nav>
                <DataSaverSwitch/>
            </div>
        </footer>
    }
}

/// The switch. A plain form and a new document, with and without script; it keeps a preference and nothing else, so it
/// needs no token, and pages for everybody stay equal for everybody.
#[component]
fn DataSaverSwitch() -> impl IntoView {
    let (language, words) = (language(), words());
    // A page with the switch on never starts the program, so the browser always finds it off.
    let on = use_context::<DataSaver>().unwrap_or_default().0;
    let location = use_location();
    let next = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    };
    view! {
        <div class="end">
            <form method="post" action=routes::data_saver(language)>
                <input type="hidden" name="next" value=next/>
                <button type="submit" class="link-btn" name="on" value=if on { "0" } else { "1" }>
                    {if on { words.data_saver_off() } else { words.data_saver_on() }}
                </button>
            </form>
            {on.then(|| view! { <p>{words.data_saver_active()}</p> })}
        </div>
    }
}
