//! A case: who asks for what, what was answered and what the registries know, the papers, the decision.

pub mod answers;
pub mod identity;
pub mod papers;

use domain::service::FieldKind;
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
use crate::page::{load, loaded, param};
use crate::problems::form_problem_with;
use crate::words::{Isolated, Message, Words};
use crate::{api, routes};
use answers::{Answers, Comparisons};
use identity::Identity;
use papers::Papers;

/// The page.
#[component]
pub fn CasePage() -> impl IntoView {
    let (language, reference) = (language(), param("reference"));
    let kept = kept_when_overtaken();
    let case = load(move || reference.get(), move |reference| api::case(language, reference));
    let page = loaded(case, move |case| view! { <Case case kept/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

/// The inputs and forms a problem may lead to.
const INPUTS: [&str; 4] = ["action", "note", "field", "task"];

/// The case.
#[component]
pub fn Case(
    /// The case.
    case: CaseView,
    /// What the reader had written when somebody else was quicker.
    kept: RwSignal<String>,
) -> impl IntoView {
    let (language, words, posted) = (language(), words(), posted());
    let heading = words
        .case_title(case.reference.as_str(), case.service_title.as_str())
        .plain();
    let faulty = Signal::derive(move || !posted.read().problems.is_empty());
    let problems = problems(words, &case);
    let mine = case.task.clone().filter(|task| task.mine);
    let decision = mine.map(|task| {
        let (reference, correctable) = (case.reference.clone(), case.correctable.clone());
        view! { <Decision reference task correctable kept=kept.get_untracked()/> }
    });
    let checked = !case.comparisons.is_empty() || case.registry_away;
    let has_fees = !case.fee.lines.is_empty();
    view! {
        <Page title=title(&[&heading]) faulty>
            <BackLink href=routes::staff_queue(language) label=words.staff_queue()/>
            <NextCase reference=case.reference.clone()/>
            <ErrorSummary problems/>
            <Identity case=case.clone()/>
            <Overtaken reference=case.reference.clone() kept/>
            <Parts case=case.clone()/>
            <div class="case">
                <div class="stack">
                    {checked.then(|| view! { <Comparisons rows=case.comparisons away=case.registry_away/> })}
                    <Answers reference=case.reference.clone() sections=case.sections sources=case.sources/>
                    {has_fees
                        .then(|| {
                            view! {
                                <section class="sheet" aria-labelledby="fees">
                                    <h2 id="fees" class="visually-hidden" tabindex="-1">{words.fees()}</h2>
                                    <FeeTable fee=case.fee/>
                                </section>
                            }
                        })}
                </div>
                <div class="stack">
                    <Papers reference=case.reference.clone() rows=case.attachments/>
                    {issued(words, &case.reference, &case.documents)}
                    {decision}
                    <section class="sheet" aria-labelledby="history">
                        <h2 id="history" tabindex="-1">{words.case_history()}</h2>
                        <Timeline rows=case.history/>
                    </section>
                </div>
            </div>
        </Page>
    }
}

/// What was wrong with the decision, each beside its input.
fn problems(words: Words, case: &CaseView) -> Signal<Vec<(String, Message)>> {
    let posted = posted();
    let asked = case.task.iter().flat_map(|task| &task.actions);
    let asked: Vec<(String, String)> = asked
        .flat_map(|action| &action.amounts)
        .map(|amount| (amount.name.clone(), amount.label.clone()))
        .collect();
    Signal::derive(move || {
        let found = posted.read();
        let told = found.problems.iter().map(|found| {
            let amount = asked.iter().find(|(name, _)| *name == found.input);
            let known = amount.is_some() || INPUTS.contains(&found.input.as_str());
            let label = amount.map(|(_, label)| label.as_str()).unwrap_or_default();
            (
                if known { found.input.clone() } else { "main".to_owned() },
                form_problem_with(words, FieldKind::Money, label, &found.problem),
            )
        });
        told.collect()
    })
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
    let parts = [
        mine.then(|| ("decision", words.decision(), None)),
        checks.map(|differing| {
            (
                "checks",
                words.case_checks(),
                Some(differing).filter(|count| *count > 0),
            )
        }),
        Some(("answers", words.case_answers(), None)),
        (!case.fee.lines.is_empty()).then(|| ("fees", words.fees(), None)),
        Some(("papers", words.case_attachments(), Some(papers))),
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
