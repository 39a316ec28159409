//! Figures: for everybody, for whoever leads a body, for whoever leads its desks.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::money::Currency;

/// A page of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    /// Whose figures: the body's name; nothing for the whole portal.
    pub body: Option<Body>,
    /// Other bodies the reader may look at.
    pub others: Vec<Body>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The first of the days they are compared with.
    pub before_from: NaiveDate,
    /// The last of those.
    pub before_to: NaiveDate,
    /// The months that can be chosen, the latest first; empty where days are.
    pub months: Vec<NaiveDate>,
    /// What was asked for was no stretch of days, and the usual one is shown.
    pub misread: bool,
    /// Local time at which they were read.
    pub at: NaiveDateTime,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The key.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// One figure: a number for each line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What it says.
    pub kind: FigureKind,
    /// The lines.
    pub lines: Vec<FigureLine>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    /// Of what.
    pub of: LineName,
    /// The number; nothing where there is none to tell.
    pub now: Option<i64>,
    /// The number before.
    pub before: Option<i64>,
}

/// What a line is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineName {
    /// A name: of a service, of a person.
    Named(String),
    /// All of it.
    Whole,
    /// Work nobody has.
    Nobody,
    /// A month, by its first day.
    Month(NaiveDate),
    /// So many days or more, and fewer than the second number.
    Days(i64, Option<i64>),
}

/// What a figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// Applications that came in, by service.
    Received,
    /// Applications that came in, by month.
    ReceivedByMonth,
    /// Applications that were answered, by service.
    Answered,
    /// Days from sending to the answer that half of them needed at most.
    HalfWithin,
    /// Days nine of ten needed at most.
    NineOfTenWithin,
    /// How many of a hundred were refused.
    Refused,
    /// How many of a hundred found it easy or very easy.
    Satisfied,
    /// Fees received, in the smallest unit.
    Revenue(Currency),
    /// Open work, by who has it.
    Load,
    /// Open work past its last day, by who has it.
    Overdue,
    /// Open work, by how long it has been there.
    Age,
    /// Decisions, by who took them.
    Decided,
    /// Decisions after the last day, by who took them.
    DecidedLate,
}

/// In what a figure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Days.
    Days,
    /// Of a hundred.
    Percent,
    /// The smallest unit of a currency.
    Money(Currency),
}

impl FigureKind {
    /// In what it is counted.
    pub const fn unit(self) -> Unit {
        match self {
            Self::HalfWithin | Self::NineOfTenWithin => Unit::Days,
            Self::Refused | Self::Satisfied => Unit::Percent,
            Self::Revenue(currency) => Unit::Money(currency),
            Self::Received
            | Self::ReceivedByMonth
            | Self::Answered
            | Self::Load
            | Self::Overdue
            | Self::Age
            | Self::Decided
            | Self::DecidedLate => Unit::Count,
        }
    }

    /// Whether it is of now: nothing came before it.
    pub const fn is_of_now(self) -> bool {
        matches!(self, Self::Load | Self::Overdue | Self::Age | Self::ReceivedByMonth)
    }

    /// The name in files that other programs read.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::ReceivedByMonth => "received_by_month",
            Self::Answered => "answered",
            Self::HalfWithin => "days_half_within",
            Self::NineOfTenWithin => "days_nine_of_ten_within",
            Self::Refused => "refused_percent",
            Self::Satisfied => "satisfied_percent",
            Self::Revenue(_) => "revenue_minor",
            Self::Load => "open",
            Self::Overdue => "overdue",
            Self::Age => "open_by_age",
            Self::Decided => "decided",
            Self::DecidedLate => "decided_late",
        }
    }
}
