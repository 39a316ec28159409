//! Walking the workflows of the catalogue: every stop has somebody who can act, every action leads somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use domain::facts::CaseFacts;
use domain::service::ServiceDefinition;
use domain::service::workflow::{FeeStage, Outcome, StepKind};
use domain::workflow::{self, BranchAnswer, Joined, Lead, Stop};

fn services() -> Vec<ServiceDefinition> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/services");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the catalogue")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("a service"))
        .collect()
}

fn service(id: &str) -> ServiceDefinition {
    services()
        .into_iter()
        .find(|service| service.id == id)
        .expect("a service")
}

fn facts(answers: &[(&str, &str)]) -> CaseFacts {
    let mut facts = CaseFacts::default();
    for (name, value) in answers {
        facts.answers.insert((*name).to_owned(), (*value).into());
    }
    facts
}

fn arrive(definition: &ServiceDefinition, target: &str, facts: &CaseFacts) -> Stop {
    workflow::arrive(&definition.workflow, target, facts, &|_: FeeStage| true)
        .expect("a walk")
        .stop
}

/// From the start, whatever is decided: no step is a dead end, and every desk has a role and something to do.
#[test]
fn every_position_of_the_twelve_can_be_left() {
    for definition in services() {
        let flow = &definition.workflow;
        let none = CaseFacts::default();
        for step in &flow.steps {
            let stop = arrive(&definition, &step.key, &none);
            match &stop {
                Stop::Task(key) => assert!(workflow::desk(flow, key).is_some(), "{}: {key}", definition.id),
                Stop::Desks(_, keys) => {
                    for key in keys {
                        assert!(workflow::desk(flow, key).is_some(), "{}: {key}", definition.id);
                    }
                }
                Stop::Appointment(key) | Stop::Consent(key) | Stop::Payment(key, _) => {
                    let step = flow.step(key).expect("a step");
                    assert!(step.to.is_some(), "{}: {key} leads nowhere", definition.id);
                }
                Stop::End(_) => {}
            }
        }
        for desk in workflow::desks(flow) {
            assert!(!desk.actions.is_empty(), "{}: {}", definition.id, desk.step.key);
            assert!(desk.role != "system" && desk.role != "applicant", "{}", definition.id);
        }
    }
}

#[test]
fn a_parallel_step_asks_those_the_case_needs() {
    let tax = service("tax-clearance-certificate");
    let Stop::Desks(step, individual) = arrive(&tax, &tax.workflow.start, &facts(&[("taxpayer_type", "individual")]))
    else {
        panic!("not parallel")
    };
    assert_eq!(step, "tax_departments");
    assert!(
        individual.contains(&"tax_departments/income_tax".to_owned()),
        "{individual:?}"
    );
    let all = workflow::desks_of(
        tax.workflow.step(&step).expect("a step"),
        &facts(&[("taxpayer_type", "company")]),
    );
    assert!(all.iter().collect::<BTreeSet<_>>().len() == all.len());
}

#[test]
fn a_parallel_step_is_over_when_all_have_answered() {
    let tax = service("tax-clearance-certificate");
    let step = tax.workflow.step("tax_departments").expect("a step");
    let case = facts(&[("taxpayer_type", "company")]);
    let desks = workflow::desks_of(step, &case);
    let open = |desk: &str| {
        if desk == desks[0] {
            BranchAnswer::Open
        } else {
            BranchAnswer::Approved
        }
    };
    assert_eq!(workflow::join(step, &case, &open), Joined::Waits(Vec::new()));
    let unasked = |desk: &str| {
        if desk == desks[0] {
            BranchAnswer::NotAsked
        } else {
            BranchAnswer::Rejected
        }
    };
    assert_eq!(
        workflow::join(step, &case, &unasked),
        Joined::Waits(vec![desks[0].clone()])
    );
    let approved = |_: &str| BranchAnswer::Approved;
    assert_eq!(
        workflow::join(step, &case, &approved),
        Joined::To("clearance".to_owned())
    );
    let one_refused = |desk: &str| {
        if desk == desks[0] {
            BranchAnswer::Rejected
        } else {
            BranchAnswer::Approved
        }
    };
    assert_eq!(
        workflow::join(step, &case, &one_refused),
        Joined::To("balance_due".to_owned())
    );
}

#[test]
fn the_office_that_goes_on_writes_down_what_another_body_replied() {
    let attestation = service("academic-certificate-attestation");
    let flow = &attestation.workflow;
    let desk = workflow::desk(flow, "institution_reply").expect("a desk");
    assert_eq!(desk.step.kind, StepKind::ExternalWait);
    let next = flow.step("education_sign").expect("the step after");
    assert_eq!((desk.role, desk.entity), (next.role.as_str(), next.entity.as_deref()));
    let (action, lead) = workflow::act(flow, "institution_reply", workflow::NEGATIVE_REPLY).expect("an action");
    assert_eq!(action.outcome, Outcome::Reject);
    assert!(action.note_to_applicant_required);
    assert_eq!(lead, Lead::To("end_rejected".to_owned()));
}

#[test]
fn a_minors_passport_waits_for_the_father() {
    let passport = service("passport-renewal");
    let asked = facts(&[("consent_basis", "mother_with_father_consent")]);
    let start = passport.workflow.start.clone();
    assert_eq!(
        arrive(&passport, &start, &asked),
        Stop::Consent("father_consent".to_owned())
    );
    let mut given = asked;
    given.set("case.father_consent", "given");
    assert!(matches!(arrive(&passport, &start, &given), Stop::Payment(key, _) if key == "pay"));
}

#[test]
fn an_action_of_a_branch_leads_to_the_join() {
    let permit = service("building-permit");
    let (_, lead) = workflow::act(&permit.workflow, "authorities/civil_defence", "approve").expect("an action");
    assert_eq!(
        lead,
        Lead::Join {
            step: "authorities".to_owned()
        }
    );
    let (_, lead) =
        workflow::act(&permit.workflow, "authorities/civil_defence", "return_for_correction").expect("an action");
    assert_eq!(
        lead,
        Lead::Applicant {
            resume: "authorities/civil_defence".to_owned()
        }
    );
    assert!(workflow::act(&permit.workflow, "authorities/nobody", "approve").is_err());
    assert!(workflow::act(&permit.workflow, "authorities", "approve").is_err());
}
