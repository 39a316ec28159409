//! People and sessions.

use domain::id::PersonId;
use domain::person::Duty;
use store::StoreError;
use store::people::{self, Contact};
use store::sessions::{self, FailureRow, SessionRow};

use crate::both::both;
use crate::sample::{self, key, minutes, new_person, now, write_once};

fn duty(entity: &str, role: &str) -> Duty {
    Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    }
}

fn session(person: PersonId, hash: u8) -> SessionRow {
    SessionRow {
        token_hash: vec![hash; 32],
        person_id: person,
        csrf: "token".to_owned(),
        created_at: now(),
        last_seen_at: now(),
        idle_until: now() + minutes(30),
        expires_at: now() + minutes(720),
    }
}

both! {
    async fn an_identity_number_has_one_account(db) {
        let first = new_person("900000001", "سلمى", "Salma");
        let second = new_person("900000001", "غيرها", "Other");
        write_once!(db, tx => people::insert(&mut tx, &first)).expect("a person");
        let taken = write_once!(db, tx => people::insert(&mut tx, &second));
        assert_eq!(taken, Err(StoreError::Duplicate("people.national_id".to_owned())));
        let row = people::by_national_id(&db, "900000001").await.expect("read").expect("a person");
        assert_eq!((row.id, row.name_en.as_str(), row.email.as_str()), (first.id, "Salma", ""));
        assert_eq!(people::by_national_id(&db, "900000009").await, Ok(None));
    }

    async fn duties_come_in_order_and_once(db) {
        let id = sample::person(&db).await;
        for given in [duty("moi", "reviewer"), duty("moh", "clerk"), duty("moi", "clerk"), duty("moh", "clerk")] {
            write_once!(db, tx => people::add_duty(&mut tx, id, &given)).expect("a duty");
        }
        let expected = vec![duty("moh", "clerk"), duty("moi", "clerk"), duty("moi", "reviewer")];
        assert_eq!(people::duties(&db, id).await, Ok(expected.clone()));
        let actor = people::actor(&db, id).await.expect("read").expect("an actor");
        assert_eq!(actor.duties, expected);
        write_once!(db, tx => people::remove_duty(&mut tx, id, &duty("moh", "clerk"))).expect("removed");
        assert_eq!(people::duties(&db, id).await.expect("read").len(), 2);

        write_once!(db, tx => people::set_disabled(&mut tx, id, Some(now()))).expect("closed");
        assert_eq!(people::actor(&db, id).await, Ok(None));
    }

    async fn people_change_what_is_theirs(db) {
        let new = new_person("900000003", "علي", "Ali");
        write_once!(db, tx => people::insert(&mut tx, &new)).expect("a person");
        let contact = Contact { mobile: "+970591111111", email: "a@example.ps", address: None };
        write_once!(db, tx => people::update_contact(&mut tx, new.id, contact)).expect("a change");
        write_once!(db, tx => people::set_password_hash(&mut tx, new.id, "hash")).expect("a change");
        let row = people::by_id(&db, new.id).await.expect("read").expect("a person");
        assert_eq!((row.mobile.as_str(), row.email.as_str(), row.address), ("+970591111111", "a@example.ps", None));
        let credentials = people::credentials(&db, "900000003").await.expect("read").expect("credentials");
        assert_eq!((credentials.id, credentials.password_hash.as_str()), (new.id, "hash"));
        let nobody = PersonId(key());
        let missing = write_once!(db, tx => people::set_password_hash(&mut tx, nobody, "hash"));
        assert_eq!(missing, Err(StoreError::NotFound));
    }

    async fn the_pilot_knows_its_members(db) {
        for _ in 0..2 {
            write_once!(db, tx => people::pilot_add(&mut tx, "900000001", now())).expect("a member");
        }
        assert_eq!(people::pilot_contains(&db, "900000001").await, Ok(true));
        assert_eq!(people::pilot_contains(&db, "900000002").await, Ok(false));
    }

    async fn a_session_lives_until_it_is_idle_too_long_or_old(db) {
        let person = sample::person(&db).await;
        write_once!(db, tx => people::add_duty(&mut tx, person, &duty("moi", "clerk"))).expect("a duty");
        let new = session(person, 1);
        write_once!(db, tx => sessions::insert(&mut tx, &new)).expect("a session");

        let found = sessions::find(&db, &new.token_hash, now()).await.expect("read").expect("a session");
        assert!(found.session == new);
        assert_eq!((found.person.id, found.person.duties), (person, vec![duty("moi", "clerk")]));
        assert_eq!((found.last_used_in, found.unread), (domain::language::Language::Ar, 0));
        let gone = sessions::find(&db, &new.token_hash, now() + minutes(30)).await.expect("read");
        assert!(gone.is_none(), "idle for too long");

        let seen = now() + minutes(20);
        write_once!(db, tx => sessions::touch(&mut tx, &new.token_hash, seen, seen + minutes(30))).expect("noted");
        let found = sessions::find(&db, &new.token_hash, now() + minutes(30)).await.expect("read");
        assert_eq!(found.map(|found| found.session.last_seen_at), Some(seen));

        let forever = now() + minutes(10_000);
        write_once!(db, tx => sessions::touch(&mut tx, &new.token_hash, seen + minutes(1), forever)).expect("noted");
        let gone = sessions::find(&db, &new.token_hash, now() + minutes(720)).await.expect("read");
        assert!(gone.is_none(), "too old, however much it is used");
    }

    async fn sessions_end(db) {
        let person = sample::person(&db).await;
        for hash in 1..=4 {
            write_once!(db, tx => sessions::insert(&mut tx, &session(person, hash))).expect("a session");
        }
        write_once!(db, tx => sessions::delete(&mut tx, &[1; 32])).expect("ended");
        assert!(sessions::find(&db, &[1; 32], now()).await.expect("read").is_none());
        assert!(sessions::find(&db, &[2; 32], now()).await.expect("read").is_some());

        let later = now() + minutes(31);
        assert_eq!(write_once!(db, tx => sessions::delete_expired(&mut tx, later, 2)), Ok(2), "at most two");
        assert_eq!(write_once!(db, tx => sessions::delete_for_person(&mut tx, person)), Ok(1));

        write_once!(db, tx => sessions::insert(&mut tx, &session(person, 5))).expect("a session");
        write_once!(db, tx => people::set_disabled(&mut tx, person, Some(now()))).expect("closed");
        assert!(sessions::find(&db, &[5; 32], now()).await.expect("read").is_none(), "the account is closed");
    }

    /// Tries that arrive together are all counted.
    async fn failures_are_counted_one_by_one(db) {
        let tries = (0..10).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let count = sessions::record_failure(&mut tx, "123456782", "198.51.100.0/24", now()).await?;
                tx.commit().await.map(|()| count)
            })
        });
        let mut counts = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            counts.push(one.await.expect("no panic").expect("counted"));
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=10).collect::<Vec<i64>>());
        let expected = FailureRow { failures: 10, last_at: now() };
        assert_eq!(sessions::failures(&db, "123456782", "198.51.100.0/24").await, Ok(Some(expected)));
        assert_eq!(sessions::failures(&db, "123456782", "elsewhere").await, Ok(None));

        write_once!(db, tx => sessions::record_failure(&mut tx, "1", "s", now() - minutes(99))).expect("counted");
        assert_eq!(write_once!(db, tx => sessions::delete_old_failures(&mut tx, now(), 10)), Ok(1));
        write_once!(db, tx => sessions::clear_failures(&mut tx, "123456782", "198.51.100.0/24")).expect("cleared");
        assert_eq!(sessions::failures(&db, "123456782", "198.51.100.0/24").await, Ok(None));
    }
}
