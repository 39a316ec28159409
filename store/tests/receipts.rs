//! Receipts: no gap, no second one, and a chain.

use domain::id::{InvoiceId, ReceiptId};
use domain::money::{Currency, Money};
use store::StoreError;
use store::receipts::{self, NewReceipt, ReceiptRow};

use crate::both::both;
use crate::sample::{self, key, now, write_once};

fn new(invoice: InvoiceId) -> NewReceipt<'static> {
    NewReceipt {
        id: ReceiptId(key()),
        agency: "moi",
        year: 2026,
        invoice_id: invoice,
        amount: Money::new(2500, Currency::Ils),
        at: now(),
    }
}

fn check_chain(receipts: &[ReceiptRow]) {
    let mut previous = "0".repeat(64);
    for (number, receipt) in (1..).zip(receipts) {
        assert_eq!(receipt.number, number, "no gap");
        assert_eq!(receipt.previous_sha256, previous);
        assert!(receipt.is_sealed());
        previous.clone_from(&receipt.sha256);
    }
}

both! {
    /// Many at once, and every third fails after it has taken its number.
    async fn numbers_have_no_gap(db) {
        let mut issues = Vec::new();
        for number in 0..24 {
            let invoice = sample::invoice(&db).await.row.id;
            let db = db.clone();
            issues.push(tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let receipt = receipts::issue(&mut tx, new(invoice)).await?;
                if number % 3 == 0 {
                    return Ok(None);
                }
                tx.commit().await.map(|()| Some(receipt))
            }));
        }
        let mut kept = Vec::new();
        for issue in issues {
            kept.extend(issue.await.expect("no panic").expect("issued"));
        }
        assert_eq!(kept.len(), 16);
        let first = receipts::list(&db, "moi", 2026, 0, 10).await.expect("receipts");
        let rest = receipts::list(&db, "moi", 2026, 10, 10).await.expect("receipts");
        let all = [first, rest].concat();
        check_chain(&all);
        kept.sort_by_key(|receipt| receipt.number);
        assert_eq!(kept, all);
    }

    async fn an_invoice_has_one_receipt(db) {
        let invoice = sample::invoice(&db).await.row.id;
        let issues = (0..5).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let receipt = receipts::issue(&mut tx, new(invoice)).await?;
                tx.commit().await.map(|()| receipt)
            })
        });
        let mut issued = Vec::new();
        for issue in issues.collect::<Vec<_>>() {
            issued.push(issue.await.expect("no panic").expect("issued"));
        }
        issued.dedup();
        let [receipt] = issued.as_slice() else { panic!("one receipt: {issued:?}") };
        assert_eq!((receipt.number, receipt.text_number.as_str()), (1, "MOI-2026-000001"));
        assert_eq!(receipt.amount(), Money::new(2500, Currency::Ils));
        assert_eq!(receipts::by_invoice(&db, invoice).await, Ok(Some(receipt.clone())));
        assert_eq!(receipts::by_number(&db, "MOI-2026-000001").await, Ok(Some(receipt.clone())));

        let second = sample::invoice(&db).await.row.id;
        let next = write_once!(db, tx => receipts::issue(&mut tx, new(second))).expect("issued");
        assert_eq!(next.number, 2, "the second call gave its number back");
        check_chain(&receipts::list(&db, "moi", 2026, 0, 10).await.expect("receipts"));
    }

    async fn agencies_and_years_count_by_themselves(db) {
        for (agency, year, expected) in
            [("moi", 2026, "MOI-2026-000001"), ("moh", 2026, "MOH-2026-000001"), ("moi", 2027, "MOI-2027-000001")]
        {
            let invoice = sample::invoice(&db).await.row.id;
            let new = NewReceipt { agency, year, ..new(invoice) };
            let receipt = write_once!(db, tx => receipts::issue(&mut tx, new)).expect("issued");
            assert_eq!(receipt.text_number, expected);
        }
        let nowhere = write_once!(db, tx => receipts::issue(&mut tx, new(InvoiceId(key()))));
        assert_eq!(nowhere, Err(StoreError::NotFound));
    }
}
