//! What is due, line by line.

use domain::money::{Currency, Money};
use domain::service::Basis;
use domain::view::form::{FeeLineView, FeeView, OpenFee, OpenFeeView};
use leptos::prelude::*;

use crate::context::words;
use crate::words::{Isolated, Message, Words};

/// The fees of one application, with a total per currency. Amounts of two currencies are never added up.
#[component]
pub fn FeeTable(
    /// The lines and their totals.
    fee: FeeView,
) -> AnyView {
    let words = words();
    if fee.lines.is_empty() && fee.open.is_empty() {
        return view! { <p>{words.nothing_to_pay_now()}</p> }.into_any();
    }
    let only = single_currency(&fee);
    let shown = move |money: Money| {
        if only.is_some() {
            words.amount(money)
        } else {
            words.money(money)
        }
    };
    let amount_heading = match only {
        Some(currency) => words.amount_in(Isolated::words(words.currency(currency))).to_string(),
        None => words.amount_heading().to_owned(),
    };
    let rows = fee.lines.into_iter().map(|line| row(words, line, shown)).collect_view();
    let nothing = if fee.open.is_empty() {
        words.free()
    } else {
        words.nothing_to_pay_now()
    };
    let open = fee.open.into_iter().map(|fee| open(words, fee)).collect_view();
    let totals = if fee.totals.is_empty() {
        vec![Isolated::words(nothing)]
    } else {
        fee.totals.into_iter().map(shown).collect()
    };
    view! {
        <table class="fees">
            <caption>{words.fees_due_caption()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.fee()}</th>
                    <th scope="col">{words.fee_calculation()}</th>
                    <th scope="col" class="amount">{amount_heading}</th>
                </tr>
            </thead>
            <tbody>{rows} {open}</tbody>
            <tfoot>
                {totals
                    .into_iter()
                    .map(|total| {
                        view! {
                            <tr>
                                <th scope="row" colspan="2">{words.total()}</th>
                                <td class="amount">{total}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tfoot>
        </table>
        {fee.indicative.then(|| view! { <p class="quiet small">{words.fees_indicative()}</p> })}
    }
    .into_any()
}

fn row(words: Words, line: FeeLineView, shown: impl Fn(Money) -> Isolated) -> AnyView {
    let how = match line.unit {
        Some(unit) if line.quantity > 1 => words.fee_times(shown(unit), line.quantity).into(),
        Some(_) => words.fee_once().into_any(),
        None => ().into_any(),
    };
    let (let_off, basis) = (
        line.amount.minor < 0,
        line.basis.map(|basis| basis_in_words(words, basis)),
    );
    view! {
        <tr>
            <th scope="row">
                <bdi>{line.label}</bdi>
                {let_off.then(|| view! { <br/><span class="quiet small">{words.fee_let_off()}</span> })}
                {basis.map(|basis| view! { <br/><span class="quiet small">{basis}</span> })}
            </th>
            <td>{how}</td>
            <td class="amount">{shown(line.amount)}</td>
        </tr>
    }
    .into_any()
}

/// A fee that is not due now: it is named, and why, so that nobody takes it for free.
fn open(words: Words, fee: OpenFeeView) -> AnyView {
    let amount = fee.amount.map(|amount| view! { {words.money(amount)} });
    view! {
        <tr class="open">
            <th scope="row"><bdi>{fee.label}</bdi></th>
            <td>{open_in_words(words, fee.why)}</td>
            <td class="amount">{amount}</td>
        </tr>
    }
    .into_any()
}

/// Why a fee is not due now.
pub fn open_in_words(words: Words, why: OpenFee) -> &'static str {
    match why {
        OpenFee::Answer => words.fee_open_answer(),
        OpenFee::AfterReview => words.fee_stage_assessment(),
        OpenFee::Assessed => words.fee_assessed(),
    }
}

/// Where an amount comes from, as the service's file says it.
const fn basis_in_words(words: Words, basis: Basis) -> &'static str {
    match basis {
        Basis::PublishedOfficial => words.basis_official(),
        Basis::PublishedSecondary => words.basis_secondary(),
        Basis::Assumed => words.basis_assumed(),
    }
}

/// The currency of all lines, if they have one in common: then the heading names it once.
fn single_currency(fee: &FeeView) -> Option<Currency> {
    let first = fee.lines.first()?.amount.currency;
    let same = fee.lines.iter().all(|line| line.amount.currency == first);
    (same && fee.open.iter().all(|fee| fee.amount.is_none())).then_some(first)
}

/// The totals in one line: `45.00 شيكل`, or the word for "free".
pub fn total_in_words(words: Words, fee: &FeeView) -> Message {
    if fee.totals.is_empty() {
        return if fee.open.is_empty() {
            words.free()
        } else {
            words.nothing_to_pay_now()
        }
        .into();
    }
    amounts(words, &fee.totals)
}

/// Amounts in one line.
pub fn amounts(words: Words, amounts: &[Money]) -> Message {
    words.list(amounts.iter().map(|amount| words.money(*amount)))
}
