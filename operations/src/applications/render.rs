//! Answers in words: for the check page, the status page and the officer.

use domain::answer::{self, Item};
use domain::facts::CaseFacts;
use domain::journey::{FieldState, Journey};
use domain::language::Language;
use domain::money::{Currency, Money};
use domain::service::ServiceDefinition;
use domain::service::field::{Field, FieldKind, Page};
use domain::value::Value;
use domain::view::form::{AnswerRow, AnswerText, FeeView, SectionView};

use crate::catalogue::ReferenceLists;

/// The visible pages with their answers. Pages that hold only declarations are left out.
pub(crate) fn sections(
    definition: &ServiceDefinition,
    journey: &Journey,
    lists: &ReferenceLists,
    language: Language,
    changeable: &dyn Fn(&Field) -> bool,
) -> Vec<SectionView> {
    let visible = journey.pages.iter().filter(|state| state.visible);
    visible
        .filter_map(|state| {
            let page = definition.page(&state.key)?;
            if is_declaration(page) {
                return None;
            }
            let rows: Vec<AnswerRow> = page
                .fields
                .iter()
                .zip(&state.fields)
                .filter(|(_, field_state)| field_state.visible)
                .map(|(field, field_state)| AnswerRow {
                    field: field.key.clone(),
                    label: field.label.get(language).to_owned(),
                    answer: match &field_state.value {
                        Some(value) => answer(field, Some(value), lists, language),
                        None => answer(field, so_far(field_state).as_ref(), lists, language),
                    },
                    changeable: changeable(field),
                })
                .collect();
            Some(SectionView {
                page: page.key.clone(),
                title: page.title.get(language).to_owned(),
                rows,
            })
        })
        .collect()
}

/// A page whose only questions are boxes that must be ticked: shown at the end of the check page.
pub(crate) fn is_declaration(page: &Page) -> bool {
    !page.fields.is_empty()
        && page.fields.iter().all(|field| {
            field.kind == FieldKind::Checkbox
                && field
                    .validation
                    .as_ref()
                    .is_some_and(|validation| validation.must_be_true)
        })
}

/// One answer in words.
pub(crate) fn answer(field: &Field, value: Option<&Value>, lists: &ReferenceLists, language: Language) -> AnswerText {
    let Some(value) = value else { return AnswerText::None };
    match field.kind {
        FieldKind::Radio | FieldKind::Select => AnswerText::Words {
            text: choice(field, value, lists, language),
        },
        FieldKind::Checkbox => match value {
            Value::Bool(yes) => AnswerText::YesNo { yes: *yes },
            Value::List(items) => AnswerText::Lines {
                lines: items.iter().map(|item| choice(field, item, lists, language)).collect(),
            },
            _ => AnswerText::None,
        },
        FieldKind::Date => match value.as_text().and_then(|text| text.parse().ok()) {
            Some(date) => AnswerText::Date { date },
            None => AnswerText::None,
        },
        FieldKind::Money => money(value).map_or(AnswerText::None, |amount| AnswerText::Amount { amount }),
        FieldKind::Address => AnswerText::Lines {
            lines: address(value, lists, language),
        },
        FieldKind::File => AnswerText::Files { files: files(value) },
        FieldKind::NationalId | FieldKind::Phone | FieldKind::Iban | FieldKind::Email | FieldKind::Number => {
            AnswerText::Code { text: plain(value) }
        }
        FieldKind::Text | FieldKind::Textarea => AnswerText::Words { text: plain(value) },
        FieldKind::RepeatingGroup => items(field, value, lists, language),
    }
}

/// The items of a group. What is only asked in some cases is left out where it was not answered.
fn items(group: &Field, value: &Value, lists: &ReferenceLists, language: Language) -> AnswerText {
    let one = |item: &Value| {
        let fields = group.fields.iter().filter_map(|field| {
            let value = item.part(&field.key);
            let asked = value.is_some() || field.visible_when.is_none();
            asked.then(|| {
                (
                    field.label.get(language).to_owned(),
                    answer(field, value, lists, language),
                )
            })
        });
        fields.collect()
    };
    let label = group.item_label.as_ref().unwrap_or(&group.label);
    match value.as_list().unwrap_or_default() {
        [] => AnswerText::None,
        items => AnswerText::Items {
            label: label.get(language).to_owned(),
            items: items.iter().map(one).collect(),
        },
    }
}

