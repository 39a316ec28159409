//! Whether a condition can ever hold, and whether it can ever not.
//!
//! A condition is looked at together with what must hold for it to be looked at: the page is shown, the questions it
//! names were asked. Where that cannot be said for certain nothing is said.

mod search;
mod values;

use super::{Checker, path};
use crate::condition::Condition;
use crate::service::Requirement;
use crate::service::fee::FeeItem;
use crate::service::field::{Field, Page};
use crate::service::workflow::{Step, StepKind};
use search::{Goal, Search};

impl<'a> Checker<'a> {
    pub(super) fn reached(&mut self) {
        let definition = self.definition;
        self.rules();
        for (path, item) in path::each("fee.items", &definition.fee.items) {
            self.charged(&path, item);
        }
        for (path, document) in path::each("documents", &definition.documents) {
            if let Some(when) = document
                .required_when
                .as_ref()
                .filter(|_| document.required == Requirement::Conditional)
            {
                let path = format!("{path}.required_when");
                let group = self.group_of_paper(&document.key);
                if self.never(&[], when, group) {
                    let mend = "mend the condition, or set required to false";
                    self.error(path, "can never hold: nobody is asked for this paper", mend);
                } else if self.always(&[], when, group) {
                    self.warning(path, "always holds", "set required to true, without a condition");
                }
            }
        }
        for (path, page) in path::each("form.pages", &definition.form.pages) {
            self.asked(&path, page);
        }
        for (path, step) in path::each("workflow.steps", &definition.workflow.steps) {
            self.taken(&path, step);
        }
    }

    fn never(&self, given: &[Goal<'a>], when: &'a Condition, group: Option<&'a Field>) -> bool {
        !self.possible(given, when, true, group)
    }

    fn always(&self, given: &[Goal<'a>], when: &'a Condition, group: Option<&'a Field>) -> bool {
        !self.possible(given, when, false, group)
    }

    fn possible(&self, given: &[Goal<'a>], when: &'a Condition, holds: bool, group: Option<&'a Field>) -> bool {
        let mut goals = given.to_vec();
        goals.push(Goal { when, holds, group });
        Search::new(self.definition).possible(goals)
    }

    fn rules(&mut self) {
        let definition = self.definition;
        for (path, rule) in path::each("eligibility.rules", &definition.eligibility.rules) {
            if self.never(&[], &rule.when, None) {
                let mend = "mend the condition: it says who may apply";
                self.error(format!("{path}.when"), "can never hold: nobody may apply", mend);
            } else if self.always(&[], &rule.when, None) {
                self.warning(
                    format!("{path}.when"),
                    "always holds: it refuses nobody",
                    "leave the rule out",
                );
            }
        }
        for (path, rule) in path::each("form.cross_field_rules", &definition.form.cross_field_rules) {
            if self.always(&[], &rule.when, None) {
                let mend = "mend the condition: it says what must not be";
                self.error(
                    format!("{path}.when"),
                    "always holds: nobody can send an application",
                    mend,
                );
            } else if self.never(&[], &rule.when, None) {
                self.warning(
                    format!("{path}.when"),
                    "can never hold: it stops nobody",
                    "leave the rule out",
                );
            }
        }
    }

    fn asked(&mut self, path: &str, page: &'a Page) {
        let mut given = Vec::new();
        if let Some(when) = &page.visible_when {
            let path = format!("{path}.visible_when");
            if self.never(&[], when, None) {
                let mend = "mend the condition, or leave the page out";
                return self.error(path, "can never hold: nobody sees this page", mend);
            }
            if self.always(&[], when, None) {
                self.warning(path, "always holds", "leave the condition out");
            }
            given.push(Goal::holds(when));
        }
        for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
            if !self.question(&path, field, &given, None) {
                continue;
            }
            let mut given = given.clone();
            given.extend(field.visible_when.as_ref().map(Goal::holds));
            for (path, inner) in path::each(&format!("{path}.fields"), &field.fields) {
                self.question(&path, inner, &given, Some(field));
            }
        }
    }

    /// Whether anybody can be asked.
    fn question(&mut self, path: &str, field: &'a Field, given: &[Goal<'a>], group: Option<&'a Field>) -> bool {
        let Some(when) = &field.visible_when else { return true };
        let path = format!("{path}.visible_when");
        if self.never(given, when, group) {
            let mend = "mend the condition, or leave the question out";
            self.error(path, "can never hold here: nobody is asked this question", mend);
            return false;
        }
        if self.always(given, when, group) {
            self.warning(path, "always holds here", "leave the condition out");
        }
        true
    }

    fn charged(&mut self, path: &str, item: &'a FeeItem) {
        if let Some(when) = &item.when
            && self.never(&[], when, None)
        {
            let mend = "mend the condition, or leave the item out";
            self.error(format!("{path}.when"), "can never hold: nobody is charged this", mend);
        }
        let mut given: Vec<Goal<'a>> = item.when.iter().map(Goal::holds).collect();
        for (path, row) in path::each(&format!("{path}.table"), &item.table) {
            if self.never(&given, &row.when, None) {
                let mend = "move the row up, mend its condition, or leave it out";
                self.warning(format!("{path}.when"), "never counts: a row above it always does", mend);
            }
            given.push(Goal::fails(&row.when));
        }
        if !item.table.is_empty() && Search::knowing_all(self.definition).possible(given) {
            let mend = r#"add a last row with {"always": true}, or the rows that are missing"#;
            self.warning(format!("{path}.table"), "there are cases no row is for", mend);
        }
    }

    fn taken(&mut self, path: &str, step: &'a Step) {
        if let Some(when) = &step.when
            && self.never(&[], when, None)
        {
            let mend = "mend the condition, or leave the step out";
            self.warning(
                format!("{path}.when"),
                "can never hold: the step is always passed over",
                mend,
            );
        }
        if step.kind != StepKind::System {
            return;
        }
        let mut given = Vec::new();
        for (path, branch) in path::each(&format!("{path}.branches"), &step.branches) {
            let Some(when) = &branch.when else { continue };
            if self.never(&given, when, None) {
                let mend = "move the branch up, mend its condition, or leave it out";
                self.warning(
                    format!("{path}.when"),
                    "is never taken: it cannot hold, or one above it always does",
                    mend,
                );
            }
            given.push(Goal::fails(when));
        }
    }
}
