//! Whether an action may be carried out on a case, as things stand. The operation that does it asks again.

use domain::permission::{Act, Denied, may};
use domain::person::{Actor, Person};
use domain::service::workflow::{Action, Outcome};
use domain::view::queue::LeftOut;
use store::bulk::{BulkKind, BulkRow, CaseRow};

use crate::casework::case::note_required;
use crate::catalogue::Service;
use crate::{OperationError, Portal};

/// The actions of a step that need neither a text nor an amount.
pub(super) fn quick(service: &Service, step: &str) -> Vec<Action> {
    let desk = domain::workflow::desk(&service.definition.workflow, step);
    let actions = desk.map(|desk| desk.actions).unwrap_or_default().into_iter();
    actions
        .filter(|action| {
            action.outcome != Outcome::AssessFee && !note_required(action.outcome, action.note_to_applicant_required)
        })
        .collect()
}

/// Who judges which action.
pub(super) struct Judge<'a> {
    person: &'a Person,
    row: &'a BulkRow,
    receiver: Option<Person>,
}

impl<'a> Judge<'a> {
    pub(super) async fn new(portal: &Portal, person: &'a Person, row: &'a BulkRow) -> Result<Self, OperationError> {
        let receiver = match row.to_id {
            Some(id) => store::people::actor(&portal.store, id).await?,
            None => None,
        };
        Ok(Self { person, row, receiver })
    }

    /// Who is given the work.
    pub(super) const fn receiver(&self) -> Option<&Person> {
        self.receiver.as_ref()
    }

    /// What can be said before the rest is chosen.
    pub(super) fn chosen_from(&self, case: &CaseRow) -> Result<(), LeftOut> {
        if case.closed_at.is_some() {
            return Err(LeftOut::Closed);
        }
        if case.task_version != case.version {
            return Err(LeftOut::Changed);
        }
        let mine = case.assignee_id == Some(self.person.id);
        match self.row.kind {
            BulkKind::HandOver if self.person.supervises(&case.entity) => Ok(()),
            BulkKind::HandOver => Err(LeftOut::NotYourDesk),
            BulkKind::Take if mine => Err(LeftOut::YoursAlready),
            BulkKind::Take => self.work(case),
            BulkKind::Release | BulkKind::Decide => {
                if mine {
                    self.work(case)
                } else {
                    Err(LeftOut::NotYours)
                }
            }
        }
    }

    fn work(&self, case: &CaseRow) -> Result<(), LeftOut> {
        let act = Act::WorkTask {
            entity: &case.entity,
            role: &case.role,
            applicant: case.applicant_id,
            assignee: case.assignee_id,
        };
        match may(&Actor::Person(self.person.clone()), act) {
            Ok(()) => Ok(()),
            Err(Denied::TakenByAnother) => Err(LeftOut::Taken),
            Err(_) if case.applicant_id == self.person.id => Err(LeftOut::OwnApplication),
            Err(_) => Err(LeftOut::NotYourDesk),
        }
    }

    /// All that can be said.
    pub(super) fn case(&self, case: &CaseRow, service: &Service) -> Result<(), LeftOut> {
        self.chosen_from(case)?;
        match self.row.kind {
            BulkKind::Take | BulkKind::Release => Ok(()),
            BulkKind::Decide => {
                let named = |action: &Action| Some(action.key.as_str()) == self.row.action.as_deref();
                if quick(service, &case.step).iter().any(named) {
                    Ok(())
                } else {
                    Err(LeftOut::NoSuchAction)
                }
            }
            BulkKind::HandOver => self.hand_over(case),
        }
    }

    fn hand_over(&self, case: &CaseRow) -> Result<(), LeftOut> {
        match (&self.receiver, self.row.to_id) {
            (Some(to), _) if case.assignee_id == Some(to.id) => Err(LeftOut::TheirsAlready),
            (Some(to), _) if to.id == case.applicant_id => Err(LeftOut::TheirApplication),
            (Some(to), _) if to.holds(&case.entity, &case.role) => Ok(()),
            // The account was closed, or the role is not theirs.
            (Some(_), _) | (None, Some(_)) => Err(LeftOut::NotTheirRole),
            (None, None) if case.assignee_id.is_none() => Err(LeftOut::FreeAlready),
            (None, None) => Ok(()),
        }
    }
}
