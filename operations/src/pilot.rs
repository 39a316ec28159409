//! Who may apply while the portal opens in steps.

use chrono::{Datelike, NaiveDate};
use domain::person::Person;
use domain::service::Eligibility;
use store::people::AccountType;

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

/// Whether a service takes applications from this kind of account. What the portal knows of somebody's residency is
/// the kind of their account: a citizen holds the identity card, here or abroad; a resident does not. An empty list in
/// the file shuts nobody out.
pub(crate) fn admits(eligibility: &Eligibility, account: AccountType) -> bool {
    let residency: &[&str] = match account {
        AccountType::Citizen => &["palestinian_id_holder", "diaspora"],
        AccountType::Resident => &["foreign_resident"],
        AccountType::Business => &[],
    };
    let named = |list: &[String], names: &[&str]| {
        list.is_empty() || names.is_empty() || list.iter().any(|name| names.contains(&name.as_str()))
    };
    named(&eligibility.account_types, &[account.key()]) && named(&eligibility.residency, residency)
}

/// Whether the service is for this person's kind of account.
///
/// # Errors
/// When the store is away.
pub(crate) async fn is_for(
    portal: &Portal,
    person: &Person,
    eligibility: &Eligibility,
) -> Result<bool, OperationError> {
    let found = store::people::by_id(&portal.store, person.id).await?;
    Ok(found.is_some_and(|row| admits(eligibility, row.account_type)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn eligibility(residency: &[&str], account_types: &[&str]) -> Eligibility {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Eligibility {
            min_age: 18,
            residency: owned(residency),
            account_types: owned(account_types),
            rules: Vec::new(),
        }
    }

    #[test]
    fn a_service_for_citizens_is_not_for_residents() {
        let citizens = eligibility(&["palestinian_id_holder"], &["citizen"]);
        assert!(admits(&citizens, AccountType::Citizen));
        assert!(!admits(&citizens, AccountType::Resident));
        assert!(!admits(&citizens, AccountType::Business));
        let residents_too = eligibility(&["palestinian_id_holder", "foreign_resident"], &["citizen", "resident"]);
        assert!(admits(&residents_too, AccountType::Resident));
        assert!(admits(&eligibility(&[], &[]), AccountType::Business));
    }
}
