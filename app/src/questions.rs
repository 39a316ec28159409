//! The questions of one page: one view per kind of field, drawn from the catalogue's data alone.
//!
//! Without script the stored answers decide what is shown and what is wrong. With script the same rules of
//! [`domain`] run as people answer: questions appear and go, and a field is checked when it is left, never while
//! somebody types. The HTML at first is the same on both sides.

mod address;
mod autosave;
mod choices;
mod date;
mod fee;
mod file;
mod fixed;
mod frame;
mod group;
mod live;
pub mod problems;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod text;
mod upload;

use domain::service::field::{Field, FieldKind};
use domain::view::form::FormView;
use leptos::prelude::*;

use crate::context::words;
use crate::words::Message;
use frame::Question;
pub(crate) use live::Live;

/// Named, since an element made of literals alone is written as markup in the browser, which the content policy forbids.
const NOT_SEEN: &str = "visually-hidden";

/// The fields of a page, in order, and what stands after them (the buttons).
#[component]
pub fn Questions(
    /// The page.
    form: FormView,
    /// The form's buttons.
    children: Children,
) -> AnyView {
    let fields = form.page.fields.clone();
    let alone = is_single(&form).then(|| caption(&form));
    let other_buttons = takes_files(&form) || has_group(&form);
    let live = Live::new(form);
    let root = NodeRef::new();
    live.catch_up(root);
    let is_group = |field: &Field| field.kind == FieldKind::RepeatingGroup;
    let runs = fields.chunk_by(|a, b| a.readonly == b.readonly && !is_group(a) && !is_group(b));
    let body = runs.map(|run| match run {
        [group] if is_group(group) && group.readonly => group::fixed(live, group),
        [first, ..] if first.readonly => fixed::view(live, run),
        _ => open(live, run, alone.clone()),
    });
    let body = body.collect_view();
    view! {
        <div
            node_ref=root
            on:input=move |event| live.typed(&event)
            on:change=move |event| live.chosen(&event)
            on:focusout=move |event| live.left(&event)
            on:pointerdown=move |_| live.pressed()
            on:click=move |event| live.released(&event)
        >
            // The first button is the one the Enter key presses: without this one, Enter would remove a file or an item.
            {other_buttons
                .then(|| view! { <button type="submit" class=NOT_SEEN tabindex="-1" aria-hidden="true"></button> })}
            {body}
            {fee::line(live)}
            {children()}
            {live.autosave.line()}
        </div>
    }
    .into_any()
}

/// Whether the page is one single question, which then is the page's heading.
pub fn is_single(form: &FormView) -> bool {
    matches!(form.page.fields.as_slice(), [field] if !field.readonly && field.kind != FieldKind::RepeatingGroup && !is_box(field))
}

/// Whether the page asks for files, so that its form must be posted in parts.
pub fn takes_files(form: &FormView) -> bool {
    let open = form.page.fields.iter().filter(|field| !field.readonly);
    open.flat_map(|field| std::iter::once(field).chain(&field.fields))
        .any(|field| field.kind == FieldKind::File)
}

fn has_group(form: &FormView) -> bool {
    form.page
        .fields
        .iter()
        .any(|field| field.kind == FieldKind::RepeatingGroup)
}

/// "Birth certificate extract: question 3 of 8".
pub fn caption(form: &FormView) -> Message {
    let (words, service) = (words(), form.service_title.clone());
    if is_single(form) {
        words.question_of(form.number, service, form.of)
    } else {
        words.form_page_of(form.number, service, form.of)
    }
}

/// A box to tick that stands alone.
pub(crate) fn is_box(field: &Field) -> bool {
    field.kind == FieldKind::Checkbox && field.options.is_empty() && field.options_from.is_none()
}

fn open(live: Live, fields: &[Field], alone: Option<Message>) -> AnyView {
    let one = |field: &Field| {
        let question = Question::new(live, field.clone(), alone.clone());
        let shown = live.is_shown(&field.key);
        move || shown.get().then(|| view(&question))
    };
    fields.iter().map(one).collect_view().into_any()
}

fn view(question: &Question) -> AnyView {
    match question.field.kind {
        FieldKind::Text
        | FieldKind::NationalId
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Number
        | FieldKind::Iban => text::line(question),
        FieldKind::Textarea => text::area(question),
        FieldKind::Money => text::money(question),
        FieldKind::Radio => choices::radios(question),
        FieldKind::Select => choices::select(question),
        FieldKind::Checkbox if is_box(&question.field) => choices::sole_box(question),
        FieldKind::Checkbox => choices::boxes(question),
        FieldKind::Date => date::view(question),
        FieldKind::Address => address::view(question),
        FieldKind::File => file::view(question),
        FieldKind::RepeatingGroup => group::view(question),
    }
}
