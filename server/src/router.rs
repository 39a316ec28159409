//! Everything the server answers, on one screen.
//!
//! A route that is not in this table does not exist, and every line names its policy. `hukumati routes` prints it; the
//! server does not start when a page or a server function of the app has no line here.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, patch, post};

use crate::gateway::Gateway;
use crate::handlers::{
    apply, appointment, bulk, calendar, carry_over, case_file, casework, check, consent, csp_report, data_saver, demo,
    documents, feedback, figures, files, form, health, home, live, messages, offline, opinions, pay,
    payment_notification, payment_return, queue, server_functions, sign_in, sign_out, sign_up, static_files, uploads,
    withdraw,
};
use crate::middleware::{self, gate};
use crate::pages;
use crate::route::Csrf::{self, Visit};
use crate::route::Policy::{self, Anyone, Demo, Provider, SignedIn, Staff};
use crate::route::{Method, Route};

const fn page(path: &'static str, policy: Policy) -> Route {
    Route::get(path, policy, || get(pages::page))
}

/// A question of the browser's program: it only reads, so the browser's word is enough.
const fn api(path: &'static str, policy: Policy) -> Route {
    Route::post(path, policy, || post(server_functions::call)).csrf(Csrf::Origin)
}

const fn file(path: &'static str) -> Route {
    Route::get(path, Anyone, || get(static_files::public))
}

