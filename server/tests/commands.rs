//! The command line, as operators and scripts use it.

use std::path::Path;
use std::process::{Command, Output};

const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue");

fn hukumati(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hukumati"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("HUKUMATI_CATALOGUE_DIR", CATALOGUE);
    command.envs(settings.iter().copied()).output().expect("it runs")
}

/// Arguments, settings, and what the sentence must name.
type Bad<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_bad_setting_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad: [Bad<'_>; 9] = [
        (&["serve"], &[("HUKUMATI_ADDRESS", "x")], "HUKUMATI_ADDRESS"),
        (&["serve"], &[("HUKUMATI_ADDR", "nowhere")], "HUKUMATI_ADDR"),
        (&["serve"], &[("HUKUMATI_ENV", "production")], "HUKUMATI_BASE_URL"),
        (&["serve", "--demo"], &[("HUKUMATI_ENV", "production")], "--demo"),
        (&["serve"], &[("HUKUMATI_REGISTRY", "simulated")], "HUKUMATI_REGISTRY"),
        (&["serve"], &[("HUKUMATI_LOG", "a=b=c")], "HUKUMATI_LOG"),
        (
            &["migrate"],
            &[("HUKUMATI_DATABASE_URL", "mysql://x")],
            "HUKUMATI_DATABASE_URL",
        ),
        (&["check"], &[("HUKUMATI_CATALOGUE_DIR", "/nowhere")], "catalogue"),
        (&["catalogue", "check", "/nowhere"], &[], "catalogue"),
    ];
    for (arguments, settings, named) in bad {
        let output = hukumati(folder.path(), arguments, settings);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?} {settings:?} started");
        assert!(
            said.contains(named) && !said.contains("panicked"),
            "{arguments:?}: {said}"
        );
    }
    std::fs::write(folder.path().join("hukumati.toml"), "pilott = true").expect("written");
    let output = hukumati(folder.path(), &["check"], &[]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("hukumati.toml: pilott"));
}

#[test]
fn a_portal_is_set_up_by_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| hukumati(folder.path(), arguments, &[]);
    assert!(!run(&["check"]).status.success(), "nothing is migrated yet");
    assert!(run(&["migrate"]).status.success());
    assert!(run(&["migrate"]).status.success(), "again does nothing");
    let checked = run(&["check"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert!(out(&checked).contains("payment_secret = none") && out(&checked).contains("12 services"));
    assert!(run(&["pilot", "add", "--national-id", "000021014"]).status.success());
    let nobody = [
        "staff",
        "add",
        "--national-id",
        "000021014",
        "--entity",
        "moi",
        "--role",
        "clerk",
    ];
    let output = run(&nobody);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("000021014"));
}

#[test]
fn routes_are_told_with_their_policies() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = hukumati(folder.path(), &["routes"], &[]);
    let table: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let table = table.as_array().expect("a list");
    assert_eq!(table.len(), server::router::ROUTES.len());
    for route in table {
        for part in ["method", "path", "policy", "csrf", "body"] {
            assert!(!route[part].is_null(), "{route}");
        }
    }
}
