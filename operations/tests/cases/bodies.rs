//! Several bodies asked at once, fees an officer assesses, and another person's consent.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::application::{EventKind, Status};
use domain::person::Actor;
use domain::view::outcome::FormProblem;
use integrations::registry::simulated::DemoPart;
use operations::casework::decide::Decision;
use operations::{OperationError, consents, payments};

use crate::both::both;
use crate::stage::{EN, Stage, decision, problem_at};

const TAX_CLEARANCE: &str = "tax-clearance-certificate";
const PRIVATE_PERSON: [(&str, &str); 4] = [
    ("taxpayer_type", "individual"),
    ("purpose", "tender"),
    ("tender_number", "12/2026"),
    ("destination", "البلدية"),
];
const BUILDING_PERMIT: &str = "building-permit";
const HOUSE: [(&str, &str); 28] = [
    ("capacity", "owner"),
    ("governorate", "PS-RBH"),
    ("local_authority", "ramallah"),
    ("basin_number", "12"),
    ("parcel_number", "34"),
    ("parcel_area", "600"),
    ("site_address.governorate", "PS-RBH"),
    ("site_address.locality", "رام الله"),
    ("has_co_owners", "no"),
    ("work_type", "new"),
    ("building_use", "residential"),
    ("floors", "2"),
    ("floor_area", "180"),
    ("units", "1"),
    ("parking_spaces", "1"),
    ("estimated_cost.amount", "250000"),
    ("estimated_cost.currency", "ILS"),
    ("historic_area", "no"),
    ("office_name", "مكتب الزيتونة"),
    ("syndicate_number", "4711"),
    ("engineer_mobile", "0599123456"),
    ("tax_clearance_number", "TC-1"),
    ("exemption_category", "none"),
    ("delivery_method", "download"),
    ("existing_permit_number", ""),
    ("hazard_details", ""),
    ("occupancy", ""),
    ("company_registration_number", ""),
];
const PASSPORT: &str = "passport-renewal";
const FOR_A_CHILD: [(&str, &str); 8] = [
    ("holder", "minor"),
    ("child_id", "000021246"),
    ("consent_basis", "mother_with_father_consent"),
    ("father_national_id", "000021014"),
    ("renewal_reason", "expiry"),
    ("add_occupation", "no"),
    ("urgency", "normal"),
    ("delivery_method", "collect"),
];

/// The first value of a list of the catalogue.
fn first(stage: &Stage, list: &str) -> String {
    let choices = domain::answer::Lists::choices(stage.portal.catalogue.lists(), list).expect("a list");
    choices[0].value.as_text().expect("a key").to_owned()
}

pub(crate) async fn asks_for_consent(stage: &Stage) -> (Actor, String) {
    let parent = stage.citizen(DemoPart::Parent).await;
    let office = first(stage, "offices.moi_directorates");
    let mut answers = FOR_A_CHILD.to_vec();
    answers.extend([("service_office", office.as_str()), ("collect_office", office.as_str())]);
    let reference = stage.apply_for(&parent, PASSPORT, &answers).await;
    (parent, reference)
}

