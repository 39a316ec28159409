//! The books always balance, whatever is posted.

use domain::ledger::{self, Account, PostedLine, Transfer};
use domain::money::{Currency, Money};
use proptest::prelude::*;

fn balance(transfers: &[Transfer], account: &Account) -> i64 {
    transfers.iter().fold(0, |sum, transfer| {
        let debit = if &transfer.debit == account {
            transfer.amount.minor
        } else {
            0
        };
        let credit = if &transfer.credit == account {
            transfer.amount.minor
        } else {
            0
        };
        sum + debit - credit
    })
}

proptest! {
    #[test]
    fn an_invoice_paid_or_void_leaves_nothing_to_receive(fees in prop::collection::vec((1_i64..100_000, 0_i64..=100), 1..6), paid in any::<bool>()) {
        let ils = |minor| Money::new(minor, Currency::Ils);
        let mut lines = Vec::new();
        for (fee, percent) in &fees {
            lines.push(PostedLine { code: "fee", amount: ils(*fee), exemption: None });
            lines.push(PostedLine { code: "fee.exemption", amount: ils(-(fee * percent / 100)), exemption: Some("orphan_minor") });
        }
        let total: i64 = lines.iter().map(|line| line.amount.minor).sum();
        let mut transfers = ledger::invoice_issued("i", "moi", &lines);
        let receivable = Account::receivable("moi");
        prop_assert_eq!(balance(&transfers, &receivable), total);
        if paid && total > 0 {
            transfers.push(ledger::payment("a", "moi", "simulated", ils(total)));
            prop_assert_eq!(balance(&transfers, &Account::clearing("simulated")), total);
        } else {
            transfers.extend(ledger::invoice_void("i", "moi", &lines));
        }
        if total > 0 || !paid {
            prop_assert_eq!(balance(&transfers, &receivable), 0);
        }
        prop_assert_eq!(ledger::trial_balance(&transfers, Currency::Ils), 0);
        prop_assert!(transfers.iter().all(|transfer| transfer.amount.minor > 0 && transfer.debit != transfer.credit));
    }
}
