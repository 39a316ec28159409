//! Numbers per day: added to as things happen, they are what counting everything again gives; and the figures made of them.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::language::Language;
use domain::person::{Actor, Duty};
use domain::view::figures::{FigureKind, FigureLine, FiguresView, LineName};
use integrations::registry::simulated::DemoPart;
use operations::figures::{self, Asked};
use operations::summaries::{self, Rebuilt};
use operations::{OperationError, applications, casework, feedback, payments};
use store::summaries::{Measure, SummaryRow};

use crate::both::both;
use crate::desk::FOR_MY_FATHER;
use crate::stage::{EN, SERVICE, Stage, decision};

/// The same walk each time, and as good as any.
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

async fn rows(stage: &Stage) -> Vec<SummaryRow> {
    store::summaries::all(&stage.portal.store).await.expect("rows")
}

/// How much of one measure there is.
async fn sum(stage: &Stage, measure: Measure) -> i64 {
    let rows = rows(stage).await;
    rows.iter()
        .filter(|row| row.measure == measure)
        .map(|row| row.count)
        .sum()
}

/// Takes a case and decides it, once or twice until it ends, or sends it back.
async fn work(stage: &Stage, officer: &Actor, citizen: &Actor, reference: &str, dice: &mut Dice) {
    stage.take(officer, reference).await;
    match dice.of(4) {
        0 => stage
            .decide(officer, reference, decision("reject", "It is not hers.", &[]))
            .await
            .expect("refused"),
        1 => {
            let back = decision("return_for_correction", "Look again.", &["subject_name"]);
            stage.decide(officer, reference, back).await.expect("sent back");
            stage.hands.go_on(Duration::days(2));
            if dice.of(2) == 0 {
                stage.fill(citizen, reference, &FOR_MY_FATHER).await;
                stage.send(citizen, reference).await.expect("sent again");
            }
        }
        _ => {
            stage
                .decide(officer, reference, decision("approve", "", &[]))
                .await
                .expect("approved");
            stage.hands.go_on(Duration::hours(30));
            stage.take(officer, reference).await;
            stage
                .decide(officer, reference, decision("issue_certificate", "", &[]))
                .await
                .expect("issued");
        }
    }
}

async fn director(stage: &Stage, entity: &str, role: &str) -> Actor {
    let person = stage.citizen(DemoPart::Parent).await;
    let duty = Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    };
    let mut tx = stage.portal.store.begin().await.expect("begin");
    store::people::add_duty(&mut tx, person.person().expect("a person").id, &duty)
        .await
        .expect("a duty");
    tx.commit().await.expect("commit");
    stage.citizen(DemoPart::Parent).await
}

fn lines(view: &FiguresView, kind: FigureKind) -> &[FigureLine] {
    let found = view.figures.iter().find(|figure| figure.kind == kind);
    found.map(|figure| figure.lines.as_slice()).unwrap_or_default()
}

const ASKED: Asked<'_> = Asked {
    body: "",
    from: "",
    to: "",
};

