//! That something has changed: for pages that update themselves. What has changed is never told here; the page asks
//! its ordinary question again, and is answered by the ordinary rules.
//!
//! One [`Lookout`] for each process reads the end of the history, since any process may have written it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use domain::id::{ApplicationId, EventId};
use domain::permission::{Act, may};
use domain::person::{Actor, Duty, Person};
use domain::view::live::Moment;
use store::events::ChangeRow;
use uuid::Uuid;

use crate::applications::draft::own;
use crate::clock::local;
use crate::{OperationError, Portal};

/// Keys sort by the time at which they were made, and are seen when they are committed, maybe on a machine whose clock
/// is behind. So each look goes so far back.
const OVERLAP: Duration = Duration::seconds(15);
/// A page may have been made while a change was being committed.
const MARGIN: Duration = Duration::seconds(1);
/// A page that is older is told to look in any case.
const OLDEST: Duration = Duration::minutes(5);
/// Most rows of one look; if there are more, everybody is told to look.
const MOST: i64 = 2000;

/// Now, for a view that is about to be made.
pub(crate) fn moment(portal: &Portal) -> Moment {
    let now = portal.clock.now();
    Moment {
        at: local(now),
        version: now.timestamp_millis(),
    }
}

/// What a page is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// One application, for its owner.
    Application(ApplicationId),
    /// The queue of a member of staff.
    Queue(Person),
}

/// The page of one application.
///
/// # Errors
/// Not found, or not the actor's.
pub async fn application(portal: &Portal, actor: &Actor, reference: &str) -> Result<Subject, OperationError> {
    Ok(Subject::Application(own(portal, actor, reference).await?.id))
}

/// The queue.
///
/// # Errors
/// Not a member of staff.
pub fn queue(actor: &Actor) -> Result<Subject, OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    Ok(Subject::Queue(person.clone()))
}

impl Subject {
    /// Whether a page about it may show something else now.
    pub fn concerns(&self, change: &Change) -> bool {
        match (self, change) {
            (_, Change::Anything) => true,
            // The applicant is not told when something happens that only staff reads, not even that it does.
            (
                Self::Application(id),
                Change::Application {
                    id: changed, public, ..
                },
            ) => *public && id == changed,
            (Self::Queue(person), Change::Application { desks, .. }) => desks
                .iter()
                .any(|desk| person.holds(&desk.entity, &desk.role) || person.supervises(&desk.entity)),
        }
    }

    /// Whether something has changed since a page was made.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn changed_since(&self, portal: &Portal, version: i64) -> Result<bool, OperationError> {
        let now = portal.clock.now();
        let Some(since) = DateTime::from_timestamp_millis(version).filter(|since| now - since <= OLDEST) else {
            return Ok(true);
        };
        let after = first_key(since - MARGIN);
        if let Self::Application(id) = self {
            return Ok(store::events::changed_after(&portal.store, *id, after).await?);
        }
        let rows = store::events::changes_after(&portal.store, after, MOST).await?;
        Ok(changes(rows).iter().any(|change| self.concerns(change)))
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// In one application.
    Application {
        /// Which.
        id: ApplicationId,
        /// Whether the applicant reads it in the history.
        public: bool,
        /// The desks that have or have had work on it.
        desks: Vec<Duty>,
    },
    /// More than can be told.
    Anything,
}

/// Looks at the end of the history, again and again.
#[derive(Debug)]
pub struct Lookout {
    /// The last look that was answered.
    last: DateTime<Utc>,
    /// What was seen in the stretch that is read twice.
    seen: BTreeSet<EventId>,
}

impl Lookout {
    /// From a few seconds before now on, so that nothing falls between what a page shows and the first look.
    pub fn begin(portal: &Portal) -> Self {
        Self {
            last: portal.clock.now(),
            seen: BTreeSet::new(),
        }
    }

    /// What has happened since the last look that was answered.
    ///
    /// # Errors
    /// When the store is away; the next look covers the time.
    pub async fn look(&mut self, portal: &Portal) -> Result<Vec<Change>, OperationError> {
        let now = portal.clock.now();
        let from = first_key(self.last.min(now) - OVERLAP);
        let rows = store::events::changes_after(&portal.store, from, MOST).await?;
        let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= MOST;
        let (known, new): (Vec<ChangeRow>, Vec<ChangeRow>) =
            rows.into_iter().partition(|row| self.seen.contains(&row.id));
        self.seen = known.iter().chain(&new).map(|row| row.id).collect();
        self.last = now;
        if full {
            return Ok(vec![Change::Anything]);
        }
        Ok(changes(new))
    }
}

/// One change for each application.
fn changes(rows: Vec<ChangeRow>) -> Vec<Change> {
    let mut found: BTreeMap<ApplicationId, (bool, BTreeSet<Duty>)> = BTreeMap::new();
    for row in rows {
        let (public, desks) = found.entry(row.application_id).or_default();
        *public |= row.public;
        if let Some((entity, role)) = row.entity.zip(row.role) {
            desks.insert(Duty { entity, role });
        }
    }
    let changes = found.into_iter().map(|(id, (public, desks))| Change::Application {
        id,
        public,
        desks: desks.into_iter().collect(),
    });
    changes.collect()
}

/// The smallest key of a time: the milliseconds stand in the first 48 bits (RFC 9562).
fn first_key(at: DateTime<Utc>) -> EventId {
    let millis = u128::try_from(at.timestamp_millis()).unwrap_or_default();
    EventId(Uuid::from_u128(millis << 80))
}
