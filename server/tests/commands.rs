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
    let bad: [Bad<'_>; 11] = [
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
        (&["check"], &[("HUKUMATI_SIGNING_KEY", "/nowhere.key")], "/nowhere.key"),
        (&["catalogue", "check", "/nowhere"], &[], "/nowhere: no such file"),
        (&["catalogue", "import", "/nowhere"], &[], "/nowhere"),
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
    assert!(out(&checked).contains("payment_secret = none") && out(&checked).contains(&services(0)));
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

/// How many services are told: those of the catalogue and some more.
fn services(more: usize) -> String {
    let files = std::fs::read_dir(Path::new(CATALOGUE).join("services")).expect("the catalogue");
    format!("{} services", files.count() + more)
}

/// A copy of the catalogue in a folder.
fn copy_of_catalogue(to: &Path) {
    for part in ["services", "lists"] {
        std::fs::create_dir_all(to.join(part)).expect("a folder");
        for file in std::fs::read_dir(Path::new(CATALOGUE).join(part)).expect("the catalogue") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), to.join(part).join(file.file_name())).expect("copied");
        }
    }
    for file in ["reference.json", "registries.json"] {
        std::fs::copy(Path::new(CATALOGUE).join(file), to.join(file)).expect("copied");
    }
}

#[test]
fn every_finding_is_told_with_its_mend() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("birth.json");
    let text = std::fs::read_to_string(Path::new(CATALOGUE).join("services/birth-certificate-extract.json"))
        .expect("a service")
        .replacen("\"field\": \"subject_relation\"", "\"field\": \"subject_relatoin\"", 1)
        .replacen("\"ministry_id\": \"moi\"", "\"ministry_id\": \"moj2\"", 1);
    std::fs::write(&path, text).expect("written");
    let run = |arguments: &[&str]| hukumati(folder.path(), arguments, &[]);
    let checked = run(&["catalogue", "check", "birth.json"]);
    assert!(!checked.status.success());
    let said = out(&checked);
    for part in [
        "subject_relatoin",
        "error at ",
        "warning at ministry_id",
        "moj2",
        "add it to entities",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let as_json = run(&["catalogue", "check", "birth.json", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&out(&as_json)).expect("JSON");
    assert!(!as_json.status.success());
    let findings = report["findings"].as_array().expect("a list");
    assert!(findings.len() >= 2, "{report}");
    for finding in findings {
        for part in ["file", "path", "reason", "mend", "severity"] {
            assert!(finding[part].is_string(), "{finding}");
        }
    }
    std::fs::write(&path, "{ \"id\": 3 }").expect("written");
    assert!(out(&run(&["catalogue", "check", "birth.json"])).contains("at id"));
    let whole = run(&["catalogue", "check", CATALOGUE]);
    assert!(
        whole.status.success() && out(&whole).contains(&services(0)),
        "{}",
        out(&whole)
    );
    let schema = run(&["catalogue", "schema"]);
    assert!(out(&schema).contains("https://json-schema.org/draft/2020-12/schema"));
}

#[test]
fn services_come_in_and_go_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let catalogue = folder.path().join("catalogue");
    copy_of_catalogue(&catalogue);
    let here = [("HUKUMATI_CATALOGUE_DIR", catalogue.to_str().expect("text"))];
    let run = |arguments: &[&str]| hukumati(folder.path(), arguments, &here);
    let home = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../domain/tests/services/test-family-home.json"
    );
    let imported = run(&["catalogue", "import", home]);
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
    assert!(
        out(&imported).contains("test-family-home.json: new"),
        "{}",
        out(&imported)
    );
    assert!(out(&run(&["catalogue", "import", home])).contains("as it was"));
    assert!(out(&run(&["catalogue", "check", "catalogue"])).contains(&services(1)));

    let text = std::fs::read_to_string(home).expect("a service");
    let changed = folder.path().join("changed.json");
    std::fs::write(
        &changed,
        text.replacen("\"wave\":", "\"wave\" :", 1)
            .replacen("\"wave\" : ", "\"wave\": 1", 1),
    )
    .expect("written");
    let output = run(&["catalogue", "import", "changed.json"]);
    assert!(out(&output).contains("changed: wave"), "{}", out(&output));

    std::fs::write(&changed, text.replacen("\"type\": \"text\"", "\"type\": \"txet\"", 1)).expect("written");
    let refused = run(&["catalogue", "import", "changed.json"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nothing was brought in"));
    assert!(
        out(&run(&["catalogue", "check", "catalogue"])).contains(&services(1)),
        "as before"
    );
    let left = std::fs::read_dir(&catalogue).expect("a folder").count();
    assert_eq!(left, 4, "nothing is left lying around");

    assert!(run(&["catalogue", "export", "out"]).status.success());
    assert!(out(&run(&["catalogue", "check", "out"])).contains(&services(1)));
    assert!(folder.path().join("out/service.schema.json").is_file());
    assert!(!run(&["catalogue", "export", "out"]).status.success(), "not empty");
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
