//! What comes out of a statement: rows, read by column name, the same from both engines.

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::value::Stored;

/// A row of either engine.
pub struct Row<'a> {
    engine: EngineRow<'a>,
    table: &'static str,
}

enum EngineRow<'a> {
    Sqlite(&'a SqliteRow),
    Postgres(&'a PgRow),
}

impl Row<'_> {
    /// The value of a column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], with table and column, when it holds something this program does not know.
    pub fn get<T: Column>(&self, column: &'static str) -> Result<T, StoreError> {
        T::read(self, column)
    }

    fn scalar<T: Stored>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let read: Result<Option<T::Scalar>, sqlx::Error> = match self.engine {
            EngineRow::Sqlite(row) => row.try_get(column),
            EngineRow::Postgres(row) => row.try_get(column),
        };
        match read.map_err(|error| StoreError::from_sqlx(error, self.table))? {
            None => Ok(None),
            Some(scalar) => {
                let value = T::load(scalar);
                value
                    .map(Some)
                    .map_err(|why| StoreError::corrupt(self.table, column, why))
            }
        }
    }
}

/// What a column can be read as: a [`Stored`] type, or an `Option` of one where the column may be null.
pub trait Column: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// As [`Row::get`].
    fn read(row: &Row<'_>, column: &'static str) -> Result<Self, StoreError>;
}

impl<T: Stored> Column for T {
    fn read(row: &Row<'_>, column: &'static str) -> Result<Self, StoreError> {
        row.scalar(column)?
            .ok_or_else(|| StoreError::corrupt(row.table, column, "is null"))
    }
}

impl<T: Stored> Column for Option<T> {
    fn read(row: &Row<'_>, column: &'static str) -> Result<Self, StoreError> {
        row.scalar(column)
    }
}

/// A type made from a row.
pub trait FromRow: Sized + Send {
    /// The table it comes from, for errors.
    const TABLE: &'static str;

    /// Reads it.
    ///
    /// # Errors
    /// As [`Row::get`].
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

pub(crate) fn from_sqlite<R: FromRow>(row: &SqliteRow) -> Result<R, StoreError> {
    R::from_row(&Row {
        engine: EngineRow::Sqlite(row),
        table: R::TABLE,
    })
}

pub(crate) fn from_postgres<R: FromRow>(row: &PgRow) -> Result<R, StoreError> {
    R::from_row(&Row {
        engine: EngineRow::Postgres(row),
        table: R::TABLE,
    })
}

/// A struct whose fields are the columns of a row, by the same names.
///
/// Not sqlx's own derive: domain types cannot carry its traits (the orphan rule), and its errors name no table.
/// Rows never derive `Serialize`: what crosses the wire is chosen field by field elsewhere.
macro_rules! row {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident in $table:literal {
            $($(#[$doc:meta])* $field_visibility:vis $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$attribute])*
        $visibility struct $name {
            $($(#[$doc])* $field_visibility $field: $type,)+
        }

        impl $crate::row::FromRow for $name {
            const TABLE: &'static str = $table;

            fn from_row(row: &$crate::row::Row<'_>) -> Result<Self, $crate::error::StoreError> {
                Ok(Self { $($field: row.get(stringify!($field))?,)+ })
            }
        }
    };
}
pub(crate) use row;

/// A row of one column, which the statement calls `value`.
pub(crate) struct Only<T>(pub(crate) T);

impl<T: Column + Send> FromRow for Only<T> {
    const TABLE: &'static str = "value";

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.get("value").map(Only)
    }
}
