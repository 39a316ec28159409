//! An answer as the last page should say it.

use app::words::Words;
use domain::answer::{self, Lists};
use domain::language::Language;
use domain::money::{Currency, Money};
use domain::service::field::{Choice, Field, FieldKind};
use domain::value::Value;
use operations::catalogue::ReferenceLists;

use crate::html::is_mark;
use crate::walk::FILE;

/// A question, and every piece of its answer.
pub(crate) type Row = (String, Vec<String>);

/// The rows of one question: one, or of a group one more for each question that is asked in an item.
pub(crate) fn said_in(language: Language, lists: &ReferenceLists, field: &Field, value: Option<&Value>) -> Vec<Row> {
    let label = |field: &Field| plain(field.label.get(language));
    let (FieldKind::RepeatingGroup, Some(Value::List(items))) = (field.kind, value) else {
        return vec![(label(field), pieces(language, lists, field, value))];
    };
    let mut rows = vec![(label(field), Vec::new())];
    for item in items {
        let asked = field.fields.iter().filter_map(|inner| {
            let value = item.part(&inner.key);
            // What is asked in some cases only has no row where it was not answered.
            let is_there = value.is_some() || inner.visible_when.is_none();
            is_there.then(|| (label(inner), pieces(language, lists, inner, value)))
        });
        rows.extend(asked);
    }
    rows
}

fn pieces(language: Language, lists: &ReferenceLists, field: &Field, value: Option<&Value>) -> Vec<String> {
    let words = Words(language);
    let Some(value) = value else {
        return vec![words.not_answered().to_owned()];
    };
    let chosen = |options: &[Choice], value: &Value| {
        let found = options.iter().find(|option| option.value.same(value));
        let found = found.unwrap_or_else(|| panic!("{} has no option {value:?}", field.key));
        plain(found.label.get(language))
    };
    let options = || answer::options(field, lists);
    match (field.kind, value) {
        (FieldKind::Radio | FieldKind::Select, value) => vec![chosen(options(), value)],
        (FieldKind::Checkbox, Value::Bool(yes)) => vec![if *yes { words.yes() } else { words.no() }.to_owned()],
        (FieldKind::Checkbox, Value::List(ticked)) => ticked.iter().map(|one| chosen(options(), one)).collect(),
        (FieldKind::File, Value::List(files)) => files.iter().map(|_| FILE.to_owned()).collect(),
        (FieldKind::Date, Value::Text(day)) => {
            vec![words.date(day.parse().expect("a day")).plain().to_owned()]
        }
        (FieldKind::Money, value) => {
            let currency = value
                .part("currency")
                .and_then(Value::as_text)
                .and_then(Currency::from_code);
            let minor = value.part("amount_minor").and_then(Value::as_int);
            let money = Money::new(minor.expect("an amount"), currency.expect("a currency"));
            vec![words.money(money).plain().to_owned()]
        }
        (FieldKind::Address, Value::Map(parts)) => {
            let governorates = lists.choices("reference.governorates").unwrap_or_default();
            let said = parts.iter().map(|(part, value)| match part.as_str() {
                "governorate" => chosen(governorates, value),
                _ => plain(value.as_text().unwrap_or_default()),
            });
            said.collect()
        }
        (_, Value::Int(number)) => vec![number.to_string()],
        (_, Value::Text(text)) => text.lines().map(plain).collect(),
        (_, other) => panic!("{} cannot be {other:?}", field.key),
    }
}

/// As it is read: without marks of direction and doubled spaces.
fn plain(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !is_mark(*c)).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
