//! Steps: where they lead, whether they are reached, and what each kind needs.

mod graph;
mod target;

use super::{Checker, path};
use crate::service::fee::FeeKind;
use crate::service::workflow::{Action, Branch, FeeStage, Outcome, Reason, Step, StepKind, Workflow};
use crate::workflow::{END_ISSUED, TO_APPLICANT, is_adverse};
use graph::Graph;
use target::ways;

impl<'a> Checker<'a> {
    pub(super) fn workflow(&mut self) {
        let workflow = &self.definition.workflow;
        self.unique("workflow.steps", workflow.steps.iter().map(|step| step.key.as_str()));
        if workflow.step(&workflow.start).is_none() {
            self.error(
                "workflow.start",
                format!("no step is named {}", workflow.start),
                "name one of the steps",
            );
        }
        for (path, step) in path::each("workflow.steps", &workflow.steps) {
            self.step(&path, step);
            for way in ways(step) {
                if let Err(reason) = way.leads_well(workflow) {
                    self.error(
                        format!("{path}.{}", way.path),
                        reason,
                        "name a step, or an end this way may lead to",
                    );
                }
            }
        }
        for (outcome, reasons) in &workflow.reasons {
            let path = format!("workflow.reasons.{}", outcome.key());
            self.reasons(&path, *outcome, reasons);
        }
        self.reach(workflow);
        self.stages();
    }

    fn reasons(&mut self, path: &str, outcome: Outcome, reasons: &'a [Reason]) {
        if !is_adverse(outcome) {
            self.warning(
                path,
                "nobody is asked for a reason here",
                "leave it out, or write it for an outcome that goes against the applicant",
            );
        }
        self.unique(path, reasons.iter().map(|reason| reason.key.as_str()));
        for (path, reason) in path::each(path, reasons) {
            self.key(&path, &reason.key);
            self.text(&format!("{path}.label"), &reason.label);
        }
    }

    fn step(&mut self, path: &str, step: &'a Step) {
        self.key(path, &step.key);
        self.text(&format!("{path}.title"), &step.title);
        self.optional_text(&format!("{path}.purpose"), step.purpose.as_ref());
        if step.role.is_empty() {
            self.error(
                format!("{path}.role"),
                "nobody acts here",
                "write the key of a role in reference.json",
            );
        }
        if let Some(when) = &step.when {
            self.condition(&format!("{path}.when"), when, None);
        }
        if step.when.is_some() != step.else_to.is_some() {
            self.error(
                format!("{path}.else_to"),
                "when and else_to come together",
                "add the one that is missing, or leave both out",
            );
        }
        if step.expires_after_working_days.is_some() != step.on_expiry.is_some() {
            self.error(
                format!("{path}.on_expiry"),
                "expires_after_working_days and on_expiry come together",
                "add the one that is missing, or leave both out",
            );
        }
        self.days(&format!("{path}.sla_working_days"), step.sla_working_days);
        self.days(
            &format!("{path}.expires_after_working_days"),
            step.expires_after_working_days,
        );
        self.days(
            &format!("{path}.bookable_within_working_days"),
            step.bookable_within_working_days,
        );
        self.days(&format!("{path}.expected_working_days"), step.expected_working_days);
        for (at, name) in step.checks.iter().enumerate() {
            self.name(&format!("{path}.checks[{at}]"), name, None);
        }
        self.unique(
            &format!("{path}.checklist"),
            step.checklist.iter().map(|item| item.key.as_str()),
        );
        for (path, item) in path::each(&format!("{path}.checklist"), &step.checklist) {
            self.text(&format!("{path}.label"), &item.label);
        }
        if let Some(list) = &step.offices_from {
            self.list(&format!("{path}.offices_from"), list);
        }
        if let Some(party) = &step.party_from {
            self.name(&format!("{path}.party_from"), party, None);
        }
        self.actions(&format!("{path}.actions"), &step.actions);
        for (path, branch) in path::each(&format!("{path}.branches"), &step.branches) {
            self.branch(&path, branch, step.kind);
        }
        for key in needs(step) {
            self.error(
                format!("{path}.{key}"),
                format!("a step of this kind needs {key}"),
                format!("add {key}, or change the kind of the step"),
            );
        }
    }

    fn actions(&mut self, path: &str, actions: &[Action]) {
        self.unique(path, actions.iter().map(|action| action.key.as_str()));
        for (path, action) in path::each(path, actions) {
            self.key(&path, &action.key);
            self.text(&format!("{path}.label"), &action.label);
            let adverse = matches!(
                action.outcome,
                Outcome::Reject | Outcome::ReturnForCorrection | Outcome::RefuseExemption
            );
            if adverse && !action.note_to_applicant_required {
                self.warning(
                    format!("{path}.note_to_applicant_required"),
                    "the applicant is not told why",
                    "set note_to_applicant_required to true",
                );
            }
            if action.resume_at.is_some() && action.to != TO_APPLICANT {
                self.warning(
                    format!("{path}.resume_at"),
                    "only looked at on the way to $applicant",
                    "leave resume_at out",
                );
            }
            for name in action.set.keys() {
                if name.strip_prefix("case.").is_none_or(str::is_empty) {
                    self.error(
                        format!("{path}.set.{name}"),
                        "an action sets facts of case.* only",
                        "begin the name with case.",
                    );
                }
            }
        }
    }

