//! Carrying a workflow into the store: from a step, on through what needs nobody, to where somebody must act.
//!
//! Everything here happens in the caller's transaction: the application's status, the task or the invoice it leads to,
//! and the lines of the history are one deed.

pub(crate) mod clock;
mod outside;
mod parallel;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{EventKind, Transition};
use domain::facts::CaseFacts;
use domain::fee;
use domain::id::{InvoiceId, TaskId};
use domain::ledger::{self, PostedLine};
use domain::payment::{BillNumber, InvoiceState};
use domain::service::workflow::{FeeStage, Step, StepKind};
use domain::service::{ClockStart, ServiceDefinition};
use domain::workflow::{self, End, Stop};
use store::Transaction;
use store::applications::{ApplicationRow, Move};
use store::invoices::{Invoice, InvoiceLineRow, InvoiceRow};
use store::tasks::{Closing, NewTask};

use crate::catalogue::Service;
use crate::events::Entry;
use crate::{OperationError, Portal, payments};

/// An application on its way, inside one transaction.
pub(crate) struct Case<'a> {
    pub(crate) portal: &'a Portal,
    pub(crate) service: &'a Service,
    pub(crate) definition: &'a ServiceDefinition,
    pub(crate) application: ApplicationRow,
    pub(crate) facts: CaseFacts,
    pub(crate) now: DateTime<Utc>,
    /// Where work goes on when it is sent again; written with the next move of the status.
    pub(crate) resume: Option<String>,
    /// The day the applicant comes, while the walk goes on from an appointment to the desk that expects them.
    pub(crate) comes_on: Option<NaiveDate>,
}

impl<'a> Case<'a> {
    /// The application with the facts frozen when it was sent.
    pub(crate) fn of(portal: &'a Portal, service: &'a Service, application: ApplicationRow) -> Self {
        let facts = application.facts.clone().unwrap_or_default();
        Self {
            portal,
            service,
            definition: &service.definition,
            application,
            facts,
            now: portal.clock.now(),
            resume: None,
            comes_on: None,
        }
    }

    /// Writes a line of the history.
    pub(crate) async fn record(&self, tx: &mut Transaction, entry: Entry) -> Result<(), OperationError> {
        entry.write(tx, self.portal, self.application.id, self.now).await
    }

    /// Ends the work nobody needs any more, and what was asked of others for it.
    pub(crate) async fn close_tasks(&self, tx: &mut Transaction) -> Result<(), OperationError> {
        for task in store::tasks::open_for_application(&mut *tx, self.application.id).await? {
            let closing = Closing {
                id: task.id,
                from_version: task.version,
                action: None,
                outcome: None,
                decided_by: None,
                note: None,
                reason: None,
                at: self.now,
            };
            store::tasks::close(tx, closing).await?;
        }
        store::consents::give_up(tx, self.application.id, self.now).await?;
        store::appointments::give_up(tx, self.application.id).await?;
        store::opinions::give_up(tx, self.application.id, self.now).await?;
        Ok(())
    }

    /// Goes to a step, or an end, and on until somebody must act.
    pub(crate) async fn advance(&mut self, tx: &mut Transaction, target: &str) -> Result<(), OperationError> {
        let paid = self.paid_stages(tx).await?;
        let due = |stage: FeeStage| !paid.contains(stage.key()) && self.is_due(stage);
        let walk = workflow::arrive(&self.definition.workflow, target, &self.facts, &due)
            .map_err(|error| OperationError::Fault(format!("{}: {error}", self.definition.id)))?;
        for key in &walk.passed {
            self.pass(tx, key, &paid).await?;
        }
        match &walk.stop {
            Stop::Task(key) => self.stop_at_task(tx, key, &walk.stop).await,
            Stop::Desks(step, keys) => self.stop_at_desks(tx, step, keys, &walk.stop).await,
            Stop::Appointment(key) => {
                self.change(tx, walk.stop.transition(&self.definition.workflow), Some(key), None)
                    .await
            }
            Stop::Consent(key) => self.stop_at_consent(tx, key, &walk.stop).await,
            Stop::Payment(key, stage) => self.stop_at_payment(tx, key, *stage, &walk.stop).await,
            Stop::End(end) => self.end(tx, *end, &walk.stop).await,
        }
    }

