//! People with an account, their duties in the ministries, and the pilot group.

use chrono::{DateTime, NaiveDate, Utc};
use domain::fold;
use domain::id::PersonId;
use domain::person::{Duty, Person};
use serde_json::{Value as Json, json};

use crate::database::{Queries, Transaction};
use crate::error::StoreError;
use crate::row::{Only, row};
use crate::sql::sql;
use crate::value::{names, values};

names! {
    /// For whom an account stands.
    pub enum AccountType {
        /// A holder of the identity card.
        Citizen = "citizen",
        /// A foreign resident.
        Resident = "resident",
        /// A company.
        Business = "business",
    }
}

row! {
    /// A person, without the password.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PersonRow in "people" {
        /// The key.
        pub id: PersonId,
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
        /// The parts of an address answer.
        pub address: Option<Json>,
        /// For whom the account stands.
        pub account_type: AccountType,
        /// The civil registry knows the person.
        pub verified: bool,
        /// When the account was made.
        pub created_at: DateTime<Utc>,
        /// Since when it may not be used.
        pub disabled_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// What signing in compares. Not printable, so that it cannot end in a log.
    #[derive(Clone)]
    pub struct CredentialsRow in "people" {
        /// Whose.
        pub id: PersonId,
        /// The hash in its own text form, with parameters and salt.
        pub password_hash: String,
        /// Since when the account may not be used.
        pub disabled_at: Option<DateTime<Utc>>,
    }
}

row! {
    struct DutyRow in "duties" {
        entity: String,
        role: String,
    }
}

/// An account to be made.
#[derive(Clone)]
pub struct NewPerson {
    /// The key.
    pub id: PersonId,
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
    /// The parts of an address answer.
    pub address: Option<Json>,
    /// For whom the account stands.
    pub account_type: AccountType,
    /// The hash in its own text form.
    pub password_hash: String,
    /// The civil registry knows the person.
    pub verified: bool,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// What people may change about themselves.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// E.164.
    pub mobile: &'a str,
    /// May be empty.
    pub email: &'a str,
    /// The parts of an address answer.
    pub address: Option<&'a Json>,
}

/// Most duties one person has.
const MOST_DUTIES: i64 = 50;

/// Most holders of one role that are listed.
const MOST_HOLDERS: i64 = 500;

/// Adds a person.
///
/// # Errors
/// [`StoreError::Duplicate`] when the identity number has an account.
pub async fn insert(tx: &mut Transaction, person: &NewPerson) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into people (id, national_id, name_ar, name_en, search_key, birth_date, mobile, email, address,
                             account_type, password_hash, verified, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (national_id) do nothing"
    );
    let words = search_words(person);
    let search_key = format!(" {}", words.join(" "));
    let values = values![
        person.id,
        person.national_id,
        person.name_ar,
        person.name_en,
        search_key,
        person.birth_date,
        person.mobile,
        person.email,
        person.address,
        person.account_type,
        person.password_hash,
        person.verified,
        person.created_at,
    ];
    if tx.execute(insert, values).await? == 0 {
        return Err(StoreError::Duplicate("people.national_id".to_owned()));
    }
    insert_names(tx, person.id, &words).await
}

async fn insert_names(tx: &mut Transaction, id: PersonId, words: &[String]) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into person_names (word, person_id)
         select name.value ->> 'word', p.id
           from people p cross join jsonb_each($2) name
          where p.id = $1
             on conflict (word, person_id) do nothing"
    );
    let words = words.iter().enumerate();
    let words = words.map(|(number, word)| (number.to_string(), json!({ "word": word })));
    let words: Json = words.collect::<serde_json::Map<_, _>>().into();
    tx.execute(insert, values![id, words]).await.map(drop)
}

/// The words a person is found by. Family names stand with their article and without it.
fn search_words(person: &NewPerson) -> Vec<String> {
    let folded = fold::search_key(&format!("{} {}", person.name_ar, person.name_en));
    let words = folded.split(' ').filter(|word| !word.is_empty());
    words
        .flat_map(|word| [Some(word), without_article(word)])
        .flatten()
        .map(str::to_owned)
        .collect()
}

/// A folded word without the article it begins with.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 2)
}

/// The person with this key.
///
/// # Errors
/// Those of the engine.
pub async fn by_id(mut on: impl Queries, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    let select = sql!(
        "select id, national_id, name_ar, name_en, birth_date, mobile, email, address, account_type, verified,
                created_at, disabled_at
           from people where id = $1"
    );
    on.optional(select, values![id]).await
}

/// The person with this identity number.
///
/// # Errors
/// Those of the engine.
pub async fn by_national_id(mut on: impl Queries, national_id: &str) -> Result<Option<PersonRow>, StoreError> {
    let select = sql!(
        "select id, national_id, name_ar, name_en, birth_date, mobile, email, address, account_type, verified,
                created_at, disabled_at
           from people where national_id = $1"
    );
    on.optional(select, values![national_id]).await
}

