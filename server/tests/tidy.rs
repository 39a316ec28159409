//! The shape of the tree: who may depend on whom, and how long things may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const CRATES: [&str; 9] = [
    "domain",
    "sample",
    "paper",
    "store",
    "integrations",
    "operations",
    "app",
    "frontend",
    "server",
];
const MOST_LINES: usize = 400;
const MOST_FUNCTION_LINES: usize = 70;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Every Rust file of the crates' sources.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = CRATES.iter().map(|name| root().join(name).join("src")).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 100);
    found
}

#[test]
fn dependencies_point_one_way() {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1", "--offline"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("JSON");
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name").to_owned();
        let dependencies = package["dependencies"].as_array().expect("dependencies").iter();
        let ours = dependencies
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| CRATES.contains(name));
        uses.insert(name, ours.map(str::to_owned).collect());
    }
    let allowed = [
        ("domain", &[][..]),
        // Only ever a dev-dependency of the others.
        ("sample", &["domain"]),
        ("paper", &["domain"]),
        ("store", &["domain"]),
        ("integrations", &["domain"]),
        ("operations", &["domain", "store", "integrations"]),
        ("app", &["domain", "operations"]),
        ("frontend", &["app"]),
        (
            "server",
            &["domain", "paper", "store", "integrations", "operations", "app"],
        ),
    ];
    assert_eq!(uses.len(), allowed.len());
    for (name, may) in allowed {
        for used in &uses[name] {
            assert!(may.contains(&used.as_str()), "{name} must not use {used}");
        }
    }
}

#[test]
fn the_browser_gets_no_server() {
    let tree = cargo(&[
        "tree",
        "-p",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "-e",
        "normal",
        "--prefix",
        "none",
        "--offline",
    ]);
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains("domain") && names.contains("app"));
    for server in [
        "store",
        "operations",
        "integrations",
        "paper",
        "server",
        "sqlx",
        "tokio",
        "axum",
        "hyper",
    ] {
        assert!(!names.contains(server), "the browser's program holds {server}");
    }
    let features = cargo(&[
        "tree",
        "-p",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "-e",
        "features",
        "-i",
        "app",
        "--offline",
    ]);
    assert!(features.contains("app feature \"hydrate\"") && !features.contains("feature \"ssr\""));
}

#[test]
fn files_are_short_and_named_after_what_they_hold() {
    let vague = [
        "mod.rs",
        "utils.rs",
        "util.rs",
        "helpers.rs",
        "common.rs",
        "types.rs",
        "misc.rs",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if vague.contains(&name) {
            wrong.push(format!("{}: what is in it?", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn functions_fit_on_a_screen() {
    let mut wrong = Vec::new();
    // A table of cases in a test may be as long as it needs to be.
    let is_test = |path: &Path| path.iter().any(|part| part == "tests" || part == "tests.rs");
    for (path, text) in sources().into_iter().filter(|(path, _)| !is_test(path)) {
        for (name, lines) in functions(&text) {
            if lines > MOST_FUNCTION_LINES {
                wrong.push(format!("{}: {name} has {lines} lines", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Name and length of each function of a formatted file: from its line to the brace in the same column.
fn functions(text: &str) -> Vec<(String, usize)> {
    let head = regex_lite::Regex::new(r"^( *)(?:pub(?:\([a-z]+\))? )?(?:const )?(?:async )?fn ([a-zA-Z_0-9]+)");
    let head = head.expect("a pattern");
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(head) = head.captures(line) else { continue };
        let end = format!("{}}}", &head[1]);
        let length = lines[start..].iter().position(|line| *line == end);
        let one_line = line.ends_with('}') || line.ends_with(';');
        if let Some(length) = length.filter(|_| !one_line) {
            found.push((head[2].to_owned(), length + 1));
        }
    }
    found
}

#[test]
fn no_view_carries_style() {
    let views = root().join("app/src");
    let pattern = regex_lite::Regex::new(r"[\s<]style(:[a-z-]+)?=").expect("a pattern");
    for (path, text) in sources() {
        if path.starts_with(&views) {
            assert!(!pattern.is_match(&text), "{}: the policy forbids it", path.display());
        }
    }
}
