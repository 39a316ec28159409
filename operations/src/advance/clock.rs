//! The legal clock of a case: it runs while a ministry works, and stands still while it waits for somebody else.

use domain::application::Status;
use domain::clock::LegalClock;
use domain::service::ClockStart;
use domain::service::workflow::ClockMode;
use store::applications::ApplicationRow;

use super::Case;
use crate::Portal;
use crate::clock::local;

impl Case<'_> {
    /// The promise to the citizen begins to run. Written with the next move of the status, which always follows.
    pub(crate) fn start_clock(&mut self, event: ClockStart) {
        let time = &self.definition.processing_time;
        if time.starts_on != event {
            return;
        }
        let days = if self.application.urgent {
            time.urgent_working_days.unwrap_or(time.working_days)
        } else {
            time.working_days
        };
        let today = local(self.now).date();
        self.keep_clock(clock_of(self.portal, &self.application).started(today, days));
    }

    /// Stops it or lets it go on, as the place it comes to asks for.
    pub(super) fn turn_clock(&mut self, status: Status, step: Option<&str>) {
        let clock = clock_of(self.portal, &self.application);
        let today = local(self.now).date();
        if status.is_final() {
            return;
        }
        let calendar = self.portal.calendar(self.application.governorate.as_deref());
        let turned = if self.waits_for_others(status, step) {
            clock.stopped(today, &calendar)
        } else {
            clock.going_on(today)
        };
        self.keep_clock(turned);
    }

    fn waits_for_others(&self, status: Status, step: Option<&str>) -> bool {
        let step = step.and_then(|key| self.definition.workflow.step(key));
        let paused = step.is_some_and(|step| step.sla_clock == Some(ClockMode::Paused));
        let waiting = matches!(
            status,
            Status::Returned | Status::AwaitingPayment | Status::AwaitingConsent | Status::AwaitingAppointment
        );
        paused || waiting
    }

    fn keep_clock(&mut self, clock: LegalClock) {
        let calendar = self.portal.calendar(self.application.governorate.as_deref());
        let application = &mut self.application;
        (application.clock_from, application.clock_days) = match clock {
            LegalClock::NotStarted => (None, None),
            LegalClock::Running { from, days } => (Some(from), Some(days.into())),
            LegalClock::Standing { days } => (None, Some(days.into())),
        };
        application.due_on = clock.due(&calendar);
    }
}

/// The clock of an application as it is stored.
pub(crate) fn clock_of(portal: &Portal, application: &ApplicationRow) -> LegalClock {
    let days = |days: i64| i32::try_from(days).unwrap_or(i32::MAX);
    match (application.clock_from, application.clock_days, application.due_on) {
        (Some(from), Some(left), _) => LegalClock::Running { from, days: days(left) },
        (None, Some(left), _) => LegalClock::Standing { days: days(left) },
        // From before the clock was kept: it runs to its day.
        (_, None, Some(due)) => {
            let today = portal.clock.today();
            let calendar = portal.calendar(application.governorate.as_deref());
            LegalClock::Running {
                from: today,
                days: days(calendar.working_days_between(today, due)),
            }
        }
        (_, None, None) => LegalClock::NotStarted,
    }
}

/// Working days left while the clock of an open application stands still.
pub(crate) fn standing(application: &ApplicationRow) -> Option<i64> {
    let stands = application.clock_from.is_none() && !application.status.is_final();
    application.clock_days.filter(|_| stands)
}
