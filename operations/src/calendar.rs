//! The working calendar: holidays of every year from the catalogue, and those by decision from the store.
//!
//! A decision may come after deadlines were given. Each day that is written down or taken back is therefore applied to
//! everything that runs over it, in the background, and a crash in between only means that it is done again.

use chrono::{Datelike, NaiveDate};
use domain::answer::Problem;
use domain::calendar::Calendar;
use domain::clock::LegalClock;
use domain::id::{ApplicationId, TaskId};
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::view::calendar::{CalendarDayView, CalendarView};
use domain::view::outcome::{FormProblem, InputProblem};
use store::calendar_days::{CalendarDayRow, RunningRow};
use uuid::Uuid;

use crate::{OperationError, Portal, write};

/// How many applications or tasks are moved in one transaction.
const BATCH: usize = 500;
/// How far back and ahead a day may lie, in years.
const YEARS: i32 = 2;
/// Longest name of a day, in characters.
const MAX_NAME: usize = 100;

/// A day as it was typed.
#[derive(Clone, Debug, Default)]
pub struct NewDay {
    /// ISO 8601.
    pub day: String,
    /// Key of a governorate, or empty for everywhere.
    pub governorate: String,
    /// Whether work is done on it; nothing when neither was chosen.
    pub is_open: Option<bool>,
    /// What it is called, in Arabic.
    pub name_ar: String,
    /// And in English.
    pub name_en: String,
}

impl Portal {
    /// The working calendar of a governorate, for some years around today.
    pub(crate) fn calendar(&self, governorate: Option<&str>) -> Calendar {
        let year = self.clock.today().year();
        let mut calendar = Calendar::with_fixed(year - YEARS..=year + YEARS, self.catalogue.fixed_holidays());
        let everywhere = |day: &&CalendarDayRow| day.governorate.is_empty();
        let here = |day: &&CalendarDayRow| !day.governorate.is_empty() && Some(day.governorate.as_str()) == governorate;
        let days = self.shelf.days();
        // What is decided for one governorate stands before what is decided for all.
        for day in days.iter().filter(everywhere).chain(days.iter().filter(here)) {
            let (to, from) = match day.is_open {
                true => (&mut calendar.open, &mut calendar.holidays),
                false => (&mut calendar.holidays, &mut calendar.open),
            };
            from.remove(&day.day);
            to.insert(day.day);
        }
        calendar
    }
}

/// The days by decision, the latest first.
///
/// # Errors
/// Not an administrator; the store.
pub async fn days(portal: &Portal, actor: &Actor) -> Result<CalendarView, OperationError> {
    may(actor, Act::Administer)?;
    let rows = store::calendar_days::list(&portal.store).await?;
    Ok(CalendarView {
        days: rows
            .into_iter()
            .map(|row| CalendarDayView {
                id: row.id.to_string(),
                day: row.day,
                governorate: Some(row.governorate).filter(|key| !key.is_empty()),
                is_open: row.is_open,
                name: domain::language::Text {
                    ar: row.name_ar,
                    en: row.name_en,
                },
            })
            .collect(),
        governorates: governorates(portal),
    })
}

fn governorates(portal: &Portal) -> Vec<domain::service::field::Choice> {
    let lists = portal.catalogue.lists();
    let found = domain::answer::Lists::choices(lists, "reference.governorates");
    found.map(<[_]>::to_vec).unwrap_or_default()
}

