//! A case: who asks for what, what was answered and what the registries know, the papers, the decision.

pub mod answers;
mod exchange;
pub mod identity;
pub mod notes;
pub mod opinions;
pub mod papers;
mod problems;
pub mod resent;
pub mod viewer;

use domain::view::application::IssuedRow;
use domain::view::casework::CaseView;
use domain::view::outcome::{FormProblem, Posted};
use leptos::prelude::*;

use super::decision::Decision;
use super::layout::{StaffFrame, title};
use super::next::NextCase;
use crate::components::back_link::BackLink;
use crate::components::error_summary::ErrorSummary;
use crate::components::fee_table::FeeTable;
use crate::components::layout::Page;
use crate::components::timeline::Timeline;
use crate::context::{language, posted, words};
use crate::page::{load, loaded, param, query};
use crate::words::{Isolated, Words};
use crate::{api, routes};
use answers::{Answers, Comparisons};
use exchange::exchange;
use identity::Identity;
use notes::Notes;
use opinions::Opinions;
use papers::Papers;
use problems::problems;
use resent::Resent;
use viewer::Viewer;

/// The page.
#[component]
pub fn CasePage() -> impl IntoView {
    let (language, reference) = (language(), param("reference"));
    let kept = kept_when_overtaken();
    let viewing = query("document");
    let case = load(move || reference.get(), move |reference| api::case(language, reference));
    let page = loaded(case, move |case| view! { <Case case kept viewing/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

/// The case.
#[component]
pub fn Case(
    /// The case.
    case: CaseView,
    /// What the reader had written when somebody else was quicker.
    kept: RwSignal<String>,
    /// Which file is open.
    #[prop(into)]
    viewing: Signal<String>,
) -> impl IntoView {
    let (language, words, posted) = (language(), words(), posted());
    let heading = words
        .case_title(case.reference.as_str(), case.service_title.as_str())
        .plain();
    let faulty = Signal::derive(move || !posted.read().problems.is_empty());
    let problems = problems(words, &case);
    view! {
        <Page title=title(&[&heading]) faulty>
            <BackLink href=routes::staff_queue(language) label=words.staff_queue()/>
            <NextCase reference=case.reference.clone()/>
            <ErrorSummary problems/>
            <Identity case=case.clone()/>
            <Overtaken reference=case.reference.clone() kept/>
            <Parts case=case.clone()/>
            <div class="case">
                <div class="stack">{evidence(words, &case)}</div>
                <div class="stack">{work(words, case, kept, viewing)}</div>
            </div>
        </Page>
    }
}

/// What was answered, and what it is measured by.
fn evidence(words: Words, case: &CaseView) -> AnyView {
    let checked = !case.comparisons.is_empty() || case.registry_away;
    let checks = checked.then(|| view! { <Comparisons rows=case.comparisons.clone() away=case.registry_away/> });
    let (reference, resent) = (case.reference.clone(), case.resent.clone());
    let resent = resent.map(|resent| view! { <Resent reference=reference.clone() resent/> });
    let notes = case.notes.as_ref().map(|notes| notes.rows.clone()).unwrap_or_default();
    let (sections, sources) = (case.sections.clone(), case.sources.clone());
    let fees = (!case.fee.lines.is_empty()).then(|| {
        view! {
            <section class="sheet" aria-labelledby="fees">
                <h2 id="fees" class="visually-hidden" tabindex="-1">{words.fees()}</h2>
                <FeeTable fee=case.fee.clone()/>
            </section>
        }
    });
    view! {
        {checks}
        {resent}
        <Answers reference=reference.clone() sections sources notes/>
        {fees}
    }
    .into_any()
}

/// The papers, the decision, and what is written around it.
fn work(words: Words, case: CaseView, kept: RwSignal<String>, viewing: Signal<String>) -> AnyView {
    let reference = case.reference;
    let (mine, correctable) = (case.task.filter(|task| task.mine), case.correctable);
    let decision = mine.map(|task| {
        let reference = reference.clone();
        view! { <Decision reference task correctable kept=kept.get_untracked()/> }
    });
    let conversation = case
        .conversation
        .map(|conversation| exchange(words, &reference, conversation));
    let notes = case
        .notes
        .map(|notes| view! { <Notes reference=reference.clone() notes/> });
    view! {
        <Viewer reference=reference.clone() files=case.attachments.clone() viewing/>
        <Papers reference=reference.clone() rows=case.attachments/>
        {issued(words, &reference, &case.documents)}
        {decision}
        {conversation}
        <Opinions reference=reference.clone() opinions=case.opinions/>
        {notes}
        <section class="sheet" aria-labelledby="history">
            <h2 id="history" tabindex="-1">{words.case_history()}</h2>
            <Timeline rows=case.history/>
        </section>
    }
    .into_any()
}

/// The documents that were issued, each with a page of its own.
fn issued(words: Words, reference: &str, documents: &[IssuedRow]) -> Option<AnyView> {
    if documents.is_empty() {
        return None;
    }
    let rows = documents.iter().map(|document| {
        let address = routes::staff_document(words.0, reference, &document.number);
        let revoked = document
            .revoked
            .then(|| view! { " · " <b>{words.verify_revoked()}</b> });
        view! {
            <li>
                <span>
                    <b><bdi>{document.title.clone()}</bdi></b>
                    <span class="sub">{words.date(document.issued)} {revoked}</span>
                </span>
                <a href=address>{Isolated::code(document.number.clone())}</a>
            </li>
        }
    });
    let section = view! {
        <section class="sheet" aria-labelledby="issued">
            <h2 id="issued" tabindex="-1">{words.issued_documents()}</h2>
            <ul class="files">{rows.collect_view()}</ul>
        </section>
    };
    Some(section.into_any())
}

/// The parts of the page. The jumps are the browser's (`rel="external"`), which also moves the focus.
#[component]
fn Parts(
    /// The case.
    case: CaseView,
) -> impl IntoView {
    let words = words();
    let mine = case.task.is_some_and(|task| task.mine);
    let differing = case.comparisons.iter().filter(|row| !row.matches).count();
    let papers = case.attachments.len();
    let checks = (!case.comparisons.is_empty() || case.registry_away).then_some(differing);
    let count = |rows: usize| Some(rows).filter(|rows| *rows > 0);
    let parts = [
        mine.then(|| ("decision", words.decision(), None)),
        checks.map(|differing| {
            (
                "checks",
                words.case_checks(),
                Some(differing).filter(|count| *count > 0),
            )
        }),
        case.resent
            .as_ref()
            .map(|resent| ("resent", words.resent_changes(), Some(resent.rows.len()))),
        Some(("answers", words.case_answers(), None)),
        (!case.fee.lines.is_empty()).then(|| ("fees", words.fees(), None)),
        Some(("papers", words.case_attachments(), Some(papers))),
        case.conversation
            .as_ref()
            .filter(|written| !written.rows.is_empty() || written.key.is_some())
            .map(|written| {
                (
                    "conversation",
                    words.conversation_with_applicant(),
                    count(written.rows.len()),
                )
            }),
        (!case.opinions.rows.is_empty() || case.opinions.key.is_some())
            .then(|| ("opinions", words.opinions_title(), count(case.opinions.rows.len()))),
        case.notes
            .as_ref()
            .map(|notes| ("notes", words.internal_notes(), count(notes.rows.len()))),
        Some(("history", words.case_history(), None)),
    ];
    let links = parts.into_iter().flatten().map(|(id, name, count)| {
        let count = count.map(|count| view! { <span class="count">{crate::words::Isolated::from(count)}</span> });
        view! { <li><a href=format!("#{id}") rel="external">{name} " " {count}</a></li> }
    });
    view! {
        <nav aria-label=words.case_sections()>
            <ul class="views">{links.collect_view()}</ul>
        </nav>
    }
}

/// Somebody else took or decided the task meanwhile: says so, keeps what was written, and leads to how it is now.
#[component]
fn Overtaken(
    /// The case.
    reference: String,
    /// What was written.
    kept: RwSignal<String>,
) -> impl IntoView {
    let (words, posted) = (words(), posted());
    let address = routes::staff_case(language(), &reference);
    move || {
        let address = address.clone();
        is_overtaken(&posted.read()).then(|| {
            let written = Some(kept.get()).filter(|written| !written.trim().is_empty());
            view! {
                <div class="notice notice-warn overtaken" id="task" tabindex="-1">
                    <p><b>{words.decided_meanwhile_title()}</b></p>
                    {written
                        .map(|written| {
                            view! {
                                <p>{words.your_version()}":"</p>
                                <p class="letter"><bdi>{written}</bdi></p>
                            }
                        })}
                    <p><a href=address rel="external">{words.open_again()}</a></p>
                </div>
            }
        })
    }
}

/// Whether the form was refused because somebody else was quicker.
fn is_overtaken(posted: &Posted) -> bool {
    posted
        .problems
        .iter()
        .any(|found| found.problem == FormProblem::TakenMeanwhile)
}

/// What the reader had written when somebody else was quicker. In the browser the page then also asks anew, so that it
/// shows how things stand; without script the refused form is answered with such a page.
fn kept_when_overtaken() -> RwSignal<String> {
    let posted = posted();
    let before = posted.with_untracked(|posted| {
        if is_overtaken(posted) {
            posted.value("note").to_owned()
        } else {
            String::new()
        }
    });
    let kept = RwSignal::new(before);
    #[cfg(feature = "hydrate")]
    {
        let (refresh, focus) = (crate::context::refresh(), crate::focus::wanted());
        Effect::new(move |first: Option<()>| {
            let overtaken = is_overtaken(&posted.read());
            if first.is_none() {
                return;
            }
            if overtaken {
                kept.set(written());
                focus.ask();
                refresh.update(|count| *count += 1);
            } else {
                kept.set(String::new());
            }
        });
    }
    kept
}

/// What stands in the note now.
#[cfg(feature = "hydrate")]
fn written() -> String {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::HtmlTextAreaElement;

    let note = document().get_element_by_id("note");
    let note = note.and_then(|note| note.dyn_into::<HtmlTextAreaElement>().ok());
    note.map(|note| note.value()).unwrap_or_default()
}
