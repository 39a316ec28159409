//! Every state with every event, for each of the tables. A new state or event must be entered here to pass.

use std::collections::BTreeSet;

use domain::application::{EventKind, Status, Transition};
use domain::payment::{AttemptEvent, AttemptState, InvoiceEvent, InvoiceState};

/// The moves of an application, written out: from, then what is possible there.
const APPLICATION: [(Status, &[Transition]); 15] = {
    use Transition as T;
    const STOPS_AND_ENDS: [Transition; 11] = [
        T::AskPayment,
        T::AskConsent,
        T::Review,
        T::AskAppointment,
        T::Inspect,
        T::AskExternal,
        T::Approve,
        T::Reject,
        T::Expire,
        T::Cancel,
        T::Withdraw,
    ];
    [
        (Status::Draft, &[T::Submit, T::Expire]),
        (
            Status::Submitted,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Withdraw,
                T::Cancel,
            ],
        ),
        (
            Status::AwaitingPayment,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Withdraw,
                T::Cancel,
            ],
        ),
        (Status::AwaitingConsent, &STOPS_AND_ENDS),
        (
            Status::InReview,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Return,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Withdraw,
                T::Cancel,
            ],
        ),
        (
            Status::Returned,
            &[T::Submit, T::Return, T::Expire, T::Withdraw, T::Cancel],
        ),
        (
            Status::AwaitingAppointment,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Return,
                T::Reject,
                T::Expire,
                T::Withdraw,
                T::Cancel,
            ],
        ),
        (
            Status::AwaitingInspection,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Return,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Cancel,
            ],
        ),
        (
            Status::AwaitingExternal,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Return,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Cancel,
            ],
        ),
        (
            Status::Approved,
            &[
                T::AskPayment,
                T::AskConsent,
                T::Review,
                T::AskAppointment,
                T::Inspect,
                T::AskExternal,
                T::Approve,
                T::Return,
                T::Issue,
                T::Reject,
                T::Expire,
                T::Cancel,
            ],
        ),
        (Status::Issued, &[]),
        (Status::Rejected, &[]),
        (Status::Withdrawn, &[]),
        (Status::Cancelled, &[]),
        (Status::Expired, &[]),
    ]
};

#[test]
fn an_application_moves_only_along_the_table() {
    let listed: BTreeSet<Status> = APPLICATION.iter().map(|(status, _)| *status).collect();
    assert_eq!(listed, Status::ALL.into_iter().collect(), "a status is missing here");
    for (from, possible) in APPLICATION {
        for transition in Transition::ALL {
            let moved = from.after(transition);
            assert_eq!(moved.is_ok(), possible.contains(&transition), "{from:?} {transition:?}");
            if let Ok(to) = moved {
                assert_eq!(to, transition.target());
            }
        }
    }
}

#[test]
fn final_states_have_no_exit_and_every_state_can_be_reached() {
    let mut reached = BTreeSet::from([Status::Draft]);
    for _ in Status::ALL {
        for from in reached.clone() {
            reached.extend(
                Transition::ALL
                    .into_iter()
                    .filter_map(|transition| from.after(transition).ok()),
            );
        }
    }
    assert_eq!(reached.len(), Status::ALL.len());
    for status in Status::ALL {
        let exits = Transition::ALL
            .into_iter()
            .filter(|transition| status.after(*transition).is_ok())
            .count();
        assert_eq!(status.is_final(), exits == 0, "{status:?}");
    }
}

#[test]
fn names_are_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::from_key(status.key()), Some(status));
    }
    for kind in EventKind::ALL {
        assert_eq!(EventKind::from_key(kind.key()), Some(kind));
    }
    for state in AttemptState::ALL {
        assert_eq!(AttemptState::from_key(state.key()), Some(state));
    }
    for state in InvoiceState::ALL {
        assert_eq!(InvoiceState::from_key(state.key()), Some(state));
    }
}

