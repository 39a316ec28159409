//! The same questions several times: partners, parcels, dependants.
//!
//! Each item is a card of its own. Adding and taking out are buttons that send the page, so they work without script;
//! with script they are done at once, in the same markup. Only an item that may hold files is always taken out by
//! sending, since its files go with it.

use domain::answer;
use domain::service::field::{Field, FieldKind};
use domain::view::form::AnswerText;
use leptos::prelude::*;

use super::fixed::said;
use super::frame::{self, Question};
use super::{Live, view as one};
use crate::components::summary;
use crate::context::words;
use crate::routes;
use crate::words::{Isolated, Words};

/// The items, what they come to, and the button that adds one.
pub(super) fn view(question: &Question) -> AnyView {
    let (live, words) = (question.live, question.words);
    let group = question.field.clone();
    let heading = format!("{}-label", group.key);
    let hints = question.hints([]);
    let (each, inner) = (group.key.clone(), question.clone());
    // Drawn late, when the page's own owner is no longer the current one.
    let items = live.owned(move || {
        view! { <For each=move || live.items(&each) key=|index| *index children=move |index| item(&inner, index) /> }
            .into_any()
    });
    let problem = question.clone();
    let (described, named) = (question.described(!hints.is_empty()), heading.clone());
    view! {
        <div
            class="group"
            class:bad=move || live.problem(&problem.field).is_some()
            id=question.wrapper()
            role="group"
            aria-labelledby=named
            aria-describedby=described
        >
            {frame::shown(question)}
            // Says that the group was on the page, though it may have no items.
            <input type="hidden" name=answer::items_input(&group) value="" />
            <h2 class="h-small" id=heading><bdi>{question.label_text()}</bdi></h2>
            {frame::hint(question, hints)}
            {frame::error(question)}
            {items}
            {undo(live, words, &group)}
            {total(live, words, &group)}
            {add(live, words, &group)}
        </div>
    }
    .into_any()
}

/// What one item is called.
pub(super) fn called(words: Words, group: &Field) -> String {
    let label = group.item_label.as_ref().unwrap_or(&group.label);
    label.get(words.0).to_owned()
}

fn item(question: &Question, index: usize) -> AnyView {
    let (live, words, group) = (question.live, question.words, question.field.clone());
    let (key, name) = (format!("{}.{index}", group.key), called(words, &group));
    let place = {
        let group = group.key.clone();
        move || {
            let items = live.items(&group);
            let at = items.iter().position(|item| *item == index).unwrap_or_default();
            (at + 1, items.len())
        }
    };
    let legend = {
        let (place, name) = (place.clone(), name.clone());
        move || {
            let (number, total) = place();
            AnyView::from(words.item_of(name.as_str(), number as u64, total as u64))
        }
    };
    let fields = group.fields.iter().map(|field| {
        let inside = question.inside(answer::item_field(&group, index, field));
        let shown = live.is_shown(inside.key());
        move || shown.get().then(|| one(&inside))
    });
    let fields = fields.collect_view();
    let remove = {
        let (least, key) = (answer::least_items(&group), key.clone());
        move || {
            let (number, total) = place();
            let (group, name) = (group.clone(), name.clone());
            (total > least).then(|| {
                view! {
                    <p class="after">
                        <button
                            type="submit"
                            class="link-btn"
                            name="remove_item"
                            value=key.clone()
                            on:click=move |event| live.remove_item(&event, &group, index)
                        >
                            {words.remove_item(name, number as u64)}
                        </button>
                    </p>
                }
            })
        }
    };
    view! {
        <fieldset class="item" id=format!("f-{key}")>
            <legend>{legend}</legend>
            <input type="hidden" name=answer::items_input(&question.field) value=index.to_string() />
            {fields}
            {remove}
        </fieldset>
    }
    .into_any()
}

/// Takes the last removal back. It stands where the items end, and is read out.
fn undo(live: Live, words: Words, group: &Field) -> AnyView {
    let (group, name) = (group.clone(), called(words, group));
    let line = move || {
        let number = live.removed(&group.key)?;
        let (group, name) = (group.clone(), name.clone());
        Some(view! {
            <p class="notice">
                {words.item_removed(name, number as u64)}" "
                <button
                    type="button"
                    class="link-btn"
                    id=format!("{}-undo", group.key)
                    on:click=move |_| live.take_back()
                >
                    {words.undo()}
                </button>
            </p>
        })
    };
    view! { <div role="status">{line}</div> }.into_any()
}

/// What the items come to, where they must come to something.
fn total(live: Live, words: Words, group: &Field) -> Option<AnyView> {
    let rule = group.validation.as_ref()?.group_rule.clone()?;
    let added = group.fields.iter().find(|field| field.key == rule.sum_of)?.clone();
    let (group, label) = (group.clone(), added.label.get(words.0).to_owned());
    let said = move || {
        let sum = live.sum(&group, &added);
        AnyView::from(match live.number(&rule.equals_field) {
            Some(total) => words.group_total_of(label.as_str(), sum, total),
            None => words.group_total(label.as_str(), sum),
        })
    };
    Some(view! { <p class="sum">{said}</p> }.into_any())
}

fn add(live: Live, words: Words, group: &Field) -> AnyView {
    let (group, name, most) = (group.clone(), called(words, group), answer::most_items(group));
    let button = move || {
        if live.items(&group.key).len() >= most {
            return view! { <p class="hint">{words.group_full(most as u64)}</p> }.into_any();
        }
        let (group, name) = (group.clone(), name.clone());
        view! {
            <p class="btn-row">
                <button
                    type="submit"
                    class="btn btn-2"
                    name="add_item"
                    value=group.key.clone()
                    on:click=move |event| live.add_item(&event, &group)
                >
                    // One piece, since the button lays its pieces out without the spaces between them.
                    <span>{words.add_item(name)}</span>
                </button>
            </p>
        }
        .into_any()
    };
    view! { <div class="after">{button}</div> }.into_any()
}

/// The items of a group that may not be changed now.
pub(super) fn fixed(live: Live, group: &Field) -> AnyView {
    let words = words();
    let reference = live.with_form(|form| form.reference.clone());
    let name = called(words, group);
    let items = live.items_untracked(&group.key);
    let items = items.into_iter().enumerate().map(|(at, index)| {
        let rows = group.fields.iter().filter_map(|field| {
            let field = answer::item_field(group, index, field);
            let said = live
                .is_shown_now(&field.key)
                .then(|| said(live, &field, words))
                .filter(|said| *said != AnswerText::None)?;
            Some(view! {
                <div>
                    <dt><bdi>{field.label.get(words.0).to_owned()}</bdi></dt>
                    <dd>{summary::answer(words, said, |upload| routes::file(words.0, &reference, upload))}</dd>
                </div>
            })
        });
        let rows = rows.collect_view();
        view! {
            <h3>{words.item_number(Isolated::words(name.clone()), (at + 1) as u64)}</h3>
            <dl class="summary">{rows}</dl>
        }
    });
    view! {
        <div class="group" id=format!("f-{}", group.key)>
            <input type="hidden" name="shown" value=group.key.clone() />
            <h2 class="h-small"><bdi>{group.label.get(words.0).to_owned()}</bdi></h2>
            {items.collect_view()}
        </div>
    }
    .into_any()
}

/// Whether files go with an item when it is taken out.
pub(super) fn holds_files(group: &Field) -> bool {
    group.fields.iter().any(|field| field.kind == FieldKind::File)
}
