//! What people are told: once for each occasion and way, leased, put off, given up, read.

use domain::id::PersonId;
use domain::language::Language;
use domain::notice::{Channel, Failure, NoticeKind, Sending};
use domain::reference::Reference;
use serde_json::json;
use store::messages::{self, Done, MessageKey, NewMessage, Wishes, lists};
use store::{Database, StoreError, people, sessions};

use crate::both::both;
use crate::sample::{self, minutes, now, write_once};

async fn told(db: &Database, person: PersonId, occasion: &str, kind: NoticeKind) -> u64 {
    let reference = Reference::new(2026, 11, 4_837_062);
    let data = json!({ "until": "2026-12-09" });
    let new = NewMessage {
        id: sample::key(),
        occasion,
        person_id: person,
        channels: kind.channels(),
        kind,
        reference: &reference,
        service_id: "birth-certificate-extract",
        data: &data,
        at: now(),
    };
    write_once!(db, tx => messages::queue(&mut tx, &new)).expect("queued")
}

/// Somebody who can be reached by every way.
async fn reachable(db: &Database) -> PersonId {
    let person = sample::person(db).await;
    let contact = people::Contact {
        mobile: "+970599123456",
        email: "someone@example.ps",
        address: None,
    };
    write_once!(db, tx => people::update_contact(&mut tx, person, contact)).expect("a contact");
    person
}

async fn lease(db: &Database, channel: Channel, at: i64) -> Vec<messages::MessageRow> {
    let (from, to) = (now() + minutes(at), now() + minutes(at + 2));
    write_once!(db, tx => messages::lease(&mut tx, channel, from, to, 10)).expect("leased")
}

