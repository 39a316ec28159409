//! A request for somebody's consent, as that person reads it: no more of the application than the question needs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRow {
    /// Request number of the application.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// Who asks.
    pub applicant: String,
    /// The last day to answer.
    pub until: Option<NaiveDate>,
}

/// The page of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// Request number of the application.
    pub reference: String,
    /// The service.
    pub service_title: String,
    /// What the service gives.
    pub service_summary: String,
    /// The ministry.
    pub ministry: String,
    /// What is asked, in the words of the service.
    pub step_title: String,
    /// Who asks.
    pub applicant: String,
    /// Whom the application is about, if another.
    pub subject: Option<String>,
    /// When it was asked.
    pub asked: NaiveDate,
    /// The last day to answer.
    pub until: Option<NaiveDate>,
    /// What was answered: yes or no; none while it waits.
    pub given: Option<bool>,
}
