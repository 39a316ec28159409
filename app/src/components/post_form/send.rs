//! Sending a form from the browser and doing what the answer says.

use domain::language::Language;
use domain::view::outcome::{FormProblem, Outcome, Posted};
use domain::view::session::SessionView;
use gloo_net::http::{Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Failure, Sending};
use crate::context::{language, posted, refresh, session};
use crate::{api, focus, routes};

/// Takes the place of the browser's own submit.
pub(super) fn submit(sending: RwSignal<Sending>, new_document: bool) -> impl Fn(SubmitEvent) + 'static {
    let (language, session, posted) = (language(), session(), posted());
    let answer = Answered {
        sending,
        new_document,
        language,
        session,
        posted,
        go: navigator(),
    };
    // Pages that are the same for everybody carry no token; a form on one of them asks for it.
    Effect::new(move || {
        if session.read_untracked().csrf.is_empty() {
            renew(language, session);
        }
    });
    move |event: SubmitEvent| {
        let Some(form) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        event.prevent_default();
        if *sending.read_untracked() == Sending::UnderWay {
            return;
        }
        let button = event.submitter().and_then(|button| pressed(&button));
        let Some(request) = request(&form, button.as_ref(), &session.read_untracked().csrf) else {
            _ = form.submit();
            return;
        };
        sending.set(Sending::UnderWay);
        let answer = answer.clone();
        spawn_local(async move {
            match request.send().await {
                Ok(response) => answer.take(response, button).await,
                Err(_) => answer.fail(Failure::Offline, button),
            }
        });
    }
}

/// Asks for a token that works.
fn renew(language: Language, session: RwSignal<SessionView>) {
    spawn_local(async move {
        if let Ok(view) = api::session(language).await {
            session.set(view);
        }
    });
}

/// Name and value of a button, if it has a name.
fn pressed(button: &Element) -> Option<(String, String)> {
    let name = button.get_attribute("name").filter(|name| !name.is_empty())?;
    Some((name, button.get_attribute("value").unwrap_or_default()))
}

/// The request the browser would have made, asking for the outcome instead of a page. The address is read from the
/// attribute, since an input named `action` hides the property.
fn request(form: &HtmlFormElement, button: Option<&(String, String)>, token: &str) -> Option<Request> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some((name, value)) = button {
        data.append_with_str(name, value).ok()?;
    }
    let body: JsValue = if form.enctype() == "multipart/form-data" {
        data.into()
    } else {
        UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?.into()
    };
    let request = Request::post(&form.get_attribute("action").unwrap_or_default())
        .header("Accept", "application/json")
        .header("X-CSRF", token);
    request.body(body).ok()
}

/// Goes on to an address of the portal: within the document where that is possible.
fn navigator() -> impl Fn(&str) + Clone + 'static {
    let (language, refresh, focus, navigate) = (language(), refresh(), focus::wanted(), use_navigate());
    move |to: &str| {
        let location = window().location();
        let part = |part: Result<String, JsValue>| part.unwrap_or_default();
        let here = part(location.pathname());
        let address = to.split_once('#').map_or(to, |(address, _)| address);
        let path = address.split_once('?').map_or(address, |(path, _)| path);
        if !routes::is_in(language, path) || routes::is_staff(path) != routes::is_staff(&here) {
            _ = location.assign(to);
            return;
        }
        focus.ask();
        if address == here + &part(location.search()) {
            refresh.update(|count| *count += 1);
        } else {
            navigate(to, NavigateOptions::default());
        }
    }
}

/// What an answer changes.
#[derive(Clone)]
struct Answered<Go> {
    sending: RwSignal<Sending>,
    new_document: bool,
    language: Language,
    session: RwSignal<SessionView>,
    posted: RwSignal<Posted>,
    go: Go,
}

impl<Go: Fn(&str)> Answered<Go> {
    async fn take(&self, response: Response, button: Option<(String, String)>) {
        let status = response.status();
        match response.json::<Outcome>().await {
            Ok(Outcome::Go { to }) => {
                self.quiet();
                self.posted.set(Posted::default());
                if self.new_document {
                    _ = window().location().assign(&to)
                } else {
                    (self.go)(&to)
                }
            }
            Ok(Outcome::Kept { .. }) => self.quiet(),
            Ok(Outcome::Mend { problems }) => {
                if problems.iter().any(|found| found.problem == FormProblem::FormExpired) {
                    renew(self.language, self.session);
                }
                self.quiet();
                self.posted.set(Posted {
                    problems,
                    ..Posted::default()
                });
                focus::to_problem();
            }
            Err(_) if status == 401 => self.sign_in(),
            Err(_) => self.fail(failure(status), button),
        }
    }

    fn quiet(&self) {
        _ = self.sending.try_set(Sending::Quiet);
    }

    fn fail(&self, why: Failure, button: Option<(String, String)>) {
        _ = self.sending.try_set(Sending::Failed { why, button });
    }

    /// The session ended: sign in and come back here.
    fn sign_in(&self) {
        let location = window().location();
        let here = [location.pathname(), location.search()]
            .map(Result::unwrap_or_default)
            .concat();
        _ = location.assign(&routes::sign_in(self.language, &here));
    }
}

const fn failure(status: u16) -> Failure {
    match status {
        403 => Failure::Forbidden,
        404 | 409 => Failure::Conflict,
        413 => Failure::TooLarge,
        419 => Failure::Expired,
        429 => Failure::TooMany,
        502..=504 => Failure::Busy,
        _ => Failure::Fault,
    }
}
