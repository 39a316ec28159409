//! A catalogue that changes while people apply.

use std::fs;
use std::path::Path;

use domain::application::Status;
use domain::service::difference::DifferenceKind;
use domain::view::outcome::FormProblem;
use domain::view::queue::QueueTab;
use integrations::registry::simulated::DemoPart;
use operations::catalogue::shelf::{self, Change, NotTaken, Shelf};
use operations::{OperationError, Portal, applications, casework};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, SERVICE, Stage, asked, decision, problem_at};

const FROM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue");

/// A copy of the catalogue that may be written into, and the portal served from it.
struct Folder(tempfile::TempDir);

impl Folder {
    async fn under(stage: &mut Stage) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for part in ["services", "lists"] {
            fs::create_dir_all(folder.path().join(part)).expect("a folder");
            for file in fs::read_dir(Path::new(FROM).join(part)).expect("the catalogue") {
                let file = file.expect("a file");
                fs::copy(file.path(), folder.path().join(part).join(file.file_name())).expect("copied");
            }
        }
        for file in ["reference.json", "registries.json"] {
            fs::copy(Path::new(FROM).join(file), folder.path().join(file)).expect("copied");
        }
        stage.portal.shelf = Shelf::load(folder.path()).expect("a catalogue");
        stage.portal.keep_catalogue().await.expect("kept");
        Self(folder)
    }

    /// Writes the service anew with words of its file exchanged.
    fn edit(&self, service: &str, words: &[(&str, &str)]) {
        let path = self.0.path().join("services").join(format!("{service}.json"));
        let mut text = fs::read_to_string(&path).expect("a service");
        for (old, new) in words {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        fs::write(path, text).expect("written");
    }

    async fn look(&self, stage: &mut Stage) -> Result<Option<Change>, NotTaken> {
        let looked = shelf::look(&stage.portal).await;
        stage.portal = Portal::fresh(&stage.portal);
        looked
    }
}