both! {
    /// One has no objection, one sends it back; what was marked is mended, and only that body is asked again.
    async fn bodies_asked_at_once_answer_each_for_itself(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply_for(&rana, TAX_CLEARANCE, &PRIVATE_PERSON).await;
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::InReview);
        let holder = status.holder.expect("two departments");
        assert_eq!(holder.matches("Ministry of Finance").count(), 2, "{holder}");

        let income = stage.officer("mof", "income_tax_officer").await;
        let property = stage.officer("mof", "property_tax_officer").await;
        stage.take(&income, &reference).await;
        stage.decide(&income, &reference, decision("approve", "", &[])).await.expect("no objection");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::InReview, "the other still works");
        assert!(status.history.iter().any(|row| row.kind == EventKind::BodyAgreed));
        stage.take(&property, &reference).await;
        let back = decision("return_for_correction", "اكتب اسم الجهة كاملًا", &["destination"]);
        stage.decide(&property, &reference, back).await.expect("sent back");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Returned);
        stage.fill(&rana, &reference, &[("destination", "بلدية رام الله")]).await;
        stage.send(&rana, &reference).await.expect("sent again");
        let view = operations::casework::case(&stage.portal, &income, EN, &reference).await.expect("case");
        assert!(!view.task.expect("the other's").takeable, "whoever had no objection is not asked again");
        stage.take(&property, &reference).await;
        stage.decide(&property, &reference, decision("approve", "", &[])).await.expect("no objection");
        let clerk = stage.officer("mof", "clearance_officer").await;
        stage.take(&clerk, &reference).await;
        stage.decide(&clerk, &reference, decision("approve", "", &[])).await.expect("cleared");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// Both answer in the same moment, and one objects: the step is over once, and nobody's word is lost.
    async fn two_last_answers_in_one_moment(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply_for(&rana, TAX_CLEARANCE, &PRIVATE_PERSON).await;
        let income = stage.officer("mof", "income_tax_officer").await;
        let property = stage.officer("mof", "property_tax_officer").await;
        stage.take(&income, &reference).await;
        stage.take(&property, &reference).await;
        let (one, other) = tokio::join!(
            stage.decide(&income, &reference, decision("approve", "", &[])),
            stage.decide(&property, &reference, decision("reject", "ذمة قائمة", &[])),
        );
        one.expect("decided");
        other.expect("decided");
        let clerk = stage.officer("mof", "clearance_officer").await;
        stage.take(&clerk, &reference).await;
        let refused = decision("reject", "تُسدَّد الذمة أولًا", &[]);
        stage.decide(&clerk, &reference, refused).await.expect("at the desk for what is owed");
        let status = stage.status(&rana, &reference).await;
        assert_eq!((status.status, status.reason.as_deref()), (Status::Rejected, Some("تُسدَّد الذمة أولًا")));
    }

    /// A permit through all its bodies: study fee, assessment by an officer, second payment, inspection.
    async fn an_assessed_fee_is_entered_and_paid(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let authority = first(&stage, "offices.local_authorities");
        let mut answers = HOUSE.to_vec();
        answers.retain(|(_, value)| !value.is_empty());
        answers.iter_mut().filter(|(key, _)| *key == "local_authority").for_each(|answer| answer.1 = authority.as_str());
        let reference = stage.apply_for(&rana, BUILDING_PERMIT, &answers).await;
        stage.pay(&rana, &reference).await;
        for (entity, role, action) in [
            ("local_authority", "la_service_clerk", "approve"),
            ("local_authority", "la_engineer", "approve_without_visit"),
            ("engineers_association", "syndicate_reviewer", "approve"),
            ("civil_defence", "civil_defence_officer", "approve"),
            ("moh", "environmental_health_officer", "approve"),
            ("local_authority", "la_committee_secretary", "approve"),
        ] {
            let officer = stage.officer(entity, role).await;
            stage.take(&officer, &reference).await;
            stage.decide(&officer, &reference, decision(action, "", &[])).await.expect(role);
        }
        let finance = stage.officer("local_authority", "la_finance_officer").await;
        stage.take(&finance, &reference).await;
        let silent = stage.decide(&finance, &reference, decision("assess_fee", "", &[])).await;
        problem_at(silent.expect_err("how much"), "licence_fee_minor");
        let amounts = [("licence_fee_minor", "١٢٥٠٫٥٠"), ("deposit_minor", "300")];
        let assessed = Decision {
            amounts: BTreeMap::from(amounts.map(|(name, typed)| (name.to_owned(), typed.to_owned()))),
            ..decision("assess_fee", "", &[])
        };
        stage.decide(&finance, &reference, assessed).await.expect("assessed");
        let status = stage.status(&rana, &reference).await;
        assert_eq!(status.status, Status::AwaitingPayment);
        let of = |amounts: &[domain::money::Money]| amounts.iter().map(|amount| amount.minor).collect::<Vec<_>>();
        assert_eq!((of(&status.fee.totals), of(&status.fee.due)), (vec![175_050], vec![155_050]), "the first is paid");
        stage.pay(&rana, &reference).await;
        assert_eq!(stage.status(&rana, &reference).await.status, Status::AwaitingInspection);
        let surveyor = stage.officer("local_authority", "la_surveyor").await;
        stage.take(&surveyor, &reference).await;
        stage.decide(&surveyor, &reference, decision("pass", "", &[])).await.expect("set out");
        assert_eq!(stage.status(&rana, &reference).await.status, Status::Approved);
    }

    /// Asked of the person named and of nobody else; a yes leads on to the payment, once.
    async fn a_consent_is_given_by_the_person_named(store) {
        let stage = Stage::set(store).await;
        let (parent, reference) = asks_for_consent(&stage).await;
        assert_eq!(stage.status(&parent, &reference).await.status, Status::AwaitingConsent);
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let mine = operations::applications::list(&stage.portal, &rana, EN, None).await.expect("mine");
        assert_eq!(mine.consents.len(), 1);
        for other in [&parent, &stage.citizen(DemoPart::Guardian).await] {
            let refused = consents::consent(&stage.portal, other, EN, &reference).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        }
        let nothing = consents::answer(&stage.portal, &rana, &reference, "").await.expect_err("yes or no");
        assert_eq!(problem_at(nothing, "consent"), FormProblem::ChooseConsent);
        consents::answer(&stage.portal, &rana, &reference, "given").await.expect("agreed");
        assert_eq!(stage.status(&parent, &reference).await.status, Status::AwaitingPayment);
        let again = consents::answer(&stage.portal, &rana, &reference, "refused").await;
        assert!(matches!(again, Err(OperationError::Conflict)), "{again:?}");
        let view = consents::consent(&stage.portal, &rana, EN, &reference).await.expect("it is still there");
        assert_eq!(view.given, Some(true));
        stage.pay(&parent, &reference).await;
        assert_eq!(stage.status(&parent, &reference).await.status, Status::InReview);
    }

    /// A no ends it; so does silence, and what was said in time is not overtaken by the end of the time.
    async fn a_consent_is_refused_or_runs_out(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let (parent, refused) = asks_for_consent(&stage).await;
        consents::answer(&stage.portal, &rana, &refused, "refused").await.expect("refused");
        assert_eq!(stage.status(&parent, &refused).await.status, Status::Rejected);
        let (_, given) = asks_for_consent(&stage).await;
        let (_, silent) = asks_for_consent(&stage).await;
        consents::answer(&stage.portal, &rana, &given, "given").await.expect("agreed");
        // Ten working days for the consent, fifteen for the payment.
        stage.hands.go_on(Duration::days(18));
        payments::watch::round(&stage.portal).await;
        assert_eq!(stage.status(&parent, &silent).await.status, Status::Expired);
        assert_eq!(stage.status(&parent, &given).await.status, Status::AwaitingPayment);
        let late = consents::answer(&stage.portal, &rana, &silent, "given").await;
        assert!(matches!(late, Err(OperationError::Conflict)), "{late:?}");
    }
}
