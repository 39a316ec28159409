//! What a page costs over the whole way of a request: the same statements at the beginning and at the end.

use std::collections::BTreeMap;

use domain::answer::RawAnswers;
use domain::language::Language;
use domain::service::FieldKind;
use domain::service::field::Page;

use crate::case::Case;
use crate::town::{Town, Who};
use crate::walk::Walk;
use crate::worlds::plan;

/// Statements of reading a page, and of sending it.
type Cost = (u64, u64);

/// The service with the most pages, through its shortest and its longest way.
pub(crate) async fn stays_the_same(town: &Town) {
    let services = town.portal.catalogue.services().iter();
    let service = services.max_by_key(|service| service.definition.form.pages.len());
    let service = service.expect("a service");
    let mut plan = plan(service, &town.portal.catalogue, town.portal.clock.today());
    let world = plan.worlds.swap_remove(0);
    let who = town
        .settle(world.age, store::people::AccountType::Citizen, world.told)
        .await;
    let mut samples = world.samples;
    samples.sort_by_key(BTreeMap::len);
    let (few, many) = (&samples[0], &samples[samples.len() - 1]);
    let mut found = costs(town, &service.definition.id, &who, few).await;
    found.extend(costs(town, &service.definition.id, &who, many).await);
    let (read, sent) = found[0].1;
    for (place, cost) in &found {
        assert_eq!(*cost, (read, sent), "{place}: {found:?}");
    }
}

/// The first page while nothing else is answered, then the first and the last once everything is. Where papers are
/// given one statement looks for those that were thrown away; it is not counted.
async fn costs(town: &Town, service: &str, who: &Who, answers: &RawAnswers) -> Vec<(String, Cost)> {
    let service = town.portal.catalogue.find(service).expect("a service");
    let mut browser = town.sign_in(&who.number).await;
    let case = Case {
        service,
        catalogue: &town.portal.catalogue,
        who,
        today: town.portal.clock.today(),
        sent: BTreeMap::new(),
    };
    let mut walk = Walk::start(&mut browser, case, Language::En, answers).await;
    let pages = &service.definition.form.pages;
    walk.page(&pages[0]).await;
    let mut found = vec![("the first, alone".to_owned(), cost(town, &mut walk, &pages[0]).await)];
    walk.through().await;
    let shown = walk.case.state(None).journey.pages;
    let asked = pages.iter().zip(shown).filter(|(_, state)| state.visible);
    for (page, _) in asked.filter(|(page, _)| !crate::walk::is_declaration(page)) {
        let place = format!("{} after {} answers", page.key, answers.len());
        found.push((place, cost(town, &mut walk, page).await));
    }
    found
}

async fn cost(town: &Town, walk: &mut Walk<'_>, page: &Page) -> Cost {
    let address = format!("{}/form/{}", walk.application, page.key);
    let before = town.portal.store.statements();
    walk.browser.get(&address).await.is(200);
    let read = town.portal.store.statements() - before;
    walk.page(page).await;
    // Sending begins with reading.
    let sent = town.portal.store.statements() - before - 2 * read;
    let papers = page.fields.iter().any(|field| field.kind == FieldKind::File);
    (read - u64::from(papers), sent)
}
