//! Double entry: each transfer debits one account and credits another, so that the sum of all is zero by
//! construction. Rows are never changed; a correction is a new transfer.

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money};

/// An account's name, in the form `receivable:moi`. Each account has one currency per row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Account(pub String);

impl Account {
    /// What applicants owe an agency.
    pub fn receivable(agency: &str) -> Self {
        Self(format!("receivable:{agency}"))
    }
    /// What the portal owes the treasury for an agency's fee.
    pub fn due_to_treasury(agency: &str, code: &str) -> Self {
        Self(format!("due_to_treasury:{agency}:{code}"))
    }
    /// Fees let off, by reason.
    pub fn exemptions(category: &str) -> Self {
        Self(format!("exemptions:{category}"))
    }
    /// Money a provider holds for us.
    pub fn clearing(provider: &str) -> Self {
        Self(format!("clearing:{provider}"))
    }
    /// Money that fits no open invoice: late, double, wrong.
    pub fn unapplied(provider: &str) -> Self {
        Self(format!("unapplied:{provider}"))
    }
}

/// One transfer to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The account debited.
    pub debit: Account,
    /// The account credited.
    pub credit: Account,
    /// More than zero.
    pub amount: Money,
    /// Why: `invoice_issued`, `exemption`, `payment`, `unapplied`, `invoice_void`.
    pub reason: &'static str,
    /// What it is about, unique with the reason: an invoice's line or an attempt.
    pub subject: String,
}

/// An invoice line as the ledger needs it.
#[derive(Clone, Copy, Debug)]
pub struct PostedLine<'a> {
    /// The fee's key.
    pub code: &'a str,
    /// Positive for a fee, negative for an exemption.
    pub amount: Money,
    /// The exemption's category, if it is one.
    pub exemption: Option<&'a str>,
}

/// The transfers of an invoice that is issued: each fee is owed by the applicant to the treasury, each exemption is
/// taken off what the applicant owes.
pub fn invoice_issued(invoice: &str, agency: &str, lines: &[PostedLine<'_>]) -> Vec<Transfer> {
    let mut transfers = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let subject = format!("{invoice}/{number}");
        let amount = Money::new(line.amount.minor.saturating_abs(), line.amount.currency);
        if amount.is_zero() {
            continue;
        }
        transfers.push(match line.exemption {
            Some(category) => Transfer {
                debit: Account::exemptions(category),
                credit: Account::receivable(agency),
                amount,
                reason: "exemption",
                subject,
            },
            None => Transfer {
                debit: Account::receivable(agency),
                credit: Account::due_to_treasury(agency, line.code),
                amount,
                reason: "invoice_issued",
                subject,
            },
        });
    }
    transfers
}

/// The transfers that undo an invoice that was cancelled or has lapsed: the mirror of [`invoice_issued`].
pub fn invoice_void(invoice: &str, agency: &str, lines: &[PostedLine<'_>]) -> Vec<Transfer> {
    let mut transfers = invoice_issued(invoice, agency, lines);
    for transfer in &mut transfers {
        std::mem::swap(&mut transfer.debit, &mut transfer.credit);
        transfer.reason = "invoice_void";
    }
    transfers
}

/// Money that came for an invoice and settles it.
pub fn payment(attempt: &str, agency: &str, provider: &str, amount: Money) -> Transfer {
    Transfer {
        debit: Account::clearing(provider),
        credit: Account::receivable(agency),
        amount,
        reason: "payment",
        subject: attempt.to_owned(),
    }
}

/// Money that came and settles nothing: it is kept apart until people decide.
pub fn unapplied(attempt: &str, provider: &str, amount: Money) -> Transfer {
    Transfer {
        debit: Account::clearing(provider),
        credit: Account::unapplied(provider),
        amount,
        reason: "unapplied",
        subject: attempt.to_owned(),
    }
}

/// The sum of balances over transfers, per currency: always zero, which is the point.
pub fn trial_balance(transfers: &[Transfer], currency: Currency) -> i128 {
    let of = |account: &Account| -> i128 {
        transfers
            .iter()
            .filter(|transfer| transfer.amount.currency == currency)
            .map(|transfer| {
                let amount = i128::from(transfer.amount.minor);
                let debit = if &transfer.debit == account { amount } else { 0 };
                let credit = if &transfer.credit == account { amount } else { 0 };
                debit - credit
            })
            .sum()
    };
    let mut accounts: Vec<&Account> = transfers.iter().flat_map(|t| [&t.debit, &t.credit]).collect();
    accounts.sort();
    accounts.dedup();
    accounts.into_iter().map(of).sum()
}