both! {
    /// Trying again, after a crash or a lost race, tells nobody twice.
    async fn one_occasion_is_told_once_by_each_way(db) {
        let person = reachable(&db).await;
        assert_eq!(told(&db, person, "a", NoticeKind::Returned).await, 3);
        assert_eq!(told(&db, person, "a", NoticeKind::Returned).await, 0);
        assert_eq!(told(&db, person, "b", NoticeKind::Submitted).await, 2, "not worth a short message");
        let other = reachable(&db).await;
        assert_eq!(told(&db, other, "a", NoticeKind::Returned).await, 3);
    }

    async fn only_ways_that_are_wanted_and_reach_are_queued(db) {
        let person = sample::person(&db).await;
        assert_eq!(told(&db, person, "a", NoticeKind::Issued).await, 2, "no address for mail");
        let wishes = Wishes { mail_on: true, sms_on: false, told_in: Some(Language::En) };
        write_once!(db, tx => messages::set_wishes(&mut tx, person, wishes)).expect("set");
        assert_eq!(told(&db, person, "b", NoticeKind::Issued).await, 1, "the portal's cannot be switched off");
        let reach = messages::reach(&db, person).await.expect("read").expect("a person");
        assert_eq!((reach.mail_on, reach.sms_on, reach.told_in), (true, false, Some(Language::En)));
        write_once!(db, tx => messages::set_last_used(&mut tx, person, Language::En)).expect("set");
        let reach = messages::reach(&db, person).await.expect("read").expect("a person");
        assert_eq!(reach.last_used_in, Language::En);
        write_once!(db, tx => people::set_disabled(&mut tx, person, Some(now()))).expect("closed");
        assert_eq!(told(&db, person, "c", NoticeKind::Issued).await, 0, "a closed account is told nothing");
    }

    async fn a_lease_runs_out_and_fences_whoever_comes_late(db) {
        let person = reachable(&db).await;
        told(&db, person, "a", NoticeKind::Returned).await;
        let [first] = &lease(&db, Channel::Mail, 0).await[..] else { panic!("one mail") };
        assert_eq!((first.state, first.tries), (Sending::Underway, 1));
        assert!(lease(&db, Channel::Mail, 1).await.is_empty(), "somebody has it");
        assert_eq!(lease(&db, Channel::Sms, 1).await.len(), 1, "another way is another message");
        let [second] = &lease(&db, Channel::Mail, 2).await[..] else { panic!("its lease ran out") };
        assert_eq!(second.tries, 2);
        let late = write_once!(db, tx => messages::finish(&mut tx, first, &Done::Sent(None), now()));
        assert_eq!(late, Err(StoreError::Stale));
        let sent = Done::Sent(Some("queued as 4711".to_owned()));
        write_once!(db, tx => messages::finish(&mut tx, second, &sent, now())).expect("sent");
        assert!(lease(&db, Channel::Mail, 60).await.is_empty(), "sent is sent");
        let kept = lists::by_key(&db, &second.key()).await.expect("read").expect("there");
        assert_eq!((kept.state, kept.provider_reference.as_deref()), (Sending::Sent, Some("queued as 4711")));
    }

    async fn what_is_put_off_waits_and_counts_and_what_is_given_back_does_not(db) {
        let person = reachable(&db).await;
        told(&db, person, "a", NoticeKind::Returned).await;
        let [mail] = &lease(&db, Channel::Mail, 0).await[..] else { panic!("one mail") };
        let later = Done::Later(now() + minutes(5), "451".to_owned());
        write_once!(db, tx => messages::finish(&mut tx, mail, &later, now())).expect("put off");
        assert!(lease(&db, Channel::Mail, 4).await.is_empty());
        let [mail] = &lease(&db, Channel::Mail, 5).await[..] else { panic!("it is time") };
        assert_eq!((mail.failures, mail.reason.as_deref(), mail.failed_as), (1, Some("451"), Some(Failure::PutOff)));
        let at = now() + minutes(5);
        write_once!(db, tx => messages::finish(&mut tx, mail, &Done::Back, at)).expect("given back");
        let [mail] = &lease(&db, Channel::Mail, 5).await[..] else { panic!("at once") };
        assert_eq!((mail.failures, mail.aways, mail.tries), (1, 0, 3));
        assert_eq!((mail.reason.as_deref(), mail.failed_as), (Some("451"), Some(Failure::PutOff)));
        // Whoever was tried when nobody was there goes behind the others, and is counted for itself.
        told(&db, person, "b", NoticeKind::Returned).await;
        let away = Done::Away(now() + minutes(9), "nobody answers".to_owned());
        write_once!(db, tx => messages::finish(&mut tx, mail, &away, at)).expect("tried in vain");
        let others = lease(&db, Channel::Mail, 6).await;
        assert_eq!(others.iter().map(|mail| mail.occasion.as_str()).collect::<Vec<_>>(), ["b"]);
        write_once!(db, tx => messages::finish(&mut tx, &others[0], &Done::Sent(None), at)).expect("sent");
        let [mail] = &lease(&db, Channel::Mail, 9).await[..] else { panic!("it is time") };
        assert_eq!((mail.failures, mail.aways, mail.failed_as), (1, 1, Some(Failure::Away)));
        let waiting = lists::waiting(&db).await.expect("read");
        let counts: Vec<_> = waiting.iter().map(|row| (row.channel, row.count, row.oldest)).collect();
        assert_eq!(counts, [(Channel::Mail, 1, now()), (Channel::Sms, 2, now())]);
    }

    async fn what_is_dead_is_listed_until_people_decide(db) {
        let (person, keeper) = (reachable(&db).await, sample::person(&db).await);
        for occasion in ["a", "b", "c"] {
            told(&db, person, occasion, NoticeKind::Returned).await;
        }
        for mail in lease(&db, Channel::Mail, 0).await {
            let dead = Done::Dead(Failure::Refused, "550".to_owned());
            write_once!(db, tx => messages::finish(&mut tx, &mail, &dead, now())).expect("given up");
        }
        assert!(lease(&db, Channel::Mail, 600).await.is_empty());
        let key = |occasion: &str| MessageKey {
            occasion: occasion.to_owned(), person_id: person, channel: Channel::Mail,
        };
        write_once!(db, tx => messages::dead::again(&mut tx, &key("b"), keeper, now())).expect("again");
        let twice = write_once!(db, tx => messages::dead::again(&mut tx, &key("b"), keeper, now()));
        assert_eq!(twice, Err(StoreError::Stale));
        write_once!(db, tx => messages::dead::leave(&mut tx, &key("a"), keeper, now())).expect("dropped");
        assert_eq!(lists::dead_count(&db).await, Ok(1));
        let left = &lists::dead(&db, 10).await.expect("read")[0];
        assert_eq!((left.occasion.as_str(), left.failures, left.failed_as), ("c", 1, Some(Failure::Refused)));
        assert_eq!(write_once!(db, tx => messages::dead::all_again(&mut tx, keeper, now(), 10)), Ok(1));
        let mut again = lease(&db, Channel::Mail, 1).await;
        again.retain(|mail| mail.failures == 0);
        assert_eq!(again.len(), 2);
        assert_eq!(write_once!(db, tx => messages::delete_done(&mut tx, now() + minutes(1), 10)), Ok(1));
        assert_eq!(lists::of_person(&db, person, None, 10).await.expect("read").len(), 3, "the portal's stay");
    }

    async fn the_portals_messages_are_read_by_their_reader(db) {
        let (person, other) = (reachable(&db).await, reachable(&db).await);
        for occasion in ["a", "b", "c"] {
            told(&db, person, occasion, NoticeKind::Submitted).await;
        }
        told(&db, other, "a", NoticeKind::Submitted).await;
        let page = lists::of_person(&db, person, None, 2).await.expect("read");
        assert_eq!(page.iter().map(|row| row.occasion.as_str()).collect::<Vec<_>>(), ["c", "b"]);
        let rest = lists::of_person(&db, person, Some(page[1].id), 2).await.expect("read");
        assert_eq!(rest.len(), 1);
        assert_eq!(lists::unread(&db, person).await, Ok(3));
        write_once!(db, tx => messages::mark_read(&mut tx, person, "b", now())).expect("read");
        write_once!(db, tx => messages::mark_read(&mut tx, person, "b", now() + minutes(1))).expect("again");
        assert_eq!(lists::unread(&db, person).await, Ok(2));
        let row = &lists::of_person(&db, person, None, 2).await.expect("read")[1];
        assert_eq!(row.read_at, Some(now()), "the first time counts");
        let session = sessions::SessionRow {
            token_hash: vec![9; 32], person_id: person, csrf: "x".to_owned(), created_at: now(),
            last_seen_at: now(), idle_until: now() + minutes(30), expires_at: now() + minutes(60),
        };
        write_once!(db, tx => sessions::insert(&mut tx, &session)).expect("a session");
        let found = sessions::find(&db, &[9; 32], now()).await.expect("read").expect("a session");
        assert_eq!(found.unread, 2);
        write_once!(db, tx => messages::mark_all_read(&mut tx, person, now())).expect("read");
        assert_eq!(lists::unread(&db, person).await, Ok(0));
        assert_eq!(lists::unread(&db, other).await, Ok(1));
        assert_eq!(lists::newest(&db, 10).await.expect("read").len(), 4, "the mail of both");
        for number in 0..110 {
            told(&db, person, &format!("many:{number}"), NoticeKind::Submitted).await;
        }
        let found = sessions::find(&db, &[9; 32], now()).await.expect("read").expect("a session");
        assert_eq!((found.unread, lists::unread(&db, person).await), (100, Ok(100)), "counted so far and no further");
    }
}
