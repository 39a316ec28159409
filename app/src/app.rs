//! The root and the route table.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, path};

use crate::components::footer::{FeedbackLine, Footer};
use crate::components::header::{Header, PhaseBanner, SkipLink};
use crate::components::progress::Progress;
use crate::context::{self, language};
use crate::pages::account::AccountPage;
use crate::pages::application::ApplicationPage;
use crate::pages::applications::ApplicationsPage;
use crate::pages::apply::check_answers::CheckAnswersPage;
use crate::pages::apply::question::QuestionPage;
use crate::pages::appointment::AppointmentPage;
use crate::pages::certificate::CertificatePage;
use crate::pages::consent::ConsentPage;
use crate::pages::feedback::FeedbackPage;
use crate::pages::figures::FiguresPage;
use crate::pages::help::HelpPage;
use crate::pages::home::HomePage;
use crate::pages::messages::MessagesPage;
use crate::pages::pay::PayPage;
use crate::pages::problem::NotFoundPage;
use crate::pages::receipt::ReceiptPage;
use crate::pages::service::ServicePage;
use crate::pages::services::ServicesPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::sign_up::SignUpPage;
use crate::pages::staff::bulk::BulkPage;
use crate::pages::staff::calendar::CalendarPage;
use crate::pages::staff::case::CasePage;
use crate::pages::staff::document::StaffDocumentPage;
use crate::pages::staff::figures::{DashboardPage, ReportsPage};
use crate::pages::staff::layout::StaffFrame;
use crate::pages::staff::letters::LettersPage;
use crate::pages::staff::opinions::OpinionsPage;
use crate::pages::staff::queue::QueuePage;
use crate::pages::verify::VerifyPage;
use crate::{focus, routes};

/// The root: everything in `<body>`, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    context::provide();
    let (routing, set_routing) = signal(false);
    view! {
        <Router set_is_routing=set_routing>
            <Frame routing/>
        </Router>
    }
}

/// What stands around the page. The staff's side brings its own; links between the two load a new document.
#[component]
fn Frame(
    /// A navigation is under way.
    routing: ReadSignal<bool>,
) -> impl IntoView {
    focus::provide();
    let path = use_location().pathname.get_untracked();
    // No path while the server lists the routes at its start.
    let page = if path.trim_matches('/').is_empty() || routes::is_in(language(), &path) {
        view! { <Pages/> }.into_any()
    } else {
        view! { <Lost/> }.into_any()
    };
    if routes::is_staff(&path) {
        return view! {
            <Progress routing/>
            {page}
        }
        .into_any();
    }
    view! {
        <SkipLink/>
        <PhaseBanner/>
        <Header/>
        <Progress routing/>
        {page}
        <FeedbackLine/>
        <Footer/>
    }
    .into_any()
}

/// The route table. Every page waits for its view on the server (decision 3).
#[component]
fn Pages() -> impl IntoView {
    let queue = move || view! { <Redirect path=routes::staff_queue(language())/> };
    view! {
        <FlatRoutes fallback=Lost>
            <Route path=path!("/:lang") view=HomePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/services") view=ServicesPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/services/:id") view=ServicePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/sign-in") view=SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/sign-up") view=SignUpPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/account") view=AccountPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/messages") view=MessagesPage ssr=SsrMode::Async/>
            // Where refused wishes leave the browser.
            <Route path=path!("/:lang/account/wishes") view=AccountPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/help/:topic") view=HelpPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/feedback") view=FeedbackPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/figures") view=FiguresPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications") view=ApplicationsPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference") view=ApplicationPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/answers") view=ApplicationPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/form/check") view=CheckAnswersPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/form/:page") view=QuestionPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/pay") view=PayPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/appointment") view=AppointmentPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/consents/:reference") view=ConsentPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/receipt") view=ReceiptPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/applications/:reference/documents/:number") view=CertificatePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/verify") view=VerifyPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/verify/:code") view=VerifyPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff") view=queue ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/queue") view=QueuePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/dashboard") view=DashboardPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/reports") view=ReportsPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/admin/calendar") view=CalendarPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/admin/messages") view=LettersPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/queue/bulk") view=QueuePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/queue/views") view=QueuePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/bulk/:id") view=BulkPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/bulk/:id/choose") view=BulkPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/bulk/:id/undo") view=BulkPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference") view=CasePage ssr=SsrMode::Async/>
            // Where a refused form of the case leaves the browser: the same page, so that it can be woken there.
            <Route path=path!("/:lang/staff/cases/:reference/take") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/release") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/decide") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/notes") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/questions") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/opinions") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/opinions/:id/answer") view=CasePage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/opinions") view=OpinionsPage ssr=SsrMode::Async/>
            <Route path=path!("/:lang/staff/cases/:reference/documents/:number") view=StaffDocumentPage ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}

/// An address that leads nowhere, within the frame of its side.
#[component]
fn Lost() -> impl IntoView {
    if routes::is_staff(&use_location().pathname.get_untracked()) {
        return view! { <StaffFrame><NotFoundPage/></StaffFrame> }.into_any();
    }
    view! { <NotFoundPage/> }.into_any()
}
