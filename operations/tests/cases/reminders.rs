//! Days that are near: told once, in the morning, and not any more when they have passed or what they are about was done.

use std::sync::Arc;

use chrono::Duration;
use domain::id::ApplicationId;
use domain::language::Language;
use domain::notice::{Channel, NoticeKind as N, Sending};
use domain::person::Actor;
use domain::reference::Reference;
use integrations::registry::simulated::DemoPart;
use operations::appointments::Choice;
use operations::notices::inbox;
use operations::notices::remind::{self, Reminded};
use operations::{OperationError, Settings, appointments, housekeeping, payments};
use store::applications::NewApplication;
use store::appointments::{AppointmentRow, AppointmentState};

use crate::both::both;
use crate::notices::{FOR_MYSELF, all_rows, carry, told};
use crate::outside;
use crate::stage::{EN, Stage};

/// A worker's round that remembers nothing.
async fn look(stage: &Stage) -> u64 {
    remind::round(&stage.portal, &mut Reminded::default(), &|| false).await
}

/// Books the time on that day of those that are shown.
async fn book(stage: &Stage, who: &Actor, reference: &str, day: usize) {
    let page = appointments::appointment(&stage.portal, who, EN, reference, None, None).await;
    let page = page.expect("page");
    let choice = Choice {
        slot: format!("{}T{}", page.days[day], page.times[3]),
        ..outside::choose(stage, who, reference, 0).await
    };
    let booked = appointments::book(&stage.portal, who, reference, &choice).await;
    booked.expect("booked");
}

/// What became of the mail of a kind, the newest first.
async fn mail_of(stage: &Stage, kind: N) -> Vec<Sending> {
    let rows = all_rows(stage).await.into_iter();
    rows.filter(|(of, channel, _)| (*of, *channel) == (kind, Channel::Mail))
        .map(|(.., state)| state)
        .collect()
}

/// Somebody who is expected on the day after, at a service that is not there any more.
async fn expects_the_impossible(stage: &Stage, who: &Actor, starts_at: &str) {
    let (now, person) = (stage.portal.clock.now(), who.person().expect("a person").id);
    let reference = Reference::new(2026, 11, 1_234_567);
    let id = ApplicationId(stage.portal.random.key(now));
    let new = NewApplication {
        id,
        reference: &reference,
        start_key: stage.portal.random.key(now),
        service_id: "gone",
        ministry_id: "moi",
        definition_hash: "gone",
        applicant_id: person,
        expires_on: None,
        at: now,
    };
    let appointment = AppointmentRow {
        id: stage.portal.random.key(now),
        application_id: id,
        step: "come".to_owned(),
        office: "nowhere".to_owned(),
        starts_at: starts_at.to_owned(),
        minutes: 20,
        moves: 0,
        state: AppointmentState::Booked,
        booked_at: now,
        version: 1,
    };
    let mut tx = stage.portal.store.begin().await.expect("begun");
    store::applications::insert_draft(&mut tx, &new).await.expect("a draft");
    store::appointments::book(&mut tx, &appointment).await.expect("booked");
    tx.commit().await.expect("kept");
}

