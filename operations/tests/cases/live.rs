//! What pages that update themselves are told: their own changes, and nobody else's.

use chrono::Duration;
use domain::person::Actor;
use domain::view::live::Live as _;
use integrations::registry::simulated::DemoPart;
use operations::live::{self, Change, Lookout, Subject};
use operations::{OperationError, casework};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, Stage, decision};

/// Who of these has something to look at.
fn told(changes: &[Change], subjects: &[&Subject]) -> Vec<bool> {
    let told = |subject: &&Subject| changes.iter().any(|change| subject.concerns(change));
    subjects.iter().map(told).collect()
}

/// Long enough that the stretch that is read twice is behind.
async fn calm(stage: &Stage, lookout: &mut Lookout) {
    stage.hands.go_on(Duration::seconds(60));
    lookout.look(&stage.portal).await.expect("looked");
    stage.hands.go_on(Duration::seconds(60));
}

both! {
    /// A decision is told to the owner and to the desk, not to another citizen's page and not to another ministry.
    async fn a_decision_is_told_to_those_it_concerns(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let tareq = stage.citizen(DemoPart::MarriedAdult).await;
        let other = stage.start(&tareq).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let supervisor = stage.officer("moi", "supervisor").await;
        let elsewhere = elsewhere(&stage).await;

        let owners = live::application(&stage.portal, &rana, &reference).await.expect("one's own");
        let others = live::application(&stage.portal, &tareq, &other).await.expect("one's own");
        let desk = live::queue(&officer).expect("staff");
        let bodys = live::queue(&supervisor).expect("staff");
        let foreign = live::queue(&elsewhere).expect("staff");
        let all = [&owners, &others, &desk, &bodys, &foreign];

        let mut lookout = Lookout::begin(&stage.portal);
        calm(&stage, &mut lookout).await;
        stage.take(&officer, &reference).await;
        stage.decide(&officer, &reference, decision("approve", "", &[])).await.expect("approved");
        let changes = lookout.look(&stage.portal).await.expect("looked");
        assert_eq!(told(&changes, &all), [true, false, true, true, false], "{changes:?}");
        stage.hands.go_on(Duration::seconds(1));
        let changes = lookout.look(&stage.portal).await.expect("looked");
        assert_eq!(changes, [], "told once");
    }

    /// Somebody else's application is as one that does not exist; who is no staff has no queue.
    async fn a_stranger_learns_nothing(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let tareq = stage.citizen(DemoPart::MarriedAdult).await;
        let reference = stage.start(&rana).await;
        for reference in [reference.as_str(), "2611-0000-000", "x"] {
            let refused = live::application(&stage.portal, &tareq, reference).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{reference}: {refused:?}");
        }
        let refused = live::application(&stage.portal, &Actor::Visitor, &reference).await;
        assert!(matches!(refused, Err(OperationError::SignIn)), "{refused:?}");
        let refused = live::queue(&tareq);
        assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
    }

    /// That somebody reads a case changes nothing a page would have to show at once.
    async fn reading_is_no_change(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let mut lookout = Lookout::begin(&stage.portal);
        calm(&stage, &mut lookout).await;
        casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
        assert_eq!(lookout.look(&stage.portal).await.expect("looked"), []);
    }

    /// The desk is told that a colleague gave a case back; the applicant, who does not read it, is not.
    async fn what_only_staff_reads_is_told_to_staff_alone(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.take(&officer, &reference).await;
        let owners = live::application(&stage.portal, &rana, &reference).await.expect("one's own");
        let desk = live::queue(&officer).expect("staff");
        let mut lookout = Lookout::begin(&stage.portal);
        calm(&stage, &mut lookout).await;
        let version = stage.status(&rana, &reference).await.moment.version;
        stage.hands.go_on(Duration::seconds(3));
        let form = stage.task(&officer, &reference).await;
        casework::release(&stage.portal, &officer, &reference, &form).await.expect("given back");
        let changes = lookout.look(&stage.portal).await.expect("looked");
        assert_eq!(told(&changes, &[&owners, &desk]), [false, true], "{changes:?}");
        assert!(!owners.changed_since(&stage.portal, version).await.expect("looked"));
        assert!(desk.changed_since(&stage.portal, version).await.expect("looked"));
    }

    /// A key that was made before a look and is committed after it, as by a machine whose clock is behind, is told.
    async fn what_is_committed_late_is_told(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let tareq = stage.citizen(DemoPart::MarriedAdult).await;
        let mut lookout = Lookout::begin(&stage.portal);
        calm(&stage, &mut lookout).await;
        stage.hands.go_on(Duration::seconds(8));
        lookout.look(&stage.portal).await.expect("looked");
        stage.hands.go_on(Duration::seconds(-8));
        let mut behind = stage.portal.clone();
        behind.random = operations::clock::Random::seeded(9);
        let key = behind.random.key(behind.clock.now());
        let (reference, _) = operations::applications::start(&behind, &rana, crate::stage::SERVICE, key).await.expect("a draft");
        stage.hands.go_on(Duration::seconds(9));
        let owners = live::application(&stage.portal, &rana, &reference.to_string()).await.expect("one's own");
        let other = stage.start(&tareq).await;
        let others = live::application(&stage.portal, &tareq, &other).await.expect("one's own");
        let changes = lookout.look(&stage.portal).await.expect("looked");
        assert_eq!(told(&changes, &[&owners, &others]), [true, true], "{changes:?}");
    }

    /// A page knows when it was made; what came before it could listen is told when it does.
    async fn a_page_is_told_what_came_before_it_listened(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
        stage.pay(&rana, &reference).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        stage.hands.go_on(Duration::seconds(30));
        let page = stage.status(&rana, &reference).await;
        let owners = live::application(&stage.portal, &rana, &reference).await.expect("one's own");
        let desk = live::queue(&officer).expect("staff");
        for subject in [&owners, &desk] {
            let changed = subject.changed_since(&stage.portal, page.moment.version).await;
            assert!(!changed.expect("looked"), "nothing has changed: {subject:?}");
        }
        assert!(page.shows_the_same(&stage.status(&rana, &reference).await));
        stage.hands.go_on(Duration::seconds(3));
        stage.take(&officer, &reference).await;
        for subject in [&owners, &desk] {
            let changed = subject.changed_since(&stage.portal, page.moment.version).await;
            assert!(changed.expect("looked"), "{subject:?}");
        }
        assert!(!page.shows_the_same(&stage.status(&rana, &reference).await));
        let old = owners.changed_since(&stage.portal, 0).await;
        assert!(old.expect("looked"), "a page of long ago looks in any case");
    }
}

/// An officer of a ministry that has no part in the case.
async fn elsewhere(stage: &Stage) -> Actor {
    let lines = operations::demo::seed(&stage.portal).await.expect("people");
    for line in lines {
        let actor = stage.person(&line.national_id).await;
        if actor
            .person()
            .is_some_and(|person| person.is_staff() && !person.works_for("moi"))
        {
            return actor;
        }
    }
    panic!("all staff is of one ministry");
}
