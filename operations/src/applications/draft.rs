//! A draft, opened: what is stored, what is prefilled, what the registries say, and the journey that follows.
//!
//! Opening costs the same few statements whatever the number of answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::answer::{self, CheckContext, RawAnswers};
use domain::application::Status;
use domain::journey::Journey;
use domain::language::Language;
use domain::permission::{Act, may};
use domain::person::{Actor, Person};
use domain::reference::Reference;
use domain::service::difference::{self, Difference};
use domain::service::field::{Field, Page};
use domain::value::Value;
use domain::view::form::{ChangeView, ChangesView, CorrectionView};
use store::applications::ApplicationRow;
use store::people::PersonRow;
use store::uploads::UploadRow;

use super::attach::given;
use super::registries::Known;
use super::render;
use crate::catalogue::{ReferenceLists, Service};
use crate::pilot::years_between;
use crate::{OperationError, Portal};

/// Whether the registry confirms the exemption that is claimed.
const EXEMPTION_CONFIRMED: &str = "registry.exemption_confirmed";

/// A draft or a returned application, ready to be filled in.
pub(crate) struct Draft<'a> {
    pub(crate) portal: &'a Portal,
    pub(crate) person: &'a Person,
    pub(crate) application: ApplicationRow,
    pub(crate) service: &'a Service,
    before: Option<&'a Service>,
    /// Stored answers of all pages, with first values where nothing is stored.
    pub(crate) raw: RawAnswers,
    /// The files that are there.
    pub(crate) uploads: Vec<UploadRow>,
    /// For each page that was sent on: the fields that were on it when it was last sent to be checked. One that is
    /// only kept is not among them.
    pub(crate) shown: BTreeMap<String, Vec<String>>,
    /// For each stored page: when it was last stored, in microseconds; the version a browser has loaded.
    pub(crate) versions: BTreeMap<String, i64>,
    pub(crate) lists: ReferenceLists,
    pub(crate) sources: BTreeMap<String, Value>,
    /// What the registries said so far.
    pub(crate) known: Known,
    pub(super) profile: PersonRow,
    /// Each page as it was sent.
    pub(super) stored: BTreeMap<String, RawAnswers>,
    pub(crate) journey: Journey,
}

/// Finds an application of the actor's by what stands in the address.
pub(crate) async fn own(portal: &Portal, actor: &Actor, reference: &str) -> Result<ApplicationRow, OperationError> {
    if actor.person().is_none() {
        return Err(OperationError::SignIn);
    }
    let reference: Reference = reference.parse().map_err(|_| OperationError::NotFound)?;
    let found = store::applications::by_reference(&portal.store, &reference)
        .await?
        .ok_or(OperationError::NotFound)?;
    may(
        actor,
        Act::OwnApplication {
            applicant: found.applicant_id,
        },
    )?;
    Ok(found)
}

/// What is filled in, and for what.
pub(crate) struct Opening {
    pub(crate) application: ApplicationRow,
    /// The one in force while it is a draft; for a correction the one it was sent under.
    pub(crate) service: Arc<Service>,
    /// The one it was begun under, where that is another.
    pub(crate) before: Option<Arc<Service>>,
}

/// Finds a draft of the actor's. An application that is past filling in is a conflict.
pub(crate) async fn to_fill_in(portal: &Portal, actor: &Actor, reference: &str) -> Result<Opening, OperationError> {
    let application = own(portal, actor, reference).await?;
    if !matches!(application.status, Status::Draft | Status::Returned) {
        return Err(OperationError::Conflict);
    }
    let begun = portal.service_of(&application).await?;
    let (service, before) = match portal.catalogue.find(&application.service_id) {
        Some(new) if application.status == Status::Draft && new.hash != begun.hash => (new.clone(), Some(begun)),
        _ => (begun, None),
    };
    Ok(Opening {
        application,
        service,
        before,
    })
}

