//! Reading the form as it stands in the document.

use domain::answer;
use domain::service::field::{Field, FieldKind};
use domain::view::outcome::FormProblem;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, FocusEvent, FormData, HtmlFormElement, HtmlInputElement, MouseEvent};

use super::Live;

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
    if field.kind == FieldKind::File {
        return files(live, &field, &target);
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

/// Size, kind and number of the chosen files, before they are sent over a slow line.
fn files(live: Live, field: &Field, target: &Element) {
    let Some(chosen) = target.dyn_ref::<HtmlInputElement>().and_then(HtmlInputElement::files) else {
        return;
    };
    let Some(limits) = live.with_form(|form| form.limits(&field.key).cloned()) else {
        return;
    };
    let files: Vec<web_sys::File> = (0..chosen.length()).filter_map(|at| chosen.get(at)).collect();
    let most = f64::from(limits.max_size_mb) * 1_000_000.0;
    let given = live.answers(&field.key).len();
    let problem = if given + files.len() > limits.max_files as usize {
        Some(FormProblem::TooManyFiles { max: limits.max_files })
    } else if files.iter().any(|file| file.size() > most) {
        Some(FormProblem::FileTooLarge {
            max_mb: limits.max_size_mb,
        })
    } else if files.iter().any(|file| file.size() < 1.0) {
        Some(FormProblem::FileEmpty)
    } else if files
        .iter()
        .any(|file| !file.type_().is_empty() && !limits.accepted_types.contains(&file.type_()))
    {
        Some(FormProblem::FileType)
    } else {
        None
    };
    live.posted
        .update(|posted| posted.problems.retain(|problem| problem.input != field.key));
    live.problems.update(|problems| match problem {
        Some(problem) => drop(problems.insert(field.key.clone(), problem)),
        None => drop(problems.remove(&field.key)),
    });
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
