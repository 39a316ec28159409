//! Who is looking, and their account.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::message::WishesView;

/// Who is looking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The signed-in person, if any.
    pub viewer: Option<Viewer>,
    /// Goes into every form as `_csrf`. Empty for a visitor on a page without forms, so that such pages are equal
    /// for everybody.
    pub csrf: String,
    /// Whether the demonstration runs: shows the message page and the demo people.
    pub demo: bool,
}

/// A signed-in person as the header shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// First and family name.
    pub name: String,
    /// Works for the government on the portal.
    pub staff: bool,
    /// Keeps what holds for everybody, such as holidays.
    pub administers: bool,
    /// Sees the open work of a body and who does it.
    pub sees_load: bool,
    /// Sees the figures of a body.
    pub sees_reports: bool,
    /// The body the person works for.
    pub desk: Option<String>,
    /// Messages of the portal the person has not opened.
    pub unread: u32,
}

/// The account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Nine digits.
    pub national_id: String,
    /// Full name in Arabic.
    pub name_ar: String,
    /// Full name in Latin letters.
    pub name_en: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// E.164.
    pub mobile: String,
    /// May be empty.
    pub email: String,
    /// Whether the civil registry knows the person.
    pub verified: bool,
    /// Whether the pilot is open to the person.
    pub in_pilot: bool,
    /// Duties as staff: role and body.
    pub duties: Vec<String>,
    /// How the person wants to be told.
    pub wishes: WishesView,
}
