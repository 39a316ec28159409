//! Files that come piece by piece, that break off, that are held, that are harmful.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use domain::person::Actor;
use domain::upload::Scan;
use domain::view::form::UploadView;
use domain::view::outcome::FormProblem;
use integrations::antivirus::{Antivirus, NoVerdict, Verdict};
use integrations::registry::simulated::DemoPart;
use operations::applications::attach::arrive::{self, Announced, Arrived};
use operations::applications::attach::{self, NewFile, scan};
use operations::applications::fill::{self, Button, PagePost};
use operations::{OperationError, casework, housekeeping};

use crate::both::both;
use crate::paper::pdf;
use crate::stage::{EN, Stage, problem_at};

const FIELD: &str = "exemption_file";

/// A scanner that does as it is told.
struct Scanner(Mutex<Option<Verdict>>);

impl Scanner {
    fn new(verdict: Option<Verdict>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(verdict)))
    }

    fn says(&self, verdict: Option<Verdict>) {
        *self.0.lock().expect("a word") = verdict;
    }
}

#[async_trait]
impl Antivirus for Scanner {
    async fn scan(&self, _: &[u8]) -> Result<Verdict, NoVerdict> {
        let verdict = self.0.lock().expect("a word").clone();
        verdict.ok_or_else(|| NoVerdict("away".to_owned()))
    }
}

fn infected() -> Option<Verdict> {
    Some(Verdict::Infected("Eicar-Signature".to_owned()))
}

/// A draft that stands at the page with the file.
async fn at_the_file(stage: &Stage, actor: &Actor) -> String {
    let reference = stage.start(actor).await;
    for page in ["applicant", "subject"] {
        stage.save(actor, &reference, page, &ANSWERS).await;
    }
    reference
}

const ANSWERS: [(&str, &str); 4] = [
    ("subject_relation", "self"),
    ("purpose", "work"),
    ("copies", "2"),
    ("exemption_category", "orphan_minor"),
];

fn announced(size: usize) -> Announced {
    Announced {
        field: FIELD.to_owned(),
        name: "إثبات.pdf".to_owned(),
        fingerprint: format!("إثبات.pdf-{size}"),
        size: size as u64,
    }
}

async fn begin(stage: &Stage, actor: &Actor, reference: &str, size: usize) -> String {
    let begun = arrive::begin(&stage.portal, actor, reference, announced(size))
        .await
        .expect("announced");
    begun.id.to_string()
}

async fn piece(
    stage: &Stage,
    actor: &Actor,
    reference: &str,
    (id, offset, bytes): (&str, usize, &[u8]),
) -> Result<Arrived, OperationError> {
    arrive::append(&stage.portal, actor, reference, id, offset as u64, bytes.to_vec()).await
}

async fn given(stage: &Stage, actor: &Actor, reference: &str) -> Vec<UploadView> {
    let view = fill::form(&stage.portal, actor, EN, reference, "request", false)
        .await
        .expect("the page");
    view.uploads.get(FIELD).cloned().unwrap_or_default()
}

/// Every file on the disk, by name.
fn on_disk(stage: &Stage) -> Vec<String> {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(stage.files.path(), &mut found);
    found
}

async fn post(stage: &Stage, actor: &Actor, reference: &str, bytes: &[u8]) -> Result<fill::Next, OperationError> {
    let view = fill::form(&stage.portal, actor, EN, reference, "request", false)
        .await
        .expect("the page");
    let file = NewFile {
        field: FIELD.to_owned(),
        name: "a.pdf".to_owned(),
        bytes: bytes.to_vec(),
    };
    let button = Button::Attach(FIELD.to_owned());
    let post = PagePost {
        inputs: view.values,
        files: vec![file],
        button,
        ..PagePost::default()
    };
    fill::save_page(&stage.portal, actor, reference, "request", post).await
}

