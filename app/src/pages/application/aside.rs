//! Beside the application: its facts, who opened it, and taking it back.

use domain::application::Status;
use domain::view::application::StatusView;
use leptos::prelude::*;

use crate::components::fee_table::{amounts, total_in_words};
use crate::components::post_form::PostForm;
use crate::routes;
use crate::words::{Isolated, Message, Words};

/// The side column.
pub(super) fn aside(words: Words, status: &StatusView, discard: bool) -> AnyView {
    let receipts = status.receipts.iter().map(|number| {
        let address = routes::receipt_numbered(words.0, &status.reference, number);
        view! { <li><a href=address>{words.receipt()}" "{Isolated::code(number.clone())}</a></li> }
    });
    let receipts = receipts.collect_view();
    view! {
        <aside class="stack" aria-label=words.about_application()>
            {facts(words, status)}
            {(!receipts.is_empty()).then(|| view! { <ul class="list links no-print">{receipts}</ul> })}
            {reads(words, status)}
            {again(words, status)}
            {give_up(words, status, discard)}
        </aside>
    }
    .into_any()
}

fn facts(words: Words, status: &StatusView) -> AnyView {
    let total = total_in_words(words, &status.fee);
    let fee = match (status.fee.totals.is_empty(), status.fee_settled) {
        (true, _) => total,
        (false, true) => words.amount_paid(total),
        (false, false) => words.amount_unpaid(amounts(words, &status.fee.due)),
    };
    let row = |name: &'static str, value: AnyView| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any();
    let name = |text: &String| Isolated::words(text.clone()).into();
    let promised = status.promised.filter(|_| !status.status.is_final());
    let rows = [
        Some(row(
            words.request_number(),
            Isolated::code(status.reference.clone()).into(),
        )),
        Some(row(words.applicant(), name(&status.applicant))),
        status
            .subject
            .as_ref()
            .map(|subject| row(words.beneficiary(), name(subject))),
        Some(row(words.entity(), name(&status.ministry))),
        (!status.fee.lines.is_empty()).then(|| row(words.fees(), fee.into())),
        promised.map(|date| row(words.promised_by(), words.date(date).into())),
        status
            .standing
            .map(|left| row(words.promised_by(), standing(words, left).into())),
    ];
    view! { <dl class="facts">{rows.into_iter().flatten().collect_view()}</dl> }.into_any()
}

/// How many working days are left once others have done their part.
fn standing(words: Words, left: i64) -> Message {
    match u64::try_from(left) {
        Ok(left) => words.clock_standing(left),
        Err(_) => words.clock_standing_late().into(),
    }
}

/// Who opened the file, and when. Kept for the applicant to see.
fn reads(words: Words, status: &StatusView) -> AnyView {
    let rows = status.reads.iter().map(|read| {
        view! { <li>{words.who_read_line(words.date_time(read.at), Isolated::words(read.who.clone()), words.event(read.kind))}</li> }
    });
    let rows = rows.collect_view();
    let body = if status.reads.is_empty() {
        view! { <p>{words.nobody_opened()}</p> }.into_any()
    } else {
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <details>
            <summary>{words.who_read_application()}</summary>
            <div>{body}</div>
        </details>
    }
    .into_any()
}

/// A new application that begins with these answers.
fn again(words: Words, status: &StatusView) -> Option<AnyView> {
    let key = status.again_key.clone()?;
    let (action, from) = (routes::apply(words.0, &status.service_id), status.reference.clone());
    Some(
        view! {
            <section class="no-print" aria-labelledby="again">
                <h2 class="h-small" id="again">{words.apply_again()}</h2>
                <p>{words.apply_again_text()}</p>
                <PostForm action=action>
                    <input type="hidden" name="start_key" value=key/>
                    <input type="hidden" name="from" value=from/>
                    <p class="btn-row">
                        <button type="submit" class="btn btn-2">{words.apply_again_button()}</button>
                    </p>
                </PostForm>
            </section>
        }
        .into_any(),
    )
}

/// Taking it back is asked once more before it happens, without script too.
fn give_up(words: Words, status: &StatusView, asked: bool) -> Option<AnyView> {
    let reference = &status.reference;
    let (title, text, act, action) = if status.status == Status::Draft {
        let action = routes::discard(words.0, reference);
        (
            words.delete_draft(),
            words.delete_draft_text(),
            words.delete_draft_confirm(),
            action,
        )
    } else if status.can_withdraw {
        let action = routes::withdraw(words.0, reference);
        (
            words.withdraw(),
            words.withdraw_text(),
            words.withdraw_confirm(),
            action,
        )
    } else {
        return None;
    };
    Some(
        view! {
            <details class="no-print" id="discard" open=asked>
                <summary>{title}</summary>
                <div>
                    <p>{text}</p>
                    <PostForm action=action>
                        <p class="btn-row top">
                            <button type="submit" class="btn btn-danger">{act}</button>
                        </p>
                    </PostForm>
                </div>
            </details>
        }
        .into_any(),
    )
}
