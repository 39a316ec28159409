//! Accounts and sessions.

pub mod password;
pub mod session;
pub mod sign_in;
pub mod sign_up;

use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::view::session::{AccountView, SessionView, Viewer};

use crate::applications::status::{desk, name};
use crate::casework::queue::desks;
use crate::notices::wishes;
use crate::{OperationError, Portal, Session, pilot};

pub use session::{Opened, goes_on, resolve, sign_out};
pub use sign_in::{SignIn, sign_in};
pub use sign_up::{SignUp, sign_up};

/// What every page needs to know about its reader.
///
/// # Errors
/// None today; the signature is that of every reading operation.
pub async fn session(portal: &Portal, session: &Session, language: Language) -> Result<SessionView, OperationError> {
    let of_a_body = |act: &dyn for<'a> Fn(&'a str) -> Act<'a>| {
        let person = session.actor.person();
        let mut duties = person.iter().flat_map(|person| &person.duties);
        duties.any(|duty| may(&session.actor, act(&duty.entity)).is_ok())
    };
    let viewer = session.actor.person().map(|person| Viewer {
        name: short_name(&name(&person.name_ar, &person.name_en, language)),
        staff: person.is_staff(),
        administers: may(&session.actor, Act::Administer).is_ok(),
        sees_load: of_a_body(&|entity| Act::SeeLoad { entity }),
        sees_reports: of_a_body(&|entity| Act::SeeReports { entity }),
        desk: person.is_staff().then(|| desks(portal, person, language)),
        unread: session.unread,
    });
    Ok(SessionView {
        viewer,
        csrf: session.csrf.clone(),
        demo: portal.settings.demo,
    })
}

/// First and last name.
fn short_name(full: &str) -> String {
    let words: Vec<&str> = full.split_whitespace().collect();
    match words[..] {
        [first, .., last] => format!("{first} {last}"),
        _ => full.to_owned(),
    }
}

/// The account page.
///
/// # Errors
/// Not signed in.
pub async fn account(portal: &Portal, actor: &Actor, language: Language) -> Result<AccountView, OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let row = store::people::by_id(&portal.store, person.id)
        .await?
        .ok_or(OperationError::SignIn)?;
    let wishes = wishes::wishes(portal, person.id).await?;
    Ok(AccountView {
        wishes,
        national_id: row.national_id,
        name_ar: row.name_ar,
        name_en: row.name_en,
        birth_date: row.birth_date,
        mobile: row.mobile,
        email: row.email,
        verified: row.verified,
        in_pilot: portal.settings.pilot && pilot::is_open(portal, person).await?,
        duties: person
            .duties
            .iter()
            .map(|duty| desk(portal, &duty.entity, &duty.role, language))
            .collect(),
    })
}