const ATTEMPT_EVENTS: [AttemptEvent; 10] = [
    AttemptEvent::Dispatched,
    AttemptEvent::PageReady,
    AttemptEvent::Lost,
    AttemptEvent::Refused,
    AttemptEvent::Pending,
    AttemptEvent::Confirmed,
    AttemptEvent::Declined,
    AttemptEvent::Abandoned,
    AttemptEvent::Lapsed,
    AttemptEvent::Mismatched,
];

/// The moves of an attempt, written out.
fn attempt_table(state: AttemptState) -> Vec<(AttemptEvent, AttemptState)> {
    use AttemptEvent as E;
    use AttemptState as S;
    match state {
        S::Created => vec![(E::Dispatched, S::Dispatching)],
        S::Dispatching => vec![
            (E::PageReady, S::AwaitingPayer),
            (E::Lost, S::Unknown),
            (E::Refused, S::Failed),
            (E::Confirmed, S::Succeeded),
            (E::Mismatched, S::NeedsReview),
        ],
        S::AwaitingPayer => vec![
            (E::Pending, S::Processing),
            (E::Confirmed, S::Succeeded),
            (E::Declined, S::Failed),
            (E::Abandoned, S::Cancelled),
            (E::Lapsed, S::Expired),
            (E::Mismatched, S::NeedsReview),
        ],
        S::Processing => vec![
            (E::Confirmed, S::Succeeded),
            (E::Declined, S::Failed),
            (E::Abandoned, S::Cancelled),
            (E::Mismatched, S::NeedsReview),
        ],
        S::Unknown => vec![
            (E::PageReady, S::AwaitingPayer),
            (E::Pending, S::Processing),
            (E::Confirmed, S::Succeeded),
            (E::Declined, S::Failed),
            (E::Abandoned, S::Cancelled),
            (E::Mismatched, S::NeedsReview),
        ],
        S::NeedsReview => vec![(E::Confirmed, S::Succeeded)],
        S::Succeeded => vec![],
        S::Failed | S::Cancelled | S::Expired => vec![(E::Confirmed, S::Succeeded), (E::Mismatched, S::NeedsReview)],
    }
}

#[test]
fn an_attempt_moves_only_along_the_table() {
    for state in AttemptState::ALL {
        let table = attempt_table(state);
        for event in ATTEMPT_EVENTS {
            let expected = table
                .iter()
                .find(|(candidate, _)| *candidate == event)
                .map(|(_, to)| *to);
            assert_eq!(state.after(event), expected, "{state:?} {event:?}");
        }
    }
}

#[test]
fn money_that_came_is_never_refused_and_never_taken_back() {
    for state in AttemptState::ALL {
        let late = state.after(AttemptEvent::Confirmed);
        match state {
            AttemptState::Succeeded => assert_eq!(ATTEMPT_EVENTS.map(|event| state.after(event)), [None; 10]),
            // Nothing was sent yet: nothing can have come.
            AttemptState::Created => assert_eq!(late, None),
            _ => assert_eq!(late, Some(AttemptState::Succeeded)),
        }
    }
}

#[test]
fn not_knowing_never_means_failed() {
    assert_eq!(
        AttemptState::Dispatching.after(AttemptEvent::Lost),
        Some(AttemptState::Unknown)
    );
    assert!(AttemptState::Unknown.is_live());
    assert_eq!(AttemptState::Unknown.after(AttemptEvent::Lapsed), None);
    assert_eq!(AttemptState::Unknown.after(AttemptEvent::Lost), None);
}

#[test]
fn an_invoice_moves_only_along_the_table() {
    use InvoiceEvent as E;
    use InvoiceState as S;
    for state in S::ALL {
        for event in [E::Settled, E::Cancelled, E::Lapsed] {
            let expected = match (state, event) {
                (S::Issued | S::Expired, E::Settled) => Some(S::Paid),
                (S::Issued, E::Cancelled) => Some(S::Cancelled),
                (S::Issued, E::Lapsed) => Some(S::Expired),
                _ => None,
            };
            assert_eq!(state.after(event), expected, "{state:?} {event:?}");
        }
    }
}
