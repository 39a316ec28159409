//! What the square code says: the address of the check with the code, for any phone, and behind `#`, which no browser
//! sends, the signed seal, for who has no network (decision 36).

use chrono::NaiveDate;
use domain::language::Language;
use domain::seal::{Seal, to_digits};
use domain::view::certificate::DocumentLine;
use store::documents::DocumentRow;

use super::content::{EXPIRES, ISSUED, NUMBER};
use crate::applications::draft::from_json;
use crate::clock::local;
use crate::{OperationError, Portal};

/// The seal in digits; none without a key.
pub(super) fn digits(portal: &Portal, document: &DocumentRow) -> Result<Option<String>, OperationError> {
    let Some(key) = portal.signing.current() else {
        return Ok(None);
    };
    let signed = seal(document)?.bytes(key.id);
    let sealed = signed.and_then(|signed| portal.signing.sealed(&signed));
    let sealed = sealed.ok_or_else(|| OperationError::Fault(format!("{} cannot be sealed", document.number)))?;
    Ok(Some(to_digits(&sealed)))
}

/// The address in the square code. Without a seal it ends before `#`.
pub(super) fn address(portal: &Portal, document: &DocumentRow, seal: Option<&str>) -> String {
    let online = format!("{}/{}", page(portal), document.code);
    match seal {
        Some(seal) => format!("{online}#{seal}"),
        None => online,
    }
}

/// The page of the check. A document is in Arabic, and so is the page its code leads to.
pub(super) fn page(portal: &Portal) -> String {
    format!("{}/{}/verify", portal.settings.base_url, Language::Ar)
}

/// What anyone may see of the document; number and days have their own places.
fn seal(document: &DocumentRow) -> Result<Seal, OperationError> {
    let lines: Vec<DocumentLine> = from_json(document.public_fields.clone())?;
    let issued = local(document.issued_at).date();
    let date = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let told = [
        (NUMBER.0, Some(document.number.clone())),
        (ISSUED.0, Some(date(issued))),
        (EXPIRES.0, document.valid_until.map(date)),
    ];
    let is_told = |label: &str, value: &str| {
        told.iter()
            .any(|(named, told)| *named == label && told.as_deref() == Some(value))
    };
    let lines = lines
        .into_iter()
        .map(|line| (line.label.ar, line.value.ar))
        .filter(|(label, value)| !is_told(label, value));
    Ok(Seal {
        code: document.code.clone(),
        issued,
        valid_until: document.valid_until,
        title: document.title.ar.clone(),
        number: document.number.clone(),
        lines: lines.collect(),
        shortened: false,
    })
}
