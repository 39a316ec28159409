//! What government knows is not asked: the registries of one application.
//!
//! A data set is asked once for an application, with the answers `registries.json` gives it and nothing else, and again
//! only when one of these answers changed; what it said is kept, so a page view makes the same few statements and
//! calls nobody. When the application is sent, everything is asked once more. A registry that is away, or does not
//! know, degrades to a question, and the page says so. Nobody who has not proved who they are is told anything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::answer::{self, RawAnswers};
use domain::language::Language;
use domain::registry::{DataSet, data_set, prefilling_fact};
use domain::service::field::{Choice, Field, Page};
use domain::value::Value;
use domain::view::form::{SourceState, SourceView};
use integrations::registry::{Question, RegistryError, Reply};
use store::applications::ApplicationRow;
use store::registry_replies::RegistryReplyRow;
use tokio::task::JoinSet;

use super::draft::{Draft, from_json, to_json};
use crate::catalogue::Service;
use crate::clock::local;
use crate::{OperationError, Portal, write};

/// How often the answers are put together and the registries asked, one after the other: a reply may fill in an answer
/// that another data set, or the same one, is asked with.
const ROUNDS: usize = 3;

/// How old a reply may be that stands when its registry is away at the moment of sending.
const STILL_GOOD: TimeDelta = TimeDelta::days(1);

/// What the registries said for one application.
#[derive(Default)]
pub(crate) struct Known {
    replies: BTreeMap<String, Kept>,
    /// Data sets that were asked now and had no reply.
    away: BTreeSet<String>,
}

/// One reply.
struct Kept {
    /// The hash of the question; empty: of none any more.
    question: String,
    reply: Reply,
    at: DateTime<Utc>,
}

impl Kept {
    fn knows(&self, name: &str) -> bool {
        let fact = self.reply.facts.get(name).is_some_and(|value| !value.is_empty());
        fact || self.reply.choices.contains_key(name)
    }
}

impl Known {
    /// What is stored, in one statement.
    pub(super) async fn load(portal: &Portal, application: &ApplicationRow) -> Result<Self, OperationError> {
        let mut known = Self::default();
        for row in store::registry_replies::list(&portal.store, application.id).await? {
            if row.question.is_empty() {
                continue;
            }
            let kept = Kept {
                question: row.question,
                reply: from_json(row.reply)?,
                at: row.fetched_at,
            };
            known.replies.insert(row.data_set, kept);
        }
        Ok(known)
    }

    pub(super) fn facts(&self) -> impl Iterator<Item = (String, Value)> {
        let replies = self.replies.values().flat_map(|kept| &kept.reply.facts);
        replies.map(|(name, value)| (name.clone(), value.clone()))
    }

    pub(super) fn choices(&self) -> BTreeMap<String, Vec<Choice>> {
        let replies = self.replies.values().flat_map(|kept| &kept.reply.choices);
        replies.map(|(name, list)| (name.clone(), list.clone())).collect()
    }

    /// No reply now. What was said to the same question a moment ago still stands; what was said to another does not.
    fn miss(&mut self, data_set: &str, question: &str, now: DateTime<Utc>) -> bool {
        self.away.insert(data_set.to_owned());
        let stands = |kept: &Kept| kept.question == question && now - kept.at <= STILL_GOOD;
        let dropped = self.replies.get(data_set).is_some_and(|kept| !stands(kept));
        if dropped {
            self.replies.remove(data_set);
        }
        dropped
    }
}

