//! Making the documents of a case, from the service's file: title, validity, public fields; one for each item where
//! the file says so, and a temporary one on payment where it has one.

use chrono::{Months, NaiveDate};
use domain::fold;
use domain::id::{DocumentId, PersonId};
use domain::language::{Language, Text};
use domain::service::output::{Validity, ValidityUnit};
use domain::value::Value;
use store::Transaction;
use store::documents::{DocumentRow, DocumentStatus, Revocation};

use super::content::{self, Subject, text_answer};
use crate::advance::Case;
use crate::applications::draft::to_json;
use crate::clock::{Random, local};
use crate::{OperationError, Portal};

/// Letters and digits of a code: none that are taken for another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a verification code: 80 bits, past guessing.
const CODE_LENGTH: usize = 16;
/// The kind of a temporary document.
const INTERIM: &str = "interim";

/// Issues the document of the case, or one for each item of a group.
pub(crate) async fn issue(
    tx: &mut Transaction,
    case: &Case<'_>,
    officer: Option<PersonId>,
) -> Result<(), OperationError> {
    let output = &case.definition.output;
    let items = output
        .per_item
        .as_deref()
        .and_then(|group| Some((case.definition.field(group)?, case.facts.answers.get(group)?)));
    let subjects: Vec<Subject<'_>> = match items {
        Some((group, Value::List(items))) if !items.is_empty() => {
            items.iter().map(|item| Subject::Item { group, item }).collect()
        }
        _ => vec![Subject::Whole],
    };
    for subject in subjects {
        let made = Made {
            title: &output.title,
            kind: output.kind.key(),
            valid_for: output.valid_for.as_ref(),
            subject,
            officer,
        };
        insert(tx, case, made).await?;
    }
    Ok(())
}

/// Issues the temporary document once the fee is settled, if the service has one and it is not there yet.
pub(crate) async fn issue_interim(tx: &mut Transaction, case: &Case<'_>) -> Result<(), OperationError> {
    let Some(interim) = &case.definition.output.interim else {
        return Ok(());
    };
    let issued = store::documents::for_application(&mut *tx, case.application.id).await?;
    if issued.iter().any(|document| document.kind == INTERIM) {
        return Ok(());
    }
    let made = Made {
        title: &interim.title,
        kind: INTERIM,
        valid_for: Some(&interim.valid_for),
        subject: Subject::Whole,
        officer: None,
    };
    insert(tx, case, made).await
}

/// Takes back what was issued for a while, when the application ends without its document.
pub(crate) async fn take_back(tx: &mut Transaction, case: &Case<'_>) -> Result<(), OperationError> {
    for document in store::documents::for_application(&mut *tx, case.application.id).await? {
        if document.status == DocumentStatus::Valid {
            let why = Revocation {
                at: case.now,
                by: None,
                reason: None,
            };
            store::documents::revoke(tx, document.id, why).await?;
        }
    }
    Ok(())
}

/// A document to be made.
struct Made<'a> {
    title: &'a Text,
    kind: &'a str,
    valid_for: Option<&'a Validity>,
    subject: Subject<'a>,
    officer: Option<PersonId>,
}

async fn insert(tx: &mut Transaction, case: &Case<'_>, made: Made<'_>) -> Result<(), OperationError> {
    let portal = case.portal;
    let today = local(case.now).date();
    let number = document_number(portal, &case.definition.ministry_id, today);
    let valid_until = made.valid_for.and_then(|validity| until(validity, case, today));
    let public = content::public_lines(case, made.subject, &number, today, valid_until);
    let document = DocumentRow {
        id: DocumentId(portal.random.key(case.now)),
        application_id: case.application.id,
        number,
        code: code(&portal.random),
        service_id: case.definition.id.clone(),
        kind: made.kind.to_owned(),
        title: made.title.clone(),
        fields: to_json(&content::lines(case, made.subject))?,
        public_fields: to_json(&public)?,
        // A document is in Arabic; English stands beside it where it was asked for.
        language: match text_answer(case, "certificate_language") {
            Some("ar_en") => Language::En,
            _ => Language::Ar,
        },
        issued_at: case.now,
        valid_until,
        status: DocumentStatus::Valid,
        issued_by: made.officer,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
        replaces: None,
    };
    store::documents::insert(tx, &document).await?;
    Ok(())
}

/// Ministry, year and eight digits that cannot be counted up.
pub(super) fn document_number(portal: &Portal, ministry: &str, today: NaiveDate) -> String {
    let random = portal.random.number() % 100_000_000;
    format!(
        "{}-{}-{random:08}",
        ministry.to_uppercase(),
        chrono::Datelike::year(&today)
    )
}

pub(super) fn code(random: &Random) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(typed_code(" o1il-ab٢c "), "0111AB2C");
    }
}
