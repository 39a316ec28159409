//! The program, started for one test and gone after it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::{Connection, Executor, PgConnection};

use crate::browser::Browser;

const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue");

/// A running portal.
pub(crate) struct Town {
    process: Child,
    /// `http://127.0.0.1:…`
    pub(crate) base_url: String,
    people: Vec<(String, String)>,
    /// The password of everybody.
    pub(crate) password: String,
    folder: tempfile::TempDir,
    catalogue: PathBuf,
}

impl Town {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("hukumati.db").display());
        tokio::task::spawn_blocking(move || Self::start(&url, folder, Path::new(CATALOGUE)))
            .await
            .expect("it starts")
    }

    pub(crate) async fn on_postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
            eprintln!("skipped: no TEST_POSTGRES_URL");
            return None;
        };
        let unique = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let name = format!("server_{}", unique.expect("a clock").as_nanos());
        let mut connection = PgConnection::connect(&admin).await.expect("the server");
        let create = format!("create database {name} template template0 encoding 'UTF8'");
        connection
            .execute(sqlx::AssertSqlSafe(create))
            .await
            .expect("a database");
        let (server, _) = admin.rsplit_once('/').expect("an address");
        let url = format!("{server}/{name}");
        let folder = tempfile::tempdir().expect("a folder");
        let town = tokio::task::spawn_blocking(move || Self::start(&url, folder, Path::new(CATALOGUE)));
        Some(town.await.expect("it starts"))
    }

    /// On SQLite, with a copy of the catalogue that may be written into.
    pub(crate) async fn with_own_catalogue() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("hukumati.db").display());
        let copy = folder.path().join("catalogue");
        let copied = Command::new("cp").arg("-r").arg(CATALOGUE).arg(&copy).status();
        assert!(copied.expect("cp runs").success());
        tokio::task::spawn_blocking(move || Self::start(&url, folder, &copy))
            .await
            .expect("it starts")
    }

    fn start(database: &str, folder: tempfile::TempDir, catalogue: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hukumati"))
            .args(["serve", "--demo"])
            .current_dir(folder.path())
            .env("HUKUMATI_ADDR", "127.0.0.1:0")
            .env("HUKUMATI_DATA_DIR", folder.path())
            .env("HUKUMATI_DATABASE_URL", database)
            .env("HUKUMATI_CATALOGUE_DIR", catalogue)
            .env("HUKUMATI_LOG", "warn,store=error,sqlx=error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let (mut people, mut password) = (Vec::new(), String::new());
        let base_url = loop {
            let line = lines.next().expect("it gets ready").expect("text");
            if let Some((_, word)) = line.split_once("The password of all: ") {
                password = word.to_owned();
            } else if let Some((number, who)) = line.trim().split_once("  ") {
                people.push((number.to_owned(), who.to_owned()));
            } else if let Some(rest) = line.strip_prefix("Hukumati serves ") {
                break rest.split(' ').next().unwrap_or_default().to_owned();
            }
        };
        Self {
            process,
            base_url,
            people,
            password,
            folder,
            catalogue: catalogue.to_owned(),
        }
    }

    /// Asks it to end, as an operator does.
    pub(crate) fn terminate(&self) {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(told.success());
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> bool {
        self.process.wait().expect("it ends").success()
    }

    /// The identity number of somebody of the demonstration, by what is said of them.
    pub(crate) fn number_of(&self, who: &str) -> &str {
        let found = self.people.iter().find(|(_, line)| line.contains(who));
        &found.unwrap_or_else(|| panic!("nobody is {who}: {:?}", self.people)).0
    }

    /// Where its data is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The catalogue it serves.
    pub(crate) fn catalogue(&self) -> &Path {
        &self.catalogue
    }

    /// A browser of nobody's.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.base_url)
    }

    /// A browser in which somebody has signed in.
    pub(crate) async fn signed_in(&self, who: &str) -> Browser {
        let mut browser = self.browser();
        browser.get("/ar/sign-in").await.is(200);
        let number = self.number_of(who).to_owned();
        let answers = [("national_id", number.as_str()), ("password", &self.password)];
        browser.submit("/ar/sign-in", &answers).await.is(303);
        browser
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // The simulator sees its parent go and ends too.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
