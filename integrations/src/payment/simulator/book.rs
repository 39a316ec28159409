//! The simulator's truth: transactions, derived from a journal that is only appended to.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use domain::language::Language;
use domain::money::Currency;
use serde::{Deserialize, Serialize};

/// More transactions than any demo or test makes.
const MOST_TRANSACTIONS: usize = 1_000_000;
/// The first transaction's number in the protocol.
const FIRST_ID: u64 = 690_000_001;

/// One line of the journal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// When, in milliseconds since 1970.
    pub(super) at: i64,
    /// Which transaction.
    pub(super) reference: String,
    #[serde(flatten)]
    pub(super) what: What,
}

/// What happened to a transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum What {
    /// It was opened.
    Opened(Order),
    /// A try was refused; `closed` says that the provider considers it failed.
    Refused { words: String, closed: bool },
    /// The payer ordered it, and it will be paid at `due`; `shown` says whether verify tells.
    Ordered { due: i64, shown: bool },
    /// Paid: this many of the protocol's minor units, to be announced this many times.
    Paid { amount: i64, notices: u32 },
    /// One notification was answered with 2xx.
    Told,
    /// One notification was given up.
    GivenUp,
}

/// What the merchant asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) access_code: String,
    pub(super) amount: i64,
    pub(super) currency: Currency,
    pub(super) callback_url: String,
    pub(super) language: Language,
}

/// Where a transaction stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Refused,
    Ordered { due: i64, shown: bool },
    Paid { amount: i64, at: i64 },
}

/// One transaction.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    pub(super) id: u64,
    pub(super) reference: String,
    pub(super) order: Order,
    pub(super) opened_at: i64,
    pub(super) state: State,
    pub(super) refusals: u32,
    pub(super) last_refusal: Option<String>,
    pub(super) notices_owed: u32,
    pub(super) notices_told: u32,
    pub(super) notices_given_up: u32,
}

impl Transaction {
    /// The protocol's word for where it stands.
    pub(super) fn status(&self) -> &'static str {
        match self.state {
            State::Open | State::Ordered { shown: false, .. } => "abandoned",
            State::Ordered { shown: true, .. } => "pending",
            State::Refused => "failed",
            State::Paid { .. } => "success",
        }
    }

    fn apply(&mut self, at: i64, what: What) {
        match what {
            What::Opened(_) => {}
            What::Refused { words, closed } => {
                self.refusals += 1;
                self.last_refusal = Some(words);
                if closed {
                    self.state = State::Refused;
                }
            }
            What::Ordered { due, shown } => self.state = State::Ordered { due, shown },
            What::Paid { amount, notices } => {
                self.state = State::Paid { amount, at };
                self.notices_owed += notices;
            }
            What::Told => {
                self.notices_owed = self.notices_owed.saturating_sub(1);
                self.notices_told += 1;
            }
            What::GivenUp => {
                self.notices_owed = self.notices_owed.saturating_sub(1);
                self.notices_given_up += 1;
            }
        }
    }
}

/// All transactions and the file behind them.
pub(super) struct Book {
    file: File,
    length: u64,
    transactions: BTreeMap<String, Transaction>,
    by_access_code: HashMap<String, String>,
}

impl Book {
    /// Opens the journal, or begins one, and replays it. A last line without its end was being
    /// written when the process died, so nobody was told of it: it is cut off.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        file.try_lock().map_err(|error| {
            io::Error::other(format!(
                "the simulator's journal is in use or cannot be locked: {error}"
            ))
        })?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut book = Self {
            file,
            length: whole as u64,
            transactions: BTreeMap::new(),
            by_access_code: HashMap::new(),
        };
        for (number, line) in text[..whole].split(|byte| *byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            let entry = serde_json::from_slice(line).map_err(|error| {
                let sentence = format!("line {} of the simulator's journal: {error}", number + 1);
                io::Error::new(io::ErrorKind::InvalidData, sentence)
            })?;
            book.apply(entry);
        }
        book.file.set_len(book.length)?;
        book.file.seek(SeekFrom::Start(book.length))?;
        Ok(book)
    }

    /// Writes an entry down, and only then lets it be true.
    pub(super) fn record(&mut self, reference: &str, what: What) -> io::Result<()> {
        let entry = Entry {
            at: super::now(),
            reference: reference.to_owned(),
            what,
        };
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line) {
            // Half a line must not stand in the way of the next one.
            self.file.set_len(self.length)?;
            self.file.seek(SeekFrom::Start(self.length))?;
            return Err(error);
        }
        self.length += line.len() as u64;
        self.apply(entry);
        Ok(())
    }

    fn apply(&mut self, entry: Entry) {
        let Entry { at, reference, what } = entry;
        match what {
            What::Opened(order) => {
                self.by_access_code.insert(order.access_code.clone(), reference.clone());
                let transaction = Transaction {
                    id: FIRST_ID + self.transactions.len() as u64,
                    reference: reference.clone(),
                    order,
                    opened_at: at,
                    state: State::Open,
                    refusals: 0,
                    last_refusal: None,
                    notices_owed: 0,
                    notices_told: 0,
                    notices_given_up: 0,
                };
                self.transactions.entry(reference).or_insert(transaction);
            }
            what => {
                if let Some(transaction) = self.transactions.get_mut(&reference) {
                    transaction.apply(at, what);
                }
            }
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.transactions.len() >= MOST_TRANSACTIONS
    }

    pub(super) fn get(&self, reference: &str) -> Option<&Transaction> {
        self.transactions.get(reference)
    }

    pub(super) fn by_access_code(&self, code: &str) -> Option<&Transaction> {
        self.get(self.by_access_code.get(code)?)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Transaction> {
        self.transactions.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(code: &str) -> What {
        What::Opened(Order {
            access_code: code.to_owned(),
            amount: 2500,
            currency: Currency::Ils,
            callback_url: "http://127.0.0.1/return".to_owned(),
            language: Language::Ar,
        })
    }

    #[test]
    fn a_journal_is_replayed_and_a_torn_line_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/journal.jsonl");
        {
            let mut book = Book::open(&path).unwrap();
            book.record("A-1", opened("c1")).unwrap();
            book.record(
                "A-1",
                What::Refused {
                    words: "no".to_owned(),
                    closed: false,
                },
            )
            .unwrap();
            book.record(
                "A-1",
                What::Paid {
                    amount: 2500,
                    notices: 5,
                },
            )
            .unwrap();
            book.record("A-1", What::Told).unwrap();
            assert!(Book::open(&path).is_err(), "one process at a time");
        }
        let mut torn = OpenOptions::new().append(true).open(&path).unwrap();
        torn.write_all(br#"{"at":1,"reference":"A-2","what":"op"#).unwrap();
        drop(torn);
        {
            let mut book = Book::open(&path).unwrap();
            let transaction = book.by_access_code("c1").unwrap();
            assert_eq!((transaction.status(), transaction.id), ("success", FIRST_ID));
            assert_eq!((transaction.notices_owed, transaction.notices_told), (4, 1));
            assert_eq!((transaction.refusals, book.all().count()), (1, 1));
            book.record("A-2", opened("c2")).unwrap();
        }
        assert_eq!(Book::open(&path).unwrap().get("A-2").unwrap().id, FIRST_ID + 1);
    }

    #[test]
    fn a_spoilt_journal_stops_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        std::fs::write(&path, "not json\n").unwrap();
        let error = Book::open(&path).err().unwrap();
        assert!(error.to_string().contains("line 1"), "{error}");
    }
}
