//! What goes into a statement: typed scalars, each of which may be missing.
//!
//! The type stays known when the value is missing, because PostgreSQL asks for it. A domain type says once, with
//! [`Stored`], which scalar carries it; that serves both directions.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{EventKind, Status};
use domain::facts::CaseFacts;
use domain::id;
use domain::language::{Language, Text};
use domain::money::Currency;
use domain::payment::{AttemptState, BillNumber, InvoiceState};
use domain::reference::Reference;
use domain::upload::Scan;
use serde_json::Value as Json;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Postgres, Sqlite};
use uuid::Uuid;

/// A parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(Option<String>),
    /// A whole number.
    Int(Option<i64>),
    /// Yes or no.
    Bool(Option<bool>),
    /// A moment. Microseconds are kept, finer parts are cut off.
    Time(Option<DateTime<Utc>>),
    /// A day.
    Date(Option<NaiveDate>),
    /// A JSON document.
    Json(Option<Json>),
    /// A key.
    Id(Option<Uuid>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

/// Before every day that is stored: where a list by day begins.
pub(crate) const FIRST_DAY: NaiveDate = day(1, 1, 1);

/// After every day that is stored: where a list by day ends, and the place of what has no day.
pub(crate) const LAST_DAY: NaiveDate = day(9999, 12, 31);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// Moments as SQLite keeps them: always of the same length, so that their order as text is their order in time.
const TIME_FORMAT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

/// PostgreSQL cannot hold the character NUL, and in text it means nothing: both engines get a replacement mark.
fn without_nul(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text
    }
}

fn json_without_nul(json: Json) -> Json {
    match json {
        Json::String(text) => Json::String(without_nul(text)),
        Json::Array(items) => items.into_iter().map(json_without_nul).collect(),
        Json::Object(parts) => parts
            .into_iter()
            .map(|(name, part)| (without_nul(name), json_without_nul(part)))
            .collect(),
        other => other,
    }
}

pub(crate) fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments, sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text.map(without_nul)),
            Value::Int(number) => arguments.add(number),
            Value::Bool(flag) => arguments.add(flag),
            Value::Time(time) => arguments.add(time.map(|time| time.format(TIME_FORMAT).to_string())),
            Value::Date(date) => arguments.add(date),
            Value::Json(json) => arguments.add(json.map(|json| json_without_nul(json).to_string())),
            Value::Id(id) => arguments.add(id),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

pub(crate) fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text.map(without_nul)),
            Value::Int(number) => arguments.add(number),
            Value::Bool(flag) => arguments.add(flag),
            Value::Time(time) => arguments.add(time),
            Value::Date(date) => arguments.add(date),
            Value::Json(json) => arguments.add(json.map(json_without_nul)),
            Value::Id(id) => arguments.add(id),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A scalar both engines carry.
pub trait Scalar:
    Sized
    + for<'r> sqlx::Decode<'r, Sqlite>
    + for<'r> sqlx::Decode<'r, Postgres>
    + sqlx::Type<Sqlite>
    + sqlx::Type<Postgres>
{
    /// As a parameter.
    fn value(scalar: Option<Self>) -> Value;
}

macro_rules! scalars {
    ($($type:ty => $variant:ident),+ $(,)?) => {$(
        impl Scalar for $type {
            fn value(scalar: Option<Self>) -> Value {
                Value::$variant(scalar)
            }
        }
        impl Stored for $type {
            type Scalar = Self;
            fn store(&self) -> Self {
                self.clone()
            }
            fn load(scalar: Self) -> Result<Self, String> {
                Ok(scalar)
            }
        }
    )+};
}

/// A type that can stand in a column: which scalar carries it, and how it goes there and back.
pub trait Stored: Sized {
    /// What the engines see.
    type Scalar: Scalar;
    /// There.
    fn store(&self) -> Self::Scalar;
    /// And back.
    ///
    /// # Errors
    /// What does not fit, in a few words: the database holds something this program does not know.
    fn load(scalar: Self::Scalar) -> Result<Self, String>;
}