both! {
    async fn a_file_arrives_in_pieces_and_goes_on_where_it_broke_off(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        let bytes = pdf();
        let id = begin(&stage, &rana, &reference, bytes.len()).await;
        let first = piece(&stage, &rana, &reference, (&id, 0, &bytes[..100])).await.expect("kept");
        assert_eq!((first.received, first.done), (100, None));
        assert_eq!(given(&stage, &rana, &reference).await, vec![], "half a file is none");
        let wrong = piece(&stage, &rana, &reference, (&id, 50, &bytes[50..])).await;
        assert!(matches!(wrong, Err(OperationError::Conflict)), "{wrong:?}");
        let long = piece(&stage, &rana, &reference, (&id, 100, &[&bytes[100..], b"x"].concat())).await;
        assert!(matches!(long, Err(OperationError::Conflict)), "{long:?}");

        // The page was closed; the same file goes on.
        let again = arrive::begin(&stage.portal, &rana, &reference, announced(bytes.len())).await.expect("found again");
        assert_eq!((again.id.to_string(), again.received), (id.clone(), 100));
        let done = piece(&stage, &rana, &reference, (&id, 100, &bytes[100..])).await.expect("whole");
        assert_eq!(done.done, Some(Scan::NotScanned));
        let state = arrive::state(&stage.portal, &rana, &reference, &id).await.expect("there");
        assert_eq!(state.done, Some(Scan::NotScanned));
        let once_more = piece(&stage, &rana, &reference, (&id, bytes.len(), b"")).await.expect("there");
        assert_eq!(once_more.done, Some(Scan::NotScanned), "an answer that was lost is given again");

        let files = given(&stage, &rana, &reference).await;
        assert_eq!((files.len(), files[0].id.clone(), files[0].name.as_str()), (1, id.clone(), "إثبات.pdf"));
        let file = attach::own_file(&stage.portal, &rana, &reference, &id).await.expect("a file");
        assert_eq!((file.bytes, file.content_type.as_str()), (bytes, "application/pdf"));
        assert_eq!(on_disk(&stage).len(), 1, "no piece stays");
        stage.fill(&rana, &reference, &ANSWERS).await;
        stage.send(&rana, &reference).await.expect("sent with it");
    }

    async fn what_breaks_off_for_good_vanishes(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        let id = begin(&stage, &rana, &reference, 1000).await;
        piece(&stage, &rana, &reference, (&id, 0, b"%PDF-1.7 half")).await.expect("kept");
        stage.hands.go_on(Duration::hours(23));
        housekeeping::round(&stage.portal).await.expect("cleared");
        assert_eq!(on_disk(&stage).len(), 1, "it may still go on");
        stage.hands.go_on(Duration::hours(3));
        let late = piece(&stage, &rana, &reference, (&id, 13, b"more")).await;
        assert!(matches!(late, Err(OperationError::NotFound)), "{late:?}");
        housekeeping::round(&stage.portal).await.expect("cleared");
        assert_eq!(on_disk(&stage), Vec::<String>::new());
        assert!(store::arrivals::list(&stage.portal.store, application(&stage, &reference).await).await.expect("list").is_empty());
    }

    async fn a_file_that_is_not_taken_leaves_nothing(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        for (size, problem) in [
            (0, FormProblem::FileEmpty),
            (5_000_001, FormProblem::FileTooLarge { max_mb: 5 }),
        ] {
            let refused = arrive::begin(&stage.portal, &rana, &reference, announced(size)).await;
            assert_eq!(problem_at(refused.expect_err("not taken"), FIELD), problem);
        }
        let mut active = pdf();
        active.extend(b"<</S/JavaScript/JS(app.alert)>>");
        for (bytes, problem) in [
            (b"MZ not a document".to_vec(), FormProblem::FileType),
            (b"%PDF-1.7 broken".to_vec(), FormProblem::FileBroken),
            (active, FormProblem::FileActive),
        ] {
            let id = begin(&stage, &rana, &reference, bytes.len()).await;
            let refused = piece(&stage, &rana, &reference, (&id, 0, &bytes)).await;
            assert_eq!(problem_at(refused.expect_err("not taken"), FIELD), problem);
            let gone = arrive::state(&stage.portal, &rana, &reference, &id).await;
            assert!(matches!(gone, Err(OperationError::NotFound)), "{gone:?}");
        }
        let cancelled = begin(&stage, &rana, &reference, 1000).await;
        piece(&stage, &rana, &reference, (&cancelled, 0, b"%PDF")).await.expect("kept");
        arrive::cancel(&stage.portal, &rana, &reference, &cancelled).await.expect("forgotten");
        assert_eq!(on_disk(&stage), Vec::<String>::new());
        assert_eq!(given(&stage, &rana, &reference).await, vec![]);
    }

    /// One file may be given; two that arrive at the same time do not get in together.
    async fn limits_hold_for_files_at_once(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        let bytes = pdf();
        let mut longer = bytes.clone();
        longer.push(b'\n');
        let (one, two) = (begin(&stage, &rana, &reference, bytes.len()).await, begin(&stage, &rana, &reference, longer.len()).await);
        let (first, second) = tokio::join!(
            piece(&stage, &rana, &reference, (&one, 0, &bytes)),
            piece(&stage, &rana, &reference, (&two, 0, &longer)),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(given(&stage, &rana, &reference).await.len(), 1);
        assert_eq!(on_disk(&stage).len(), 1);
        let full = arrive::begin(&stage.portal, &rana, &reference, announced(9)).await;
        assert_eq!(problem_at(full.expect_err("full"), FIELD), FormProblem::TooManyFiles { max: 1 });
    }

    async fn nobody_sends_pieces_to_anothers_application(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let other = stage.citizen(DemoPart::MarriedAdult).await;
        let reference = at_the_file(&stage, &rana).await;
        let own = at_the_file(&stage, &other).await;
        let id = begin(&stage, &rana, &reference, 100).await;
        let foreign = arrive::begin(&stage.portal, &other, &reference, announced(100)).await;
        assert!(matches!(foreign, Err(OperationError::NotFound)), "{foreign:?}");
        for through in [&reference, &own] {
            let piece = piece(&stage, &other, through, (&id, 0, b"x")).await;
            assert!(matches!(piece, Err(OperationError::NotFound)), "{piece:?}");
            let state = arrive::state(&stage.portal, &other, through, &id).await;
            assert!(matches!(state, Err(OperationError::NotFound)), "{state:?}");
            let cancel = arrive::cancel(&stage.portal, &other, through, &id).await;
            assert!(matches!(cancel, Err(OperationError::NotFound)), "{cancel:?}");
        }
    }

    async fn a_harmful_file_is_refused_at_once(store) {
        let mut stage = Stage::set(store).await;
        let scanner = Scanner::new(infected());
        stage.portal.antivirus = Some(scanner.clone());
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        let refused = post(&stage, &rana, &reference, &pdf()).await;
        assert_eq!(problem_at(refused.expect_err("not taken"), FIELD), FormProblem::FileHarmful);
        assert_eq!(on_disk(&stage), Vec::<String>::new());
        scanner.says(Some(Verdict::Clean));
        post(&stage, &rana, &reference, &pdf()).await.expect("taken");
        assert_eq!(given(&stage, &rana, &reference).await[0].scan, Scan::Clean);
    }

    /// The scanner is away: the file waits, is sent with the application, and is opened by nobody until it has spoken.
    async fn a_file_is_held_until_the_scanner_speaks(store) {
        let mut stage = Stage::set(store).await;
        let scanner = Scanner::new(None);
        stage.portal.antivirus = Some(scanner.clone());
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        stage.save(&rana, &reference, "request", &ANSWERS).await;
        post(&stage, &rana, &reference, &pdf()).await.expect("taken");
        let id = given(&stage, &rana, &reference).await[0].id.clone();
        assert_eq!(given(&stage, &rana, &reference).await[0].scan, Scan::Pending);
        let held = attach::own_file(&stage.portal, &rana, &reference, &id).await;
        assert!(matches!(held, Err(OperationError::Held)), "{held:?}");
        stage.fill(&rana, &reference, &ANSWERS).await;
        stage.send(&rana, &reference).await.expect("sent while it waits");

        let officer = stage.officer("moi", "exemption_officer").await;
        stage.take(&officer, &reference).await;
        let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
        assert_eq!(case.attachments[0].scan, Scan::Pending);
        let held = casework::attachment(&stage.portal, &officer, &reference, &id).await;
        assert!(matches!(held, Err(OperationError::Held)), "{held:?}");
        scan::round(&stage.portal).await.expect("asked again");
        scanner.says(Some(Verdict::Clean));
        scan::round(&stage.portal).await.expect("asked again");
        casework::attachment(&stage.portal, &officer, &reference, &id).await.expect("clean");
    }

    /// What is found later is removed, the field says so, and another file takes its place.
    async fn what_is_found_later_is_removed_and_told(store) {
        let mut stage = Stage::set(store).await;
        let scanner = Scanner::new(None);
        stage.portal.antivirus = Some(scanner.clone());
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = at_the_file(&stage, &rana).await;
        stage.save(&rana, &reference, "request", &ANSWERS).await;
        post(&stage, &rana, &reference, &pdf()).await.expect("taken");
        let id = given(&stage, &rana, &reference).await[0].id.clone();
        scanner.says(infected());
        scan::round(&stage.portal).await.expect("asked again");
        assert_eq!(on_disk(&stage), Vec::<String>::new());
        let told = given(&stage, &rana, &reference).await;
        assert_eq!((told.len(), told[0].scan), (1, Scan::Infected));
        let gone = attach::own_file(&stage.portal, &rana, &reference, &id).await;
        assert!(matches!(gone, Err(OperationError::NotFound)), "{gone:?}");
        let sent = stage.send(&rana, &reference).await;
        assert!(sent.is_err(), "the paper is missing: {sent:?}");

        scanner.says(Some(Verdict::Clean));
        stage.hands.go_on(Duration::minutes(1));
        post(&stage, &rana, &reference, &pdf()).await.expect("another");
        let told = given(&stage, &rana, &reference).await;
        assert_eq!((told.len(), told[0].scan), (1, Scan::Clean));
        stage.fill(&rana, &reference, &ANSWERS).await;
        stage.send(&rana, &reference).await.expect("sent");
    }
}

async fn application(stage: &Stage, reference: &str) -> domain::id::ApplicationId {
    let reference = reference.parse().expect("a number");
    let row = store::applications::by_reference(&stage.portal.store, &reference)
        .await
        .expect("store");
    row.expect("an application").id
}
