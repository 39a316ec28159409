//! What each state of the invoice says and offers.

use domain::view::payment::PayView;
use leptos::prelude::*;

use crate::components::fee_table::{FeeTable, total_in_words};
use crate::components::notice::{Kind, Notice};
use crate::components::post_form::PostForm;
use crate::routes;
use crate::words::{Isolated, Words};

/// To be paid: how much, until when, and the ways.
pub(super) fn due(words: Words, pay: &PayView) -> AnyView {
    view! {
        {amount(words, pay)}
        {ways(words, pay, words.continue_to_payment())}
    }
    .into_any()
}

/// The provider's page is being made. It takes a moment; the page looks again by itself where there is script.
pub(super) fn preparing(words: Words, pay: &PayView, look: impl Fn() + 'static) -> AnyView {
    view! {
        <p>{words.pay_preparing_text()}</p>
        {look_again(words, pay, "btn", look)}
    }
    .into_any()
}

/// The provider's page waits: a link that leaves the portal, and the way to ask how it ended.
pub(super) fn open(words: Words, pay: &PayView, url: Option<&str>, look: impl Fn() + 'static) -> AnyView {
    let leaving = match url.and_then(host) {
        Some(host) => words.pay_leaving_to(Isolated::code(host.to_owned()), words.money(pay.due)),
        None => words.pay_leaving(words.money(pay.due)),
    };
    let button = url.map(|url| {
        view! {
            <p><a class="btn btn-start" rel="external" href=url.to_owned()>{words.continue_to_payment()}</a></p>
        }
    });
    view! {
        <p class="due">
            <span>{words.amount_due()}</span>
            <strong>{words.money(pay.due)}</strong>
        </p>
        <p>{leaving}</p>
        {button}
        <p>{words.pay_open_text()}</p>
        {look_again(words, pay, "btn btn-2", look)}
    }
    .into_any()
}

/// Nobody knows yet.
pub(super) fn checking(words: Words, pay: &PayView, look: impl Fn() + 'static) -> AnyView {
    view! {
        <Notice kind=Kind::Warning>{words.unknown_text()}</Notice>
        <p>{words.checking_text()}</p>
        {look_again(words, pay, "btn", look)}
        <p class="btn-row"><a href=routes::application(words.0, &pay.reference)>{words.follow_application()}</a></p>
    }
    .into_any()
}

/// Certainly not paid: why, and another try.
pub(super) fn not_paid(words: Words, pay: &PayView, decline: Option<&str>) -> AnyView {
    let reason = decline.map(|told| view! { <p><b>{reason(words, told)}</b></p> });
    view! {
        <div class="notice notice-warn">
            {reason}
            <p>{words.not_paid_text()}</p>
        </div>
        {amount(words, pay)}
        {ways(words, pay, words.pay_try_again())}
    }
    .into_any()
}

/// Settled.
pub(super) fn paid(words: Words, pay: &PayView) -> AnyView {
    view! {
        <p class="notice notice-ok"><b>{words.st_paid()}": "{total_in_words(words, &pay.fee)}</b></p>
        <p>{words.paid_work_started()}</p>
        <p class="btn-row">
            <a class="btn" href=routes::application(words.0, &pay.reference)>{words.follow_application()}</a>
            <a href=routes::receipt(words.0, &pay.reference)>{words.receipt()}</a>
        </p>
    }
    .into_any()
}

/// Nothing was due.
pub(super) fn exempted(words: Words, pay: &PayView) -> AnyView {
    view! {
        <p>{words.after_submit_free()}</p>
        <p class="btn-row">
            <a class="btn" href=routes::application(words.0, &pay.reference)>{words.follow_application()}</a>
        </p>
    }
    .into_any()
}

/// Too late, or taken back.
pub(super) fn closed(words: Words, pay: &PayView) -> AnyView {
    view! {
        <p>{words.pay_closed_text()}</p>
        <p class="btn-row">
            <a class="btn" href=routes::application(words.0, &pay.reference)>{words.follow_application()}</a>
        </p>
    }
    .into_any()
}