/// The table.
pub const ROUTES: &[Route] = &[
    Route::get("/", Anyone, || get(home::to_language)),
    // Pages for everybody.
    page("/{lang}", Anyone),
    page("/{lang}/services", Anyone),
    page("/{lang}/services/{id}", Anyone),
    page("/{lang}/sign-in", Anyone).csrf(Visit),
    page("/{lang}/sign-up", Anyone).csrf(Visit),
    page("/{lang}/help/{topic}", Anyone),
    page("/{lang}/feedback", Anyone).csrf(Visit),
    page("/{lang}/figures", Anyone),
    Route::get("/{lang}/figures.csv", Anyone, || get(figures::public)),
    page("/{lang}/verify", Anyone),
    page("/{lang}/verify/{code}", Anyone),
    Route::get("/{lang}/verify/offline", Anyone, || get(offline::page)),
    Route::get("/{lang}/verify/offline/worker.js", Anyone, || get(offline::worker)),
    Route::get("/.well-known/hukumati-keys.json", Anyone, || get(offline::keys)),
    // The citizen's pages.
    page("/{lang}/account", SignedIn),
    // The account again, at the address refused wishes leave the browser at.
    page("/{lang}/account/wishes", SignedIn),
    page("/{lang}/messages", SignedIn),
    page("/{lang}/applications", SignedIn),
    page("/{lang}/applications/{reference}", SignedIn),
    // The application again, at the address a refused answer leaves the browser at.
    page("/{lang}/applications/{reference}/answers", SignedIn),
    Route::get("/{lang}/applications/{reference}/live", SignedIn, || {
        get(live::application)
    }),
    page("/{lang}/applications/{reference}/form/check", SignedIn),
    page("/{lang}/applications/{reference}/form/{page}", SignedIn),
    page("/{lang}/applications/{reference}/pay", SignedIn),
    page("/{lang}/applications/{reference}/appointment", SignedIn),
    page("/{lang}/applications/{reference}/receipt", SignedIn),
    page("/{lang}/consents/{reference}", SignedIn),
    page("/{lang}/applications/{reference}/documents/{number}", SignedIn),
    Route::get(
        "/{lang}/applications/{reference}/documents/{number}/pdf",
        SignedIn,
        || get(documents::pdf),
    ),
    Route::get("/{lang}/applications/{reference}/files/{id}", SignedIn, || {
        get(files::own)
    }),
    Route::get("/{lang}/applications/{reference}/pay/return", SignedIn, || {
        get(payment_return::returned)
    }),
    Route::get("/{lang}/applications/{reference}/uploads/{id}", SignedIn, || {
        get(uploads::state)
    }),
    // The staff's pages.
    page("/{lang}/staff", Staff),
    page("/{lang}/staff/queue", Staff),
    Route::get("/{lang}/staff/queue/live", Staff, || get(live::queue)),
    page("/{lang}/staff/admin/messages", Staff),
    // The queue and an action again, at the addresses a refused form of them leaves the browser at.
    page("/{lang}/staff/queue/bulk", Staff),
    page("/{lang}/staff/queue/views", Staff),
    page("/{lang}/staff/bulk/{id}", Staff),
    page("/{lang}/staff/bulk/{id}/choose", Staff),
    page("/{lang}/staff/bulk/{id}/undo", Staff),
    Route::get("/{lang}/staff/next", Staff, || get(queue::next)),
    page("/{lang}/staff/cases/{reference}", Staff),
    // The case again, at the address a refused form of it leaves the browser at.
    page("/{lang}/staff/cases/{reference}/take", Staff),
    page("/{lang}/staff/cases/{reference}/release", Staff),
    page("/{lang}/staff/cases/{reference}/decide", Staff),
    page("/{lang}/staff/cases/{reference}/notes", Staff),
    page("/{lang}/staff/cases/{reference}/questions", Staff),
    page("/{lang}/staff/dashboard", Staff),
    Route::get("/{lang}/staff/dashboard.csv", Staff, || get(figures::dashboard)),
    page("/{lang}/staff/reports", Staff),
    Route::get("/{lang}/staff/reports.csv", Staff, || get(figures::reports)),
    page("/{lang}/staff/cases/{reference}/opinions", Staff),
    page("/{lang}/staff/cases/{reference}/opinions/{id}/answer", Staff),
    page("/{lang}/staff/opinions", Staff),
    page("/{lang}/staff/admin/calendar", Staff),
    page("/{lang}/staff/cases/{reference}/documents/{number}", Staff),
    Route::get("/{lang}/staff/cases/{reference}/files/{id}", Staff, || {
        get(files::of_case)
    }),
    // Forms for everybody.
    Route::post("/{lang}/sign-in", Anyone, || post(sign_in::sign_in)).csrf(Visit),
    Route::post("/{lang}/sign-up", Anyone, || post(sign_up::sign_up)).csrf(Visit),
    Route::post("/{lang}/data-saver", Anyone, || post(data_saver::switch)).csrf(Csrf::Origin),
    Route::post("/{lang}/feedback", Anyone, || post(feedback::send)).csrf(Visit),
    // The citizen's forms.
    Route::post("/{lang}/sign-out", SignedIn, || post(sign_out::sign_out)),
    Route::post("/{lang}/account/wishes", SignedIn, || post(messages::wish)),
    Route::post("/{lang}/messages", SignedIn, || post(messages::open)),
    Route::post("/{lang}/services/{id}/apply", SignedIn, || post(apply::apply)),
    Route::post("/{lang}/applications/{reference}/form/check", SignedIn, || {
        post(check::submit)
    }),
    Route::post("/{lang}/applications/{reference}/form/{page}", SignedIn, || {
        post(form::save)
    })
    .uploads(),
    Route::post("/{lang}/applications/{reference}/uploads", SignedIn, || {
        post(uploads::begin)
    }),
    Route::post("/{lang}/applications/{reference}/uploads/{id}", SignedIn, || {
        patch(uploads::append)
    })
    .method(Method::Patch)
    .pieces(),
    Route::post("/{lang}/applications/{reference}/uploads/{id}", SignedIn, || {
        delete(uploads::cancel)
    })
    .method(Method::Delete),
    Route::post("/{lang}/applications/{reference}/pay", SignedIn, || post(pay::start)),
    Route::post("/{lang}/applications/{reference}/appointment", SignedIn, || {
        post(appointment::book)
    }),
    Route::post("/{lang}/consents/{reference}", SignedIn, || post(consent::answer)),
    Route::post("/{lang}/applications/{reference}/answers", SignedIn, || {
        post(case_file::answer)
    }),
    Route::post("/{lang}/applications/{reference}/withdraw", SignedIn, || {
        post(withdraw::withdraw)
    }),
    Route::post("/{lang}/applications/{reference}/changes", SignedIn, || {
        post(carry_over::carry_over)
    }),
    Route::post("/{lang}/applications/{reference}/discard", SignedIn, || {
        post(withdraw::discard)
    }),
    // The staff's forms.
    Route::post("/{lang}/staff/queue/bulk", Staff, || post(queue::choose_cases)),
    Route::post("/{lang}/staff/queue/views", Staff, || post(queue::keep_view)),
    Route::post("/{lang}/staff/queue/views/{id}/forget", Staff, || {
        post(queue::forget_view)
    }),
    Route::post("/{lang}/staff/bulk/{id}/choose", Staff, || post(bulk::choose)),
    Route::post("/{lang}/staff/bulk/{id}/confirm", Staff, || post(bulk::confirm)),
    Route::post("/{lang}/staff/bulk/{id}/undo", Staff, || post(bulk::undo)),
    Route::post("/{lang}/staff/cases/{reference}/take", Staff, || post(casework::take)),
    Route::post("/{lang}/staff/cases/{reference}/release", Staff, || {
        post(casework::release)
    }),
    Route::post("/{lang}/staff/cases/{reference}/decide", Staff, || {
        post(casework::decide)
    }),
    Route::post("/{lang}/staff/cases/{reference}/notes", Staff, || post(case_file::note)),
    Route::post("/{lang}/staff/cases/{reference}/questions", Staff, || {
        post(case_file::ask)
    }),
    Route::post("/{lang}/staff/cases/{reference}/opinions", Staff, || {
        post(opinions::ask)
    }),
    Route::post("/{lang}/staff/cases/{reference}/opinions/{id}/answer", Staff, || {
        post(opinions::answer)
    }),
    Route::post("/{lang}/staff/cases/{reference}/opinions/{id}/withdraw", Staff, || {
        post(opinions::withdraw)
    }),
    Route::post("/{lang}/staff/admin/calendar", Staff, || post(calendar::add)),
    Route::post("/{lang}/staff/admin/calendar/{id}/withdraw", Staff, || {
        post(calendar::withdraw)
    }),
    Route::post("/{lang}/staff/admin/messages", Staff, || post(messages::dead)),
    Route::post("/{lang}/staff/cases/{reference}/documents/{number}", Staff, || {
        post(documents::revoke)
    }),
    // What the browser's program asks.
    api("/api/session", Anyone).csrf(Visit),
    api("/api/catalogue", Anyone),
    api("/api/service", Anyone),
    api("/api/verify", Anyone),
    api("/api/figures", Anyone),
    api("/api/account", SignedIn),
    api("/api/calendar", Staff),
    api("/api/messages", SignedIn),
    api("/api/applications", SignedIn),
    api("/api/application", SignedIn),
    api("/api/form", SignedIn),
    api("/api/check", SignedIn),
    api("/api/pay", SignedIn),
    api("/api/appointment", SignedIn),
    api("/api/consent", SignedIn),
    api("/api/receipt", SignedIn),
    api("/api/certificate", SignedIn),
    api("/api/queue", Staff),
    api("/api/bulk", Staff),
    api("/api/case", Staff),
    api("/api/opinions", Staff),
    api("/api/dead-letters", Staff),
    api("/api/dashboard", Staff),
    api("/api/reports", Staff),
    api("/api/document", Staff),
    // Other machines.
    Route::post("/payments/notify/{provider}", Provider, || {
        post(payment_notification::notify)
    })
    .csrf(Csrf::None),
    Route::post("/csp-report", Anyone, || post(csp_report::note)).csrf(Csrf::None),
    Route::get("/healthz", Anyone, || get(health::alive)),
    Route::get("/readyz", Anyone, || get(health::ready)),
    // Files.
    Route::get("/pkg/{*file}", Anyone, || get(static_files::package)),
    file("/staff.css"),
    file("/favicon.svg"),
    file("/favicon.ico"),
    file("/icon-192.png"),
    file("/icon-512.png"),
    file("/apple-touch-icon.png"),
    file("/manifest.webmanifest"),
    file("/robots.txt"),
    // The demonstration.
    Route::get("/demo/messages", Demo, || get(demo::messages)),
];

/// The line of a method and a matched path.
pub fn find(method: Method, path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.method == method && route.path == path)
}

/// The router: the table, behind the middleware.
///
/// # Errors
/// A page or a server function of the app that has no line in the table.
pub fn router(gateway: Gateway) -> Result<Router, String> {
    pages::all_have_a_policy()?;
    let mut router = Router::new();
    for route in ROUTES {
        let handler = (route.handler)();
        let gate = from_fn_with_state((gateway.clone(), route), gate::gate);
        router = router.route(route.path, handler.route_layer(gate));
    }
    let gate = from_fn_with_state((gateway.clone(), &pages::ELSEWHERE), gate::gate);
    let router = router
        .fallback((pages::ELSEWHERE.handler)().layer(gate))
        // The last one is the outermost: it sees the request first and the answer last.
        .layer(from_fn(middleware::panics::caught))
        .layer(from_fn_with_state(gateway.clone(), middleware::dressing::dressed))
        .layer(from_fn_with_state(gateway.clone(), middleware::security_headers::added))
        .layer(from_fn(middleware::trace::traced))
        .layer(from_fn_with_state(gateway.clone(), middleware::arrival::greeted))
        .layer(middleware::compressed());
    Ok(router.with_state(gateway))
}
