//! The words of each status, of each line of the history and of each notice. Exhaustive, so that a new one cannot be forgotten.

use domain::application::{EventKind, Status};
use domain::notice::{Channel, Failure, NoticeKind};
use domain::workflow::{ChosenReason, GeneralReason};

use super::Words;

impl Words {
    /// The status as on its tag: "قيد التدقيق".
    pub const fn status_tag(self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.st_draft(),
            Status::Submitted => self.st_submitted(),
            Status::AwaitingPayment => self.st_awaiting_payment(),
            Status::AwaitingConsent => self.st_awaiting_consent(),
            Status::InReview => self.st_in_review(),
            Status::Returned => self.st_returned(),
            Status::AwaitingAppointment => self.st_awaiting_appointment(),
            Status::AwaitingInspection => self.st_awaiting_inspection(),
            Status::AwaitingExternal => self.st_awaiting_external(),
            Status::Approved => self.st_approved(),
            Status::Issued => self.st_issued(),
            Status::Rejected => self.st_rejected(),
            Status::Withdrawn => self.st_withdrawn(),
            Status::Cancelled => self.st_cancelled(),
            Status::Expired => self.st_expired(),
        }
    }

    /// The status as the heading its applicant reads: "طلبك قيد التدقيق".
    pub const fn status_heading(self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.standing_draft(),
            Status::Submitted => self.standing_submitted(),
            Status::AwaitingPayment => self.standing_awaiting_payment(),
            Status::AwaitingConsent => self.standing_awaiting_consent(),
            Status::InReview => self.standing_in_review(),
            Status::Returned => self.standing_returned(),
            Status::AwaitingAppointment => self.standing_awaiting_appointment(),
            Status::AwaitingInspection => self.standing_awaiting_inspection(),
            Status::AwaitingExternal => self.standing_awaiting_external(),
            Status::Approved => self.standing_approved(),
            Status::Issued => self.standing_issued(),
            Status::Rejected => self.standing_rejected(),
            Status::Withdrawn => self.standing_withdrawn(),
            Status::Cancelled => self.standing_cancelled(),
            Status::Expired => self.standing_expired(),
        }
    }

    /// One sentence under that heading: what it means for the applicant.
    pub const fn status_explained(self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.explain_draft(),
            Status::Submitted => self.explain_submitted(),
            Status::AwaitingPayment => self.explain_awaiting_payment(),
            Status::AwaitingConsent => self.explain_awaiting_consent(),
            Status::InReview => self.explain_in_review(),
            Status::Returned => self.explain_returned(),
            Status::AwaitingAppointment => self.explain_awaiting_appointment(),
            Status::AwaitingInspection => self.explain_awaiting_inspection(),
            Status::AwaitingExternal => self.explain_awaiting_external(),
            Status::Approved => self.explain_approved(),
            Status::Issued => self.explain_issued(),
            Status::Rejected => self.explain_rejected(),
            Status::Withdrawn => self.explain_withdrawn(),
            Status::Cancelled => self.explain_cancelled(),
            Status::Expired => self.explain_expired(),
        }
    }

    /// A line of the history.
    pub const fn event(self, kind: EventKind) -> &'static str {
        match kind {
            EventKind::Started => self.event_started(),
            EventKind::Submitted => self.event_submitted(),
            EventKind::PaymentAsked => self.event_payment_asked(),
            EventKind::PaymentStarted => self.event_payment_started(),
            EventKind::Paid => self.event_paid(),
            EventKind::Escalated => self.event_escalated(),
            EventKind::NothingDue => self.event_nothing_due(),
            EventKind::PaymentFailed => self.event_payment_failed(),
            EventKind::ConsentAsked => self.event_consent_asked(),
            EventKind::ReviewStarted => self.event_review_started(),
            EventKind::Taken => self.event_taken(),
            EventKind::Released => self.event_released(),
            EventKind::Reassigned => self.event_reassigned(),
            EventKind::ExemptionConfirmed => self.event_exemption_confirmed(),
            EventKind::ExemptionRefused => self.event_exemption_refused(),
            EventKind::AppointmentAsked => self.event_appointment_asked(),
            EventKind::InspectionAsked => self.event_inspection_asked(),
            EventKind::ExternalAsked => self.event_external_asked(),
            EventKind::RegistryChecked => self.event_registry_checked(),
            EventKind::Returned => self.event_returned(),
            EventKind::Approved => self.event_approved(),
            EventKind::Rejected => self.event_rejected(),
            EventKind::Issued => self.event_issued(),
            EventKind::Expired => self.event_expired(),
            EventKind::Withdrawn => self.event_withdrawn(),
            EventKind::Cancelled => self.event_cancelled(),
            EventKind::CaseRead => self.event_case_read(),
            EventKind::AttachmentRead => self.event_attachment_read(),
            EventKind::ConsentGiven => self.event_consent_given(),
            EventKind::ConsentRefused => self.event_consent_refused(),
            EventKind::AppointmentBooked => self.event_appointment_booked(),
            EventKind::AppointmentMissed => self.event_appointment_missed(),
            EventKind::BodyAgreed => self.event_body_agreed(),
            EventKind::BodyObjected => self.event_body_objected(),
            EventKind::DocumentRead => self.event_document_read(),
            EventKind::DocumentRevoked => self.event_document_revoked(),
            EventKind::DocumentReplaced => self.event_document_replaced(),
            EventKind::NoteWritten => self.event_note_written(),
            EventKind::ApplicantAsked => self.event_applicant_asked(),
            EventKind::ApplicantAnswered => self.event_applicant_answered(),
            EventKind::OpinionAsked => self.event_opinion_asked(),
            EventKind::OpinionGiven => self.event_opinion_given(),
            EventKind::OpinionWithdrawn => self.event_opinion_withdrawn(),
        }
    }

    /// The way by which somebody is told.
    pub const fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Portal => self.channel_portal(),
            Channel::Mail => self.channel_mail(),
            Channel::Sms => self.channel_sms(),
        }
    }

    /// What kind of failure kept a message back, before the other house's own words.
    pub const fn failure(self, failure: Failure) -> &'static str {
        match failure {
            Failure::Refused => self.failure_refused(),
            Failure::PutOff => self.failure_put_off(),
            Failure::Away => self.failure_away(),
        }
    }

    /// What somebody is told, in a few words for those who see only the envelope.
    pub const fn notice(self, kind: NoticeKind) -> &'static str {
        match kind {
            NoticeKind::Submitted => self.notice_submitted(),
            NoticeKind::PaymentAsked => self.notice_payment_asked(),
            NoticeKind::PaymentNear => self.notice_payment_near(),
            NoticeKind::Paid => self.notice_paid(),
            NoticeKind::ConsentAsked => self.notice_consent_asked(),
            NoticeKind::Returned => self.notice_returned(),
            NoticeKind::AppointmentAsked => self.notice_appointment_asked(),
            NoticeKind::AppointmentBooked => self.notice_appointment_booked(),
            NoticeKind::AppointmentMoved => self.notice_appointment_moved(),
            NoticeKind::AppointmentNear => self.notice_appointment_near(),
            NoticeKind::Approved => self.notice_approved(),
            NoticeKind::Issued => self.notice_issued(),
            NoticeKind::Rejected => self.notice_rejected(),
            NoticeKind::Expired => self.notice_expired(),
            NoticeKind::Withdrawn => self.notice_withdrawn(),
            NoticeKind::Cancelled => self.notice_cancelled(),
            NoticeKind::DraftEnding => self.notice_draft_ending(),
            NoticeKind::DocumentRevoked => self.notice_document_revoked(),
            NoticeKind::DocumentReplaced => self.notice_document_replaced(),
            NoticeKind::QuestionAsked => self.notice_question_asked(),
        }
    }

    /// A reason that fits every service.
    pub const fn general_reason(self, reason: GeneralReason) -> &'static str {
        match reason {
            GeneralReason::DocumentMissing => self.reason_document_missing(),
            GeneralReason::DocumentUnfit => self.reason_document_unfit(),
            GeneralReason::AnswerUnclear => self.reason_answer_unclear(),
            GeneralReason::RecordsDiffer => self.reason_records_differ(),
            GeneralReason::ConditionsNotMet => self.reason_conditions_not_met(),
            GeneralReason::RightNotProved => self.reason_right_not_proved(),
            GeneralReason::AskedBefore => self.reason_asked_before(),
            GeneralReason::AnotherBodyObjects => self.reason_another_body_objects(),
            GeneralReason::Other => self.reason_other(),
        }
    }

    /// A reason that was or can be chosen.
    pub fn chosen_reason(self, reason: &ChosenReason) -> String {
        match reason {
            ChosenReason::General(reason) => self.general_reason(*reason).to_owned(),
            ChosenReason::Own(text) => text.get(self.0).to_owned(),
        }
    }
}

/// The tint of a status tag, a class of `style/components/tag.css`. Grey: not moving. Blue: with us. Amber: with you.
/// Purple: with another entity. Green: good end. Red: refused.
pub const fn status_tint(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Withdrawn | Status::Cancelled | Status::Expired => "tag",
        Status::Submitted | Status::InReview | Status::AwaitingInspection => "tag tag-blue",
        Status::AwaitingPayment | Status::Returned | Status::AwaitingAppointment => "tag tag-amber",
        Status::AwaitingConsent | Status::AwaitingExternal => "tag tag-purple",
        Status::Approved | Status::Issued => "tag tag-green",
        Status::Rejected => "tag tag-red",
    }
}