impl<'a> Draft<'a> {
    /// Opens what [`to_fill_in`] found.
    pub(crate) async fn open(
        portal: &'a Portal,
        actor: &'a Actor,
        opening: &'a Opening,
    ) -> Result<Self, OperationError> {
        let application = opening.application.clone();
        let person = actor.person().ok_or(OperationError::SignIn)?;
        let profile = store::people::by_id(&portal.store, person.id)
            .await?
            .ok_or(OperationError::NotFound)?;
        let pages = store::drafts::pages(&portal.store, application.id).await?;
        let (mut shown, mut versions) = (BTreeMap::new(), BTreeMap::new());
        let mut stored: BTreeMap<String, RawAnswers> = BTreeMap::new();
        for page in pages {
            versions.insert(page.page.clone(), page.updated_at.timestamp_micros());
            if page.shown.is_array() {
                shown.insert(page.page.clone(), from_json(page.shown)?);
            }
            stored.insert(page.page, from_json(page.answers)?);
        }
        let uploads = store::uploads::list(&portal.store, application.id).await?;
        let known = Known::load(portal, &application).await?;
        let mut draft = Self {
            portal,
            person,
            application,
            service: &opening.service,
            before: opening.before.as_deref(),
            raw: RawAnswers::new(),
            uploads,
            shown,
            versions,
            lists: portal.catalogue.lists().clone(),
            sources: BTreeMap::new(),
            known,
            profile,
            stored,
            journey: Journey {
                pages: Vec::new(),
                facts: Default::default(),
                refused: None,
                blocked: Vec::new(),
            },
        };
        draft.look_up().await?;
        Ok(draft)
    }

    /// A page was sent: its answers stand in the place of those before.
    pub(crate) fn take(&mut self, page: &Page, answers: RawAnswers, shown: Vec<String>) {
        self.stored.insert(page.key.clone(), answers);
        self.shown.insert(page.key.clone(), shown);
    }

    /// Puts the answers together again: what is stored, and what the registries say now.
    pub(super) fn refill(&mut self) {
        self.sources = applicant(&self.profile, self.portal);
        self.sources.extend(self.known.facts());
        // A register that says nothing confirms nothing: then the proof is asked for, and an officer looks at it.
        self.sources
            .entry(EXEMPTION_CONFIRMED.to_owned())
            .or_insert(Value::Bool(false));
        self.lists = self.portal.catalogue.lists().with(&self.known.choices());
        self.raw = first_values(self);
        given::overlay(&mut self.raw, &self.service.definition, &self.uploads);
        self.run();
    }

    /// Where the applicant lives, as the profile says.
    pub(super) fn governorate(&self) -> Option<String> {
        let address = self.profile.address.as_ref()?;
        address.get("governorate")?.as_str().map(str::to_owned)
    }

    /// How the service changed since the draft was begun, until the applicant has read it.
    pub(crate) fn changes(&self, language: Language) -> Option<ChangesView> {
        let found = difference::differences(&self.before?.definition, &self.service.definition);
        let view = |found: Difference| ChangeView {
            kind: found.kind,
            what: found.what.map(|text| text.get(language).to_owned()).unwrap_or_default(),
        };
        (!found.is_empty()).then(|| ChangesView {
            version: self.service.hash.clone(),
            changes: found.into_iter().map(view).collect(),
        })
    }

    pub(crate) fn run(&mut self) {
        self.journey = Journey::of(&self.service.definition, &self.raw, &self.sources, &self.context());
    }

    /// Works out the journey as if the declarations were made.
    pub(crate) fn assume_declared(&mut self) {
        let definition = &self.service.definition;
        for field in definition
            .form
            .pages
            .iter()
            .filter(|page| render::is_declaration(page))
            .flat_map(|page| &page.fields)
        {
            self.raw.extend(answer::to_raw(field, &Value::Bool(true)));
        }
        self.run();
    }

