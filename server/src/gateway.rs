//! What every handler may use. Made once at start; a clone is another handle.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use operations::clock::Random;
use operations::{Portal, Settings};
use store::Database;

use crate::config::Config;
use crate::live::Live;
use crate::middleware::crowd::Crowd;
use crate::middleware::pace::Pace;
use crate::middleware::same_origin::Origins;
use crate::site::Site;

/// What every handler may use.
#[derive(Clone)]
pub struct Gateway(Arc<Parts>);

/// The parts of it.
pub struct Parts {
    /// What can be done, as it was at start.
    portal: Portal,
    /// The settings.
    pub config: Config,
    /// Style and program of the pages.
    pub site: Site,
    /// Where the portal's own pages come from.
    pub origins: Origins,
    /// How many may be inside at once.
    pub crowd: Crowd,
    /// How often one client may knock.
    pub pace: Pace,
    /// Streams that tell pages of changes.
    pub live: Live,
    /// Whether the process is about to end.
    pub draining: AtomicBool,
}

impl Gateway {
    /// From its parts.
    pub fn new(portal: Portal, config: Config, site: Site) -> Self {
        let origins = Origins::of(&config);
        Self(Arc::new(Parts {
            portal,
            config,
            site,
            origins,
            crowd: Crowd::default(),
            pace: Pace::default(),
            live: Live::default(),
            draining: AtomicBool::new(false),
        }))
    }

    /// What can be done, with the services as they are now. To be kept to the end of a request.
    pub fn portal(&self) -> Portal {
        self.0.portal.fresh()
    }

    /// What is remembered.
    pub fn store(&self) -> &Database {
        &self.0.portal.store
    }

    /// Chance.
    pub fn random(&self) -> &Random {
        &self.0.portal.random
    }

    /// The switches.
    pub fn settings(&self) -> &Settings {
        &self.0.portal.settings
    }

    /// From now on nothing new is promised, and what would go on for ever ends.
    pub fn drain(&self) {
        self.0.live.end();
        self.0.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the process is about to end.
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Relaxed)
    }
}

impl Deref for Gateway {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
