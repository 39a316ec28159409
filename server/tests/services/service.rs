//! One service, every way through it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::answer::{CheckContext, RawAnswers};
use domain::language::Language;
use domain::value::Value;
use operations::catalogue::Service;
use sample::{Given, Seen, Wish, complete};
use store::people::AccountType;

use crate::browser::Browser;
use crate::case::Case;
use crate::town::{Town, Who};
use crate::walk::Walk;
use crate::worlds::{Plan, plan};

/// What was done with a service.
#[derive(Debug, Default)]
pub(crate) struct Covered {
    pub(crate) service: String,
    pub(crate) pages: usize,
    /// Applications that were sent.
    pub(crate) samples: usize,
    /// Pages that were sent.
    pub(crate) posts: usize,
    /// Applications that were paid.
    pub(crate) paid: usize,
    /// Comparisons seen on the server, each way counted.
    pub(crate) shown: usize,
    pub(crate) open: BTreeMap<Seen, String>,
    pub(crate) faults: Vec<String>,
}

/// Makes every application of the plan, and one by somebody nobody knows.
pub(crate) async fn each_way(town: Arc<Town>, name: String) -> Covered {
    let service = town.portal.catalogue.find(&name).expect("a service").clone();
    let definition = &service.definition;
    let Plan {
        worlds,
        reachable,
        open,
    } = plan(&service, &town.portal.catalogue, town.portal.clock.today());
    let mut covered = Covered {
        service: name.clone(),
        pages: definition.form.pages.len(),
        open,
        ..Covered::default()
    };
    let (mut shown, mut turn) = (BTreeSet::new(), 0);
    let accounts = accounts(&service);
    for world in worlds {
        let mut people = Vec::new();
        for account in accounts.iter().take(world.samples.len()) {
            let who = town.settle(world.age, *account, world.told.clone()).await;
            let browser = town.sign_in(&who.number).await;
            people.push((who, Some(browser)));
        }
        for (at, answers) in world.samples.into_iter().enumerate() {
            let count = people.len();
            let (who, browser) = &mut people[at % count];
            let trip = Trip {
                town: town.clone(),
                service: service.clone(),
                who: who.clone(),
                answers,
                language: [Language::Ar, Language::En][turn % 2],
                pays: covered.paid == 0 && !definition.fee.items.is_empty(),
            };
            turn += 1;
            let first = browser.take().expect("a browser");
            *browser = covered.note(trip, first, &mut shown).await;
            if browser.is_none() {
                *browser = Some(town.sign_in(&who.number).await);
            }
        }
    }
    by_hand(&town, &service, &mut covered).await;
    if covered.paid == 0 && !definition.fee.items.is_empty() {
        covered.faults.push(format!("{name}: none was paid"));
    }
    let missed = reachable.difference(&shown);
    let missed = missed.map(|seen| format!("{name}: {} {} was not covered", seen.path, seen.holds));
    covered.faults.extend(missed);
    covered.shown = shown.len();
    covered
}

/// The kinds of accounts the service is for.
fn accounts(service: &Service) -> Vec<AccountType> {
    let kinds = &service.definition.eligibility.account_types;
    let all = [AccountType::Citizen, AccountType::Resident, AccountType::Business];
    all.into_iter()
        .filter(|kind| kinds.is_empty() || kinds.iter().any(|name| name == kind.key()))
        .collect()
}

/// Somebody who made an account by the form: no register speaks for them, so that everything is asked.
async fn by_hand(town: &Arc<Town>, service: &Arc<Service>, covered: &mut Covered) {
    let (who, browser) = town.sign_up().await;
    let sources = BTreeMap::from([("applicant.age".to_owned(), Value::Int(who.age))]);
    let given = Given {
        context: CheckContext {
            today: town.portal.clock.today(),
            national_id_checksum: true,
            lists: town.portal.catalogue.lists(),
        },
        sources: &sources,
    };
    let wish = Wish {
        optional: true,
        ..Wish::default()
    };
    let sample =
        complete(&service.definition, given, &wish).unwrap_or_else(|why| panic!("nobody could by hand: {why}"));
    let trip = Trip {
        town: town.clone(),
        service: service.clone(),
        who,
        answers: sample.answers,
        language: Language::En,
        pays: false,
    };
    covered.note(trip, browser, &mut BTreeSet::new()).await;
}

/// One application of somebody.
#[derive(Clone)]
struct Trip {
    town: Arc<Town>,
    service: Arc<Service>,
    who: Who,
    answers: RawAnswers,
    language: Language,
    pays: bool,
}

/// What it came to.
struct Arrived {
    browser: Browser,
    shows: Vec<Seen>,
    posts: usize,
    paid: bool,
}

impl Trip {
    async fn go(self, mut browser: Browser) -> Arrived {
        let case = Case {
            service: &self.service,
            catalogue: &self.town.portal.catalogue,
            who: &self.who,
            today: self.town.portal.clock.today(),
            sent: BTreeMap::new(),
        };
        let mut walk = Walk::start(&mut browser, case, self.language, &self.answers).await;
        walk.through().await;
        let outcome = walk.send_in(&self.town).await;
        let paid = self.pays && (outcome.to_pay || walk.approve(&self.town).await);
        if paid {
            walk.pay(&self.town).await;
        }
        Arrived {
            shows: outcome.shows,
            posts: walk.pages,
            paid,
            browser,
        }
    }
}

impl Covered {
    /// Makes the application and writes down what it came to; a fault of one does not hide those of others.
    async fn note(&mut self, trip: Trip, browser: Browser, shown: &mut BTreeSet<Seen>) -> Option<Browser> {
        let (language, account) = (trip.language, trip.who.number.clone());
        match tokio::spawn(trip.go(browser)).await {
            Ok(arrived) => {
                shown.extend(arrived.shows);
                self.samples += 1;
                self.posts += arrived.posts;
                self.paid += usize::from(arrived.paid);
                Some(arrived.browser)
            }
            Err(error) => {
                let panic = error.into_panic();
                let why = panic.downcast_ref::<String>().cloned();
                let why = why.or_else(|| panic.downcast_ref::<&str>().map(|why| (*why).to_owned()));
                let why = why.unwrap_or_default();
                self.faults
                    .push(format!("{} in {language}, {account}: {why}", self.service));
                None
            }
        }
    }
}