    pub(crate) fn context(&self) -> CheckContext<'_> {
        CheckContext {
            today: self.portal.clock.today(),
            national_id_checksum: self.portal.settings.national_id_checksum,
            lists: &self.lists,
        }
    }

    /// The question page of that key; a declaration is not one, it stands on the last page.
    pub(crate) fn page(&self, key: &str) -> Option<&'a Page> {
        self.service
            .definition
            .page(key)
            .filter(|page| !render::is_declaration(page))
    }

    /// Visible question pages in order.
    pub(crate) fn question_pages(&self) -> Vec<&'a Page> {
        let visible = |key: &str| self.journey.page(key).is_some_and(|state| state.visible);
        let pages = self.service.definition.form.pages.iter();
        pages
            .filter(|page| visible(&page.key) && !render::is_declaration(page))
            .collect()
    }

    /// The first question page that is not complete or has never been sent.
    pub(crate) fn next_page(&self) -> Option<&'a Page> {
        self.question_pages().into_iter().find(|page| {
            !self.shown.contains_key(&page.key)
                || self.journey.page(&page.key).is_some_and(|state| !state.is_complete())
        })
    }

    /// Whether every question page before this one is done.
    pub(crate) fn may_visit(&self, key: &str) -> bool {
        let pages = self.question_pages();
        let Some(at) = pages.iter().position(|page| page.key == key) else {
            return false;
        };
        match self
            .next_page()
            .and_then(|next| pages.iter().position(|page| page.key == next.key))
        {
            Some(next) => at <= next,
            None => true,
        }
    }

    /// The correction asked for, in words, if the application was sent back.
    pub(crate) fn correction(&self, language: domain::language::Language) -> Option<CorrectionView> {
        let correction = self.application.correction.as_ref()?;
        (self.application.status == Status::Returned).then(|| correction_view(self.service, correction, language))
    }

    /// Whether the applicant may change this field now: in a correction only those that were marked, or anything that
    /// has become wrong or visible through them.
    pub(crate) fn may_change(&self, field: &Field) -> bool {
        if field.readonly && !self.asks_instead(field) {
            return false;
        }
        // What was paid for stays as it was paid: a correction cannot ask for more copies than the fee covered.
        // What is asked in an item goes with its group.
        let key = field.key.split('.').next().unwrap_or(&field.key);
        if self.application.status == Status::Returned && domain::fee::depends_on(&self.service.definition, key) {
            return false;
        }
        let Some(correction) = self
            .application
            .correction
            .as_ref()
            .filter(|_| self.application.status == Status::Returned)
        else {
            return true;
        };
        let states = self.journey.pages.iter().flat_map(|page| &page.fields);
        let wrong = states
            .into_iter()
            .any(|state| state.key == key && state.problem.is_some());
        correction.fields.is_empty() || wrong || correction.fields.iter().any(|marked| marked == key)
    }
}

/// A correction in words.
pub(crate) fn correction_view(
    service: &Service,
    correction: &store::applications::Correction,
    language: domain::language::Language,
) -> CorrectionView {
    let of = |key: &String| {
        let page = service
            .definition
            .form
            .pages
            .iter()
            .find(|page| page.fields.iter().any(|field| field.key == *key))?;
        let field = page.fields.iter().find(|field| field.key == *key)?;
        Some((page.key.clone(), key.clone(), field.label.get(language).to_owned()))
    };
    CorrectionView {
        note: correction.note.clone(),
        reasons: correction.reasons.clone(),
        fields: correction.fields.iter().filter_map(of).collect(),
    }
}

/// A stored document, read back.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T, OperationError> {
    serde_json::from_value(json).map_err(|error| OperationError::Fault(format!("a stored document: {error}")))
}

/// A document to be stored.
pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<serde_json::Value, OperationError> {
    serde_json::to_value(value).map_err(|error| OperationError::Fault(format!("a document to be stored: {error}")))
}

fn applicant(profile: &PersonRow, portal: &Portal) -> BTreeMap<String, Value> {
    let age = i64::from(years_between(profile.birth_date, portal.clock.today()));
    BTreeMap::from([("applicant.age".to_owned(), Value::Int(age))])
}

/// Stored answers, and first values where a page was never stored. Readonly answers always come from their source, and
/// from the applicant only where the source does not know.
fn first_values(draft: &Draft<'_>) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for page in &draft.service.definition.form.pages {
        let stored = draft.stored.get(&page.key);
        for field in &page.fields {
            let first = prefill(field, draft);
            let names = answer::input_names(field);
            let typed: RawAnswers = names
                .into_iter()
                .filter_map(|name| stored?.get_key_value(&name))
                .map(|(name, values)| (name.clone(), values.clone()))
                .collect();
            // A question that was hidden when its page was saved begins with its first value too.
            raw.extend(match first {
                Some(first) if field.readonly || typed.is_empty() => first,
                None if typed.is_empty() => answer::defaults(field),
                _ => typed,
            });
        }
    }
    raw
}

fn prefill(field: &Field, draft: &Draft<'_>) -> Option<RawAnswers> {
    let (profile, source) = (&draft.profile, field.prefill.as_deref()?);
    let value = match source {
        "profile.full_name_ar" => Some(Value::from(profile.name_ar.as_str())),
        "profile.full_name_en" => Some(Value::from(profile.name_en.as_str())),
        "profile.national_id" => Some(Value::from(profile.national_id.as_str())),
        "profile.mobile" => Some(Value::from(profile.mobile.as_str())),
        "profile.email" => Some(Value::from(profile.email.as_str())),
        "profile.address" => profile
            .address
            .clone()
            .and_then(|json| serde_json::from_value(json).ok()),
        _ => draft.told(source),
    };
    let raw = answer::to_raw(field, &value.filter(|value| !value.is_empty())?);
    (!raw.is_empty()).then_some(raw)
}
