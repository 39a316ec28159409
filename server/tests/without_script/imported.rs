//! A service nobody has seen, brought in with the command while the program runs: found, begun, and changed under
//! somebody who is filling it in.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::browser::Browser;
use crate::citizen::EMPLOYEE;
use crate::page::Page;
use crate::town::Town;

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../domain/tests/services/test-family-home.json"
);
const PAGE: &str = "/ar/services/test-family-home";

/// Longest wait for what the program looks for every two seconds.
const PATIENCE: Duration = Duration::from_secs(20);

fn import(town: &Town, file: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_hukumati"))
        .args(["catalogue", "import"])
        .arg(file)
        .current_dir(town.folder())
        .env("HUKUMATI_CATALOGUE_DIR", town.catalogue())
        .status();
    assert!(done.expect("it runs").success());
}

async fn until(browser: &mut Browser, path: &str, is: impl Fn(&Page) -> bool) {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if is(browser.get(path).await) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    panic!("{path} does not change");
}

pub(crate) async fn while_people_apply(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    browser.get(PAGE).await.is(404);
    import(&town, Path::new(FILE));
    until(&mut browser, PAGE, |page| page.status == 200).await;
    browser.page.says("دعم ترميم مسكن عائلي");
    browser
        .get("/en/services?q=family+home")
        .await
        .says("Family home repair grant");

    browser.get(PAGE).await.is(200);
    browser.submit(&format!("{PAGE}/apply"), &[]).await.is(303);
    let first = browser.page.location().to_owned();
    browser.get(&first).await.is(200);
    browser.submit(&first, &[]).await.is(303);
    let second = browser.page.location().to_owned();
    browser.get(&second).await.keeps_quiet_about("تغيّرت الخدمة");

    // The ministry asks otherwise now.
    let text = std::fs::read_to_string(FILE).expect("a service");
    let other = town.folder().join("other.json");
    std::fs::write(&other, text.replace("\"storeys\"", "\"floors\"")).expect("written");
    import(&town, &other);
    until(&mut browser, &second, |page| page.text().contains("تغيّرت الخدمة")).await;
    browser.page.says("أسئلة جديدة").says("أسئلة لم تعد تُسأل");
    let application = second.split("/form/").next().expect("an address").to_owned();
    browser
        .submit(&format!("{application}/changes"), &[])
        .await
        .leads_to(&second);
    browser.follow().await.is(200).keeps_quiet_about("تغيّرت الخدمة");

    // A broken file changes nothing, whoever wrote it into the folder.
    let broken = town.catalogue().join("services/test-family-home.json");
    std::fs::write(broken, "{").expect("written");
    tokio::time::sleep(Duration::from_secs(4)).await;
    browser.get(PAGE).await.is(200);
    browser.get("/readyz").await.is(200);
}
