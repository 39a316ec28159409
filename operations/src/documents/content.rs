//! What stands on a document, and what anyone who checks it may see.

use chrono::NaiveDate;
use domain::language::{Language, Text};
use domain::service::field::Field;
use domain::value::Value;
use domain::view::certificate::DocumentLine;

use super::label;
use crate::advance::Case;
use crate::applications::render;

/// The parts of a civil registry record, in the order of the certificate.
const RECORD: [(&str, &str, &str, &str, &str); 9] = [
    ("name_ar", "name_en", "الاسم الرباعي", "Full name", "name"),
    ("national_id", "national_id", "رقم الهوية", "Identity number", "code"),
    ("birth_date", "birth_date", "تاريخ الميلاد", "Date of birth", "date"),
    (
        "birth_place_ar",
        "birth_place_en",
        "مكان الميلاد",
        "Place of birth",
        "name",
    ),
    ("sex", "sex", "الجنس", "Sex", "sex"),
    ("father_ar", "father_en", "اسم الأب", "Father's name", "name"),
    ("mother_ar", "mother_en", "اسم الأم", "Mother's name", "name"),
    ("record_number", "record_number", "رقم القيد", "Record number", "code"),
    (
        "registered_on",
        "registered_on",
        "تاريخ القيد",
        "Date of registration",
        "date",
    ),
];

/// What the day of issue is called.
pub(super) const ISSUED: (&str, &str) = ("تاريخ الإصدار", "Date of issue");

/// What its last day is called.
pub(super) const EXPIRES: (&str, &str) = ("تاريخ الانتهاء", "Expiry date");
/// What its number is called.
pub(super) const NUMBER: (&str, &str) = ("رقم الوثيقة", "Document number");

/// What a document is for: the whole application, or one item of a group.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    /// The whole application.
    Whole,
    /// One item.
    Item {
        /// The group.
        group: &'a Field,
        /// Its answers by field.
        item: &'a Value,
    },
}

impl<'a> Subject<'a> {
    /// Whether the field is the group the items are of, or in it.
    fn is_of_group(self, field: &str) -> bool {
        match self {
            Self::Whole => false,
            Self::Item { group, .. } => field.split('.').next() == Some(group.key.as_str()),
        }
    }

    /// The item's answered fields.
    fn fields(self) -> impl Iterator<Item = (&'a Field, &'a Value)> {
        let (fields, item) = match self {
            Self::Whole => (&[][..], None),
            Self::Item { group, item } => (group.fields.as_slice(), Some(item)),
        };
        fields
            .iter()
            .filter_map(move |field| Some((field, item?.part(&field.key)?)))
    }
}

pub(super) fn text_answer<'a>(case: &'a Case<'_>, key: &str) -> Option<&'a str> {
    case.facts.answers.get(key).and_then(Value::as_text)
}

/// The person the document is about.
fn holder(case: &Case<'_>) -> Text {
    let record = case.facts.sources.get("registry.population.record");
    let part = |name: &str| {
        record
            .and_then(|record| record.part(name))
            .and_then(Value::as_text)
            .unwrap_or_default()
    };
    let ar = match part("name_ar") {
        "" => case
            .application
            .subject_name
            .clone()
            .or_else(|| text_answer(case, "applicant_name").map(str::to_owned)),
        name => Some(name.to_owned()),
    };
    let ar = ar.unwrap_or_default();
    let en = if part("name_en").is_empty() {
        ar.clone()
    } else {
        part("name_en").to_owned()
    };
    Text { ar, en }
}

/// The lines of the document: the registry's record where there is one, else what was answered and checked. A document
/// for one item has that item's answers, and none of the others'.
pub(super) fn lines(case: &Case<'_>, subject: Subject<'_>) -> Vec<DocumentLine> {
    if let Some(record) = case.facts.sources.get("registry.population.record") {
        let part = |name: &str| record.part(name).map(text_of).unwrap_or_default();
        return RECORD
            .iter()
            .map(|(ar, en, label_ar, label_en, kind)| DocumentLine {
                label: label(label_ar, label_en),
                value: shown(
                    kind,
                    Text {
                        ar: part(ar),
                        en: part(en),
                    },
                ),
            })
            .filter(|line| !line.value.ar.is_empty())
            .collect();
    }
    let in_words =
        |language| crate::applications::status::sent_sections(case.portal, case.service, &case.application, language);
    let (ar, en) = (in_words(Language::Ar), in_words(Language::En));
    let rows = ar
        .into_iter()
        .zip(en)
        .flat_map(|(ar, en)| ar.rows.into_iter().zip(en.rows));
    let whole = rows
        .filter(|(row, _)| !subject.is_of_group(&row.field))
        .map(|(ar, en)| DocumentLine {
            label: Text {
                ar: ar.label,
                en: en.label,
            },
            value: Text {
                ar: render::one_line(&ar.answer),
                en: render::one_line(&en.answer),
            },
        });
    whole
        .chain(subject.fields().map(|(field, value)| answered(case, field, value)))
        .filter(|line| !line.value.ar.is_empty())
        .collect()
}

