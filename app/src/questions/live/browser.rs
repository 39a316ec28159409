//! Reading the form as it stands in the document.

use domain::answer;
use domain::service::field::{Field, FieldKind};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, FocusEvent, FormData, HtmlElement, HtmlFormElement, MouseEvent};

use super::Live;
use crate::focus;

/// Keeps what was typed when the page goes out of sight.
pub(super) fn keep_when_hidden(live: Live, root: &Element) {
    let Some(form) = form_of(root) else { return };
    let handle = window_event_listener(leptos::ev::visibilitychange, move |_| {
        if document().hidden() {
            live.autosave.hidden(form.clone());
        }
    });
    on_cleanup(move || handle.remove());
}

/// The items of a group have changed.
pub(super) fn items_changed(live: Live, group: &str) {
    let group = document().get_element_by_id(&format!("f-{group}"));
    if let Some(form) = group.as_ref().and_then(form_of) {
        live.autosave.changed(&form);
    }
}

/// Reads the whole page; nothing while it is not yet in the document.
pub(super) fn read_page(live: Live, root: &Element) {
    if let Some(form) = form_of(root) {
        read(live, &form);
    }
}

pub(super) fn typed(live: Live, event: &Event) {
    let Some(target) = element(event.target()) else { return };
    if let Some(key) = field_of(&target) {
        live.touched.update_value(|touched| _ = touched.insert(key));
    }
    if let Some(form) = form_of(&target) {
        read(live, &form);
        live.autosave.changed(&form);
    }
}

pub(super) fn chosen(live: Live, event: &Event) {
    typed(live, event);
    let Some(target) = element(event.target()) else { return };
    let Some(field) = open_field(live, &target) else { return };
    // Files are looked at where they are taken.
    if field.kind == FieldKind::File {
        return;
    }
    let kind = target.get_attribute("type").unwrap_or_default();
    if target.tag_name().eq_ignore_ascii_case("select") || kind == "radio" || kind == "checkbox" {
        let whole = !matches!(field.kind, FieldKind::Address | FieldKind::Money);
        if whole || live.problem(&field).is_some() {
            check(live, &field);
        }
    }
}

pub(super) fn left(live: Live, event: &FocusEvent) {
    let Some(target) = element(event.target()) else { return };
    let Some(field) = open_field(live, &target).filter(|field| field.kind != FieldKind::File) else {
        return;
    };
    let next = element(event.related_target()).and_then(|next| field_of(&next));
    let touched = live.touched.with_value(|touched| touched.contains(&field.key));
    if !touched || next.is_some_and(|next| next == field.key) {
        return;
    }
    if live.pressing.get_value() {
        live.waiting.set_value(Some(field.key));
    } else {
        check(live, &field);
    }
}

pub(super) fn released(live: Live, left: Option<String>, event: &MouseEvent) {
    let button = element(event.target()).and_then(|target| target.closest("button[type=submit]").ok().flatten());
    if let Some(button) = button
        && live.arriving.with_untracked(|arriving| !arriving.is_empty())
    {
        event.prevent_default();
        return live.held.set(Some(selector(&button)));
    }
    let sends = element(event.target())
        .and_then(|target| target.closest("button").ok().flatten())
        .is_some();
    if sends && !event.default_prevented() && button_sends(event) {
        live.autosave.stop();
    }
    if let Some(field) = left.filter(|_| !sends).and_then(|key| open(live, &key)) {
        check(live, &field);
    }
}

/// Whether the press sends the page.
fn button_sends(event: &MouseEvent) -> bool {
    let button = element(event.target()).and_then(|target| target.closest("button").ok().flatten());
    button.is_some_and(|button| button.get_attribute("type").as_deref() == Some("submit"))
}

/// Finds a button again: by its name and value, or as the one that goes on.
fn selector(button: &Element) -> String {
    let attribute = |name: &str| button.get_attribute(name).unwrap_or_default();
    match attribute("name") {
        name if name.is_empty() => "main button[type=submit]:not([name]):not([aria-hidden])".to_owned(),
        name => format!(
            "main button[type=submit][name='{name}'][value='{}']",
            attribute("value")
        ),
    }
}

/// The last file is there: what was pressed meanwhile is pressed now, or what is wrong is read.
pub(super) fn let_go(held: Option<String>, good: bool) {
    let Some(selector) = held else { return };
    if !good {
        return focus::to_problem();
    }
    let button = document().query_selector(&selector).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// Takes over what stands in the inputs of open questions; hidden ones keep what they had.
fn read(live: Live, form: &HtmlFormElement) {
    let Ok(data) = FormData::new_with_form(form) else {
        return;
    };
    let open = live.open_fields();
    let open = open
        .iter()
        .filter(|field| field.kind != FieldKind::File && live.is_shown_now(&field.key));
    let names: Vec<String> = open.flat_map(answer::input_names).collect();
    live.answers.update(|answers| {
        for name in names {
            let values: Vec<String> = data
                .get_all(&name)
                .iter()
                .filter_map(|value| value.as_string())
                .collect();
            if values.is_empty() {
                answers.remove(&name);
            } else {
                answers.insert(name, values);
            }
        }
    });
    live.show_again();
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

fn form_of(element: &Element) -> Option<HtmlFormElement> {
    element.closest("form").ok().flatten()?.dyn_into().ok()
}

/// The key of the field an input belongs to.
fn field_of(element: &Element) -> Option<String> {
    let wrapper = element.closest(".field[id^='f-']").ok().flatten()?;
    wrapper.id().strip_prefix("f-").map(str::to_owned)
}

fn open_field(live: Live, element: &Element) -> Option<Field> {
    open(live, &field_of(element)?)
}

fn open(live: Live, key: &str) -> Option<Field> {
    live.with_form(|form| {
        let (field, place) = answer::field_named(&form.page.fields, key)?;
        let locked = field.readonly || place.is_some_and(|(group, _)| group.readonly);
        (!locked).then_some(field)
    })
}

/// The group of an item's field, when something is said to be wrong with it: it may be right now.
fn group_of(live: Live, field: &Field) -> Option<Field> {
    let group = open(live, field.key.split('.').next()?)?;
    (group.kind == FieldKind::RepeatingGroup && live.problem(&group).is_some()).then_some(group)
}

/// Looks at a field that was left, and at its group.
fn check(live: Live, field: &Field) {
    live.check(field);
    if let Some(group) = group_of(live, field) {
        live.check(&group);
    }
}
