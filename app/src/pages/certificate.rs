//! An issued document as its owner reads and prints it. What is on the screen is what is on the paper: Arabic first,
//! whatever the language of the portal around it.

use domain::language::Language;
use domain::view::certificate::{CertificateView, CheckView, DocumentLine, RevokedView};
use leptos::prelude::*;

use crate::components::layout::Page;
use crate::components::motif::{Band, Mark};
use crate::components::print_button::PrintButton;
use crate::context::{language, words};
use crate::page::{load, loaded, param};
use crate::words::{Isolated, Words};
use crate::{api, routes};

/// The document's own first language.
const AR: Words = Words(Language::Ar);
const EN: Words = Words(Language::En);

/// The page at `…/documents/{number}`.
#[component]
pub fn CertificatePage() -> impl IntoView {
    let (reference, number) = (param("reference"), param("number"));
    let certificate = load(
        move || (reference.get(), number.get()),
        |(reference, number)| api::certificate(reference, number),
    );
    loaded(certificate, |certificate| {
        view! { <Certificate certificate/> }.into_any()
    })
}

#[component]
fn Certificate(
    /// The document.
    certificate: CertificateView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let revoked = certificate.revoked.clone().map(|revoked| {
        view! { <div class="notice notice-warn cert-do">{revocation(words, &certificate.reference, revoked)}</div> }
    });
    let pdf = certificate.revoked.is_none().then(|| {
        let address = routes::document_pdf(language, &certificate.reference, &certificate.number);
        view! { <a class="btn" href=address rel="external" download>{words.download_document()}</a> }
    });
    // What is behind `#` stays in the browser.
    let seal = certificate.check.as_ref().and_then(|check| check.seal.as_ref());
    let offline = seal.map(|seal| {
        let address = format!("{}#{seal}", routes::verify_offline(language));
        view! { <a href=address rel="external">{words.verify_offline_link()}</a> }
    });
    let online = certificate.check.as_ref().map(|check| {
        let address = routes::verify_code(language, &check.code);
        view! { <a href=address>{words.nav_verify()}</a> }
    });
    view! {
        <Page title=words.title(&[certificate.title.get(language), &certificate.number])>
            <p class="btn-row no-print cert-do">
                {pdf}
                <PrintButton label=words.print_document()/>
                <a href=routes::application(language, &certificate.reference)>{words.about_application()}</a>
                {online}
                {offline}
            </p>
            {revoked}
            <article class="cert" lang="ar" dir="rtl">
                <Band id="cert-top"/>
                <div class="cert-body">
                    {head(&certificate)}
                    <dl class="fields">
                        {certificate.lines.iter().map(|line| field(line, certificate.bilingual)).collect_view()}
                    </dl>
                    {proof(&certificate)}
                </div>
                <Band id="cert-end"/>
            </article>
        </Page>
    }
}

/// Why it does not count any more, and what does.
fn revocation(words: Words, reference: &str, revoked: RevokedView) -> AnyView {
    let instead = revoked.replaced_by.map(|number| {
        let address = routes::document(words.0, reference, &number);
        view! { <p><a href=address>{words.document_replaced_by(Isolated::code(number))}</a></p> }
    });
    view! {
        <p><b>{words.verify_revoked()}</b></p>
        {revoked.on.map(|day| view! { <p>{words.document_revoked_on(words.date(day))}</p> })}
        {revoked.reason.map(|reason| view! { <p>{words.event_note(reason)}</p> })}
        {instead}
    }
    .into_any()
}

fn head(certificate: &CertificateView) -> AnyView {
    let english = certificate.bilingual;
    view! {
        <div class="cert-head">
            <div><b>{certificate.ministry.ar.clone()}</b></div>
            <Mark/>
            <div lang="en" dir="ltr">{english.then(|| view! { <b>{certificate.ministry.en.clone()}</b> })}</div>
        </div>
        <h1>{certificate.title.ar.clone()}</h1>
        {english.then(|| view! { <p class="en" lang="en" dir="ltr">{certificate.title.en.clone()}</p> })}
        <p class="intro">
            {AR.certificate_intro()}
            {english.then(|| view! { <br/> <span lang="en" dir="ltr">{EN.certificate_intro()}</span> })}
        </p>
    }
    .into_any()
}

/// One line: the value once, and again in English where it reads differently.
fn field(line: &DocumentLine, bilingual: bool) -> AnyView {
    let english = |text: &domain::language::Text| {
        (bilingual && text.en != text.ar && !text.en.is_empty())
            .then(|| view! { <br/> <span class="quiet" lang="en" dir="ltr">{text.en.clone()}</span> })
    };
    view! {
        <div>
            <dt><bdi>{line.label.ar.clone()}</bdi>{english(&line.label)}</dt>
            <dd><bdi>{line.value.ar.clone()}</bdi>{english(&line.value)}</dd>
        </div>
    }
    .into_any()
}

/// Number and days, and how anyone checks it: the square code, the code, the address.
fn proof(certificate: &CertificateView) -> AnyView {
    let check = certificate.check.as_ref();
    let until = certificate.valid_until.map(|date| {
        view! {
            <p class="quiet">{AR.expiry_date()}</p>
            <p><b>{AR.date(date)}</b></p>
        }
    });
    let code = check.map(|check| {
        view! {
            <p class="quiet">{AR.verification_code()}</p>
            <p class="code">{Isolated::code(check.code.clone())}</p>
        }
    });
    let place = check.map(|check| {
        view! { <p class="small top">{AR.scan_to_verify(Isolated::words(check.place.clone()))}</p> }
    });
    view! {
        <div class="verify">
            {check.map(square)}
            <div>
                <p class="quiet">{AR.document_number()}</p>
                <p class="code">{Isolated::code(certificate.number.clone())}</p>
                {code}
            </div>
            <div>
                <p class="quiet">{AR.issue_date()}</p>
                <p><b>{AR.date_time(certificate.issued)}</b></p>
                {until}
                <p>{AR.issued_electronically()}</p>
            </div>
        </div>
        {place}
    }
    .into_any()
}

/// The square code.
fn square(check: &CheckView) -> AnyView {
    let (side, path) = check.qr.clone();
    view! {
        <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=AR.qr_label()>
            <path fill="#fff" d=format!("M0 0h{side}v{side}H0z")></path>
            <path d=path></path>
        </svg>
    }
    .into_any()
}
