//! What the pages ask the server: one function per view, called in process while rendering and by the browser after.
//!
//! Each is thin: who asks and in which language, one operation, the error as the reader may know it. They only read;
//! what people send goes to the handlers of the server crate. Names and addresses are part of the contract.

#![expect(
    missing_docs,
    reason = "the macro makes a type of each function, with a field for each argument"
)]

use domain::language::Language;
use domain::view::application::{ApplicationsView, StatusView};
use domain::view::appointment::AppointmentView;
use domain::view::calendar::CalendarView;
use domain::view::casework::CaseView;
use domain::view::certificate::{CertificateView, StaffDocumentView, VerificationView};
use domain::view::consent::ConsentView;
use domain::view::figures::FiguresView;
use domain::view::form::{CheckView, FormView};
use domain::view::message::{DeadLettersView, MessagesView};
use domain::view::opinion::OpinionsView;
use domain::view::payment::{PayView, ReceiptView};
use domain::view::queue::{BulkView, QueueQuery, QueueView};
use domain::view::service::{CatalogueView, ServiceView};
use domain::view::session::{AccountView, SessionView};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::PortalError;

#[cfg(feature = "ssr")]
use {
    crate::error::told,
    domain::person::Actor,
    operations::{
        Portal, Session, accounts, applications as requests, appointments, calendar as holidays, casework, consents,
        documents, figures as numbers, notices, payments, services,
    },
};

/// The portal and who asks, as the server crate provided them.
#[cfg(feature = "ssr")]
fn asked() -> Result<(Portal, Session), PortalError> {
    use_context().zip(use_context()).ok_or_else(|| {
        tracing::error!("the portal or the session is not in the context of this request");
        crate::error::answer_with(500);
        PortalError::Fault {
            reference: String::new(),
        }
    })
}

/// The portal and the actor.
#[cfg(feature = "ssr")]
fn asked_by() -> Result<(Portal, Actor), PortalError> {
    asked().map(|(portal, session)| (portal, session.actor))
}

/// Who is looking; the browser asks when a form needs a token it does not have.
#[server(name = ReadSession, endpoint = "session", input = Json, output = Json)]
pub async fn session(language: Language) -> Result<SessionView, PortalError> {
    let (portal, session) = asked()?;
    accounts::session(&portal, &session, language).await.map_err(told)
}

/// My account.
#[server(endpoint = "account", input = Json, output = Json)]
pub async fn account(language: Language) -> Result<AccountView, PortalError> {
    let (portal, actor) = asked_by()?;
    accounts::account(&portal, &actor, language).await.map_err(told)
}

/// My messages, those older than `after` if that is given.
#[server(endpoint = "messages", input = Json, output = Json)]
pub async fn messages(language: Language, after: Option<String>) -> Result<MessagesView, PortalError> {
    let (portal, actor) = asked_by()?;
    notices::inbox::messages(&portal, &actor, language, after.as_deref())
        .await
        .map_err(told)
}

/// The catalogue, or what a search and a ministry leave of it.
#[server(endpoint = "catalogue", input = Json, output = Json)]
pub async fn catalogue(
    language: Language,
    query: String,
    ministry: Option<String>,
) -> Result<CatalogueView, PortalError> {
    let (portal, _) = asked_by()?;
    services::catalogue(&portal, language, &query, ministry.as_deref()).map_err(told)
}

/// One service.
#[server(endpoint = "service", input = Json, output = Json)]
pub async fn service(language: Language, id: String) -> Result<ServiceView, PortalError> {
    let (portal, actor) = asked_by()?;
    services::service(&portal, &actor, language, &id).await.map_err(told)
}

/// My applications, those older than `after` if that is given.
#[server(endpoint = "applications", input = Json, output = Json)]
pub async fn applications(language: Language, after: Option<String>) -> Result<ApplicationsView, PortalError> {
    let (portal, actor) = asked_by()?;
    requests::list(&portal, &actor, language, after.as_deref())
        .await
        .map_err(told)
}

/// One application of mine.
#[server(endpoint = "application", input = Json, output = Json)]
pub async fn application(language: Language, reference: String) -> Result<StatusView, PortalError> {
    let (portal, actor) = asked_by()?;
    requests::status(&portal, &actor, language, &reference)
        .await
        .map_err(told)
}

/// A page of questions.
#[server(endpoint = "form", input = Json, output = Json)]
pub async fn form(
    language: Language,
    reference: String,
    page: String,
    from_check: bool,
) -> Result<FormView, PortalError> {
    let (portal, actor) = asked_by()?;
    requests::form(&portal, &actor, language, &reference, &page, from_check)
        .await
        .map_err(told)
}

/// The last page of a form.
#[server(endpoint = "check", input = Json, output = Json)]
pub async fn check(language: Language, reference: String) -> Result<CheckView, PortalError> {
    let (portal, actor) = asked_by()?;
    requests::check(&portal, &actor, language, &reference)
        .await
        .map_err(told)
}

/// What is to be paid.
#[server(endpoint = "pay", input = Json, output = Json)]
pub async fn pay(language: Language, reference: String) -> Result<PayView, PortalError> {
    let (portal, actor) = asked_by()?;
    payments::pay(&portal, &actor, language, &reference).await.map_err(told)
}

