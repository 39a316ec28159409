//! What it costs, and who pays less.

use domain::view::service::{ExemptionRow, FeeAmount, FeeRow, ServiceView};
use leptos::prelude::*;

use crate::components::notice::Notice;
use crate::context::words;
use crate::words::Words;

/// The fees.
#[component]
pub fn Fees(
    /// The service.
    service: ServiceView,
) -> impl IntoView {
    let words = words();
    if service.fees.is_empty() {
        return view! {
            <h2 id="fees">{words.fees()}</h2>
            <p>{words.service_is_free()}</p>
        }
        .into_any();
    }
    let rows = service.fees.into_iter().map(|fee| row(words, fee)).collect_view();
    view! {
        <h2 id="fees">{words.fees()}</h2>
        <table class="prose">
            <caption class="visually-hidden">{words.fee_schedule_caption()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.fee()}</th>
                    <th scope="col" class="amount">{words.amount_heading()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {service.indicative.then(|| view! { <div class="prose"><Notice>{words.fees_indicative()}</Notice></div> })}
        {(!service.exemptions.is_empty()).then(|| view! { <Exemptions exemptions=service.exemptions/> })}
    }
    .into_any()
}

fn row(words: Words, fee: FeeRow) -> impl IntoView {
    let amount = match fee.amount {
        FeeAmount::Fixed { amount } => words.price(amount).into(),
        FeeAmount::PerUnit { amount } => words.fee_each(words.money(amount)).into(),
        FeeAmount::Between { least, most } => words.fee_between(words.money(least), words.money(most)).into(),
        FeeAmount::Share { rate_bp } => words.fee_percentage(words.rate(rate_bp)).into(),
        FeeAmount::Assessed => words.fee_assessed().into_any(),
    };
    let notes = [
        (fee.conditional, words.fee_conditional()),
        (fee.later, words.fee_stage_assessment()),
    ];
    let notes = notes.into_iter().filter(|(told, _)| *told);
    view! {
        <tr>
            <th scope="row">
                {fee.label}
                {notes.map(|(_, note)| view! { <br/><span class="quiet small">{note}</span> }).collect_view()}
            </th>
            <td class="amount fee-amount">{amount}</td>
        </tr>
    }
}

#[component]
fn Exemptions(
    /// Who pays less, and how much.
    exemptions: Vec<ExemptionRow>,
) -> impl IntoView {
    let words = words();
    let lines = exemptions.into_iter().map(|exemption| {
        let fees = words.list(exemption.fees);
        view! {
            <li>
                {exemption.category}": "
                <b>{words.exempt_off(words.percent(exemption.percent))}</b>
                " "
                <span class="quiet">"("{fees}")"</span>
            </li>
        }
    });
    view! {
        <details class="prose">
            <summary>{words.exempt_question()}</summary>
            <div>
                <p>{words.exempt_lead()}</p>
                <ul>{lines.collect_view()}</ul>
            </div>
        </details>
    }
}
