//! Making the document at the end of a workflow, from the service's file: its title, its validity, its public fields.

use chrono::{Months, NaiveDate};
use domain::fold;
use domain::id::{DocumentId, PersonId};
use domain::language::{Language, Text};
use domain::service::output::{Output, Validity, ValidityUnit};
use domain::value::Value;
use domain::view::certificate::DocumentLine;
use store::Transaction;
use store::documents::{DocumentRow, DocumentStatus};

use super::label;
use crate::advance::Case;
use crate::applications::draft::to_json;
use crate::applications::render;
use crate::clock::{Random, local};
use crate::{OperationError, Portal};

/// Letters and digits of a code: none that are taken for another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a verification code: 80 bits, past guessing.
const CODE_LENGTH: usize = 16;

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

/// Issues the document of the case.
pub(crate) async fn issue(
    tx: &mut Transaction,
    case: &Case<'_>,
    officer: Option<PersonId>,
) -> Result<(), OperationError> {
    let portal = case.portal;
    let output = &case.definition.output;
    let today = local(case.now).date();
    let number = document_number(portal, &case.definition.ministry_id, today);
    let valid_until = output
        .valid_for
        .as_ref()
        .and_then(|validity| until(validity, case, today));
    let holder = holder(case);
    let lines = lines(case);
    let public = public_lines(case, output, &number, today, valid_until, &holder);
    let document = DocumentRow {
        id: DocumentId(portal.random.key(case.now)),
        application_id: case.application.id,
        number,
        code: code(&portal.random),
        service_id: case.definition.id.clone(),
        kind: output.kind.key().to_owned(),
        title: output.title.clone(),
        fields: to_json(&lines)?,
        public_fields: to_json(&public)?,
        // A document is in Arabic; English stands beside it where it was asked for.
        language: match text_answer(case, "certificate_language") {
            Some("ar_en") => Language::En,
            _ => Language::Ar,
        },
        issued_at: case.now,
        valid_until,
        status: DocumentStatus::Valid,
        issued_by: officer,
    };
    store::documents::insert(tx, &document).await?;
    Ok(())
}

fn text_answer<'a>(case: &'a Case<'_>, key: &str) -> Option<&'a str> {
    case.facts.answers.get(key).and_then(Value::as_text)
}

/// Ministry, year and eight digits that cannot be counted up.
fn document_number(portal: &Portal, ministry: &str, today: NaiveDate) -> String {
    let random = portal.random.number() % 100_000_000;
    format!(
        "{}-{}-{random:08}",
        ministry.to_uppercase(),
        chrono::Datelike::year(&today)
    )
}

fn code(random: &Random) -> String {
    let bytes: [u8; CODE_LENGTH] = random.bytes();
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// A code as people type it, brought to the form it is stored in: I and L are 1, O is 0, separators go.
pub(crate) fn typed_code(text: &str) -> String {
    let typed = fold::digits(text).to_uppercase();
    let clean = typed.chars().filter(|c| c.is_ascii_alphanumeric());
    clean
        .map(|c| match c {
            'I' | 'L' => '1',
            'O' => '0',
            c => c,
        })
        .take(CODE_LENGTH * 2)
        .collect()
}

fn until(validity: &Validity, case: &Case<'_>, from: NaiveDate) -> Option<NaiveDate> {
    let answered = validity
        .from_answer
        .as_deref()
        .and_then(|key| case.facts.answers.get(key))
        .and_then(Value::as_int);
    let answered = answered.and_then(|number| u32::try_from(number).ok());
    let (days, months) = match (validity.days, validity.months, validity.years, validity.unit, answered) {
        (Some(days), ..) => (days, 0),
        (_, Some(months), ..) => (0, months),
        (_, _, Some(years), ..) => (0, years.checked_mul(12)?),
        (_, _, _, Some(ValidityUnit::Days), Some(number)) => (number, 0),
        (_, _, _, Some(ValidityUnit::Months), Some(number)) => (0, number),
        (_, _, _, Some(ValidityUnit::Years), Some(number)) => (0, number.checked_mul(12)?),
        _ => return None,
    };
    from.checked_add_months(Months::new(months))?
        .checked_add_days(chrono::Days::new(u64::from(days)))
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

/// The lines of the document: the registry's record where there is one, else what was answered and checked.
fn lines(case: &Case<'_>) -> Vec<DocumentLine> {
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
    let service = case.portal.catalogue.find(&case.definition.id);
    let Some(service) = service else { return Vec::new() };
    let in_words =
        |language| crate::applications::status::sent_sections(case.portal, service, &case.application, language);
    let (ar, en) = (in_words(Language::Ar), in_words(Language::En));
    let rows = ar
        .into_iter()
        .zip(en)
        .flat_map(|(ar, en)| ar.rows.into_iter().zip(en.rows));
    rows.map(|(ar, en)| DocumentLine {
        label: Text {
            ar: ar.label,
            en: en.label,
        },
        value: Text {
            ar: render::one_line(&ar.answer),
            en: render::one_line(&en.answer),
        },
    })
    .filter(|line| !line.value.ar.is_empty())
    .collect()
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

/// The lines anyone may see, by the names the service's file gives. An unknown name is an answer of that key.
fn public_lines(
    case: &Case<'_>,
    output: &Output,
    number: &str,
    today: NaiveDate,
    valid_until: Option<NaiveDate>,
    holder: &Text,
) -> Vec<DocumentLine> {
    let names = output
        .verification
        .iter()
        .flat_map(|verification| &verification.public_fields);
    let same = |text: String| Text {
        ar: text.clone(),
        en: text,
    };
    let date = |date: NaiveDate| same(date.format("%d/%m/%Y").to_string());
    names
        .filter_map(|name| {
            let (label, value) = match name.as_str() {
                "document_number" => (label("رقم الوثيقة", "Document number"), same(number.to_owned())),
                "issue_date" => (label("تاريخ الإصدار", "Date of issue"), date(today)),
                "expiry_date" | "valid_until" => (label("تاريخ الانتهاء", "Expiry date"), date(valid_until?)),
                // The state is read when somebody checks, never stored.
                "status" => return None,
                name if name.ends_with("_initials") => {
                    let text = Text {
                        ar: initials(&holder.ar),
                        en: initials(&holder.en),
                    };
                    (label("الأحرف الأولى من اسم صاحب القيد", "Initials of the person"), text)
                }
                name => {
                    let field = case.definition.field(name)?;
                    let value = case.facts.answers.get(name)?;
                    let lists = case.portal.catalogue.lists();
                    let of = |language| render::one_line(&render::answer(field, Some(value), lists, language));
                    (
                        field.label.clone(),
                        Text {
                            ar: of(Language::Ar),
                            en: of(Language::En),
                        },
                    )
                }
            };
            Some(DocumentLine { label, value })
        })
        .collect()
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
    fn codes_are_read_as_people_type_them() {
        assert_eq!(typed_code(" o1il-ab٢c "), "0111AB2C");
    }

    #[test]
    fn initials_tell_no_name() {
        assert_eq!(initials("سلمى عادل الخطيب"), "س. ع. ا.");
    }
}
