//! Answers that are known and cannot be changed here: shown as text, with where they come from.

use domain::answer;
use domain::money::{Currency, Money};
use domain::service::field::{Field, FieldKind};
use domain::value::Value;
use leptos::prelude::*;

use super::{Live, is_box};
use crate::components::source::source;
use crate::components::summary;
use crate::context::words;
use crate::routes;
use crate::words::{Message, Words};
use domain::view::form::{AnswerText, SourceState};

/// A run of such fields, one list.
pub(super) fn view(live: Live, fields: &[Field]) -> AnyView {
    let words = words();
    let rows = fields.iter().map(|field| {
        let (shown, field) = (live.is_shown(&field.key), field.clone());
        move || shown.get().then(|| row(words, live, &field))
    });
    view! { <dl class="summary">{rows.collect_view()}</dl> }.into_any()
}

fn row(words: Words, live: Live, field: &Field) -> AnyView {
    let reference = live.with_form(|form| form.reference.clone());
    let said = said(live, field, words);
    let registry = live.with_form(|form| form.sources.get(&field.key).cloned());
    let waits = registry
        .as_ref()
        .is_some_and(|source| source.state == SourceState::Waiting);
    let source = match registry {
        Some(registry) => Some(source(words, &registry)),
        None => (said != AnswerText::None)
            .then(|| origin(words, field))
            .flatten()
            .map(Message::from),
    };
    let answer = (!waits).then(|| summary::answer(words, said, |upload| routes::file(words.0, &reference, upload)));
    view! {
        <div id=format!("f-{}", field.key)>
            <dt><bdi>{field.label.get(words.0).to_owned()}</bdi></dt>
            <dd>
                <input type="hidden" name="shown" value=field.key.clone() />
                {answer}
                {source.map(|source| view! { <small class="quiet">{source}</small> })}
            </dd>
        </div>
    }
    .into_any()
}

/// Where the portal has it from, when no registry was asked for this application.
fn origin(words: Words, field: &Field) -> Option<&'static str> {
    let source = field.prefill.as_deref()?;
    let civil = source.starts_with("profile.") && !source.starts_with("profile.business")
        || source.starts_with("registry.population");
    Some(if civil {
        words.from_registry()
    } else {
        words.from_records()
    })
}

pub(super) fn said(live: Live, field: &Field, words: Words) -> AnswerText {
    let Some(value) = live.value(field) else {
        // What the rules do not take is still shown as it stands.
        let text = live.answers(&field.key).join(" ");
        return if text.is_empty() {
            AnswerText::None
        } else {
            AnswerText::Words { text }
        };
    };
    let choice = |value: &Value| {
        live.with_form(|form| {
            let options = answer::options(field, &form.lists);
            let found = options.iter().find(|option| option.value.same(value));
            found.map_or_else(|| plain(value), |option| option.label.get(words.0).to_owned())
        })
    };
    match field.kind {
        FieldKind::Radio | FieldKind::Select => AnswerText::Words { text: choice(&value) },
        FieldKind::Checkbox if is_box(field) => AnswerText::YesNo {
            yes: value == Value::Bool(true),
        },
        FieldKind::Checkbox => AnswerText::Lines {
            lines: value.as_list().unwrap_or_default().iter().map(choice).collect(),
        },
        FieldKind::Date => match plain(&value).parse() {
            Ok(date) => AnswerText::Date { date },
            Err(_) => AnswerText::Words { text: plain(&value) },
        },
        FieldKind::Money => money(&value).map_or(AnswerText::None, |amount| AnswerText::Amount { amount }),
        FieldKind::Address => AnswerText::Lines {
            lines: lines(live, field, words),
        },
        FieldKind::File => AnswerText::Files {
            files: files(live, field),
        },
        FieldKind::NationalId | FieldKind::Phone | FieldKind::Email | FieldKind::Iban | FieldKind::Number => {
            AnswerText::Code { text: plain(&value) }
        }
        FieldKind::Text | FieldKind::Textarea => AnswerText::Words { text: plain(&value) },
        FieldKind::RepeatingGroup => AnswerText::None,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

fn money(value: &Value) -> Option<Money> {
    let currency = Currency::from_code(value.part("currency")?.as_text()?)?;
    Some(Money::new(value.part("amount_minor")?.as_int()?, currency))
}

/// The parts of an address that are there, the governorate by its name.
fn lines(live: Live, field: &Field, words: Words) -> Vec<String> {
    let parts = answer::input_names(field).into_iter().filter_map(|name| {
        let text = live
            .answers(&name)
            .into_iter()
            .next()
            .filter(|text| !text.trim().is_empty())?;
        if !name.ends_with(".governorate") {
            return Some(text);
        }
        let named = live.with_form(|form| {
            let known = form.lists.get("reference.governorates")?;
            Some(
                known
                    .iter()
                    .find(|option| option.raw() == text)?
                    .label
                    .get(words.0)
                    .to_owned(),
            )
        });
        Some(named.unwrap_or(text))
    });
    parts.collect()
}

fn files(live: Live, field: &Field) -> Vec<(String, String)> {
    let entries = live.answers(&field.key);
    entries
        .iter()
        .filter_map(|entry| entry.split_once('|'))
        .map(|(id, name)| (id.to_owned(), name.to_owned()))
        .collect()
}