both! {
    /// Chosen, moved, and near; a mail that comes late says the day and not "tomorrow".
    async fn appointments_are_told_and_reminded_of(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = outside::waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        book(&stage, &rana, &reference, 2).await;
        book(&stage, &rana, &reference, 4).await;
        let all = told(&stage, &rana).await;
        assert_eq!(all[all.len() - 3..], [N::AppointmentAsked, N::AppointmentBooked, N::AppointmentMoved]);
        assert_eq!(look(&stage).await, 0);
        let mut reminded = 0;
        for _ in 0..10 {
            stage.hands.go_on(Duration::days(1));
            reminded += look(&stage).await;
            reminded += look(&stage).await;
            carry(&stage).await;
        }
        assert_eq!(reminded, 3, "once by each way");
        assert_eq!(told(&stage, &rana).await.last(), Some(&N::AppointmentNear));
        let subject = stage.post.subjects().last().expect("mail").clone();
        assert!(subject.contains("2026، الساعة"), "{subject}");
    }

    /// Days that are near: a payment, and a draft.
    async fn what_ends_soon_is_told_once(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let draft = stage.start(&rana).await;
        stage.apply(&rana, &FOR_MYSELF).await;
        for _ in 0..40 {
            look(&stage).await;
            look(&stage).await;
            carry(&stage).await;
            payments::watch::round(&stage.portal).await;
            housekeeping::round(&stage.portal).await.expect("cleared");
            stage.hands.go_on(Duration::days(1));
        }
        let seen = told(&stage, &rana).await;
        assert_eq!(seen, [N::PaymentAsked, N::PaymentNear, N::Expired, N::DraftEnding]);
        let gone = operations::applications::status(&stage.portal, &rana, EN, &draft).await;
        assert!(matches!(gone, Err(OperationError::NotFound)), "{gone:?}");
        assert_eq!(stage.post.subjects().len(), 4);
        // A message may be older than what it tells of.
        let view = inbox::messages(&stage.portal, &rana, Language::Ar, None).await.expect("messages");
        assert!(view.rows.iter().all(|row| !row.subject.is_empty()), "{view:?}");
    }

    /// Nobody is woken, and a worker looks once a day.
    async fn reminders_begin_in_the_morning(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = outside::waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        book(&stage, &rana, &reference, 2).await;
        stage.hands.go_on(Duration::hours(-1));
        let mut reminded = Reminded::default();
        let mut days = 0;
        loop {
            stage.hands.go_on(Duration::days(1));
            assert_eq!(remind::round(&stage.portal, &mut reminded, &|| false).await, 0, "it is eight");
            stage.hands.go_on(Duration::hours(1));
            let stopped = remind::round(&stage.portal, &mut reminded.clone(), &|| true).await;
            assert_eq!(stopped, 0, "told to stop");
            let queued = remind::round(&stage.portal, &mut reminded, &|| false).await;
            stage.hands.go_on(Duration::hours(-1));
            days += 1;
            assert!(days < 9, "the day comes");
            if queued == 3 {
                break;
            }
        }
    }

    /// What is wrong with one row is for the log, and for the next look.
    async fn one_that_fails_holds_no_other(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = outside::waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        book(&stage, &rana, &reference, 2).await;
        let page = appointments::appointment(&stage.portal, &rana, EN, &reference, None, None).await.expect("page");
        let day = page.booked.expect("booked").starts.date();
        // The first of its day.
        expects_the_impossible(&stage, &rana, &format!("{day}T07:00")).await;
        let mut reminded = Reminded::default();
        let before = day.pred_opt().expect("a day");
        while stage.portal.clock.today() < before {
            stage.hands.go_on(Duration::days(1));
        }
        assert_eq!(remind::round(&stage.portal, &mut reminded, &|| false).await, 3);
        assert_eq!(told(&stage, &rana).await.last(), Some(&N::AppointmentNear));
    }

    /// Paid, saved or moved since: nobody is reminded of it.
    async fn what_was_done_meanwhile_is_not_reminded_of(store) {
        let mut stage = Stage::set(store).await;
        stage.portal.settings = Arc::new(Settings { draft_days: 10, ..(*stage.portal.settings).clone() });
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.apply(&rana, &FOR_MYSELF).await;
        let draft = stage.start(&rana).await;
        let (parent, booked) = outside::waits_for_a_time(&stage, DemoPart::Parent).await;
        book(&stage, &parent, &booked, 2).await;
        let mut near = [false; 3];
        for _ in 0..40 {
            stage.hands.go_on(Duration::days(1));
            look(&stage).await;
            let rows = all_rows(&stage).await;
            let queued = |kind| rows.contains(&(kind, Channel::Mail, Sending::Queued));
            if queued(N::PaymentNear) && !near[0] {
                near[0] = true;
                stage.pay(&rana, &reference).await;
            }
            if queued(N::DraftEnding) && !near[1] {
                near[1] = true;
                stage.save(&rana, &draft, "applicant", &[]).await;
            }
            if queued(N::AppointmentNear) && !near[2] {
                near[2] = true;
                book(&stage, &parent, &booked, 4).await;
            }
            carry(&stage).await;
            if near == [true; 3] {
                break;
            }
        }
        for (kind, what) in [N::PaymentNear, N::DraftEnding, N::AppointmentNear].into_iter().zip(near) {
            assert!(what, "{kind:?} came near");
            assert_eq!(mail_of(&stage, kind).await.last(), Some(&Sending::Dropped), "the first {kind:?}");
        }
    }

    /// A message whose day has passed is not sent.
    async fn what_has_passed_is_not_sent(store) {
        let stage = Stage::set(store).await;
        let (rana, reference) = outside::waits_for_a_time(&stage, DemoPart::GovernmentEmployee).await;
        book(&stage, &rana, &reference, 2).await;
        while look(&stage).await == 0 {
            stage.hands.go_on(Duration::days(1));
        }
        stage.hands.go_on(Duration::days(1) + Duration::hours(12));
        carry(&stage).await;
        for kind in [N::AppointmentBooked, N::AppointmentNear] {
            assert_eq!(mail_of(&stage, kind).await, [Sending::Dropped], "{kind:?}");
        }
        assert_eq!(mail_of(&stage, N::AppointmentAsked).await, [Sending::Sent], "it names no day");
    }
}
