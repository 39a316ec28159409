//! Figures of one body, for those who lead it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use domain::application::Status;
use domain::figures::{Period, Spread, month, share};
use domain::id::PersonId;
use domain::language::{Language, Text};
use domain::money::Currency;
use domain::permission::{Act, may};
use domain::person::{Actor, DIRECTOR, SUPERVISOR};
use domain::view::figures::{Body, Figure, FigureKind, FigureLine, FiguresView, LineName};
use store::summaries::{Measure, MonthRow};

use super::lines::{Both, count, rows, service, sorted};
use super::view;
use crate::{OperationError, Portal};

/// Days that are shown when none are chosen, today among them.
const USUAL_DAYS: u64 = 30;
/// Months before the last day that are told one by one.
const MONTHS_BACK: u32 = 11;
/// From how many days on open work is told apart.
const AGES: [i64; 5] = [0, 3, 8, 15, 31];

/// Which figures are asked for, as typed.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Key of the body; empty for the reader's first.
    pub body: &'a str,
    /// The first day, as `2026-11-25`; empty for the usual.
    pub from: &'a str,
    /// The last day.
    pub to: &'a str,
}

/// What a director sees: volumes, durations, refusals, satisfaction, revenue.
///
/// # Errors
/// Not for the actor, or the store is away.
pub async fn reports(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    asked: Asked<'_>,
) -> Result<FiguresView, OperationError> {
    let (mut page, body, period) = opened(portal, actor, language, asked, &[DIRECTOR])?;
    may(actor, Act::SeeReports { entity: &body })?;
    let entity = Some(body.as_str());
    let both = |measure| Both::read(portal, measure, entity, period, 0);
    let (received, took, rated) = (
        both(Measure::Received).await?,
        both(Measure::Took).await?,
        both(Measure::Rated).await?,
    );
    let ended = (
        rows(portal, Measure::Ended, entity, period).await?,
        rows(portal, Measure::Ended, entity, period.before()).await?,
    );
    let lines = |both: &Both, number: &dyn Fn(&Spread) -> Option<i64>| both.lines(portal, language, number);
    let mut add = |kind, lines| page.figures.push(Figure { kind, lines });
    add(FigureKind::Received, lines(&received, &count));
    add(FigureKind::ReceivedByMonth, by_month(portal, entity, period.to).await?);
    add(FigureKind::Answered, lines(&took, &count));
    add(FigureKind::HalfWithin, lines(&took, &|days| days.within(50)));
    add(FigureKind::NineOfTenWithin, lines(&took, &|days| days.within(90)));
    add(FigureKind::Refused, refused(portal, language, &ended.0, &ended.1));
    add(FigureKind::Satisfied, lines(&rated, &|stars| stars.share_from(4)));
    let paid = (
        rows(portal, Measure::Paid, entity, period).await?,
        rows(portal, Measure::Paid, entity, period.before()).await?,
    );
    for currency in Currency::ALL {
        let lines = revenue(portal, language, currency, &paid.0, &paid.1);
        if !lines.is_empty() {
            add(FigureKind::Revenue(currency), lines);
        }
    }
    Ok(page)
}