fn amount(words: Words, pay: &PayView) -> AnyView {
    view! {
        <p class="due">
            <span>{words.amount_due()}</span>
            <strong>{words.money(pay.due)}</strong>
        </p>
        <details>
            <summary>{words.amount_breakdown()}</summary>
            <div><FeeTable fee=pay.fee.clone()/></div>
        </details>
        {pay.expires.map(|date| view! { <p>{words.pay_before(words.weekday_date(date))}</p> })}
    }
    .into_any()
}

/// By card from here, or elsewhere with the bill number.
fn ways(words: Words, pay: &PayView, act: &'static str) -> AnyView {
    let (action, key) = (routes::pay(words.0, &pay.reference), pay.form_key.clone());
    view! {
        <section aria-labelledby="card">
            <h2 id="card">{words.pay_by_card()}</h2>
            <p>{words.pay_by_card_text()}</p>
            <PostForm action>
                <input type="hidden" name="form_key" value=key/>
                <p class="btn-row top"><button type="submit" class="btn btn-start">{act}</button></p>
            </PostForm>
        </section>
        // Banks and post offices do not take it yet: until they do, it is only the number to quote.
        <div class="bill top">
            <p>{words.bill_number()}</p>
            <bdi class="no" dir="ltr">{grouped(&pay.bill)}</bdi>
        </div>
    }
    .into_any()
}

/// The same page again: a link without script, and with script what the page also does by itself.
fn look_again(words: Words, pay: &PayView, class: &'static str, look: impl Fn() + 'static) -> AnyView {
    let again = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        look();
    };
    view! {
        <p class="btn-row">
            <a class=class rel="external" href=routes::pay(words.0, &pay.reference) on:click=again>
                {words.check_again()}
            </a>
        </p>
    }
    .into_any()
}

/// Why it did not go through, from the provider's own words, which differ and are never shown.
fn reason(words: Words, told: &str) -> &'static str {
    let told = told.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|part| told.contains(part));
    match () {
        () if says(&["insufficient", "funds", "balance"]) => words.decline_funds(),
        () if says(&["authentic", "3ds", "3-d", "otp", "pin"]) => words.decline_authentication(),
        () if says(&["limit", "exceed"]) => words.decline_limit(),
        () if says(&[
            "expired card",
            "card number",
            "invalid card",
            "cvv",
            "cvc",
            "no such issuer",
        ]) =>
        {
            words.decline_card()
        }
        () if says(&["abandon", "cancel"]) => words.pay_cancelled(),
        () if says(&["timeout", "timed out", "expired"]) => words.pay_expired(),
        () if says(&["not_representable", "unavailable"]) => words.provider_down(),
        () => words.decline_declined(),
    }
}

/// `21 0048 3172 0659`: as people read it out.
fn grouped(bill: &str) -> String {
    let mut text = String::with_capacity(bill.len() + 4);
    for (at, digit) in bill.chars().filter(|c| !c.is_whitespace()).enumerate() {
        if at >= 2 && at % 4 == 2 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// The name of the place a link leads to.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_are_grouped_as_they_are_read_out() {
        assert_eq!(grouped("21004831720659"), "21 0048 3172 0659");
    }

    #[test]
    fn refusals_are_told_in_our_words() {
        let words = Words(domain::language::Language::En);
        assert_eq!(reason(words, "Insufficient Funds"), words.decline_funds());
        assert_eq!(reason(words, "Expired card"), words.decline_card());
        assert_eq!(reason(words, "Do not honour"), words.decline_declined());
    }

    #[test]
    fn the_payer_sees_where_the_link_leads() {
        assert_eq!(host("https://pay.example.ps:8443/x?y"), Some("pay.example.ps:8443"));
        assert_eq!(host("/demo/pay/1"), None);
    }
}
