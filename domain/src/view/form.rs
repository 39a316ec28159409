//! A draft: its question pages and its last page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::answer::{Problem, RawAnswers};
use crate::facts::CaseFacts;
use crate::money::Money;
use crate::service::Basis;
use crate::service::difference::DifferenceKind;
use crate::service::fee::Fee;
use crate::service::field::{Choice, Field, Page};
use crate::upload::Scan;
use crate::workflow::ChosenReason;

/// One question page. The page's definition travels as data, so that the browser runs the same rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// Request number, as shown.
    pub reference: String,
    /// The service's name in addresses.
    pub service_id: String,
    /// Its title.
    pub service_title: String,
    /// The page as the file has it.
    pub page: Page,
    /// Which of the visible pages this is, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// Key of the page before; none on the first.
    pub back: Option<String>,
    /// Came from the last page, and goes back there.
    pub from_check: bool,
    /// What is stored, or the first values, by input name.
    pub values: RawAnswers,
    /// The fields of the page, those of items behind their group: shown or not, and what is wrong.
    pub fields: Vec<FieldView>,
    /// The lists the page's fields name, and `reference.governorates`.
    pub lists: BTreeMap<String, Vec<Choice>>,
    /// Limits of the files the page asks for, by field; in a group by `partners.partner_file`.
    pub files: BTreeMap<String, FileLimits>,
    /// The files the page has so far, by field.
    pub uploads: BTreeMap<String, Vec<UploadView>>,
    /// What is known from other pages and registries, for conditions.
    pub known: CaseFacts,
    /// Today, for relative dates.
    pub today: NaiveDate,
    /// Whether identity numbers' check digits are looked at.
    pub national_id_checksum: bool,
    /// Questions appeared because of the last answers.
    pub more: bool,
    /// Draft is kept until then.
    pub saved_until: NaiveDate,
    /// The fee, where answers of this page change it.
    pub fee: Option<LiveFee>,
    /// Which saving of the page this is; nothing stored yet is 0. What is saved by itself names it, so that it never
    /// takes the place of something newer.
    pub version: i64,
    /// Sent back for correction: why, and which fields. Empty fields: all may be changed.
    pub correction: Option<CorrectionView>,
    /// A registry this page needs was away: what it knows is asked instead.
    pub registry_away: bool,
    /// The service changed since it was begun: how, until the applicant has read it.
    pub changes: Option<ChangesView>,
    /// What the registries have to do with the fields of the page, by field key.
    pub sources: BTreeMap<String, SourceView>,
}

/// How a service changed since the draft was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesView {
    /// The file in force, by its hash.
    pub version: String,
    /// By kind; never empty.
    pub changes: Vec<ChangeView>,
}

/// Something that is not as it was when the draft was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// Which kind.
    pub kind: DifferenceKind,
    /// The question or paper; empty where the whole is meant.
    pub what: String,
}

/// What a registry has to do with one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// The register's name.
    pub title: String,
    /// Whether the answer is its own.
    pub state: SourceState,
}

/// Whether an answer is a registry's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SourceState {
    /// It said so.
    Told {
        /// On that day.
        on: NaiveDate,
    },
    /// It could not be asked: the applicant answers.
    Away,
    /// It does not have this: the applicant answers.
    Unknown,
    /// It is asked once other questions are answered.
    Waiting,
}

impl FormView {
    /// Limits of a file field, also of one in an item: `partners.0.partner_file`.
    pub fn limits(&self, key: &str) -> Option<&FileLimits> {
        let of_any_item = || {
            let (group, rest) = key.split_once('.')?;
            let (_, inner) = rest.split_once('.')?;
            self.files.get(&format!("{group}.{inner}"))
        };
        self.files.get(key).or_else(of_any_item)
    }
}

/// One field of the page, or of an item of one of its groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its key; in an item, `partners.0.shares`.
    pub key: String,
    /// Whether it is shown.
    pub visible: bool,
    /// What is wrong with the stored answer; only for fields that were on the page when it was sent.
    pub problem: Option<Problem>,
    /// The input the error link points to.
    pub input: String,
}

/// Limits of a file field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLimits {
    /// Media types.
    pub accepted_types: Vec<String>,
    /// In MB.
    pub max_size_mb: u32,
    /// How many.
    pub max_files: u32,
    /// A sentence of help.
    pub hint: Option<String>,
    /// Whether at least one is needed now.
    pub required: bool,
}