/// An answer in words, in both languages.
fn answered(case: &Case<'_>, field: &Field, value: &Value) -> DocumentLine {
    let lists = case.portal.catalogue.lists();
    let of = |language| render::one_line(&render::answer(field, Some(value), lists, language));
    DocumentLine {
        label: field.label.clone(),
        value: Text {
            ar: of(Language::Ar),
            en: of(Language::En),
        },
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

fn shown(kind: &str, text: Text) -> Text {
    let date = |text: &str| {
        text.parse::<NaiveDate>()
            .map_or_else(|_| text.to_owned(), |date| date.format("%d/%m/%Y").to_string())
    };
    match (kind, text.ar.as_str()) {
        ("date", _) => Text {
            ar: date(&text.ar),
            en: date(&text.en),
        },
        ("sex", "female") => label("أنثى", "Female"),
        ("sex", "male") => label("ذكر", "Male"),
        _ => text,
    }
}

/// The lines anyone may see, by the names the service's file gives: an answer of that key, of the item or of the whole,
/// or what the document itself knows. A name that is neither shows nothing.
pub(super) fn public_lines(
    case: &Case<'_>,
    subject: Subject<'_>,
    number: &str,
    today: NaiveDate,
    valid_until: Option<NaiveDate>,
) -> Vec<DocumentLine> {
    let verification = case.definition.output.verification.iter();
    let names = verification.flat_map(|verification| &verification.public_fields);
    names
        .filter_map(|name| {
            let of_item = subject.fields().find(|(field, _)| field.key == *name);
            let of_whole = || Some((case.definition.field(name)?, case.facts.answers.get(name)?));
            match of_item.or_else(of_whole) {
                Some((field, value)) => Some(answered(case, field, value)),
                None => known(case, name, number, today, valid_until),
            }
        })
        .collect()
}

/// What the document knows of itself. The names of the catalogue differ by trade: a permit's number is its
/// `permit_number`.
fn known(
    case: &Case<'_>,
    name: &str,
    number: &str,
    today: NaiveDate,
    valid_until: Option<NaiveDate>,
) -> Option<DocumentLine> {
    let same = |text: String| Text {
        ar: text.clone(),
        en: text,
    };
    let date = |date: NaiveDate| same(date.format("%d/%m/%Y").to_string());
    let (label, value) = match name {
        // The state is read when somebody checks, never stored.
        "status" => return None,
        "expiry_date" | "valid_until" => (label(EXPIRES.0, EXPIRES.1), date(valid_until?)),
        "holder_name" => (label("صاحب الوثيقة", "Holder"), holder(case)),
        "attested_by" => (
            label("جهة التصديق", "Attested by"),
            case.portal.catalogue.entity_text(&case.definition.ministry_id),
        ),
        name if name.ends_with("_initials") => {
            let holder = holder(case);
            let text = Text {
                ar: initials(&holder.ar),
                en: initials(&holder.en),
            };
            (label("الأحرف الأولى من اسم صاحب القيد", "Initials of the person"), text)
        }
        name if name.ends_with("_number") => (label(NUMBER.0, NUMBER.1), same(number.to_owned())),
        name if name.ends_with("_date") => (label(ISSUED.0, ISSUED.1), date(today)),
        _ => return None,
    };
    Some(DocumentLine { label, value })
}

/// The first letter of each name, so that a check confirms a name without telling it.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .map(|c| format!("{c}."))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_tell_no_name() {
        assert_eq!(initials("سلمى عادل الخطيب"), "س. ع. ا.");
    }
}
