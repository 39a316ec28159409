//! Who may apply while the portal opens in steps.

use chrono::{Datelike, NaiveDate};
use domain::person::Person;

use crate::{OperationError, Portal};

/// Whether the portal is open to this person: always after the pilot, before that for those on the list whose
/// identity is proved. A number that somebody merely typed opens nothing.
///
/// # Errors
/// When the store is away.
pub async fn is_open(portal: &Portal, person: &Person) -> Result<bool, OperationError> {
    if !portal.settings.pilot {
        return Ok(true);
    }
    let proved = store::people::by_id(&portal.store, person.id)
        .await?
        .is_some_and(|row| row.verified);
    Ok(proved && store::people::pilot_contains(&portal.store, &person.national_id).await?)
}

/// The person's age in whole years.
///
/// # Errors
/// When the store is away.
pub async fn age(portal: &Portal, person: &Person) -> Result<Option<u32>, OperationError> {
    let found = store::people::by_id(&portal.store, person.id).await?;
    Ok(found.map(|person| years_between(person.birth_date, portal.clock.today())))
}

/// Whole years from a birth date to a day.
pub(crate) fn years_between(birth: NaiveDate, today: NaiveDate) -> u32 {
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    u32::try_from(today.year() - birth.year() - i32::from(!had_birthday)).unwrap_or_default()
}
