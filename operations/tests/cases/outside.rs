//! Steps at which somebody outside the ministry acts: an appointment, another body's reply.

use domain::application::{EventKind, Status};
use domain::view::application::NextAct;
use domain::view::certificate::VerificationResult;
use domain::view::outcome::FormProblem;
use domain::workflow::{NEGATIVE_REPLY, POSITIVE_REPLY};
use integrations::registry::simulated::DemoPart;
use operations::appointments::{self, Choice};
use operations::{OperationError, documents};

use crate::both::both;
use crate::stage::{EN, Stage, decision, problem_at};

const IDENTITY_CARD: &str = "identity-card-issuance";
const FIRST_CARD: [(&str, &str); 5] = [
    ("reason", "first_issue"),
    ("exemption_category", "none"),
    ("service_office", "ramallah"),
    ("delivery_method", "collect"),
    ("collect_office", "ramallah"),
];

/// Reviewed: it waits for the applicant to choose a time.
pub(crate) async fn waits_for_a_time(stage: &Stage, part: DemoPart) -> (domain::person::Actor, String) {
    let citizen = stage.citizen(part).await;
    let office = stage.portal.catalogue.lists();
    let office = domain::answer::Lists::choices(office, "offices.moi_directorates").expect("offices")[0].clone();
    let office = office.value.as_text().expect("a key").to_owned();
    let answers: Vec<(&str, &str)> = FIRST_CARD
        .iter()
        .map(|(key, value)| {
            (
                *key,
                if key.ends_with("office") {
                    office.as_str()
                } else {
                    *value
                },
            )
        })
        .collect();
    let reference = stage.apply_for(&citizen, IDENTITY_CARD, &answers).await;
    let officer = stage.officer("moi", "civil_status_officer").await;
    stage.take(&officer, &reference).await;
    stage
        .decide(&officer, &reference, decision("approve", "", &[]))
        .await
        .expect("approved");
    // A first card is free.
    (citizen, reference)
}

pub(crate) async fn choose(stage: &Stage, citizen: &domain::person::Actor, reference: &str, at: usize) -> Choice {
    let view = appointments::appointment(&stage.portal, citizen, EN, reference, None, None)
        .await
        .expect("the page");
    Choice {
        office: view.office.expect("the office of the application"),
        slot: format!("{}T{}", view.day.expect("a day"), view.times[at]),
    }
}