/// What is right in the items of a group that as a whole is not right yet.
fn so_far(state: &FieldState) -> Option<Value> {
    let filled = state.items.iter().filter(|item| !item.blank);
    let table = |item: &Item| {
        let values = item.answers.iter();
        Value::Map(
            values
                .filter_map(|answer| Some((answer.key.clone(), answer.value.clone()?)))
                .collect(),
        )
    };
    let items: Vec<Value> = filled.map(table).collect();
    (!items.is_empty()).then_some(Value::List(items))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

fn choice(field: &Field, value: &Value, lists: &ReferenceLists, language: Language) -> String {
    let options = answer::options(field, lists);
    let found = options.iter().find(|choice| choice.value.same(value));
    found.map_or_else(|| plain(value), |choice| choice.label.get(language).to_owned())
}

fn money(value: &Value) -> Option<Money> {
    let minor = value.part("amount_minor")?.as_int()?;
    let currency = Currency::from_code(value.part("currency")?.as_text()?)?;
    Some(Money::new(minor, currency))
}

const ADDRESS_PARTS: [&str; 8] = [
    "governorate",
    "locality",
    "neighbourhood",
    "street",
    "building",
    "floor",
    "landmark",
    "postcode",
];

fn address(value: &Value, lists: &ReferenceLists, language: Language) -> Vec<String> {
    use domain::answer::Lists;
    let governorate = |code: &Value| {
        let all = lists.choices("reference.governorates").unwrap_or_default();
        all.iter()
            .find(|choice| choice.value.same(code))
            .map_or_else(|| plain(code), |choice| choice.label.get(language).to_owned())
    };
    ADDRESS_PARTS
        .iter()
        .filter_map(|part| {
            let found = value.part(part)?;
            Some(if *part == "governorate" {
                governorate(found)
            } else {
                plain(found)
            })
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// Upload key and file name of each file of an answer.
pub(crate) fn files(value: &Value) -> Vec<(String, String)> {
    let items = value.as_list().unwrap_or_default();
    let part = |item: &Value, name: &str| item.part(name).and_then(Value::as_text).unwrap_or_default().to_owned();
    items
        .iter()
        .map(|item| (part(item, "upload"), part(item, "name")))
        .collect()
}

/// Upload keys of all files that were sent, those of items too.
pub(crate) fn sent_files(definition: &ServiceDefinition, facts: &CaseFacts) -> Vec<String> {
    let mut keys = Vec::new();
    for field in definition.form.pages.iter().flat_map(|page| &page.fields) {
        let Some(value) = facts.answers.get(&field.key) else {
            continue;
        };
        if field.kind == FieldKind::File {
            keys.extend(files(value));
        }
        for inner in field.fields.iter().filter(|inner| inner.kind == FieldKind::File) {
            let items = value.as_list().unwrap_or_default();
            keys.extend(items.iter().filter_map(|item| item.part(&inner.key)).flat_map(files));
        }
    }
    keys.into_iter().map(|(key, _)| key).collect()
}

/// What a file was asked for; in an item, what that item is called and its own question.
pub(crate) fn file_label(definition: &ServiceDefinition, field: &str, language: Language) -> String {
    let pages = definition.form.pages.iter();
    let found = pages.filter_map(|page| answer::field_named(&page.fields, field)).next();
    let said = found.map(|(field, place)| match place {
        Some((group, _)) => {
            let item = group.item_label.as_ref().unwrap_or(&group.label);
            format!("{}: {}", item.get(language), field.label.get(language))
        }
        None => field.label.get(language).to_owned(),
    });
    said.unwrap_or_default()
}

/// An answer as one line of plain text, for documents.
pub(crate) fn one_line(text: &AnswerText) -> String {
    match text {
        AnswerText::None => String::new(),
        AnswerText::Words { text } | AnswerText::Code { text } => text.clone(),
        AnswerText::Date { date } => date.format("%d/%m/%Y").to_string(),
        AnswerText::Amount { amount } => format!("{} {}", amount.decimal(), amount.currency.code()),
        AnswerText::YesNo { yes } => if *yes { "✓" } else { "–" }.to_owned(),
        AnswerText::Lines { lines } => lines.join("، "),
        AnswerText::Files { files } => files
            .iter()
            .map(|(_, name)| name.as_str())
            .collect::<Vec<_>>()
            .join("، "),
        AnswerText::Items { items, .. } => {
            let one = |item: &Vec<(String, AnswerText)>| {
                let answers: Vec<String> = item.iter().map(|(_, answer)| one_line(answer)).collect();
                answers
                    .iter()
                    .filter(|text| !text.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" – ")
            };
            items.iter().map(one).collect::<Vec<_>>().join("؛ ")
        }
    }
}

/// Fee lines in words, with their totals. A total that is nothing is left out, so that free means an empty list.
pub(crate) fn fee(lines: &[domain::fee::FeeLine], definition: &ServiceDefinition, language: Language) -> FeeView {
    let outlook = domain::fee::Outlook {
        lines: lines.to_vec(),
        open: Vec::new(),
    };
    outlook.view(language, definition.is_indicative())
}
