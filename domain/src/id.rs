//! Keys. Each kind of row has its own type, so that a payment's key cannot be passed for an application's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

id! {
    /// A person with an account: citizen, staff or both. UUIDv7, as all keys here.
    PersonId,
    /// One application for one service.
    ApplicationId,
    /// One piece of work waiting for a role in a ministry.
    TaskId,
    /// One line of an application's history.
    EventId,
    /// One file a citizen attached.
    UploadId,
    /// What is owed for one application at one stage.
    InvoiceId,
    /// One try to pay an invoice at one provider.
    AttemptId,
    /// One call to a payment provider, written down before it is made.
    CommandId,
    /// One double-entry transfer in the ledger.
    TransferId,
    /// One receipt for a paid or exempted invoice.
    ReceiptId,
    /// One document issued to a citizen.
    DocumentId,
    /// What an officer wants done with several cases at once.
    BulkId,
    /// One view of the queue that somebody keeps.
    SavedViewId,
}
