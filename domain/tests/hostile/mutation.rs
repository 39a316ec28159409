//! Files with parts taken out, doubled or changed.

use serde_json::Value;

/// Walks to a place by turns and takes out, doubles or exchanges what is there.
pub(crate) fn mutate(value: &mut Value, turns: &[usize], deed: usize) {
    let Some((turn, rest)) = turns.split_first() else {
        return;
    };
    match value {
        Value::Array(items) if !items.is_empty() => {
            let at = turn % items.len();
            match (rest, deed % 3) {
                ([], 0) => drop(items.remove(at)),
                ([], 1) => items.push(items[at].clone()),
                ([], _) => items.swap(0, at),
                _ => mutate(&mut items[at], rest, deed),
            }
        }
        Value::Object(parts) if !parts.is_empty() => {
            let key = parts.keys().nth(turn % parts.len()).cloned().unwrap_or_default();
            match rest {
                [] => drop(parts.remove(&key)),
                _ => mutate(&mut parts[&key], rest, deed),
            }
        }
        Value::String(text) => *text = string(text, deed),
        Value::Number(_) => *value = Value::from(NUMBERS[deed % NUMBERS.len()]),
        Value::Bool(yes) => *yes = !*yes,
        _ => {}
    }
}

const NUMBERS: [i64; 8] = [0, -1, 1, 3, 255, u32::MAX as i64, i64::MIN, i64::MAX];

/// Another text, or another word of the language of the files.
fn string(text: &str, deed: usize) -> String {
    const WORDS: [&str; 24] = [
        "",
        "eq",
        "neq",
        "empty",
        "not_empty",
        "contains",
        "gte",
        "text",
        "textarea",
        "checkbox",
        "repeating_group",
        "file",
        "money",
        "date",
        "address",
        "number",
        "always",
        "never",
        "conditional",
        "today",
        "today-99999y",
        "(",
        "[0-9]{1,99}",
        "\u{202E}",
    ];
    match deed % (WORDS.len() + 2) {
        0 => format!("{text}0"),
        1 => text.chars().rev().collect(),
        other => WORDS[other - 2].to_owned(),
    }
}