/// Writes a day down. What runs over it is moved soon after.
///
/// # Errors
/// Not an administrator; problems at the inputs.
pub async fn add(portal: &Portal, actor: &Actor, new: NewDay) -> Result<(), OperationError> {
    may(actor, Act::Administer)?;
    let person = actor.person().ok_or(OperationError::SignIn)?;
    let row = CalendarDayRow {
        id: portal.random.key(portal.clock.now()),
        added_by: person.id,
        added_at: portal.clock.now(),
        withdrawn_at: None,
        ..checked(portal, &new)?
    };
    let lasting = portal.clone();
    let added = write(async move {
        let mut tx = lasting.store.begin().await?;
        store::calendar_days::add(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(())
    });
    added.await.map_err(|error| match error {
        OperationError::Fault(why) if why.contains("calendar_days.day") => problem("day", FormProblem::DayTaken),
        other => other,
    })?;
    portal.shelf.refresh_days(&portal.store).await
}

fn checked(portal: &Portal, new: &NewDay) -> Result<CalendarDayRow, OperationError> {
    let mut problems = Vec::new();
    let year = portal.clock.today().year();
    let day = domain::calendar::iso_date(&domain::fold::digits(new.day.trim()));
    let day = day.filter(|day| (year - 1..=year + YEARS).contains(&day.year()));
    if day.is_none() {
        problems.push(at("day", FormProblem::DayUnknown));
    }
    let names = [("name_ar", &new.name_ar), ("name_en", &new.name_en)].map(|(input, typed)| {
        let name = domain::fold::clean(typed);
        if name.is_empty() || name.chars().count() > MAX_NAME {
            problems.push(at(input, FormProblem::NameRequired));
        }
        name
    });
    if new.is_open.is_none() {
        let problem = Problem::Required;
        problems.push(at("what", FormProblem::Answer { problem }));
    }
    let known = |key: &str| {
        governorates(portal)
            .iter()
            .any(|choice| choice.value.as_text() == Some(key))
    };
    if !new.governorate.is_empty() && !known(&new.governorate) {
        problems.push(at("governorate", FormProblem::ChooseGovernorate));
    }
    let [name_ar, name_en] = names;
    match (day, new.is_open) {
        (Some(day), Some(is_open)) if problems.is_empty() => Ok(CalendarDayRow {
            id: Uuid::nil(),
            day,
            governorate: new.governorate.clone(),
            is_open,
            name_ar,
            name_en,
            added_by: domain::id::PersonId(Uuid::nil()),
            added_at: portal.clock.now(),
            withdrawn_at: None,
        }),
        _ => Err(OperationError::Problems(problems)),
    }
}

fn at(input: &str, problem: FormProblem) -> InputProblem {
    InputProblem {
        input: input.to_owned(),
        problem,
    }
}

fn problem(input: &str, problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![at(input, problem)])
}

/// Takes a day back.
///
/// # Errors
/// Not an administrator; a day that is not there any more is a conflict.
pub async fn withdraw(portal: &Portal, actor: &Actor, id: &str) -> Result<(), OperationError> {
    may(actor, Act::Administer)?;
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let id: Uuid = id.parse().map_err(|_| OperationError::NotFound)?;
    let lasting = portal.clone();
    write(async move {
        let mut tx = lasting.store.begin().await?;
        store::calendar_days::withdraw(&mut tx, id, person, lasting.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    portal.shelf.refresh_days(&portal.store).await
}

/// Moves what runs over days that were written down or taken back since. To be called every now and then.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn apply(portal: &Portal) -> Result<(), OperationError> {
    let days = store::calendar_days::not_applied(&portal.store).await?;
    if days.is_empty() {
        return Ok(());
    }
    portal.shelf.refresh_days(&portal.store).await?;
    for day in &days {
        move_applications(portal, day.day).await?;
        move_tasks(portal, day.day).await?;
    }
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        for day in &days {
            store::calendar_days::applied(&mut tx, day, portal.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

async fn move_applications(portal: &Portal, day: NaiveDate) -> Result<(), OperationError> {
    let mut after = ApplicationId(Uuid::nil());
    loop {
        let rows = store::calendar_days::applications_over(&portal.store, day, after, BATCH as i64).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.application_id;
        move_due(portal, rows).await?;
    }
}

async fn move_tasks(portal: &Portal, day: NaiveDate) -> Result<(), OperationError> {
    let mut after = TaskId(Uuid::nil());
    loop {
        let rows = store::calendar_days::tasks_over(&portal.store, day, after, BATCH as i64).await?;
        let Some(last) = rows.last().and_then(|row| row.task_id) else {
            return Ok(());
        };
        after = last;
        move_due(portal, rows).await?;
    }
}

async fn move_due(portal: &Portal, rows: Vec<RunningRow>) -> Result<(), OperationError> {
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        for row in rows {
            let clock = LegalClock::Running {
                from: row.clock_from,
                days: i32::try_from(row.clock_days).unwrap_or(i32::MAX),
            };
            let due = clock.due(&portal.calendar(row.governorate.as_deref()));
            if let Some(due) = due.filter(|due| *due != row.due_on) {
                store::calendar_days::move_due(&mut tx, &row, due).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}
