//! The portal: everything an operation may use, handed to it.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::language::Language;
use domain::person::Actor;
use integrations::antivirus::Antivirus;
use integrations::files::FileStore;
use integrations::payment::PaymentProvider;
use integrations::registry::Registry;
use integrations::signing::Keyring;
use store::Database;

use crate::catalogue::Catalogue;
use crate::catalogue::shelf::Shelf;
use crate::clock::{Clock, Random};
use crate::notices::Notices;

/// Store, catalogue, the outside, time and chance. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    /// What is remembered.
    pub store: Database,
    /// The services, as they are for this request.
    pub catalogue: Arc<Catalogue>,
    /// Where the services of the next request come from.
    pub shelf: Shelf,
    /// Time.
    pub clock: Clock,
    /// Chance.
    pub random: Random,
    /// What government knows.
    pub registry: Arc<dyn Registry>,
    /// Where payments are made; the first that takes the currency is used.
    pub providers: Vec<Arc<dyn PaymentProvider>>,
    /// Where files are kept.
    pub files: Arc<dyn FileStore>,
    /// Who looks for what is harmful in files; without one they are kept as not scanned.
    pub antivirus: Option<Arc<dyn Antivirus>>,
    /// Who carries messages, and in which words.
    pub notices: Notices,
    /// The keys documents are signed and checked with.
    pub signing: Arc<Keyring>,
    /// The switches.
    pub settings: Arc<Settings>,
}

/// The switches an operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address of the portal as people type it, without a slash at the end.
    pub base_url: String,
    /// During the pilot only people on the list of government employees may apply.
    pub pilot: bool,
    /// When it opens to everyone, if that is known.
    pub opens_on: Option<NaiveDate>,
    /// Whether the check digit of identity numbers is looked at; the ministry has to confirm the rule first.
    pub national_id_checksum: bool,
    /// The demonstration: made-up people and registries, a simulated provider.
    pub demo: bool,
    /// Days a draft is kept after its last change.
    pub draft_days: u32,
    /// The biller's two digits at the front of each bill number.
    pub biller: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:3000".to_owned(),
            pilot: true,
            opens_on: None,
            national_id_checksum: true,
            demo: false,
            draft_days: 30,
            biller: 26,
        }
    }
}

/// Who is asking, as the session middleware found it.
#[derive(Clone, Debug)]
pub struct Session {
    /// The actor.
    pub actor: Actor,
    /// The token every form of this session carries.
    pub csrf: String,
    /// The language the person used the portal in, as far as it was noted; none for a visitor.
    pub last_used_in: Option<Language>,
    /// Messages of the portal the person has not opened.
    pub unread: u32,
}