/// Times at an office.
#[server(endpoint = "appointment", input = Json, output = Json)]
pub async fn appointment(
    language: Language,
    reference: String,
    office: Option<String>,
    day: Option<chrono::NaiveDate>,
) -> Result<AppointmentView, PortalError> {
    let (portal, actor) = asked_by()?;
    appointments::appointment(&portal, &actor, language, &reference, office.as_deref(), day)
        .await
        .map_err(told)
}

/// Holidays by decision.
#[server(endpoint = "calendar", input = Json, output = Json)]
pub async fn calendar() -> Result<CalendarView, PortalError> {
    let (portal, actor) = asked_by()?;
    holidays::days(&portal, &actor).await.map_err(told)
}

/// What somebody asks the reader to agree to.
#[server(endpoint = "consent", input = Json, output = Json)]
pub async fn consent(language: Language, reference: String) -> Result<ConsentView, PortalError> {
    let (portal, actor) = asked_by()?;
    consents::consent(&portal, &actor, language, &reference)
        .await
        .map_err(told)
}

/// The receipt.
#[server(endpoint = "receipt", input = Json, output = Json)]
pub async fn receipt(
    language: Language,
    reference: String,
    number: Option<String>,
) -> Result<ReceiptView, PortalError> {
    let (portal, actor) = asked_by()?;
    payments::receipt(&portal, &actor, language, &reference, number.as_deref())
        .await
        .map_err(told)
}

/// An issued document, for its owner.
#[server(endpoint = "certificate", input = Json, output = Json)]
pub async fn certificate(reference: String, number: String) -> Result<CertificateView, PortalError> {
    let (portal, actor) = asked_by()?;
    documents::certificate(&portal, &actor, &reference, &number)
        .await
        .map_err(told)
}

/// An issued document, for the staff.
#[server(name = ReadDocument, endpoint = "document", input = Json, output = Json)]
pub async fn document(language: Language, reference: String, number: String) -> Result<StaffDocumentView, PortalError> {
    let (portal, actor) = asked_by()?;
    documents::revoke::document(&portal, &actor, language, &reference, &number)
        .await
        .map_err(told)
}

/// What anyone may know of a document by its code.
#[server(endpoint = "verify", input = Json, output = Json)]
pub async fn verify(language: Language, code: String) -> Result<VerificationView, PortalError> {
    let (portal, _) = asked_by()?;
    documents::verify(&portal, language, &code).await.map_err(told)
}

/// The work queue.
#[server(endpoint = "queue", input = Json, output = Json)]
pub async fn queue(language: Language, wanted: QueueQuery) -> Result<QueueView, PortalError> {
    let (portal, actor) = asked_by()?;
    casework::queue(&portal, &actor, language, wanted).await.map_err(told)
}

/// An action on several cases.
#[server(endpoint = "bulk", input = Json, output = Json)]
pub async fn bulk(language: Language, id: String) -> Result<BulkView, PortalError> {
    let (portal, actor) = asked_by()?;
    casework::bulk::view(&portal, &actor, language, &id).await.map_err(told)
}

/// A case.
#[server(endpoint = "case", input = Json, output = Json)]
pub async fn case(language: Language, reference: String) -> Result<CaseView, PortalError> {
    let (portal, actor) = asked_by()?;
    casework::case(&portal, &actor, language, &reference)
        .await
        .map_err(told)
}

/// The opinions that wait.
#[server(endpoint = "opinions", input = Json, output = Json)]
pub async fn opinions(language: Language) -> Result<OpinionsView, PortalError> {
    let (portal, actor) = asked_by()?;
    casework::opinions::waiting(&portal, &actor, language)
        .await
        .map_err(told)
}

/// What could not be sent.
#[server(endpoint = "dead-letters", input = Json, output = Json)]
pub async fn dead_letters() -> Result<DeadLettersView, PortalError> {
    let (portal, actor) = asked_by()?;
    notices::dead::letters(&portal, &actor).await.map_err(told)
}

/// Figures for everybody.
#[server(endpoint = "figures", input = Json, output = Json)]
pub async fn figures(language: Language, from: String, to: String) -> Result<FiguresView, PortalError> {
    let (portal, _) = asked_by()?;
    numbers::public(&portal, language, &from, &to).await.map_err(told)
}

/// What a supervisor sees of a body.
#[server(endpoint = "dashboard", input = Json, output = Json)]
pub async fn dashboard(language: Language, body: String, from: String, to: String) -> Result<FiguresView, PortalError> {
    let (portal, actor) = asked_by()?;
    let asked = numbers::Asked {
        body: &body,
        from: &from,
        to: &to,
    };
    numbers::dashboard(&portal, &actor, language, asked).await.map_err(told)
}

/// What a director sees of a body.
#[server(endpoint = "reports", input = Json, output = Json)]
pub async fn reports(language: Language, body: String, from: String, to: String) -> Result<FiguresView, PortalError> {
    let (portal, actor) = asked_by()?;
    let asked = numbers::Asked {
        body: &body,
        from: &from,
        to: &to,
    };
    numbers::reports(&portal, &actor, language, asked).await.map_err(told)
}
