//! Choosing a time at an office.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// The page on which the applicant chooses: an office, then a day, then a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentView {
    /// Request number.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// What the appointment is for.
    pub purpose: String,
    /// Offices: value and name.
    pub offices: Vec<(String, String)>,
    /// The one chosen.
    pub office: Option<String>,
    /// Days that can be booked, soonest first.
    pub days: Vec<NaiveDate>,
    /// The one chosen.
    pub day: Option<NaiveDate>,
    /// Free times of that day at that office, `10:20`.
    pub times: Vec<String>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The appointment there is, which this one replaces.
    pub booked: Option<BookedView>,
}

/// An appointment that is ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookedView {
    /// The office.
    pub office: String,
    /// Local time there.
    pub starts: NaiveDateTime,
    /// How often it may still be moved.
    pub moves_left: u32,
}
