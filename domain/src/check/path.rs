//! Paths into a file, as findings name them.

/// `list[0]`, `list[1]`… beside the entries.
pub(super) fn each<'e, T>(list: &str, entries: &'e [T]) -> impl Iterator<Item = (String, &'e T)> + use<'e, T> {
    let list = list.to_owned();
    entries
        .iter()
        .enumerate()
        .map(move |(at, entry)| (format!("{list}[{at}]"), entry))
}
