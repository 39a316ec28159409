//! How long the queue, a case and a decision take on the database of the settings, and how many statements each sends.
//! It measures and judges nothing. `scripts/bench-queue` fills the database and runs it.

use std::future::Future;
use std::time::{Duration, Instant};

use domain::language::Language;
use domain::person::{Actor, Duty};
use domain::view::queue::{QueueQuery, QueueTab};
use operations::casework::decide::{Decision, TaskForm};
use operations::{OperationError, Portal, casework};
use server::commands::{Outside, portal};
use server::config::Config;

const RUNS: usize = 20;

#[tokio::main]
async fn main() -> Result<(), String> {
    let config = Config::load(false)?;
    let mut portal = portal(&config, Outside::default()).await?;
    portal.keep_catalogue().await.map_err(|error| error.to_string())?;
    run(&portal).await.map_err(|error| error.to_string())
}

async fn run(portal: &Portal) -> Result<(), OperationError> {
    let officer = holder(portal, "moi", "civil_status_officer").await?;
    let supervisor = holder(portal, "moi", "supervisor").await?;
    println!("{:<44} {:>9} {:>9} {:>10}", "", "median", "slowest", "statements");
    let tab = |tab| QueueQuery {
        tab: Some(tab),
        ..QueueQuery::default()
    };
    let office = tab(QueueTab::Office);
    for (who, actor) in [("officer", &officer), ("supervisor", &supervisor)] {
        let queries = [
            ("first page", office.clone()),
            (
                "by age",
                QueueQuery {
                    by_age: true,
                    ..office.clone()
                },
            ),
            (
                "one service",
                QueueQuery {
                    service: "passport-renewal".to_owned(),
                    ..office.clone()
                },
            ),
            (
                "urgent",
                QueueQuery {
                    urgent: true,
                    ..office.clone()
                },
            ),
            (
                "back after correction (few)",
                QueueQuery {
                    resent: true,
                    ..office.clone()
                },
            ),
            (
                "identity number",
                QueueQuery {
                    text: "800000123".to_owned(),
                    ..office.clone()
                },
            ),
            (
                "rare name",
                QueueQuery {
                    text: "سلمى جورج ليان زيدان".to_owned(),
                    ..office.clone()
                },
            ),
            (
                "common name",
                QueueQuery {
                    text: "محمد النجار".to_owned(),
                    ..office.clone()
                },
            ),
            ("deep page", deep(portal, actor, office.clone()).await?),
            ("waiting for others", tab(QueueTab::Waiting)),
        ];
        for (what, query) in queries {
            let ask = || casework::queue(portal, actor, Language::Ar, query.clone());
            measure(portal, &format!("{who}: {what}"), ask).await?;
        }
    }
    let found = casework::queue(portal, &officer, Language::Ar, tab(QueueTab::Available)).await?;
    let Some(reference) = found.rows.first().map(|row| row.reference.clone()) else {
        return Ok(());
    };
    measure(portal, "case", || {
        casework::case(portal, &officer, Language::Ar, &reference)
    })
    .await?;
    measure(portal, "next case", || casework::next(portal, &officer, &reference)).await?;
    decisions(portal, &officer).await
}

/// Twenty pages on.
async fn deep(portal: &Portal, actor: &Actor, mut query: QueueQuery) -> Result<QueueQuery, OperationError> {
    for _ in 0..20 {
        let page = casework::queue(portal, actor, Language::Ar, query.clone()).await?;
        let Some(next) = page.next else { break };
        query.after = next;
    }
    Ok(query)
}

/// Takes and decides one case after another.
async fn decisions(portal: &Portal, officer: &Actor) -> Result<(), OperationError> {
    let query = QueueQuery {
        tab: Some(QueueTab::Available),
        ..QueueQuery::default()
    };
    let found = casework::queue(portal, officer, Language::Ar, query).await?;
    let (mut times, mut sent) = (Vec::new(), 0);
    for row in found.rows.iter().take(RUNS) {
        let view = casework::case(portal, officer, Language::Ar, &row.reference).await?;
        let Some(task) = view.task.filter(|task| task.takeable) else {
            continue;
        };
        let Ok(id) = task.id.parse() else { continue };
        casework::take(
            portal,
            officer,
            &row.reference,
            &TaskForm {
                task: id,
                version: task.version,
            },
        )
        .await?;
        let form = TaskForm {
            task: id,
            version: task.version + 1,
        };
        let view = casework::case(portal, officer, Language::Ar, &row.reference).await?;
        let actions = view.task.map(|task| task.actions).unwrap_or_default();
        let Some(action) = actions
            .into_iter()
            .find(|action| !action.note_required && action.amounts.is_empty())
        else {
            continue;
        };
        let decision = Decision {
            action: action.key,
            ..Decision::default()
        };
        let (before, start) = (portal.store.statements(), Instant::now());
        // Invented cases lack answers that some ends need; those are not counted.
        if casework::decide(portal, officer, &row.reference, &form, decision)
            .await
            .is_ok()
        {
            times.push(start.elapsed());
            sent = portal.store.statements() - before;
        }
    }
    line("decision", times, sent);
    Ok(())
}

async fn measure<T, Asked>(portal: &Portal, what: &str, ask: impl Fn() -> Asked) -> Result<(), OperationError>
where
    Asked: Future<Output = Result<T, OperationError>>,
{
    ask().await?;
    let (mut times, mut sent) = (Vec::new(), 0);
    for _ in 0..RUNS {
        let (before, start) = (portal.store.statements(), Instant::now());
        ask().await?;
        times.push(start.elapsed());
        sent = portal.store.statements() - before;
    }
    line(what, times, sent);
    Ok(())
}

fn line(what: &str, mut times: Vec<Duration>, sent: u64) {
    times.sort();
    let milliseconds = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let (median, slowest) = (milliseconds(times.get(times.len() / 2)), milliseconds(times.last()));
    println!("{what:<44} {median:>6.1} ms {slowest:>6.1} ms {sent:>10}");
}

async fn holder(portal: &Portal, entity: &str, role: &str) -> Result<Actor, OperationError> {
    let duty = Duty {
        entity: entity.to_owned(),
        role: role.to_owned(),
    };
    let holders = store::people::holders(&portal.store, &duty.entity, &duty.role).await?;
    // The one of the demonstration holds this duty alone.
    let mut found = None;
    for holder in holders {
        let person = store::people::actor(&portal.store, holder.id).await?;
        found = found.or(person.filter(|person| person.duties.len() == 1));
    }
    found.map(Actor::Person).ok_or(OperationError::NotFound)
}