impl Draft<'_> {
    /// Puts the answers together, and asks the registries what has not been asked yet.
    pub(crate) async fn look_up(&mut self) -> Result<(), OperationError> {
        self.consult(false).await
    }

    /// Asks everything once more, also what only the workflow looks at: for the moment of sending.
    pub(crate) async fn look_up_again(&mut self) -> Result<(), OperationError> {
        self.consult(true).await
    }

    async fn consult(&mut self, sending: bool) -> Result<(), OperationError> {
        self.refill();
        if !self.profile.verified {
            return Ok(());
        }
        let mut asked: BTreeMap<String, String> = BTreeMap::new();
        let mut news: BTreeSet<String> = BTreeSet::new();
        for _ in 0..ROUNDS {
            let mut changed = self.forget();
            let due = self.due(sending, &asked);
            asked.extend(due.iter().map(|question| (question.data_set.clone(), question.hash())));
            for (question, outcome) in ask(self.portal, due).await {
                changed = true;
                let (hash, now) = (question.hash(), self.portal.clock.now());
                let key = question.data_set;
                match outcome {
                    Ok(reply) => {
                        self.known.away.remove(&key);
                        let kept = Kept {
                            question: hash,
                            reply,
                            at: now,
                        };
                        self.known.replies.insert(key.clone(), kept);
                        news.insert(key);
                    }
                    Err(RegistryError::Away) => {
                        if self.known.miss(&key, &hash, now) {
                            news.insert(key);
                        }
                    }
                }
            }
            if !changed {
                break;
            }
            self.refill();
        }
        self.keep(news).await
    }

    /// Replies to what is not asked any more are no facts of this application.
    fn forget(&mut self) -> bool {
        let facts = &self.journey.facts;
        let catalogue = &self.portal.catalogue;
        let before = self.known.replies.len();
        let asked = |key: &String| catalogue.data_set(key).is_some_and(|data_set| data_set.is_asked(facts));
        self.known.replies.retain(|key, _| asked(key));
        self.known.replies.len() != before
    }

    /// The questions that have to be asked now.
    fn due(&self, sending: bool, asked: &BTreeMap<String, String>) -> Vec<Question> {
        let sets = &self.service.data_sets;
        let later = sets.sending.iter().filter(|_| sending);
        let named = sets.form.iter().chain(later);
        let data_sets = named.filter_map(|key| self.portal.catalogue.data_set(key));
        data_sets
            .filter(|data_set| data_set.is_asked(&self.journey.facts))
            .map(|data_set| self.question(data_set))
            .filter(|question| {
                let hash = question.hash();
                let kept = self.known.replies.get(&question.data_set);
                let fresh = !sending && kept.is_some_and(|kept| kept.question == hash);
                !fresh && asked.get(&question.data_set) != Some(&hash)
            })
            .collect()
    }

    fn question(&self, data_set: &DataSet) -> Question {
        let answers = &self.journey.facts.answers;
        let parameters = data_set.parameters.iter();
        Question {
            data_set: data_set.key.clone(),
            service: data_set.service.clone(),
            applicant: self.person.national_id.clone(),
            parameters: parameters
                .filter_map(|key| Some((key.clone(), answers.get(key)?.clone())))
                .collect(),
            issue: self.application.reference.to_string(),
            today: self.portal.clock.today(),
        }
    }

    async fn keep(&self, news: BTreeSet<String>) -> Result<(), OperationError> {
        let mut rows = Vec::new();
        for data_set in news {
            let kept = self.known.replies.get(&data_set);
            rows.push(RegistryReplyRow {
                question: kept.map(|kept| kept.question.clone()).unwrap_or_default(),
                reply: match kept {
                    Some(kept) => to_json(&kept.reply)?,
                    None => to_json(&Reply::default())?,
                },
                fetched_at: kept.map_or_else(|| self.portal.clock.now(), |kept| kept.at),
                data_set,
            });
        }
        if rows.is_empty() {
            return Ok(());
        }
        let (portal, id) = (self.portal.clone(), self.application.id);
        write(async move {
            let mut tx = portal.store.begin().await?;
            for row in &rows {
                store::registry_replies::keep(&mut tx, id, row).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// What a registry said for a first value.
    pub(super) fn told(&self, prefill: &str) -> Option<Value> {
        self.sources.get(&prefilling_fact(prefill)?).cloned()
    }

    /// Whether a registry that should answer for a field does not, so that the applicant is asked instead.
    pub(crate) fn asks_instead(&self, field: &Field) -> bool {
        let fact = field.prefill.as_deref().and_then(prefilling_fact);
        let state = fact.map(|fact| self.standing(&fact));
        field.required && matches!(state, Some(SourceState::Away | SourceState::Unknown))
    }

    /// Whether a field waits for other answers before its registry can be asked.
    pub(crate) fn waits(&self, field: &Field) -> bool {
        let fact = field.prefill.as_deref().and_then(prefilling_fact);
        field.readonly && fact.is_some_and(|fact| self.standing(&fact) == SourceState::Waiting)
    }

    /// What a registry has to do with a fact or list.
    fn standing(&self, name: &str) -> SourceState {
        let key = data_set(name).unwrap_or_default();
        if !self.profile.verified || self.portal.catalogue.data_set(key).is_none() {
            return SourceState::Away;
        }
        match self.known.replies.get(key) {
            Some(kept) if kept.knows(name) => SourceState::Told {
                on: local(kept.at).date(),
            },
            Some(_) => SourceState::Unknown,
            None if self.known.away.contains(key) => SourceState::Away,
            None => SourceState::Waiting,
        }
    }

    /// What stands beside fields about where their answers come from, by field key.
    pub(crate) fn sources_of<'f>(
        &self,
        fields: impl Iterator<Item = &'f Field>,
        language: Language,
    ) -> BTreeMap<String, SourceView> {
        let catalogue = &self.portal.catalogue;
        fields
            .filter_map(|field| {
                let (name, state) = self.source(field)?;
                let title = catalogue.data_set(data_set(&name)?)?.title.get(language).to_owned();
                Some((field.key.clone(), SourceView { title, state }))
            })
            .collect()
    }

    fn source(&self, field: &Field) -> Option<(String, SourceState)> {
        if let Some(fact) = field.prefill.as_deref().and_then(prefilling_fact) {
            let state = self.standing(&fact);
            let shown = match state {
                SourceState::Told { .. } => self.is_as_told(field, &fact),
                SourceState::Away | SourceState::Unknown | SourceState::Waiting => field.readonly && field.required,
            };
            return shown.then_some((fact, state));
        }
        let list = field.options_from.clone().filter(|name| data_set(name).is_some())?;
        let state = self.standing(&list);
        (state == SourceState::Away).then_some((list, state))
    }

    /// Whether the answer still is what the registry said, and not what the applicant made of it.
    fn is_as_told(&self, field: &Field, fact: &str) -> bool {
        let told = self.sources.get(fact);
        told.is_some_and(|told| is_as_told(field, told, &self.raw))
    }

    /// Whether a registry that this page needs is away.
    pub(crate) fn is_away(&self, page: &Page) -> bool {
        let away = |field: &Field| matches!(self.source(field), Some((_, SourceState::Away)));
        page.fields.iter().any(away)
    }
}

fn is_as_told(field: &Field, told: &Value, raw: &RawAnswers) -> bool {
    let told = answer::to_raw(field, told);
    !told.is_empty() && told.iter().all(|(name, values)| raw.get(name) == Some(values))
}

/// What the registries had to do with an application that was sent.
pub(crate) struct WhenSent {
    /// Which answers are a registry's, by field key.
    pub(crate) sources: BTreeMap<String, SourceView>,
    /// One that should have been asked had no reply.
    pub(crate) away: bool,
}

/// What the registries had to do with an application that was sent, from what is kept of it.
pub(crate) async fn when_sent(
    portal: &Portal,
    service: &Service,
    application: &ApplicationRow,
    language: Language,
) -> Result<WhenSent, OperationError> {
    let (Some(raw), Some(facts)) = (application.raw_answers.clone(), &application.facts) else {
        return Ok(WhenSent {
            sources: BTreeMap::new(),
            away: false,
        });
    };
    let (raw, known): (RawAnswers, _) = (from_json(raw)?, Known::load(portal, application).await?);
    let named = service.data_sets.form.iter().chain(&service.data_sets.sending);
    let mut data_sets = named.filter_map(|key| portal.catalogue.data_set(key));
    let away = data_sets.any(|data_set| data_set.is_asked(facts) && !known.replies.contains_key(&data_set.key));
    let source = |field: &Field| {
        let fact = prefilling_fact(field.prefill.as_deref()?)?;
        let key = data_set(&fact)?;
        let kept = known.replies.get(key)?;
        let told = kept.reply.facts.get(&fact)?;
        let title = portal.catalogue.data_set(key)?.title.get(language).to_owned();
        let state = SourceState::Told {
            on: local(kept.at).date(),
        };
        is_as_told(field, told, &raw).then(|| (field.key.clone(), SourceView { title, state }))
    };
    let sources = service.definition.fields().filter_map(source).collect();
    Ok(WhenSent { sources, away })
}

/// Asks all at once, each bounded by its own connector.
async fn ask(portal: &Portal, questions: Vec<Question>) -> Vec<(Question, Result<Reply, RegistryError>)> {
    let mut calls = JoinSet::new();
    for question in questions {
        let registry = portal.registry.clone();
        calls.spawn(async move {
            let reply = registry.ask(&question).await;
            // No register speaks for another, whoever carries its words.
            let reply = reply.and_then(|reply| {
                let own = reply.is_of(&question.data_set);
                own.then_some(reply).ok_or(RegistryError::Away)
            });
            (question, reply)
        });
    }
    calls.join_all().await
}
