//! A receipt, for the screen, for a sheet of A4 and for a roll of 80 mm.

use domain::view::payment::ReceiptView;
use leptos::prelude::*;

use crate::api;
use crate::components::fee_table::FeeTable;
use crate::components::layout::Page;
use crate::components::motif::Band;
use crate::components::print_button::PrintButton;
use crate::context::{language, words};
use crate::page::{load, loaded, param, query};
use crate::routes::{self, with_query};
use crate::words::Isolated;

/// The page at `…/receipt`; with `?paper=roll` for a roll of 80 mm.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let language = language();
    let (reference, number, paper) = (param("reference"), query("number"), query("paper"));
    let receipt = load(
        move || (reference.get(), number.get()),
        move |(reference, number)| api::receipt(language, reference, Some(number).filter(|text| !text.is_empty())),
    );
    loaded(receipt, move |receipt| {
        view! { <Receipt receipt roll=Signal::derive(move || paper.get() == "roll")/> }.into_any()
    })
}

#[component]
fn Receipt(
    /// What was paid.
    receipt: ReceiptView,
    /// For a roll of 80 mm.
    roll: Signal<bool>,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let sheet = routes::receipt_numbered(language, &receipt.reference, &receipt.number);
    let heading = words.receipt_title(Isolated::code(receipt.number.clone()));
    let row = |name: &'static str, value: Isolated| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any();
    let rows = [
        Some(row(words.paid_to(), Isolated::words(receipt.agency.clone()))),
        Some(row(words.payer(), Isolated::words(receipt.payer.clone()))),
        Some(row(words.service(), Isolated::words(receipt.service_title.clone()))),
        Some(row(words.request_number(), Isolated::code(receipt.reference.clone()))),
        Some(row(words.bill_number(), Isolated::code(receipt.bill.clone()))),
        receipt
            .transaction
            .clone()
            .map(|number| row(words.transaction_number(), Isolated::code(number))),
        Some(row(words.paid_on(), words.date_time(receipt.issued))),
    ];
    view! {
        <Page title=words.title(&[&heading.plain(), &receipt.service_title])>
            <p class="btn-row no-print cert-do">
                <PrintButton label=words.print()/>
                <a href=move || if roll.get() { sheet.clone() } else { with_query(sheet.clone(), &[("paper", "roll")]) }>
                    {move || if roll.get() { words.receipt_on_sheet() } else { words.receipt_on_roll() }}
                </a>
                <a href=routes::application(language, &receipt.reference)>{words.about_application()}</a>
            </p>
            <article class="receipt" class:receipt-80=roll>
                <Band id="receipt"/>
                <div class="receipt-in">
                    <div class="receipt-head">
                        <b>{words.portal_name()}</b>
                        <span><bdi>{receipt.agency.clone()}</bdi></span>
                    </div>
                    <h1>{heading}</h1>
                    <dl class="summary">{rows.into_iter().flatten().collect_view()}</dl>
                    <FeeTable fee=receipt.fee.clone()/>
                    <p><b>{words.amount_paid(words.money(receipt.total))}</b></p>
                </div>
            </article>
        </Page>
    }
}