scalars! {
    String => Text,
    i64 => Int,
    bool => Bool,
    DateTime<Utc> => Time,
    NaiveDate => Date,
    Json => Json,
    Uuid => Id,
    Vec<u8> => Bytes,
}

macro_rules! stored_ids {
    ($($type:ident),+ $(,)?) => {$(
        impl Stored for id::$type {
            type Scalar = Uuid;
            fn store(&self) -> Uuid {
                self.0
            }
            fn load(scalar: Uuid) -> Result<Self, String> {
                Ok(Self(scalar))
            }
        }
    )+};
}

stored_ids! {
    PersonId, ApplicationId, TaskId, EventId, UploadId, InvoiceId, AttemptId, CommandId, TransferId, ReceiptId,
    DocumentId, BulkId, SavedViewId,
}

/// Types kept as text: how it is written, and how it is read.
macro_rules! stored_texts {
    ($($type:ty: $write:expr, $read:expr;)+) => {$(
        impl $crate::value::Stored for $type {
            type Scalar = String;
            fn store(&self) -> String {
                let write: fn(&Self) -> &str = $write;
                write(self).to_owned()
            }
            fn load(scalar: String) -> Result<Self, String> {
                let read: fn(&str) -> Option<Self> = $read;
                read(&scalar).ok_or_else(|| format!("{scalar:?} is not known"))
            }
        }
    )+};
}
pub(crate) use stored_texts;

stored_texts! {
    Status: |status| status.key(), Self::from_key;
    EventKind: |kind| kind.key(), Self::from_key;
    InvoiceState: |state| state.key(), Self::from_key;
    AttemptState: |state| state.key(), Self::from_key;
    Scan: |scan| scan.key(), Self::from_key;
    Currency: |currency| currency.code(), Self::from_code;
    Language: |language| language.code(), |text| text.parse().ok();
    Reference: |reference| reference.digits(), |text| text.parse().ok();
    BillNumber: |number| number.digits(), |text| text.parse().ok();
}

/// Types kept as JSON documents.
macro_rules! stored_documents {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::value::Stored for $type {
            type Scalar = serde_json::Value;
            fn store(&self) -> serde_json::Value {
                serde_json::to_value(self).expect("maps with text keys can always be written")
            }
            fn load(scalar: serde_json::Value) -> Result<Self, String> {
                serde_json::from_value(scalar).map_err(|error| error.to_string())
            }
        }
    )+};
}
pub(crate) use stored_documents;

stored_documents! { Text, CaseFacts }

/// A small set of names kept as text, listed in a check constraint: an enum with `ALL`, `key` and `from_key`.
macro_rules! names {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the database.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// From that name.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|name| name.key() == key)
            }
        }

        $crate::value::stored_texts! { $name: |name| name.key(), Self::from_key; }
    };
}
pub(crate) use names;

/// Anything that can be a parameter.
pub trait Bind {
    /// As a parameter.
    fn bind(&self) -> Value;
}

impl<T: Stored> Bind for T {
    fn bind(&self) -> Value {
        T::Scalar::value(Some(self.store()))
    }
}

impl<T: Stored> Bind for Option<T> {
    fn bind(&self) -> Value {
        T::Scalar::value(self.as_ref().map(Stored::store))
    }
}

impl Bind for str {
    fn bind(&self) -> Value {
        Value::Text(Some(self.to_owned()))
    }
}

impl Bind for Option<&str> {
    fn bind(&self) -> Value {
        Value::Text(self.map(str::to_owned))
    }
}

/// The parameters of a statement, in the order of `$1`, `$2`, ….
macro_rules! values {
    () => {
        Vec::new()
    };
    ($($value:expr),+ $(,)?) => {{
        use $crate::value::Bind as _;
        vec![$($value.bind()),+]
    }};
}
pub(crate) use values;
