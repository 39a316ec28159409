//! Holidays by decision, for whoever keeps them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::service::field::Choice;

/// The table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// The latest first.
    pub days: Vec<CalendarDayView>,
    /// What can be chosen beside everywhere.
    pub governorates: Vec<Choice>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDayView {
    /// The key, for taking it back.
    pub id: String,
    /// Which day.
    pub day: NaiveDate,
    /// Key of the governorate; nothing is everywhere.
    pub governorate: Option<String>,
    /// Work is done on it, though it would be a holiday.
    pub is_open: bool,
    /// What it is called.
    pub name: Text,
}
