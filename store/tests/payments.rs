//! Invoices, attempts, commands, provider events, and the books.

use domain::id::{AttemptId, InvoiceId, TransferId};
use domain::ledger::{self as books, PostedLine};
use domain::money::{Currency, Money};
use domain::payment::{AttemptState, BillNumber, InvoiceState};
use store::attempts::{self, AttemptMove, NewAttempt};
use store::commands::{self, CommandKind, CommandState};
use store::invoices::{self, Invoice, InvoiceRow};
use store::ledger::{self, BalanceRow};
use store::provider_events::{self, Mark, NewProviderEvent, ProviderEventState, Recorded};
use store::{Database, StoreError};

use crate::both::both;
use crate::sample::{self, day, draft, key, minutes, new_attempt, new_invoice, now, write_once};

fn to(attempt: AttemptId, from: AttemptState, from_version: i64, to: AttemptState) -> AttemptMove<'static> {
    AttemptMove {
        id: attempt,
        from,
        from_version,
        to,
        redirect_url: None,
        provider_id: None,
        decline: None,
        late: false,
        next_check_at: None,
        at: now() + minutes(1),
    }
}

fn arrived<'a>(dedup_key: &'a str, body: &'a [u8], body_sha256: &'a str) -> NewProviderEvent<'a> {
    NewProviderEvent {
        provider: "sandbox",
        dedup_key,
        reference: Some("ATT-1"),
        kind: "charge.success",
        body_sha256,
        body,
        at: now(),
    }
}

async fn balance(db: &Database, account: &str) -> i64 {
    let rows = ledger::balances(db, None, 100).await.expect("balances");
    rows.iter()
        .find(|row| row.account == account)
        .map_or(0, |row| row.minor)
}