/// What a supervisor sees: open work, what of it is late, how old it is, and who decides how much.
///
/// # Errors
/// Not for the actor, or the store is away.
pub async fn dashboard(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    asked: Asked<'_>,
) -> Result<FiguresView, OperationError> {
    let (mut page, body, period) = opened(portal, actor, language, asked, &[SUPERVISOR, DIRECTOR])?;
    may(actor, Act::SeeLoad { entity: &body })?;
    let load = store::summaries::load(&portal.store, &body, portal.clock.today()).await?;
    let entity = Some(body.as_str());
    let mut decided = Vec::new();
    for measure in [Measure::Decided, Measure::Late] {
        let now = by_officer(&rows(portal, measure, entity, period).await?);
        decided.push((now, by_officer(&rows(portal, measure, entity, period.before()).await?)));
    }
    let ids = load.iter().filter_map(|row| row.assignee_id);
    let deciders = decided
        .iter()
        .flat_map(|(now, before)| now.keys().chain(before.keys()).copied());
    let names = names(portal, language, ids.chain(deciders).collect()).await?;
    let name = |id: Option<PersonId>| match id {
        Some(id) => LineName::Named(names.get(&id).cloned().unwrap_or_default()),
        None => LineName::Nobody,
    };
    let hands = |number: fn(&store::summaries::LoadRow) -> i64| {
        let lines = load.iter().filter(|row| number(row) > 0).map(|row| FigureLine {
            of: name(row.assignee_id),
            now: Some(number(row)),
            before: None,
        });
        let whole = load.iter().map(number).sum();
        sorted(lines, Some(whole), None)
    };
    let mut add = |kind, lines| page.figures.push(Figure { kind, lines });
    add(FigureKind::Load, hands(|row| row.open));
    add(FigureKind::Overdue, hands(|row| row.overdue));
    add(FigureKind::Age, ages(portal, &body).await?);
    for (kind, (now, before)) in [FigureKind::Decided, FigureKind::DecidedLate].into_iter().zip(&decided) {
        let mut ids: Vec<PersonId> = now.keys().chain(before.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let lines = ids.into_iter().map(|id| FigureLine {
            of: name(Some(id)),
            now: now.get(&id).copied(),
            before: before.get(&id).copied(),
        });
        let whole = |counts: &BTreeMap<PersonId, i64>| Some(counts.values().sum()).filter(|sum: &i64| *sum > 0);
        add(kind, sorted(lines, whole(now), whole(before)));
    }
    Ok(page)
}

/// The page, with the body and the days that were asked for, or the usual ones.
fn opened(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    asked: Asked<'_>,
    roles: &[&str],
) -> Result<(FiguresView, String, Period), OperationError> {
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let duties = person.duties.iter().filter(|duty| roles.contains(&duty.role.as_str()));
    let mut keys: Vec<&str> = duties.map(|duty| duty.entity.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let key = if asked.body.is_empty() {
        keys.first().copied()
    } else {
        Some(asked.body)
    };
    let key = key.ok_or(OperationError::NotFound)?.to_owned();
    let body = |key: &str| Body {
        key: key.to_owned(),
        name: portal.catalogue.entity(key, language),
    };
    let usual = Period::last(USUAL_DAYS, portal.clock.today());
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let chosen = day(asked.from)
        .zip(day(asked.to))
        .and_then(|(from, to)| Period::of(from, to));
    let period = chosen.unwrap_or(usual);
    let page = FiguresView {
        body: Some(body(&key)),
        others: keys.into_iter().filter(|other| *other != key).map(body).collect(),
        misread: chosen.is_none() && !(asked.from.is_empty() && asked.to.is_empty()),
        ..view(portal, period)
    };
    Ok((page, key, period))
}

/// What came in, month by month, to the month of that day.
async fn by_month(portal: &Portal, entity: Option<&str>, to: NaiveDate) -> Result<Vec<FigureLine>, OperationError> {
    let from = month(to).checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(to);
    let mut months: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for row in rows(portal, Measure::Received, entity, Period { from, to }).await? {
        if let Ok(day) = format!("{}-01", row.month).parse() {
            *months.entry(day).or_default() += row.count;
        }
    }
    let lines = months.into_iter().map(|(day, count)| FigureLine {
        of: LineName::Month(day),
        now: Some(count),
        before: None,
    });
    Ok(lines.collect())
}

/// How many of a hundred answers were refusals, by service.
fn refused(portal: &Portal, language: Language, now: &[MonthRow], before: &[MonthRow]) -> Vec<FigureLine> {
    let answers = |rows: &[MonthRow]| {
        let mut answers: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for row in rows {
            let refused = row.part == Status::Rejected.key();
            if refused || row.part == Status::Issued.key() {
                let (of, all) = answers.entry(row.service_id.clone()).or_default();
                *of += if refused { row.count } else { 0 };
                *all += row.count;
            }
        }
        answers
    };
    let (now, before) = (answers(now), answers(before));
    let of = |answers: &BTreeMap<String, (i64, i64)>, id: &str| answers.get(id).and_then(|(of, all)| share(*of, *all));
    let whole = |answers: &BTreeMap<String, (i64, i64)>| {
        let (of, all) = answers
            .values()
            .fold((0, 0), |(of, all), one| (of + one.0, all + one.1));
        share(of, all)
    };
    let lines = ids(&now, &before).into_iter().map(|id| FigureLine {
        of: LineName::Named(service(portal, language, &id)),
        now: of(&now, &id),
        before: of(&before, &id),
    });
    sorted(lines, whole(&now), whole(&before))
}

/// Fees received in one currency, by service.
fn revenue(
    portal: &Portal,
    language: Language,
    currency: Currency,
    now: &[MonthRow],
    before: &[MonthRow],
) -> Vec<FigureLine> {
    let amounts = |rows: &[MonthRow]| {
        let mut amounts: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.part == currency.code()) {
            *amounts.entry(row.service_id.clone()).or_default() += row.amount_minor;
        }
        amounts
    };
    let (now, before) = (amounts(now), amounts(before));
    let whole = |amounts: &BTreeMap<String, i64>| (!amounts.is_empty()).then(|| amounts.values().sum());
    let lines = ids(&now, &before).into_iter().map(|id| FigureLine {
        of: LineName::Named(service(portal, language, &id)),
        now: now.get(&id).copied(),
        before: before.get(&id).copied(),
    });
    sorted(lines, whole(&now), whole(&before))
}

fn ids<T>(now: &BTreeMap<String, T>, before: &BTreeMap<String, T>) -> Vec<String> {
    let mut ids: Vec<String> = now.keys().chain(before.keys()).cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn by_officer(rows: &[MonthRow]) -> BTreeMap<PersonId, i64> {
    let mut counts = BTreeMap::new();
    for row in rows {
        if let Ok(id) = row.part.parse::<PersonId>() {
            *counts.entry(id).or_default() += row.count;
        }
    }
    counts
}

/// Open work by how many days it has been there, those of [`AGES`] apart.
async fn ages(portal: &Portal, body: &str) -> Result<Vec<FigureLine>, OperationError> {
    let today = portal.clock.today();
    let mut counts = [0; AGES.len()];
    for row in store::summaries::ages(&portal.store, body).await? {
        let days = row.day.parse::<NaiveDate>().map_or(0, |day| (today - day).num_days());
        let at = AGES.iter().rposition(|from| days >= *from).unwrap_or_default();
        counts[at] += row.open;
    }
    let lines = AGES.iter().enumerate().map(|(at, from)| FigureLine {
        of: LineName::Days(*from, AGES.get(at + 1).copied()),
        now: Some(counts[at]),
        before: None,
    });
    Ok(lines.collect())
}

/// What the officers are called.
async fn names(
    portal: &Portal,
    language: Language,
    mut ids: Vec<PersonId>,
) -> Result<BTreeMap<PersonId, String>, OperationError> {
    ids.sort_unstable();
    ids.dedup();
    let mut names = BTreeMap::new();
    for id in ids {
        if let Some(person) = store::people::by_id(&portal.store, id).await? {
            let name = Text {
                ar: person.name_ar,
                en: person.name_en,
            };
            names.insert(id, name.get(language).to_owned());
        }
    }
    Ok(names)
}
