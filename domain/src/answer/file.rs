//! Files: the answer names uploads, the files themselves are kept elsewhere.

use std::collections::BTreeSet;

use super::text::line;
use super::{Problem, RawAnswers};
use crate::service::Document;
use crate::service::field::Field;
use crate::value::Value;

/// Longest name of an upload; longer is none of ours.
const UPLOAD_MAX_BYTES: usize = 64;
/// A file's name is cut here, in characters.
const NAME_MAX_CHARS: usize = 255;

/// Stored as a list of `upload` and `name`. An entry that names no upload is no file; whose upload it is, and whether
/// it is there, the server looks up.
pub(super) fn check(field: &Field, raw: &RawAnswers, document: Option<&Document>) -> Result<Option<Value>, Problem> {
    let mut seen = BTreeSet::new();
    let files: Vec<Value> = raw
        .get(&field.key)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.split_once('|'))
        .filter(|(upload, _)| is_upload(upload) && seen.insert(*upload))
        .map(|(upload, name)| {
            let name: String = line(name).chars().take(NAME_MAX_CHARS).collect();
            let parts = [("upload", Value::from(upload)), ("name", Value::Text(name))];
            Value::Map(parts.map(|(part, value)| (part.to_owned(), value)).into())
        })
        .collect();
    if files.is_empty() {
        return Ok(None);
    }
    let most = document.map(|document| document.max_files);
    if let Some(max) = most.filter(|max| files.len() > *max as usize) {
        return Err(Problem::TooManyFiles { max });
    }
    Ok(Some(Value::List(files)))
}

fn is_upload(upload: &str) -> bool {
    (1..=UPLOAD_MAX_BYTES).contains(&upload.len())
        && upload.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// One stored file as an entry of the raw answers.
pub(super) fn entry(file: &Value) -> Option<String> {
    let upload = file.part("upload")?.as_text()?;
    let name = file.part("name").and_then(Value::as_text).unwrap_or_default();
    Some(format!("{upload}|{name}"))
}