    fn branch(&mut self, path: &str, branch: &Branch, kind: StepKind) {
        if let Some(when) = &branch.when {
            self.condition(&format!("{path}.when"), when, None);
        }
        self.optional_text(&format!("{path}.title"), branch.title.as_ref());
        self.days(&format!("{path}.sla_working_days"), branch.sla_working_days);
        self.actions(&format!("{path}.actions"), &branch.actions);
        let lacks = match kind {
            StepKind::Parallel => missing(&[
                ("key", branch.key.is_some()),
                ("title", branch.title.is_some()),
                ("role", branch.role.is_some()),
                ("actions", !branch.actions.is_empty()),
            ]),
            StepKind::System => missing(&[("to", branch.to.is_some())]),
            _ => {
                return self.error(
                    path,
                    "only a system or a parallel step has branches",
                    "leave branches out, or change the kind of the step",
                );
            }
        };
        for key in lacks {
            self.error(
                format!("{path}.{key}"),
                format!("a branch of this kind of step needs {key}"),
                format!("add {key} to the branch"),
            );
        }
    }

    /// Every step is reached from the start, an end is reached from every step, and a document can be issued.
    fn reach(&mut self, workflow: &'a Workflow) {
        let (mut all, mut automatic) = (Graph::default(), Graph::default());
        let mut ending = Vec::new();
        let mut issuing = Vec::new();
        for step in &workflow.steps {
            for way in ways(step) {
                if way.ends() {
                    ending.push(step.key.as_str());
                }
                if way.target == END_ISSUED {
                    issuing.push(step.key.as_str());
                }
                all.add(&step.key, way.target);
                if way.is_automatic(step) {
                    automatic.add(&step.key, way.target);
                }
            }
        }
        let reached = all.reached([workflow.start.as_str()]);
        let ending = all.leading_to(ending);
        let circles = automatic.circles();
        for (path, Step { key, .. }) in path::each("workflow.steps", &workflow.steps) {
            if !reached.contains(key.as_str()) {
                self.error(
                    &path,
                    format!("no way from the start leads to {key}"),
                    "lead a step to it, or leave it out",
                );
            }
            if !ending.contains(key.as_str()) {
                self.error(
                    &path,
                    format!("no way from {key} leads to an end"),
                    "lead it, or a step after it, to end_issued, end_rejected or end_expired",
                );
            }
            if circles.contains(key.as_str()) {
                self.warning(
                    &path,
                    format!("the steps may go round at {key} without anybody acting"),
                    "add a step between in which somebody acts, or let a branch lead out",
                );
            }
        }
        if !issuing.iter().any(|key| reached.contains(key)) {
            self.error(
                "workflow.steps",
                "no way from the start leads to end_issued",
                "add a step of kind issue whose action leads to end_issued",
            );
        }
    }

    /// What is charged is asked for, and what is assessed is entered.
    fn stages(&mut self) {
        let definition = self.definition;
        let steps = &definition.workflow.steps;
        let asked = |stage: FeeStage| steps.iter().any(|step| step.fee_stage == Some(stage));
        let entered = steps
            .iter()
            .flat_map(|step| &step.actions)
            .any(|action| action.outcome == Outcome::AssessFee);
        for (path, item) in path::each("fee.items", &definition.fee.items) {
            if !asked(item.stage) {
                self.error(
                    format!("{path}.stage"),
                    format!("no step asks for payment {}", item.stage.key()),
                    "add a payment step with this fee_stage, or change the stage of the item",
                );
            }
            if item.kind == FeeKind::Assessed && !entered {
                self.error(
                    format!("{path}.from_case"),
                    "no action has the outcome assess_fee",
                    "add an action with the outcome assess_fee before the payment",
                );
            }
        }
        for (path, step) in path::each("workflow.steps", steps) {
            let Some(stage) = step.fee_stage else {
                continue;
            };
            if !definition.fee.items.iter().any(|item| item.stage == stage) {
                self.warning(
                    format!("{path}.fee_stage"),
                    format!("nothing is charged {}", stage.key()),
                    "add an item of this stage, or leave the step out",
                );
            }
        }
    }
}

/// The keys that are not there.
fn missing(keys: &[(&'static str, bool)]) -> Vec<&'static str> {
    keys.iter().filter(|(_, there)| !there).map(|(key, _)| *key).collect()
}

/// The keys a step of its kind needs and lacks.
fn needs(step: &Step) -> Vec<&'static str> {
    let actions = ("actions", !step.actions.is_empty());
    let to = ("to", step.to.is_some());
    match step.kind {
        StepKind::Task | StepKind::Issue => missing(&[actions]),
        StepKind::Inspection => missing(&[actions, ("checklist", !step.checklist.is_empty())]),
        StepKind::Payment => missing(&[("fee_stage", step.fee_stage.is_some()), to]),
        StepKind::System => missing(&[("default_to", step.default_to.is_some())]),
        StepKind::Parallel => missing(&[("branches", !step.branches.is_empty()), ("join", step.join.is_some())]),
        StepKind::Appointment => missing(&[
            ("offices_from", step.offices_from.is_some()),
            ("slot_minutes", step.slot_minutes.is_some_and(|minutes| minutes > 0)),
            (
                "bookable_within_working_days",
                step.bookable_within_working_days.is_some_and(|days| days > 0),
            ),
            to,
        ]),
        StepKind::ExternalWait => missing(&[to, ("on_negative_reply", step.on_negative_reply.is_some())]),
        StepKind::ThirdPartyConsent => missing(&[
            ("party_from", step.party_from.is_some()),
            to,
            ("on_refusal", step.on_refusal.is_some()),
        ]),
    }
}
