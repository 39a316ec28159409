//! What a workflow lets anybody choose, place by place, and what was chosen so far.

use std::collections::{BTreeMap, BTreeSet};

use domain::service::workflow::{Step, StepKind, Workflow};
use domain::workflow::{JOIN, TO_APPLICANT, desk, end_of};

/// The bill is paid.
pub(crate) const PAY: &str = "pay";
/// Nobody pays, or answers, in time.
pub(crate) const LAPSE: &str = "lapse";
/// A time is chosen.
pub(crate) const BOOK: &str = "book";
/// Another person agrees.
pub(crate) const AGREE: &str = "agree";
/// Another person does not.
pub(crate) const REFUSE: &str = "refuse";

/// Places, their choices, and where each may lead.
pub(crate) struct Ways {
    /// Targets by place and choice. Those by conditions alone stand under a choice without a name.
    leads: BTreeMap<String, Vec<(String, Vec<String>)>>,
    taken: BTreeMap<(String, String), usize>,
}

impl Ways {
    pub(crate) fn of(workflow: &Workflow) -> Self {
        let mut leads = BTreeMap::new();
        for step in &workflow.steps {
            leads.insert(step.key.clone(), choices(workflow, step));
            for branch in &step.branches {
                if let (StepKind::Parallel, Some(key)) = (step.kind, &branch.key) {
                    let place = format!("{}/{key}", step.key);
                    let actions = desk_choices(workflow, &place, step);
                    leads.insert(place, actions);
                }
            }
        }
        Self {
            leads,
            taken: BTreeMap::new(),
        }
    }

    /// How many choices there are.
    pub(crate) fn len(&self) -> usize {
        self.all().count()
    }

    fn all(&self) -> impl Iterator<Item = (String, String)> {
        let each = self.leads.iter();
        each.flat_map(|(place, ways)| ways.iter().map(move |(way, _)| (place.clone(), way.clone())))
            .filter(|(_, way)| !way.is_empty())
    }

    /// Those that nobody took.
    pub(crate) fn open(&self) -> BTreeSet<(String, String)> {
        self.all().filter(|choice| !self.taken.contains_key(choice)).collect()
    }

    /// Writes down a choice; whether it is the first time.
    pub(crate) fn take(&mut self, place: &str, way: &str) -> bool {
        let count = self.taken.entry((place.to_owned(), way.to_owned())).or_default();
        *count += 1;
        *count == 1
    }

    /// What is best chosen here: what nobody took, one that comes back before one that ends; else what leads to such a
    /// place, the least used first; else the first.
    pub(crate) fn best(&self, place: &str) -> Option<String> {
        let ways: Vec<&(String, Vec<String>)> = self
            .leads
            .get(place)?
            .iter()
            .filter(|(way, _)| !way.is_empty())
            .collect();
        let count = |way: &str| {
            let key = (place.to_owned(), way.to_owned());
            self.taken.get(&key).copied().unwrap_or_default()
        };
        let ends = |to: &[String]| to.iter().all(|to| end_of(to).is_some());
        let new = ways.iter().filter(|(way, _)| count(way) == 0);
        if let Some((way, _)) = new.min_by_key(|(_, to)| ends(to)) {
            return Some(way.clone());
        }
        let leading = ways.iter().filter(|(_, to)| self.leads_to_open(to));
        let best = leading.min_by_key(|(way, _)| count(way)).or_else(|| ways.first());
        best.map(|(way, _)| way.clone())
    }

    /// Whether something nobody took is reached from one of these, as far as the file says.
    fn leads_to_open(&self, from: &[String]) -> bool {
        let open: BTreeSet<String> = self.open().into_iter().map(|(place, _)| place).collect();
        let mut known = BTreeSet::new();
        let mut next: Vec<&String> = from.iter().collect();
        while let Some(at) = next.pop() {
            if open.contains(at) {
                return true;
            }
            if known.insert(at) {
                let ways = self.leads.get(at).into_iter().flatten();
                next.extend(ways.flat_map(|(_, to)| to));
            }
        }
        false
    }
}

fn choices(workflow: &Workflow, step: &Step) -> Vec<(String, Vec<String>)> {
    let one = |way: &str, to: &Option<String>| {
        let to = to.clone();
        to.map(|to| (way.to_owned(), vec![to]))
    };
    let mut ways: Vec<(String, Vec<String>)> = match step.kind {
        StepKind::Task | StepKind::Issue | StepKind::Inspection | StepKind::ExternalWait => {
            desk_choices(workflow, &step.key, step)
        }
        StepKind::Payment => {
            let lapse = step
                .expires_after_working_days
                .and_then(|_| one(LAPSE, &step.on_expiry));
            one(PAY, &step.to).into_iter().chain(lapse).collect()
        }
        StepKind::Appointment => one(BOOK, &step.to).into_iter().collect(),
        StepKind::ThirdPartyConsent => {
            let lapse = step
                .expires_after_working_days
                .and_then(|_| one(LAPSE, &step.on_expiry));
            let answers = one(AGREE, &step.to).into_iter().chain(one(REFUSE, &step.on_refusal));
            answers.chain(lapse).collect()
        }
        StepKind::System => {
            let to = step.branches.iter().filter_map(|branch| branch.to.clone());
            vec![(String::new(), to.chain(step.default_to.clone()).collect())]
        }
        StepKind::Parallel => {
            let desks = step.branches.iter().filter_map(|branch| branch.key.as_ref());
            let desks = desks.map(|key| format!("{}/{key}", step.key));
            vec![(String::new(), desks.chain(joined(step)).collect())]
        }
    };
    ways.extend(step.else_to.clone().map(|to| (String::new(), vec![to])));
    ways
}

fn desk_choices(workflow: &Workflow, place: &str, step: &Step) -> Vec<(String, Vec<String>)> {
    let actions = desk(workflow, place).map(|desk| desk.actions).unwrap_or_default();
    let lead = |to: String, resume: Option<String>| match to.as_str() {
        TO_APPLICANT => vec![resume.unwrap_or_else(|| place.to_owned())],
        JOIN => joined(step).collect(),
        _ => vec![to],
    };
    actions
        .into_iter()
        .map(|action| (action.key, lead(action.to, action.resume_at)))
        .collect()
}

fn joined(step: &Step) -> impl Iterator<Item = String> {
    let join = step.join.iter();
    join.flat_map(|join| [join.when_all_approved_to.clone(), join.when_any_rejected_to.clone()])
}
