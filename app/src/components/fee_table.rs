//! What is due, line by line.

use domain::money::{Currency, Money};
use domain::view::form::{FeeLineView, FeeView};
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
    if fee.lines.is_empty() {
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
    let totals = if fee.totals.is_empty() {
        vec![Isolated::words(words.free())]
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
            <tbody>{rows}</tbody>
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
    view! {
        <tr>
            <th scope="row"><bdi>{line.label}</bdi></th>
            <td>{how}</td>
            <td class="amount">{shown(line.amount)}</td>
        </tr>
    }
    .into_any()
}

/// The currency of all lines, if they have one in common: then the heading names it once.
fn single_currency(fee: &FeeView) -> Option<Currency> {
    let first = fee.lines.first()?.amount.currency;
    fee.lines
        .iter()
        .all(|line| line.amount.currency == first)
        .then_some(first)
}

/// The totals in one line: `45.00 شيكل`, or the word for "free".
pub fn total_in_words(words: Words, fee: &FeeView) -> Message {
    if fee.totals.is_empty() {
        return words.free().into();
    }
    words.list(fee.totals.iter().map(|total| words.money(*total)))
}