    pub(crate) fn step(&self, key: &str) -> Result<&'a Step, OperationError> {
        self.definition
            .workflow
            .step(key)
            .ok_or_else(|| OperationError::Fault(format!("no step {key}")))
    }

    /// Leaves the line a step passed without anybody acting deserves.
    async fn pass(&mut self, tx: &mut Transaction, key: &str, paid: &BTreeSet<String>) -> Result<(), OperationError> {
        let step = self.step(key)?;
        if step.fee_stage.is_some_and(|stage| paid.contains(stage.key())) {
            return Ok(());
        }
        let skipped = step.when.as_ref().is_some_and(|when| !when.holds(&self.facts));
        match step.kind {
            StepKind::System if !skipped => self.record(tx, Entry::system(EventKind::RegistryChecked).at(key)).await,
            StepKind::Payment if !skipped => {
                self.record(tx, Entry::system(EventKind::NothingDue).at(key)).await?;
                self.start_clock(ClockStart::PaymentConfirmed);
                crate::documents::issue::issue_interim(tx, self).await
            }
            _ => Ok(()),
        }
    }

    async fn stop_at_task(&mut self, tx: &mut Transaction, key: &str, stop: &Stop) -> Result<(), OperationError> {
        self.open_desk(tx, key).await?;
        let transition = match self.comes_on {
            // The desk waits for the applicant, who has chosen the day.
            Some(_) => Transition::AskAppointment,
            None => stop.transition(&self.definition.workflow),
        };
        self.change(tx, transition, Some(key), None).await
    }

    /// Puts the work in the queue of the desk.
    pub(crate) async fn open_desk(&self, tx: &mut Transaction, key: &str) -> Result<(), OperationError> {
        let desk = workflow::desk(&self.definition.workflow, key)
            .ok_or_else(|| OperationError::Fault(format!("{}: no desk {key}", self.definition.id)))?;
        // A day the applicant chose is not moved by a holiday.
        let given = desk.sla_working_days.filter(|_| self.comes_on.is_none());
        let given = given.map(|days| self.capped(days));
        let task = NewTask {
            id: TaskId(self.portal.random.key(self.now)),
            application_id: self.application.id,
            step: key,
            entity: desk.entity.unwrap_or(&self.definition.ministry_id),
            role: desk.role,
            due_on: self.comes_on.or_else(|| given.map(|days| self.working_days(days))),
            clock_from: given.map(|_| crate::clock::local(self.now).date()),
            clock_days: given.map(i64::from),
            assignee_id: None,
            at: self.now,
        };
        store::tasks::open(tx, task).await?;
        Ok(())
    }

    /// On the urgent path every officer's step is capped at one working day.
    fn capped(&self, days: u32) -> u32 {
        if self.application.urgent { days.min(1) } else { days }
    }

    pub(crate) fn working_days(&self, days: u32) -> chrono::NaiveDate {
        let today = crate::clock::local(self.now).date();
        let calendar = self.portal.calendar(self.application.governorate.as_deref());
        calendar.add_working_days(today, days)
    }

    async fn stop_at_payment(
        &mut self,
        tx: &mut Transaction,
        key: &str,
        stage: FeeStage,
        stop: &Stop,
    ) -> Result<(), OperationError> {
        let expires = self
            .step(key)?
            .expires_after_working_days
            .map(|days| self.working_days(days));
        self.issue_invoices(tx, stage, expires).await?;
        self.change(tx, stop.transition(&self.definition.workflow), Some(key), expires)
            .await
    }

    async fn end(&mut self, tx: &mut Transaction, end: End, stop: &Stop) -> Result<(), OperationError> {
        if end != End::Issued {
            payments::cancel_open(tx, self).await?;
            crate::documents::issue::take_back(tx, self).await?;
        }
        self.close_tasks(tx).await?;
        self.change(tx, stop.transition(&self.definition.workflow), None, None)
            .await
    }

    /// Moves the status by the one table, guarded by the row's version, and leaves the line that belongs to the move.
    pub(crate) async fn change(
        &mut self,
        tx: &mut Transaction,
        transition: Transition,
        step: Option<&str>,
        expires_on: Option<chrono::NaiveDate>,
    ) -> Result<(), OperationError> {
        let status = self
            .application
            .status
            .after(transition)
            .map_err(|error| OperationError::Fault(error.to_string()))?;
        let before = self.application.status;
        self.turn_clock(status, step);
        let resume_step = self.resume.take();
        let movement = Move {
            id: self.application.id,
            from_version: self.application.version,
            status,
            step,
            resume_step: resume_step.as_deref(),
            due_on: self.application.due_on,
            clock_from: self.application.clock_from,
            clock_days: self.application.clock_days,
            expires_on,
            at: self.now,
        };
        self.application.version = store::applications::set_status(tx, movement).await?;
        self.application.status = status;
        self.application.step = step.map(str::to_owned);
        self.application.resume_step = resume_step;
        self.application.expires_on = expires_on;
        self.application.updated_at = self.now;
        crate::summaries::moved(tx, self, before).await?;
        // The officer's own action has its line already; a stop is a line of its own.
        self.tell_status(tx).await?;
        let told_elsewhere = matches!(
            transition,
            Transition::Return
                | Transition::Reject
                | Transition::Issue
                | Transition::Approve
                | Transition::Submit
                | Transition::Withdraw
        ) || self.comes_on.is_some();
        if told_elsewhere {
            return Ok(());
        }
        let mut entry = Entry::system(transition.event());
        entry.step = step.map(str::to_owned);
        self.record(tx, entry).await
    }

    pub(crate) fn lines(&self, stage: FeeStage) -> Result<Vec<fee::FeeLine>, OperationError> {
        let today = crate::clock::local(self.now).date();
        fee::lines(self.definition, &self.facts, stage, today)
            .map_err(|error| OperationError::Fault(format!("{}: {error}", self.definition.id)))
    }

    fn is_due(&self, stage: FeeStage) -> bool {
        // A fee that cannot be worked out is not free: the payment step stops and says so.
        self.lines(stage)
            .map_or(true, |lines| fee::totals(&lines).values().any(|minor| *minor > 0))
    }

    /// The stages whose bills are paid. A workflow may come to a payment twice: nobody pays a stage again.
    async fn paid_stages(&self, tx: &mut Transaction) -> Result<BTreeSet<String>, OperationError> {
        let invoices = store::invoices::by_application(&mut *tx, self.application.id).await?;
        let of = |state: InvoiceState| {
            let stages = invoices.iter().filter(move |invoice| invoice.state == state);
            stages.map(|invoice| invoice.stage.clone()).collect::<BTreeSet<_>>()
        };
        Ok(&of(InvoiceState::Paid) - &of(InvoiceState::Issued))
    }

    /// One invoice per currency, once per stage.
    async fn issue_invoices(
        &mut self,
        tx: &mut Transaction,
        stage: FeeStage,
        expires_on: Option<chrono::NaiveDate>,
    ) -> Result<(), OperationError> {
        let issued = store::invoices::by_application(&mut *tx, self.application.id).await?;
        if issued.iter().any(|invoice| invoice.stage == stage.key()) {
            return Ok(());
        }
        let lines = self.lines(stage)?;
        for (currency, total) in fee::totals(&lines).into_iter().filter(|(_, total)| *total > 0) {
            let of_currency: Vec<&fee::FeeLine> =
                lines.iter().filter(|line| line.amount.currency == currency).collect();
            let row = InvoiceRow {
                id: InvoiceId(self.portal.random.key(self.now)),
                bill_number: BillNumber::new(self.portal.settings.biller, self.portal.random.number()),
                application_id: self.application.id,
                stage: stage.key().to_owned(),
                agency: self.definition.ministry_id.clone(),
                payer_id: self.application.applicant_id,
                currency,
                total_minor: total,
                state: InvoiceState::Issued,
                created_at: self.now,
                expires_on,
                version: 1,
            };
            let lines = of_currency
                .iter()
                .zip(1..)
                .map(|(line, number)| new_line(line, number))
                .collect();
            let posted: Vec<PostedLine<'_>> = of_currency.iter().map(|line| posted(line)).collect();
            let transfers = ledger::invoice_issued(&row.id.to_string(), &row.agency, &posted);
            store::invoices::insert(tx, &Invoice { row, lines }).await?;
            payments::post(tx, self.portal, self.now, &transfers).await?;
        }
        Ok(())
    }
}

fn new_line(line: &fee::FeeLine, number: i64) -> InvoiceLineRow {
    InvoiceLineRow {
        number,
        code: line.code.clone(),
        label: line.label.clone(),
        kind: line.kind.key().to_owned(),
        quantity: line.quantity,
        unit_minor: line.unit_minor,
        amount_minor: line.amount.minor,
        basis: line.basis.key().to_owned(),
        exemption_category: line.exemption_category.clone(),
    }
}

fn posted(line: &fee::FeeLine) -> PostedLine<'_> {
    PostedLine {
        code: &line.code,
        amount: line.amount,
        exemption: line.exemption_category.as_deref(),
    }
}
