//! An issued document as the desk that issued it reads it: what stands on it, and whether it still counts. Here it is
//! revoked, or issued anew.

use domain::service::FieldKind;
use domain::view::certificate::{RevokedView, StaffDocumentView};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::back_link::BackLink;
use crate::components::choices::Radios;
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::post_form::PostForm;
use crate::components::text_area::TextArea;
use crate::components::text_input::problem_at;
use crate::context::{language, posted, words};
use crate::page::{load, loaded, param};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The page.
#[component]
pub fn StaffDocumentPage() -> impl IntoView {
    let language = language();
    let (reference, number) = (param("reference"), param("number"));
    let document = load(
        move || (reference.get(), number.get()),
        move |(reference, number)| api::document(language, reference, number),
    );
    let page = loaded(document, |document| view! { <Document document/> }.into_any());
    view! { <StaffFrame>{page}</StaffFrame> }
}

#[component]
fn Document(
    /// The document.
    document: StaffDocumentView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let problems = posted_problems(vec![
        ("deed", FieldKind::Radio, words.deed_title().to_owned()),
        ("reason", FieldKind::Textarea, words.deed_reason().to_owned()),
    ]);
    let case = routes::staff_case(language, &document.reference);
    let state = match document.revoked.clone() {
        Some(revoked) => revocation(words, &document.reference, revoked),
        None => view! { <p><b>{words.verify_state_valid()}</b></p> }.into_any(),
    };
    let until = document
        .valid_until
        .map(|day| row(words.expiry_date(), words.date(day).view()));
    let replaces = document.replaces.clone().map(|number| {
        let address = routes::staff_document(language, &document.reference, &number);
        view! { <p><a href=address>{words.document_replaces(Isolated::code(number))}</a></p> }
    });
    let lines = document.lines.iter().map(|(label, value)| {
        view! { <div><dt><bdi>{label.clone()}</bdi></dt><dd><bdi>{value.clone()}</bdi></dd></div> }
    });
    let lines = lines.collect_view();
    let act = document
        .may_revoke
        .then(|| view! { <Act reference=document.reference.clone() number=document.number.clone()/> });
    view! {
        <Page
            title=title(&[&document.title, &document.number])
            faulty=Signal::derive(move || !problems.read().is_empty())
        >
            <BackLink href=case label=words.back_to_case()/>
            <ErrorSummary problems/>
            <section class="sheet stack" aria-labelledby="document">
                <h1 id="document"><bdi>{document.title.clone()}</bdi></h1>
                {state}
                {replaces}
                <dl class="summary">
                    {row(words.document_number(), Isolated::code(document.number.clone()).view())}
                    {row(words.issue_date(), words.date_time(document.issued).view())}
                    {until}
                    {lines}
                </dl>
            </section>
            {act}
        </Page>
    }
}

fn row(label: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn revocation(words: Words, reference: &str, revoked: RevokedView) -> AnyView {
    let instead = revoked.replaced_by.map(|number| {
        let address = routes::staff_document(words.0, reference, &number);
        view! { <p><a href=address>{words.document_replaced_by(Isolated::code(number))}</a></p> }
    });
    view! {
        <div class="notice notice-warn">
            <p><b>{words.verify_revoked()}</b></p>
            {revoked.on.map(|day| view! { <p>{words.document_revoked_on(words.date(day))}</p> })}
            {revoked.reason.map(|reason| view! { <p>{words.event_note(reason)}</p> })}
            {instead}
        </div>
    }
    .into_any()
}

/// The form: what is to be done, and why.
#[component]
fn Act(
    /// Request number.
    reference: String,
    /// Document number.
    number: String,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let deeds = vec![
        ("replace", words.deed_replace().to_owned()),
        ("revoke", words.deed_revoke().to_owned()),
    ];
    let problem = problem_at("reason", FieldKind::Textarea, words.deed_reason().to_owned());
    let text = posted().read_untracked().value("reason").to_owned();
    view! {
        <section class="sheet decide">
            <PostForm action=routes::staff_document(language, &reference, &number) class="stack">
                <Radios name="deed" label=words.deed_title() options=deeds/>
                <TextArea
                    name="reason"
                    label=words.deed_reason()
                    hint=words.deed_reason_hint().into_any()
                    rows=4
                    longest=1_000_u32
                    problem
                    text
                />
                <p class="btn-row"><button type="submit" class="btn">{words.deed_confirm()}</button></p>
            </PostForm>
        </section>
    }
}