both! {
    /// Booked, moved as often as it may be, missed, booked again, kept; then the other body agrees and it is issued.
    async fn an_appointment_is_booked_moved_missed_and_kept(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.next), (Status::AwaitingAppointment, NextAct::Book));
        assert!(status.holder.is_none(), "no officer has it");

        let none = Choice { slot: "2026-11-27T10:00".to_owned(), ..choose(&stage, &rana, &reference, 0).await };
        let friday = appointments::book(&stage.portal, &rana, &reference, &none).await.expect_err("a Friday");
        assert_eq!(problem_at(friday, "slot"), FormProblem::ChooseTime);
        let first = choose(&stage, &rana, &reference, 0).await;
        appointments::book(&stage.portal, &rana, &reference, &first).await.expect("booked");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.next), (Status::AwaitingAppointment, NextAct::Wait));
        let booked = status.appointment.expect("the appointment");
        assert_eq!(booked.moves_left, 2);
        assert_eq!(status.until, Some(booked.starts.date()), "the desk expects them that day");

        for left in [1, 0] {
            let next = choose(&stage, &rana, &reference, 3).await;
            assert_ne!(next.slot, first.slot);
            appointments::book(&stage.portal, &rana, &reference, &next).await.expect("moved");
            assert_eq!(stage.status(&rana, &reference).await.appointment.expect("there").moves_left, left);
        }
        let again = choose(&stage, &rana, &reference, 5).await;
        let refused = appointments::book(&stage.portal, &rana, &reference, &again).await;
        assert!(matches!(refused, Err(OperationError::Forbidden)), "{refused:?}");

        let clerk = stage.officer("moi", "service_centre_clerk").await;
        stage.take(&clerk, &reference).await;
        stage.decide(&clerk, &reference, decision("record_no_show", "", &[])).await.expect("missed");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.next), (Status::AwaitingAppointment, NextAct::Book));
        assert!(status.history.iter().any(|row| row.kind == EventKind::AppointmentMissed));
        let choice = choose(&stage, &rana, &reference, 1).await;
        appointments::book(&stage.portal, &rana, &reference, &choice).await.expect("booked again");
        stage.take(&clerk, &reference).await;
        stage.decide(&clerk, &reference, decision("record_attendance", "", &[])).await.expect("came");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::AwaitingExternal);

        let supervisor = stage.officer("moi", "civil_status_supervisor").await;
        stage.take(&supervisor, &reference).await;
        stage.decide(&supervisor, &reference, decision(POSITIVE_REPLY, "", &[])).await.expect("agreed");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::InReview);
        stage.take(&supervisor, &reference).await;
        stage.decide(&supervisor, &reference, decision("approve", "", &[])).await.expect("approved");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);

        // A card is not checked by a code of ours: its file says so, and a code that is guessed finds nothing.
        stage.take(&clerk, &reference).await;
        stage.decide(&clerk, &reference, decision("issue_certificate", "", &[])).await.expect("issued");
        let number = stage.status(&rana, &reference).await.documents[0].number.clone();
        let card = documents::certificate(&stage.portal, &rana, &reference, &number).await.expect("card");
        assert_eq!(card.check, None);
        let (_, square) = documents::printed(&stage.portal, &rana, &reference, &number).await.expect("printed");
        assert!(square.is_none());
        let row = store::documents::by_number(&stage.portal.store, &number).await.expect("store").expect("it");
        let guessed = documents::verify(&stage.portal, EN, &row.code).await.expect("checked");
        assert_eq!(guessed.result, VerificationResult::Unknown);
    }

    /// A slot is given once; whoever comes second is told so and sees what is free.
    async fn a_slot_is_given_once(store) {
        let stage = Stage::set(store).await;
        let (rana, hers) = waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        let (parent, theirs) = waits_for_a_time(&stage, DemoPart::Parent).await;
        let slot = choose(&stage, &rana, &hers, 2).await;
        appointments::book(&stage.portal, &rana, &hers, &slot).await.expect("booked");
        let second = appointments::book(&stage.portal, &parent, &theirs, &slot).await.expect_err("taken");
        assert_eq!(problem_at(second, "slot"), FormProblem::SlotTaken);
        let view = appointments::appointment(&stage.portal, &parent, EN, &theirs, Some(&slot.office), None).await.expect("page");
        assert!(!view.times.iter().any(|time| slot.slot.ends_with(time.as_str())), "a taken time is not offered");
        // Withdrawing gives the slot back.
        operations::applications::withdraw::withdraw(&stage.portal, &rana, &hers).await.expect("withdrawn");
        appointments::book(&stage.portal, &parent, &theirs, &slot).await.expect("free again");
        let stranger = appointments::appointment(&stage.portal, &rana, EN, &theirs, None, None).await;
        assert!(matches!(stranger, Err(OperationError::NotFound)), "{stranger:?}");
    }

    /// The other body refuses: the applicant is told why, and it ends.
    async fn another_bodys_refusal_ends_it_with_a_reason(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        let choice = choose(&stage, &rana, &reference, 0).await;
        appointments::book(&stage.portal, &rana, &reference, &choice).await.expect("booked");
        let clerk = stage.officer("moi", "service_centre_clerk").await;
        stage.take(&clerk, &reference).await;
        stage.decide(&clerk, &reference, decision("record_attendance", "", &[])).await.expect("came");
        let supervisor = stage.officer("moi", "civil_status_supervisor").await;
        stage.take(&supervisor, &reference).await;
        let silent = stage.decide(&supervisor, &reference, decision(NEGATIVE_REPLY, "", &[])).await;
        assert_eq!(problem_at(silent.expect_err("why"), "note"), FormProblem::NoteRequired);
        let refused = decision(NEGATIVE_REPLY, "لم تؤكّد الهيئة القيد", &[]);
        stage.decide(&supervisor, &reference, refused).await.expect("refused");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::Rejected);
        assert_eq!(status.reason.as_deref(), Some("لم تؤكّد الهيئة القيد"));
    }
}
