//! Steps at which somebody outside the ministries acts: another person agrees, or the applicant comes.

use chrono::NaiveDate;
use domain::facts::Facts;
use domain::notice::NoticeKind;
use domain::value::Value;
use domain::workflow::Stop;
use store::Transaction;
use store::consents::ConsentRow;

use super::Case;
use crate::OperationError;
use crate::notices::render::Values;

/// What stands before a step's name in the fact its consent leaves: `case.father_consent`.
const CASE: &str = "case.";

impl Case<'_> {
    pub(super) async fn stop_at_consent(
        &mut self,
        tx: &mut Transaction,
        key: &str,
        stop: &Stop,
    ) -> Result<(), OperationError> {
        let step = self.step(key)?;
        let party = step
            .party_from
            .as_deref()
            .and_then(|name| self.facts.fact(name))
            .and_then(|value| value.as_text().map(str::to_owned))
            .ok_or_else(|| OperationError::Fault(format!("{}: nobody to ask at {key}", self.definition.id)))?;
        let expires_on = step.expires_after_working_days.map(|days| self.working_days(days));
        let request = ConsentRow {
            id: self.portal.random.key(self.now),
            application_id: self.application.id,
            step: key.to_owned(),
            party_number: party,
            asked_at: self.now,
            expires_on,
            answer: None,
            answered_at: None,
            answered_by: None,
            version: 1,
        };
        store::consents::ask(tx, &request).await?;
        self.tell_asked(tx, &request).await?;
        self.change(tx, stop.transition(&self.definition.workflow), Some(key), expires_on)
            .await
    }

    /// Tells the person who is asked, if there is an account that is proved to be theirs: what others typed reaches
    /// nobody else.
    async fn tell_asked(&self, tx: &mut Transaction, request: &ConsentRow) -> Result<(), OperationError> {
        let found = store::people::by_national_id(&mut *tx, &request.party_number).await?;
        let Some(person) = found.filter(|person| person.verified && person.id != self.application.applicant_id) else {
            return Ok(());
        };
        let values = Values {
            until: request.expires_on,
            ..Values::default()
        };
        let occasion = format!("consent:{}", request.id);
        self.tell_person(tx, person.id, NoticeKind::ConsentAsked, &occasion, values)
            .await
    }

    /// The day the applicant comes has changed: the desk that expects them is told.
    pub(crate) async fn expect_on(&self, tx: &mut Transaction, day: NaiveDate) -> Result<(), OperationError> {
        for task in store::tasks::open_for_application(&mut *tx, self.application.id).await? {
            store::tasks::set_due(tx, task.id, task.version, day).await?;
        }
        Ok(())
    }

    /// Notes what a person answered as a fact that conditions can read: `case.<step>` is `given` or `refused`.
    pub(crate) async fn note_consent(
        &mut self,
        tx: &mut Transaction,
        step: &str,
        answer: &str,
    ) -> Result<(), OperationError> {
        self.facts.set(&format!("{CASE}{step}"), Value::from(answer));
        let application = &self.application;
        self.application.version =
            store::applications::set_facts(tx, application.id, application.version, &self.facts, self.now).await?;
        Ok(())
    }
}
