//! Queueing what somebody is to be told, in the transaction of what happened.

use domain::application::Status;
use domain::id::PersonId;
use domain::notice::{Channel, NoticeKind};
use domain::payment::InvoiceState;
use domain::reference::Reference;
use store::Transaction;
use store::messages::NewMessage;

use super::render::Values;
use crate::advance::Case;
use crate::{OperationError, Portal};

/// What is told, of which application.
pub(crate) struct Notice<'a> {
    /// What happened; the same each time it is tried.
    pub(crate) occasion: &'a str,
    /// To whom.
    pub(crate) person: PersonId,
    /// What is told.
    pub(crate) kind: NoticeKind,
    /// The request number.
    pub(crate) reference: &'a Reference,
    /// The service's name in addresses.
    pub(crate) service_id: &'a str,
    /// Values of the sentence.
    pub(crate) values: Values,
}

/// Queues it by each way there is. Says how many messages there are now more.
pub(crate) async fn queue(
    tx: &mut Transaction,
    portal: &Portal,
    notice: Notice<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<u64, OperationError> {
    let ways = notice.kind.channels().iter().copied();
    let channels: Vec<Channel> = ways.filter(|channel| portal.notices.has(*channel)).collect();
    let data = serde_json::to_value(&notice.values).unwrap_or_default();
    let new = NewMessage {
        id: portal.random.key(now),
        occasion: notice.occasion,
        person_id: notice.person,
        channels: &channels,
        kind: notice.kind,
        reference: notice.reference,
        service_id: notice.service_id,
        data: &data,
        at: now,
    };
    Ok(store::messages::queue(tx, &new).await?)
}

impl Case<'_> {
    /// Tells the applicant.
    pub(crate) async fn tell(
        &self,
        tx: &mut Transaction,
        kind: NoticeKind,
        occasion: &str,
        values: Values,
    ) -> Result<(), OperationError> {
        self.tell_person(tx, self.application.applicant_id, kind, occasion, values)
            .await
    }

    /// Tells somebody.
    pub(crate) async fn tell_person(
        &self,
        tx: &mut Transaction,
        person: PersonId,
        kind: NoticeKind,
        occasion: &str,
        values: Values,
    ) -> Result<(), OperationError> {
        let notice = Notice {
            occasion,
            person,
            kind,
            reference: &self.application.reference,
            service_id: &self.application.service_id,
            values,
        };
        queue(tx, self.portal, notice, self.now).await.map(drop)
    }

    /// Tells the applicant where the application has just come to, if there is something to tell. Each move has a
    /// version of its own, and so an occasion.
    pub(crate) async fn tell_status(&self, tx: &mut Transaction) -> Result<(), OperationError> {
        let Some(kind) = told_of(self.application.status) else {
            return Ok(());
        };
        // Whoever has chosen a time is told the time.
        if kind == NoticeKind::AppointmentAsked && self.comes_on.is_some() {
            return Ok(());
        }
        let mut values = Values::default();
        if kind == NoticeKind::PaymentAsked {
            let invoices = store::invoices::by_application(&mut *tx, self.application.id).await?;
            let open = invoices.iter().filter(|invoice| invoice.state == InvoiceState::Issued);
            values.amounts = open.map(store::invoices::InvoiceRow::total).collect();
            values.until = self.application.expires_on;
        }
        let occasion = format!("move:{}:{}", self.application.id, self.application.version);
        self.tell(tx, kind, &occasion, values).await
    }

    /// Tells the applicant that it has arrived, unless the same moment brought something more to say.
    pub(crate) async fn tell_sent(&self, tx: &mut Transaction, version: i64) -> Result<(), OperationError> {
        let status = self.application.status;
        if status.is_applicants_turn() || status.is_final() {
            return Ok(());
        }
        let occasion = format!("sent:{}:{version}", self.application.id);
        self.tell(tx, NoticeKind::Submitted, &occasion, Values::default()).await
    }
}

/// What the applicant is told when an application comes there.
const fn told_of(status: Status) -> Option<NoticeKind> {
    match status {
        Status::AwaitingPayment => Some(NoticeKind::PaymentAsked),
        Status::Returned => Some(NoticeKind::Returned),
        Status::AwaitingAppointment => Some(NoticeKind::AppointmentAsked),
        Status::Approved => Some(NoticeKind::Approved),
        Status::Issued => Some(NoticeKind::Issued),
        Status::Rejected => Some(NoticeKind::Rejected),
        Status::Withdrawn => Some(NoticeKind::Withdrawn),
        Status::Cancelled => Some(NoticeKind::Cancelled),
        Status::Expired => Some(NoticeKind::Expired),
        // Told by `tell_sent`, or by nobody: others are at work, and the page says who.
        Status::Draft
        | Status::Submitted
        | Status::AwaitingConsent
        | Status::InReview
        | Status::AwaitingInspection
        | Status::AwaitingExternal => None,
    }
}