both! {
    /// What was sent goes on under the file it was sent under: its steps are named in that one.
    async fn a_case_goes_on_under_its_own_file(store) {
        let mut stage = Stage::set(store).await;
        let folder = Folder::under(&mut stage).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        assert_eq!(folder.look(&mut stage).await.expect("nothing new"), None);

        folder.edit(SERVICE, &[("\"review\"", "\"examination\""), ("\"copies\"", "\"prints\"")]);
        let change = folder.look(&mut stage).await.expect("good").expect("a change");
        assert_eq!((change.added, change.changed, change.gone), (vec![], vec![SERVICE.to_owned()], vec![]));
        let queue = casework::queue(&stage.portal, &officer, EN, asked(QueueTab::Available, "")).await.expect("queue");
        let row = queue.rows.iter().find(|row| row.reference == reference).expect("in the queue");
        assert_ne!(row.step_title, "review", "the step has its name");
        stage.take(&officer, &reference).await;
        let returned = decision("return_for_correction", "اكتب اسم الأم كما ورد في الهوية", &["subject_mother_name"]);
        stage.decide(&officer, &reference, returned).await.expect("returned");
        stage.fill(&rana, &reference, &[("subject_mother_name", "سعاد")]).await;
        stage.send(&rana, &reference).await.expect("sent again");
        let officer_sees = casework::case(&stage.portal, &officer, EN, &reference).await.expect("case");
        assert!(officer_sees.sections.iter().flat_map(|section| &section.rows).any(|row| row.field == "copies"));
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, decision("approve", "", &[])).await.expect("approved");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// A draft is told what changed, keeps its answers, and is sent under the file of the day.
    async fn a_draft_is_carried_over(store) {
        let mut stage = Stage::set(store).await;
        let folder = Folder::under(&mut stage).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let other = stage.citizen(DemoPart::OutsidePilot).await;
        let reference = stage.start(&rana).await;
        stage.fill(&rana, &reference, &FOR_MY_FATHER).await;
        let page = |stage: &Stage| {
            let (portal, rana, reference) = (stage.portal.clone(), rana.clone(), reference.clone());
            async move { applications::form(&portal, &rana, EN, &reference, "request", false).await.expect("page") }
        };
        assert_eq!(page(&stage).await.changes, None);

        folder.edit(SERVICE, &[("\"copies\"", "\"prints\"")]);
        folder.look(&mut stage).await.expect("good");
        let view = page(&stage).await;
        let changes = view.changes.expect("it changed");
        let kinds: Vec<DifferenceKind> = changes.changes.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [DifferenceKind::NewQuestion, DifferenceKind::DroppedQuestion, DifferenceKind::Fee]);
        assert!(!changes.changes[0].what.is_empty());
        assert_eq!(view.values["purpose"], ["other"], "what was answered is there");
        let check = applications::check(&stage.portal, &rana, EN, &reference).await.expect("check");
        assert!(check.changes.is_some());

        // Read of a version that is not the one in force: it is shown anew.
        applications::carry_over(&stage.portal, &rana, &reference, "another").await.expect("nothing done");
        assert!(page(&stage).await.changes.is_some());
        let theirs = applications::carry_over(&stage.portal, &other, &reference, &changes.version).await;
        assert!(matches!(theirs, Err(OperationError::NotFound)));
        applications::carry_over(&stage.portal, &rana, &reference, &changes.version).await.expect("read");
        assert_eq!(page(&stage).await.changes, None);
        stage.save(&rana, &reference, "request", &[("prints", "2")]).await;
        stage.send(&rana, &reference).await.expect("sent");
        let invoice = stage.status(&rana, &reference).await.fee;
        assert!(!invoice.totals.is_empty(), "what the new file asks");
    }

    /// A service that is taken away is not begun or sent any more; what was sent goes on, what was typed stays.
    async fn a_service_that_is_gone(store) {
        let mut stage = Stage::set(store).await;
        let folder = Folder::under(&mut stage).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let sent = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &sent).await;
        let draft = stage.start(&rana).await;
        stage.fill(&rana, &draft, &FOR_MY_FATHER).await;
        fs::remove_file(folder.0.path().join("services").join(format!("{SERVICE}.json"))).expect("removed");
        let change = folder.look(&mut stage).await.expect("good").expect("a change");
        assert_eq!(change.gone, [SERVICE]);

        let key = stage.portal.random.key(stage.portal.clock.now());
        let begun = applications::start(&stage.portal, &rana, SERVICE, key).await;
        assert!(matches!(begun, Err(OperationError::NotFound)));
        let refused = stage.send(&rana, &draft).await.expect_err("not offered any more");
        assert_eq!(problem_at(refused, "check"), FormProblem::ServiceClosed);
        let view = applications::form(&stage.portal, &rana, EN, &draft, "request", false).await.expect("page");
        assert_eq!(view.values["purpose"], ["other"]);
        let list = applications::list(&stage.portal, &rana, EN, None).await.expect("list");
        assert!(list.rows.iter().all(|row| row.service_title != SERVICE), "it has its title still");
        stage.take(&officer, &sent).await;
        stage.decide(&officer, &sent, decision("approve", "", &[])).await.expect("approved");

        // And after a new start from the same folder.
        stage.portal.shelf = Shelf::load(folder.0.path()).expect("a catalogue");
        stage.portal.keep_catalogue().await.expect("kept");
        assert_eq!(stage.status(&rana, &sent).await.status, Status::Approved);
    }

    /// A broken file is named and changes nothing; mended, it is taken.
    async fn a_broken_file_changes_nothing(store) {
        let mut stage = Stage::set(store).await;
        let folder = Folder::under(&mut stage).await;
        let before = stage.portal.catalogue.version().to_owned();
        folder.edit(SERVICE, &[("\"min_age\"", "\"min_agee\"")]);
        let error = folder.look(&mut stage).await.expect_err("broken").to_string();
        assert!(error.contains(SERVICE) && error.contains("min_agee"), "{error}");
        assert_eq!(folder.look(&mut stage).await.expect("said once"), None);
        assert_eq!(stage.portal.catalogue.version(), before);
        folder.edit(SERVICE, &[("\"min_agee\"", "\"min_age\""), ("\"wave\": 1", "\"wave\": 2")]);
        folder.look(&mut stage).await.expect("good").expect("a change");
        assert_ne!(stage.portal.catalogue.version(), before);
        // A service nobody has seen.
        let home = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/services/test-family-home.json");
        fs::copy(home, folder.0.path().join("services/x.json")).expect("copied");
        let change = folder.look(&mut stage).await.expect("good").expect("a change");
        assert_eq!(change.added, ["test-family-home"]);
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        stage.start_of(&rana, "test-family-home").await;
    }
}