/// What signing in with this identity number compares.
///
/// # Errors
/// Those of the engine.
pub async fn credentials(mut on: impl Queries, national_id: &str) -> Result<Option<CredentialsRow>, StoreError> {
    let select = sql!("select id, password_hash, disabled_at from people where national_id = $1");
    on.optional(select, values![national_id]).await
}

/// The duties of a person, in order.
///
/// # Errors
/// Those of the engine.
pub async fn duties(mut on: impl Queries, id: PersonId) -> Result<Vec<Duty>, StoreError> {
    let select = sql!("select entity, role from duties where person_id = $1 order by entity, role limit $2");
    let rows: Vec<DutyRow> = on.all(select, values![id, MOST_DUTIES]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Duty {
            entity: row.entity,
            role: row.role,
        })
        .collect())
}

/// The person as somebody who acts, with duties; none when there is no such account or it is disabled.
///
/// # Errors
/// Those of the engine.
pub async fn actor(mut on: impl Queries, id: PersonId) -> Result<Option<Person>, StoreError> {
    let Some(row) = by_id(&mut on, id).await?.filter(|row| row.disabled_at.is_none()) else {
        return Ok(None);
    };
    let duties = duties(&mut on, id).await?;
    let PersonRow {
        id,
        national_id,
        name_ar,
        name_en,
        ..
    } = row;
    Ok(Some(Person {
        id,
        national_id,
        name_ar,
        name_en,
        duties,
    }))
}

/// Those who hold a role in a body and can sign in, by name.
///
/// # Errors
/// Those of the engine.
pub async fn holders(mut on: impl Queries, entity: &str, role: &str) -> Result<Vec<PersonRow>, StoreError> {
    let select = sql!(
        "select p.id, p.national_id, p.name_ar, p.name_en, p.birth_date, p.mobile, p.email, p.address, p.account_type,
                p.verified, p.created_at, p.disabled_at
           from duties d cross join people p
          where d.entity = $1 and d.role = $2 and p.id = d.person_id and p.disabled_at is null
          order by p.name_ar, p.id limit $3"
    );
    on.all(select, values![entity, role, MOST_HOLDERS]).await
}

/// Most bodies that are listed.
const MOST_BODIES: i64 = 500;

/// The bodies for which somebody works on cases.
///
/// # Errors
/// Those of the engine.
pub async fn bodies(mut on: impl Queries) -> Result<Vec<String>, StoreError> {
    let select = sql!(
        "select distinct entity as value from duties
          where role not in ('administrator', 'director') order by entity limit $1"
    );
    let rows: Vec<Only<String>> = on.all(select, values![MOST_BODIES]).await?;
    Ok(rows.into_iter().map(|Only(entity)| entity).collect())
}

/// Gives a person a duty; one that is there already stays.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub async fn add_duty(tx: &mut Transaction, id: PersonId, duty: &Duty) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into duties (person_id, entity, role) values ($1, $2, $3)
         on conflict (person_id, entity, role) do nothing"
    );
    tx.execute(insert, values![id, duty.entity, duty.role]).await.map(drop)
}

/// Takes a duty away.
///
/// # Errors
/// Those of the engine.
pub async fn remove_duty(tx: &mut Transaction, id: PersonId, duty: &Duty) -> Result<(), StoreError> {
    let delete = sql!("delete from duties where person_id = $1 and entity = $2 and role = $3");
    tx.execute(delete, values![id, duty.entity, duty.role]).await.map(drop)
}

/// Sets the hash of the password.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub async fn set_password_hash(tx: &mut Transaction, id: PersonId, hash: &str) -> Result<(), StoreError> {
    let update = sql!("update people set password_hash = $2 where id = $1");
    found(tx.execute(update, values![id, hash]).await?)
}

/// Sets how a person is reached.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub async fn update_contact(tx: &mut Transaction, id: PersonId, contact: Contact<'_>) -> Result<(), StoreError> {
    let update = sql!("update people set mobile = $2, email = $3, address = $4 where id = $1");
    let address = contact.address.cloned();
    found(
        tx.execute(update, values![id, contact.mobile, contact.email, address])
            .await?,
    )
}

/// Closes an account, or opens it again with `None`.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub async fn set_disabled(tx: &mut Transaction, id: PersonId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    let update = sql!("update people set disabled_at = $2 where id = $1");
    found(tx.execute(update, values![id, at]).await?)
}

fn found(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Lets an identity number into the pilot; it need not have an account yet.
///
/// # Errors
/// Those of the engine.
pub async fn pilot_add(tx: &mut Transaction, national_id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let insert = sql!(
        "insert into pilot_members (national_id, added_at) values ($1, $2)
         on conflict (national_id) do nothing"
    );
    tx.execute(insert, values![national_id, at]).await.map(drop)
}

/// Whether an identity number is in the pilot.
///
/// # Errors
/// Those of the engine.
pub async fn pilot_contains(mut on: impl Queries, national_id: &str) -> Result<bool, StoreError> {
    let select = sql!("select national_id as value from pilot_members where national_id = $1");
    let member: Option<Only<String>> = on.optional(select, values![national_id]).await?;
    Ok(member.is_some())
}
