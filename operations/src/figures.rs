//! Figures: for everybody, for the director of a body, and for the supervisor of its desks (decision 40).

mod lines;
mod staff;

use chrono::{Months, NaiveDate};
use domain::figures::{FEWEST, Period, month};
use domain::language::Language;
use domain::view::figures::{Figure, FigureKind, FiguresView};
use store::summaries::Measure;

use crate::clock::local;
use crate::{OperationError, Portal};
use lines::{Both, count};

pub use staff::{Asked, dashboard, reports};

/// Months that can be chosen.
const MOST_MONTHS: u32 = 24;
/// Months that are shown when none are chosen.
const USUAL_MONTHS: u32 = 3;

/// What everybody may see: whole months that are over, and of them only what is about [`FEWEST`] cases or more. `from` and
/// `to` are months as `2026-11`; empty for the usual ones.
///
/// # Errors
/// The store is away.
pub async fn public(portal: &Portal, language: Language, from: &str, to: &str) -> Result<FiguresView, OperationError> {
    let months = months(portal.clock.today());
    let last = *months
        .first()
        .ok_or_else(|| OperationError::Fault("no month is over".to_owned()))?;
    let usual = Period::months(
        last.checked_sub_months(Months::new(USUAL_MONTHS - 1)).unwrap_or(last),
        last,
    );
    let usual = usual.ok_or_else(|| OperationError::Fault("no months to show".to_owned()))?;
    let known = |text: &str| format!("{text}-01").parse().ok().filter(|day| months.contains(day));
    let chosen = known(from)
        .zip(known(to))
        .and_then(|(from, to)| Period::months(from, to));
    let asked = !(from.is_empty() && to.is_empty());
    let period = chosen.unwrap_or(usual);
    let both = |measure| Both::read(portal, measure, None, period, FEWEST);
    let (received, took, rated) = (
        both(Measure::Received).await?,
        both(Measure::Took).await?,
        both(Measure::Rated).await?,
    );
    let lines =
        |both: &Both, number: &dyn Fn(&domain::figures::Spread) -> Option<i64>| both.lines(portal, language, number);
    let figure = |kind, lines| Figure { kind, lines };
    let figures = vec![
        figure(FigureKind::HalfWithin, lines(&took, &|days| days.within(50))),
        figure(FigureKind::NineOfTenWithin, lines(&took, &|days| days.within(90))),
        figure(FigureKind::Received, lines(&received, &count)),
        figure(FigureKind::Answered, lines(&took, &count)),
        figure(FigureKind::Satisfied, lines(&rated, &|stars| stars.share_from(4))),
    ];
    Ok(FiguresView {
        body: None,
        others: Vec::new(),
        months,
        misread: asked && chosen.is_none(),
        figures,
        ..view(portal, period)
    })
}

/// The months that are over, the latest first.
fn months(today: NaiveDate) -> Vec<NaiveDate> {
    let back = |months| month(today).checked_sub_months(Months::new(months));
    (1..=MOST_MONTHS).filter_map(back).collect()
}

/// A page of this stretch with nothing on it.
fn view(portal: &Portal, period: Period) -> FiguresView {
    let before = period.before();
    FiguresView {
        body: None,
        others: Vec::new(),
        from: period.from,
        to: period.to,
        before_from: before.from,
        before_to: before.to,
        months: Vec::new(),
        misread: false,
        at: local(portal.clock.now()),
        figures: Vec::new(),
    }
}