both! {
    async fn an_invoice_is_made_once_for_a_stage(db) {
        let application = draft(&db).await;
        let invoice = new_invoice(&application, 2500);
        write_once!(db, tx => invoices::insert(&mut tx, &invoice)).expect("an invoice");
        assert_eq!(invoices::by_id(&db, invoice.row.id).await, Ok(Some(invoice.clone())));
        let found = invoices::by_bill_number(&db, &invoice.row.bill_number).await;
        assert_eq!(found, Ok(Some(invoice.clone())));
        assert_eq!(invoices::by_bill_number(&db, &BillNumber::new(99, 1)).await, Ok(None));
        assert_eq!(invoices::by_application(&db, application.id).await, Ok(vec![invoice.row.clone()]));

        let second = new_invoice(&application, 3000);
        let taken = write_once!(db, tx => invoices::insert(&mut tx, &second));
        assert_eq!(taken, Err(StoreError::Duplicate("invoices.application_id,stage,currency".to_owned())));
        let same_number = Invoice {
            row: InvoiceRow {
                bill_number: invoice.row.bill_number.clone(),
                currency: Currency::Jod,
                ..second.row.clone()
            },
            lines: vec![],
        };
        let taken = write_once!(db, tx => invoices::insert(&mut tx, &same_number));
        assert_eq!(taken, Err(StoreError::Duplicate("invoices.bill_number".to_owned())));

        let (id, issued) = (invoice.row.id, InvoiceState::Issued);
        write_once!(db, tx => invoices::set_state(&mut tx, id, issued, InvoiceState::Cancelled)).expect("cancelled");
        let stale = write_once!(db, tx => invoices::set_state(&mut tx, id, issued, InvoiceState::Paid));
        assert_eq!(stale, Err(StoreError::Stale));
        write_once!(db, tx => invoices::insert(&mut tx, &second)).expect("in the place of the cancelled one");
        let states = invoices::by_application(&db, application.id).await.expect("invoices");
        assert_eq!(states.iter().map(|row| (row.state, row.version)).collect::<Vec<_>>(), [
            (InvoiceState::Cancelled, 2),
            (InvoiceState::Issued, 1),
        ]);
    }

    async fn invoices_past_their_day_are_found(db) {
        let first = sample::invoice(&db).await.row;
        let second = sample::invoice(&db).await.row;
        let paid = sample::invoice(&db).await.row;
        let (from, to) = (InvoiceState::Issued, InvoiceState::Paid);
        write_once!(db, tx => invoices::set_state(&mut tx, paid.id, from, to)).expect("paid");
        assert_eq!(invoices::list_lapsed(&db, day(14), None, 10).await, Ok(vec![]));
        assert_eq!(invoices::list_lapsed(&db, day(15), None, 1).await, Ok(vec![first.clone()]));
        let after = Some((day(14), first.id));
        assert_eq!(invoices::list_lapsed(&db, day(15), after, 10).await, Ok(vec![second]));
    }

    /// Two tabs, two devices: one live attempt.
    async fn an_invoice_has_one_live_attempt(db) {
        let invoice = sample::invoice(&db).await.row.id;
        let tries = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { sample::try_attempt(&db, invoice).await })
        });
        let mut made = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            match one.await.expect("no panic") {
                Ok(row) => made.push(row),
                Err(error) => {
                    assert_eq!(error, StoreError::Duplicate("payment_attempts.invoice_id".to_owned()));
                }
            }
        }
        assert_eq!(made.len(), 1);
        let attempt = &made[0];
        assert_eq!(attempts::live_for_invoice(&db, invoice).await, Ok(Some(attempt.clone())));
        let command = commands::for_attempt(&db, attempt.id, CommandKind::Create).await.expect("read");
        assert_eq!(command.map(|command| command.state), Some(CommandState::Waiting), "written down with it");
    }

    async fn one_form_makes_one_attempt(db) {
        let invoice = sample::invoice(&db).await.row.id;
        let form_key = key();
        let mut made = Vec::new();
        for reference in ["ATT-first", "ATT-second"] {
            let new = NewAttempt { form_key, ..new_attempt(invoice, reference) };
            made.push(write_once!(db, tx => attempts::insert(&mut tx, new)).expect("an attempt"));
        }
        assert_eq!(made[0].0, made[1].0);
        assert_eq!((made[0].1, made[1].1), (true, false));

        let other = sample::invoice(&db).await.row.id;
        let foreign = NewAttempt { form_key, ..new_attempt(other, "ATT-third") };
        let refused = write_once!(db, tx => attempts::insert(&mut tx, foreign)).map(drop);
        assert_eq!(refused, Err(StoreError::Duplicate("payment_attempts.form_key".to_owned())));
        let taken = write_once!(db, tx => attempts::insert(&mut tx, new_attempt(other, "ATT-first"))).map(drop);
        assert_eq!(taken, Err(StoreError::Duplicate("payment_attempts.reference".to_owned())));
    }

    /// The index and the query agree with the domain on what is live.
    async fn live_is_what_the_domain_says(db) {
        for state in AttemptState::ALL {
            let invoice = sample::invoice(&db).await.row.id;
            let first = sample::attempt(&db, invoice).await;
            let moved = to(first.id, AttemptState::Created, 1, state);
            write_once!(db, tx => attempts::set_state(&mut tx, moved)).expect("moved");
            let live = attempts::live_for_invoice(&db, invoice).await.expect("read");
            assert_eq!(live.is_some(), state.is_live(), "{state:?}");
            let second = sample::try_attempt(&db, invoice).await;
            assert_eq!(second.is_err(), state.is_live(), "{state:?}");
        }
    }

    async fn attempts_move_from_where_they_were_read(db) {
        let invoice = sample::invoice(&db).await.row.id;
        let attempt = sample::attempt(&db, invoice).await;
        let (created, dispatching) = (AttemptState::Created, AttemptState::Dispatching);
        let first = to(attempt.id, created, 1, dispatching);
        assert_eq!(write_once!(db, tx => attempts::set_state(&mut tx, first)), Ok(2));
        assert_eq!(write_once!(db, tx => attempts::set_state(&mut tx, first)), Err(StoreError::Stale));
        let page = AttemptMove {
            redirect_url: Some("https://pay.example/1"),
            provider_id: Some("p-1"),
            next_check_at: Some(now() + minutes(2)),
            ..to(attempt.id, dispatching, 2, AttemptState::AwaitingPayer)
        };
        assert_eq!(write_once!(db, tx => attempts::set_state(&mut tx, page)), Ok(3));
        assert_eq!(attempts::due_for_check(&db, now() + minutes(1), 10).await, Ok(vec![]));
        let due = attempts::due_for_check(&db, now() + minutes(2), 10).await.expect("due");
        assert_eq!(due.iter().map(|row| row.id).collect::<Vec<_>>(), [attempt.id]);
        let next = Some(now() + minutes(7));
        assert_eq!(write_once!(db, tx => attempts::schedule(&mut tx, attempt.id, 3, next, now())), Ok(4));
        let stale = write_once!(db, tx => attempts::schedule(&mut tx, attempt.id, 3, next, now()));
        assert_eq!(stale, Err(StoreError::Stale));

        let declined = AttemptMove {
            decline: Some("insufficient_funds"),
            ..to(attempt.id, AttemptState::AwaitingPayer, 4, AttemptState::Failed)
        };
        assert_eq!(write_once!(db, tx => attempts::set_state(&mut tx, declined)), Ok(5));
        let row = attempts::by_reference(&db, &attempt.reference).await.expect("read").expect("it");
        assert_eq!((row.state, row.checks, row.next_check_at), (AttemptState::Failed, 1, None));
        assert_eq!(row.redirect_url.as_deref(), Some("https://pay.example/1"), "what was learned stays");
        assert_eq!(row.decline.as_deref(), Some("insufficient_funds"));
        assert_eq!(row.amount(), Money::new(2500, Currency::Ils));
        let second = sample::attempt(&db, invoice).await;
        let listed = attempts::list_for_invoice(&db, invoice).await.expect("attempts");
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [second.id, attempt.id], "newest first");
    }

    /// Workers at once: each command has one holder, and a holder that comes back late has lost it.
    async fn a_lease_is_held_by_one_and_runs_out(db) {
        for _ in 0..6 {
            let invoice = sample::invoice(&db).await.row.id;
            sample::attempt(&db, invoice).await;
        }
        let workers = (0..6).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let leased = commands::lease(&mut tx, now(), now() + minutes(1), 2).await?;
                tx.commit().await.map(|()| leased)
            })
        });
        let mut leased = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            leased.extend(worker.await.expect("no panic").expect("leased"));
        }
        let mut ids: Vec<_> = leased.iter().map(|command| command.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), leased.len(), "nobody has another's");
        // On PostgreSQL workers that look at the same rows leave some for the next round.
        while leased.len() < 6 {
            let more = write_once!(db, tx => commands::lease(&mut tx, now(), now() + minutes(1), 2)).expect("leased");
            assert!(!more.is_empty());
            leased.extend(more);
        }
        assert!(leased.iter().all(|command| command.tries == 1 && command.state == CommandState::Leased));
        let none = write_once!(db, tx => commands::lease(&mut tx, now(), now() + minutes(1), 9));
        assert_eq!(none, Ok(vec![]));

        let late = now() + minutes(1);
        let again = write_once!(db, tx => commands::lease(&mut tx, late, late + minutes(1), 1)).expect("leased");
        let [command] = again.as_slice() else { panic!("one command") };
        assert_eq!(command.tries, 2);
        let lost = write_once!(db, tx => commands::finish(&mut tx, command.id, 1));
        assert_eq!(lost, Err(StoreError::Stale), "the first holder's lease ran out");
        let lost = write_once!(db, tx => commands::postpone(&mut tx, command.id, 1, late));
        assert_eq!(lost, Err(StoreError::Stale));
        let at = late + minutes(10);
        write_once!(db, tx => commands::postpone(&mut tx, command.id, 2, at)).expect("put back");
        let early = write_once!(db, tx => commands::lease_for_attempt(&mut tx, command.attempt_id, late, at));
        assert_eq!(early, Ok(None));
        let until = at + minutes(1);
        let third = write_once!(db, tx => commands::lease_for_attempt(&mut tx, command.attempt_id, at, until));
        assert_eq!(third.expect("leased").map(|command| command.tries), Some(3));
        write_once!(db, tx => commands::finish(&mut tx, command.id, 3)).expect("done");
        let over = write_once!(db, tx => commands::finish(&mut tx, command.id, 3));
        assert_eq!(over, Err(StoreError::Stale));
    }

    async fn deliveries_are_kept_once(db) {
        let deliveries = (0..6).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let recorded = provider_events::record(&mut tx, arrived("k1", b"{\xff", "aa")).await?;
                tx.commit().await.map(|()| recorded)
            })
        });
        let mut inserted = 0;
        for one in deliveries.collect::<Vec<_>>() {
            match one.await.expect("no panic").expect("recorded") {
                Recorded::Inserted => inserted += 1,
                other => assert_eq!(other, Recorded::Same),
            }
        }
        assert_eq!(inserted, 1);
        let other_body = write_once!(db, tx => provider_events::record(&mut tx, arrived("k1", b"{}", "bb")));
        assert_eq!(other_body, Ok(Recorded::Different));
        let due = provider_events::due(&db, now(), 10).await.expect("due");
        let [event] = due.as_slice() else { panic!("one event") };
        assert_eq!((event.body.as_slice(), event.tries), (&b"{\xff"[..], 0), "the first one stays");

        let parked = Mark {
            provider: "sandbox",
            dedup_key: "k1",
            from_tries: 0,
            state: ProviderEventState::Parked,
            reason: Some("unknown_reference"),
            next_try_at: now() + minutes(5),
        };
        write_once!(db, tx => provider_events::mark(&mut tx, parked)).expect("parked");
        assert_eq!(provider_events::due(&db, now(), 10).await, Ok(vec![]));
        let stale = write_once!(db, tx => provider_events::mark(&mut tx, parked));
        assert_eq!(stale, Err(StoreError::Stale), "two workers");
        let later = provider_events::due(&db, now() + minutes(5), 10).await.expect("due");
        assert_eq!(later[0].reason.as_deref(), Some("unknown_reference"));
        let applied = Mark { from_tries: 1, state: ProviderEventState::Applied, reason: None, ..parked };
        write_once!(db, tx => provider_events::mark(&mut tx, applied)).expect("applied");
        let over = write_once!(db, tx => provider_events::mark(&mut tx, Mark { from_tries: 2, ..applied }));
        assert_eq!(over, Err(StoreError::Stale), "what was applied is not applied again");
        assert_eq!(provider_events::due(&db, now() + minutes(99), 10).await, Ok(vec![]));
    }

    async fn transfers_are_written_once_and_add_up(db) {
        let fee = Money::new(2500, Currency::Ils);
        let lines = [
            PostedLine { code: "extract", amount: fee, exemption: None },
            PostedLine { code: "extract", amount: Money::new(-500, Currency::Ils), exemption: Some("disability") },
        ];
        let mut transfers = books::invoice_issued("inv", "moi", &lines);
        transfers.push(books::payment("att", "moi", "sandbox", Money::new(2000, Currency::Ils)));
        transfers.push(books::unapplied("att2", "sandbox", Money::new(1500, Currency::Jod)));
        for round in 0..2 {
            for transfer in &transfers {
                let written = write_once!(db, tx => ledger::post(&mut tx, TransferId(key()), transfer, now()));
                assert_eq!(written, Ok(round == 0));
            }
        }
        assert_eq!(balance(&db, "receivable:moi").await, 0);
        assert_eq!(balance(&db, "due_to_treasury:moi:extract").await, -2500);
        assert_eq!(balance(&db, "exemptions:disability").await, 500);
        let clearing = ledger::balances(&db, None, 2).await.expect("balances");
        assert_eq!(clearing, [
            BalanceRow { account: "clearing:sandbox".to_owned(), currency: Currency::Ils, minor: 2000 },
            BalanceRow { account: "clearing:sandbox".to_owned(), currency: Currency::Jod, minor: 1500 },
        ]);
        let rest = ledger::balances(&db, Some("receivable:moi"), 10).await.expect("balances");
        assert_eq!(rest.iter().map(|row| row.account.as_str()).collect::<Vec<_>>(), ["unapplied:sandbox"]);
        assert_eq!(ledger::imbalance(&db).await, Ok(vec![]));

        let nothing = books::payment("none", "moi", "sandbox", Money::zero(Currency::Ils));
        let refused = write_once!(db, tx => ledger::post(&mut tx, TransferId(key()), &nothing, now()));
        assert!(matches!(refused, Err(StoreError::Corrupt { .. })), "{refused:?}");
    }

    /// Money from two attempts: one settles, the other is told.
    async fn an_invoice_is_settled_once(db) {
        let invoice = sample::invoice(&db).await.row.id;
        let mut both = Vec::new();
        for _ in 0..2 {
            let made = sample::attempt(&db, invoice).await;
            let failed = to(made.id, AttemptState::Created, 1, AttemptState::Failed);
            write_once!(db, tx => attempts::set_state(&mut tx, failed)).expect("failed");
            both.push(made.id);
        }
        let settles = both.iter().map(|attempt| {
            let (db, attempt) = (db.clone(), *attempt);
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let settled = ledger::settle(&mut tx, invoice, attempt, now()).await?;
                tx.commit().await.map(|()| settled)
            })
        });
        let mut settled = 0;
        for one in settles.collect::<Vec<_>>() {
            settled += u32::from(one.await.expect("no panic").expect("an answer"));
        }
        assert_eq!(settled, 1);
        let row = ledger::settlement(&db, invoice).await.expect("read").expect("settled");
        assert!(both.contains(&row.attempt_id));
        let other = sample::invoice(&db).await.row.id;
        let elsewhere = write_once!(db, tx => ledger::settle(&mut tx, other, row.attempt_id, now()));
        assert_eq!(elsewhere, Ok(false), "an attempt settles one invoice");
        let nowhere = write_once!(db, tx => ledger::settle(&mut tx, InvoiceId(key()), AttemptId(key()), now()));
        assert_eq!(nowhere, Err(StoreError::NotFound));
    }
}
