//! E-mail addresses: the shape is checked, whether anybody reads them is not.

use super::Problem;
use crate::fold;
use crate::value::Value;

/// Longest address, in bytes (RFC 5321).
const MAX_BYTES: usize = 254;
const LOCAL_MAX_BYTES: usize = 64;
const LABEL_MAX_BYTES: usize = 63;

/// Stored with the domain in small letters; the part before the @ belongs to its owner and stays.
pub(super) fn check(typed: &str) -> Result<Option<Value>, Problem> {
    let text = fold::digits(typed);
    if text.is_empty() {
        return Ok(None);
    }
    let (local, domain) = text.split_once('@').ok_or(Problem::Email)?;
    if text.len() > MAX_BYTES || !is_local(local) || !is_domain(domain) {
        return Err(Problem::Email);
    }
    Ok(Some(Value::Text(format!("{local}@{}", domain.to_ascii_lowercase()))))
}

fn is_local(local: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte);
    local.len() <= LOCAL_MAX_BYTES
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(allowed))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=LABEL_MAX_BYTES).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let named = |top: &str| top.len() >= 2 && !top.bytes().all(|byte| byte.is_ascii_digit());
    domain.split('.').all(label) && domain.rsplit_once('.').is_some_and(|(_, top)| named(top))
}
