//! Every statement of the crate is understood by both engines, whether a test uses it or not.

use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::both::Home;

#[tokio::test]
async fn all_are_prepared_on_both_engines() {
    let statements = statements();
    assert!(
        statements.len() > 100,
        "only {} statements were found",
        statements.len()
    );
    for home in Home::all().await {
        let mut failures = Vec::new();
        if home.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&home.url).await.expect("a connection");
            for (place, text) in &statements {
                let prepared = (&mut connection)
                    .prepare(AssertSqlSafe(text.as_str()).into_sql_str())
                    .await;
                failures.extend(prepared.err().map(|error| format!("sqlite, {place}: {error}")));
            }
        } else {
            let mut connection = PgConnection::connect(&home.url).await.expect("a connection");
            for (place, text) in &statements {
                let prepared = (&mut connection)
                    .prepare(AssertSqlSafe(text.as_str()).into_sql_str())
                    .await;
                failures.extend(prepared.err().map(|error| format!("postgres, {place}: {error}")));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
        home.end().await;
    }
}

#[test]
fn parameters_are_numbered_without_a_hole() {
    for (place, text) in statements() {
        let mut numbers: Vec<u32> = text
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>())
            .map(|digits| digits.parse().unwrap_or_else(|_| panic!("{place}: $ without a number")))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let expected: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, expected, "{place}");
        assert!(
            !text.contains('*') || text.contains("count(*)"),
            "{place}: columns are listed"
        );
    }
}

/// Every `sql!("…")` of the sources with its place.
pub(crate) fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = std::fs::read_to_string(&file).expect("a source file");
        for (at, _) in source.match_indices("sql!(") {
            let rest = source[at + "sql!(".len()..].trim_start();
            // The macro's own documentation and definition.
            let Some(rest) = rest.strip_prefix('"').filter(|rest| !rest.starts_with('…')) else {
                continue;
            };
            let (text, _) = rest.split_once('"').expect("a closing quote");
            assert!(!text.contains('\\'), "{}: {text}", file.display());
            let line = source[..at].lines().count();
            found.push((format!("{}:{line}", file.display()), text.to_owned()));
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else {
            files.push(path);
        }
    }
    files
}
