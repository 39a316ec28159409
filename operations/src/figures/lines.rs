//! From rows of numbers to the lines of a figure.

use std::collections::BTreeMap;

use domain::figures::{Period, Spread};
use domain::language::Language;
use domain::view::figures::{FigureLine, LineName};
use store::summaries::{Measure, MonthRow};

use crate::{OperationError, Portal};

/// What came up how often, by service, in a stretch of days and in the one before.
pub(super) struct Both {
    now: BTreeMap<String, Spread>,
    before: BTreeMap<String, Spread>,
}

impl Both {
    /// Reads both. A service's month with fewer than `fewest` is as if it had not been.
    pub(super) async fn read(
        portal: &Portal,
        measure: Measure,
        entity: Option<&str>,
        period: Period,
        fewest: i64,
    ) -> Result<Self, OperationError> {
        Ok(Self {
            now: spreads(rows(portal, measure, entity, period).await?, fewest),
            before: spreads(rows(portal, measure, entity, period.before()).await?, fewest),
        })
    }

    /// A line for each service that has the number, the largest first, behind one for all of them.
    pub(super) fn lines(
        &self,
        portal: &Portal,
        language: Language,
        number: &dyn Fn(&Spread) -> Option<i64>,
    ) -> Vec<FigureLine> {
        let of = |spreads: &BTreeMap<String, Spread>, id: &str| spreads.get(id).and_then(number);
        let mut ids: Vec<&String> = self
            .now
            .keys()
            .chain(self.before.keys())
            .filter(|id| !id.is_empty())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let lines = ids.into_iter().map(|id| FigureLine {
            of: LineName::Named(service(portal, language, id)),
            now: of(&self.now, id),
            before: of(&self.before, id),
        });
        let whole = |spreads: &BTreeMap<String, Spread>| {
            let mut whole = Spread::default();
            spreads.values().for_each(|spread| whole.join(spread));
            number(&whole)
        };
        sorted(lines, whole(&self.now), whole(&self.before))
    }
}

/// How many; nothing for none.
pub(super) fn count(spread: &Spread) -> Option<i64> {
    Some(spread.count()).filter(|count| *count > 0)
}

/// The lines that have a number, the largest first, behind one for all of them.
pub(super) fn sorted(
    lines: impl Iterator<Item = FigureLine>,
    now: Option<i64>,
    before: Option<i64>,
) -> Vec<FigureLine> {
    let mut lines: Vec<FigureLine> = lines.filter(|line| line.now.or(line.before).is_some()).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.now));
    let whole = FigureLine {
        of: LineName::Whole,
        now,
        before,
    };
    if lines.len() > 1 {
        lines.insert(0, whole);
    }
    lines
}

pub(super) async fn rows(
    portal: &Portal,
    measure: Measure,
    entity: Option<&str>,
    period: Period,
) -> Result<Vec<MonthRow>, OperationError> {
    Ok(store::summaries::by_month(&portal.store, measure, entity, period.from, period.to).await?)
}

fn spreads(rows: Vec<MonthRow>, fewest: i64) -> BTreeMap<String, Spread> {
    let mut cells: BTreeMap<(String, String), Spread> = BTreeMap::new();
    for row in rows {
        let number = row.part.parse().unwrap_or_default();
        cells
            .entry((row.service_id, row.month))
            .or_default()
            .add(number, row.count);
    }
    let mut spreads: BTreeMap<String, Spread> = BTreeMap::new();
    for ((service, _), cell) in cells.into_iter().filter(|(_, cell)| cell.count() >= fewest) {
        spreads.entry(service).or_default().join(&cell);
    }
    spreads
}

/// The title of a service, also of one that is no longer offered.
pub(super) fn service(portal: &Portal, language: Language, id: &str) -> String {
    let service = portal.catalogue.find_ever(id);
    service.map_or_else(
        || id.to_owned(),
        |service| service.definition.title.get(language).to_owned(),
    )
}
