//! What a message tells may not hold any more when its turn comes: its day has passed, or what it reminds of was done.

use domain::notice::NoticeKind;
use store::appointments::AppointmentState;
use store::messages::MessageRow;

use super::remind;
use super::render::Values;
use crate::clock::local;
use crate::{OperationError, Portal};

/// Why it is not sent any more, if so; for those who keep the portal in order.
pub(super) async fn outdated(portal: &Portal, message: &MessageRow) -> Result<Option<&'static str>, OperationError> {
    let now = local(portal.clock.now());
    // What a newer program wrote may be unknown here: a sentence that needs it says so.
    let values: Values = serde_json::from_value(message.data.clone()).unwrap_or_default();
    if values.until.is_some_and(|day| day < now.date()) || values.time.is_some_and(|time| time <= now) {
        return Ok(Some("its day has passed"));
    }
    let still = match message.kind {
        NoticeKind::PaymentNear | NoticeKind::DraftEnding => ends_then(portal, message, &values).await?,
        NoticeKind::AppointmentNear => expected_then(portal, message, &values).await?,
        NoticeKind::Submitted
        | NoticeKind::PaymentAsked
        | NoticeKind::Paid
        | NoticeKind::ConsentAsked
        | NoticeKind::Returned
        | NoticeKind::AppointmentAsked
        | NoticeKind::AppointmentBooked
        | NoticeKind::AppointmentMoved
        | NoticeKind::Approved
        | NoticeKind::Issued
        | NoticeKind::Rejected
        | NoticeKind::Expired
        | NoticeKind::Withdrawn
        | NoticeKind::Cancelled
        | NoticeKind::DocumentRevoked
        | NoticeKind::DocumentReplaced
        | NoticeKind::QuestionAsked => true,
    };
    Ok((!still).then_some("what it reminds of is not so any more"))
}

/// Whether the application still ends on the day the reminder names.
async fn ends_then(portal: &Portal, message: &MessageRow, values: &Values) -> Result<bool, OperationError> {
    let application = store::applications::by_reference(&portal.store, &message.reference).await?;
    let ending = application.and_then(|row| remind::ending(portal, row.status, row.expires_on, row.updated_at));
    Ok(ending.is_some_and(|(kind, day)| kind == message.kind && Some(day) == values.until))
}

/// Whether the applicant is still expected at the time the reminder names.
async fn expected_then(portal: &Portal, message: &MessageRow, values: &Values) -> Result<bool, OperationError> {
    let Some(application) = store::applications::by_reference(&portal.store, &message.reference).await? else {
        return Ok(false);
    };
    let last = store::appointments::last_of(&portal.store, application.id).await?;
    let booked = last.filter(|last| last.state == AppointmentState::Booked);
    let time = booked.and_then(|last| domain::appointment::parse(&last.starts_at));
    Ok(time.is_some() && time == values.time)
}