both! {
    async fn numbers_are_what_counting_again_gives(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        let mut dice = Dice(1948);
        let mut sent = 0;
        for _ in 0..40 {
            stage.hands.go_on(Duration::hours(7));
            if dice.of(6) == 0 {
                stage.start(&rana).await;
                continue;
            }
            let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
            sent += 1;
            match dice.of(6) {
                0 => applications::withdraw::withdraw(&stage.portal, &rana, &reference).await.expect("taken back"),
                1 => {}
                _ => {
                    stage.pay(&rana, &reference).await;
                    stage.hands.go_on(Duration::hours(20));
                    work(&stage, &officer, &rana, &reference, &mut dice).await;
                }
            }
            let service = if dice.of(2) == 0 { SERVICE } else { "nothing-of-ours" };
            let stars = (dice.of(5) + 1).to_string();
            feedback::send(&stage.portal, EN, &stars, "", service).await.expect("kept");
        }
        // What was never paid for ends by itself.
        stage.hands.go_on(Duration::days(60));
        payments::watch::round(&stage.portal).await;

        let before = rows(&stage).await;
        assert_eq!(sum(&stage, Measure::Received).await, sent);
        for measure in Measure::ALL {
            assert!(sum(&stage, *measure).await > 0, "nothing {measure:?}");
        }
        let ends: BTreeSet<&str> = before.iter().filter(|row| row.measure == Measure::Ended).map(|row| row.part.as_str()).collect();
        assert_eq!(ends, ["expired", "issued", "rejected", "withdrawn"].into());
        let rebuilt = summaries::rebuild(&stage.portal).await.expect("made anew");
        assert_eq!(rebuilt, Rebuilt { rows: before.len(), mended: 0 });
        assert_eq!(rows(&stage).await, before);

        // What is wrong is found and mended.
        let mut tx = stage.portal.store.begin().await.expect("begin");
        store::summaries::add(&mut tx, &before[0]).await.expect("doubled");
        store::summaries::add(&mut tx, &SummaryRow { entity: "nobody".to_owned(), ..before[0].clone() }).await.expect("added");
        tx.commit().await.expect("commit");
        let rebuilt = summaries::rebuild(&stage.portal).await.expect("made anew");
        assert_eq!(rebuilt, Rebuilt { rows: before.len(), mended: 2 });
        assert_eq!(rows(&stage).await, before);
    }

    /// A case that is not kept leaves no number behind.
    async fn what_is_rolled_back_is_not_counted(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start(&rana).await;
        assert!(matches!(stage.send(&rana, &reference).await, Err(OperationError::Problems(_))));
        assert_eq!(rows(&stage).await, []);
    }

    async fn those_who_lead_see_their_own_body(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        for answer in ["reject", "", ""] {
            let reference = stage.apply(&rana, &FOR_MY_FATHER).await;
            stage.pay(&rana, &reference).await;
            if answer == "reject" {
                stage.hands.go_on(Duration::days(3));
                stage.take(&officer, &reference).await;
                stage.decide(&officer, &reference, decision("reject", "No.", &[])).await.expect("refused");
            }
        }
        stage.take(&officer, &casework::next(&stage.portal, &officer, "").await.expect("asked").expect("one")).await;
        stage.hands.go_on(Duration::days(20));

        let lead = director(&stage, "moi", "director").await;
        let page = figures::reports(&stage.portal, &lead, EN, Asked { from: "2026-11-01", to: "2026-11-30", ..ASKED }).await.expect("reports");
        assert_eq!(page.body.as_ref().map(|body| body.key.as_str()), Some("moi"));
        let now = |kind| lines(&page, kind).first().and_then(|line| line.now);
        assert_eq!(now(FigureKind::Received), Some(3));
        assert_eq!(now(FigureKind::Answered), Some(1));
        assert_eq!((now(FigureKind::HalfWithin), now(FigureKind::Refused)), (Some(3), Some(100)));
        let revenue = page.figures.iter().find(|figure| matches!(figure.kind, FigureKind::Revenue(_))).expect("revenue");
        assert!(revenue.lines[0].now > Some(0), "{revenue:?}");

        let load = figures::dashboard(&stage.portal, &lead, EN, ASKED).await.expect("the dashboard");
        assert_eq!(lines(&load, FigureKind::Load)[0], FigureLine { of: LineName::Whole, now: Some(2), before: None });
        assert_eq!(lines(&load, FigureKind::Load).len(), 3, "one has it, nobody has the other");
        assert_eq!(lines(&load, FigureKind::Overdue)[0].now, Some(2));
        assert_eq!(lines(&load, FigureKind::Age)[3].now, Some(2), "{load:#?}");
        assert_eq!(lines(&load, FigureKind::Decided)[0].now, Some(1));

        let other = Asked { body: "mot", ..ASKED };
        assert!(matches!(figures::reports(&stage.portal, &lead, EN, other).await, Err(OperationError::NotFound)));
        let supervisor = stage.officer("moi", "supervisor").await;
        assert!(figures::dashboard(&stage.portal, &supervisor, Language::Ar, ASKED).await.is_ok());
        assert!(figures::reports(&stage.portal, &supervisor, EN, ASKED).await.is_err());
        for stranger in [&officer, &rana] {
            assert!(matches!(figures::dashboard(&stage.portal, stranger, EN, ASKED).await, Err(OperationError::NotFound)));
        }
        let misread = figures::reports(&stage.portal, &lead, EN, Asked { from: "2026-12-01", to: "2026-11-01", ..ASKED }).await.expect("reports");
        assert!(misread.misread);
    }

    /// Whole months that are over, and nothing of fewer than five: neither by itself nor as what is missing from a sum.
    async fn everybody_sees_what_is_about_nobody(store) {
        let stage = Stage::set(store).await;
        let counted = [("2026-09-10", SERVICE, 7), ("2026-10-10", SERVICE, 4), ("2026-10-11", "passport-renewal", 6), ("2026-11-02", SERVICE, 9)];
        let mut tx = stage.portal.store.begin().await.expect("begin");
        for (day, service, count) in counted {
            for (measure, part) in [(Measure::Received, ""), (Measure::Took, "3"), (Measure::Rated, "5")] {
                let row = SummaryRow {
                    measure, day: day.parse().expect("a day"), entity: "moi".to_owned(), service_id: service.to_owned(),
                    part: part.to_owned(), count, amount_minor: 0,
                };
                store::summaries::add(&mut tx, &row).await.expect("added");
            }
        }
        tx.commit().await.expect("commit");
        let received = async |from: &str, to: &str| -> Vec<(Option<i64>, Option<i64>)> {
            let view = figures::public(&stage.portal, EN, from, to).await.expect("figures");
            assert!(!view.misread);
            let lines = lines(&view, FigureKind::Received).iter();
            lines.map(|line| (line.now, line.before)).collect()
        };
        assert_eq!(received("2026-09", "2026-09").await, [(Some(7), None)]);
        assert_eq!(received("2026-10", "2026-10").await, [(Some(6), Some(7)), (Some(6), None), (None, Some(7))]);
        // Both months together are what they are one by one: the four of October are in no sum.
        assert_eq!(received("2026-09", "2026-10").await, [(Some(13), None), (Some(7), None), (Some(6), None)]);
        let open = figures::public(&stage.portal, EN, "2026-11", "2026-11").await.expect("figures");
        assert!(open.misread, "this month is not over");
        assert_eq!(lines(&open, FigureKind::HalfWithin)[0].now, Some(3));
        assert_eq!(lines(&open, FigureKind::Satisfied)[0].now, Some(100));
    }
}