/// A file of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// The last part of its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// What the virus scanner says; one in which something was found is gone.
    pub scan: Scan,
}

/// Why an application came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// The officer's words.
    pub note: String,
    /// The reasons chosen from the list; several when several bodies sent it back.
    #[serde(default)]
    pub reasons: Vec<ChosenReason>,
    /// The fields to mend: page key, field key, label.
    pub fields: Vec<(String, String, String)>,
}

/// The answers of one page, to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// Page key.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Its visible fields.
    pub rows: Vec<AnswerRow>,
}

/// One answer, to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// Field key.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer in words; empty: not answered.
    pub answer: AnswerText,
    /// May be changed.
    pub changeable: bool,
}

/// An answer in a form that can be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum AnswerText {
    /// Nothing.
    None,
    /// Words; may hold line breaks.
    Words {
        /// The text.
        text: String,
    },
    /// A number or code that reads left to right.
    Code {
        /// The text.
        text: String,
    },
    /// A date.
    Date {
        /// The date.
        date: NaiveDate,
    },
    /// An amount.
    Amount {
        /// The amount.
        amount: Money,
    },
    /// Yes or no.
    YesNo {
        /// Which.
        yes: bool,
    },
    /// Several lines: parts of an address, several choices.
    Lines {
        /// The lines.
        lines: Vec<String>,
    },
    /// Files.
    Files {
        /// Upload key and name.
        files: Vec<(String, String)>,
    },
    /// The items of a group.
    Items {
        /// What one is called.
        label: String,
        /// Question and answer of each field of each item.
        items: Vec<Vec<(String, AnswerText)>>,
    },
}

/// The last page: everything to be read once more, the fee, the declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Request number, as shown.
    pub reference: String,
    /// The service's name in addresses.
    pub service_id: String,
    /// Its title.
    pub service_title: String,
    /// The answers, page by page.
    pub sections: Vec<SectionView>,
    /// Boxes to tick before sending.
    pub declarations: Vec<Field>,
    /// What will be due.
    pub fee: FeeView,
    /// The service is not for this person: the reason, in the file's words.
    pub refused: Option<String>,
    /// Answers that contradict each other: the file's words.
    pub blocked: Vec<String>,
    /// The first page that is not complete.
    pub incomplete: Option<String>,
    /// The last page before this.
    pub back: Option<String>,
    /// Sent again after correction: nothing is paid a second time.
    pub resend: Option<CorrectionView>,
    /// The service changed since it was begun: how, until the applicant has read it.
    pub changes: Option<ChangesView>,
    /// Which answers are a registry's, by field key.
    pub sources: BTreeMap<String, SourceView>,
}

/// What is due, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeView {
    /// Fees, each followed by what is let off.
    pub lines: Vec<FeeLineView>,
    /// One total per currency; empty means free.
    pub totals: Vec<Money>,
    /// What of the totals is billed and not paid yet, per currency.
    #[serde(default)]
    pub due: Vec<Money>,
    /// Amounts still wait for the ministry's word.
    pub indicative: bool,
    /// What is due too, or will be, and cannot be paid now. Where this is not empty, no total does not mean free.
    #[serde(default)]
    pub open: Vec<OpenFeeView>,
}

/// A fee without a line yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenFeeView {
    /// Its name.
    pub label: String,
    /// How much, where that is known.
    pub amount: Option<Money>,
    /// Why it is not due now.
    pub why: OpenFee,
}

/// Why a fee has no line yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenFee {
    /// It hangs on an answer that is not given yet.
    Answer,
    /// It is paid after the review.
    AfterReview,
    /// An officer sets it.
    Assessed,
}

/// What the browser needs to work the fee out while the page is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveFee {
    /// As the file has it, without what only its readers need.
    pub fee: Fee,
    /// The pages with the questions it looks at, and nothing else.
    pub pages: Vec<Page>,
    /// Amounts still wait for the ministry's word.
    pub indicative: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLineView {
    /// Its name.
    pub label: String,
    /// How many.
    pub quantity: i64,
    /// Of one.
    pub unit: Option<Money>,
    /// Negative for what is let off.
    pub amount: Money,
    /// Where the amount comes from, as the file says it.
    #[serde(default)]
    pub basis: Option<Basis>,
}
